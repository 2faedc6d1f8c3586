import { ApiError, unreachable } from '../api/client.ts';
import { designWords } from '../words/design.ts';

export type DescribedError = {
  readonly title: string;
  /** What happened and why. */
  readonly what: string;
  /** What to do now. */
  readonly next: string;
  readonly requestId: string | undefined;
};

/** Says a failure of loading or acting in the words of the catalogue and of the server. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof ApiError)) {
    return {
      title: designWords('error_title'),
      what: designWords('unexpected'),
      next: designWords('error_next'),
      requestId: undefined,
    };
  }
  return { ...sayings[kindOf(error)], what: error.message, requestId: error.requestId };
}

const sayings = {
  refused: { title: designWords('error_refused_title'), next: designWords('error_refused_next') },
  missing: { title: designWords('error_missing_title'), next: designWords('error_missing_next') },
  unreachable: { title: designWords('error_title'), next: designWords('error_next_unreachable') },
  other: { title: designWords('error_title'), next: designWords('error_next') },
} as const;

function kindOf(error: ApiError): keyof typeof sayings {
  if (error.name === unreachable) return 'unreachable';
  if (error.status === 403) return 'refused';
  if (error.status === 404) return 'missing';
  return 'other';
}
