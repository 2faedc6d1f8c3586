import { createHash } from 'node:crypto';

/** Keys under which refusals are counted besides the address (product.md A12). Digests, because ids can be long. */
export function credentialKey(credentialId: string): string {
  return `credential:${createHash('sha256').update(credentialId).digest('hex')}`;
}

export function personKey(personIdOrName: string): string {
  return `person:${createHash('sha256').update(personIdOrName).digest('hex')}`;
}
