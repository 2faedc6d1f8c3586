import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  androidStatusDocument,
  createMetadataPublisher,
  type DeviceName,
  deviceNames,
  emulatedDevices,
  exampleCreationOptions,
  seededRandom,
} from '@holdfast/emulator';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { type CredentialFacts, verifyRegistration } from '@holdfast/webauthn';
import { parseAndroidStatusList } from './android-status-list.ts';
import { assess } from './assess.ts';
import type { Assessment, TrustData } from './assessment.ts';
import { parseOverrides } from './bundle/parse-overrides.ts';
import { modelsFromBlob } from './metadata/models-from-blob.ts';
import { verifyBlob } from './metadata/verify-blob.ts';
import { makeTrustData } from './trust-data.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('emulated devices');
const world = emulatedDevices({ random, at });
const publisher = createMetadataPublisher({ random, at });

type Changes = Partial<Parameters<typeof makeTrustData>[0]> & { readonly entries?: readonly object[] };

/** What an installation knows that trusts the emulated world. */
function trustWith({ entries = world.entries, ...changes }: Changes = {}): TrustData {
  const verified = verifyBlob(publisher.publish({ entries }), { anchors: [publisher.root.base64url], at });
  assert.ok(verified.ok, JSON.stringify(verified));
  assert.deepEqual(verified.value.problems, []);
  const overrides = parseOverrides(world.overrides);
  return makeTrustData({
    digest: 'world',
    at,
    ...modelsFromBlob(verified.value),
    managedAnchors: pemCertificates(world.managedRoot).map(toBase64url),
    overrides: overrides.ok ? overrides.value : assert.fail(),
    ...changes,
  });
}

function register(name: DeviceName, changes: Parameters<(typeof world.devices)[DeviceName]['create']>[0] = {}) {
  const options = exampleCreationOptions(random);
  const response = world.devices[name].create(changes).create(options, { origin: 'https://login.example' });
  const expected = { challenge: options.challenge, origins: ['https://login.example'], rpId: 'login.example' };
  const verified = verifyRegistration(response, { ...expected, requireUserVerification: true, at });
  assert.ok(verified.ok, JSON.stringify(verified));
  return verified.value.facts;
}
const facts = Object.fromEntries(deviceNames.map((name) => [name, register(name)])) as Record<
  DeviceName,
  CredentialFacts
>;
const trust = trustWith();
const of = (name: DeviceName, data = trust, when: Instant = at): Assessment => assess(facts[name], data, when);
const codes = ({ reasons }: Assessment) => reasons.map(({ code }) => code);

describe('the emulated world', () => {
  for (const [name, what, evidence, model, protection, code] of [
    [
      'certified-key',
      'security-key',
      'attested',
      'Emulated Titanium Key FIPS',
      'hardware, secure_element',
      'trust.certification_in_force',
    ],
    [
      'plain-key',
      'security-key',
      'attested',
      'Emulated Plain Key',
      'hardware, secure_element',
      'trust.class_sync_unsupported',
    ],
    ['u2f-key', 'security-key', 'attested', 'Emulated U2F Key', 'hardware, secure_element', 'trust.model_attested'],
    ['tpm-laptop', 'platform', 'attested', 'Emulated Hello Hardware Authenticator', 'hardware', 'trust.device_tpm'],
    ['software-laptop', 'platform', 'claimed', 'Emulated Hello Software Authenticator', '', 'trust.protection_unknown'],
    [
      'strongbox-phone',
      'platform',
      'attested',
      'Emulated Phone',
      'hardware, secure_element',
      'trust.protection_described',
    ],
    ['tee-phone', 'platform', 'attested', 'Emulated Phone', 'hardware, tee', 'trust.device_android_boot'],
    ['software-phone', 'platform', 'claimed', 'Emulated Phone', '', 'trust.device_claimed'],
    [
      'unlocked-phone',
      'platform',
      'attested',
      'Emulated Phone',
      'hardware, tee',
      'trust.device_android_boot_unverified',
    ],
    ['unpatched-phone', 'platform', 'attested', 'Emulated Phone', 'hardware, tee', 'trust.device_android_patch'],
    ['apple-device', 'platform', 'attested', 'Emulated Apple Device', 'hardware, secure_element', 'trust.device_apple'],
    ['managed-mac', 'managed-device', 'attested', 'iCloud Keychain (Managed)', '', 'trust.class_managed_device'],
    ['password-manager', 'synced', 'claimed', null, '', 'trust.class_backup_eligible'],
    [
      'lying-key',
      'synced',
      'attested',
      'Emulated Syncing Key',
      'hardware, secure_element',
      'trust.class_synced_by_model',
    ],
    [
      'lying-manager',
      'synced',
      'attested',
      'Emulated Secret Syncer',
      'hardware, secure_element',
      'trust.class_synced_by_override',
    ],
  ] as const) {
    test(`${name}: ${what}, ${evidence}`, () => {
      const assessment = of(name);
      assert.deepEqual(
        [assessment.class, assessment.evidence, assessment.model.name, assessment.keyProtection.join(', ')],
        [what, evidence, model, protection],
      );
      assert.ok(codes(assessment).includes(code), codes(assessment).join(' '));
    });
  }

  test('without trust data everything is a claim', () => {
    const nothing = makeTrustData({ digest: 'none', at, models: [] });
    for (const name of deviceNames) {
      const assessment = of(name, nothing);
      assert.deepEqual([name, assessment.evidence, assessment.model.evidence], [name, 'claimed', 'claimed']);
      assert.deepEqual(assessment.certification, { level: null, fips: null });
      assert.deepEqual(assessment.keyProtection, []);
    }
  });
});

