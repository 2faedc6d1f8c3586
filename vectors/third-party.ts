import { existsSync, readFileSync } from 'node:fs';

/** One ceremony of another project, with the verdict that a relying party with exactly these settings must give. */
export type ThirdPartyCase = {
  readonly id: string;
  readonly kind: 'spec' | 'captured' | 'reencoded' | 'params' | 'mutated' | 'resigned';
  readonly fmt?: string | null;
  /** Name of the credential algorithm. */
  readonly alg: string | null;
  readonly aaguid?: string | null;
  readonly rpId: string;
  readonly origins: readonly string[];
  readonly challenge: string;
  readonly response: unknown;
  readonly expect: 'accept' | 'reject';
  readonly expectTrust?: 'trusted-with-roots' | 'self' | 'none' | 'untrusted' | null;
  /** PEM, or base64 of DER. */
  readonly roots?: readonly string[] | null;
  readonly verifyAt?: string | null;
  readonly requireUV: boolean;
  readonly options: {
    readonly supportedAlgs?: readonly number[];
    readonly allowCrossOrigin?: boolean;
    readonly topOrigins?: readonly string[];
    readonly mediation?: 'conditional';
    readonly appid?: string;
    readonly storedBackupEligible?: boolean;
    readonly skipTimestampCheck?: boolean;
    readonly androidKeyRequireTee?: boolean;
    readonly allowSha1Attestation?: boolean;
  };
  readonly reason: string | null;
  readonly credentialPublicKey?: string;
  readonly credentialId?: string;
  readonly storedCounter?: number;
};

/** The settings of the relying party of a case, under the names of `verifyRegistration` and `verifyAuthentication`. */
export function settingsOf(given: ThirdPartyCase) {
  const { storedBackupEligible, supportedAlgs, allowSha1Attestation, ...options } = given.options;
  return {
    ...options,
    challenge: given.challenge,
    origins: given.origins,
    rpId: given.rpId,
    requireUserVerification: given.requireUV,
    // In the collection an absent option allows; ours leaves what is weak out unless it is asked for.
    supportedAlgs: supportedAlgs ?? ALL_ALGORITHMS,
    allowSha1Attestation: allowSha1Attestation ?? true,
  };
}

/** COSE numbers of everything that product.md and the collection know, ES256K and RS1 included. */
const ALL_ALGORITHMS = [
  -7, -35, -36, -257, -258, -259, -37, -38, -39, -8, -9, -51, -52, -19, -53, -48, -49, -50, -47, -65535,
];

/**
 * Third-party cases are read in place and never copied here. Empty, with one line that says so, where the folder is missing; a failure
 * where that must not happen.
 */
export function thirdPartyCases(name: 'registrations' | 'authentications'): readonly ThirdPartyCase[] {
  const text = thirdPartyFile(`${name}.json`);
  return text === null ? [] : JSON.parse(text);
}

/** The text of one file of the collection, or null where the folder is missing. */
export function thirdPartyFile(path: string): string | null {
  const folder = process.env['HOLDFAST_VECTORS'] ?? new URL('../../shared/vectors', import.meta.url).pathname;
  if (existsSync(folder)) return readFileSync(`${folder}/${path}`, 'utf8');
  if (process.env['CI'] === 'true')
    throw new Error('The folder of third-party cases is missing. Set HOLDFAST_VECTORS.');
  console.log(`Third-party cases are missing, so ${path} is not checked. Set HOLDFAST_VECTORS to their folder.`);
  return null;
}
