import { deviceOf } from '../account/describe-browser.ts';

const NAME_LENGTH_MAX = 64;

/** A name for a passkey whose owner gave none: its model, else where it was made. */
export function suggestName(modelName: string | null, userAgent: string): string {
  return [...(modelName ?? `Passkey on ${deviceOf(userAgent)}`)].slice(0, NAME_LENGTH_MAX).join('');
}