describe('certification', () => {
  test('counts where the model is attested', () => {
    assert.deepEqual(of('certified-key').certification, {
      level: 'L2',
      fips: { level: 2, physicalLevel: 3, revision: 3 },
    });
    assert.deepEqual(of('plain-key').certification, { level: 'FIDO_CERTIFIED', fips: null });
  });

  test('does not help a claim', () => {
    const claimed = { ...facts['certified-key'], attestation: { type: 'none' } } as const;
    const assessment = assess(claimed, trust, at);
    assert.deepEqual(assessment.certification, { level: null, fips: null });
    assert.equal(assessment.model.name, 'Emulated Titanium Key FIPS');
    assert.ok(codes(assessment).includes('trust.certification_unknown'));
  });
});

describe('phones', () => {
  test('say where the key is, how they were booted and how old their patches are', () => {
    assert.deepEqual(of('strongbox-phone').android, {
      attestationSecurityLevel: 'strongbox',
      keySecurityLevel: 'strongbox',
      verifiedBoot: true,
      verifiedBootState: 'verified',
      deviceLocked: true,
      osPatchLevel: 202_610,
      patchAgeMonths: 1,
      packages: ['com.google.android.gms'],
    });
    const { verifiedBoot, verifiedBootState, deviceLocked } = of('unlocked-phone').android ?? assert.fail();
    assert.deepEqual([verifiedBoot, verifiedBootState, deviceLocked], [false, 'self-signed', false]);
    assert.equal(of('unpatched-phone').android?.patchAgeMonths, 36);
    assert.deepEqual(
      [of('software-phone').android?.keySecurityLevel, of('software-phone').android?.verifiedBootState],
      ['software', null],
    );
  });

  test('whose hardware does not vouch for the key keep it in software, whatever level made the description', () => {
    const given = register('tee-phone', { android: { enforcedBy: 'software' } });
    const { android, keyProtection } = assess(given, trust, at);
    assert.deepEqual(
      [android?.attestationSecurityLevel, android?.keySecurityLevel, keyProtection],
      ['tee', 'software', ['software']],
    );
  });

  test('name their applications, and may leave the patch level out', () => {
    const given = register('tee-phone', {
      android: { osPatchLevel: null, packages: ['org.example.b', 'org.example.a'] },
    });
    const { android, reasons } = assess(given, trust, at);
    assert.deepEqual([android?.osPatchLevel, android?.patchAgeMonths], [null, null]);
    assert.deepEqual(android?.packages, ['org.example.a', 'org.example.b']);
    assert.ok(reasons.some(({ text }) => text.includes('org.example.a, org.example.b')));
  });
});

describe('the status list of Google', () => {
  const listOf = (serial: string, status: 'REVOKED' | 'SUSPENDED') => {
    const list = parseAndroidStatusList(JSON.parse(androidStatusDocument([{ serial, status }])));
    return trustWith({ androidStatus: list.ok ? list.value : assert.fail() });
  };

  for (const status of ['REVOKED', 'SUSPENDED'] as const) {
    test(`${status}: the phones of that issuer are claims with a problem`, () => {
      const assessment = of('strongbox-phone', listOf(world.androidIssuerSerial, status));
      assert.deepEqual(
        [assessment.evidence, assessment.attestation.trusted, assessment.attestation.anchor],
        ['claimed', false, null],
      );
      assert.deepEqual(
        assessment.problems.map((problem) => [problem.status, problem.since, problem.scope]),
        [['ATTESTATION_CERTIFICATE_REVOKED', null, 'certificate']],
      );
      assert.ok(codes(assessment).includes('trust.attestation_certificate_revoked'));
      assert.ok(codes(assessment).includes('trust.problem_attestation_certificate_revoked'));
    });
  }

  test('other serial numbers, and other formats, are not concerned', () => {
    assert.equal(of('strongbox-phone', listOf('1', 'REVOKED')).evidence, 'attested');
    assert.deepEqual(of('tpm-laptop', listOf(world.androidIssuerSerial, 'REVOKED')).problems, []);
  });
});

