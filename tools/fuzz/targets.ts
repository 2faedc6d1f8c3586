import { ceremonyTargets } from './ceremony-targets.ts';
import { decoderTargets } from './decoder-targets.ts';
import type { Target } from './target.ts';

/** Everything that reads what an outsider sent. */
export const targets: readonly Target[] = [...decoderTargets, ...ceremonyTargets];

export function targetNamed(name: string): Target {
  const found = targets.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw new Error(`no target ${name}; there are ${targets.map((each) => each.name).join(', ')}`);
  return found;
}
