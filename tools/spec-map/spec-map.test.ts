import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  type Misbehaviour,
  type MisbehaviourScope,
  misbehaviours,
  seededRandom,
} from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import { verifiableFormats, verifyRegistration } from '@holdfast/webauthn';
import { type FormatRule, formatRules } from './format-rules.ts';
import { gaps, specMap } from './spec-map.ts';
import { testNames } from './test-names.ts';

const aaguid = '11111111-2222-3333-4444-555555555555';
const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('specification');
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at, intermediate: true });

function codeOf([kind, misbehaviour]: FormatRule['brokenBy'][number]): string {
  const options = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation: kind, maker, aaguid, at });
  const origin = 'https://login.example';
  const result = verifyRegistration(authenticator.create(options, { origin, misbehaviours: [misbehaviour] }), {
    challenge: options.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    at,
  });
  return result.ok ? 'accepted' : result.error.code;
}

describe('the map of the specification', () => {
  test('has an accepted and a refused case for each step that is done here', async () => {
    assert.deepEqual(gaps(specMap(await testNames())), []);
  });

  test('would say which step has none', async () => {
    const without = (await testNames()).filter(({ name }) => !name.startsWith('rpIdHash: refuses '));
    assert.deepEqual(gaps(specMap(without)), [
      'L3 §7.1 step 14 (rpIdHash): nothing is refused',
      'L3 §7.2 step 15 (rpIdHash): nothing is refused',
    ]);
  });

  for (const rule of formatRules) {
    test(`${rule.format}: ${rule.demands} (${rule.section}): refused with ${rule.code}`, () => {
      for (const broken of rule.brokenBy) assert.equal(codeOf(broken), rule.code, broken.join(' '));
    });
  }

  test('has rules for every format, and every misbehaviour of a format breaks one', () => {
    assert.deepEqual(new Set(formatRules.map(({ format }) => format)), new Set(verifiableFormats));
    const used = new Set(formatRules.flatMap(({ brokenBy }) => brokenBy.map(([, misbehaviour]) => misbehaviour)));
    const scopes: [string, MisbehaviourScope][] = Object.entries(misbehaviours);
    // A forged chain is noticed by trust, not by the format.
    const special = scopes.filter(
      ([name, scope]) => typeof scope.registration !== 'boolean' && name !== 'chain-with-own-root',
    );
    assert.deepEqual(
      special.map(([name]) => name).filter((name) => !used.has(name as Misbehaviour)),
      [],
    );
  });
});