describe('reports', () => {
  const entryOf = (name: DeviceName, statusReports: readonly object[]) => {
    const entry = world.devices[name].entry ?? assert.fail();
    return trustWith({ entries: [entry({ statusReports })] });
  };
  const day = (text: string) => instant(Date.parse(`${text}T00:00:00Z`));

  test('act from their day on, on what was registered before it', () => {
    const reported = entryOf('plain-key', [{ status: 'USER_KEY_REMOTE_COMPROMISE', effectiveDate: '2026-12-01' }]);
    assert.deepEqual(of('plain-key', reported).problems, []);
    const later = of('plain-key', { ...reported, at: day('2026-12-01') });
    assert.deepEqual(later.problems, [
      {
        status: 'USER_KEY_REMOTE_COMPROMISE',
        since: day('2026-12-01'),
        scope: 'model',
        text: 'Emulated Plain Key has keys that can be stolen from afar (USER_KEY_REMOTE_COMPROMISE since 2026-12-01).',
      },
    ]);
    assert.equal(later.evidence, 'attested');
  });

  test('on a model count for whoever claims to be one', () => {
    const claimed = { ...facts['plain-key'], attestation: { type: 'none' } } as const;
    const reported = entryOf('plain-key', [{ status: 'REVOKED', effectiveDate: '2026-01-01' }]);
    assert.deepEqual(
      assess(claimed, reported, at).problems.map(({ status }) => status),
      ['REVOKED'],
    );
  });

  test('on a batch concern whoever has its certificate, even beside the verified path, and claims without proof', () => {
    const elsewhere = Buffer.from(world.appleRoot, 'base64url').toString('base64');
    const reported = entryOf('plain-key', [
      {
        status: 'ATTESTATION_KEY_COMPROMISE',
        effectiveDate: '2026-01-01',
        batchCertificate: elsewhere,
        certificate: elsewhere,
      },
    ]);
    const given = facts['plain-key'];
    assert.ok(given.attestation.type === 'certified');
    assert.deepEqual(assess(given, reported, at).problems, []);
    const chain = [...given.attestation.chain, world.appleRoot];
    const beside = assess({ ...given, attestation: { ...given.attestation, chain } }, reported, at);
    assert.deepEqual(
      beside.problems.map(({ status, scope }) => [status, scope]),
      [['ATTESTATION_KEY_COMPROMISE', 'batch']],
    );
    const claimed = assess({ ...given, attestation: { type: 'none' } }, reported, at);
    assert.deepEqual(
      claimed.problems.map(({ scope }) => scope),
      ['batch'],
    );
  });
});

