import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  androidStatusDocument,
  type DeviceName,
  deviceNames,
  emulatedDevices,
  exampleCreationOptions,
  metadataEntry,
  seededRandom,
} from '@holdfast/emulator';
import { parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { type CertifiedFacts, type CredentialFacts, verifyRegistration } from '@holdfast/webauthn';
import fc from 'fast-check';
import { parseAndroidStatusList } from './android-status-list.ts';
import { assess } from './assess.ts';
import { assessmentMembers, type TrustData, type TrustedModel } from './assessment.ts';
import { attestationKeyIdentifier } from './metadata/attestation-certificate.ts';
import { authenticatorStatuses } from './metadata/authenticator-status.ts';
import type { MetadataEntry } from './metadata/entry.ts';
import { readEntry } from './metadata/read-entry.ts';
import { makeTrustData } from './trust-data.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('properties of assess');
const world = emulatedDevices({ random, at });

function register(name: DeviceName): CredentialFacts {
  const options = exampleCreationOptions(random);
  const response = world.devices[name].create().create(options, { origin: 'https://login.example' });
  const expected = { challenge: options.challenge, origins: ['https://login.example'], rpId: 'login.example' };
  const verified = verifyRegistration(response, { ...expected, requireUserVerification: true, at });
  assert.ok(verified.ok, JSON.stringify(verified));
  return verified.value.facts;
}
const genuine = deviceNames.map(register);
const aaguids = [...new Set([...genuine.map(({ aaguid }) => aaguid), 'cb69481e-8ff7-4039-93ec-0a2729a154a8'])];
const certified = genuine.flatMap(({ format, attestation }) =>
  attestation.type === 'certified' && format !== 'compound' ? [{ format, attestation }] : [],
);
/** Every certificate that there is: of chains and of roots. */
const certificates = [
  ...new Set(certified.flatMap(({ attestation }) => attestation.chain)),
  ...pemCertificates(world.managedRoot).map(toBase64url),
  world.androidRoot,
  world.appleRoot,
];
const pool = [...certificates, 'AAAA'];

const statement = fc.constantFrom(...certified).chain(({ format, attestation }) =>
  fc.record({
    format: fc.constant(format),
    attestation: fc.oneof(
      fc.constant<CertifiedFacts>(attestation),
      fc.record({
        type: fc.constant('certified' as const),
        algorithm: fc.constant(-7),
        chain: fc.array(fc.constantFrom(...pool), { maxLength: 5 }),
        leafIsInterchangeable: fc.boolean(),
        details: fc.constant(attestation.details),
      }),
      fc.constant({ type: 'none' } as const),
      fc.constant({ type: 'self', algorithm: -7 } as const),
    ),
  }),
);
const facts: fc.Arbitrary<CredentialFacts> = fc
  .record({
    one: statement,
    statements: fc.option(fc.array(statement, { minLength: 2, maxLength: 3 }), { nil: null, freq: 4 }),
    aaguid: fc.constantFrom(...aaguids),
    backupEligible: fc.boolean(),
    backedUp: fc.boolean(),
    attachment: fc.constantFrom('platform' as const, 'cross-platform' as const, null),
    transports: fc.subarray(['usb', 'internal', 'hybrid', 'nfc', 'novel']),
  })
  .map(({ one, statements, attachment, transports, ...flags }) => ({
    shape: 1,
    ...flags,
    format: statements === null ? one.format : 'compound',
    attestation: statements === null ? one.attestation : { type: 'compound', statements },
    algorithm: -7,
    userVerified: true,
    claimed: { attachment, transports, residentKey: null },
  }));

const report = fc.record(
  {
    status: fc.constantFrom(...authenticatorStatuses.keys(), 'NOVEL_STATUS'),
    effectiveDate: fc.constantFrom('2020-01-01', '2026-01-01', '2027-01-01'),
    authenticatorVersion: fc.integer({ min: 1, max: 3 }),
    certificate: fc.constantFrom(...pool.map((text) => Buffer.from(text, 'base64url').toString('base64'))),
  },
  { requiredKeys: ['status'] },
);
const entry = fc
  .record({
    aaguid: fc.constantFrom(...aaguids),
    statusReports: fc.array(report, { maxLength: 4 }),
    multiDeviceCredentialSupport: fc.constantFrom('unsupported', 'explicit', 'implicit', undefined),
    keyScope: fc.constantFrom(undefined, 'device'),
  })
  .map(({ aaguid, statusReports, ...stated }): MetadataEntry | null => {
    const value = metadataEntry({ aaguid, description: 'A model', roots: [] }, { statusReports, statement: stated });
    return readEntry(JSON.parse(JSON.stringify(value)), 0).entry;
  });
const model = fc
  .record({
    metadata: fc.option(entry, { freq: 3 }),
    aaguid: fc.constantFrom(...aaguids),
    kind: fc.constantFrom('security-key' as const, 'platform' as const, 'synced' as const),
    anchors: fc.subarray(pool),
  })
  .map(({ metadata, ...rest }): TrustedModel => {
    const given = { name: 'A model', ...rest };
    return metadata === null
      ? given
      : { ...given, aaguid: metadata.aaguid ?? rest.aaguid, source: 'metadata', metadata };
  });
const serials = pool.flatMap((text) => {
  const parsed = parseCertificate(new Uint8Array(Buffer.from(text, 'base64url')));
  return parsed.ok ? [parsed.value.serial] : [];
});
const keyIdentifiers = pool.flatMap((text) => {
  const parsed = parseCertificate(new Uint8Array(Buffer.from(text, 'base64url')));
  return parsed.ok ? (attestationKeyIdentifier(parsed.value) ?? []) : [];
});
const trust: fc.Arbitrary<TrustData> = fc
  .record({
    models: fc.array(model, { maxLength: 5 }),
    byKey: fc.dictionary(fc.constantFrom(...keyIdentifiers), model, { maxKeys: 3 }),
    revoked: fc.subarray(serials, { maxLength: 2 }),
    managedAnchors: fc.subarray(pool, { maxLength: 2 }),
    platformAnchors: fc.subarray(pool, { maxLength: 3 }),
    overridden: fc.subarray(aaguids, { maxLength: 1 }),
  })
  .map(({ models, byKey, revoked, managedAnchors, platformAnchors, overridden }) => {
    const list = parseAndroidStatusList(JSON.parse(androidStatusDocument(revoked.map((serial) => ({ serial })))));
    return makeTrustData({
      digest: 'any',
      at,
      models,
      modelsByKeyIdentifier: new Map(Object.entries(byKey)),
      androidStatus: list.ok ? list.value : assert.fail(),
      managedAnchors,
      overrides: overridden.map((aaguid) => ({ aaguid, kind: 'synced', why: 'Seen.' })),
      builtIn: (['android-key', 'apple'] as const).map((format) => ({
        format,
        name: format,
        aaguids: aaguids.slice(0, 1),
        anchors: platformAnchors,
        keyProtection: [],
      })),
    });
  });

describe('whatever the facts and the trust data are', () => {
  test('assess gives plain JSON with a complete reason for every member', () => {
    fc.assert(
      fc.property(facts, trust, (given, data) => {
        const assessment = assess(given, data, at);
        assert.deepEqual(JSON.parse(JSON.stringify(assessment)), assessment);
        assert.deepEqual(new Set(assessment.reasons.map(({ about }) => about)), new Set(assessmentMembers));
        assert.ok(assessment.reasons.every(({ text, code }) => /[.]$/.test(text) && /^trust\.[a-z0-9_]+$/.test(code)));
      }),
    );
  });

  test('what may be backed up is synced', () => {
    fc.assert(
      fc.property(facts, trust, (given, data) => {
        assert.equal(assess({ ...given, backupEligible: true }, data, at).class, 'synced');
      }),
    );
  });

  test('nothing that nobody certified is attested, and nothing is attested without anchors', () => {
    fc.assert(
      fc.property(facts, trust, (given, data) => {
        const bare = { ...given, format: 'none', attestation: { type: 'none' } } as const;
        const strip = (models: ReadonlyMap<string, TrustedModel>) =>
          new Map([...models].map(([key, each]) => [key, { ...each, anchors: [] }]));
        const anchorless: TrustData = {
          ...data,
          models: strip(data.models),
          modelsByKeyIdentifier: strip(data.modelsByKeyIdentifier),
          builtIn: [],
          managedAnchors: [],
        };
        for (const assessment of [assess(bare, data, at), assess(given, anchorless, at)]) {
          assert.deepEqual(
            [assessment.evidence, assessment.model.evidence, assessment.attestation.trusted],
            ['claimed', 'claimed', false],
          );
          assert.deepEqual([assessment.certification.level, assessment.certification.fips], [null, null]);
          assert.deepEqual(assessment.keyProtection, []);
          assert.notEqual(assessment.class, 'managed-device');
        }
      }),
    );
  });

  test('evidence is attested exactly where the attestation is trusted, and never over a revoked certificate alone', () => {
    fc.assert(
      fc.property(facts, trust, (given, data) => {
        const { evidence, attestation, problems, model: named } = assess(given, data, at);
        assert.equal(evidence === 'attested', attestation.trusted);
        assert.equal(attestation.anchor === null, !attestation.trusted);
        if (named.evidence === 'attested') assert.equal(evidence, 'attested');
        const isRevoked = problems.some(({ status }) => status === 'ATTESTATION_CERTIFICATE_REVOKED');
        if (given.format !== 'compound' && isRevoked) assert.equal(evidence, 'claimed');
      }),
    );
  });

  test('more anchors never lower the evidence', () => {
    fc.assert(
      fc.property(facts, trust, fc.subarray(certificates), (given, data, further) => {
        const unrevoked = { ...data, androidStatus: new Map() };
        const more = (models: ReadonlyMap<string, TrustedModel>) =>
          new Map([...models].map(([key, each]) => [key, { ...each, anchors: [...each.anchors, ...further] }]));
        const widened: TrustData = {
          ...unrevoked,
          models: more(data.models),
          modelsByKeyIdentifier: more(data.modelsByKeyIdentifier),
          managedAnchors: [...data.managedAnchors, ...further],
          builtIn: data.builtIn.map((each) => ({ ...each, anchors: [...each.anchors, ...further] })),
        };
        if (assess(given, unrevoked, at).evidence === 'attested')
          assert.equal(assess(given, widened, at).evidence, 'attested');
      }),
    );
  });

  test('a problem of an attested credential never goes away because certificates are added', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...certified),
        facts,
        trust,
        fc.subarray(certificates),
        ({ format, attestation }, given, data, further) => {
          const wide = (chain: readonly string[]): CredentialFacts => ({
            ...given,
            format,
            attestation: { ...attestation, chain },
          });
          const before = assess(wide(attestation.chain), data, at);
          const later = assess(wide([...attestation.chain, ...further]), data, at);
          const left = new Set(later.problems.map(({ text }) => text));
          if (before.evidence === later.evidence) assert.ok(before.problems.every(({ text }) => left.has(text)));
        },
      ),
    );
  });

  test('an overridden model is synced, whoever signed', () => {
    fc.assert(
      fc.property(facts, trust, (given, data) => {
        if (data.overrides.has(given.aaguid)) assert.equal(assess(given, data, at).class, 'synced');
      }),
    );
  });
});
