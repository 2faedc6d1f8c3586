import { equalBytes } from '@holdfast/encoding';
import type { AttestationFormat } from '@holdfast/webauthn';
import type { AssessmentReason, BuiltInPlatform, TrustData, TrustedModel } from './assessment.ts';

/** Somebody whose signature would count for a credential, and the anchors that it has to lead to. */
export type Authority = {
  /** The maker of a model, a platform of this release, or the organisation's device management. */
  readonly by: 'model' | 'platform' | 'organisation';
  readonly platform: BuiltInPlatform | null;
  /** Base64url of DER. */
  readonly anchors: readonly string[];
};

export type Authorities = {
  readonly authorities: readonly Authority[];
  /** Why somebody who is trusted otherwise is not asked about this credential. */
  readonly barred: readonly AssessmentReason[];
};

export const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

/** What Apple's platforms write where a managed device attests: "iCloud Keychain (Managed)". */
export const MANAGED_AAGUID = 'dd4ec289-e01d-41c9-bb89-70fa845d4bf2';

type Question = {
  readonly format: AttestationFormat;
  readonly aaguid: string;
  /** The model that the AAGUID or the attestation keys name. */
  readonly model: TrustedModel | undefined;
  readonly trust: TrustData;
};

/**
 * Who may vouch for a statement. Anybody with a genuine phone can write any AAGUID into authenticator data and have the phone attest the
 * key: so a platform and a device management speak only where the AAGUID is theirs, or names no model that has a maker of its own.
 */
export function authoritiesFor(question: Question): Authorities {
  const { format, model, trust } = question;
  const platforms = trust.builtIn.filter((platform) => platform.format === format);
  const others: Authority[] = platforms.map((platform) => ({ by: 'platform', platform, anchors: platform.anchors }));
  // The class that the organisation vouches for is the narrower one, so that it is asked before a model with the same anchor.
  if (format === 'packed' && trust.managedAnchors.length > 0) {
    others.unshift({ by: 'organisation', platform: null, anchors: trust.managedAnchors });
  }
  const admitted = others.filter((authority) => maySpeak(authority, question));
  const barred = others.filter((authority) => !admitted.includes(authority));
  const own = model === undefined ? [] : [ofModel(model, platforms, trust)];
  const managed = admitted.filter(({ by }) => by === 'organisation');
  return {
    authorities: [...managed, ...own, ...admitted.filter((authority) => !managed.includes(authority))],
    barred: barred.map((authority) => barredReason(authority, question)),
  };
}

/** A model that metadata anchors in a root of a platform is one of it: the other roots of the platform, newer ones above all, hold too. */
function ofModel(model: TrustedModel, platforms: readonly BuiltInPlatform[], trust: TrustData): Authority {
  const platform = platforms.find((each) => sharesKey(model.anchors, each.anchors, trust)) ?? null;
  const anchors = platform === null ? model.anchors : [...new Set([...model.anchors, ...platform.anchors])];
  return { by: 'model', platform, anchors };
}

function sharesKey(ours: readonly string[], theirs: readonly string[], { chains }: TrustData): boolean {
  const keys = theirs.flatMap((text) => chains.certificate(text)?.spki ?? []);
  return ours.some((text) => {
    const key = chains.certificate(text)?.spki;
    return key !== undefined && keys.some((each) => equalBytes(each, key));
  });
}

function maySpeak({ by, platform }: Authority, { aaguid, model, trust }: Question): boolean {
  if (aaguid === ZERO_AAGUID) return model === undefined;
  if (platform?.aaguids.includes(aaguid)) return true;
  if (by === 'organisation') {
    if (aaguid === MANAGED_AAGUID) return true;
    if (model !== undefined) return sharesKey(model.anchors, trust.managedAnchors, trust);
  }
  return model === undefined && !trust.knownNames.has(aaguid);
}

function barredReason({ platform }: Authority, { aaguid, model, trust }: Question): AssessmentReason {
  const speaker = platform === null ? 'The device management of the organisation' : `The maker of ${platform.name}s`;
  const name = model?.name ?? trust.knownNames.get(aaguid)?.name ?? 'another model';
  return {
    about: 'attestation',
    code: 'trust.attestation_other_model',
    text: `${speaker} is not asked: the AAGUID ${aaguid} is that of ${name}, for which it cannot speak.`,
  };
}