describe('who may speak for whom', () => {
  const phone = {
    format: 'android-key',
    name: 'Test phone',
    aaguids: ['e0000000-0003-4000-8000-00000000000f'],
    keyProtection: [],
  } as const;
  const platforms = trustWith({
    builtIn: [{ ...phone, anchors: [world.androidRoot] }],
    entries: [world.devices['plain-key'].entry?.() ?? {}],
  });
  const phoneAs = (aaguid: string) => assess({ ...facts['tee-phone'], aaguid }, platforms, at);

  test('a platform proves its own AAGUID and none at all', () => {
    for (const aaguid of [phone.aaguids[0], '00000000-0000-0000-0000-000000000000']) {
      const { class: what, evidence, model } = phoneAs(aaguid);
      assert.deepEqual([what, evidence], ['platform', 'attested']);
      assert.deepEqual(model, { aaguid, name: 'Test phone', evidence: 'attested', source: 'built-in' });
    }
  });

  test('a platform proves the device and not the model where nobody knows the AAGUID', () => {
    const { evidence, model } = phoneAs('12345678-0000-4000-8000-000000000000');
    assert.deepEqual([evidence, model.evidence, model.source], ['attested', 'claimed', 'built-in']);
  });

  test('a genuine phone that calls itself a security key proves nothing', () => {
    const { aaguid } = facts['plain-key'];
    for (const other of [aaguid, 'cb69481e-8ff7-4039-93ec-0a2729a154a8']) {
      const assessment = phoneAs(other);
      assert.equal(assessment.evidence, 'claimed');
      assert.ok(codes(assessment).includes('trust.attestation_other_model'));
    }
  });

  test('a model that metadata anchors in a root of the platform has all of its roots', () => {
    const entry = world.devices['tee-phone'].entry ?? assert.fail();
    const data = trustWith({
      entries: [entry()],
      builtIn: [{ ...phone, anchors: [world.androidRoot, world.appleRoot] }],
    });
    const { model } = of('tee-phone', data);
    assert.deepEqual([model.name, model.evidence, model.source], ['Emulated Phone', 'attested', 'metadata']);
  });

  test('a managed device that says that its passkey may be backed up has a synced one', () => {
    const given = { ...facts['managed-mac'], backupEligible: true };
    const assessment = assess(given, trust, at);
    assert.deepEqual([assessment.class, assessment.evidence], ['synced', 'attested']);
  });

  test('device management cannot speak for the model of a maker', () => {
    const given = { ...facts['managed-mac'], aaguid: facts['plain-key'].aaguid };
    const assessment = assess(given, trust, at);
    assert.equal(assessment.evidence, 'claimed');
    assert.ok(codes(assessment).includes('trust.attestation_other_model'));
  });

  test('device management that signs for a model nobody knows proves the device only', () => {
    const given = { ...facts['managed-mac'], aaguid: '12345678-0000-4000-8000-000000000000' };
    const { class: what, evidence, model } = assess(given, trust, at);
    assert.deepEqual([what, evidence, model.evidence], ['managed-device', 'attested', 'claimed']);
  });

  test('an own model with the anchor of the device management is a managed device', () => {
    const aaguid = '12345678-0000-4000-8000-000000000000';
    const own = { aaguid, name: 'Our laptops', kind: 'platform', anchors: trust.managedAnchors } as const;
    const assessment = assess({ ...facts['managed-mac'], aaguid }, trustWith({ models: [own] }), at);
    assert.deepEqual(
      [assessment.class, assessment.model.name, assessment.model.evidence],
      ['managed-device', 'Our laptops', 'attested'],
    );
  });
});

describe('what metadata says about backups', () => {
  const stated = (statement: object, backupEligible: boolean): Assessment => {
    const entry = world.devices['plain-key'].entry ?? assert.fail();
    return assess({ ...facts['plain-key'], backupEligible }, trustWith({ entries: [entry({ statement })] }), at);
  };

  for (const [support, backupEligible, what, code] of [
    [undefined, false, 'security-key', 'trust.class_sync_unsupported'],
    ['unsupported', true, 'synced', 'trust.class_sync_contradicted'],
    ['explicit', false, 'security-key', 'trust.class_sync_by_flag'],
    ['explicit', true, 'synced', 'trust.class_sync_by_flag'],
    ['implicit', false, 'synced', 'trust.class_synced_by_model'],
    ['implicit', true, 'synced', 'trust.class_backup_eligible'],
  ] as const) {
    test(`${support ?? 'nothing'}, and BE=${backupEligible ? 1 : 0}: ${what}`, () => {
      const assessment = stated({ multiDeviceCredentialSupport: support }, backupEligible);
      assert.equal(assessment.class, what);
      assert.ok(codes(assessment).includes(code), codes(assessment).join(' '));
    });
  }

  test('the scope of keys is told as it is written', () => {
    const { reasons } = stated({ keyScope: 'device' }, false);
    assert.ok(reasons.some(({ code, text }) => code === 'trust.class_key_scope' && text.includes('"device"')));
    assert.ok(!codes(stated({}, false)).includes('trust.class_key_scope'));
  });
});

describe('an update of the firmware', () => {
  test('that answers a report is told with it, and the problem is not open', () => {
    const entry = world.devices['plain-key'].entry ?? assert.fail();
    const statusReports = [
      { status: 'USER_VERIFICATION_BYPASS', effectiveDate: '2026-01-01', authenticatorVersion: 1 },
      { status: 'UPDATE_AVAILABLE', effectiveDate: '2026-02-01', authenticatorVersion: 2 },
    ];
    const { problems, reasons } = of('plain-key', trustWith({ entries: [entry({ statusReports })] }));
    assert.deepEqual(problems, []);
    const resolved = reasons.find(({ code }) => code === 'trust.problem_resolved');
    assert.match(
      resolved?.text ?? '',
      /^Mended by firmware 2, and which firmware this authenticator has is not known: /,
    );
  });
});
