export type { AuditEventDraft } from './event.ts';
