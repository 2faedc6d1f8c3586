import type { Catalogue } from '@holdfast/kernel';

/** What is refused when people change the policy. */
export const policyChangeErrors = {
  'policy.version_not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such version of the policy.',
    operator: 'No version of the policy has this number.',
  },
  'policy.base_moved': {
    status: 409,
    public: 'policy_changed_meanwhile',
    person:
      'Somebody else changed the policy while you were writing. Your text is still here: compare it with the policy in force, then propose it again.',
    operator: 'The change was written against a version that is not in force any more.',
  },
  'policy.unchanged': {
    status: 409,
    public: 'policy_unchanged',
    person: 'This is the policy that is in force already. Nothing was changed.',
    operator: 'The text is the one in force, byte for byte.',
  },
  'policy.locks_out_owners': {
    status: 409,
    public: 'owners_locked_out',
    person:
      'With this policy no owner could sign in any more, so it was not applied. Let an owner add a passkey that it accepts first, or propose it anyway for a second person to approve.',
    operator:
      'Under the policy no active owner would have an active passkey that is accepted. It takes force and a second person.',
  },
  'policy.too_many_impacts': {
    status: 429,
    public: 'too_many_requests',
    person: 'Several policies are being worked out already. Wait until one is done, then try again.',
    operator: 'As many impact jobs as there may be are waiting or running.',
  },
  'impact.not_found': {
    status: 404,
    public: 'not_found',
    person: 'This is not known any more. Have it worked out again.',
    operator: 'No impact job has this id; only the newest are kept.',
  },
  'proposal.not_found': {
    status: 404,
    public: 'not_found',
    person: 'There is no such proposal.',
    operator: 'No proposal of a policy has this id.',
  },
  'proposal.exists': {
    status: 409,
    public: 'already_proposed',
    person: 'This very text is proposed already and waits for a second person.',
    operator: 'An open proposal has the same text.',
  },
  'proposal.too_many': {
    status: 409,
    public: 'too_many_proposals',
    person: 'Too many changes of the policy wait already. Have some of them approved or rejected first.',
    operator: 'As many proposals as there may be are open.',
  },
  'proposal.own': {
    status: 403,
    public: 'own_proposal',
    person: 'You proposed this change, so somebody else has to approve it.',
    operator: 'The proposer tried to approve their own proposal.',
  },
  'proposal.not_yours': {
    status: 403,
    public: 'not_allowed',
    person: 'Only who proposed a change can take it back. You can reject it instead.',
    operator: 'Somebody other than the proposer tried to withdraw a proposal.',
  },
  'proposal.other_text': {
    status: 409,
    public: 'other_text',
    person: 'What you approved is not the text of this proposal. Reload the page and read it again.',
    operator: 'The digest in the approval is not that of the proposal.',
  },
  'proposal.closed': {
    status: 409,
    public: 'proposal_closed',
    person: 'This proposal was decided already. Nothing was changed.',
    operator: 'The proposal was applied, rejected or withdrawn before.',
  },
  'proposal.expired': {
    status: 409,
    public: 'proposal_closed',
    person: 'This proposal waited too long and has expired. Propose the change again.',
    operator: 'The proposal was open for longer than seven days.',
  },
  'proposal.outdated': {
    status: 409,
    public: 'proposal_outdated',
    person: 'The policy was changed since this was proposed. Compare it with the policy in force and propose it again.',
    operator: 'The proposal was written against a version that is not in force any more.',
  },
} as const satisfies Catalogue;

export type PolicyChangeErrorCode = keyof typeof policyChangeErrors;
