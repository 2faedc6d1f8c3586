export type { AuditEventDraft } from './event.ts';
export { describeEvent, type EventType, eventTypes } from './event-types.ts';
