import { err, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import { algorithmNumbers } from './algorithms.ts';
import { allowedTypesOf } from './effective-policy.ts';
import type { CredentialType, EffectivePolicy, UserVerification } from './model.ts';

type Attachment = 'platform' | 'cross-platform';
/** WebAuthn L3 §5.8.7 `PublicKeyCredentialHint`. */
export type Hint = 'security-key' | 'client-device' | 'hybrid';

/** WebAuthn L3 §5.8.3 `PublicKeyCredentialDescriptorJSON`; ids are base64url. */
export type DescriptorJSON = {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports?: readonly string[];
};
export type Described = { readonly id: string; readonly transports?: readonly string[] };

/** WebAuthn L3 §5.1.8 `PublicKeyCredentialCreationOptionsJSON`, as far as a policy has a word in it. */
export type CreationOptionsJSON = {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly DescriptorJSON[];
  readonly authenticatorSelection: {
    readonly authenticatorAttachment?: Attachment;
    readonly residentKey: 'required';
    readonly requireResidentKey: true;
    readonly userVerification: UserVerification;
  };
  readonly hints: readonly Hint[];
  readonly attestation: 'none' | 'direct';
  readonly extensions: { readonly credProps: true; readonly cmtgKey?: true };
};

/** WebAuthn L3 §5.1.9 `PublicKeyCredentialRequestOptionsJSON`, as far as a policy has a word in it. */
export type RequestOptionsJSON = {
  readonly challenge: string;
  readonly timeout: number;
  readonly rpId: string;
  readonly allowCredentials: readonly DescriptorJSON[];
  readonly userVerification: UserVerification;
  readonly hints: readonly Hint[];
  readonly extensions?: { readonly cmtgKey: true };
};

export type CreationInput = {
  readonly rp: { readonly id: string; readonly name: string };
  /** `id`: base64url of the user handle. */
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  /** base64url. */
  readonly challenge: string;
  readonly timeoutMs: number;
  /** What the person has and may not enrol twice. Leave revoked ones out, so that their device can enrol again. */
  readonly exclude: readonly Described[];
};

/**
 * Options for creating a passkey that this policy can accept. Refused where it can accept none: an empty list of
 * algorithms would mean the client's own default (WebAuthn L3 §5.1.3 step 10).
 */
export function creationOptions(
  effective: EffectivePolicy,
  { rp, user, challenge, timeoutMs, exclude }: CreationInput,
): Result<CreationOptionsJSON, Refusal<'policy.no_passkey_allowed'>> {
  const types = allowedTypesOf(effective);
  const { algorithms, populations, userVerification } = effective;
  if (types.length === 0 || algorithms.length === 0) {
    return err(refuse('policy.no_passkey_allowed', { populations, types, algorithms }));
  }
  const attachment = attachmentFor(types);
  return ok({
    rp,
    user,
    challenge,
    pubKeyCredParams: algorithms.map((name) => ({ type: 'public-key', alg: algorithmNumbers[name][0] })),
    timeout: timeoutMs,
    excludeCredentials: exclude.map(descriptor),
    authenticatorSelection: {
      ...(attachment !== undefined && { authenticatorAttachment: attachment }),
      residentKey: 'required',
      requireResidentKey: true,
      userVerification,
    },
    hints: hintsFor(types),
    attestation: effective.attestationAsked ? 'direct' : 'none',
    extensions: { credProps: true, ...(effective.trustGroupKeyAsked && { cmtgKey: true }) },
  });
}

export type RequestInput = {
  readonly rpId: string;
  /** base64url. */
  readonly challenge: string;
  readonly timeoutMs: number;
  /** Empty: usernameless, the person picks a passkey. */
  readonly allow: readonly Described[];
  /** Whether somebody who may turn up may use a synced passkey: see `asksTrustGroupKey`. */
  readonly trustGroupKeyAsked?: boolean;
};

/**
 * Options for signing in. `null`: nobody was named yet, so that no policy is known; user verification is then required,
 * because it cannot be made up for when a person turns up who needs it.
 */
export function requestOptions(
  effective: EffectivePolicy | null,
  { rpId, challenge, timeoutMs, allow, trustGroupKeyAsked = effective?.trustGroupKeyAsked ?? false }: RequestInput,
): RequestOptionsJSON {
  return {
    challenge,
    timeout: timeoutMs,
    rpId,
    allowCredentials: allow.map(descriptor),
    userVerification: effective?.userVerification ?? 'required',
    hints: effective === null ? [] : hintsFor(allowedTypesOf(effective)),
    ...(trustGroupKeyAsked && { extensions: { cmtgKey: true } }),
  };
}

function descriptor({ id, transports }: Described): DescriptorJSON {
  return { type: 'public-key', id, ...(transports !== undefined && transports.length > 0 && { transports }) };
}

/** Where a passkey of each type can come from, seen from the browser. */
const sources: Readonly<Record<CredentialType, { attachments: readonly Attachment[]; hints: readonly Hint[] }>> = {
  synced_passkey: { attachments: ['platform', 'cross-platform'], hints: ['client-device', 'hybrid'] },
  platform_authenticator: { attachments: ['platform'], hints: ['client-device'] },
  security_key: { attachments: ['cross-platform'], hints: ['security-key'] },
  mobile_bound: { attachments: ['platform', 'cross-platform'], hints: ['hybrid'] },
  managed_device: { attachments: ['platform'], hints: ['client-device'] },
};

/** Only where one kind is left: naming one when both are allowed would hide the other. */
function attachmentFor(types: readonly CredentialType[]): Attachment | undefined {
  const [only, second] = new Set(types.flatMap((type) => sources[type].attachments));
  return second === undefined ? only : undefined;
}

/** In the order of the policy. None where synced passkeys are allowed: then the person's own habit is the best order. */
function hintsFor(types: readonly CredentialType[]): readonly Hint[] {
  if (types.includes('synced_passkey')) return [];
  return [...new Set(types.flatMap((type) => sources[type].hints))];
}
