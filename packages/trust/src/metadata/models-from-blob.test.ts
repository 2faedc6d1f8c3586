import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, createMetadataPublisher, metadataEntry, seededRandom } from '@holdfast/emulator';
import { parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { verifyRegistration } from '@holdfast/webauthn';
import { settingsOf, type ThirdPartyCase, thirdPartyCases, thirdPartyFile } from '../../../../vectors/third-party.ts';
import { attestationTrust } from '../attestation-trust.ts';
import { makeTrustData } from '../trust-data.ts';
import { attestationKeyIdentifier } from './attestation-certificate.ts';
import { findModel } from './find-model.ts';
import { modelsFromBlob } from './models-from-blob.ts';
import { readCertificate } from './signer.ts';
import { statusOf } from './status-of.ts';
import { verifyBlob } from './verify-blob.ts';

const at = instant(Date.UTC(2026, 10, 20));
const zeroAaguid = '00000000-0000-0000-0000-000000000000';
const aaguid = '11111111-2222-3333-4444-555555555555';
const random = seededRandom('models');
const publisher = createMetadataPublisher({ random, at });
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at });
const model = (changes: Parameters<typeof metadataEntry>[1] = {}) =>
  metadataEntry({ aaguid, description: 'Acme Key', roots: [maker.root.der] }, changes);
const parsed = (der: Uint8Array) => {
  const certificate = parseCertificate(der);
  assert.ok(certificate.ok);
  return certificate.value;
};

function blobOf(...entries: readonly object[]) {
  const result = verifyBlob(publisher.publish({ entries }), { anchors: [publisher.root.base64url], at });
  assert.ok(result.ok);
  return result.value;
}

describe('models of a BLOB', () => {
  test('have the name, the roots and everything that was reported', () => {
    const { models, modelsByKeyIdentifier } = modelsFromBlob(blobOf(model()));
    const [first, ...others] = models;
    assert.deepEqual([others, modelsByKeyIdentifier.size], [[], 0]);
    assert.deepEqual([first?.aaguid, first?.name, first?.source], [aaguid, 'Acme Key', 'metadata']);
    assert.deepEqual(first?.anchors, [maker.root.base64url]);
    assert.ok(first?.metadata !== undefined);
    assert.equal(statusOf(first.metadata, at).certification.level, 'L1');
  });

  for (const [what, statement, kind] of [
    ['external', {}, 'security-key'],
    ['only reached through the air', { attachmentHint: ['wireless', 'nfc'] }, 'security-key'],
    ['internal', { attachmentHint: ['internal'] }, 'platform'],
    ['both, as a phone is', { attachmentHint: ['external', 'wireless', 'internal'] }, 'platform'],
    ['silent about it', { attachmentHint: undefined }, 'platform'],
    ['silent and U2F', { attachmentHint: undefined, protocolFamily: 'u2f' }, 'security-key'],
    ['able to sync and says so by BE', { multiDeviceCredentialSupport: 'explicit' }, 'security-key'],
    ['syncing in spite of BE', { multiDeviceCredentialSupport: 'implicit' }, 'synced'],
    ['of a support that nobody knows', { multiDeviceCredentialSupport: 'perhaps' }, 'synced'],
  ] as const) {
    test(`one that is ${what} is a ${kind}`, () => {
      assert.equal(modelsFromBlob(blobOf(model({ statement }))).models[0]?.kind, kind);
    });
  }

  test('an override knows better, of its model only', () => {
    const blob = blobOf(model(), model({ aaguid: aaguid.replace('1', '2'), statement: { aaguid: undefined } }));
    const { models } = modelsFromBlob(blob, [{ aaguid, kind: 'synced', name: 'Acme Cloud' }]);
    assert.deepEqual(
      models.map(({ name, kind }) => [name, kind]),
      [
        ['Acme Cloud', 'synced'],
        ['Acme Key', 'security-key'],
      ],
    );
    assert.equal(modelsFromBlob(blob, [{ aaguid, name: 'Acme Cloud' }]).models[0]?.kind, 'security-key');
  });

  test('one that is only reported on proves nothing, and its reports are there', () => {
    const entry = { ...model({ statusReports: [{ status: 'REVOKED' }] }), metadataStatement: undefined };
    const [first] = modelsFromBlob(blobOf(entry)).models;
    assert.deepEqual([first?.name, first?.anchors], [aaguid, []]);
    assert.equal(first?.metadata?.reports[0]?.status, 'REVOKED');
  });

  test('a credential without an AAGUID is found by the key that attested it, and by nothing else', () => {
    const [leaf] = maker.issue(aaguid).chain.map(parsed);
    assert.ok(leaf !== undefined);
    const identifier = attestationKeyIdentifier(leaf) ?? '';
    const u2f = model({
      aaguid: undefined,
      attestationCertificateKeyIdentifiers: [identifier.toUpperCase(), 'ab'.repeat(20)],
      statement: { aaguid: undefined, description: 'Acme U2F Key', protocolFamily: 'u2f' },
    });
    const uaf = { aaid: '1234#5678', statusReports: [] };
    const found = modelsFromBlob(blobOf(u2f, model(), uaf));
    assert.deepEqual([found.models.length, found.modelsByKeyIdentifier.size], [1, 2]);
    const trust = makeTrustData({ ...found, digest: 'models', at });
    assert.equal(findModel(trust, zeroAaguid, [leaf])?.name, 'Acme U2F Key');
    assert.equal(findModel(trust, zeroAaguid, [parsed(maker.root.der), leaf])?.name, 'Acme U2F Key');
    assert.equal(findModel(trust, zeroAaguid, [parsed(maker.root.der)]), undefined);
    assert.equal(findModel(trust, zeroAaguid, []), undefined);
    assert.equal(findModel(trust, aaguid, [leaf])?.name, 'Acme Key');
    assert.equal(findModel(trust, '99999999-0000-4000-8000-000000000000', [leaf]), undefined);
    assert.equal(trust.models.has(zeroAaguid), false);
  });

  test('what the organisation says comes after, and counts', () => {
    const own = { aaguid, name: 'Ours', kind: 'platform', anchors: [] } as const;
    const { models } = modelsFromBlob(blobOf(model()));
    assert.equal(makeTrustData({ models: [...models, own], digest: 'both', at }).models.get(aaguid)?.name, 'Ours');
  });
});

