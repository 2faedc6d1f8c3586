import { after, DAY_MS, instant, MINUTE_MS } from '@holdfast/kernel';
import type { Ports } from '../../ports.ts';
import { hasMorePeopleThan, holdFigures, readFigures, saveFigures } from '../../store/figures.ts';
import { countNextSlot } from '../../store/sign-in-counts.ts';
import type { Pace } from '../jobs/pace.ts';
import { countPeople, FEW_PEOPLE } from './people-figures.ts';

/** Numbers are not older than this, unless working them out takes so long that it would never end. */
const RENEW_MS = MINUTE_MS;
const WORK_SHARE = 20;
const LEASE_MS = 10 * MINUTE_MS;
/** One day more than the chart shows. */
const SIGN_IN_DAYS = 15;
/** Until then the last event of a stretch is stored, on whatever node. */
const SETTLED_MS = 5 * MINUTE_MS;

type Keeper = {
  /** Names this node, for as long as its process lives. */
  readonly owner: string;
  readonly pace: Pace;
  readonly isOn: () => boolean;
  /** How long counting everybody took last time. */
  tookMs: number;
};

/** Works out again the numbers of the overview that are old, on one node for all of them. */
export async function renewFigures(ports: Pick<Ports, 'database' | 'now'>, keeper: Keeper): Promise<void> {
  await renewPeople(ports, keeper);
  await countSignIns(ports, keeper);
}

async function renewPeople({ database, now }: Pick<Ports, 'database' | 'now'>, keeper: Keeper): Promise<void> {
  const { queries } = database;
  const at = now();
  const { owner, pace, isOn } = keeper;
  const stored = await readFigures(queries, 'people');
  if (stored !== null && at - stored.asOf < Math.max(RENEW_MS, keeper.tookMs * WORK_SHARE)) return;
  if (!(await hasMorePeopleThan(queries, FEW_PEOPLE))) return;
  if (!(await holdFigures(queries, 'people', { owner, at, until: after(at, LEASE_MS) }))) return;
  let worked = 0;
  const figures = await countPeople(queries, async (tookMs) => {
    worked += tookMs;
    await pace.rest(tookMs);
    return isOn();
  });
  if (figures === null) return;
  keeper.tookMs = worked;
  await saveFigures(queries, 'people', owner, { value: JSON.stringify(figures), asOf: at });
}

async function countSignIns({ database, now }: Pick<Ports, 'database' | 'now'>, keeper: Keeper): Promise<void> {
  const { queries } = database;
  const at = now();
  const { owner, pace, isOn } = keeper;
  if (!(await holdFigures(queries, 'sign_ins', { owner, at, until: after(at, LEASE_MS) }))) return;
  const first = instant((Math.floor(at / DAY_MS) - SIGN_IN_DAYS) * DAY_MS);
  while (isOn()) {
    const before = performance.now();
    if (!(await countNextSlot(queries, first, after(at, -SETTLED_MS)))) break;
    await pace.rest(performance.now() - before);
  }
}

const LOOK_EVERY_MS = 10_000;

/** @returns stops it; resolves when the step that is under way is over */
export function keepFigures(ports: Ports, pace: Pace): () => Promise<void> {
  let isOn = true;
  let running: Promise<void> | null = null;
  const keeper: Keeper = { owner: ports.newId(ports.now()), pace, isOn: () => isOn, tookMs: 0 };
  const look = () => {
    running ??= renewFigures(ports, keeper)
      .catch((error: unknown) => ports.log.error({ error: String(error) }, 'numbers of the overview failed'))
      .finally(() => {
        running = null;
      });
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    isOn = false;
    clearInterval(timer);
    await running;
  };
}
