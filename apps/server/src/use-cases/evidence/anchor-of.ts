import { hash } from 'node:crypto';
import { toBase64url } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';
import { builtInPlatforms, findModel, type TrustData, type TrustedModel, verifyChain } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import { certifiedIn } from './evidence-trust.ts';

/** The certificate that a chain ends in, and who is said to have published it. */
export type Anchor = {
  readonly subject: string;
  /** Of the certificate, hex. */
  readonly sha256: string;
  readonly whose: string;
  /** It comes with this release too, so that the file is not the only one to say whose it is. */
  readonly isOfThisRelease: boolean;
  /** Leaf first, the anchor last. */
  readonly path: readonly { readonly subject: string; readonly sha256: string }[];
};

type Candidate = { readonly whose: string; readonly anchors: readonly string[] };

/**
 * Where the chain of a credential that is attested ends, for the reader to compare with what its maker publishes.
 *
 * @param subject of the anchor, as the assessment says it
 */
export function anchorOf(facts: CredentialFacts, trust: TrustData, at: Instant, subject: string): Anchor | null {
  for (const { format, attestation } of certifiedIn(facts)) {
    for (const { whose, anchors } of candidates(facts, format, attestation.chain, trust)) {
      const verified = verifyChain(attestation.chain, anchors, at, trust.chains);
      if (!verified.ok || verified.value.anchor !== subject) continue;
      const path = verified.value.path.map(({ subjectText, der }) => ({
        subject: subjectText,
        sha256: hash('sha256', der, 'hex'),
      }));
      const root = verified.value.path.at(-1);
      if (root === undefined) continue;
      const isOfThisRelease = builtInPlatforms.some((each) => each.anchors.includes(toBase64url(root.der)));
      return { subject, sha256: hash('sha256', root.der, 'hex'), whose, isOfThisRelease, path };
    }
  }
  return null;
}

function candidates(
  { aaguid }: CredentialFacts,
  format: string,
  chain: readonly string[],
  trust: TrustData,
): readonly Candidate[] {
  const certificates = chain.flatMap((text) => trust.chains.certificate(text) ?? []);
  const model = findModel(trust, aaguid, certificates);
  return [
    { whose: 'the device management of the organisation', anchors: format === 'packed' ? trust.managedAnchors : [] },
    ...(model === undefined ? [] : [{ whose: whoseModel(model), anchors: model.anchors }]),
    ...trust.builtIn
      .filter((platform) => platform.format === format)
      .map(({ name, anchors }) => ({ whose: `the maker of ${name}s, for the whole platform`, anchors })),
  ];
}

function whoseModel({ name, source }: TrustedModel): string {
  if (source === 'metadata') return `the maker of ${name}, by FIDO metadata`;
  return `the maker of ${name}, by a decision of the organisation`;
}
