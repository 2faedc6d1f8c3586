import { credentialTypes, type EffectivePolicy, requirements } from '@holdfast/policy';
import type { CredentialClass } from '@holdfast/trust';
import type { Credential } from '../../store/credentials.ts';

/** What the policy allows and still wants of a person. */
export type Wanted = {
  allowedTypes: CredentialClass[];
  attestationRequired: boolean;
  attestationAsked: boolean;
  minimum: number;
  maximum: number;
  have: number;
  missing: number;
  mayAdd: boolean;
  todo: { code: string; person: string }[];
};

export function wantedOf(effective: EffectivePolicy, credentials: readonly Credential[]): Wanted {
  const wants = requirements(effective, credentials);
  return {
    allowedTypes: wants.allowedTypes.map((type) => credentialTypes[type]),
    attestationRequired: effective.attestationRequired,
    attestationAsked: effective.attestationAsked,
    minimum: wants.minimum,
    maximum: wants.maximum,
    have: wants.have,
    missing: wants.missing,
    mayAdd: wants.mayAdd,
    todo: wants.todo.map(({ code, person }) => ({ code, person })),
  };
}

/**
 * What a browser may go on offering: passkeys that are set aside or revoked leave people's pickers, and come back with
 * the next list that names them (lessons 38: hiding can be undone).
 */
export function acceptedIds(credentials: readonly Credential[]): string[] {
  return credentials.filter(({ status }) => status === 'active' || status === 'pending').map(({ id }) => id);
}
