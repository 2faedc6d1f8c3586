import { toBase64url } from '@holdfast/encoding';
import { judge, type Policy } from '@holdfast/policy';
import { type Assessment, assess, judgingDigest, type TrustData } from '@holdfast/trust';
import type { VerifiedRegistration } from '@holdfast/webauthn';
import type { EvidencePasskey } from '../../http/contract/evidence.ts';
import { describeRefusal } from '../inspect/describe-refusal.ts';
import { projectionOf } from '../judging/projection.ts';
import { type Anchor, anchorOf } from './anchor-of.ts';
import { type Disagreement, memberOf, membersThatDiffer, shown } from './disagreement.ts';
import { timeOf } from './evidence-trust.ts';
import { verifyAgain } from './verify-again.ts';

/** What follows from the bytes of one passkey, beside what the file says about it. */
export type CheckedPasskey = {
  readonly id: string;
  readonly name: string;
  readonly status: EvidencePasskey['status'];
  readonly statusReason: string;
  readonly receivedAt: string;
  readonly ceremony:
    | { readonly verdict: 'accept' }
    | { readonly verdict: 'reject'; readonly code: string; readonly step: string; readonly message: string };
  /** Worked out here; null where the ceremony does not hold. */
  readonly assessment: Assessment | null;
  /** Null where the policy of the file cannot be read either. */
  readonly verdict: ReturnType<typeof judge> | null;
  readonly anchor: Anchor | null;
  readonly disagreements: readonly Disagreement[];
  /** What is no contradiction, but worth knowing. */
  readonly notes: readonly string[];
};

export type Light = { readonly policy: Policy | null; readonly trust: TrustData; readonly groups: readonly string[] };

/** Verifies, assesses and judges one passkey again from its bytes, and compares with everything that the file says of it. */
export function checkPasskey(passkey: EvidencePasskey, path: string, light: Light): CheckedPasskey {
  const { id, name, status, statusReason, registration, facts } = passkey;
  const receivedAt = timeOf(registration.receivedAt);
  const verified = verifyAgain({ ...registration, id, facts, receivedAt });
  const known = { id, name, status, statusReason, receivedAt: registration.receivedAt };
  if (!verified.ok) {
    const { code, step } = verified.error;
    const message = describeRefusal(verified.error);
    return {
      ...known,
      ceremony: { verdict: 'reject', code, step, message },
      assessment: null,
      verdict: null,
      anchor: null,
      disagreements: [{ path: `${path}.registration`, text: `The ceremony does not hold at step ${step}: ${message}` }],
      notes: [],
    };
  }
  const assessment = assess(verified.value.facts, light.trust, receivedAt);
  const verdict = light.policy === null ? null : judge(light.policy, light.groups, assessment);
  const { anchor } = assessment.attestation;
  return {
    ...known,
    ceremony: { verdict: 'accept' },
    assessment,
    verdict,
    anchor: anchor === null ? null : anchorOf(verified.value.facts, light.trust, receivedAt, anchor),
    disagreements: [
      ...factsDisagree(passkey, path, verified.value),
      ...recordsDisagree(`${path}.assessment`, passkey.assessment, assessment),
      ...(verdict === null ? [] : recordsDisagree(`${path}.verdict`, passkey.verdict, verdict)),
      ...statusDisagrees(passkey, path, assessment, verdict, light),
    ],
    notes: notesOn(passkey, light),
  };
}

function factsDisagree(
  passkey: EvidencePasskey,
  path: string,
  { facts, publicKeyCose }: VerifiedRegistration,
): readonly Disagreement[] {
  const found = [...recordsDisagree(`${path}.facts`, passkey.facts, facts)];
  const say = (member: string, said: unknown, proved: unknown): void => {
    if (said !== proved) found.push(differs(`${path}.${member}`, said, proved));
  };
  say('factsDigest', passkey.factsDigest, judgingDigest(facts, timeOf(passkey.registration.receivedAt)));
  say('publicKey', passkey.publicKey, toBase64url(publicKeyCose));
  say('backupEligible', passkey.backupEligible, facts.backupEligible);
  say('aaguid', passkey.aaguid, facts.aaguid);
  if (passkey.backedUp && !facts.backupEligible) say('backedUp', true, false);
  say('createdAt', passkey.createdAt, passkey.registration.receivedAt);
  return found;
}

/** The status was given by a judgement: where that is the one of this file, it has to be what the judgement says. */
function statusDisagrees(
  passkey: EvidencePasskey,
  path: string,
  assessment: Assessment,
  verdict: CheckedPasskey['verdict'],
  light: Light,
): readonly Disagreement[] {
  const found: Disagreement[] = [];
  if (verdict === null || !isJudgedNow(passkey, light)) return found;
  const say = (member: string, said: unknown, proved: unknown): void => {
    if (said !== proved) found.push(differs(`${path}.${member}`, said, proved));
  };
  const { judgement, status, statusCause } = passkey;
  const { outcome, tier, reason, cause } = projectionOf(verdict);
  say('judgement.outcome', judgement.outcome, outcome);
  say('judgement.tier', judgement.tier, tier);
  say('judgement.reason', judgement.reason, reason);
  say('judgement.cause', judgement.cause, cause);
  if (!judgement.isApplied || status === 'revoked') return found;
  say('class', passkey.class, assessment.class);
  say('evidence', passkey.evidence, assessment.evidence);
  say('tier', passkey.tier, verdict.tier);
  if (status === 'active' && verdict.outcome === 'refused') {
    found.push({ path: `${path}.status`, text: 'It is active, and the policy of the file refuses it.' });
  }
  if (status === 'quarantined' && statusCause === 'judged' && verdict.outcome === 'accepted') {
    found.push({ path: `${path}.status`, text: 'Judging set it aside, and the policy of the file accepts it.' });
  }
  return found;
}

function isJudgedNow({ judgement }: EvidencePasskey, { policy, trust }: Light): boolean {
  return judgement.policyDigest === policy?.digest && judgement.trustDigest === trust.digest;
}

function notesOn(passkey: EvidencePasskey, light: Light): readonly string[] {
  if (!isJudgedNow(passkey, light)) {
    return [
      'Its status was given under another policy or other trust data than those of the file, so that the two cannot be compared.',
    ];
  }
  return passkey.judgement.isApplied ? [] : ['Its status was about to be changed when the file was made.'];
}

function recordsDisagree(path: string, said: object, found: object): readonly Disagreement[] {
  const [claimed, proved] = [said as Readonly<Record<string, unknown>>, found as Readonly<Record<string, unknown>>];
  return membersThatDiffer(claimed, proved).map((name) =>
    differs(`${path}.${name.slice(0, 60)}`, memberOf(claimed, name), memberOf(proved, name)),
  );
}

export function differs(path: string, said: unknown, proved: unknown): Disagreement {
  return { path, text: `The file says ${shown(said)}; its evidence gives ${shown(proved)}.` };
}
