import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AttestationKind,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  type Misbehaviour,
  seededRandom,
} from '@holdfast/emulator';
import { after, DAY_MS, instant } from '@holdfast/kernel';
import { type CredentialFacts, type StatementFacts, verifyRegistration } from '@holdfast/webauthn';
import { assess } from './assess.ts';
import { assessmentMembers, type TrustedModel } from './assessment.ts';
import { attestationTrust } from './attestation-trust.ts';
import { knownModels } from './known-models.ts';
import { makeTrustData } from './trust-data.ts';

const at = instant(Date.UTC(2026, 10, 20));
const origin = 'https://login.example';
const aaguid = '11111111-2222-3333-4444-555555555555';
const otherAaguid = '99999999-2222-3333-4444-555555555555';
const samsungPass = '53414d53-554e-4700-0000-000000000000';
const zeros = '00000000-0000-0000-0000-000000000000';
const random = seededRandom('assess');
const maker = createMaker({ name: 'Acme', aaguids: [aaguid], random, at, intermediate: true });
const model: TrustedModel = { aaguid, name: 'Acme Key', kind: 'security-key', anchors: [maker.root.base64url] };
const trust = makeTrustData({ models: [model], digest: 'd', at });
const copying = makeTrustData({ models: [{ ...model, kind: 'synced', anchors: [] }], digest: 'd', at });
const noTrust = makeTrustData({ models: [], digest: 'd', at });

const claim = (
  facts: Partial<CredentialFacts>,
  claimed: Partial<CredentialFacts['claimed']> = {},
): CredentialFacts => ({
  shape: 1,
  format: 'none',
  attestation: { type: 'none' },
  algorithm: -7,
  aaguid: zeros,
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  claimed: { attachment: null, transports: [], residentKey: null, ...claimed },
  ...facts,
});

const attested = (...misbehaviours: readonly Misbehaviour[]) => attestedAs('packed-basic', misbehaviours);

function attestedAs(attestation: AttestationKind, misbehaviours: readonly Misbehaviour[] = []): CredentialFacts {
  const options = exampleCreationOptions(random);
  const authenticator = createAuthenticator({ random, attestation, maker, aaguid, at });
  const result = verifyRegistration(authenticator.create(options, { origin, misbehaviours }), {
    challenge: options.challenge,
    origins: [origin],
    rpId: 'login.example',
    requireUserVerification: true,
    at,
  });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value.facts;
}
const genuine = attested();
const codes = (facts: CredentialFacts, data = trust, when = at) =>
  assess(facts, data, when).reasons.map(({ code }) => code);

