import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { evidenceOf } from '../../testing/evidence-world.ts';
import { evidenceText } from './evidence-text.ts';
import { inspectEvidence } from './inspect-evidence.ts';
import { EVIDENCE_BYTES_MAX } from './read-evidence.ts';

const policySource = `passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key]
`;
const genuine = evidenceText(evidenceOf({ devices: ['certified-key'], policySource }));
const bytes = (text: string) => Buffer.from(text);
const start = '{"format": "holdfast-evidence", "version": 1, ';

function codeOf(given: Uint8Array): string {
  const inspected = inspectEvidence(given);
  if (inspected.ok) return inspected.value.outcome;
  assert.ok(inspected.error.problems.length <= 20);
  for (const { path, message } of inspected.error.problems) assert.ok(path.length + message.length < 500);
  return inspected.error.code;
}

const malformed: readonly (readonly [what: string, given: Uint8Array])[] = [
  ['nothing', bytes('')],
  ['no object', bytes('"holdfast-evidence"')],
  ['half a file', bytes(genuine.slice(0, genuine.length / 2))],
  ['a page', bytes('<!doctype html><title>Not found</title>')],
  ['bytes that are not UTF-8', Buffer.concat([bytes('{"format": "'), Buffer.from([0xff, 0xfe]), bytes('"}')])],
  ['nothing but open brackets', bytes(`${start}"passkeys": ${'['.repeat(200_000)}`)],
  [
    'facts that are nested without end',
    bytes(genuine.replace('"facts": {', `"facts": {"a": ${'['.repeat(5000)}${']'.repeat(5000)},`)),
  ],
  ['a member twice', bytes(genuine.replace('"about"', '"madeAt": "x",\n  "about"'))],
  [
    'a member twice in other letters',
    bytes(genuine.replace('"username"', '"\\u0075sername": "somebody",\n"username"')),
  ],
  ['a member that nobody knows', bytes(genuine.replace('"about"', '"more": 1,\n  "about"'))],
  ['another prototype', bytes(genuine.replace('"about"', '"__proto__": {"about": "person"},\n  "about"'))],
  ['a member that is missing', bytes(genuine.replace(/"trust": \{/, '"trusted": {'))],
  ['a text where a list belongs', bytes(genuine.replace(/"roles": \[\]/, '"roles": "owner"'))],
  ['no time', bytes(genuine.replace(/"madeAt": "[^"]*"/, '"madeAt": "2026-13-41T25:00:00.000Z"'))],
  ['a number that is none', bytes(genuine.replace(/"signCount": \d+/, '"signCount": 1e999'))],
  ['a million passkeys', bytes(`${start}"passkeys": [${'{},'.repeat(1_000_000)}{}]}`)],
];

describe('an evidence file that is none', () => {
  for (const [what, given] of malformed) {
    test(`is not judged: ${what}`, () => assert.equal(codeOf(given), 'inspect.evidence_malformed'));
  }

  test('of a later version asks for a later release', () => {
    assert.equal(codeOf(bytes(genuine.replace('"version": 1', '"version": 2'))), 'inspect.evidence_version');
  });

  test('that is larger than any is not read', () => {
    assert.equal(codeOf(new Uint8Array(EVIDENCE_BYTES_MAX + 1)), 'inspect.evidence_too_large');
  });

  test('a byte order mark and white space change nothing', () => {
    assert.equal(codeOf(bytes(`\uFEFF\n ${genuine}`)), 'holds');
    assert.equal(codeOf(bytes(JSON.stringify(JSON.parse(genuine)))), 'holds');
  });

  test('never throws, whichever bytes are other ones', () => {
    const changes = fc.array(fc.tuple(fc.nat(genuine.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (places) => {
        const given = bytes(genuine);
        for (const [at, value] of places) given[at] = value;
        const found = codeOf(given);
        if (!given.equals(bytes(genuine)) && found === 'holds') {
          assert.deepEqual(JSON.parse(given.toString()), JSON.parse(genuine));
        }
      }),
      { numRuns: 150 },
    );
  });
});
