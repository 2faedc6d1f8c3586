import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { type EffectivePolicy, effectivePolicy, explainText, judge, type Verdict } from '@holdfast/policy';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { credentialsOfPerson } from '../../store/credentials.ts';
import { findPerson, type Person } from '../../store/people.ts';
import { settingTexts } from './setting-texts.ts';

export type Explanation = {
  readonly person: Person;
  readonly effective: EffectivePolicy;
  readonly settings: readonly { readonly key: string; readonly value: string; readonly decidedBy: string }[];
  readonly credentials: readonly {
    readonly id: string;
    readonly name: string;
    readonly verdict: Verdict;
    /** Rule by rule, as for a terminal. */
    readonly text: string;
  }[];
};

/** Why the passkeys of a person get their verdicts: what is stored of them, judged by the policy of this moment. */
export async function explainPolicy(
  { database, standing }: Pick<Ports, 'database' | 'standing'>,
  personId: string,
  credentialId: string | undefined,
): Promise<Result<Explanation, RefusedCall>> {
  const { policy } = await standing();
  const person = await findPerson(database.queries, personId);
  if (person === null) return err(refuse('person.not_found'));
  const all = await credentialsOfPerson(database.queries, personId);
  const asked = credentialId === undefined ? all : all.filter(({ id }) => id === credentialId);
  if (credentialId !== undefined && asked.length === 0) return err(refuse('credential.not_found'));
  const effective = effectivePolicy(policy, person.groups);
  const { decidedBy } = effective;
  return ok({
    person,
    effective,
    settings: settingTexts(effective).map(({ key, value }) => ({
      key,
      value,
      decidedBy: decidedBy[key] ?? 'no population',
    })),
    credentials: asked.map(({ id, name, assessment }) => ({
      id,
      name,
      verdict: judge(policy, person.groups, assessment),
      text: explainText(policy, person.groups, assessment),
    })),
  });
}
