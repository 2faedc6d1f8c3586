/** The members of WebAuthn L3 §5.4 and §5.5 JSON that an authenticator and its client look at. */
export type CreationOptionsJSON = {
  readonly rp: { readonly id?: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[];
  readonly excludeCredentials?: readonly { readonly id: string }[];
  readonly authenticatorSelection?: { readonly userVerification?: string; readonly residentKey?: string };
  readonly attestation?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type RequestOptionsJSON = {
  readonly challenge: string;
  readonly rpId?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
  readonly userVerification?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type RegistrationJSON = {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly authenticatorAttachment: 'platform' | 'cross-platform';
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: readonly string[];
  };
  readonly clientExtensionResults: Readonly<Record<string, unknown>>;
};

export type AuthenticationJSON = {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly authenticatorAttachment: 'platform' | 'cross-platform';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
  readonly clientExtensionResults: Readonly<Record<string, unknown>>;
};
