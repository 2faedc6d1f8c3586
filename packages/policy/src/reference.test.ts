import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkPolicy,
  defaultPolicySource,
  policyJsonSchema,
  policyProblems,
  policyReferenceMarkdown,
  settingKeys,
  settings,
} from './index.ts';

type Node = { readonly [key: string]: unknown };

/** The few words of JSON Schema that `policyJsonSchema` uses; an unknown one fails. */
function conforms(schema: Node, value: unknown, root: Node): boolean {
  return Object.entries(schema).every(([word, want]) => {
    switch (word) {
      case '$schema':
      case '$defs':
      case 'title':
      case 'description':
        return true;
      case '$ref': {
        const definitions = root['$defs'] as Record<string, Node>;
        return conforms(definitions[String(want).replace('#/$defs/', '')] ?? assert.fail(String(want)), value, root);
      }
      case 'type':
        if (want === 'array') return Array.isArray(value);
        if (want === 'integer') return Number.isInteger(value);
        if (want === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
        return typeof value === want;
      case 'const':
        return value === want;
      case 'enum':
        return (want as unknown[]).includes(value);
      case 'oneOf':
        return (want as Node[]).filter((each) => conforms(each, value, root)).length === 1;
      case 'pattern':
        return typeof value === 'string' && new RegExp(String(want)).test(value);
      case 'minLength':
        return String(value).length >= Number(want);
      case 'maxLength':
        return String(value).length <= Number(want);
      case 'minimum':
        return Number(value) >= Number(want);
      case 'maximum':
        return Number(value) <= Number(want);
      case 'minItems':
        return (value as unknown[]).length >= Number(want);
      case 'maxItems':
        return (value as unknown[]).length <= Number(want);
      case 'uniqueItems':
        return new Set(value as unknown[]).size === (value as unknown[]).length;
      case 'items':
        return (value as unknown[]).every((item) => conforms(want as Node, item, root));
      case 'required':
        return (want as string[]).every((key) => Object.hasOwn(value as object, key));
      case 'minProperties':
        return Object.keys(value as object).length >= Number(want);
      case 'maxProperties':
        return Object.keys(value as object).length <= Number(want);
      case 'propertyNames':
        return Object.keys(value as object).every((key) => conforms(want as Node, key, root));
      case 'properties':
        return Object.entries(want as Record<string, Node>).every(([key, each]) => {
          const own = value as Record<string, unknown>;
          return !Object.hasOwn(own, key) || conforms(each, own[key], root);
        });
      case 'additionalProperties': {
        const known = Object.keys((schema['properties'] as object | undefined) ?? {});
        return Object.entries(value as object).every(
          ([key, each]) => known.includes(key) || (want !== false && conforms(want as Node, each, root)),
        );
      }
      default:
        return assert.fail(`the test does not know ${word}`);
    }
  });
}

describe('schema and parser say the same', () => {
  const schema = policyJsonSchema();
  const entry = { allowed_credential_types: ['security_key'] };
  for (const [what, population] of [
    ['the least', entry],
    ['no type', {}],
    ['an empty list', { allowed_credential_types: [] }],
    ['an unknown key', { ...entry, colour: 'red' }],
    ['an unknown type', { allowed_credential_types: ['password'] }],
    ['a number', { ...entry, minimum_credentials: 3 }],
    ['zero', { ...entry, minimum_credentials: 0 }],
    ['a fraction', { ...entry, minimum_credentials: 1.5 }],
    ['a duration', { ...entry, session_idle: '15m' }],
    ['no duration', { ...entry, session_idle: '15 min' }],
    ['a number for a duration', { ...entry, session_idle: 15 }],
    ['an algorithm', { ...entry, algorithms: ['RS256'] }],
    ['an algorithm of tomorrow', { ...entry, algorithms: ['ML-DSA-44'] }],
    ['everybody', { ...entry, applies_to: 'everybody' }],
    ['a bare group', { ...entry, applies_to: 'staff' }],
    ['groups', { ...entry, applies_to: ['staff'] }],
    ['models', { ...entry, denied_authenticators: ['x'] }],
    ['an empty model', { ...entry, denied_authenticators: [''] }],
    ['a reaction', { ...entry, on_counter_regression: 'warn' }],
    ['no reaction', { ...entry, on_counter_regression: 'ignore' }],
    ['a status', { ...entry, refused_statuses: ['REVOKED'] }],
    ['no status', { ...entry, refused_statuses: 'none' }],
    ['an empty list of statuses', { ...entry, refused_statuses: [] }],
    ['a certification', { ...entry, minimum_certification: 'L1plus' }],
    ['no certification', { ...entry, minimum_certification: 'L5' }],
    ['a FIPS level', { ...entry, minimum_fips_level: 4 }],
    ['a FIPS level too many', { ...entry, minimum_fips_level: 5 }],
    ['a month', { ...entry, android_patch_level: '2026-01' }],
    ['no month', { ...entry, android_patch_level: '2026-1' }],
    ['a package', { ...entry, android_applications: ['org.example.app'] }],
    ['no package', { ...entry, android_applications: ['app'] }],
    ['a monitored rule', { ...entry, monitor: ['user_verification'] }],
    ['a rule that cannot be monitored', { ...entry, monitor: ['applies_to'] }],
    ['a reaction to a group key', { ...entry, on_new_trust_group_key: 'step_up' }],
    ['a text for a boolean', { ...entry, attestation_required: 'yes' }],
  ] as const) {
    test(what, () => {
      const file = { passkey_policy: { general_workforce: population } };
      // JSON is YAML.
      const { policy } = checkPolicy(JSON.stringify(file), 'f');
      assert.equal(conforms(schema, file, schema), policy !== null);
    });
  }
  test('the root', () => {
    for (const changes of [{}, { second_person: 'required' }, { second_person: true }, { third_person: 'required' }]) {
      const file = { passkey_policy: { general_workforce: entry }, policy_changes: changes };
      const { policy } = checkPolicy(JSON.stringify(file), 'f');
      assert.equal(conforms(schema, file, schema), policy !== null, JSON.stringify(changes));
    }
    for (const file of [
      {},
      { passkey_policy: {} },
      { passkey_policy: { '1': entry } },
      { passkey_policy: [entry] },
      [],
    ]) {
      assert.equal(conforms(schema, file, schema), false);
      assert.equal(checkPolicy(JSON.stringify(file), 'f').policy, null);
    }
  });
  test('every key is in the schema with its meaning', () => {
    const { $defs } = schema as { $defs: { population: { properties: Record<string, { description: string }> } } };
    assert.deepEqual(Object.keys($defs.population.properties), settingKeys);
    for (const { description } of Object.values($defs.population.properties))
      assert.match(description, /Default: |Required\./);
  });
});

describe('the reference page', () => {
  const page = policyReferenceMarkdown();
  test('has every key with its meaning, every problem, and the default policy', () => {
    for (const key of settingKeys) {
      assert.ok(page.includes(`### \`${key}\`\n\n${settings[key].meaning}\n`), key);
      assert.ok(page.includes(`| \`${key}\` | ${settings[key].shape.words} |`), key);
    }
    for (const code of Object.keys(policyProblems)) assert.ok(page.includes(`| \`${code}\` |`), code);
    assert.ok(page.includes(defaultPolicySource));
    assert.ok(page.includes('| `second_person` | `not_required` or `required` | `not_required` |'));
    assert.ok(page.includes('| `credential.class` | '));
  });
  test('tables have as many cells as heads', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) assert.ok([4, 5].includes(row.split('|').length - 1), row);
  });
});
