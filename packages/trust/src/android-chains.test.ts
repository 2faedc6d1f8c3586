import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import { type AndroidKeyDescription, parseKeyDescription } from '@holdfast/webauthn';
import { thirdPartyFile } from '../../../vectors/third-party.ts';
import { androidRevocations, parseAndroidStatusList } from './android-status-list.ts';
import { verifyChain } from './verify-chain.ts';

type Authorizations = {
  readonly purposes?: readonly string[];
  readonly origin?: string;
  readonly keySize?: string;
  readonly osVersion?: string;
  readonly osPatchLevel?: string;
  readonly vendorPatchLevel?: string;
  readonly bootPatchLevel?: string;
  readonly noAuthRequired?: boolean;
  readonly userAuthType?: string;
  readonly rootOfTrust?: {
    readonly verifiedBootKey: string;
    readonly deviceLocked: boolean;
    readonly verifiedBootState: string;
    readonly verifiedBootHash?: string;
  };
  readonly attestationApplicationId?: {
    readonly packages: readonly { readonly name: string }[];
    readonly signatures: readonly string[];
  };
};
type Chain = {
  readonly id: string;
  readonly chain: readonly string[];
  readonly verifyAt: string | null;
  readonly serials: readonly string[];
  readonly expect: {
    readonly trust: 'hardware' | 'software' | 'test';
    readonly attestationVersion?: number;
    readonly attestationSecurityLevel?: string;
    readonly keymasterVersion?: number;
    readonly keymasterSecurityLevel?: string;
    readonly attestationChallenge?: string;
    readonly allApplications: boolean;
    readonly softwareEnforced: Authorizations;
    readonly hardwareEnforced: Authorizations;
  };
};
type Rejected = Omit<Chain, 'expect'> & {
  readonly reason: string;
  readonly statusList?: unknown;
  readonly policy?: { readonly minimumSecurityLevel: string };
};
type Collection = {
  readonly roots: Readonly<Record<'googleHardware' | 'aospSoftware', readonly string[]>>;
  readonly chains: readonly Chain[];
  readonly rejects: readonly Rejected[];
  readonly statusLists: readonly { readonly json: { readonly entries: Readonly<Record<string, unknown>> } }[];
};

/** Chains that are refused here, against the collection. */
const exceptions: ReadonlyMap<string, RegExp> = new Map([
  // The public software root and the authority below it have RSA keys of 1024 bits; nobody may trust them anyway.
  ['ak-marlin-29-tee-rsa-none', /RSA key of fewer than 2048 bits/],
  // A made-up sample whose leaf names another issuer than the one that signed it: RFC 5280 §6.1.3 (a)(4).
  ['ak-google-ec-strongbox', /did not sign/],
]);

const text = thirdPartyFile('android-key.json');
const collection: Collection | null = text === null ? null : JSON.parse(text);
const dersOf = ({ chain }: Pick<Chain, 'chain'>) => chain.flatMap((pem) => [...pemCertificates(pem)]);
const rootsOf = (name: keyof Collection['roots']) =>
  (collection?.roots[name] ?? []).flatMap((pem) => pemCertificates(pem).map(toBase64url));
const momentOf = ({ verifyAt }: Pick<Chain, 'verifyAt'>): Instant =>
  instant(Date.parse(verifyAt ?? '2026-01-01T00:00:00Z'));
const certificateOf = (der: Uint8Array) => {
  const parsed = parseCertificate(der);
  return parsed.ok ? parsed.value : assert.fail(JSON.stringify(parsed.error));
};
const judge = (given: Pick<Chain, 'chain' | 'verifyAt'>, anchors: readonly string[]) =>
  verifyChain(dersOf(given).map(toBase64url), anchors, momentOf(given));

function descriptionOf(given: Pick<Chain, 'chain'>): AndroidKeyDescription | null {
  const [leaf = assert.fail()] = dersOf(given);
  const extension = certificateOf(leaf).extensions.get('1.3.6.1.4.1.11129.2.1.17');
  const parsed = extension === undefined ? null : parseKeyDescription(extension.value);
  return parsed?.ok === true ? parsed.value : null;
}

const levels: Readonly<Record<string, string>> = {
  Software: 'software',
  TrustedEnvironment: 'tee',
  StrongBox: 'strongbox',
};
const states: Readonly<Record<string, string>> = {
  Verified: 'verified',
  SelfSigned: 'self-signed',
  Unverified: 'unverified',
};
const numberOf = (digits: string | undefined) => (digits === undefined ? null : Number(digits));
const toUrl = (base64: string) => Buffer.from(base64, 'base64').toString('base64url');

