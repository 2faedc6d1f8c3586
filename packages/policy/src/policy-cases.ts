import { algorithmNames, algorithmNumbers, supportedAlgorithms } from './algorithms.ts';
import { androidSecurityLevels, certificationDemands, keyProtections, problemStatuses } from './evidence-words.ts';
import {
  type AlgorithmName,
  type AssessedCredential,
  credentialTypes,
  type Position,
  type RuleId,
  ruleIds,
} from './model.ts';
import type { Report } from './problems.ts';
import { quote, type Written, type WrittenMap } from './read-yaml.ts';
import { type JsonSchema, type Shape, shapes, zeroAaguid } from './shapes.ts';
import { didYouMean } from './suggest.ts';

export const casesKey = 'cases';
export const casesMax = 1000;

/** One case of an organisation: what the policy must say about a passkey of somebody. */
export type PolicyCase = {
  readonly name: string;
  readonly groups: readonly string[];
  readonly credential: AssessedCredential;
  readonly expect: 'accepted' | 'refused';
  /** A rule that must be among those that refuse; null: any. */
  readonly because: RuleId | null;
  /** Null: any. */
  readonly tier: number | null;
  readonly at: Position;
};

/** A key of a map in a case, read as a key of a policy is. */
type Field<T> = { readonly shape: Shape<T>; readonly isRequired?: true };
type Fields = Readonly<Record<string, Field<unknown>>>;
type ValuesOf<F extends Fields> = { readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never };

const classes = Object.values(credentialTypes);

const androidFields = {
  security_level: { shape: shapes.oneOf(androidSecurityLevels) },
  verified_boot: { shape: shapes.boolean },
  patch_level: { shape: shapes.month },
  patch_age: { shape: shapes.integer(0, 600) },
  applications: { shape: shapes.packages },
} as const satisfies Fields;

const credentialFields = {
  class: { shape: shapes.oneOf(classes), isRequired: true },
  evidence: { shape: shapes.oneOf(['attested', 'claimed'] as const), isRequired: true },
  model: { shape: shapes.text },
  aaguid: { shape: shapes.aaguid },
  certification: { shape: shapes.oneOf(certificationDemands) },
  fips_level: { shape: shapes.integer(0, 4) },
  key_protection: { shape: shapes.listOf(keyProtections) },
  statuses: { shape: shapes.listOrNone(problemStatuses) },
  user_verified: { shape: shapes.boolean },
  backup_eligible: { shape: shapes.boolean },
  algorithm: { shape: shapes.oneOf(algorithmNames) },
} as const satisfies Fields;

const personFields = { groups: { shape: shapes.names } } as const satisfies Fields;

const caseFields = {
  name: { shape: shapes.text, isRequired: true },
  expect: { shape: shapes.oneOf(['accepted', 'refused'] as const), isRequired: true },
  because: { shape: shapes.oneOf(ruleIds) },
  tier: { shape: shapes.integer(1, 3) },
} as const satisfies Fields;

/** What holds where a case says nothing: what proves the least, but made as passkeys are. */
const unsaid = { algorithm: 'ES256', security: 'software' } as const satisfies {
  algorithm: AlgorithmName;
  security: string;
};

/** Reads a file of cases, telling everything that is wrong with it. */
export function readCases(tree: Written, report: Report): readonly PolicyCase[] {
  const root = tree.kind === 'map' ? tree.entries.find(({ key }) => key === casesKey) : undefined;
  for (const { key, at } of tree.kind === 'map' ? tree.entries : []) {
    if (key === casesKey) continue;
    const hint = root === undefined ? didYouMean(key, [casesKey]) : '';
    report('policy.unknown_key', at, `${quote(key)} is unknown here; the only root key is ${casesKey}.${hint}`);
  }
  if (root === undefined) {
    report('policy.root_missing', tree.at, `the file must have the root key ${casesKey}`);
    return [];
  }
  const { value } = root;
  const isNothing = value.kind === 'scalar' && value.value === null;
  if (isNothing || (value.kind === 'list' && value.items.length === 0)) {
    report('policy.case_none', root.at, `there is no case below ${casesKey}`);
    return [];
  }
  if (value.kind !== 'list') {
    report('policy.wrong_type', value.at, `${casesKey} must be a list of cases`);
    return [];
  }
  const tooMany = value.items[casesMax];
  if (tooMany !== undefined) {
    report('policy.case_too_many', tooMany.at, `there are ${value.items.length} cases; ${casesMax} are possible`);
    return [];
  }
  const cases = value.items.flatMap((item) => readCase(item, report) ?? []);
  reportSameNames(cases, report);
  return cases;
}

function reportSameNames(cases: readonly PolicyCase[], report: Report): void {
  const first = new Map<string, Position>();
  for (const { name, at } of cases) {
    const other = first.get(name);
    if (other === undefined) first.set(name, at);
    else
      report('policy.case_name_twice', at, `${quote(name)} is the name of a case at line ${other.line} already`, other);
  }
}

function readCase(written: Written, report: Report): PolicyCase | undefined {
  if (written.kind !== 'map') {
    report('policy.wrong_type', written.at, 'a case must be a map with name, person, credential and expect');
    return undefined;
  }
  const values = readFields(written, caseFields, ['person', 'credential'], 'the case', report);
  const person = mapAt(written, 'person', report);
  const groups = person === undefined ? [] : (readFields(person, personFields, [], 'person', report).groups ?? []);
  const credential = mapAt(written, 'credential', report);
  if (credential === undefined && written.entries.every(({ key }) => key !== 'credential')) {
    report('policy.required_missing', written.at, 'the case needs credential');
  }
  const assessed = credential === undefined ? undefined : readCredential(credential, report);
  reportContradictions(written, values, report);
  const { name, expect, because = null, tier = null } = values;
  if (name === undefined || expect === undefined || assessed === undefined) return undefined;
  return { name, groups, credential: assessed, expect, because, tier, at: written.at };
}

