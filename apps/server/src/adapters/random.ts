import { randomBytes } from 'node:crypto';

/** From the operating system's CSPRNG. */
export function secureRandomBytes(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}
