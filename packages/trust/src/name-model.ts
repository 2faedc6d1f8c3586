import type { Assessment, AssessmentReason, TrustData } from './assessment.ts';
import { MANAGED_AAGUID, ZERO_AAGUID } from './authorities.ts';
import type { Examined } from './support.ts';

type Named = { readonly model: Assessment['model']; readonly reason: AssessmentReason };
type Name = Pick<Assessment['model'], 'name' | 'source'>;

/** Which model a credential is of, who knows that name, and whether anybody signed for it. */
export function nameModel(aaguid: string, examined: Examined, trust: TrustData): Named {
  const { name, source } = nameOf(aaguid, examined, trust);
  const conclude = (evidence: 'attested' | 'claimed', code: string, text: string): Named => ({
    model: { aaguid, name, evidence, source },
    reason: { about: 'model', code, text },
  });
  if (isProved(aaguid, examined)) {
    const signer = examined.support?.by === 'organisation' ? 'The device management of the organisation' : 'The maker';
    return conclude(
      'attested',
      'trust.model_attested',
      `${signer} signed for the model ${name ?? aaguid} (AAGUID ${aaguid}).`,
    );
  }
  if (aaguid === ZERO_AAGUID && name === null) {
    return conclude(
      'claimed',
      'trust.model_hidden',
      'The AAGUID is all zeros: the authenticator or the browser told no model.',
    );
  }
  if (name === null || source === 'built-in') {
    return conclude('claimed', 'trust.model_unknown', `No name is known for the claimed AAGUID ${aaguid}.`);
  }
  if (aaguid === ZERO_AAGUID) {
    return conclude(
      'claimed',
      'trust.model_claimed_by_key',
      `The attestation key is said to be one of ${name}, but the chain does not prove it.`,
    );
  }
  return conclude(
    'claimed',
    'trust.model_claimed',
    `The client claims the AAGUID ${aaguid}, which is known as ${name}; nobody signed for it.`,
  );
}

function nameOf(aaguid: string, { support, model }: Examined, trust: TrustData): Name {
  const override = trust.overrides.get(aaguid);
  if (override?.name !== undefined) return { name: override.name, source: 'organisation' };
  if (model !== undefined) return { name: model.name, source: model.source ?? 'organisation' };
  if (support?.platform != null) return { name: support.platform.name, source: 'built-in' };
  const known = trust.knownNames.get(aaguid);
  return known === undefined ? { name: null, source: null } : { name: known.name, source: 'known-names' };
}

/** Whoever signs for a platform or a fleet proves the model only where the AAGUID is one that it gives itself. */
function isProved(aaguid: string, { support, model }: Examined): boolean {
  switch (support?.by) {
    case 'model':
      return true;
    case 'platform':
      return aaguid === ZERO_AAGUID || support.platform?.aaguids.includes(aaguid) === true;
    case 'organisation':
      return aaguid === MANAGED_AAGUID || model !== undefined;
    default:
      return false;
  }
}
