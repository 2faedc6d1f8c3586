import { writtenIn } from './effective-policy.ts';
import { monthText } from './evidence-words.ts';
import type { Population } from './model.ts';
import type { SettingKey } from './settings.ts';
import { durationText } from './shapes.ts';

/** What no value and no item means in words, where it is not `any` and `none`. */
const words: Partial<Record<SettingKey, string>> = { applies_to: 'everybody' };

/** The value of a key of one entry as it would be written, defaults filled in. */
export function valueText(key: SettingKey, population: Population): string {
  const value = writtenIn[key](population);
  if (value === null) return words[key] ?? 'any';
  if (typeof value === 'object') return value.length === 0 ? 'none' : `[${value.join(', ')}]`;
  if (typeof value !== 'number') return String(value);
  if (key === 'session_idle' || key === 'session_absolute') return durationText(value);
  return key === 'android_patch_level' ? monthText(value) : String(value);
}
