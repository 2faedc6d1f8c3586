import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type CborValue, encodeCbor, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { authenticationSteps, registrationSteps, webauthnErrors } from '@holdfast/webauthn';
import fc from 'fast-check';
import { adviceFor, advisedCodes } from './advice.ts';
import { type InspectReport, inspectText } from './inspect-report.ts';
import type { InspectNode } from './node.ts';
import { stepTexts } from './step-texts.ts';

const now = instant(Date.UTC(2026, 10, 20));
type Json = Readonly<Record<string, unknown>>;
type Response = Json & { readonly response: Json };
const vector = (name: string): Json & { response: Response; expected: Json } =>
  JSON.parse(readFileSync(new URL(`../../../../../vectors/inspect/${name}.json`, import.meta.url), 'utf8'));
const refused = vector('refused-registration');
const accepted = vector('accepted-registration');
const signIn = vector('refused-authentication');

function report(input: unknown): InspectReport {
  const inspected = inspectText(typeof input === 'string' ? input : JSON.stringify(input), now);
  assert.ok(inspected.ok, JSON.stringify(inspected));
  return inspected.value;
}

function problem(text: string): string {
  const inspected = inspectText(text, now);
  assert.ok(!inspected.ok);
  return [inspected.error.message, ...inspected.error.problems.map(({ path }) => path)].join(' ');
}

const nodesOf = (nodes: readonly InspectNode[]): readonly InspectNode[] =>
  nodes.flatMap((node) => [node, ...nodesOf(node.children ?? [])]);
const find = (from: InspectReport, label: string): InspectNode => {
  const found = nodesOf(from.tree).find((node) => node.label === label);
  assert.ok(found, `no field ${label}`);
  return found;
};
const outcomes = ({ steps }: InspectReport) => new Map(steps.map(({ id, outcome }) => [id, outcome]));

describe('the tables', () => {
  test('every step of the procedures has its sentence, and no other has', () => {
    const steps = new Set<string>([...registrationSteps, ...authenticationSteps].map(({ id }) => id));
    assert.deepEqual(Object.keys(stepTexts).toSorted(), [...steps].toSorted());
  });

  test('advice is given for codes that exist, and there is some for every code and step', () => {
    for (const code of advisedCodes) assert.ok(Object.hasOwn(webauthnErrors, code), code);
    for (const { id, codes } of [...registrationSteps, ...authenticationSteps]) {
      for (const code of codes) assert.match(adviceFor(code, id), /\.$/);
    }
  });
});

describe('a refused ceremony', () => {
  const shown = report(refused);

  test('says the step, both sentences, the values and what to do', () => {
    const { verdict } = shown;
    assert.deepEqual([verdict.outcome, verdict.step, verdict.cites], ['reject', 'origin', 'L3 §7.1 step 9']);
    assert.match(verdict.operator, /not in the list/);
    assert.match(verdict.person ?? '', /help desk/);
    assert.deepEqual(verdict.values, [
      { name: 'received', value: 'https://login.example.evil.test' },
      { name: 'expected', value: 'https://login.example' },
    ]);
    assert.match(verdict.advice, /phishing/);
  });

  test('has every step of the table in its order: what held, what refused, what would have come', () => {
    assert.deepEqual(
      shown.steps.map(({ id }) => id),
      registrationSteps.map(({ id }) => id),
    );
    const found = outcomes(shown);
    assert.deepEqual(
      ['challenge', 'origin', 'attestationStatement', 'credentialIdUnknown'].map((id) => found.get(id)),
      ['holds', 'refused', 'not_reached', 'elsewhere'],
    );
  });

  test('says of later steps whether they would refuse too', () => {
    const twice = report({ ...refused, expected: { ...refused.expected, rpId: 'other.example' } });
    const later = twice.steps.find(({ id }) => id === 'rpIdHash');
    assert.deepEqual([later?.outcome, later?.code], ['not_reached', 'webauthn.rp_id_hash_unexpected']);
    assert.match(later?.text ?? '', /would refuse too/);
  });

  test('still says whether the authenticator is genuine', () => {
    assert.equal(shown.attestation?.trusted, true);
    assert.equal(find(shown, 'Statement says').note, 'verified');
  });
});

