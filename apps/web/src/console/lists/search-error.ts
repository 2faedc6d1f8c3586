import { ApiError } from '../../api/client.ts';

/** What the server could not read in a search, e.g. a filter that the list does not have; undefined for other failures. */
export function searchError(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.fields.find(({ field }) => field === 'q' || field.endsWith('/q'))?.message;
}
