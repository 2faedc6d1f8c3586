import { median } from '../report.ts';
import type { Contender } from './contenders.ts';

export type Measured = {
  readonly name: string;
  /** Null when it refuses what the others accept. */
  readonly cpuMicros: number | null;
  /** CPU against the first, taken within each round. */
  readonly ratio: number | null;
  readonly refusal: string | null;
};

const ROUNDS = 15;
const SLOT_MICROS = 25_000;
const WARM_UP_MICROS = 400_000;

/**
 * CPU time of one verification by each contender, all threads of the process included. They take turns round by round, so
 * that whatever else the machine does meets all of them alike.
 */
export async function interleave<Input>(
  contenders: readonly Contender<Input>[],
  inputs: readonly Input[],
): Promise<readonly Measured[]> {
  const refusals = new Map<string, string>();
  for (const { name, verify } of contenders) {
    try {
      for (const input of inputs) await verify(input);
    } catch (error) {
      refusals.set(name, error instanceof Error ? error.message : String(error));
    }
  }
  const able = contenders.filter(({ name }) => !refusals.has(name));
  const counts = new Map<string, number>();
  for (const contender of able) {
    const perCall = await runFor(contender, inputs, WARM_UP_MICROS);
    counts.set(contender.name, Math.max(4, Math.ceil(SLOT_MICROS / perCall)));
  }
  const samples = new Map<string, number[]>(able.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    // Another one begins each round: what the one before left in the caches is not always the same one's luck.
    for (const contender of [...able.slice(round % able.length), ...able.slice(0, round % able.length)]) {
      const count = counts.get(contender.name) ?? 1;
      const before = cpuMicros();
      await runTimes(contender, inputs, count, round);
      samples.get(contender.name)?.push((cpuMicros() - before) / count);
    }
  }
  const first = samples.get(able[0]?.name ?? '') ?? [];
  return contenders.map(({ name }) => {
    const own = samples.get(name);
    if (own === undefined) return { name, cpuMicros: null, ratio: null, refusal: refusals.get(name) ?? 'refuses' };
    const ratio = median(own.map((sample, round) => sample / (first[round] ?? Number.NaN)));
    return { name, cpuMicros: median(own), ratio, refusal: null };
  });
}

async function runFor<Input>(contender: Contender<Input>, inputs: readonly Input[], micros: number): Promise<number> {
  const before = cpuMicros();
  let calls = 0;
  while (cpuMicros() - before < micros) {
    await runTimes(contender, inputs, inputs.length, calls);
    calls += inputs.length;
  }
  return (cpuMicros() - before) / calls;
}

async function runTimes<Input>(
  { verify }: Contender<Input>,
  inputs: readonly Input[],
  count: number,
  offset: number,
): Promise<void> {
  for (let call = 0; call < count; call += 1) {
    const input = inputs[(call + offset) % inputs.length];
    if (input === undefined) throw new Error('there is nothing to verify');
    const pending = verify(input);
    if (pending !== undefined) await pending;
  }
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
