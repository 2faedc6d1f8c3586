import { hash } from 'node:crypto';
import { ok, type Result } from '@holdfast/kernel';
import { effectivePolicy, type Policy, parsePolicy } from '@holdfast/policy';
import { errorEntry } from '../../errors.ts';
import { EVIDENCE_FORMAT, type EvidenceFile } from '../../http/contract/evidence.ts';
import type { InspectVerdict } from '../inspect/inspect-case.ts';
import type { Anchor } from './anchor-of.ts';
import { eventsDisagree } from './check-events.ts';
import { type CheckedPasskey, checkPasskey, differs } from './check-passkey.ts';
import { type Disagreement, memberOf, membersThatDiffer } from './disagreement.ts';
import { contentDigest } from './evidence-text.ts';
import { trustOf } from './evidence-trust.ts';
import { type NotRead, readEvidence } from './read-evidence.ts';

/** What checking a file comes to. Plain JSON. */
export type EvidenceReport = {
  readonly format: typeof EVIDENCE_FORMAT;
  /** `holds`: everything that can be checked from the file alone was checked, and the file says what follows from it. */
  readonly outcome: 'holds' | 'does_not_hold';
  /** Of the bytes that were given, hex: the installation recorded that of the file that it made. */
  readonly sha256: string;
  readonly about: EvidenceFile['about'];
  readonly madeAt: string;
  readonly madeFor: EvidenceFile['madeFor'];
  readonly installation: EvidenceFile['installation'];
  readonly person: EvidenceFile['person'];
  readonly policy: Pick<EvidenceFile['policy'], 'version' | 'digest' | 'appliedAt' | 'appliedBy'> & {
    readonly populations: readonly string[];
  };
  readonly trust: Pick<EvidenceFile['trust'], 'digest' | 'at' | 'documents'>;
  readonly events: { readonly count: number; readonly leftOut: number };
  /** Of the file as a whole; those of one passkey are with it. */
  readonly disagreements: readonly Disagreement[];
  readonly passkeys: readonly CheckedPasskey[];
  /** Every certificate that a chain ends in, once. */
  readonly anchors: readonly SharedAnchor[];
  /** What nobody can see from a file, as sentences. */
  readonly notChecked: readonly string[];
};

/** An anchor with everybody whose it is said to be. */
export type SharedAnchor = Pick<Anchor, 'subject' | 'sha256' | 'isOfThisRelease'> & {
  readonly whose: readonly string[];
};

/** Checks an evidence file by itself: no server, no database, nothing fetched. Pure, and never throws on any bytes. */
export function inspectEvidence(bytes: Uint8Array): Result<EvidenceReport, NotRead> {
  const read = readEvidence(bytes);
  return read.ok ? ok(reportOn(read.value, hash('sha256', bytes, 'hex'))) : read;
}

function reportOn(file: EvidenceFile, sha256: string): EvidenceReport {
  const { about, madeAt, madeFor, installation, person, policy, trust, events } = file;
  const parsed = parsePolicy(policy.source, 'the policy of the file');
  const light = { policy: parsed.ok ? parsed.value : null, trust: trustOf(trust), groups: person.groups };
  const passkeys = file.passkeys.map((passkey, index) => checkPasskey(passkey, `passkeys[${index}]`, light));
  const disagreements = [
    ...digestDisagrees(file),
    ...policyDisagrees(file, light.policy),
    ...passkeysDisagree(file),
    ...eventsDisagree(file),
  ];
  const holds = disagreements.length === 0 && passkeys.every((passkey) => passkey.disagreements.length === 0);
  return {
    format: EVIDENCE_FORMAT,
    outcome: holds ? 'holds' : 'does_not_hold',
    sha256,
    about,
    madeAt,
    madeFor,
    installation,
    person,
    policy: {
      version: policy.version,
      digest: policy.digest,
      appliedAt: policy.appliedAt,
      appliedBy: policy.appliedBy,
      populations: light.policy === null ? [] : effectivePolicy(light.policy, person.groups).populations,
    },
    trust: { digest: trust.digest, at: trust.at, documents: trust.documents },
    events: { count: events.items.length, leftOut: events.leftOut },
    disagreements,
    passkeys,
    anchors: sharedAnchors(passkeys.flatMap(({ anchor }) => anchor ?? [])),
    notChecked,
  };
}

