import { type CborValue, coseAlgorithm, decodeCbor } from '@holdfast/encoding';
import { cborNode } from './cbor-nodes.ts';
import { branch, bytesField, field, type InspectNode } from './node.ts';

const step = 'algorithm';
const keyTypes: ReadonlyMap<CborValue, string> = new Map([
  [1, 'OKP, an Edwards curve'],
  [2, 'EC2, an elliptic curve'],
  [3, 'RSA'],
  [7, 'AKP, named by its algorithm'],
]);
const curves: ReadonlyMap<CborValue, string> = new Map([
  [1, 'P-256'],
  [2, 'P-384'],
  [3, 'P-521'],
  [6, 'Ed25519'],
  [7, 'Ed448'],
  [8, 'secp256k1'],
]);
/** What the labels below zero mean depends on the key type. */
const parameters: ReadonlyMap<CborValue, ReadonlyMap<number | string, string>> = new Map([
  [
    1,
    new Map([
      [-1, 'crv'],
      [-2, 'x'],
    ]),
  ],
  [
    2,
    new Map([
      [-1, 'crv'],
      [-2, 'x'],
      [-3, 'y'],
    ]),
  ],
  [
    3,
    new Map([
      [-1, 'n'],
      [-2, 'e'],
    ]),
  ],
  [7, new Map([[-1, 'pub']])],
]);

/** `ES256 (-7)`, or the bare number. */
export function algorithmText(number: number): string {
  const name = coseAlgorithm(number)?.name;
  return name === undefined ? String(number) : `${name} (${number})`;
}

/** RFC 9052 §7, with the names of its labels. */
export function coseKeyNode(label: string, cose: Uint8Array, note: string): InspectNode {
  const decoded = decodeCbor(cose);
  if (!decoded.ok || !(decoded.value instanceof Map)) return bytesField(label, cose, { note: 'not a COSE_Key', step });
  const kty = decoded.value.get(1) ?? null;
  const children = [...decoded.value].map(([name, value]): InspectNode => {
    if (name === 1)
      return field('kty (1)', `${String(value)}`, { note: keyTypes.get(value) ?? 'unknown key type', step });
    if (name === 3) return field('alg (3)', typeof value === 'number' ? algorithmText(value) : String(value), { step });
    const known = parameters.get(kty)?.get(name);
    const text = known === undefined ? String(name) : `${known} (${name})`;
    if (known === 'crv') return field(text, String(value), { note: curves.get(value) ?? 'unknown curve', step });
    return { ...cborNode(text, value), ...(known === undefined ? { note: 'not a parameter of this key type' } : {}) };
  });
  return branch(label, children, { sizeBytes: cose.length, note, step });
}
