import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { assess, makeTrustData, type TrustData } from '@holdfast/trust';
import { verifyAuthentication, verifyRegistration } from '@holdfast/webauthn';
import { SettingsService, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { Fido2Lib } from 'fido2-lib';
import { AAGUID, type AssertionInput, AT, maker, ORIGIN, type RegistrationInput, RP_ID } from './inputs.ts';

/** One way to verify: throws or rejects when it refuses. */
export type Contender<Input> = { readonly name: string; readonly verify: (input: Input) => void | Promise<void> };

const expected = { origins: [ORIGIN], rpId: RP_ID, requireUserVerification: true };
const trustModels = [{ aaguid: AAGUID, name: 'Bench', kind: 'security-key', anchors: [maker.root.base64url] }] as const;
const trust = makeTrustData({ models: trustModels, digest: 'bench', at: AT });
const fido2 = new Fido2Lib({ rpId: RP_ID, rpName: 'Bench', attestation: 'direct' });
SettingsService.setRootCertificates({ identifier: 'packed', certificates: [maker.root.pem] });

export function assertionContenders(digest: string | null): readonly Contender<AssertionInput>[] {
  return [
    {
      name: 'bare: import the key, crypto.verify',
      verify: ({ spki, signed, signature }) => {
        const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
        must(verify(digest, signed, key, signature));
      },
    },
    {
      name: 'Holdfast',
      verify: ({ response, challenge, spki }) => {
        const credential = { id: response.id, publicKey: spki, signCount: 0 };
        must(verifyAuthentication(response, { ...expected, challenge }, credential).ok);
      },
    },
    {
      name: 'SimpleWebAuthn',
      verify: async ({ response, challenge, cose }) => {
        const { verified } = await verifyAuthenticationResponse({
          response: { ...response, clientExtensionResults: {} },
          expectedChallenge: challenge,
          expectedOrigin: ORIGIN,
          expectedRPID: RP_ID,
          requireUserVerification: true,
          credential: { id: response.id, publicKey: new Uint8Array(cose), counter: 0 },
        });
        must(verified);
      },
    },
    { name: 'fido2-lib', verify: fido2Assertion },
  ];
}

async function fido2Assertion({ response, challenge, spki }: AssertionInput): Promise<void> {
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString('base64')}\n-----END PUBLIC KEY-----\n`;
  const { id, response: inner } = response;
  await fido2.assertionResult(
    {
      id: bufferOf(id),
      rawId: bufferOf(id),
      response: {
        clientDataJSON: inner.clientDataJSON,
        authenticatorData: bufferOf(inner.authenticatorData),
        signature: inner.signature,
        userHandle: inner.userHandle ?? '',
      },
    },
    {
      challenge,
      origin: ORIGIN,
      factor: 'either',
      publicKey: pem,
      prevCounter: 0,
      userHandle: inner.userHandle ?? '',
    },
  );
}

export function registrationContenders(
  kind: 'none' | 'packed-self' | 'chain',
): readonly Contender<RegistrationInput>[] {
  const holdfast = (name: string, data: () => TrustData): Contender<RegistrationInput> => ({
    name,
    verify: ({ response, challenge }) => {
      const verified = verifyRegistration(response, { ...expected, challenge });
      if (!verified.ok) throw new Error(verified.error.code);
      const { attestation } = assess(verified.value.facts, data(), AT);
      must(attestation.trusted === (kind === 'chain'));
    },
  });
  const ours =
    kind === 'chain'
      ? [
          holdfast('Holdfast, chain never seen', () => makeTrustData({ models: trustModels, digest: 'bench', at: AT })),
          holdfast('Holdfast, chain seen before', () => trust),
        ]
      : [holdfast('Holdfast', () => trust)];
  return [
    ...ours,
    {
      name: 'SimpleWebAuthn',
      verify: async ({ response, challenge }) => {
        const { verified } = await verifyRegistrationResponse({
          response: {
            ...response,
            response: { ...response.response, transports: ['usb'] },
            clientExtensionResults: {},
          },
          expectedChallenge: challenge,
          expectedOrigin: ORIGIN,
          expectedRPID: RP_ID,
          requireUserVerification: true,
        });
        must(verified);
      },
    },
    {
      name: 'fido2-lib',
      verify: async ({ response, challenge }) => {
        const { clientDataJSON, attestationObject } = response.response;
        const request = {
          id: bufferOf(response.id),
          rawId: bufferOf(response.id),
          response: { clientDataJSON, attestationObject },
        };
        await fido2.attestationResult(request, { challenge, origin: ORIGIN, factor: 'either' });
      },
    },
  ];
}

export type SelfInput = { readonly spki: Uint8Array; readonly signed: Uint8Array; readonly signature: Uint8Array };

export function bareSelf({ spki, signed, signature }: SelfInput): void {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  must(verify('sha256', signed, key, signature));
}

/** What parsing and verifying two certificates and the statement's signature costs, and nothing else. */
export type ChainInput = {
  readonly leaf: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
};

const root = new X509Certificate(Buffer.from(maker.root.der));
const rootKey = root.publicKey;

export function bareChain({ leaf, intermediate, signed, signature }: ChainInput): void {
  const certificate = new X509Certificate(leaf);
  const issuer = new X509Certificate(intermediate);
  must(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  must(issuer.checkIssued(root) && issuer.verify(rootKey));
  must(verify('sha256', signed, certificate.publicKey, signature));
}

function bufferOf(text: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

function must(holds: boolean): void {
  if (!holds) throw new Error('refused');
}
