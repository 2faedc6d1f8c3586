import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type BlobContent,
  createMetadataPublisher,
  type MetadataAlgorithm,
  type MetadataFault,
  metadataEntry,
  metadataFaults,
  seededRandom,
} from '@holdfast/emulator';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { after, DAY_MS, type Instant, instant, type Result } from '@holdfast/kernel';
import { thirdPartyFile } from '../../../../vectors/third-party.ts';
import { freshness, type VerifiedBlob } from './blob.ts';
import { payloadSteps, signatureSteps } from './blob-steps.ts';
import { type MetadataErrorCode, metadataErrors } from './errors.ts';
import { type BlobRefusal, type BlobSettings, verifyBlob } from './verify-blob.ts';

const at = instant(Date.UTC(2026, 10, 20));
const publisher = createMetadataPublisher({ random: seededRandom('metadata'), at });
const settings: BlobSettings = { anchors: [publisher.root.base64url], signerHosts: [publisher.host], at };
const entry = metadataEntry({ aaguid: '11111111-2222-3333-4444-555555555555', description: 'Acme Key', roots: [] });
const stranger = (madeAt: Instant) =>
  createMetadataPublisher({ random: seededRandom('stranger'), at: madeAt }).publish({ no: 7 });
const content: BlobContent = { no: 7, entries: [entry] };
const conforming = publisher.publish(content);

const verdict = (result: Result<VerifiedBlob, BlobRefusal>) =>
  result.ok ? 'believed' : `${result.error.step}: ${result.error.code}`;
const believed = (jwt: string | Uint8Array, other: BlobSettings = settings): VerifiedBlob => {
  const result = verifyBlob(jwt, other);
  assert.ok(result.ok, verdict(result));
  return result.value;
};

type Refused = readonly [
  step: string,
  code: MetadataErrorCode,
  what: string,
  jwt: string | Uint8Array,
  Partial<BlobSettings>?,
];
const faulty = (step: string, code: MetadataErrorCode, fault: MetadataFault): Refused => [
  step,
  code,
  fault,
  publisher.publish(content, fault),
];
const changed = (step: string, code: MetadataErrorCode, what: string, other: BlobContent): Refused => [
  step,
  code,
  what,
  publisher.publish({ ...content, ...other }),
];
const under = (step: string, code: MetadataErrorCode, what: string, other: Partial<BlobSettings>): Refused => [
  step,
  code,
  what,
  conforming,
  other,
];

