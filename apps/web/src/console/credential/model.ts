import type { Api } from '@holdfast/server/contract';
import { designWords } from '../../words/design.ts';
import { count } from '../count.ts';
import { wordOf, words } from '../words.ts';

export type CredentialAnswer = Api['GET /api/v1/credentials/:credentialId']['answer'];
export type Verdict = CredentialAnswer['verdict'];
export type Rule = Verdict['rules'][number];
/** One readable line: what it is called, what it is. `long` asks for a line of its own, in a monospaced type. */
export type Line = { readonly key: string; readonly name: string; readonly value: string; readonly long: boolean };
export type Reason = { readonly about: string; readonly code: string; readonly text: string };
/** Something open that speaks against a model, a batch of it or one certificate. */
export type Problem = {
  readonly status: string;
  readonly since: number | null;
  readonly scope: string;
  readonly text: string;
};

/** COSE algorithm numbers that an authenticator may use (IANA "COSE Algorithms"). */
const algorithms = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-257, 'RS256'],
  [-8, 'EdDSA'],
  [-48, 'ML-DSA-44'],
  [-49, 'ML-DSA-65'],
  [-50, 'ML-DSA-87'],
]);

/** Facts in the order of reading. A member that this page has no name for is shown as it is, never left out. */
export function factLines(facts: Readonly<Record<string, unknown>>): readonly Line[] {
  return flatten(facts)
    .filter(([path]) => path !== 'shape' && path !== `${detailsPath}format`)
    .map(([path, value]) => line('credential.factNames', path, value));
}

/** What the assessment says, in the order of the catalogue's names; what has none stands in parts of its own. */
export function assessmentLines(assessment: Readonly<Record<string, unknown>>): readonly Line[] {
  return flatten({ ...assessment, fips: fipsText(assessment['certification']) })
    .filter(([path, value]) => wordOf('credential.assessmentNames', path) !== undefined && isTold(path, value))
    .map(([path, value]) => line('credential.assessmentNames', path, value));
}

/** Whether metadata or the organisation describes its model, so that the catalogue has a page by its AAGUID; U2F keys have none. */
export function isDescribed(assessment: Readonly<Record<string, unknown>>): boolean {
  const { model } = assessment;
  if (!isRecord(model) || !/[1-9a-f]/.test(String(model['aaguid'] ?? ''))) return false;
  return model['source'] === 'metadata' || model['source'] === 'organisation';
}

/** Open problems, worst first, as they stand in the assessment. */
export function problemsOf(assessment: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems: readonly unknown[] = Array.isArray(assessment['problems']) ? assessment['problems'] : [];
  return problems.flatMap((problem) => {
    if (!isRecord(problem) || typeof problem['status'] !== 'string') return [];
    const { status, since, scope, text } = problem;
    return [
      { status, since: typeof since === 'number' ? since : null, scope: String(scope ?? ''), text: String(text ?? '') },
    ];
  });
}

/** `FIPS 140-3 level 2, physical security level 3`; null where there is none. */
function fipsText(certification: unknown): string | null {
  const fips = isRecord(certification) ? certification['fips'] : null;
  if (!isRecord(fips)) return null;
  const { level, revision, physicalLevel } = fips;
  const standard = typeof revision === 'number' ? `FIPS 140-${revision}` : 'FIPS 140';
  const said = words('credential.fips', { standard, level: String(level) });
  return typeof physicalLevel === 'number'
    ? words('credential.fipsPhysical', { said, level: String(physicalLevel) })
    : said;
}

/** Of some members only what is known is worth a line; that there is no certification and no name is worth one too. */
function isTold(path: string, value: unknown): boolean {
  return value !== null || path === 'model.name' || path === 'certification.level';
}

