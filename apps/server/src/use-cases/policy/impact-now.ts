import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { err, ok, type Result } from '@holdfast/kernel';
import { parsePolicy } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { ImpactEffects } from './impact-effects.ts';
import { type ImpactResult, impactResult } from './impact-result.ts';
import {
  beginImpact,
  type ImpactState,
  type NamedList,
  type NameLists,
  type StepSizes,
  stepImpact,
  stepSizes,
} from './impact-step.ts';
import { policyInForce } from './policy-in-force.ts';
import { notUsable } from './propose-policy.ts';

export type ImpactNow = {
  readonly result: ImpactResult;
  /** Ids of people by list, at most `result.namesMax` each. */
  readonly named: ReadonlyMap<NamedList, readonly string[]>;
};

/** Works an impact out in this process, with nothing written: for the command line, which has no server to leave it to. */
export async function impactNow(
  { database, now, standing }: Pick<Ports, 'database' | 'now' | 'standing'>,
  source: string,
  progress: (state: ImpactState) => void,
  sizes: StepSizes = stepSizes,
): Promise<Result<ImpactNow, RefusedCall>> {
  const parsed = parsePolicy(source, 'policy');
  if (!parsed.ok) return err(notUsable(parsed.error));
  const { queries } = database;
  const { stored, policy: today } = await policyInForce(queries);
  const { trust } = await standing();
  const effects = await ImpactEffects.of(queries, today, parsed.value, trust);
  const named = new Map<NamedList, Set<string>>();
  const names = namesIn(named);
  let state = await beginImpact(queries, now());
  while (state.phase !== 'done') {
    state = await stepImpact(queries, effects, state, names, sizes);
    progress(state);
    await turnOfTheEventLoop();
  }
  const result = await impactResult(state, names, { baseVersion: stored.version, digest: parsed.value.digest });
  return ok({ result, named: new Map([...named].map(([list, ids]) => [list, [...ids]])) });
}

function namesIn(named: Map<NamedList, Set<string>>): NameLists {
  return {
    add: async (listed) => {
      for (const { list, personId } of listed) {
        const ids = named.get(list) ?? new Set();
        named.set(list, ids.add(personId));
      }
    },
    count: async (list) => named.get(list)?.size ?? 0,
  };
}
