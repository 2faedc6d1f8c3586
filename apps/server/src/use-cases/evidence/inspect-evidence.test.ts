import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deviceNames } from '@holdfast/emulator';
import fc from 'fast-check';
import type { EvidenceFile } from '../../http/contract/evidence.ts';
import { type EvidenceWanted, evidenceOf } from '../../testing/evidence-world.ts';
import { leavesOf, placeOf, withLeaf } from '../../testing/leaves.ts';
import { evidenceText, sealed } from './evidence-text.ts';
import { type EvidenceReport, evidenceVerdicts, inspectEvidence } from './inspect-evidence.ts';

const policySource = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key, managed_device]
    maximum_credentials: 20
  privileged_users:
    applies_to: [finance]
    allowed_credential_types: [security_key]
    attestation_required: true
`;
const wanted = {
  devices: ['certified-key', 'strongbox-phone', 'managed-mac', 'lying-manager', 'password-manager'],
  policySource,
  groups: ['sales'],
  said: { reported: { 'certified-key': 'REVOKED' }, phonesWithdrawn: true },
} as const;
const honest = evidenceOf(wanted);

function report(file: EvidenceFile): EvidenceReport {
  const inspected = inspectEvidence(Buffer.from(evidenceText(file)));
  assert.ok(inspected.ok, JSON.stringify(inspected));
  return inspected.value;
}

function pathsOf({ disagreements, passkeys }: EvidenceReport): readonly string[] {
  return [...disagreements, ...passkeys.flatMap((passkey) => passkey.disagreements)].map(({ path }) => path);
}

/** Whoever changes a file on purpose works its digest out again. */
function forged(change: (file: EvidenceFile) => void, from = honest): EvidenceFile {
  const file = structuredClone(from);
  change(file);
  return sealed(file);
}

function passkeyOf(file: EvidenceFile, index: number): EvidenceFile['passkeys'][number] {
  const passkey = file.passkeys[index];
  assert.ok(passkey);
  return passkey;
}

describe('an evidence file', () => {
  test('holds for any devices, groups and trust data: what is in it is enough to judge by', () => {
    const files: fc.Arbitrary<EvidenceWanted> = fc.record({
      devices: fc.uniqueArray(fc.constantFrom(...deviceNames), { maxLength: 6 }),
      policySource: fc.constant(policySource),
      groups: fc.subarray(['finance', 'sales']),
      said: fc.record({
        reported: fc.constantFrom({}, { 'certified-key': 'REVOKED' }, { 'tpm-laptop': 'USER_KEY_REMOTE_COMPROMISE' }),
        phonesWithdrawn: fc.boolean(),
        withoutManagement: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(files, (given) => {
        const found = report(evidenceOf(given));
        assert.deepEqual(pathsOf(found), []);
        assert.equal(found.outcome, 'holds');
        assert.equal(found.passkeys.length, given.devices.length);
      }),
      { numRuns: 30 },
    );
  });

  test('says where each chain ends, for the reader to compare', () => {
    const { anchors, passkeys } = report(evidenceOf({ ...wanted, said: {} }));
    assert.deepEqual(
      passkeys.map(({ name, anchor }) => [name, anchor?.whose ?? null]),
      [
        ['certified-key', 'the maker of Emulated Titanium Key FIPS, by FIDO metadata'],
        ['strongbox-phone', 'the maker of Emulated Phone, by FIDO metadata'],
        ['managed-mac', 'the device management of the organisation'],
        ['lying-manager', 'the maker of Emulated Secret Syncer, by FIDO metadata'],
        ['password-manager', null],
      ],
    );
    assert.equal(anchors.length, 4);
    for (const { sha256, isOfThisRelease } of anchors) {
      assert.match(sha256, /^[0-9a-f]{64}$/);
      assert.equal(isOfThisRelease, false);
    }
  });

  test('in which one value was changed does not hold, wherever that is', () => {
    const leaves = leavesOf(honest);
    fc.assert(
      fc.property(fc.constantFrom(...leaves), (leaf) => {
        const changed = withLeaf(honest, leaf);
        const inspected = inspectEvidence(Buffer.from(evidenceText(changed)));
        if (inspected.ok) assert.ok(pathsOf(inspected.value).includes('digest'), leaf.path.join('.'));
      }),
      { numRuns: 60 },
    );
  });
});

/** What a forger may try who works the digest out again, and the member where it is found. */
const forgeries: readonly (readonly [what: string, where: string, (file: EvidenceFile) => void])[] = [
  [
    'other bytes attested',
    'passkeys[0].registration',
    (file) => {
      const { registration } = passkeyOf(file, 0);
      registration.attestationObject = `${registration.attestationObject.slice(0, -4)}AAAA`;
    },
  ],
  [
    'client data of another site',
    'passkeys[0].registration',
    (file) => {
      const { registration } = passkeyOf(file, 0);
      const text = Buffer.from(registration.clientDataJSON, 'base64url')
        .toString()
        .replace('holdfast.test', 'h0ldfast.test');
      registration.clientDataJSON = Buffer.from(text).toString('base64url');
    },
  ],
  [
    'another origin',
    'passkeys[0].registration',
    (file) => {
      passkeyOf(file, 0).registration.origin = 'https://elsewhere.test';
    },
  ],
  [
    'another RP ID',
    'passkeys[0].registration',
    (file) => {
      passkeyOf(file, 0).registration.rpId = 'elsewhere.test';
    },
  ],
  [
    'the id of another credential',
    'passkeys[0].registration',
    (file) => {
      passkeyOf(file, 0).id = passkeyOf(file, 4).id;
    },
  ],
  [
    'another key',
    'passkeys[0].publicKey',
    (file) => {
      passkeyOf(file, 0).publicKey = passkeyOf(file, 1).publicKey;
    },
  ],
  [
    'another model',
    'passkeys[0].facts.aaguid',
    (file) => {
      passkeyOf(file, 0).facts['aaguid'] = 'e0000000-0001-4000-8000-000000000002';
    },
  ],
  [
    'no attestation',
    'passkeys[0].facts.attestation',
    (file) => {
      passkeyOf(file, 0).facts['attestation'] = { type: 'none' };
    },
  ],
  [
    'no user verification',
    'passkeys[0].facts.userVerified',
    (file) => {
      passkeyOf(file, 0).facts['userVerified'] = false;
    },
  ],
  [
    'a member that no facts have',
    'passkeys[0].facts.extra',
    (file) => {
      passkeyOf(file, 0).facts['extra'] = 1;
    },
  ],
  [
    'another digest of the facts',
    'passkeys[0].factsDigest',
    (file) => {
      passkeyOf(file, 0).factsDigest = '0'.repeat(64);
    },
  ],
  [
    'a copied passkey that is said to be bound',
    'passkeys[4].backupEligible',
    (file) => {
      passkeyOf(file, 4).backupEligible = false;
    },
  ],
  [
    'a bound passkey that is said to be copied',
    'passkeys[0].backedUp',
    (file) => {
      passkeyOf(file, 0).backedUp = true;
    },
  ],
  [
    'evidence that nobody gave',
    'passkeys[4].assessment.evidence',
    (file) => {
      passkeyOf(file, 4).assessment['evidence'] = 'attested';
    },
  ],
  [
    'a class that lists would show',
    'passkeys[4].class',
    (file) => {
      passkeyOf(file, 4).class = 'security-key';
    },
  ],
  [
    'a verdict that accepts',
    'passkeys[0].verdict.outcome',
    (file) => {
      passkeyOf(file, 0).verdict.outcome = 'accepted';
    },
  ],
  [
    'a verdict with fewer rules',
    'passkeys[0].verdict.rules',
    (file) => {
      passkeyOf(file, 0).verdict.rules.shift();
    },
  ],
  [
    'a higher tier',
    'passkeys[4].tier',
    (file) => {
      passkeyOf(file, 4).tier = 3;
    },
  ],
  [
    'a refused passkey that is active',
    'passkeys[0].status',
    (file) => {
      passkeyOf(file, 0).status = 'active';
    },
  ],
  [
    'an accepted passkey that judging set aside',
    'passkeys[4].status',
    (file) => {
      Object.assign(passkeyOf(file, 4), { status: 'quarantined', statusCause: 'judged' });
    },
  ],
  [
    'another reason for the judgement',
    'passkeys[0].judgement.reason',
    (file) => {
      passkeyOf(file, 0).judgement.reason = 'It meets the policy of your role.';
    },
  ],
  [
    'a report that is gone',
    'passkeys[0].assessment.problems',
    (file) => {
      for (const { metadata } of file.trust.models) if (metadata !== null) metadata.reports = [];
    },
  ],
  [
    'a status list without the certificate',
    'passkeys[1].assessment.problems',
    (file) => {
      file.trust.androidStatus = [];
    },
  ],
  [
    'no device management',
    'passkeys[2].assessment.class',
    (file) => {
      file.trust.managedAnchors = [];
    },
  ],
  [
    'anchors of nobody',
    'passkeys[3].assessment.attestation',
    (file) => {
      for (const model of file.trust.models) model.anchors = [];
    },
  ],
  [
    'a model that is said to sync',
    'passkeys[3].assessment.class',
    (file) => {
      file.trust.overrides = [{ aaguid: passkeyOf(file, 3).aaguid, kind: 'synced' }];
    },
  ],
  [
    'another policy',
    'policy.digest',
    (file) => {
      file.policy.source = file.policy.source.replace('maximum_credentials: 20', 'maximum_credentials: 9');
    },
  ],
  [
    'a policy that is none',
    'policy.source',
    (file) => {
      file.policy.source = 'nothing';
    },
  ],
  [
    'another population that decided',
    'policy.effective.decidedBy',
    (file) => {
      file.policy.effective['decidedBy'] = {};
    },
  ],
  [
    'groups in which more is demanded',
    'policy.effective.populations',
    (file) => {
      file.person.groups = ['finance'];
    },
  ],
  [
    'another time of registration',
    'passkeys[0].registration.receivedAt',
    (file) => {
      passkeyOf(file, 0).registration.receivedAt = '2026-11-20T10:00:00.000Z';
    },
  ],
  [
    'another address',
    'passkeys[0].registration.address',
    (file) => {
      passkeyOf(file, 0).registration.address = '198.51.100.1';
    },
  ],
  [
    'a passkey without the event that bound it',
    'passkeys[0]',
    (file) => {
      file.events.items.shift();
    },
  ],
  [
    'events in another order',
    'events.items[1].sequence',
    (file) => {
      file.events.items.reverse();
    },
  ],
  [
    'an event about somebody else',
    'events.items[0].subjectId',
    (file) => {
      Object.assign(file.events.items[0] ?? {}, { subjectId: '01900000-0000-7000-8000-000000000009' });
    },
  ],
  [
    'a passkey twice',
    'passkeys[5].id',
    (file) => {
      file.passkeys.push(passkeyOf(file, 0));
    },
  ],
  [
    'several passkeys in the file of one',
    'passkeys',
    (file) => {
      file.about = 'passkey';
    },
  ],
];

describe('whoever forges an evidence file and its digest', () => {
  for (const [what, where, change] of forgeries) {
    test(`is found with ${what}`, () => {
      const found = report(forged(change));
      assert.equal(found.outcome, 'does_not_hold');
      assert.ok(pathsOf(found).includes(where), JSON.stringify(pathsOf(found)));
      assert.ok(evidenceVerdicts(found).some(({ verdict }) => verdict === 'reject'));
    });
  }

  test('is found with a passkey of somebody else, with and without its event', () => {
    const other = structuredClone(evidenceOf({ ...wanted, devices: ['plain-key'], said: {} }));
    const [passkey, event] = [passkeyOf(other, 0), other.events.items[0]];
    assert.ok(event);
    const withoutEvent = forged((file) => void file.passkeys.push(passkey));
    assert.ok(pathsOf(report(withoutEvent)).includes('passkeys[5]'));
    const stranger = { ...event, sequence: 99, subjectId: '01900000-0000-7000-8000-000000000009' };
    const withEvent = forged((file) => {
      file.passkeys.push(passkey);
      file.events.items.push(stranger);
    });
    assert.ok(pathsOf(report(withEvent)).includes('events.items[5].subjectId'));
  });

  test('can change what is only written down, and nothing else', () => {
    const file = evidenceOf({ devices: ['certified-key'], policySource, groups: ['finance'] });
    const one = new Map(leavesOf(file).map((leaf) => [placeOf(leaf), leaf]));
    const unseen = [...one].flatMap(([place, leaf]) => {
      const { digest: _, ...content } = withLeaf(file, leaf);
      const inspected = inspectEvidence(Buffer.from(evidenceText(sealed(content))));
      return place !== 'digest' && inspected.ok && inspected.value.outcome === 'holds' ? [place] : [];
    });
    assert.deepEqual(unseen, written);
  });
});

/** Records of the installation, and words of metadata that decide nothing about this passkey. docs/evidence.md says so. */
const written: readonly string[] = [
  'madeAt',
  'madeFor.username',
  'madeFor.displayName',
  'installation.organisation',
  'installation.origin',
  'installation.rpId',
  'installation.release',
  'person.username',
  'person.displayName',
  'person.createdAt',
  'person.enrolledAt',
  'policy.version',
  'policy.appliedAt',
  'policy.appliedBy',
  'policy.origin',
  'policy.note',
  'trust.digest',
  'trust.at',
  'trust.documents.*.kind',
  'trust.documents.*.number',
  'trust.documents.*.digest',
  'trust.documents.*.arrivedAt',
  'trust.documents.*.nextUpdateAt',
  'trust.documents.*.entries',
  'trust.documents.*.sizeBytes',
  'trust.documents.*.origin',
  'trust.documents.*.source',
  'trust.documents.*.signer',
  'trust.models.*.metadata.statement.authenticatorVersion',
  'trust.models.*.metadata.statement.attestationTypes.*',
  'trust.models.*.metadata.statement.matcherProtection.*',
  'trust.models.*.metadata.statement.attachmentHint.*',
  'trust.models.*.metadata.statement.userVerificationDetails.*.*',
  'trust.models.*.metadata.statement.attestationRootCertificates.*',
  'trust.models.*.metadata.reports.*.effectiveAt',
  'trust.models.*.metadata.reports.*.certificateNumber',
  'trust.models.*.metadata.lastChangeAt',
  'trust.managedAnchors.*',
  'passkeys.*.name',
  'passkeys.*.statusReason',
  'passkeys.*.signCount',
  'passkeys.*.judgement.policyDigest',
  'passkeys.*.judgement.trustDigest',
  'passkeys.*.judgement.isApplied',
  'events.items.*.sequence',
  'events.items.*.text',
  'events.items.*.actor.kind',
  'events.items.*.actor.id',
  'events.items.*.actor.name',
  'events.items.*.origin',
  'events.items.*.detail.passkey',
  'events.leftOut',
];
