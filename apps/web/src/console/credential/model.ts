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

export function assessmentLines(assessment: Readonly<Record<string, unknown>>): readonly Line[] {
  return flatten(assessment)
    .filter(([path]) => path !== 'reasons' && wordOf('credential.assessmentNames', path) !== undefined)
    .map(([path, value]) => line('credential.assessmentNames', path, value));
}

/** Why the assessment says what it says. What is not a reason of the known shape is passed over. */
export function reasonsOf(assessment: Readonly<Record<string, unknown>>): readonly Reason[] {
  const reasons: readonly unknown[] = Array.isArray(assessment['reasons']) ? assessment['reasons'] : [];
  return reasons.flatMap((reason) => {
    if (!isRecord(reason) || typeof reason['text'] !== 'string') return [];
    return [{ about: String(reason['about'] ?? ''), code: String(reason['code'] ?? ''), text: reason['text'] }];
  });
}

export function failing(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ outcome }) => outcome === 'fails');
}

export function holding(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ outcome }) => outcome === 'holds');
}

export function verdictSummary({ rules }: Verdict): string {
  const fails = failing(rules).length;
  if (rules.length === 0) return words('credential.noRules');
  return fails === 0
    ? words('credential.rulesHold', { count: count(rules.length) })
    : words('credential.rulesFailing', { count: count(fails) });
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
  if (path === 'attestation.chain' && Array.isArray(value)) {
    return words('credential.certificates', { count: count(value.length) });
  }
  if (Array.isArray(value)) return value.length === 0 ? words('none') : value.map(String).join(', ');
  if (path === 'class' || path === 'evidence' || path === 'model.evidence') return named(path, String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
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