/** What facts keep of an authorization list of the collection. */
function expectedList(list: Authorizations): object {
  const { rootOfTrust: root, attestationApplicationId: application } = list;
  return {
    purposes: (list.purposes ?? []).map(Number),
    keySize: numberOf(list.keySize),
    origin: list.origin?.toLowerCase() ?? null,
    noAuthRequired: list.noAuthRequired ?? false,
    userAuthType: numberOf(list.userAuthType),
    rootOfTrust:
      root === undefined
        ? null
        : {
            verifiedBootKey: toUrl(root.verifiedBootKey),
            deviceLocked: root.deviceLocked,
            verifiedBootState: states[root.verifiedBootState],
            verifiedBootHash: root.verifiedBootHash === undefined ? null : toUrl(root.verifiedBootHash),
          },
    osVersion: numberOf(list.osVersion),
    osPatchLevel: numberOf(list.osPatchLevel),
    vendorPatchLevel: numberOf(list.vendorPatchLevel),
    bootPatchLevel: numberOf(list.bootPatchLevel),
    applicationId:
      application === undefined
        ? null
        : {
            packages: application.packages.map(({ name }) => name).sort(),
            signatureDigests: application.signatures.map(toUrl).sort(),
          },
  };
}

describe('Android key attestation chains', () => {
  for (const given of collection?.chains ?? []) {
    const { trust } = given.expect;
    const exception = exceptions.get(given.id);
    test(`${given.id}: the chain is ${exception === undefined ? trust : 'refused, an exception'}`, () => {
      const own = [dersOf(given).at(-1) ?? assert.fail()].map(toBase64url);
      const anchors = { hardware: rootsOf('googleHardware'), software: rootsOf('aospSoftware'), test: own }[trust];
      const judged = judge(given, anchors);
      if (exception === undefined) assert.ok(judged.ok, JSON.stringify(judged));
      else assert.match(judged.ok ? 'accepted' : judged.error.join(' '), exception);
      if (trust !== 'hardware') assert.equal(judge(given, rootsOf('googleHardware')).ok, false);
    });
    test(`${given.id}: serial numbers and key description are read`, () => {
      assert.deepEqual(
        dersOf(given).map((der) => certificateOf(der).serial),
        given.serials,
      );
      const description = descriptionOf(given);
      const { expect } = given;
      if (expect.attestationVersion === undefined) return assert.equal(description, null);
      assert.ok(description !== null);
      const { details } = description;
      assert.equal(details.attestationVersion, expect.attestationVersion);
      assert.equal(details.attestationSecurityLevel, levels[expect.attestationSecurityLevel ?? '']);
      assert.equal(details.keymasterVersion, expect.keymasterVersion);
      assert.equal(details.keymasterSecurityLevel, levels[expect.keymasterSecurityLevel ?? '']);
      assert.equal(description.allApplications, expect.allApplications);
      assert.equal(toBase64url(description.challenge), expect.attestationChallenge);
      const { algorithm: _software, ...software } = details.softwareEnforced;
      const { algorithm: _hardware, ...hardware } = details.hardwareEnforced;
      assert.deepEqual(software, expectedList(expect.softwareEnforced));
      assert.deepEqual(hardware, expectedList(expect.hardwareEnforced));
    });
  }

  for (const given of collection?.rejects ?? []) {
    test(`${given.id}: refused (${given.reason})`, () => {
      const judged = judge(given, rootsOf('googleHardware'));
      if (given.policy !== undefined) {
        // A matter of policy: the chain holds, and the facts say what the policy needs to know.
        assert.ok(judged.ok);
        assert.equal(descriptionOf(given)?.details.attestationSecurityLevel, 'tee');
      } else if (given.statusList !== undefined) {
        assert.ok(judged.ok);
        const list = parseAndroidStatusList(given.statusList);
        assert.ok(list.ok);
        assert.match(JSON.stringify(androidRevocations(judged.value.path, list.value)), /REVOKED \(KEY_COMPROMISE\)/);
      } else {
        assert.equal(judged.ok, false);
      }
    });
  }

  for (const { json } of collection?.statusLists ?? []) {
    test('the sample of a status list is read whole', () => {
      const list = parseAndroidStatusList(json);
      assert.ok(list.ok, JSON.stringify(list));
      assert.equal(list.value.size, Object.keys(json.entries).length);
      assert.equal(list.value.get('cc66e9a93713b6e643b26c15879786f7')?.status, 'SUSPENDED');
    });
  }
});

describe('the status list of Android', () => {
  for (const [what, content, mistakes] of [
    ['nothing', null, 1],
    ['no entries', {}, 1],
    ['entries that are a list', { entries: [] }, 1],
    ['a serial number in capitals', { entries: { AB: { status: 'REVOKED' } } }, 1],
    ['a serial number with a leading zero', { entries: { '0a': { status: 'REVOKED' } } }, 1],
    ['a status that nobody knows, and an entry that is text', { entries: { a: { status: 'LOST' }, b: 'REVOKED' } }, 2],
  ] as const) {
    test(`refuses ${what}`, () => {
      const list = parseAndroidStatusList(content);
      assert.equal(list.ok ? 0 : list.error.length, mistakes);
    });
  }
});
