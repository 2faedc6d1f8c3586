import type { Catalogue } from '@holdfast/kernel';

const unreadable = {
  status: 400,
  public: 'malformed_request',
  person: 'What was given to inspect could not be read. Check that it was copied completely.',
} as const;

/** Why something that was given to `inspect` could not be judged at all. None of these says anything about a ceremony. */
export const inspectErrors = {
  'inspect.not_json': { ...unreadable, operator: 'The line is not JSON in UTF-8.' },
  'inspect.line_too_long': { ...unreadable, operator: 'The line is longer than one mebibyte and was passed over.' },
  'inspect.case_malformed': {
    ...unreadable,
    operator:
      'The case does not have the documented shape, so that nothing was judged. The problems say which members.',
  },
} as const satisfies Catalogue;

export type InspectErrorCode = keyof typeof inspectErrors;
