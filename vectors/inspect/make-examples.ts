import { writeFileSync } from 'node:fs';
import {
  type CreationOptionsJSON,
  createAuthenticator,
  createMaker,
  exampleCreationOptions,
  exampleRequestOptions,
  type Misbehaviour,
  seededRandom,
} from '@holdfast/emulator';
import { decodeCbor, toBase64url } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { parseAuthenticatorData } from '@holdfast/webauthn';

/**
 * Writes the example cases of `holdfast inspect` anew. Keys are made freshly each time, so the files change with every run; they
 * stay as they are until there is a reason.
 */
const random = seededRandom('examples of inspect');
const at = instant(Date.UTC(2026, 10, 20, 9, 0, 0));
const origin = 'https://login.example';
const aaguid = '00d1f00d-0000-4000-8000-000000000001';
const maker = createMaker({ name: 'Example Keys', aaguids: [aaguid], random, at, intermediate: true });
const expectedOf = ({ challenge }: { challenge: string }) => ({
  challenge,
  origins: [origin],
  rpId: 'login.example',
  requireUserVerification: true,
});
const key = () =>
  createAuthenticator({ random, attestation: 'packed-basic', maker, aaguid, transports: ['usb', 'nfc'] });

function registration(id: string, misbehaviours: readonly Misbehaviour[]) {
  const options = exampleCreationOptions(random);
  const response = key().create(options, { origin, misbehaviours });
  const trustAnchors = [maker.root.pem];
  return {
    id,
    ceremony: 'registration',
    response,
    expected: expectedOf(options),
    trustAnchors,
    at: new Date(at).toISOString(),
  };
}

function authentication(id: string, misbehaviours: readonly Misbehaviour[]) {
  const authenticator = key();
  const creation: CreationOptionsJSON = exampleCreationOptions(random);
  const created = authenticator.create(creation, { origin });
  const options = exampleRequestOptions(random);
  const response = authenticator.get(options, { origin, misbehaviours });
  const object = decodeCbor(new Uint8Array(Buffer.from(created.response.attestationObject, 'base64url')));
  const bytes = object.ok && object.value instanceof Map ? object.value.get('authData') : undefined;
  const authData = bytes instanceof Uint8Array ? parseAuthenticatorData(bytes) : undefined;
  const attested = authData?.ok === true ? authData.value.attestedCredentialData : null;
  if (attested === null) throw new Error('a registration without a key');
  const credential = {
    id: created.id,
    publicKey: toBase64url(attested.credentialPublicKey),
    signCount: 0,
    backupEligible: false,
    userHandle: creation.user.id,
  };
  return { id, ceremony: 'authentication', response, expected: expectedOf(options), credential };
}

const examples = {
  'refused-registration': registration('example: a security key was registered on a look-alike site', ['wrong-origin']),
  'accepted-registration': registration('example: a security key, attested by its maker', []),
  'refused-authentication': authentication('example: a sign-in without PIN or fingerprint', ['no-user-verification']),
};
for (const [name, example] of Object.entries(examples)) {
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(example, undefined, 2)}\n`);
}
