export type { Brand, CredentialId, EventId, GroupId, InvitationId, PersonId, SessionId } from './brand.ts';
export { after, DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS, SECOND_MS, toIso } from './instant.ts';
export { type Catalogue, type CatalogueEntry, type Refusal, type RefusalDetail, refuse } from './refusal.ts';
export { type Err, err, type Ok, ok, type Result } from './result.ts';
export { unreachable } from './unreachable.ts';
