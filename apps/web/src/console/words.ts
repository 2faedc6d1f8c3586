import { catalogue } from '../words/catalogue.ts';
import { deviceGroupTexts } from './texts/device-groups.ts';
import { evidenceTexts } from './texts/evidence.ts';
import { inspectTexts } from './texts/inspect.ts';
import { peopleTexts } from './texts/people.ts';
import { policyTexts } from './texts/policy.ts';
import { recordsTexts } from './texts/records.ts';
import { sharedTexts } from './texts/shared.ts';
import { trustTexts } from './texts/trust.ts';

const texts = {
  ...sharedTexts,
  ...peopleTexts,
  ...recordsTexts,
  ...policyTexts,
  ...inspectTexts,
  ...evidenceTexts,
  ...trustTexts,
  ...deviceGroupTexts,
} as const;

/** Every text of the console, in English until a translation is given. */
export const words = catalogue(texts);

/** A text that stands under a name from outside, e.g. a role or a status; undefined where we have none. */
export function wordOf(area: string, name: string): string | undefined {
  const key = `${area}.${name}`;
  if (!Object.hasOwn(texts, key)) return undefined;
  return words(key as 'never');
}
