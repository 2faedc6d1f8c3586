import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, seededRandom } from '@holdfast/emulator';
import { instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { concatBytes } from './bytes.ts';
import { isSignedBy, parseCertificate, pemCertificates } from './certificate.ts';
import { encodingErrors } from './errors.ts';

const aaguid = '11111111-2222-3333-4444-555555555555';
const at = instant(Date.UTC(2026, 10, 20));
const maker = createMaker({
  name: 'Acme',
  aaguids: [aaguid],
  random: seededRandom('certificate'),
  at,
  rootPathLength: 1,
});
const leafOf = (...faults: NonNullable<Parameters<typeof maker.issue>[1]>['faults'] & {}) =>
  maker.issue(aaguid, { faults }).chain[0] ?? assert.fail();
const read = (der: Uint8Array) => {
  const parsed = parseCertificate(der);
  return parsed.ok ? parsed.value : assert.fail(JSON.stringify(parsed.error));
};

describe('certificates (RFC 5280 §4.1)', () => {
  test('a leaf says what its maker wrote', () => {
    const leaf = read(leafOf());
    assert.equal(leaf.version, 3);
    const { attributes, ...named } = leaf.subject;
    assert.deepEqual(
      attributes.map(({ type, rdn }) => [type, rdn]),
      [
        ['2.5.4.6', 0],
        ['2.5.4.10', 1],
        ['2.5.4.11', 2],
        ['2.5.4.3', 3],
      ],
    );
    assert.equal(leaf.subjectText, 'C=SE, O=Acme, OU=Authenticator Attestation, CN=Acme Authenticator');
    assert.deepEqual(named, {
      country: ['SE'],
      organization: ['Acme'],
      organizationalUnit: ['Authenticator Attestation'],
      commonName: ['Acme Authenticator'],
    });
    assert.deepEqual(leaf.basicConstraints, { ca: false, pathLength: null });
    assert.deepEqual(leaf.keyUsage, { digitalSignature: true, keyCertSign: false });
    assert.equal(leaf.notBefore, at - 86_400_000);
    assert.equal(leaf.notAfter, at + 3650 * 86_400_000);
    const extension = leaf.extensions.get('1.3.6.1.4.1.45724.1.1.4');
    assert.equal(extension?.critical, false);
    assert.equal(Buffer.from(extension?.value ?? []).toString('hex'), `0410${aaguid.replaceAll('-', '')}`);
  });

  test('a root is an authority with its path length', () => {
    const root = read(maker.root.der);
    assert.deepEqual(root.basicConstraints, { ca: true, pathLength: 1 });
    assert.deepEqual(root.keyUsage, { digitalSignature: false, keyCertSign: true });
    assert.deepEqual(root.subjectName, root.issuerName);
  });

  test('an authority that writes TRUE as 1, as some makers of keys did, is one all the same', () => {
    const written = Buffer.from(maker.root.der);
    // basicConstraints: SEQUENCE { BOOLEAN TRUE, INTEGER 1 }
    const place = written.indexOf(Buffer.from('30060101ff020101', 'hex'));
    assert.ok(place > 0);
    written[place + 4] = 1;
    assert.deepEqual(read(new Uint8Array(written)).basicConstraints, { ca: true, pathLength: 1 });
  });

  test('version and criticality are read', () => {
    assert.equal(read(leafOf('version-1-leaf')).version, 1);
    const critical = read(leafOf('aaguid-extension-critical')).extensions.get('1.3.6.1.4.1.45724.1.1.4');
    assert.equal(critical?.critical, true);
  });

  test('only the issuer signed', () => {
    const leaf = read(leafOf());
    const root = read(maker.root.der);
    assert.deepEqual(leaf.issuerName, root.subjectName);
    assert.ok(isSignedBy(leaf, root.publicKey));
    assert.ok(isSignedBy(root, root.publicKey));
    assert.equal(isSignedBy(leaf, leaf.publicKey), false);
    const other = createMaker({ name: 'Acme', aaguids: [aaguid], random: seededRandom('other'), at });
    assert.equal(isSignedBy(leaf, read(other.root.der).publicKey), false);
  });

  test('PEM is read from files and refused from the wire', () => {
    const [first, second, ...rest] = pemCertificates(`${maker.root.pem}\nnoise\n${maker.root.pem}`);
    assert.equal(rest.length, 0);
    assert.deepEqual(first, maker.root.der);
    assert.deepEqual(second, maker.root.der);
    assert.equal(parseCertificate(new TextEncoder().encode(maker.root.pem)).ok, false);
  });

  test('refuses a byte after the certificate, none at all, and too many', () => {
    for (const der of [concatBytes(maker.root.der, Uint8Array.of(0)), new Uint8Array(), new Uint8Array(20_000)]) {
      const parsed = parseCertificate(der);
      assert.equal(parsed.ok ? 'accepted' : parsed.error.code, 'encoding.certificate_malformed');
    }
  });

  test('damaged certificates never throw', () => {
    const leaf = leafOf();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (position, byte) => {
        const bytes = leaf.slice();
        bytes[position % bytes.length] = byte;
        const parsed = parseCertificate(bytes);
        if (parsed.ok) isSignedBy(parsed.value, parsed.value.publicKey);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the catalogue', () => {
  test('answers everything that cannot be read with 400', () => {
    for (const [code, { status }] of Object.entries(encodingErrors)) assert.equal(status, 400, code);
  });
});
