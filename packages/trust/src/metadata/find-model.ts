import type { Certificate } from '@holdfast/encoding';
import type { TrustData, TrustedModel } from '../assessment.ts';
import { attestationKeyIdentifier } from './attestation-certificate.ts';

const zeroAaguid = '00000000-0000-0000-0000-000000000000';

/**
 * The model of a credential: by AAGUID, or where that is zero, as of U2F keys, by the attestation keys of the chain. It proves nothing by
 * itself: the chain has to lead to an anchor of the model that was found.
 *
 * @param chain leaf first.
 */
export function findModel(
  trust: Pick<TrustData, 'models' | 'modelsByKeyIdentifier'>,
  aaguid: string,
  chain: readonly Certificate[],
): TrustedModel | undefined {
  if (aaguid !== zeroAaguid) return trust.models.get(aaguid);
  for (const certificate of chain) {
    const identifier = attestationKeyIdentifier(certificate);
    const model = identifier === null ? undefined : trust.modelsByKeyIdentifier.get(identifier);
    if (model !== undefined) return model;
  }
  return undefined;
}