describe('class', () => {
  for (const [what, facts, expected, code] of [
    [
      'backup eligible',
      claim({ backupEligible: true }, { attachment: 'platform' }),
      'synced',
      'trust.class_backup_eligible',
    ],
    [
      'Samsung Pass in spite of BE=0',
      claim({ aaguid: samsungPass }, { attachment: 'platform', transports: ['internal'] }),
      'synced',
      'trust.class_synced_by_model',
    ],
    ['internal', claim({}, { transports: ['internal'] }), 'platform', 'trust.class_transport_internal'],
    [
      'a phone, reached over the air',
      claim({}, { attachment: 'cross-platform', transports: ['hybrid', 'internal'] }),
      'platform',
      'trust.class_transport_internal',
    ],
    ['built in', claim({}, { attachment: 'platform' }), 'platform', 'trust.class_attachment_platform'],
    ['usb', claim({}, { transports: ['usb'] }), 'security-key', 'trust.class_transport_roaming'],
    ['nfc', claim({}, { transports: ['nfc'] }), 'security-key', 'trust.class_transport_roaming'],
    ['ble', claim({}, { transports: ['ble'] }), 'security-key', 'trust.class_transport_roaming'],
    ['smart-card', claim({}, { transports: ['smart-card'] }), 'security-key', 'trust.class_transport_roaming'],
    [
      'hybrid alone',
      claim({}, { attachment: 'cross-platform', transports: ['hybrid'] }),
      'platform',
      'trust.class_transport_hybrid',
    ],
    ['not built in', claim({}, { attachment: 'cross-platform' }), 'security-key', 'trust.class_attachment_roaming'],
    [
      'only a known model',
      claim({ aaguid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8' }),
      'security-key',
      'trust.class_claimed_model',
    ],
    ['nothing at all', claim({}), 'platform', 'trust.class_unknown'],
    [
      'an attested model, whatever the client says',
      { ...genuine, claimed: { attachment: 'platform', transports: ['internal'], residentKey: null } },
      'security-key',
      'trust.class_attested_model',
    ],
    [
      'an attested model that is backup eligible',
      { ...genuine, backupEligible: true },
      'synced',
      'trust.class_backup_eligible',
    ],
  ] as const) {
    test(`${what}: ${expected}`, () => {
      const assessment = assess(facts, trust, at);
      assert.equal(assessment.class, expected);
      assert.deepEqual(
        assessment.reasons.filter(({ about }) => about === 'class').map((reason) => reason.code),
        [code],
      );
    });
  }
});

describe('evidence', () => {
  test('attested: the chain ends in an anchor of that very model', () => {
    const assessment = assess(genuine, trust, at);
    assert.equal(assessment.evidence, 'attested');
    assert.deepEqual(assessment.model, {
      aaguid,
      name: 'Acme Key',
      evidence: 'attested',
      source: 'organisation',
    });
    assert.deepEqual(assessment.attestation, {
      format: 'packed',
      type: 'certified',
      trusted: true,
      anchor: 'O=Acme, CN=Acme Attestation Root',
    });
    assert.deepEqual(codes(genuine), [
      'trust.class_attested_model',
      'trust.evidence_attested',
      'trust.model_attested',
      'trust.attestation_anchored',
      'trust.problems_unreported',
      'trust.certification_unknown',
      'trust.protection_unstated',
      'trust.device_untold',
    ]);
  });

  for (const [what, facts, data, when, code] of [
    ['no statement', claim({ aaguid }), trust, at, 'trust.attestation_absent'],
    [
      'self attestation',
      claim({ aaguid, format: 'packed', attestation: { type: 'self', algorithm: -7 } }),
      trust,
      at,
      'trust.attestation_self',
    ],
    ['a model that nobody trusts', genuine, noTrust, at, 'trust.attestation_model_unknown'],
    [
      'the anchor of another model',
      { ...genuine, aaguid: otherAaguid },
      makeTrustData({
        models: [
          model,
          {
            ...model,
            aaguid: otherAaguid,
            anchors: [createMaker({ name: 'Acme', aaguids: [], random, at }).root.base64url],
          },
        ],
        digest: 'd',
        at,
      }),
      at,
      'trust.attestation_chain_broken',
    ],
    [
      'a model without anchors',
      genuine,
      makeTrustData({ models: [{ ...model, anchors: [] }], digest: 'd', at }),
      at,
      'trust.attestation_chain_broken',
    ],
    [
      'a forged maker that brings its own root',
      attested('chain-with-own-root'),
      trust,
      at,
      'trust.attestation_chain_broken',
    ],
    ['a time before the certificates', genuine, trust, after(at, -400 * DAY_MS), 'trust.attestation_chain_broken'],
  ] as const) {
    test(`claimed: ${what}`, () => {
      const assessment = assess(facts, data, when);
      assert.equal(assessment.evidence, 'claimed');
      assert.equal(assessment.model.evidence, 'claimed');
      assert.equal(assessment.attestation.trusted, false);
      assert.equal(assessment.attestation.anchor, null);
      assert.ok(
        assessment.reasons.some((reason) => reason.code === code),
        JSON.stringify(assessment.reasons),
      );
    });
  }
});

describe('formats', () => {
  for (const kind of ['packed-basic', 'packed-enterprise', 'tpm', 'android-key', 'apple', 'compound'] as const) {
    test(`${kind}: attested where the chain ends in an anchor of the model, and nowhere else`, () => {
      const facts = attestedAs(kind);
      const assessment = assess(facts, trust, at);
      assert.equal(assessment.evidence, 'attested');
      assert.equal(assessment.attestation.type, 'certified');
      assert.equal(assessment.attestation.anchor, 'O=Acme, CN=Acme Attestation Root');
      assert.equal(assess(facts, noTrust, at).evidence, 'claimed');
    });
  }

  test('a compound is trusted for one of its statements', () => {
    const { attestation, ...facts } = attestedAs('compound');
    assert.ok(attestation.type === 'compound');
    const [first = assert.fail()] = attestation.statements;
    const withOther = (other: StatementFacts) =>
      assess(
        { ...facts, attestation: { type: 'compound', statements: [{ format: 'packed', attestation: other }, first] } },
        trust,
        at,
      );
    assert.equal(withOther({ type: 'self', algorithm: -7 }).evidence, 'attested');
    const selfOnly = [{ format: 'packed', attestation: { type: 'self', algorithm: -7 } }] as const;
    const assessment = assess({ ...facts, attestation: { type: 'compound', statements: selfOnly } }, trust, at);
    assert.deepEqual([assessment.attestation.type, assessment.evidence], ['self', 'claimed']);
  });

  test('android-safetynet is never trusted, although its chain ends in an anchor', () => {
    const facts = attestedAs('android-safetynet');
    assert.equal(attestationTrust(facts.attestation, model.anchors, at).trusted, true);
    assert.equal(assess(facts, trust, at).attestation.trusted, false);
    assert.ok(codes(facts).includes('trust.attestation_safetynet_retired'));
  });
});

describe('model', () => {
  for (const [what, facts, name, code] of [
    ['zeros tell none', claim({}), null, 'trust.model_hidden'],
    ['an unknown one has no name', claim({ aaguid: otherAaguid }), null, 'trust.model_unknown'],
    ['a known one is a claim', claim({ aaguid: samsungPass }), 'Samsung Pass', 'trust.model_claimed'],
    ['a trusted one without proof is a claim', claim({ aaguid }), 'Acme Key', 'trust.model_claimed'],
  ] as const) {
    test(what, () => {
      assert.equal(assess(facts, trust, at).model.name, name);
      assert.ok(codes(facts).includes(code));
    });
  }
});

test('a model that the organisation lists as synced is synced in spite of BE=0, proved or not', () => {
  for (const facts of [genuine, claim({ aaguid }, { transports: ['internal'] })]) {
    assert.equal(assess(facts, copying, at).class, 'synced');
  }
});

test('an assessment is plain JSON, its sentences are complete, and it explains each member', () => {
  for (const facts of [genuine, claim({}), claim({ backupEligible: true, backedUp: true })]) {
    const assessment = assess(facts, trust, at);
    assert.deepEqual(JSON.parse(JSON.stringify(assessment)), assessment);
    assert.deepEqual(new Set(assessment.reasons.map(({ about }) => about)), new Set(assessmentMembers));
    for (const { text, code } of assessment.reasons) {
      assert.match(text, /^[A-Z].*\.$/);
      assert.match(code, /^trust\.[a-z_]+$/);
    }
  }
});

test('known names are keyed by lower-case uuids', () => {
  for (const [known, { name }] of knownModels) {
    assert.match(known, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.notEqual(name, '');
  }
});
