import type { Added, Wanted } from '../add-passkey/model.ts';
import type { Answer } from '../api/client.ts';

export type Invitation = Answer<'POST /api/v1/enrolment/open'>;

/** Where a person stands in their enrolment. `next` is where they go afterwards; known once they signed in. */
export type Stage =
  | { readonly at: 'first' }
  | { readonly at: 'try'; readonly added: Added }
  | { readonly at: 'second'; readonly wanted: Wanted; readonly next: string }
  | { readonly at: 'done'; readonly wanted: Wanted; readonly next: string };

export type StageEvent =
  | { readonly is: 'first_saved'; readonly added: Added }
  | { readonly is: 'tried'; readonly next: string }
  | { readonly is: 'another_saved'; readonly added: Added }
  | { readonly is: 'skipped' };

/** Pure. An event that does not fit the stage (a late answer, a double press) changes nothing. */
export function proceed(stage: Stage, event: StageEvent): Stage {
  switch (event.is) {
    case 'first_saved':
      return stage.at === 'first' ? { at: 'try', added: event.added } : stage;
    case 'tried':
      return stage.at === 'try' ? offered(stage.added.wanted, event.next) : stage;
    case 'another_saved':
      return stage.at === 'second' ? offered(event.added.wanted, stage.next) : stage;
    case 'skipped':
      return stage.at === 'second' ? { ...stage, at: 'done' } : stage;
  }
}

/** A further passkey is offered as long as the policy wants one and one may be added. */
function offered(wanted: Wanted, next: string): Stage {
  return { at: wanted.missing > 0 && wanted.mayAdd ? 'second' : 'done', wanted, next };
}

/** How far along, for "Step 2 of 3": the second passkey is a step only where it is wanted. */
export function stepOf(stage: Stage, atFirst: Wanted): { readonly step: number; readonly steps: number } {
  const wanted = stage.at === 'first' ? atFirst : stage.at === 'try' ? stage.added.wanted : stage.wanted;
  const second = stage.at === 'second' || wanted.minimum > 1;
  const steps = second ? 3 : 2;
  const step = { first: 1, try: 2, second: 3, done: steps }[stage.at];
  return { step, steps };
}
