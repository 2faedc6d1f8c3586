import { createMaker, seededRandom } from '@holdfast/emulator';
import {
  concatBytes,
  decodeCbor,
  derExplicit,
  derItem,
  derObjectIdentifier,
  derSequence,
  fromBase64url,
  importCoseKey,
  parseCertificate,
  parseTpmAttest,
  parseTpmPublicArea,
  pemCertificates,
  readName,
  toBase64url,
} from '@holdfast/encoding';
import { verifyChain } from '@holdfast/trust';
import { parseAuthenticatorData, parseKeyDescription, verifyRegistration } from '@holdfast/webauthn';
import { parseClientData } from '../../packages/webauthn/src/client-data.ts';
import { AT, emulatedRegistrations, type Registration } from './corpus.ts';

/** Input that can be made as large as one likes, in a shape that could make a careless reader slow. */
export type GrowingInput = {
  readonly name: string;
  /** Made beforehand, so that only the reading is counted. */
  readonly make: (size: number) => () => void;
};

const repeated = (bytes: Uint8Array, times: number) => concatBytes(...Array.from({ length: times }, () => bytes));
const text = (value: string) => new TextEncoder().encode(value);
const cborHead = (major: number, count: number) =>
  count < 24
    ? Uint8Array.of((major << 5) | count)
    : count < 256
      ? Uint8Array.of((major << 5) | 24, count)
      : Uint8Array.of((major << 5) | 25, count >> 8, count & 0xff);

const cborInputs: readonly (readonly [string, (size: number) => Uint8Array])[] = [
  ['an array of numbers', (size) => concatBytes(cborHead(4, size), new Uint8Array(size))],
  ['nested arrays', (size) => concatBytes(new Uint8Array(size).fill(0x81), Uint8Array.of(0))],
  ['nested maps', (size) => concatBytes(repeated(Uint8Array.of(0xa1, 0x00), size), Uint8Array.of(0))],
  [
    'a map with many keys',
    (size) =>
      concatBytes(
        cborHead(5, size),
        ...Array.from({ length: size }, (_, key) => concatBytes(cborHead(0, key), Uint8Array.of(0))),
      ),
  ],
  ['a map that repeats a key', (size) => concatBytes(cborHead(5, size), new Uint8Array(2 * size))],
  ['a long text', (size) => concatBytes(cborHead(3, size), new Uint8Array(size).fill(0x61))],
  ['many empty arrays', (size) => concatBytes(cborHead(4, size), new Uint8Array(size).fill(0x80))],
  [
    'an array that promises more than there is',
    (size) => concatBytes(Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff), new Uint8Array(size)),
  ],
];

const attribute = (value: Uint8Array) =>
  derItem(0x31, derSequence(derObjectIdentifier('2.5.4.3'), derItem(0x0c, value)));

const nameInputs: readonly (readonly [string, (size: number) => Uint8Array])[] = [
  ['many names', (size) => derSequence(repeated(attribute(text('a')), size))],
  ['a long name', (size) => derSequence(attribute(text('a'.repeat(size))))],
  [
    'many attributes in one name',
    (size) =>
      derSequence(derItem(0x31, repeated(derSequence(derObjectIdentifier('2.5.4.3'), derItem(0x0c, text('a'))), size))),
  ],
  [
    'a long object identifier',
    (size) =>
      derSequence(derItem(0x31, derSequence(derItem(0x06, new Uint8Array(size).fill(0x01)), derItem(0x0c, text('a'))))),
  ],
  ['nested sequences', (size) => nestedSequence(size)],
];

function nestedSequence(depth: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level += 1) inner = derSequence(inner);
  return inner;
}

const clientData = (more: string) => `{"type":"webauthn.create","challenge":"a","origin":"b"${more}}`;
const jsonInputs: readonly (readonly [string, (size: number) => string])[] = [
  ['many members', (size) => clientData(Array.from({ length: size }, (_, number) => `,"m${number}":1`).join(''))],
  ['nested lists', (size) => clientData(`,"m":${'['.repeat(size)}${']'.repeat(size)}`)],
  ['many escapes', (size) => clientData(`,"m":"${'\\"'.repeat(size)}"`)],
  ['white space after a name', (size) => clientData(`,"m"${' '.repeat(size)}:1`)],
  [
    'white space after texts',
    (size) => clientData(`,"m":[${Array.from({ length: 20 }, () => `"x"${' '.repeat(size)}`).join(',')}]`),
  ],
  ['unfinished text', (size) => clientData(`,"m":"${'\\"'.repeat(size)}`)],
];