function reportContradictions(written: WrittenMap, values: ValuesOf<typeof caseFields>, report: Report): void {
  const place = (name: string) => written.entries.find(({ key }) => key === name)?.at ?? written.at;
  if (values.expect === 'accepted' && values.because !== undefined) {
    const message = 'because names a rule that refuses, but the case expects accepted';
    report('policy.case_contradiction', place('because'), message, place('expect'));
  }
  if (values.expect === 'refused' && values.tier !== undefined) {
    const message = 'what is refused has no tier, but the case expects one';
    report('policy.case_contradiction', place('tier'), message, place('expect'));
  }
}

function readCredential(map: WrittenMap, report: Report): AssessedCredential | undefined {
  const values = readFields(map, credentialFields, ['android'], 'credential', report);
  const androidMap = mapAt(map, 'android', report);
  const android = androidMap === undefined ? null : readAndroid(androidMap, report);
  const { class: what, evidence } = values;
  if (what === undefined || evidence === undefined) return undefined;
  const isEligible = values.backup_eligible ?? what === 'synced';
  const { certification: level, fips_level: fips } = values;
  return {
    class: what,
    evidence,
    model: { aaguid: values.aaguid ?? zeroAaguid, name: values.model ?? null, evidence },
    algorithm: algorithmNumbers[values.algorithm ?? unsaid.algorithm][0],
    userVerified: values.user_verified ?? true,
    backupEligible: isEligible,
    backedUp: isEligible && what === 'synced',
    problems: (values.statuses ?? []).map((status) => ({ status, scope: 'model' })),
    certification: {
      level: level === undefined || level === 'none' ? null : level,
      fips: fips === undefined || fips === 0 ? null : { level: fips },
    },
    keyProtection: values.key_protection ?? [],
    android,
  };
}

function readAndroid(map: WrittenMap, report: Report): AssessedCredential['android'] {
  const values = readFields(map, androidFields, [], 'android', report);
  const level = values.security_level ?? unsaid.security;
  return {
    attestationSecurityLevel: level,
    keySecurityLevel: level,
    verifiedBoot: values.verified_boot ?? false,
    osPatchLevel: values.patch_level ?? null,
    patchAgeMonths: values.patch_age ?? null,
    packages: values.applications ?? [],
  };
}

/** @param maps keys of this map that hold maps; they are read by themselves. */
function readFields<F extends Fields>(
  map: WrittenMap,
  fields: F,
  maps: readonly string[],
  what: string,
  report: Report,
): ValuesOf<F> {
  const known = [...Object.keys(fields), ...maps];
  const values: Record<string, unknown> = {};
  for (const { key, at, value } of map.entries) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field !== undefined) {
      const found = field.shape.read(value, { key, report, algorithms: supportedAlgorithms });
      if (found !== undefined) values[key] = found.value;
    } else if (!maps.includes(key)) {
      report('policy.unknown_key', at, () => `${what} has no key ${quote(key)}.${didYouMean(key, known)}`);
    }
  }
  for (const [key, { isRequired }] of Object.entries(fields)) {
    if (isRequired !== true || map.entries.some((entry) => entry.key === key)) continue;
    report('policy.required_missing', map.at, `${what} needs ${key}`);
  }
  // The shapes above gave the values: each has the type of its field.
  return values as ValuesOf<F>;
}

function mapAt(map: WrittenMap, name: string, report: Report): WrittenMap | undefined {
  const found = map.entries.find(({ key }) => key === name);
  if (found === undefined) return undefined;
  if (found.value.kind === 'map') return found.value;
  report('policy.wrong_type', found.value.at, `${name} must be a map of keys`);
  return undefined;
}

/** The part of the reference page about cases. */
export function casesReference(): readonly string[] {
  const rows = (path: string, fields: Fields) =>
    Object.entries(fields).map(
      ([key, { shape, isRequired }]) =>
        `| \`${path}${key}\` | ${shape.words} | ${isRequired === true ? 'yes' : 'no'} |`,
    );
  return [
    '## Keys of a test case',
    '',
    'A file of cases has the root key `cases` and a list of cases below it; `holdfast policy test` tries each. The model is proven',
    'exactly if the evidence is `attested`. What a credential does not say is what proves the least, except that the user was',
    'verified, the algorithm is `ES256` and a passkey of the class `synced` is eligible for backup.',
    '',
    '| key | value | required |',
    '| --- | --- | --- |',
    ...rows('', caseFields),
    ...rows('person.', personFields),
    ...rows('credential.', credentialFields),
    ...rows('credential.android.', androidFields),
    '',
  ];
}

/** JSON Schema of a file of cases, for editors. */
export function policyCasesJsonSchema(): JsonSchema {
  const object = (fields: Fields, maps: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []) => ({
    type: 'object',
    additionalProperties: false,
    required: [...Object.keys(fields).filter((key) => fields[key]?.isRequired === true), ...required],
    properties: {
      ...Object.fromEntries(Object.entries(fields).map(([key, { shape }]) => [key, shape.schema])),
      ...maps,
    },
  });
  const credential = object(credentialFields, { android: object(androidFields, {}) });
  const one = object(caseFields, { person: object(personFields, {}), credential }, ['credential']);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Test cases of a Holdfast passkey policy',
    type: 'object',
    additionalProperties: false,
    required: [casesKey],
    properties: { [casesKey]: { type: 'array', minItems: 1, maxItems: casesMax, items: one } },
  };
}
