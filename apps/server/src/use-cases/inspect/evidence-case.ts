import { toBase64url } from '@holdfast/encoding';
import { toIso } from '@holdfast/kernel';
import type { RegistrationCase } from '../../http/contract/inspect.ts';
import type { Ports } from '../../ports.ts';
import { findEvidence, type StoredEvidence } from '../../store/credential-evidence.ts';
import { parseClientData } from './client-data-nodes.ts';
import { own } from './own-members.ts';

/**
 * What proves a passkey, as a case for `holdfast inspect`. The challenge is that of the client data: it was compared at registration
 * and is not kept apart. User verification is demanded where the authenticator did it, so that the case proves that it did.
 *
 * @returns null when there is no such credential
 */
export async function evidenceCase(ports: Ports, credentialId: string): Promise<RegistrationCase | null> {
  const evidence = await findEvidence(ports.database.queries, credentialId);
  if (evidence === null) return null;
  const { trust } = await ports.standing();
  const { facts, clientDataJSON, receivedAt, origin, rpId } = evidence;
  const challenge = own(parseClientData(clientDataJSON), 'challenge');
  return {
    id: credentialId,
    ceremony: 'registration',
    response: responseOf(credentialId, evidence),
    expected: {
      challenge: typeof challenge === 'string' ? challenge : '',
      origins: [origin],
      rpId,
      requireUserVerification: facts.userVerified,
    },
    trustAnchors: (trust.models.get(facts.aaguid)?.anchors ?? []).map(toBase64),
    at: toIso(receivedAt),
  };
}

/** The response as the browser sent it, as far as anything depends on it. */
function responseOf(
  id: string,
  { facts, attestationObject, clientDataJSON }: StoredEvidence,
): RegistrationCase['response'] {
  const { attachment, transports, residentKey } = facts.claimed;
  return {
    id,
    rawId: id,
    type: 'public-key',
    ...(attachment === null ? {} : { authenticatorAttachment: attachment }),
    response: {
      clientDataJSON: toBase64url(clientDataJSON),
      attestationObject: toBase64url(attestationObject),
      transports: [...transports],
    },
    clientExtensionResults: residentKey === null ? {} : { credProps: { rk: residentKey } },
  };
}

function toBase64(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64');
}
