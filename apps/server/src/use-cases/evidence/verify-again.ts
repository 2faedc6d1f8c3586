import { fromBase64url } from '@holdfast/encoding';
import type { Instant, Result } from '@holdfast/kernel';
import {
  type RegistrationStepId,
  type StepRefusal,
  type VerifiedRegistration,
  verifyRegistration,
} from '@holdfast/webauthn';
import { parseClientData } from '../inspect/client-data-nodes.ts';
import { own } from '../inspect/own-members.ts';

/** A registration as it is kept. Base64url as in JSON; what the client claimed is whatever the facts say, unread. */
export type KeptRegistration = {
  readonly id: string;
  readonly attestationObject: string;
  readonly clientDataJSON: string;
  readonly origin: string;
  readonly rpId: string;
  readonly receivedAt: Instant;
  readonly facts: unknown;
};

export type VerifiedAgain = Result<VerifiedRegistration, StepRefusal<RegistrationStepId>>;

/**
 * WebAuthn L3 §7.1 again, from the bytes alone. The challenge is that of the client data: that it was ours was compared once and
 * cannot be compared again. User verification is demanded where the facts say that it was done.
 */
export function verifyAgain(kept: KeptRegistration): VerifiedAgain {
  const { id, attestationObject, clientDataJSON, origin, rpId, receivedAt, facts } = kept;
  const claimed = own(facts, 'claimed');
  const [attachment, residentKey] = [own(claimed, 'attachment'), own(claimed, 'residentKey')];
  const response = {
    id,
    rawId: id,
    type: 'public-key',
    ...(attachment === undefined ? {} : { authenticatorAttachment: attachment }),
    response: { clientDataJSON, attestationObject, transports: own(claimed, 'transports') },
    clientExtensionResults: residentKey === undefined ? {} : { credProps: { rk: residentKey } },
  };
  return verifyRegistration(response, {
    challenge: challengeIn(clientDataJSON),
    origins: [origin],
    rpId,
    requireUserVerification: own(facts, 'userVerified') === true,
    at: receivedAt,
  });
}

function challengeIn(clientDataJSON: string): string {
  const bytes = fromBase64url(clientDataJSON);
  const challenge = bytes.ok ? own(parseClientData(bytes.value), 'challenge') : undefined;
  return typeof challenge === 'string' ? challenge : '';
}
