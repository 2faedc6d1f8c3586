import type { Instant } from '@holdfast/kernel';
import type { Queries } from '../../store/database.ts';
import { countActivePeople } from '../../store/policy-impact.ts';
import type { ImpactEffects } from './impact-effects.ts';
import { addNextPeople } from './impact-people.ts';
import { emptyReplay, REPLAY_DAYS, type Replay, replayNext } from './impact-sign-ins.ts';
import { emptyTally, type ImpactList, impactLists, type Tally } from './impact-tally.ts';

/** Lists of people that an impact has names for. */
export const namedLists = [...impactLists, 'refused_sign_in'] as const;
export type NamedList = (typeof namedLists)[number];

/** Names that are kept of each list; the counts go on. */
export const LISTED_MAX = 10_000;

/** How much one step does, and how many sign-ins are replayed at most. */
export type StepSizes = { readonly people: number; readonly signIns: number; readonly signInsMax: number };

/** A step takes some milliseconds on either database. */
export const stepSizes: StepSizes = { people: 4000, signIns: 4000, signInsMax: 1_000_000 };
/** While people are served: about a millisecond. */
export const shortSteps: StepSizes = { ...stepSizes, people: 250, signIns: 250 };

/** Where the names go. */
export type NameLists = {
  readonly add: (listed: readonly { readonly list: NamedList; readonly personId: string }[]) => Promise<void>;
  readonly count: (list: NamedList) => Promise<number>;
};

/** How far an impact is. Plain JSON, so that a node that dies leaves it to the next. */
export type ImpactState = {
  readonly phase: 'people' | 'sign_ins' | 'done';
  readonly done: number;
  readonly total: number;
  /** The last person who was looked at. */
  readonly after: string;
  /** The oldest sign-in that was looked at. */
  readonly before: number;
  readonly tally: Tally;
  readonly replay: Replay;
};

export async function beginImpact(queries: Queries, at: Instant): Promise<ImpactState> {
  return {
    phase: 'people',
    done: 0,
    total: await countActivePeople(queries),
    after: '',
    before: Number.MAX_SAFE_INTEGER,
    tally: emptyTally(),
    replay: emptyReplay(at),
  };
}

/** Does the next step. The counts in `state` are used up: only what is returned is valid afterwards. */
export async function stepImpact(
  queries: Queries,
  effects: ImpactEffects,
  state: ImpactState,
  names: NameLists,
  sizes = stepSizes,
): Promise<ImpactState> {
  switch (state.phase) {
    case 'people':
      return await stepPeople(queries, effects, state, names, sizes.people);
    case 'sign_ins':
      return await stepSignIns(queries, effects, state, names, sizes);
    default:
      return state;
  }
}

async function stepPeople(
  queries: Queries,
  effects: ImpactEffects,
  state: ImpactState,
  names: NameLists,
  limit: number,
): Promise<ImpactState> {
  const { tally, after } = state;
  const room = new Map<ImpactList, number>(impactLists.map((list) => [list, LISTED_MAX - tally.all[list]]));
  const { last, seen, listed } = await addNextPeople(queries, effects, tally, { after, limit, room });
  await names.add(listed);
  if (last !== null && seen === limit) return { ...state, after: last, done: state.done + seen };
  return { ...state, phase: 'sign_ins', done: 0, total: REPLAY_DAYS };
}

async function stepSignIns(
  queries: Queries,
  effects: ImpactEffects,
  state: ImpactState,
  names: NameLists,
  sizes: StepSizes,
): Promise<ImpactState> {
  const room = LISTED_MAX - (await names.count('refused_sign_in'));
  const from = { before: state.before, isNaming: room > 0 };
  const { before, done, refused } = await replayNext(queries, effects, state.replay, from, sizes);
  await names.add(refused.slice(0, Math.max(0, room)).map((personId) => ({ list: 'refused_sign_in', personId })));
  return before === null ? { ...state, phase: 'done', done: REPLAY_DAYS } : { ...state, before, done };
}
