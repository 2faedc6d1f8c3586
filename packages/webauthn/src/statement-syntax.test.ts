import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attestationKinds } from '@holdfast/emulator';
import { type CborValue, decodeCbor } from '@holdfast/encoding';
import { type Ceremony, ceremony, run, withMembers } from './testing/registration-ceremony.ts';

const kinds = attestationKinds.filter((kind) => kind !== 'none' && kind !== 'compound');
const conforming = new Map(kinds.map((kind) => [kind, ceremony(kind)]));

function statementOf({ response }: Ceremony): ReadonlyMap<string, CborValue> {
  const object = decodeCbor(new Uint8Array(Buffer.from(response.response.attestationObject, 'base64url')));
  const statement: unknown = object.ok && object.value instanceof Map ? object.value.get('attStmt') : undefined;
  return statement instanceof Map ? statement : assert.fail();
}

const withStatement = (good: Ceremony, statement: unknown) => withMembers(good, ['attStmt', statement]);
function verdict(input: unknown) {
  const result = run(input);
  return result.ok
    ? 'accepted'
    : [result.error.code.replace('webauthn.attestation_', ''), result.error.detail?.['reason']];
}

/** One value of each type that CBOR knows. */
const values: readonly CborValue[] = [
  7,
  -7,
  'x',
  '',
  true,
  null,
  new Uint8Array(),
  new Uint8Array(8),
  [],
  [7],
  ['x'],
  new Map(),
];
const isSameType = (a: CborValue | undefined, b: CborValue) =>
  typeof a === typeof b &&
  Array.isArray(a) === Array.isArray(b) &&
  a instanceof Uint8Array === b instanceof Uint8Array &&
  a instanceof Map === b instanceof Map;

describe('the syntax of statements is closed and complete', () => {
  for (const [kind, good] of conforming) {
    const statement = statementOf(good);

    test(`${kind}: as it is`, () => assert.equal(verdict(withStatement(good, statement)), 'accepted'));

    test(`${kind}: one member more`, () => {
      const more = new Map([...statement, ['more', 1]]);
      assert.deepEqual(verdict(withStatement(good, more)), ['statement_malformed', 'unexpected member more']);
    });

    test(`${kind}: a member with a number for a name`, () => {
      const more = new Map<unknown, unknown>([...statement, [7, 1]]);
      assert.deepEqual(verdict(withStatement(good, more)), ['statement_malformed', 'unexpected member 7']);
    });

    for (const value of values.filter((each) => !(each instanceof Map))) {
      test(`${kind}: ${JSON.stringify(value)} for a statement`, () => {
        assert.deepEqual(verdict(withStatement(good, value)), ['statement_malformed', 'not a map']);
      });
    }

    for (const [name, genuine] of statement) {
      // Without a chain a packed statement is one of the other kind.
      if (name !== 'x5c' || !kind.startsWith('packed')) {
        test(`${kind}: without ${name}`, () => {
          const less = new Map([...statement].filter(([other]) => other !== name));
          assert.deepEqual(verdict(withStatement(good, less)), ['statement_malformed', name]);
        });
      }

      for (const value of values.filter((each) => !isSameType(genuine, each))) {
        test(`${kind}: ${JSON.stringify(value)} for ${name}`, () => {
          const changed = new Map([...statement, [name, value]]);
          assert.deepEqual(verdict(withStatement(good, changed)), ['statement_malformed', name]);
        });
      }
    }
  }
});

describe('chains of statements', () => {
  for (const [kind, good] of conforming) {
    const statement = statementOf(good);
    const chain = statement.get('x5c');
    if (!Array.isArray(chain)) continue;
    const withChain = (x5c: readonly unknown[]) =>
      verdict(withStatement(good, new Map<string, unknown>([...statement, ['x5c', x5c]])));

    test(`${kind}: a text among the certificates`, () => {
      assert.deepEqual(withChain([...chain, 'x']), ['statement_malformed', 'x5c']);
      assert.deepEqual(withChain(['x', ...chain]), ['statement_malformed', 'x5c']);
    });

    test(`${kind}: a leaf that is no certificate`, () => {
      assert.deepEqual(withChain([new Uint8Array(8)]), ['certificate_unfit', 'not a certificate']);
    });
  }
});
