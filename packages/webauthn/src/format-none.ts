import { err, ok, refuse } from '@holdfast/kernel';
import type { FormatVerifier } from './formats.ts';

/** WebAuthn L3 §8.7: an empty map, and nothing proved. */
export const verifyNone: FormatVerifier = ({ attStmt }) => {
  if (attStmt instanceof Map && attStmt.size === 0) return ok({ type: 'none' });
  return err(refuse('webauthn.attestation_statement_malformed', { reason: 'format none has a statement' }));
};