function certificateWith(extensions: number): Uint8Array {
  const [registration] = emulatedRegistrations(['packed-basic']);
  const statement: unknown = registration?.object.get('attStmt');
  const chain: unknown = statement instanceof Map ? statement.get('x5c') : [];
  const der: unknown = Array.isArray(chain) ? chain[0] : undefined;
  const certificate = der instanceof Uint8Array ? parseCertificate(der) : undefined;
  if (certificate?.ok !== true) throw new Error('no certificate in the corpus');
  const { issuerName, subjectName, spki, signatureAlgorithm } = certificate.value;
  const time = derItem(0x17, text('261120000000Z'));
  const list = Array.from({ length: extensions }, (_, number) =>
    derSequence(derObjectIdentifier(`2.999.${number}`), derItem(0x04, Uint8Array.of(5, 0))),
  );
  const tbs = derSequence(
    derExplicit(0, derItem(0x02, Uint8Array.of(2))),
    derItem(0x02, Uint8Array.of(1)),
    signatureAlgorithm,
    issuerName,
    derSequence(time, time),
    subjectName,
    spki,
    derExplicit(3, derSequence(...list)),
  );
  return derSequence(tbs, signatureAlgorithm, derItem(0x03, new Uint8Array(40)));
}

/** Authorities of one name that might all have issued each other. */
function crossSigned(count: number): { readonly chain: readonly string[]; readonly anchors: readonly string[] } {
  const random = seededRandom('cross-signed');
  const maker = (seed: string) => createMaker({ name: 'Acme', aaguids: [], random: seededRandom(seed), at: AT });
  const leaf = createMaker({ name: 'Acme', aaguids: [], random, at: AT }).issue('11111111-2222-3333-4444-555555555555')
    .chain[0];
  const others = Array.from({ length: count }, (_, number) => maker(`authority ${number}`).root.base64url);
  return { chain: [toBase64url(leaf ?? new Uint8Array()), ...others], anchors: [maker('anchor').root.base64url] };
}

const registrationOf = (registration: Registration, attestationObject: Uint8Array) => {
  const response = { ...registration.response.response, attestationObject: toBase64url(attestationObject) };
  return verifyRegistration({ ...registration.response, response }, registration.expected);
};

export function growingInputs(): readonly GrowingInput[] {
  const [none] = emulatedRegistrations(['none']);
  if (none === undefined) throw new Error('an empty corpus');
  const reads = <Input>(
    prefix: string,
    inputs: readonly (readonly [string, (size: number) => Input])[],
    read: (input: Input) => unknown,
  ): GrowingInput[] =>
    inputs.map(([name, make]) => ({
      name: `${prefix}: ${name}`,
      make: (size) => {
        const input = make(size);
        return () => void read(input);
      },
    }));
  return [
    ...reads('cbor', cborInputs, decodeCbor),
    ...reads('cose key', cborInputs, importCoseKey),
    ...reads('attestation object', cborInputs, (bytes) => registrationOf(none, bytes)),
    ...reads('extensions of authenticator data', cborInputs, (bytes) =>
      parseAuthenticatorData(concatBytes(new Uint8Array(32), Uint8Array.of(0x80), new Uint8Array(4), bytes)),
    ),
    ...reads('distinguished name', nameInputs, readName),
    ...reads('certificate', nameInputs, parseCertificate),
    ...reads('key description', nameInputs, parseKeyDescription),
    ...reads('client data', jsonInputs, parseClientData),
    ...reads('base64url', [['a long text', (size) => 'A'.repeat(size)]], fromBase64url),
    ...reads('pem', [['many begins', (size) => '-----BEGIN CERTIFICATE-----\n'.repeat(size)]], pemCertificates),
    ...reads('tpm', [['zeros', (size) => new Uint8Array(size)]], (bytes) => [
      parseTpmAttest(bytes),
      parseTpmPublicArea(bytes),
    ]),
    ...reads('certificate', [['many extensions', certificateWith]], parseCertificate),
    ...reads('chain', [['authorities of one name', crossSigned]], ({ chain, anchors }) =>
      verifyChain(chain, anchors, AT),
    ),
  ];
}