describe('the fields', () => {
  test('have names, sizes, meanings and the steps that used them', () => {
    const shown = report(accepted);
    assert.deepEqual(find(shown, 'UV (bit 2)'), {
      label: 'UV (bit 2)',
      value: '1',
      note: 'PIN, fingerprint or face was checked',
      step: 'userVerified',
    });
    assert.match(find(shown, 'rpIdHash').note ?? '', /RP ID login\.example$/);
    assert.equal(find(shown, 'alg (3)').value, 'ES256 (-7)');
    assert.equal(
      find(shown, 'x5c[0]').value,
      'C=SE, O=Example Keys, OU=Authenticator Attestation, CN=Example Keys Authenticator',
    );
    assert.equal(find(shown, 'AAGUID (FIDO) (1.3.6.1.4.1.45724.1.1.4)').value, find(shown, 'aaguid').value);
    assert.equal(find(shown, 'credentialId').sizeBytes, 32);
    assert.equal(find(shown, 'Facts').step, undefined);
    // A registration brings a counter along, which only sign-ins compare.
    const steps = new Set<string>(['signCount', ...registrationSteps.map(({ id }) => id)]);
    for (const { step } of nodesOf(shown.tree)) assert.ok(step === undefined || steps.has(step), String(step));
  });

  test('of a sign-in have the signature, the counter and the stored key', () => {
    const shown = report({ ...signIn, expected: { ...signIn.expected, requireUserVerification: false } });
    assert.equal(shown.verdict.outcome, 'accept');
    assert.equal(find(shown, 'Signature').step, 'signature');
    assert.equal(find(shown, 'Stored key').children?.length, 5);
    assert.match(shown.steps.find(({ id }) => id === 'signCount')?.text ?? '', /received 1, stored 0/);
  });

  test('are shown as far as they can be read, where the ceremony cannot be decoded', () => {
    const inner = {
      ...accepted.response.response,
      attestationObject: 'oA',
      clientDataJSON: toBase64url(Buffer.from('{"a"')),
    };
    const shown = report({ ...accepted, response: { ...accepted.response, response: inner } });
    assert.equal(shown.verdict.step, 'clientDataJson');
    assert.match(find(shown, 'Attestation object').note ?? '', /attStmt/);
    assert.equal(find(shown, 'Text').value, '{"a"');
  });

  test('of strangers cannot reach the terminal: what controls it is made visible', () => {
    const evil = '\u001b[2J\u202Etxet';
    const clientData = toBase64url(
      Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge: 'x', origin: evil, [evil]: evil })),
    );
    const inner = { ...accepted.response.response, clientDataJSON: clientData };
    const shown = report({ ...accepted, response: { ...accepted.response, response: inner } });
    assert.doesNotMatch(JSON.stringify(shown), /\\u001b|\u202e/i);
    assert.match(find(shown, 'origin').value, /^\\u\{1b\}\[2J\\u\{202e\}txet$/);
  });

  test('of a hostile statement stay few', () => {
    const authData = Buffer.alloc(37);
    const many: CborValue = new Map([['x', Array.from({ length: 20_000 }, () => 0)]]);
    const object = encodeCbor(
      new Map<string, CborValue>([
        ['fmt', 'none'],
        ['attStmt', many],
        ['authData', authData],
      ]),
    );
    const shown = report(toBase64url(object));
    assert.ok(nodesOf(shown.tree).length < 300);
    assert.equal(nodesOf(shown.tree).find(({ label }) => label === '…')?.value, '19900 more');
  });
});

