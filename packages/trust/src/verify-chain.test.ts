import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMaker, type MakerOptions, seededRandom } from '@holdfast/emulator';
import { toBase64url } from '@holdfast/encoding';
import { after, DAY_MS, instant } from '@holdfast/kernel';
import fc from 'fast-check';
import { verifyChain } from './verify-chain.ts';

const at = instant(Date.UTC(2026, 10, 20));
const aaguid = '11111111-2222-3333-4444-555555555555';
const make = (seed: string, options: Partial<MakerOptions> = {}) =>
  createMaker({ name: 'Acme', aaguids: [aaguid], random: seededRandom(seed), at, ...options });
const chainOf = (maker: ReturnType<typeof make>) => maker.issue(aaguid).chain.map(toBase64url);

const direct = make('direct');
const tall = make('tall', { intermediate: true });
const other = make('other', { intermediate: true });
const tallChain = chainOf(tall);
const [leaf = '', intermediate = ''] = tallChain;
const reasonsOf = (result: ReturnType<typeof verifyChain>) => (result.ok ? 'anchored' : result.error.join(' '));

describe('certificate chains (RFC 5280 §6.1)', () => {
  for (const [what, chain, anchors] of [
    ['a leaf below its root', chainOf(direct), [direct.root.base64url]],
    ['a leaf below an intermediate below its root', tallChain, [tall.root.base64url]],
    ['an intermediate for an anchor', tallChain, [tall.issuer.base64url]],
    ['an intermediate for an anchor that did not come along', [leaf], [tall.issuer.base64url]],
    ['the leaf itself for an anchor', [leaf], [leaf]],
    ['a root on the wire beside the trusted one', [...tallChain, tall.root.base64url], [tall.root.base64url]],
    [
      'intermediates in any order, and strangers among them',
      [leaf, other.issuer.base64url, intermediate],
      [tall.root.base64url],
    ],
    ['several anchors of one name, one of them right', tallChain, [other.root.base64url, tall.root.base64url]],
    [
      'a root that allows one intermediate',
      chainOf(make('one', { intermediate: true, rootPathLength: 1 })),
      [make('one', { intermediate: true, rootPathLength: 1 }).root.base64url],
    ],
  ] as const) {
    test(`accepts ${what}`, () => {
      assert.equal(reasonsOf(verifyChain(chain, anchors, at)), 'anchored');
    });
  }

  const short = make('short', { intermediate: true, rootPathLength: 0 });
  const asAuthority = direct.issue(aaguid).chain.map(toBase64url);
  for (const [what, chain, anchors, when, reason] of [
    ['an empty chain', [], [tall.root.base64url], at, /The chain is empty/],
    ['no anchors', tallChain, [], at, /no anchor/],
    [
      'a root on the wire that nobody trusts',
      [...tallChain, tall.root.base64url],
      [direct.root.base64url],
      at,
      /Nobody trusted issued/,
    ],
    ['a forged maker of the same name', tallChain, [other.root.base64url], at, /did not sign/],
    ['a missing intermediate', [leaf], [tall.root.base64url], at, /Nobody trusted issued "C=SE/],
    ['a chain that is not valid yet', tallChain, [tall.root.base64url], after(at, -2 * DAY_MS), /not valid before/],
    ['a chain that has ended', tallChain, [tall.root.base64url], after(at, 4000 * DAY_MS), /was valid until/],
    ['a leaf that is trusted and has ended', [leaf], [leaf], after(at, 4000 * DAY_MS), /was valid until/],
    ['more intermediates than the root allows', chainOf(short), [short.root.base64url], at, /allows 0 intermediate/],
    ['a leaf for an authority', [leaf, ...asAuthority], asAuthority, at, /Nobody trusted issued/],
    [
      'something that is no certificate',
      ['AAAA'],
      [tall.root.base64url],
      at,
      /Certificate 1 of the chain cannot be read/,
    ],
    ['something that is not base64url', [leaf, '!'], [tall.root.base64url], at, /Certificate 2 of the chain/],
    ['an anchor that is no certificate', tallChain, ['AAAA'], at, /Certificate 1 of the anchors/],
  ] as const) {
    test(`refuses ${what}`, () => {
      assert.match(reasonsOf(verifyChain(chain, anchors, when)), reason);
    });
  }

  for (const [fault, reason] of [
    ['no-authority', /"O=Acme, CN=Acme Attestation Issuer" is not a certification authority/],
    ['no-certificate-signing', /"O=Acme, CN=Acme Attestation Issuer" may not sign certificates/],
    ['version-1', /is of version 1 and not a root/],
    ['unknown-critical-extension', /critical extension 2\.999\.1, which is not understood/],
  ] as const) {
    test(`refuses an intermediate with ${fault}, below its root and as an anchor`, () => {
      const maker = make(fault, { intermediate: true, intermediateFault: fault });
      assert.match(reasonsOf(verifyChain(chainOf(maker), [maker.root.base64url], at)), reason);
      assert.match(reasonsOf(verifyChain(chainOf(maker), [maker.issuer.base64url], at)), reason);
    });
  }

  test('an anchor that cannot be read leads nowhere, and takes nothing from the others', () => {
    assert.match(
      reasonsOf(verifyChain(tallChain, ['AAAA'], at)),
      /Certificate 1 of the anchors cannot be read.*no anchor/,
    );
    const root = toBase64url(tall.root.der);
    assert.equal(verifyChain(tallChain, ['AAAA', root, 'AAAA'], at).ok, true);
    assert.equal(verifyChain(tallChain, ['AAAA', toBase64url(other.root.der)], at).ok, false);
  });

  test('names must chain, not only keys', () => {
    const maker = make('other name', { intermediate: true, intermediateFault: 'other-name' });
    assert.match(reasonsOf(verifyChain(chainOf(maker), [maker.root.base64url], at)), /Nobody trusted issued "C=SE/);
    assert.match(reasonsOf(verifyChain(chainOf(maker), [maker.issuer.base64url], at)), /Nobody trusted issued "C=SE/);
  });

  test('a chain that asks for too many signature checks is given up', () => {
    const strangers = Array.from({ length: 40 }, (_, index) => make(`stranger ${index}`).root.base64url);
    const result = verifyChain(chainOf(direct), [...strangers, direct.root.base64url], at);
    assert.match(reasonsOf(result), /More than 32 signatures/);
  });

  test('only the trusted root decides, whatever else is in the chain', () => {
    const material = [
      intermediate,
      tall.root.base64url,
      other.issuer.base64url,
      other.root.base64url,
      direct.root.base64url,
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(material),
        fc.subarray([tall.root.base64url, other.root.base64url, direct.root.base64url]),
        (rest, anchors) => {
          const reaches = anchors.includes(tall.root.base64url) && rest.includes(intermediate);
          assert.equal(verifyChain([leaf, ...rest], anchors, at).ok, reaches);
        },
      ),
      { numRuns: 60 },
    );
  });
});
