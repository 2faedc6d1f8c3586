import type { Catalogue } from '@holdfast/kernel';

/** What an outsider can cause that a policy refuses. Problems of a policy file are in `policyProblems`. */
export const policyErrors = {
  'policy.credential_refused': {
    status: 422,
    public: 'passkey_not_allowed',
    person: 'This passkey cannot be used for your role. Use another kind, or ask your administrator which.',
    operator:
      'The policy refuses the credential; the verdict in the event says which rule, which population, which fact.',
  },
  'policy.no_passkey_allowed': {
    status: 403,
    public: 'no_passkey_allowed',
    person: 'Your account may not use a passkey at the moment. Ask your administrator to change that.',
    operator:
      'No entry of the policy applies to the person, or those that apply leave no credential type or no algorithm together.',
  },
  'policy.maximum_reached': {
    status: 409,
    public: 'passkey_maximum_reached',
    person: 'You have as many passkeys as your role may have. Remove one that you do not need, then add the new one.',
    operator: 'The person has as many active and pending credentials as maximum_credentials allows.',
  },
  'policy.counter_regression': {
    status: 401,
    public: 'sign_in_failed',
    person: 'This passkey could not be accepted. Try another one, or ask for help.',
    operator: 'The signature counter did not rise and on_counter_regression is refuse or quarantine: a sign of a copy.',
  },
  'policy.backup_state_changed': {
    status: 401,
    public: 'sign_in_failed',
    person: 'This passkey could not be accepted. Try another one, or ask for help.',
    operator: 'The backup state of the credential changed and on_backup_state_change is refuse or quarantine.',
  },
  'policy.invalid': {
    status: 422,
    public: 'policy_invalid',
    person: 'The policy was not changed, because it has errors. Each is listed with its line.',
    operator: 'The policy text has errors; the problems name code, line and column.',
  },
} as const satisfies Catalogue;
export type PolicyErrorCode = keyof typeof policyErrors;
