import { hash, timingSafeEqual } from 'node:crypto';
import { refuse } from '@holdfast/kernel';
import type { AuthenticatorData } from './authenticator-data.ts';
import type { Expected } from './ceremony.ts';
import type { ClientData } from './client-data.ts';
import type { WebauthnRefusal } from './step.ts';

/** What both procedures compare in the same way. */
export type CeremonyEvidence = {
  readonly clientData: ClientData;
  readonly authData: AuthenticatorData;
  readonly expected: Expected;
};
type Verdict = WebauthnRefusal | undefined;

const RECEIVED_LENGTH_MAX = 256;

export function challengeIsOurs({ clientData, expected }: CeremonyEvidence): Verdict {
  return sameText(clientData.challenge, expected.challenge) ? undefined : refuse('webauthn.challenge_unexpected');
}

/** Whole-string match on purpose: prefix or suffix matching lets `https://login.example.evil.test` through. */
export function originIsExpected({ clientData, expected }: CeremonyEvidence): Verdict {
  if (expected.origins.includes(clientData.origin)) return undefined;
  return refuse('webauthn.origin_unexpected', { received: shorten(clientData.origin), expected: expected.origins });
}

export function crossOriginIsExpected({ clientData, expected }: CeremonyEvidence): Verdict {
  if (!clientData.crossOrigin || expected.allowCrossOrigin === true) return undefined;
  return refuse('webauthn.cross_origin_unexpected', { received: true, expected: false });
}

export function topOriginIsExpected({ clientData: { topOrigin }, expected }: CeremonyEvidence): Verdict {
  if (topOrigin === null) return undefined;
  const known = expected.topOrigins ?? [];
  if (expected.allowCrossOrigin === true && known.includes(topOrigin)) return undefined;
  return refuse('webauthn.top_origin_unexpected', { received: shorten(topOrigin), expected: known });
}

export function rpIdHashIsOurs({ authData, expected }: CeremonyEvidence): Verdict {
  return rpIdHashIs(authData, expected.rpId)
    ? undefined
    : refuse('webauthn.rp_id_hash_unexpected', { expected: expected.rpId });
}

export function userIsPresent({ authData }: CeremonyEvidence): Verdict {
  return authData.userPresent ? undefined : refuse('webauthn.user_presence_missing');
}

export function userIsVerifiedIfRequired({ authData, expected }: CeremonyEvidence): Verdict {
  if (authData.userVerified || !expected.requireUserVerification) return undefined;
  return refuse('webauthn.user_verification_missing');
}

export function backupStateIsPossible({ authData }: CeremonyEvidence): Verdict {
  if (authData.backupEligible || !authData.backedUp) return undefined;
  return refuse('webauthn.backup_state_impossible', { backupEligible: false, backedUp: true });
}

export function typeIs(type: 'webauthn.create' | 'webauthn.get') {
  return ({ clientData }: CeremonyEvidence): Verdict =>
    clientData.type === type
      ? undefined
      : refuse('webauthn.type_unexpected', { received: shorten(clientData.type), expected: type });
}

/** @param scope an RP ID, or the AppID of a migrated U2F credential. */
export function rpIdHashIs(authData: AuthenticatorData, scope: string): boolean {
  if (latest.scope !== scope) latest = { scope, digest: hash('sha256', scope, 'buffer') };
  return timingSafeEqual(latest.digest, authData.rpIdHash);
}

/** A server asks for the same one each time. */
let latest = { scope: '', digest: hash('sha256', '', 'buffer') };

/** In the same time for all texts of equal length; the length of what is compared here is no secret. */
export function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

/** Details go into events; what an outsider sent must not make them large. */
function shorten(received: string): string {
  return received.length <= RECEIVED_LENGTH_MAX ? received : `${received.slice(0, RECEIVED_LENGTH_MAX)}…`;
}
