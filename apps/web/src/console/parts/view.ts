/** What a screen can be in: exactly one of these. Too much is not a state; lists are read page by page. */
export type View<T> =
  | { readonly at: 'loading' }
  | { readonly at: 'failed'; readonly error: unknown }
  | { readonly at: 'empty' }
  | { readonly at: 'full'; readonly data: T };

type Asked<T> = { readonly data: T | undefined; readonly error: unknown; readonly isError: boolean };

/** Old data is worth more than an error about renewing it, so an error only shows where there is nothing else. */
export function viewOf<T>(asked: Asked<T>, isEmpty: (data: T) => boolean = () => false): View<T> {
  if (asked.data !== undefined) return isEmpty(asked.data) ? { at: 'empty' } : { at: 'full', data: asked.data };
  return asked.isError ? { at: 'failed', error: asked.error } : { at: 'loading' };
}
