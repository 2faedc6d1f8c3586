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
  'inspect.evidence_malformed': {
    ...unreadable,
    operator:
      'The evidence file does not have the documented shape, so that nothing was judged. The problems say which members.',
  },
  'inspect.evidence_version': {
    ...unreadable,
    operator: 'The evidence file has a version that this release cannot read. Check it with a newer release.',
  },
  'inspect.evidence_too_large': {
    ...unreadable,
    operator: 'The evidence file is larger than any that Holdfast writes, so that nothing of it was read.',
  },
  'inspect.evidence_disagrees': {
    status: 400,
    public: 'evidence_disagrees',
    person: 'The evidence file says something that its own evidence does not prove.',
    operator:
      'What the evidence file says of this passkey is not what follows from its evidence. It was changed, or its source was.',
  },
} as const satisfies Catalogue;

export type InspectErrorCode = keyof typeof inspectErrors;
