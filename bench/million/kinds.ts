import {
  type AuthenticatorOptions,
  createAuthenticator,
  createMaker,
  createMetadataPublisher,
  exampleCreationOptions,
  metadataEntry,
  seededRandom,
} from '@holdfast/emulator';
import { after, DAY_MS, type Instant } from '@holdfast/kernel';
import { type CredentialFacts, verifyRegistration } from '@holdfast/webauthn';
import { enrolPeople } from '../sign-in/people.ts';

/** Passkeys that are alike: what was verified, how common it is, in how many months it was registered. */
export type Kind = {
  readonly name: string;
  readonly weight: number;
  readonly facts: CredentialFacts;
  readonly months: number;
};

/** A world of models with the metadata that describes them. */
export type Models = {
  readonly kinds: readonly Kind[];
  readonly rootPem: string;
  /** The BLOB of that number; from number 2 on the popular model is revoked, until it is not any more. */
  readonly blob: (number: number, isRevoked: boolean) => string;
  readonly popular: string;
};

const ATTESTED_MODELS = 30;
/** The second most common key: about one passkey in twenty. */
const POPULAR = 1;
export const MONTHS = 24;

export function makeModels(at: Instant): Models {
  const random = seededRandom('models of the million');
  const begin = after(at, -MONTHS * 31 * DAY_MS);
  const attested = Array.from({ length: ATTESTED_MODELS }, (_, index) => {
    const name = `Emulated Key ${index + 1}`;
    const aaguid = `b0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const maker = createMaker({ name, aaguids: [aaguid], random, at: begin, hasBatchKey: true });
    const options = { attestation: 'packed-basic', maker, aaguid, transports: ['nfc', 'usb'] } as const;
    const facts = factsOf({ ...options, attachment: 'cross-platform' }, begin);
    const entry = (reports: readonly object[]) =>
      metadataEntry({ aaguid, description: name, roots: [maker.root.der] }, { statusReports: reports });
    return { aaguid, entry, kind: { name, weight: 12 / (index + 1.4), facts, months: MONTHS } };
  });
  const publisher = createMetadataPublisher({ random, at: begin, host: 'mds.fidoalliance.org' });
  const certified = { status: 'FIDO_CERTIFIED_L1', effectiveDate: '2024-01-15' };
  const revoked = { status: 'REVOKED', effectiveDate: '2026-01-15' };
  return {
    kinds: [...claimedKinds(), ...attested.map(({ kind }) => kind)],
    rootPem: publisher.root.pem,
    popular: attested[POPULAR]?.aaguid ?? '',
    blob: (number, isRevoked) =>
      publisher.publish({
        no: number,
        nextUpdate: new Date(after(at, 30 * DAY_MS)).toISOString().slice(0, 10),
        entries: attested.map(({ entry }, index) =>
          entry(isRevoked && index === POPULAR ? [certified, revoked] : [certified]),
        ),
      }),
  };
}

/** What most people have: passkeys of password managers and platforms, without attestation. */
function claimedKinds(): readonly Kind[] {
  const synced = ['Google', 'iCloud', '1Password', 'Bitwarden', 'Dashlane', 'Keeper'].map((name, index) => ({
    name,
    weight: 60 / (index + 1),
    changes: { backupEligible: true, backedUp: true, attachment: 'platform', transports: ['hybrid', 'internal'] },
  }));
  const platform = ['Windows Hello', 'Chrome on Mac', 'Edge on Mac'].map((name, index) => ({
    name,
    weight: 35 / (index + 1),
    changes: { attachment: 'platform', transports: ['internal'] },
  }));
  const all = [...synced, ...platform].map(({ name, weight, changes }, index) => ({
    name,
    weight,
    months: 1,
    facts: factsOf({
      ...(changes as Partial<AuthenticatorOptions>),
      attestation: 'none',
      aaguid: `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }),
  }));
  const [example] = enrolPeople(1);
  if (example === undefined) throw new Error('nobody enrolled');
  return [{ name: 'of people who sign in', weight: 0, months: 1, facts: example.verified.facts }, ...all];
}

function factsOf(options: Omit<AuthenticatorOptions, 'random'>, at?: Instant): CredentialFacts {
  const random = seededRandom(`a passkey of ${options.aaguid}`);
  const authenticator = createAuthenticator({ ...options, ...(at === undefined ? {} : { at }), random });
  const creation = exampleCreationOptions(random, { rpId: 'localhost' });
  const response = authenticator.create(creation, { origin: 'http://localhost' });
  const verified = verifyRegistration(response, {
    challenge: creation.challenge,
    origins: ['http://localhost'],
    rpId: 'localhost',
    requireUserVerification: true,
  });
  if (!verified.ok) throw new Error(`the emulator's registration was refused: ${verified.error.code}`);
  return verified.value.facts;
}
