import { type SecondPersonDemand, secondPersonDemands } from './evidence-words.ts';
import { type Shape, shapes } from './shapes.ts';

/** The root key beside the entries: what a change of the policy itself needs. */
export const changesKey = 'policy_changes';

/** Keys below `policy_changes`; the policy in force decides what replacing it needs, not the one that is to come. */
export const changeSettings = {
  second_person: {
    shape: shapes.oneOf(secondPersonDemands),
    meaning:
      'Whether somebody other than the one who proposed a change of the policy must approve it before it applies. The policy in force decides, so that nobody can take the demand away alone.',
    fallback: { words: '`not_required`', value: 'not_required' },
  },
} as const satisfies {
  readonly second_person: {
    readonly shape: Shape<SecondPersonDemand>;
    readonly meaning: string;
    readonly fallback: { readonly words: string; readonly value: SecondPersonDemand };
  };
};
