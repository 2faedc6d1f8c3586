import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

/** What kind of passkey a virtual authenticator makes. */
export const authenticatorKinds = {
  /** Bound to this device: Windows Hello, Touch ID without sync. */
  platform: { transport: 'internal', defaultBackupEligibility: false, defaultBackupState: false },
  /** In a password manager that copies it to other devices. */
  synced: { transport: 'internal', defaultBackupEligibility: true, defaultBackupState: true },
  /** The same, and the manager tells groups of devices apart; needs the feature `WebAuthenticationCmtgKey` of Blink. */
  syncedInGroups: { transport: 'internal', defaultBackupEligibility: true, defaultBackupState: true, hasCmtgKey: true },
  /** A roaming hardware key. */
  securityKey: { transport: 'usb', defaultBackupEligibility: false, defaultBackupState: false },
} as const;
export type AuthenticatorKind = keyof typeof authenticatorKinds;

/** A passkey with its secret, as a password manager keeps it. */
export type CopiedCredential = {
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly rpId: string;
  readonly privateKey: string;
  readonly userHandle: string;
  readonly signCount: number;
};

/** One person at one computer: a browser of their own with authenticators that do what the person does. */
export type BrowserPerson = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Plugs in an authenticator; the returned id names it. */
  readonly plugIn: (kind: AuthenticatorKind) => Promise<string>;
  /** Takes one away, with the passkeys on it. */
  readonly unplug: (authenticatorId: string) => Promise<void>;
  /** Whether the person touches and unlocks this authenticator when asked. */
  readonly setPresent: (authenticatorId: string, isPresent: boolean) => Promise<void>;
  /** Whether the person passes user verification (PIN, fingerprint). */
  readonly setVerified: (authenticatorId: string, isVerified: boolean) => Promise<void>;
  readonly credentialCount: (authenticatorId: string) => Promise<number>;
  /** The passkeys on an authenticator, without the keys of its group of devices. */
  readonly secretsOf: (authenticatorId: string) => Promise<readonly CopiedCredential[]>;
  /** Puts passkeys from elsewhere on an authenticator, as a password manager does that syncs, or a thief. */
  readonly putInto: (authenticatorId: string, credentials: readonly CopiedCredential[]) => Promise<void>;
  readonly leave: () => Promise<void>;
};

export type PersonOptions = Parameters<Browser['newContext']>[0] & {
  /**
   * Whether the browser offers passkeys in the username field. Off unless asked for: a virtual authenticator accepts
   * such an offer by itself, where a person would have to choose it.
   */
  readonly autofill?: boolean;
};

export async function newPerson(
  browser: Browser,
  { autofill = false, ...options }: PersonOptions = {},
): Promise<BrowserPerson> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    ...options,
  });
  if (!autofill) await context.addInitScript(hideAutofill);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const devtools: CDPSession = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  return {
    context,
    page,
    plugIn: async (kind) => {
      const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          ctap2Version: 'ctap2_1',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
          ...authenticatorKinds[kind],
        },
      });
      return authenticatorId;
    },
    unplug: async (authenticatorId) => {
      await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
    setPresent: async (authenticatorId, isPresent) => {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: isPresent });
    },
    setVerified: async (authenticatorId, isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    credentialCount: async (authenticatorId) =>
      (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    secretsOf: async (authenticatorId) => {
      const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.map(
        ({ credentialId, isResidentCredential, rpId = '', privateKey, userHandle = '', signCount }) => ({
          credentialId,
          isResidentCredential,
          rpId,
          privateKey,
          userHandle,
          signCount,
        }),
      );
    },
    putInto: async (authenticatorId, credentials) => {
      for (const credential of credentials) {
        await devtools.send('WebAuthn.addCredential', { authenticatorId, credential });
      }
    },
    leave: () => context.close(),
  };
}

/** Runs in the page, before its own scripts. */
function hideAutofill(): void {
  const type = (globalThis as { PublicKeyCredential?: Record<string, unknown> }).PublicKeyCredential;
  if (type === undefined) return;
  type['isConditionalMediationAvailable'] = async () => false;
  const capabilities = type['getClientCapabilities'];
  if (typeof capabilities !== 'function') return;
  type['getClientCapabilities'] = async () => ({ ...(await capabilities.call(type)), conditionalGet: false });
}