/** Why the assessment says what it says. What is not a reason of the known shape is passed over. */
export function reasonsOf(assessment: Readonly<Record<string, unknown>>): readonly Reason[] {
  const reasons: readonly unknown[] = Array.isArray(assessment['reasons']) ? assessment['reasons'] : [];
  return reasons.flatMap((reason) => {
    if (!isRecord(reason) || typeof reason['text'] !== 'string') return [];
    return [{ about: String(reason['about'] ?? ''), code: String(reason['code'] ?? ''), text: reason['text'] }];
  });
}

/** Rules that refuse. */
export function failing(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ outcome, mode }) => outcome === 'fails' && mode === 'enforce');
}

/** Rules that would refuse if they were enforced. */
export function onlyRecorded(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ outcome, mode }) => outcome === 'fails' && mode === 'monitor');
}

export function holding(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ outcome }) => outcome === 'holds');
}

export function verdictSummary({ rules }: Verdict): string {
  const fails = failing(rules).length;
  const recorded = onlyRecorded(rules).length;
  if (rules.length === 0) return words('credential.noRules');
  if (fails > 0) return words('credential.rulesFailing', { count: count(fails) });
  return recorded === 0
    ? words('credential.rulesHold', { count: count(rules.length) })
    : words('credential.rulesRecorded', { count: count(recorded) });
}

/** Every leaf with its path; lists are one line. What the maker of a device did not state is left out. */
function flatten(record: Readonly<Record<string, unknown>>, above = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(record).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    const path = `${above}${key}`;
    if (isRecord(value)) return flatten(value, `${path}.`);
    return value === null && path.startsWith(detailsPath) ? [] : [[path, value]];
  });
}

const detailsPath = 'attestation.details.';

function line(area: string, path: string, value: unknown): Line {
  const text = readable(path, value);
  return { key: path, name: nameOf(area, path), value: text, long: path === 'aaguid' || text.length > 48 };
}

/** Two lists of an Android key say the same things, one for the hardware and one for the system. */
function nameOf(area: string, path: string): string {
  const known = wordOf(area, path);
  if (known !== undefined) return known;
  const [, list, inner] = /^attestation\.details\.(hardwareEnforced|softwareEnforced)\.(.+)$/.exec(path) ?? [];
  const name = inner === undefined ? undefined : wordOf(area, `android.${inner}`);
  if (name === undefined) return path;
  return list === 'hardwareEnforced'
    ? words('credential.byHardware', { name })
    : words('credential.bySystem', { name });
}

function readable(path: string, value: unknown): string {
  if (value === null || value === undefined) return words('none');
  if (typeof value === 'boolean') return value ? words('credential.yes') : words('credential.no');
  if (path.endsWith('algorithm') && typeof value === 'number') return algorithmName(value);
  if (path === 'android.osPatchLevel' && typeof value === 'number') return yearAndMonth(value);
  if (path === 'attestation.chain' && Array.isArray(value)) {
    return words('credential.certificates', { count: count(value.length) });
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? words('none') : value.map((each) => spoken(path, String(each))).join(', ');
  }
  if (path === 'class' || path === 'evidence' || path === 'model.evidence') return named(path, String(value));
  return typeof value === 'object' ? JSON.stringify(value) : spoken(path, String(value));
}

/** A word of a registry in the words of the reader, where there are any. */
function spoken(path: string, value: string): string {
  return wordOf(`credential.values.${path}`, value) ?? value;
}

function yearAndMonth(value: number): string {
  const digits = String(value);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}`;
}

function named(path: string, value: string): string {
  if (path !== 'class') return value === 'attested' || value === 'claimed' ? designWords(`evidence_${value}`) : value;
  switch (value) {
    case 'synced':
    case 'platform':
    case 'security-key':
    case 'mobile-bound':
    case 'managed-device':
      return designWords(`class_${value}`);
    default:
      return value;
  }
}

function algorithmName(algorithm: number): string {
  const name = algorithms.get(algorithm);
  return name === undefined ? String(algorithm) : `${name} (${algorithm})`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
