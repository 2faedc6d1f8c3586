import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  basicConstraints,
  type CertificateDraft,
  createSigningKey,
  extension,
  keyUsage,
  type SigningKey,
  seededRandom,
  writeCertificate,
} from '@holdfast/emulator';
import { derItem, derObjectIdentifier, derSequence, derTags, parseCertificate, toBase64url } from '@holdfast/encoding';
import { after, DAY_MS, instant } from '@holdfast/kernel';
import { createChainMemo } from './chain-memo.ts';
import { verifyChain } from './verify-chain.ts';

const at = instant(Date.UTC(2026, 10, 20));
const random = seededRandom('hostile chains');
const authority = [basicConstraints(true), keyUsage('certificates')];
const leafExtensions = [basicConstraints(false), keyUsage('signatures')];

type Draft = Partial<CertificateDraft> & { readonly name: string; readonly issuedBy?: string };

/** One certificate of a made-up hierarchy, base64url. */
function certificate(subjectKey: SigningKey, issuerKey: SigningKey, draft: Draft): string {
  const { name, issuedBy = 'Root', ...rest } = draft;
  const fields: CertificateDraft = {
    version: 3,
    serial: random(8),
    issuer: { commonName: issuedBy },
    subject: { commonName: name },
    notBefore: after(at, -DAY_MS),
    notAfter: after(at, DAY_MS),
    spki: subjectKey.spki,
    extensions: authority,
    ...rest,
  };
  return toBase64url(writeCertificate(fields, issuerKey));
}

const key = () => createSigningKey('ES256', random);
const [rootKey, middleKey, leafKey] = [key(), key(), key()];
const root = certificate(rootKey, rootKey, { name: 'Root' });
const middle = certificate(middleKey, rootKey, { name: 'Middle' });
const leaf = certificate(leafKey, middleKey, { name: 'Leaf', issuedBy: 'Middle', extensions: leafExtensions });
const judge = (chain: readonly string[], anchors: readonly string[]) => {
  const judged = verifyChain(chain, anchors, at);
  assert.deepEqual(verifyChain(chain, anchors, at, createChainMemo()), judged);
  return judged.ok ? 'anchored' : judged.error.join(' ');
};

