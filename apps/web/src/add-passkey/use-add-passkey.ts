import { useReducer } from 'react';
import { createPasskey, type ResponseJson } from '../ceremony/browser.ts';
import { creationOptions, savePasskey } from './api.ts';
import { type Added, type AddView, advance, beginning, refusedForGood } from './model.ts';
import { suggestName } from './suggest-name.ts';

export type AddPasskey = {
  readonly view: AddView;
  /** Fetches the options before the explanation is shown, so that the browser is asked straight from the click. */
  readonly open: () => Promise<void>;
  readonly create: () => Promise<void>;
  readonly save: (response: ResponseJson, name: string) => Promise<void>;
};

export type AddPasskeyInput = {
  /** The invitation, for the first passkey. Without it the session must rest on a fresh assertion. */
  readonly token?: string;
  readonly taken?: readonly string[];
  readonly onAdded: (added: Added) => void;
  /** The browser now holds a passkey that no account has: whoever can, tells it which ones are accepted. */
  readonly onRefused?: () => void;
  /** Wraps what may need a fresh assertion. */
  readonly guard?: <T>(action: () => Promise<T>) => Promise<T>;
};

const unguarded = <T>(action: () => Promise<T>): Promise<T> => action();

export function useAddPasskey({
  token,
  taken = [],
  onAdded,
  onRefused,
  guard = unguarded,
}: AddPasskeyInput): AddPasskey {
  const [view, dispatch] = useReducer(advance, beginning);
  const options = () => guard(() => creationOptions(token));
  return {
    view,
    open: async () => dispatch({ is: 'opened', options: await options() }),
    create: async () => {
      const prepared = view.at === 'explaining' ? view.options : undefined;
      dispatch({ is: 'asked' });
      try {
        const response = await createPasskey(prepared ?? (await options()));
        dispatch({ is: 'created', response, suggested: suggestName(response, navigator.userAgent, taken) });
      } catch (error) {
        dispatch({ is: 'failed', error });
      }
    },
    save: async (response, name) => {
      dispatch({ is: 'named', response, name });
      try {
        const added = await guard(() => savePasskey(token, response, name.trim()));
        dispatch({ is: 'saved', added });
        onAdded(added);
      } catch (error) {
        dispatch({ is: 'failed', error });
        if (refusedForGood(error)) onRefused?.();
      }
    },
  };
}
