import { createHash } from 'node:crypto';
import { concatBytes } from '@holdfast/encoding';
import type { Misbehaviour } from './misbehaviour.ts';

/** What the browser adds: client data for the ceremony, written as L3 §5.8.1.1 says. */
export function writeClientData(
  type: 'webauthn.create' | 'webauthn.get',
  challenge: string,
  origin: string,
  does: (misbehaviour: Misbehaviour) => boolean,
): Uint8Array {
  const swapped = type === 'webauthn.get' ? 'webauthn.create' : 'webauthn.get';
  const members: [string, unknown][] = [
    ['type', does('wrong-type') ? swapped : type],
    [
      'challenge',
      does('wrong-challenge') ? `${challenge.slice(0, -1)}${challenge.endsWith('A') ? 'Q' : 'A'}` : challenge,
    ],
    ['origin', does('wrong-origin') ? `${origin}.evil.test` : origin],
    ['crossOrigin', does('cross-origin')],
  ];
  if (does('foreign-top-origin')) members.push(['topOrigin', 'https://frame.evil.test']);
  if (does('client-data-repeats-member')) members.push(['challenge', challenge]);
  const json = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',');
  const bytes = new TextEncoder().encode(`{${json}}`);
  return does('client-data-not-utf8')
    ? concatBytes(bytes.subarray(0, 1), Uint8Array.of(0xff), bytes.subarray(1))
    : bytes;
}

export function sha256(bytes: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
