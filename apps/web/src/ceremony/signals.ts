/** WebAuthn L3 §5.1.11: tells the browser what the server knows, so that dead passkeys are not offered (product.md A9). */
export type AcceptedCredentials = {
  readonly rpId: string;
  readonly userId: string;
  readonly allAcceptedCredentialIds: readonly string[];
};
export type UserDetails = {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
};

type Signals = {
  signalAllAcceptedCredentials?: (options: AcceptedCredentials) => Promise<void>;
  signalCurrentUserDetails?: (options: UserDetails) => Promise<void>;
  signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void>;
};

/** Hides what is no longer accepted; it comes back when it is accepted again. */
export function signalAccepted(accepted: AcceptedCredentials): Promise<boolean> {
  return signalled('signalAllAcceptedCredentials', accepted);
}

export function signalDetails(details: UserDetails): Promise<boolean> {
  return signalled('signalCurrentUserDetails', details);
}

/** Deletes for good: only when the server said that no account at all has this passkey. */
export function signalUnknown(said: { unknown: boolean; rpId: string }, credentialId: string): Promise<boolean> {
  return said.unknown
    ? signalled('signalUnknownCredential', { rpId: said.rpId, credentialId })
    : Promise.resolve(false);
}

/** True when the browser took it. It is a courtesy: a browser without it, or one that refuses, changes nothing here. */
async function signalled<K extends keyof Signals>(
  method: K,
  options: Parameters<NonNullable<Signals[K]>>[0],
): Promise<boolean> {
  const signals: Signals =
    typeof PublicKeyCredential === 'undefined' ? {} : (PublicKeyCredential as unknown as Signals);
  const signal = signals[method] as ((given: typeof options) => Promise<void>) | undefined;
  if (typeof signal !== 'function') return false;
  try {
    await signal.call(PublicKeyCredential, options);
    return true;
  } catch {
    return false;
  }
}
