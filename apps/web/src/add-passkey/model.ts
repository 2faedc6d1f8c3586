import { type Answer, ApiError, unreachable, unreadable } from '../api/client.ts';
import type { OptionsJson, ResponseJson } from '../ceremony/browser.ts';
import { type Explanation, explainCeremonyError, needsAnotherPasskey } from '../ceremony/explain-ceremony-error.ts';
import { addWords as words } from '../words/add-passkey.ts';

export type Added = Answer<'POST /api/v1/registration/verify'>;
export type Wanted = Added['wanted'];

/** Creating a passkey, from the explanation to the saved passkey. `outcome` says how the last attempt ended. */
export type AddView =
  | {
      readonly at: 'explaining';
      readonly options?: OptionsJson;
      readonly outcome?: Explanation;
      readonly another: boolean;
    }
  | { readonly at: 'creating' }
  | { readonly at: 'naming'; readonly response: ResponseJson; readonly name: string; readonly outcome?: Explanation }
  | { readonly at: 'saving'; readonly response: ResponseJson; readonly name: string }
  | { readonly at: 'saved'; readonly added: Added };

export type AddEvent =
  | { readonly is: 'opened'; readonly options?: OptionsJson }
  | { readonly is: 'asked' }
  | { readonly is: 'created'; readonly response: ResponseJson; readonly suggested: string }
  | { readonly is: 'named'; readonly response: ResponseJson; readonly name: string }
  | { readonly is: 'saved'; readonly added: Added }
  | { readonly is: 'failed'; readonly error: unknown };

export const beginning: AddView = { at: 'explaining', another: false };

/** Pure. What failed while saving and may pass keeps the new passkey and its name; what was refused starts again. */
export function advance(view: AddView, event: AddEvent): AddView {
  switch (event.is) {
    case 'opened':
      return { ...beginning, ...(event.options === undefined ? {} : { options: event.options }) };
    case 'asked':
      return { at: 'creating' };
    case 'created':
      return { at: 'naming', response: event.response, name: event.suggested };
    case 'named':
      return { at: 'saving', response: event.response, name: event.name };
    case 'saved':
      return { at: 'saved', added: event.added };
    case 'failed':
      return failed(view, event.error);
  }
}

function failed(view: AddView, error: unknown): AddView {
  const outcome = explainCeremonyError('create', error);
  if (view.at === 'saving' && mayPass(error)) {
    return { at: 'naming', response: view.response, name: view.name, outcome };
  }
  return { at: 'explaining', outcome, another: needsAnotherPasskey(error) };
}

/** Whether the server looked at the new passkey and said no: it will say so again for the same one. */
export function refusedForGood(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && !mayPass(error);
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.fields.length > 0) return true;
  return error.name === unreachable || error.name === unreadable || error.status === 429 || error.status >= 500;
}

const nameLengthMax = 64;

/** What is wrong with a name, as the contract of the API bounds it. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return words('name_missing');
  if (name.trim().length > nameLengthMax) return words('name_too_long');
  return /\p{Cc}/u.test(name) ? words('name_control') : undefined;
}