describe('less than a case', () => {
  test('a response alone shows everything and says what could not be compared', () => {
    const shown = report(accepted.response);
    assert.equal(shown.verdict.outcome, 'open');
    const open = shown.steps.filter(({ outcome }) => outcome === 'open').map(({ id }) => id);
    assert.deepEqual(open, ['challenge', 'origin', 'crossOrigin', 'topOrigin', 'rpIdHash', 'userVerified']);
    assert.equal(shown.notCompared.length, open.length);
    assert.equal(outcomes(shown).get('attestationStatement'), 'holds');
    assert.equal(shown.attestation?.trusted, false);
  });

  test('a sign-in alone leaves the signature open', () => {
    const found = outcomes(report(signIn.response));
    assert.deepEqual(
      [found.get('signature'), found.get('credentialOwner'), found.get('userPresent')],
      ['open', 'open', 'holds'],
    );
  });

  test('what contradicts itself is refused all the same', () => {
    const broken = { ...accepted.response, rawId: 'AAAA' };
    assert.deepEqual(report(broken).verdict.code, 'webauthn.credential_id_mismatch');
  });

  test('a case without its challenge leaves only that open', () => {
    const { challenge: _, ...expected } = accepted.expected;
    const shown = report({ ...accepted, expected });
    assert.deepEqual(shown.notCompared, ['challenge: Not compared: the case has no “expected.challenge”.']);
  });

  test('an attestation object alone is decoded, in any spelling of base64', () => {
    const text = String(accepted.response.response['attestationObject']);
    const spellings = [
      text,
      JSON.stringify(text),
      Buffer.from(text, 'base64url').toString('base64'),
      `${text.slice(0, 64)}\n${text.slice(64)}`,
    ];
    for (const spelling of spellings) {
      const shown = report(spelling);
      assert.equal(shown.verdict.outcome, 'open');
      assert.equal(outcomes(shown).get('attestationStatement'), 'open');
      assert.equal(shown.attestation, null);
      assert.equal(find(shown, 'Format').value, 'packed');
    }
  });

  test('the inner response, and the body of a request around one, are understood too', () => {
    assert.equal(report(accepted.response.response).verdict.outcome, 'open');
    assert.equal(report({ token: 'x', name: 'Key', response: accepted.response }).verdict.outcome, 'open');
  });
});

describe('what is no ceremony', () => {
  const texts: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    ['nothing', ' \n', /Nothing was given/],
    ['half of a JSON text', '{"id": ', /neither JSON nor base64url/],
    ['several cases', '{"id":1}\n{"id":2}\n', /--jsonl/],
    ['a word', 'hello', /not an attestation object/],
    ['JSON of something else', '{"hello": 1}', /neither a case nor a response/],
    ['a list', '[1]', /neither a case nor a response/],
    ['a number', '17', /not an attestation object/],
    ['a misspelt member', JSON.stringify({ ...accepted, expected: { rpid: 'x' } }), /expected\.rpid/],
  ];
  for (const [what, text, says] of texts) {
    test(`${what} is said to be none`, () => assert.match(problem(text), says));
  }

  test('no text makes it throw', () => {
    const responses = fc.constantFrom(accepted, signIn).chain((given) =>
      fc
        .tuple(fc.constantFrom('clientDataJSON', 'attestationObject', 'authenticatorData', 'signature'), fc.jsonValue())
        .map(([member, value]) =>
          JSON.stringify({
            ...given,
            response: { ...given.response, response: { ...given.response.response, [member]: value } },
          }),
        ),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.base64String(), responses), (text) => {
        assert.equal(typeof inspectText(text, now).ok, 'boolean');
      }),
    );
  });

  test('any bytes in the place of an attestation object are shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 400 }), (bytes, at) => {
        const whole = Buffer.from(String(accepted.response.response['attestationObject']), 'base64url');
        whole.set(bytes.subarray(0, 4), at % (whole.length - 4));
        for (const attestationObject of [toBase64url(bytes), toBase64url(whole)]) {
          const inner = { ...accepted.response.response, attestationObject };
          assert.ok(report({ ...accepted, response: { ...accepted.response, response: inner } }).tree.length > 0);
        }
      }),
    );
  });
});
