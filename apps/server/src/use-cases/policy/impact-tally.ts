/** What a change of the policy means for the passkeys that share a judgement. */
export type Effect = {
  readonly class: string;
  readonly model: string | null;
  /** Accepted by the policy in force. */
  readonly today: boolean;
  /** Accepted by the other one. */
  readonly afterwards: boolean;
  /** Accepted by the other one, were the rules that it only monitors enforced. */
  readonly enforced: boolean;
  /** Rules in monitor mode that fail. */
  readonly monitored: readonly { readonly rule: string; readonly population: string }[];
  /** Populations of the other policy that apply; empty where none does. */
  readonly populations: readonly string[];
  /** How many passkeys each policy asks of these people. */
  readonly minimumToday: number;
  readonly minimumAfterwards: number;
};

/** One passkey of a person: `isActive` is false for one that judging set aside, which may come back. */
export type HeldPasskey = { readonly effect: Effect; readonly isActive: boolean };

/** People of whom something would be different; each is also a list of who they are. */
export const impactLists = [
  'locked_out',
  'below_minimum',
  'loses_passkey',
  'gains_passkey',
  'let_in',
  'locked_out_if_enforced',
] as const;
export type ImpactList = (typeof impactLists)[number];

export type PeopleCounts = { readonly [List in ImpactList]: number } & { readonly people: number };
type Counting = { -readonly [K in keyof PeopleCounts]: number };
type ModelCounts = {
  readonly class: string;
  readonly model: string | null;
  passkeys: number;
  lost: number;
  gained: number;
};
type MonitoredCounts = { readonly rule: string; readonly population: string; passkeys: number; people: number };

/** Counts of everybody who was looked at so far. Plain JSON, so that a node that dies leaves it to the next. */
export type Tally = {
  readonly all: Counting;
  /** By population of the other policy; '' are those to whom none applies. */
  readonly populations: Record<string, Counting>;
  readonly models: Record<string, ModelCounts>;
  readonly monitored: Record<string, MonitoredCounts>;
};

export function emptyTally(): Tally {
  return { all: noPeople(), populations: {}, models: {}, monitored: {} };
}

function noPeople(): Counting {
  return {
    people: 0,
    locked_out: 0,
    below_minimum: 0,
    loses_passkey: 0,
    gains_passkey: 0,
    let_in: 0,
    locked_out_if_enforced: 0,
  };
}

const isLost = ({ effect, isActive }: HeldPasskey): boolean => isActive && effect.today && !effect.afterwards;
const isGained = ({ effect, isActive }: HeldPasskey): boolean => effect.afterwards && !(isActive && effect.today);

/** What happens to somebody with these passkeys. */
export function listsOf(held: readonly HeldPasskey[]): readonly ImpactList[] {
  const before = held.filter(({ effect, isActive }) => isActive && effect.today).length;
  const after = held.filter(({ effect }) => effect.afterwards).length;
  const enforced = held.filter(({ effect }) => effect.enforced).length;
  const { minimumToday, minimumAfterwards } = held[0]?.effect ?? { minimumToday: 0, minimumAfterwards: 0 };
  const holds: { readonly [List in ImpactList]: boolean } = {
    locked_out: before > 0 && after === 0,
    below_minimum: before >= minimumToday && after < minimumAfterwards,
    loses_passkey: held.some(isLost),
    gains_passkey: held.some(isGained),
    let_in: before === 0 && after > 0,
    locked_out_if_enforced: after > 0 && enforced === 0,
  };
  return impactLists.filter((list) => holds[list]);
}

/** Adds `count` people who all have passkeys of these effects. */
export function addPeople(
  tally: Tally,
  held: readonly HeldPasskey[],
  lists: readonly ImpactList[],
  count: number,
): void {
  const applying = held[0]?.effect.populations ?? [];
  addCounts(tally.all, lists, count);
  for (const name of applying.length === 0 ? [''] : applying) {
    addCounts(entry(tally.populations, name, noPeople), lists, count);
  }
  for (const passkey of held) addPasskey(tally, passkey, count);
  const failing = new Map(held.flatMap(({ effect }) => effect.monitored).map((each) => [keyOf(each), each]));
  for (const [key, { rule, population }] of failing) {
    entry(tally.monitored, key, () => ({ rule, population, passkeys: 0, people: 0 })).people += count;
  }
}

function addCounts(counts: Counting, lists: readonly ImpactList[], count: number): void {
  counts.people += count;
  for (const list of lists) counts[list] += count;
}

function addPasskey(tally: Tally, passkey: HeldPasskey, count: number): void {
  const { class: what, model, monitored } = passkey.effect;
  const fresh = (): ModelCounts => ({ class: what, model, passkeys: 0, lost: 0, gained: 0 });
  const counts = entry(tally.models, `${what} ${model ?? ''}`, fresh);
  counts.passkeys += count;
  if (isLost(passkey)) counts.lost += count;
  if (isGained(passkey)) counts.gained += count;
  for (const each of monitored) {
    const { rule, population } = each;
    entry(tally.monitored, keyOf(each), () => ({ rule, population, passkeys: 0, people: 0 })).passkeys += count;
  }
}

function keyOf({ rule, population }: { readonly rule: string; readonly population: string }): string {
  return `${rule} ${population}`;
}

/** Names of models come from makers, so only own members count. */
function entry<T>(record: Record<string, T>, key: string, fresh: () => T): T {
  if (Object.hasOwn(record, key)) return record[key] as T;
  const added = fresh();
  Object.defineProperty(record, key, { value: added, enumerable: true, configurable: true, writable: true });
  return added;
}