function sharedAnchors(anchors: readonly Anchor[]): readonly SharedAnchor[] {
  return [...Map.groupBy(anchors, ({ sha256 }) => sha256).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { subject, sha256, isOfThisRelease } = first;
    return [{ subject, sha256, whose: [...new Set(same.map(({ whose }) => whose))], isOfThisRelease }];
  });
}

const notChecked: readonly string[] = [
  'That each challenge was given out by the installation, once, to this person: what is known is that the authenticator signed the challenge of the client data.',
  'That times, addresses, names and events are true: the installation wrote them down. The event evidence.exported in its log has the SHA-256 of the file that it made.',
  'That nothing was left out, such as a passkey with all its events.',
  'That the anchors are those of the makers, and the metadata that of the FIDO Alliance: compare the digests of this report with what they publish.',
];

function digestDisagrees(file: EvidenceFile): readonly Disagreement[] {
  const found = contentDigest(file);
  if (found === file.digest) return [];
  return [{ path: 'digest', text: `The content was changed after the file was made: its SHA-256 is ${found}.` }];
}

function policyDisagrees({ policy, person }: EvidenceFile, parsed: Policy | null): readonly Disagreement[] {
  if (parsed === null) {
    return [
      { path: 'policy.source', text: 'The policy of the file cannot be read, so that nothing could be judged by it.' },
    ];
  }
  const { effective } = policy;
  const found: Readonly<Record<string, unknown>> = effectivePolicy(parsed, person.groups);
  return [
    ...(parsed.digest === policy.digest ? [] : [differs('policy.digest', policy.digest, parsed.digest)]),
    ...membersThatDiffer(effective, found).map((name) =>
      differs(`policy.effective.${name.slice(0, 60)}`, memberOf(effective, name), memberOf(found, name)),
    ),
  ];
}

function passkeysDisagree({ passkeys, about }: EvidenceFile): readonly Disagreement[] {
  const ids = passkeys.map(({ id }) => id);
  const twice = ids.flatMap((id, index) =>
    ids.indexOf(id) === index ? [] : [{ path: `passkeys[${index}].id`, text: 'This passkey is in the file twice.' }],
  );
  const isOne = about === 'person' || passkeys.length === 1;
  return isOne
    ? twice
    : [...twice, { path: 'passkeys', text: 'The file is about one passkey and has another number.' }];
}

/** One line a passkey, as `holdfast inspect --jsonl` writes verdicts; a line of its own where the file as a whole does not hold. */
export function evidenceVerdicts(report: EvidenceReport): readonly InspectVerdict[] {
  const ofFile: readonly InspectVerdict[] =
    report.disagreements.length === 0 ? [] : [disagreeing(null, report.disagreements)];
  return [...ofFile, ...report.passkeys.map(verdictOn)];
}

function verdictOn({ id, ceremony, assessment, disagreements }: CheckedPasskey): InspectVerdict {
  if (ceremony.verdict === 'reject') {
    const { code, step, message } = ceremony;
    return { id, verdict: 'reject', code, step, message };
  }
  if (disagreements.length > 0) return disagreeing(id, disagreements);
  if (assessment === null) throw new Error('a ceremony that holds was not assessed');
  const { format, type, trusted } = assessment.attestation;
  const reasons = assessment.reasons.filter(({ about }) => about === 'attestation').map(({ text }) => text);
  return { id, verdict: 'accept', attestation: { format, type, trusted, reasons } };
}

function disagreeing(id: string | null, disagreements: readonly Disagreement[]): InspectVerdict {
  const code = 'inspect.evidence_disagrees';
  const message = [errorEntry(code).operator, ...disagreements.map(({ path, text }) => `${path}: ${text}`)].join(' ');
  return { id, verdict: 'reject', code, message };
}
