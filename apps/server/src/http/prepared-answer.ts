import type { Prepared } from '../use-cases/ceremony/prepared.ts';
import type { Answer } from './route.ts';

type Options = Record<string, unknown>;

/** Ceremony options with the ceremony cookie that the challenge is tied to. */
export function preparedAnswer({ publicKey, newCeremonyId }: Prepared<Options>): Answer<{ publicKey: Options }> {
  return { body: { publicKey }, ...(newCeremonyId === null ? {} : { ceremonyId: newCeremonyId }) };
}