describe('hostile chains', () => {
  test('the hierarchy as such holds', () => {
    assert.equal(judge([leaf, middle], [root]), 'anchored');
  });

  test('two authorities that certify each other are a loop that ends', () => {
    const [a, b] = [key(), key()];
    const ab = certificate(a, b, { name: 'A', issuedBy: 'B' });
    const ba = certificate(b, a, { name: 'B', issuedBy: 'A' });
    const under = certificate(leafKey, a, { name: 'Leaf', issuedBy: 'A', extensions: leafExtensions });
    assert.match(judge([under, ab, ba, ab, ba], [root]), /Nobody trusted issued/);
  });

  test('seven authorities that certify each other all ways give up early', () => {
    const keys = Array.from({ length: 7 }, key);
    const crossed = keys.flatMap((subject, index) =>
      keys.map((issuer, other) => certificate(subject, issuer, { name: `A${index}`, issuedBy: `A${other}` })),
    );
    const [first = assert.fail()] = keys;
    const under = certificate(leafKey, first, { name: 'Leaf', issuedBy: 'A0', extensions: leafExtensions });
    assert.match(judge([under, ...crossed], [root]), /More than 32 signatures/);
  });

  test('several anchors of one name and one key: the one that is valid counts', () => {
    const ended = certificate(rootKey, rootKey, { name: 'Root', notAfter: after(at, -1) });
    assert.match(judge([leaf, middle], [ended]), /was valid until/);
    assert.equal(judge([leaf, middle], [ended, root]), 'anchored');
    assert.equal(judge([leaf, middle, ended], [root]), 'anchored');
  });

  test('a certificate that an authority issued to itself does not count for the path length', () => {
    const short = certificate(rootKey, rootKey, { name: 'Root', extensions: [basicConstraints(true, 0)] });
    const newRootKey = key();
    const rollover = certificate(newRootKey, rootKey, { name: 'Root' });
    const under = certificate(leafKey, newRootKey, { name: 'Leaf', extensions: leafExtensions });
    assert.equal(judge([under, rollover], [short]), 'anchored');
    assert.match(judge([leaf, middle], [short]), /allows 0 intermediate/);
  });

  test('the path length of an intermediate counts too', () => {
    const lowKey = key();
    const narrow = certificate(middleKey, rootKey, { name: 'Middle', extensions: [basicConstraints(true, 0)] });
    const low = certificate(lowKey, middleKey, { name: 'Low', issuedBy: 'Middle' });
    const under = certificate(leafKey, lowKey, { name: 'Leaf', issuedBy: 'Low', extensions: leafExtensions });
    assert.match(judge([under, low, narrow], [root]), /"CN=Middle" allows 0 intermediate/);
    assert.equal(judge([under, low, middle], [root]), 'anchored');
  });

  test('constraints that are critical and not understood stop the path: names, policies', () => {
    for (const oid of ['2.5.29.30', '2.5.29.36', '2.5.29.54']) {
      const narrow = certificate(middleKey, rootKey, {
        name: 'Middle',
        extensions: [...authority, extension(oid, true, Uint8Array.of(0x30, 0))],
      });
      assert.match(judge([leaf, narrow], [root]), new RegExp(`critical extension ${oid.replaceAll('.', '\\.')}`));
    }
  });

  test('a key of another type than the signature is no issuer', () => {
    const edKey = createSigningKey('EdDSA', random);
    const other = certificate(edKey, rootKey, { name: 'Middle' });
    assert.match(judge([leaf, other], [root]), /did not sign/);
  });

  test('an RSA authority of 1024 bits is none', () => {
    const weak = weakAuthority();
    assert.match(judge([leaf, weak], [root]), /fewer than 2048 bits/);
  });

  test('thousands of names are read once, shown in part, and forge nothing', () => {
    const attribute = derItem(
      derTags.set,
      derSequence(derObjectIdentifier('2.5.4.3'), derItem(derTags.utf8String, Uint8Array.of(0x41))),
    );
    const subject = derSequence(...Array.from({ length: 1200 }, () => attribute));
    const crowd = certificate(middleKey, rootKey, { name: '', subject });
    const parsed = parseCertificate(new Uint8Array(Buffer.from(crowd, 'base64url')));
    assert.ok(parsed.ok);
    assert.equal(parsed.value.subject.commonName.length, 1200);
    assert.ok(parsed.value.subjectText.length < 300);
    assert.match(judge([leaf, crowd], [root]), /Nobody trusted issued/);
  });

  test('a name with line breaks and bells in it is shown without them', () => {
    const bell = certificate(middleKey, rootKey, { name: 'a\n"is trusted"\u0007\u202e' });
    const parsed = parseCertificate(new Uint8Array(Buffer.from(bell, 'base64url')));
    assert.equal(parsed.ok ? parsed.value.subjectText : '', 'CN=a\\u{a}"is trusted"\\u{7}\\u{202e}');
  });

  test('absurd dates are malformed, far ones are dates', () => {
    const text = (digits: string) => new TextEncoder().encode(digits);
    const der = Buffer.from(leaf, 'base64url');
    const [from, to] = [der.indexOf('261119'), der.indexOf('261121')];
    for (const [digits, reads] of [
      ['991231235959', true],
      ['240229000000', true],
      ['250229000000', false],
      ['261301000000', false],
      ['260001000000', false],
      ['261100000000', false],
      ['261131000000', false],
      ['261120240000', false],
      ['261120006000', false],
      ['261120000060', false],
      ['26112000000A', false],
    ] as const) {
      for (const position of [from, to]) {
        const changed = Uint8Array.from(der);
        changed.set(text(digits), position);
        assert.equal(parseCertificate(changed).ok, reads, digits);
      }
    }
    const forever = certificate(leafKey, rootKey, {
      name: 'Leaf',
      notAfter: instant(Date.UTC(9999, 11, 31, 23, 59, 59)),
    });
    assert.equal(judge([forever], [root]), 'anchored');
  });

  test('what was remembered of other chains changes no answer', () => {
    const memo = createChainMemo();
    assert.ok(verifyChain([leaf, middle], [root], at, memo).ok);
    assert.equal(verifyChain([leaf, middle], [root], after(at, 3 * DAY_MS), memo).ok, false);
    assert.equal(verifyChain([leaf, middle], [], at, memo).ok, false);
    assert.equal(verifyChain([leaf], [root], at, memo).ok, false);
    for (let index = 0; index < 1100; index += 1) memo.certificate(`${index}`);
    assert.ok(verifyChain([leaf, middle], [root], at, memo).ok);
  });
});

/** Written by hand: the emulator makes no keys as short as this. */
function weakAuthority(): string {
  const identifier = derSequence(derObjectIdentifier('1.2.840.113549.1.1.1'), Uint8Array.of(5, 0));
  const modulus = derItem(derTags.integer, Uint8Array.of(0), random(128).fill(0xc5, 0, 1).fill(1, 127, 128));
  const numbers = derSequence(modulus, derItem(derTags.integer, Uint8Array.of(1, 0, 1)));
  const spki = derSequence(identifier, derItem(derTags.bitString, Uint8Array.of(0), numbers));
  return certificate({ ...middleKey, spki }, rootKey, { name: 'Middle' });
}