/** Each row breaks one thing, so that a failure names one step. */
const refused: readonly Refused[] = [
  under('size', 'metadata.too_large', 'more bytes than the bound', { limits: { sizeBytesMax: conforming.length - 1 } }),
  faulty('shape', 'metadata.not_a_jws', 'html-page'),
  faulty('shape', 'metadata.not_a_jws', 'two-parts'),
  faulty('shape', 'metadata.not_a_jws', 'padded-payload'),
  ['shape', 'metadata.not_a_jws', 'nothing', ''],
  ['shape', 'metadata.not_a_jws', 'megabytes of line ends', `${'\n'.repeat(3_000_000)}x`],
  ['shape', 'metadata.not_a_jws', 'megabytes of full stops', '.'.repeat(3_000_000)],
  ['shape', 'metadata.not_a_jws', 'four parts', `${conforming}.AAAA`],
  ['shape', 'metadata.not_a_jws', 'bytes that are no text', Uint8Array.of(0, 255, 46, 46)],
  ['shape', 'metadata.not_a_jws', 'a space within', conforming.replace('.', '. ')],
  faulty('header', 'metadata.header_malformed', 'header-not-json'),
  faulty('header', 'metadata.header_malformed', 'header-repeats-member'),
  faulty('header', 'metadata.header_malformed', 'header-too-deep'),
  ['header', 'metadata.header_malformed', 'a header of megabytes', `${'A'.repeat(4_000_000)}.AA.AA`],
  ['header', 'metadata.header_malformed', 'a header that is not UTF-8', '_____w.AAAA.AAAA'],
  faulty('header-members', 'metadata.header_member_refused', 'jwk-in-header'),
  faulty('header-members', 'metadata.header_member_refused', 'jku-in-header'),
  faulty('header-members', 'metadata.header_member_refused', 'critical-header'),
  faulty('algorithm', 'metadata.algorithm_not_allowed', 'alg-none'),
  faulty('algorithm', 'metadata.algorithm_not_allowed', 'shared-secret'),
  faulty('certificates', 'metadata.certificate_missing', 'no-chain'),
  faulty('certificates', 'metadata.certificate_missing', 'address-of-chain-only'),
  faulty('certificates', 'metadata.certificate_malformed', 'chain-not-base64'),
  faulty('certificates', 'metadata.certificate_malformed', 'chain-without-certificates'),
  faulty('signer', 'metadata.signer_untrusted', 'own-root'),
  faulty('signer', 'metadata.signer_untrusted', 'no-intermediate'),
  under('signer', 'metadata.signer_untrusted', 'a BLOB where nothing is pinned', { anchors: [] }),
  under('signer', 'metadata.signer_expired', 'a signer that has ended', { at: after(at, 3700 * DAY_MS) }),
  under('signer', 'metadata.signer_not_yet_valid', 'a signer of the future', { at: after(at, -2 * DAY_MS) }),
  ['signer', 'metadata.signer_untrusted', 'a stranger that has ended', stranger(after(at, -3700 * DAY_MS))],
  ['signer', 'metadata.signer_untrusted', 'a stranger of the future', stranger(after(at, 2 * DAY_MS))],
  faulty('signer-use', 'metadata.signer_unfit', 'signer-without-signing'),
  faulty('signer-use', 'metadata.signer_unfit', 'foreign-host'),
  faulty('signer-use', 'metadata.signer_unfit', 'algorithm-of-another-key'),
  faulty('signature', 'metadata.signature_malformed', 'der-signature'),
  faulty('signature', 'metadata.signature_malformed', 'cut-signature'),
  faulty('signature', 'metadata.signature_invalid', 'garbage-signature'),
  faulty('signature', 'metadata.signature_invalid', 'payload-changed'),
  faulty('payload', 'metadata.payload_malformed', 'payload-not-utf8'),
  faulty('payload', 'metadata.payload_malformed', 'payload-not-json'),
  faulty('payload', 'metadata.payload_malformed', 'payload-repeats-member'),
  faulty('payload', 'metadata.payload_malformed', 'no-entries'),
  under('payload', 'metadata.payload_too_large', 'more entries than the bound', { limits: { entriesMax: 0 } }),
  changed('number', 'metadata.number_malformed', 'no number', { no: undefined }),
  changed('number', 'metadata.number_malformed', 'a number in words', { no: '7' }),
  changed('number', 'metadata.number_malformed', 'a negative number', { no: -1 }),
  changed('number', 'metadata.number_malformed', 'a broken number', { no: 7.5 }),
  changed('number', 'metadata.number_malformed', 'a number that cannot be counted', { no: 2 ** 60 }),
  under('number', 'metadata.number_backwards', 'an older one', { previousNumber: 8 }),
  changed('next-update', 'metadata.next_update_malformed', 'no date', { nextUpdate: undefined }),
  changed('next-update', 'metadata.next_update_malformed', 'a date in words', { nextUpdate: 'tomorrow' }),
  changed('next-update', 'metadata.next_update_malformed', 'a day that no calendar has', { nextUpdate: '2026-02-30' }),
  changed('legal-header', 'metadata.legal_header_malformed', 'a legal header that is no text', { legalHeader: 1 }),
  changed('legal-header', 'metadata.legal_header_malformed', 'a book', { legalHeader: 'a'.repeat(20_000) }),
];

