import type { CheckedPasskey, EvidenceReport } from '@holdfast/server/commands';
import type { Palette } from './render-report.ts';
import { wrap } from './wrap.ts';

const WIDTH = 100;
const LABEL_WIDTH = 16;

/** What a person reads about an evidence file: the verdict, what disagrees, every passkey, and what is left for them to compare. */
export function renderEvidence(report: EvidenceReport, paint: Palette): string {
  const { passkeys, anchors, notChecked } = report;
  return [
    heading(report, paint),
    '',
    ...summary(report),
    ...section('What does not agree', report.disagreements.map(disagreementText), paint.bad, '✗', paint),
    '',
    paint.strong('Passkeys'),
    ...(passkeys.length === 0 ? ['  none'] : passkeys.flatMap((passkey) => passkeyLines(passkey, paint))),
    ...section('Compare with what their makers publish', anchors.map(anchorText), paint.open, '–', paint),
    ...section('What a file cannot show', notChecked, paint.open, '–', paint),
    '',
  ].join('\n');
}

function heading({ outcome, person, about, passkeys }: EvidenceReport, paint: Palette): string {
  const verdict = outcome === 'holds' ? paint.good('✓ HOLDS') : paint.bad('✗ DOES NOT HOLD');
  const count = passkeys.length === 1 ? '1 passkey' : `${passkeys.length} passkeys`;
  const what = about === 'person' ? `evidence of a person, ${count}` : 'evidence of one passkey';
  return `${verdict}  ${paint.strong(what)}: ${visible(person.displayName)} (${visible(person.username)})`;
}

function summary(report: EvidenceReport): readonly string[] {
  const { outcome, sha256, madeAt, madeFor, installation, person, policy, trust, events } = report;
  const roles = person.roles.length === 0 ? 'no roles' : `roles ${person.roles.join(', ')}`;
  const groups = person.groups.length === 0 ? 'no groups' : `groups ${person.groups.join(', ')}`;
  const applied =
    policy.appliedAt === null ? '' : `, applied ${policy.appliedAt} by ${policy.appliedBy ?? 'nobody who is known'}`;
  const documents = trust.documents.map(({ kind, number, digest, arrivedAt, signer }) =>
    row(
      '',
      `${kind}${number === null ? '' : ` no. ${number}`}, arrived ${arrivedAt}${signer === null ? '' : `, signed by ${signer}`}; SHA-256 ${digest}`,
    ),
  );
  return [
    ...row('What was found', outcome === 'holds' ? FOUND.holds : FOUND.doesNotHold),
    ...row('File', `made ${madeAt} for ${madeFor.displayName} (${madeFor.username}); SHA-256 ${sha256}`),
    ...row('Installation', `${installation.organisation}, ${installation.origin}, release ${installation.release}`),
    ...row('Person', `${person.status}; ${roles}; ${groups}`),
    ...row('Policy', `version ${policy.version}${applied}; SHA-256 ${policy.digest}`),
    ...row('', `applies as ${policy.populations.join(' and ') || 'nothing: no population has this person'}`),
    ...row('Trust data', `of ${trust.at}; ${trust.digest}`),
    ...documents.flat(),
    ...row('Events', `${events.count} in the file, ${events.leftOut} older ones left out`),
  ];
}

const FOUND = {
  holds:
    'Every ceremony was verified again from its bytes, assessed by the makers’ data in the file and judged by the policy in the file. The file says what follows from that.',
  doesNotHold:
    'The file says something that its own evidence does not prove. It was changed, or what it was made from was.',
} as const;

function passkeyLines(passkey: CheckedPasskey, paint: Palette): readonly string[] {
  const { name, id, receivedAt, ceremony, status, statusReason, disagreements, notes } = passkey;
  const mark = disagreements.length === 0 ? paint.good('✓') : paint.bad('✗');
  const held =
    ceremony.verdict === 'accept'
      ? 'holds: every step of WebAuthn Level 3 §7.1'
      : `refused at ${ceremony.step}: ${ceremony.message} (${ceremony.code})`;
  return [
    `${mark} ${paint.strong(visible(name))}  bound ${receivedAt}`,
    ...inner('Id', id),
    ...inner('Ceremony', held),
    ...assessmentLines(passkey),
    ...inner('Status', `${status}: ${statusReason}`),
    ...notes.flatMap((note) => inner('Note', note)),
    ...disagreements.flatMap((each) => bullet('✗', disagreementText(each), paint.bad, '    ')),
  ];
}

function assessmentLines({ assessment, verdict, anchor }: CheckedPasskey): readonly string[] {
  if (assessment === null) return [];
  const { format, type, trusted } = assessment.attestation;
  const model = assessment.model.name ?? assessment.model.aaguid;
  const refusing = verdict?.rules.filter(({ outcome, mode }) => outcome === 'fails' && mode === 'enforce') ?? [];
  const problems = assessment.problems.map(({ text }) => inner('Problem', text));
  return [
    ...inner('Is', `${assessment.class}, ${assessment.evidence}; model ${model}, ${assessment.model.evidence}`),
    ...inner('Attestation', `${format}, ${type}, ${trusted ? 'trusted' : 'not trusted'}`),
    ...(anchor === null ? [] : inner('Chain', anchor.path.map(({ subject }) => `"${subject}"`).join(' ← '))),
    ...problems.flat(),
    ...(verdict === null ? [] : inner('Verdict', `${verdict.outcome}, tier ${verdict.tier}`)),
    ...refusing.flatMap(({ operator }) => inner('', operator)),
  ];
}

function anchorText({ subject, sha256, whose, isOfThisRelease }: EvidenceReport['anchors'][number]): string {
  const known = isOfThisRelease ? ' It comes with this release of the command too.' : '';
  return `"${subject}", which the file calls an anchor of ${whose.join('; ')}. SHA-256 of the certificate: ${sha256}.${known}`;
}

function disagreementText({ path, text }: { readonly path: string; readonly text: string }): string {
  return `${path}: ${text}`;
}

function section(
  title: string,
  texts: readonly string[],
  colour: (text: string) => string,
  mark: string,
  paint: Palette,
): readonly string[] {
  if (texts.length === 0) return [];
  return ['', paint.strong(title), ...texts.flatMap((text) => bullet(mark, text, colour, ''))];
}

function bullet(mark: string, text: string, colour: (text: string) => string, indent: string): readonly string[] {
  return wrap(visible(text), WIDTH - indent.length - 2).map(
    (line, index) => `${indent}${index === 0 ? colour(mark) : ' '} ${line}`,
  );
}

function inner(label: string, text: string): readonly string[] {
  return row(label, text, '    ');
}

function row(label: string, text: string, indent = ''): readonly string[] {
  return wrap(visible(text), WIDTH - indent.length - LABEL_WIDTH).map(
    (line, index) => `${indent}${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`,
  );
}

/** Texts of a file are anybody's: what would move the cursor or turn the direction of writing is shown as its number. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`);
}
