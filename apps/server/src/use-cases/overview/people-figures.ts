import type { Instant } from '@holdfast/kernel';
import { effectivePolicy, type Policy, populationsOf } from '@holdfast/policy';
import type { Queries } from '../../store/database.ts';
import {
  type CountedPeople,
  countNextPeople,
  groupsOfAudiences,
  hasMorePeopleThan,
  readFigures,
} from '../../store/figures.ts';
import type { PersonStatus } from '../../store/people-admin.ts';
import { fullSpeed } from '../jobs/pace.ts';

/** What is told of people as a whole. Plain JSON. */
export type PeopleFigures = {
  /** People of one state and audience with so many active passkeys. */
  readonly alike: readonly {
    readonly status: PersonStatus;
    readonly audienceId: string;
    readonly active: number;
    readonly people: number;
  }[];
  readonly credentials: { readonly active: number; readonly attested: number; readonly quarantined: number };
  /** People who are not disabled and have passkeys that are set aside and none that is active. */
  readonly withoutWayIn: number;
};

/** So few are counted whenever somebody asks; of more the numbers are worked out in the background. */
export const FEW_PEOPLE = 2000;
const PEOPLE_A_STEP = 500;

/** @param rest waits between two steps; @returns null when it said to stop */
export async function countPeople(
  queries: Queries,
  rest: (tookMs: number) => Promise<boolean>,
): Promise<PeopleFigures | null> {
  const sum = new PeopleSum();
  for (let after: string | null = ''; after !== null; ) {
    const before = performance.now();
    const { last, counted } = await countNextPeople(queries, after, PEOPLE_A_STEP);
    for (const each of counted) sum.add(each);
    after = last;
    if (!(await rest(performance.now() - before))) return null;
  }
  return sum.figures();
}

class PeopleSum {
  readonly #alike = new Map<string, { status: PersonStatus; audienceId: string; active: number; people: number }>();
  readonly #credentials = { active: 0, attested: 0, quarantined: 0 };
  #withoutWayIn = 0;

  add({ status, audienceId, active, attested, quarantined, people }: CountedPeople): void {
    const key = `${status} ${audienceId} ${active}`;
    const alike = this.#alike.get(key) ?? { status, audienceId, active, people: 0 };
    alike.people += people;
    this.#alike.set(key, alike);
    this.#credentials.active += active * people;
    this.#credentials.attested += attested * people;
    this.#credentials.quarantined += quarantined * people;
    if (status !== 'disabled' && quarantined > 0 && active === 0) this.#withoutWayIn += people;
  }

  figures(): PeopleFigures {
    return { alike: [...this.#alike.values()], credentials: this.#credentials, withoutWayIn: this.#withoutWayIn };
  }
}

export type FiguresOfTime = {
  readonly figures: PeopleFigures /** Null for this moment. */;
  readonly asOf: Instant | null;
};

/** As they were worked out last; of few people, or before the first time, as they are. */
export async function peopleFigures(queries: Queries): Promise<FiguresOfTime> {
  if (await hasMorePeopleThan(queries, FEW_PEOPLE)) {
    const stored = await readFigures(queries, 'people');
    if (stored !== null) return { figures: JSON.parse(stored.value) as PeopleFigures, asOf: stored.asOf };
  }
  return { figures: await countedNow(queries), asOf: null };
}

/** Those who ask at once wait for one counting, which gives way to others. */
const counting = new WeakMap<Queries, Promise<PeopleFigures>>();

async function countedNow(queries: Queries): Promise<PeopleFigures> {
  const underWay = counting.get(queries);
  if (underWay !== undefined && (await hasMorePeopleThan(queries, FEW_PEOPLE))) return await underWay;
  const begun = countPeople(queries, async () => {
    await fullSpeed.rest(0);
    return true;
  }).then((figures) => {
    if (figures === null) throw new Error('nobody said to stop');
    return figures;
  });
  counting.set(queries, begun);
  return await begun.finally(() => counting.delete(queries));
}

export function countByStatus({ alike }: PeopleFigures, status: PersonStatus): number {
  return alike.reduce((sum, each) => sum + (each.status === status ? each.people : 0), 0);
}

/** Active people with at least as many active passkeys as the strictest of their populations asks for. */
export async function countEnough(queries: Queries, policy: Policy, { alike }: PeopleFigures): Promise<number> {
  const groups = await groupsOfAudiences(queries, [...new Set(alike.map(({ audienceId }) => audienceId))]);
  const least = new Map(
    [...groups].map(([id, names]) => [id, effectivePolicy(policy, names).minimumCredentials] as const),
  );
  const enough = alike.filter(
    ({ status, audienceId, active }) => status === 'active' && active >= (least.get(audienceId) ?? 0),
  );
  return enough.reduce((sum, { people }) => sum + people, 0);
}

/** People who are not disabled and to whom each population applies, by its name. */
export async function countByPopulation(
  queries: Queries,
  policy: Policy,
  { alike }: PeopleFigures,
): Promise<ReadonlyMap<string, number>> {
  const groups = await groupsOfAudiences(queries, [...new Set(alike.map(({ audienceId }) => audienceId))]);
  const counts = new Map<string, number>();
  for (const { status, audienceId, people } of alike) {
    if (status === 'disabled') continue;
    for (const { name } of populationsOf(policy, groups.get(audienceId) ?? [])) {
      counts.set(name, (counts.get(name) ?? 0) + people);
    }
  }
  return counts;
}