describe('MDS 3.1.1 §3.2 processing a metadata BLOB', () => {
  for (const [step, code, what, jwt, other] of refused) {
    test(`${step}: refuses ${what}`, () => {
      assert.equal(verdict(verifyBlob(jwt, { ...settings, ...other })), `${step}: ${code}`);
    });
  }

  test('every step that refuses, every code of it and every fault has a refusal above', () => {
    const steps = [...signatureSteps, ...payloadSteps];
    const expected = steps.flatMap(({ id, codes }) => codes.map((code: string) => `${id}: ${code}`));
    assert.deepEqual(new Set(refused.map(([step, code]) => `${step}: ${code}`)), new Set(expected));
    assert.deepEqual(new Set(steps.flatMap(({ codes }) => codes)), new Set(Object.keys(metadataErrors)));
    const faults = new Set(refused.map(([, , what]) => what));
    assert.deepEqual(
      metadataFaults.filter((fault) => !faults.has(fault)),
      [],
    );
  });

  test('believes the conforming one, as text and as bytes, with a line end after it', () => {
    for (const jwt of [conforming, new TextEncoder().encode(conforming), `${conforming}\r\n`]) {
      const blob = believed(jwt);
      assert.equal(blob.number, 7);
      assert.equal(blob.progress, 'first');
      assert.equal(blob.entries[0]?.statement?.description, 'Acme Key');
      assert.deepEqual(blob.problems, []);
      assert.equal(blob.signer.anchor, 'O=Emulated Metadata, CN=Emulated Metadata Attestation Root');
      assert.equal(blob.signer.path.at(-1), publisher.root.base64url);
      assert.equal(blob.signer.validUntil, after(at, 3650 * DAY_MS));
    }
  });

  for (const algorithm of [
    'ES256',
    'ES384',
    'ES512',
    'RS256',
    'PS256',
    'EdDSA',
  ] as const satisfies MetadataAlgorithm[]) {
    test(`believes ${algorithm} and not the same with another signature`, () => {
      const signer = createMetadataPublisher({ random: seededRandom(algorithm), at, algorithm });
      const anchors = [signer.root.base64url];
      assert.equal(believed(signer.publish(content), { anchors, at }).signer.algorithm, algorithm);
      const garbage = verifyBlob(signer.publish(content, 'garbage-signature'), { anchors, at });
      assert.equal(verdict(garbage), 'signature: metadata.signature_invalid');
    });
  }

  test('the same number is nothing new, a higher one is', () => {
    assert.equal(believed(conforming, { ...settings, previousNumber: 7 }).progress, 'unchanged');
    assert.equal(believed(conforming, { ...settings, previousNumber: 6 }).progress, 'newer');
    assert.equal(believed(publisher.publish({ ...content, no: 0 })).number, 0);
  });

  test('whoever leads to a public anchor is only then the publisher when the host is right', () => {
    const foreign = publisher.publish(content, 'foreign-host');
    assert.equal(believed(foreign, { anchors: settings.anchors, at }).number, 7);
    assert.equal(believed(foreign, { ...settings, signerHosts: ['anybody.example'] }).number, 7);
    assert.equal(
      verdict(verifyBlob(conforming, { ...settings, signerHosts: [] })),
      'signer-use: metadata.signer_unfit',
    );
  });

  test('a chain that was fetched stands in where the header only names an address, and for nothing else', () => {
    const addressed = publisher.publish(content, 'address-of-chain-only');
    const blob = believed(addressed, { ...settings, chain: publisher.chain });
    assert.equal(blob.signer.x5u, 'https://mds.emulator.test/chain.pem');
    const missing = verifyBlob(addressed, settings);
    assert.deepEqual(missing.ok ? null : missing.error.detail, { x5u: 'https://mds.emulator.test/chain.pem' });
    const forged = publisher.publish(content, 'own-root');
    const refusal = verifyBlob(forged, { ...settings, chain: publisher.chain });
    assert.equal(verdict(refusal), 'signer: metadata.signer_untrusted');
  });

  test('stale is a day of its own: the promised day and the budget after it are fresh', () => {
    const blob = believed(publisher.publish({ ...content, nextUpdate: '2026-12-01' }));
    const promised = instant(Date.UTC(2026, 11, 1));
    assert.equal(blob.nextUpdateAt, promised);
    assert.equal(freshness(blob, after(promised, DAY_MS - 1), 0), 'fresh');
    assert.equal(freshness(blob, after(promised, DAY_MS), 0), 'stale');
    assert.equal(freshness(blob, after(promised, 8 * DAY_MS - 1), 7 * DAY_MS), 'fresh');
    assert.equal(freshness(blob, after(promised, 8 * DAY_MS), 7 * DAY_MS), 'stale');
  });
});

