import { describeEvent } from '@holdfast/audit';
import type { StoredEvent } from '../store/events.ts';
import type { EventRow } from './contract/events.ts';

export function eventRow(event: StoredEvent): EventRow {
  const { id, sequence, at, type, outcome, code, actor, subject, credentialId, address, detail } = event;
  const text = describeEvent(type, detail);
  return { id, sequence, at, type, outcome, code, text, actor, subject, credentialId, address };
}