type Index = {
  readonly roots: Readonly<Record<string, string>>;
  readonly blobs: readonly { id: string; file: string; root: string; verifyAt: string }[];
};

/** Captured credentials whose model a genuine BLOB of 2022 knows: how each was found, and whether its roots are the right ones. */
function judgeCaptured(index: Index, cases: readonly ThirdPartyCase[]): readonly string[] {
  const given = index.blobs.find(({ id }) => id === 'fido-no12-2022-03-01');
  const anchors = pemCertificates(index.roots[given?.root ?? ''] ?? '').map(toBase64url);
  const result = verifyBlob(thirdPartyFile(given?.file ?? '') ?? '', {
    anchors,
    at: instant(Date.parse(given?.verifyAt ?? '')),
  });
  assert.ok(result.ok);
  const trust = makeTrustData({ ...modelsFromBlob(result.value), digest: result.value.digest, at });
  return cases.flatMap((captured) => {
    const registeredAt = instant(captured.verifyAt == null ? 0 : Date.parse(captured.verifyAt));
    const ceremony = verifyRegistration(captured.response, { ...settingsOf(captured), at: registeredAt });
    if (!ceremony.ok || ceremony.value.facts.attestation.type !== 'certified') return [];
    const { attestation, aaguid: claimed, format } = ceremony.value.facts;
    const model = findModel(
      trust,
      claimed,
      attestation.chain.flatMap((text) => readCertificate(text) ?? []),
    );
    if (model === undefined) return [];
    const { trusted } = attestationTrust(attestation, model.anchors, registeredAt);
    return [`${format} ${model.kind} ${trusted ? 'trusted' : 'untrusted'}`];
  });
}

const index = thirdPartyFile('mds/index.json');
if (index !== null) {
  test('captured credentials are found in a genuine BLOB and lead to the roots that it names', () => {
    const captured = thirdPartyCases('registrations').filter(({ kind }) => kind === 'captured');
    const groups = Map.groupBy(judgeCaptured(JSON.parse(index), captured), (line) => line);
    assert.deepEqual(Object.fromEntries([...groups].map(([line, list]) => [line, list.length])), {
      'tpm platform trusted': 4,
      'android-safetynet platform trusted': 3,
      'fido-u2f security-key trusted': 8,
      'packed security-key trusted': 13,
    });
  });
}