type Collected = {
  readonly roots: Readonly<Record<string, string>>;
  readonly blobs: readonly {
    readonly id: string;
    readonly file: string;
    readonly root: string;
    readonly verifyAt: string;
    readonly expect: 'accept' | 'reject';
    readonly reason: string | null;
    readonly storedNo?: number;
    readonly no: number;
    readonly entries: number;
    readonly entriesByFamily: Readonly<Record<string, number>>;
    readonly statusCounts: Readonly<Record<string, number>>;
    readonly nextUpdate: string;
    readonly alg: string;
    readonly legalHeaderPresent: boolean;
  }[];
};

/** What the collection calls each reason. */
const stepFor: Readonly<Record<string, string>> = {
  'algorithm not allowed': 'algorithm: metadata.algorithm_not_allowed',
  'no certificate': 'certificates: metadata.certificate_missing',
  'signature invalid': 'signature: metadata.signature_invalid',
  'certificate expired': 'signer: metadata.signer_expired',
  'serial number went back (rollback)': 'number: metadata.number_backwards',
};

function counted(names: Iterable<string>): Readonly<Record<string, number>> {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...groups].map(([name, list]) => [name, list.length]));
}

const index = thirdPartyFile('mds/index.json');
const collected: Collected = index === null ? { roots: {}, blobs: [] } : JSON.parse(index);

describe('third-party metadata BLOBs', () => {
  for (const given of collected.blobs) {
    test(`${given.id}: ${given.expect}${given.reason === null ? '' : ` (${given.reason})`}`, () => {
      const jwt = thirdPartyFile(given.file) ?? '';
      const anchors = pemCertificates(collected.roots[given.root] ?? '').map(toBase64url);
      const when = instant(Date.parse(given.verifyAt));
      const previous = given.storedNo === undefined ? {} : { previousNumber: given.storedNo };
      const result = verifyBlob(jwt, { anchors, at: when, ...previous });
      if (given.expect === 'reject') {
        assert.equal(verdict(result), stepFor[given.reason ?? '']);
        return;
      }
      assert.ok(result.ok, verdict(result));
      const { entries, problems, number, nextUpdate, signer, legalHeader } = result.value;
      assert.deepEqual(
        problems.filter(({ isSkipped }) => isSkipped),
        [],
      );
      assert.equal(entries.length, given.entries);
      assert.deepEqual([number, nextUpdate, signer.algorithm], [given.no, given.nextUpdate, given.alg]);
      assert.equal(legalHeader !== null, given.legalHeaderPresent);
      assert.deepEqual(counted(entries.map(({ statement }) => statement?.protocolFamily ?? '')), given.entriesByFamily);
      const statuses = entries.flatMap(({ reports }) => reports.map(({ status }) => status));
      assert.deepEqual(counted(statuses), given.statusCounts);
      const [, other = ''] = Object.entries(collected.roots).find(([name]) => name !== given.root) ?? [];
      const wrong = verifyBlob(jwt, { anchors: pemCertificates(other).map(toBase64url), at: when });
      assert.equal(verdict(wrong), 'signer: metadata.signer_untrusted');
    });
  }

  if (collected.blobs.length > 0) {
    test('the genuine one is of the host that it should be of', () => {
      const given = collected.blobs.find(({ id }) => id === 'fido-no12-2022-03-01');
      const jwt = thirdPartyFile(given?.file ?? '') ?? '';
      const anchors = pemCertificates(collected.roots['globalsign-root-r3'] ?? '').map(toBase64url);
      const when = { anchors, at: instant(Date.parse(given?.verifyAt ?? '')) };
      assert.equal(verdict(verifyBlob(jwt, { ...when, signerHosts: ['mds.fidoalliance.org'] })), 'believed');
      const other = verifyBlob(jwt, { ...when, signerHosts: ['mds3.example.org'] });
      assert.equal(verdict(other), 'signer-use: metadata.signer_unfit');
    });
  }
});
