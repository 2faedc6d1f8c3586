import { changesKey } from './change-settings.ts';
import { enforcedIn, sameValue, writtenIn } from './effective-policy.ts';
import { type MonitorableRule, monitorableRules, type Policy, type Population } from './model.ts';
import { type SettingKey, settingKeys, settings } from './settings.ts';
import { valueText } from './value-text.ts';

/** `unclear`: stricter for some and less strict for others, or dependent on who is in which group. */
export type PolicyEffect = 'tightens' | 'loosens' | 'none' | 'unclear';

/** One matter in which two policies differ. */
export type PolicyChange = {
  /** Null: the policy as a whole. */
  readonly population: string | null;
  /** Null: the entry as a whole came or went. */
  readonly key: string | null;
  /** As written, defaults filled in; null where there was or is no entry. */
  readonly before: string | null;
  readonly after: string | null;
  readonly effect: PolicyEffect;
  /** One sentence for people who run the system. */
  readonly words: string;
};

/**
 * What differs between two policies in what they mean, in the order of the later one: by entry, then by key. Comments, places
 * and defaults that are written out are no difference. Entries are the same if their names are.
 */
export function comparePolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const same = (name: string) => before.populations.find((each) => each.name === name);
  const gone = before.populations.filter(({ name }) => after.populations.every((each) => each.name !== name));
  return [
    ...compareChanges(before, after),
    ...after.populations.flatMap((population) => {
      const earlier = same(population.name);
      if (earlier === undefined) return [added(population, before)];
      return settingKeys.flatMap((key) => compareKey(key, earlier, population, { before, after }));
    }),
    ...gone.map((population) => removed(population, after)),
  ];
}

type Both = { readonly before: Policy; readonly after: Policy };

function compareChanges(before: Policy, after: Policy): readonly PolicyChange[] {
  const [old, now] = [before.changes.secondPerson, after.changes.secondPerson];
  if (old === now) return [];
  const needed = now === 'required' ? 'need a second person from now on' : 'no longer need a second person';
  return [
    {
      population: null,
      key: `${changesKey}.second_person`,
      before: old,
      after: now,
      effect: now === 'required' ? 'tightens' : 'loosens',
      words: `Changes of the policy ${needed}.`,
    },
  ];
}

function added(population: Population, before: Policy): PolicyChange {
  // Whoever an entry applied to before now has one more that must accept their passkeys.
  const isStricter = coversEverybody(before.populations);
  const who = audience(population);
  const rest = isStricter ? stricter : 'people whom no entry applied to before may now use a passkey';
  return {
    population: population.name,
    key: null,
    before: null,
    after: who,
    effect: isStricter ? 'tightens' : 'unclear',
    words: `${population.name} is new and applies to ${who}: ${rest}.`,
  };
}

function removed(population: Population, after: Policy): PolicyChange {
  const isLooser = coversEverybody(after.populations);
  const who = audience(population);
  const rest = isLooser ? looser : 'people whom no other entry applies to may use no passkey any more';
  return {
    population: population.name,
    key: null,
    before: who,
    after: null,
    effect: isLooser ? 'loosens' : 'unclear',
    words: `${population.name} is gone and applied to ${who}: ${rest}.`,
  };
}

const stricter = 'stricter than before';
const looser = 'less strict than before';

function coversEverybody(populations: readonly Population[]): boolean {
  return populations.some(({ appliesTo }) => appliesTo === null);
}

function audience({ appliesTo }: Population): string {
  return appliesTo === null ? 'everybody' : `the members of ${appliesTo.join(', ')}`;
}

function compareKey(key: SettingKey, old: Population, now: Population, both: Both): readonly PolicyChange[] {
  const [before, after] = [valueText(key, old), valueText(key, now)];
  if (before === after) return [];
  const isOrder = sameValue(writtenIn[key](old), writtenIn[key](now));
  const effect = effectOf(key, old, now, both);
  const differs = isOrder ? 'is in another order' : difference(writtenIn[key](old), writtenIn[key](now), before, after);
  const meaning = isOrder && effect === 'none' ? 'nothing becomes stricter or less strict' : effectWords[effect];
  return [{ population: now.name, key, before, after, effect, words: `${now.name}: ${key} ${differs}; ${meaning}.` }];
}

const effectWords: Readonly<Record<PolicyEffect, string>> = {
  tightens: stricter,
  loosens: looser,
  none: 'nothing is enforced differently',
  unclear: 'stricter for some, less strict for others',
};

function effectOf(key: SettingKey, old: Population, now: Population, both: Both): PolicyEffect {
  if (key === 'applies_to') return effectOfAudience(old, now, both);
  if (key === 'monitor') return effectOfMonitor(old, now);
  return compareValues(key, old, now);
}

/** The strictest of two values is the later one where it tightens, the earlier one where it loosens. */
function compareValues(key: SettingKey, old: Population, now: Population): PolicyEffect {
  const [before, after] = [enforcedIn(key, old), enforcedIn(key, now)];
  if (sameValue(before, after)) return 'none';
  const merged = merge(key, [before, after]);
  if (sameValue(merged, merge(key, [after]))) return 'tightens';
  return sameValue(merged, merge(key, [before])) ? 'loosens' : 'unclear';
}

function merge(key: SettingKey, values: readonly unknown[]): unknown {
  const { of }: { of: (all: readonly never[]) => unknown } = settings[key].strictest;
  return of(values as readonly never[]);
}

function effectOfAudience(old: Population, now: Population, { before, after }: Both): PolicyEffect {
  const others = (policy: Policy) => policy.populations.filter(({ name }) => name !== now.name);
  // Who is not under another entry as well is let in or shut out by the change.
  if (!coversEverybody(others(before)) || !coversEverybody(others(after))) return 'unclear';
  const includes = (wide: Population, narrow: Population) =>
    wide.appliesTo === null || (narrow.appliesTo?.every((group) => wide.appliesTo?.includes(group)) ?? false);
  if (includes(now, old)) return 'tightens';
  return includes(old, now) ? 'loosens' : 'unclear';
}

/** A rule that restricted nothing before may be tried without making anything less strict. */
function effectOfMonitor(old: Population, now: Population): PolicyEffect {
  const moved = monitorableRules.filter((rule) => isMonitored(rule, old) !== isMonitored(rule, now));
  const effects = new Set(moved.map((rule) => compareValues(rule, old, now)).filter((effect) => effect !== 'none'));
  const [only, second] = effects;
  if (only === undefined) return 'none';
  return second === undefined ? only : 'unclear';
}

function isMonitored(rule: MonitorableRule, { monitor }: Population): boolean {
  return monitor.includes(rule);
}

function difference(old: unknown, now: unknown, before: string, after: string): string {
  if (!Array.isArray(old) || !Array.isArray(now)) return `is ${after} instead of ${before}`;
  const gained = now.filter((value) => !old.includes(value));
  const lost = old.filter((value) => !now.includes(value));
  const parts = [
    ...(gained.length > 0 ? [`gains ${gained.join(', ')}`] : []),
    ...(lost.length > 0 ? [`loses ${lost.join(', ')}`] : []),
  ];
  return parts.join(' and ');
}
