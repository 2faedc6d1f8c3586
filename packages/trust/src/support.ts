import type { Certificate } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';
import type { AttestationFormat, CertifiedFacts, CredentialFacts } from '@holdfast/webauthn';
import { androidRevocations } from './android-status-list.ts';
import {
  type AssessmentProblem,
  type AssessmentReason,
  CERTIFICATE_REVOKED,
  type TrustData,
  type TrustedModel,
} from './assessment.ts';
import { attestationTrust } from './attestation-trust.ts';
import { type Authority, authoritiesFor } from './authorities.ts';
import { findModel } from './metadata/find-model.ts';
import { hasPublishedKey } from './published-keys.ts';
import { type AnchoredChain, verifyChain } from './verify-chain.ts';

/** Somebody who is trusted and signed for a credential. */
export type Support = Pick<Authority, 'by' | 'platform'> & {
  readonly statement: CertifiedFacts;
  /** Subject of the anchor that the chain ends in. */
  readonly anchor: string;
  /** What decides of the verified path, leaf first and anchor last. */
  readonly path: readonly Certificate[];
  /** What decides of the certificates that came on the wire. */
  readonly wire: readonly Certificate[];
};

/** What the statements of a credential are worth. */
export type Examined = {
  /** Undefined means that everything is a claim. */
  readonly support: Support | undefined;
  /** The model that the AAGUID or the attestation keys name, proved or not. */
  readonly model: TrustedModel | undefined;
  /** Withdrawn certificates. */
  readonly problems: readonly AssessmentProblem[];
  readonly reasons: readonly AssessmentReason[];
};

type Statement = { readonly format: AttestationFormat; readonly attestation: CertifiedFacts };
type OfStatement = Omit<Examined, 'model'>;

/**
 * L3 §7.1 steps 23 and 24. One of several statements of a compound is enough: each was signed for this very ceremony, and one that ends
 * in an anchor is worth no less for the company it keeps.
 *
 * @param at when certificates must have been valid.
 */
export function examine(facts: CredentialFacts, trust: TrustData, at: Instant): Examined {
  const statements = statementsOf(facts);
  const wire = statements.flatMap(({ attestation }) => decisive(attestation, readable(attestation.chain, trust)));
  const model = findModel(trust, facts.aaguid, wire);
  if (statements.length === 0) {
    const { reasons } = attestationTrust(facts.attestation, [], at, trust.chains);
    return { support: undefined, model, problems: [], reasons };
  }
  const examined = statements.map((statement) => examineStatement(statement, facts.aaguid, model, trust, at));
  const supported = examined.find(({ support }) => support !== undefined);
  return {
    support: supported?.support,
    model,
    problems: examined.flatMap(({ problems }) => problems),
    reasons: supported?.reasons ?? examined.flatMap(({ reasons }) => reasons),
  };
}

function statementsOf({ format, attestation }: CredentialFacts): readonly Statement[] {
  const all = attestation.type === 'compound' ? attestation.statements : [{ format, attestation }];
  return all.flatMap((each) =>
    each.attestation.type === 'certified' ? [{ format: each.format, attestation: each.attestation }] : [],
  );
}

function examineStatement(
  { format, attestation }: Statement,
  aaguid: string,
  model: TrustedModel | undefined,
  trust: TrustData,
  at: Instant,
): OfStatement {
  const none = { support: undefined, problems: [] };
  if (format === 'android-safetynet') {
    const text = 'The SafetyNet service has been shut down: whoever makes a statement today is not that service.';
    return { ...none, reasons: [reason('trust.attestation_safetynet_retired', text)] };
  }
  const { authorities, barred } = authoritiesFor({ format, aaguid, model, trust });
  const found = firstAnchored(attestation, authorities, trust, at);
  const wire = decisive(attestation, readable(attestation.chain, trust));
  const path = found.anchored === undefined ? [] : decisive(attestation, found.anchored.path);
  const problems = format === 'android-key' ? revocations([...path, ...wire], trust) : [];
  const notes = [...found.reasons, ...barred, ...(authorities.length === 0 ? [nobodyToAsk(aaguid)] : [])];
  if (found.anchored === undefined) return { ...none, problems, reasons: notes };
  if (problems.length > 0) {
    const revoked = problems.map(({ text }) => reason('trust.attestation_certificate_revoked', text));
    return { ...none, problems, reasons: [...found.reasons, ...revoked] };
  }
  const { anchor } = found.anchored;
  const support: Support = { ...found.authority, statement: attestation, anchor, path, wire };
  return { support, problems, reasons: found.reasons };
}

type Found =
  | {
      readonly anchored: AnchoredChain;
      readonly authority: Pick<Authority, 'by' | 'platform'>;
      readonly reasons: readonly AssessmentReason[];
    }
  | { readonly anchored: undefined; readonly reasons: readonly AssessmentReason[] };

function firstAnchored(
  { chain }: CertifiedFacts,
  authorities: readonly Authority[],
  trust: TrustData,
  at: Instant,
): Found {
  const dead: string[] = [];
  for (const { by, platform, anchors } of authorities) {
    const verified = verifyChain(chain, anchors, at, trust.chains);
    if (!verified.ok) {
      dead.push(...verified.error);
      continue;
    }
    const { anchor, path } = verified.value;
    const root = path.at(-1);
    if (root === undefined || hasPublishedKey(root)) {
      dead.push(`The private key of "${anchor}" is public, so that anybody may have signed.`);
      continue;
    }
    const text = `The chain ends in "${anchor}", which is ${whose(by)}.`;
    const reasons = [reason('trust.attestation_anchored', text)];
    return { anchored: verified.value, authority: { by, platform }, reasons };
  }
  const reasons = [...new Set(dead)].map((text) => reason('trust.attestation_chain_broken', text));
  return { anchored: undefined, reasons };
}

/** Suspended serial numbers count like revoked ones. */
function revocations(certificates: readonly Certificate[], { androidStatus }: TrustData): readonly AssessmentProblem[] {
  if (androidStatus.size === 0) return [];
  const texts = new Set(androidRevocations(certificates, androidStatus).map(({ text }) => text));
  return [...texts].map((text) => ({ status: CERTIFICATE_REVOKED, since: null, scope: 'certificate', text }));
}

function readable(chain: readonly string[], { chains }: TrustData): readonly Certificate[] {
  return chain.flatMap((text) => chains.certificate(text) ?? []);
}

/** Decisions must not depend on a leaf that is interchangeable: the digest of the facts leaves it out. */
function decisive({ leafIsInterchangeable }: CertifiedFacts, path: readonly Certificate[]): readonly Certificate[] {
  return leafIsInterchangeable ? path.slice(1) : path;
}

function whose(by: Authority['by']): string {
  const owners = {
    model: 'a trust anchor of the model',
    platform: 'an anchor of the platform that comes with this release',
    organisation: 'an anchor of the organisation’s own device management',
  } as const;
  return owners[by];
}

function nobodyToAsk(aaguid: string): AssessmentReason {
  return reason(
    'trust.attestation_model_unknown',
    `The statement is certified, but no trusted model has the AAGUID ${aaguid}, so that there is no anchor to end in.`,
  );
}

function reason(code: string, text: string): AssessmentReason {
  return { about: 'attestation', code, text };
}
