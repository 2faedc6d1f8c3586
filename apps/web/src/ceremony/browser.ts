import { CeremonyUnavailable } from './explain-ceremony-error.ts';

/** Options as the server gives them: the JSON forms of WebAuthn L3 §5.1.9 and §5.1.10. */
export type OptionsJson = Readonly<Record<string, unknown>>;

/** What goes back to the server (WebAuthn L3 §5.1.8, `toJSON`). */
export type ResponseJson = {
  id: string;
  rawId: string;
  type: string;
  response: Record<string, unknown>;
  authenticatorAttachment?: string | null;
  clientExtensionResults?: Record<string, unknown>;
};

export type GetManner = {
  /** `modal` opens a dialog, `autofill` waits in the username field, `immediate` opens a dialog only if a passkey is here. */
  readonly manner: 'modal' | 'autofill' | 'immediate';
  readonly signal?: AbortSignal;
};

/** Throws unless passkeys can be used in this page at all. */
export function assertAvailable(): void {
  if (!window.isSecureContext) throw new CeremonyUnavailable('insecure');
  if (typeof PublicKeyCredential === 'undefined') throw new CeremonyUnavailable('unsupported');
}

export async function createPasskey(options: OptionsJson, signal?: AbortSignal): Promise<ResponseJson> {
  assertAvailable();
  if (!nativeJson('parseCreationOptionsFromJSON')) return createByLibrary(options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return toJson(await navigator.credentials.create({ publicKey, ...(signal === undefined ? {} : { signal }) }));
}

export async function getPasskey(options: OptionsJson, { manner, signal }: GetManner): Promise<ResponseJson> {
  assertAvailable();
  if (!nativeJson('parseRequestOptionsFromJSON')) return getByLibrary(options, manner === 'autofill');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const request: CredentialRequestOptions & { uiMode?: 'immediate' } = {
    publicKey,
    ...(signal === undefined ? {} : { signal }),
    ...(manner === 'autofill' ? { mediation: 'conditional' } : {}),
    ...(manner === 'immediate' ? { uiMode: 'immediate' } : {}),
  };
  return toJson(await navigator.credentials.get(request));
}

/** Whether the browser offers passkeys in the autofill of a field (WebAuthn L3 §5.1.7, `conditionalGet`). */
export async function canAutofill(): Promise<boolean> {
  try {
    return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
  } catch {
    return false;
  }
}

/** Whether the browser can ask only if a passkey is at hand, and else fail at once (capability `immediateGet`). */
export async function canAskImmediately(): Promise<boolean> {
  try {
    const capabilities = await PublicKeyCredential.getClientCapabilities?.();
    return (capabilities as Record<string, boolean> | undefined)?.['immediateGet'] === true;
  } catch {
    return false;
  }
}

function nativeJson(parse: 'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON'): boolean {
  return typeof PublicKeyCredential[parse] === 'function' && 'toJSON' in PublicKeyCredential.prototype;
}

function toJson(credential: Credential | null): ResponseJson {
  if (credential === null) throw new DOMException('no credential was given', 'NotAllowedError');
  return (credential as PublicKeyCredential).toJSON() as unknown as ResponseJson;
}

async function createByLibrary(options: OptionsJson): Promise<ResponseJson> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startRegistration>[0]['optionsJSON'];
  return (await startRegistration({ optionsJSON: options as unknown as Options })) as unknown as ResponseJson;
}

async function getByLibrary(options: OptionsJson, autofill: boolean): Promise<ResponseJson> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return (await startAuthentication({
    optionsJSON: options as unknown as Options,
    useBrowserAutofill: autofill,
    verifyBrowserAutofillInput: false,
  })) as unknown as ResponseJson;
}
