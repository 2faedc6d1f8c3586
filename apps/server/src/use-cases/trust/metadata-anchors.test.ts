import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { pemCertificates, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { thirdPartyFile } from '../../../../../vectors/third-party.ts';
import { readMetadataHere, readMetadataInThread } from '../../adapters/document-reader.ts';
import { metadataAnchors, metadataSignerHosts } from './metadata-anchors.ts';
import { entriesOf } from './metadata-reading.ts';

describe('the roots of FIDO metadata', () => {
  const anchors = pemCertificates(metadataAnchors);

  test('are two of GlobalSign, as Mozilla has them', () => {
    const known = new Map(rootCertificates.map((pem) => [new X509Certificate(pem).fingerprint256, pem]));
    const given = anchors.map((der) => new X509Certificate(der));
    assert.deepEqual(
      given.map(({ fingerprint256 }) => fingerprint256.replaceAll(':', '').toLowerCase()),
      [
        'cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b',
        '4fa3126d8d3a11d1c4855a4f807cbad6cf919d3a5a88b03bea2c6372d93c40c9',
      ],
    );
    for (const { fingerprint256, subject } of given) assert.ok(known.has(fingerprint256), subject);
  });

  const published = thirdPartyFile('mds/fido-no12-2022-03-01.jwt');
  for (const jwt of published === null ? [] : [published]) {
    test('believe a BLOB that the FIDO Alliance published, in a thread as here', async () => {
      const settings = {
        anchors: anchors.map(toBase64url),
        signerHosts: metadataSignerHosts,
        at: instant(Date.UTC(2022, 2, 5)),
      };
      const read = await readMetadataInThread(jwt, settings);
      assert.ok(read.ok, JSON.stringify(read));
      assert.deepEqual(read, readMetadataHere(jwt, settings));
      assert.equal(read.value.number, 12);
      assert.equal(entriesOf(read.value.text)?.length, read.value.entriesTotal);
      assert.ok(read.value.icons.length > 50);
      assert.ok(read.value.text.length < jwt.length / 3);
      const refused = await readMetadataInThread(jwt, { ...settings, signerHosts: ['mds.example'] });
      assert.equal(refused.ok ? '' : refused.error.code, 'metadata.signer_unfit');
    });
  }

  test('a thread that dies is a document that cannot be read', async () => {
    const read = await readMetadataInThread(null as unknown as string, { anchors: [], at: instant(0) });
    assert.deepEqual(read.ok ? '' : read.error.code, 'trust.document_unreadable');
  });
});
