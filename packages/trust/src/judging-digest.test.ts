import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type DeviceName,
  deviceNames,
  emulatedDevices,
  exampleCreationOptions,
  seededRandom,
} from '@holdfast/emulator';
import { after, DAY_MS, type Instant, instant } from '@holdfast/kernel';
import { type CredentialFacts, verifyRegistration } from '@holdfast/webauthn';
import { assess } from './assess.ts';
import { createChainMemo } from './chain-memo.ts';
import { judgingDigest, monthOf } from './judging-digest.ts';
import { makeTrustData } from './trust-data.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('judging digest');
const world = emulatedDevices({ random, at });
const phones = {
  format: 'android-key',
  name: 'Test phone',
  aaguids: ['e0000000-0003-4000-8000-000000000001'],
  anchors: [world.androidRoot],
  keyProtection: [],
} as const;
const trust = makeTrustData({ digest: 'world', at, models: [], builtIn: [phones] });

function register(name: DeviceName): CredentialFacts {
  const options = exampleCreationOptions(random);
  const response = world.devices[name].create().create(options, { origin: 'https://login.example' });
  const expected = { challenge: options.challenge, origins: ['https://login.example'], rpId: 'login.example' };
  const verified = verifyRegistration(response, { ...expected, requireUserVerification: true, at });
  assert.ok(verified.ok, JSON.stringify(verified));
  return verified.value.facts;
}

describe('the digest that credentials are judged by', () => {
  for (const name of ['tee-phone', 'tpm-laptop', 'apple-device', 'password-manager'] as const) {
    test(`is the same for two of ${name}, and so is what they are judged to be`, () => {
      const [one, other] = [register(name), register(name)];
      assert.notDeepEqual(name === 'password-manager' ? null : one, other);
      assert.equal(judgingDigest(one, at), judgingDigest(other, after(at, 5 * DAY_MS)));
      assert.deepEqual(assess(one, trust, at), assess(other, trust, after(at, 5 * DAY_MS)));
    });
  }

  test('differs between all devices', () => {
    const digests = new Set(deviceNames.map((name) => judgingDigest(register(name), at)));
    assert.equal(digests.size, deviceNames.length);
  });

  const phone = register('tee-phone');
  const key = register('plain-key');
  const manager = register('password-manager');
  const digests = (facts: CredentialFacts, ...times: readonly Instant[]) =>
    new Set(times.map((time) => judgingDigest(facts, time))).size;

  test('differs by the month of registration where something is certified, because patches grow old', () => {
    assert.equal(digests(phone, at, after(at, 10 * DAY_MS), after(at, 11 * DAY_MS)), 2);
    assert.notEqual(
      assess(phone, trust, at).android?.patchAgeMonths,
      assess(phone, trust, after(at, 11 * DAY_MS)).android?.patchAgeMonths,
    );
    assert.equal(digests(manager, at, after(at, 40 * DAY_MS), after(at, 4000 * DAY_MS)), 1);
  });

  test('differs by which certificates were not valid then', () => {
    const before = after(at, -2 * DAY_MS);
    assert.equal(monthOf(before), monthOf(at));
    assert.equal(digests(key, at, before), 2);
    const { attestation } = key;
    assert.ok(attestation.type === 'certified');
    const unreadable = { ...key, attestation: { ...attestation, chain: ['AAAA'] } };
    assert.equal(digests(unreadable, at, before), 1);
  });

  test('differs by every certificate of a compound', () => {
    assert.ok(phone.attestation.type === 'certified' && key.attestation.type === 'certified');
    const statements = [
      { format: 'packed', attestation: key.attestation },
      { format: 'android-key', attestation: phone.attestation },
    ] as const;
    const compound = { ...phone, attestation: { type: 'compound', statements } } as const;
    assert.equal(digests(compound, at, after(at, -2 * DAY_MS)), 2);
  });

  test('is not changed by a memo', () => {
    const memo = createChainMemo();
    for (const facts of [phone, key, manager]) {
      assert.equal(judgingDigest(facts, at, memo), judgingDigest(facts, at));
    }
  });

  test('is one that was published', () => {
    const facts: CredentialFacts = {
      shape: 1,
      format: 'none',
      attestation: { type: 'none' },
      algorithm: -7,
      aaguid: '00000000-0000-0000-0000-000000000000',
      userVerified: true,
      backupEligible: false,
      backedUp: false,
      claimed: { attachment: null, transports: [], residentKey: null },
    };
    assert.equal(judgingDigest(facts, at), '35d44350271476a0f553aa48389ac4b505ae5a810d1ec0ee24f598578d575b04');
  });
});

test('months are those of UTC', () => {
  assert.equal(monthOf(instant(Date.UTC(2026, 11, 31, 23, 59, 59, 999))), 202_612);
  assert.equal(monthOf(instant(Date.UTC(2027, 0, 1))), 202_701);
});
