import { trustPages } from './trust-pages.ts';

/** How a picture is taken. */
export type Look = { readonly theme: 'light' | 'dark'; readonly width: 1440 | 360 };

/** One page of the product as the documentation shows it. */
export type DocumentedPage = {
  /** Name of a screen of `e2e/support/screens.ts`. */
  readonly screen: string;
  readonly title: string;
  /** What it is for. */
  readonly what: string;
  /** What can be done there. */
  readonly can: readonly string[];
  /** Beside light at 1440. */
  readonly also?: readonly Look[];
};

const darkWide: Look = { theme: 'dark', width: 1440 };
const lightPhone: Look = { theme: 'light', width: 360 };
const darkPhone: Look = { theme: 'dark', width: 360 };

export const parts: readonly { readonly title: string; readonly pages: readonly DocumentedPage[] }[] = [
  {
    title: 'Sign-in and enrolment',
    pages: [
      {
        screen: 'sign-in',
        title: 'Sign in',
        what: 'The first page. Nobody has to type anything: the browser offers the passkeys that belong here.',
        can: ['Sign in with a passkey', 'Start with the username instead', 'Read the address before trusting the page'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'cannot-sign-in',
        title: 'I can’t sign in',
        what: 'What somebody can try now, in the order in which it usually helps.',
        can: ['Find another passkey, or use the one on a phone', 'Learn whom to ask'],
      },
      {
        screen: 'sign-in-set-aside',
        title: 'Sign in with a passkey that is set aside',
        what: 'Only after the signature was verified: which passkey it is, what is wrong with it, which one works, and what to do.',
        can: ['Sign in with another passkey, and put a new one in its place'],
        also: [darkPhone],
      },
      {
        screen: 'enrol-welcome',
        title: 'Enrolment: welcome',
        what: 'Where an invitation leads. Says what will happen before the browser opens its own dialog.',
        can: ['See which passkeys are accepted', 'Create the first passkey'],
        also: [lightPhone],
      },
      {
        screen: 'enrol-naming',
        title: 'Enrolment: name',
        what: 'The passkey exists; its name is how its owner will recognise it.',
        can: ['Take the suggested name or write another'],
      },
      {
        screen: 'enrol-refused',
        title: 'Enrolment: refused',
        what: 'The policy does not allow this passkey for this person. Says why, and which kind to use instead.',
        can: ['Try with another passkey', 'Give the reference to an administrator'],
        also: [darkPhone],
      },
      {
        screen: 'enrol-second',
        title: 'Enrolment: a second passkey',
        what: 'Somebody with one passkey is one lost device away from losing access.',
        can: ['Add another passkey at once', 'Leave it for later'],
      },
    ],
  },
  {
    title: 'Account',
    pages: [
      {
        screen: 'account',
        title: 'Passkeys',
        what: 'A person’s own passkeys: where each lives, what is known about it, when it was last used.',
        can: ['Add, rename and remove passkeys', 'See what the organisation still asks for'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'account-replace',
        title: 'Passkeys, when something is wrong',
        what: 'A passkey was set aside. Says why, which other one works, and the two steps that replace it.',
        can: ['Add a passkey that fits', 'Then remove the one that was set aside'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'account-sessions',
        title: 'Sessions',
        what: 'Where this person is signed in.',
        can: ['End one session', 'End all others'],
      },
      {
        screen: 'account-activity',
        title: 'Activity',
        what: 'What happened to this account, newest first.',
        can: ['Notice what was not oneself'],
      },
    ],
  },
  {
    title: 'Console',
    pages: [
      {
        screen: 'overview',
        title: 'Overview',
        what: 'What needs somebody today, the numbers that matter, and how sign-in is going.',
        can: ['Go straight to what needs doing', 'Read the last events'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'people',
        title: 'People',
        what: 'Everybody who can sign in here, or was invited to.',
        can: ['Search by name or `status:`, `passkeys:`, `role:`, `group:`', 'Add a person', 'Export as CSV'],
        also: [lightPhone],
      },
      {
        screen: 'person',
        title: 'One person',
        what: 'Identity, passkeys, what the policy still wants, invitations, and a timeline.',
        can: ['Change name and groups', 'Change roles, end sessions, disable; each says first what it will do'],
        also: [darkWide],
      },
      {
        screen: 'new-person',
        title: 'Add a person',
        what: 'Adds somebody and makes their invitation link, which is shown once.',
        can: ['Choose groups, and so which rules apply', 'Make the link now or later'],
      },
      {
        screen: 'groups',
        title: 'Groups',
        what: 'Groups decide which population of the policy a person belongs to.',
        can: ['Create a group', 'See which populations apply to it'],
      },
      {
        screen: 'group',
        title: 'One group',
        what: 'Who is in it, and what joining or leaving would change.',
        can: ['Add and take out people', 'Change the description'],
      },
      {
        screen: 'invitations',
        title: 'Invitations',
        what: 'Links with which people create their first passkey: open, used, expired, withdrawn.',
        can: ['Withdraw a link', 'Make a new one'],
      },
      {
        screen: 'credentials',
        title: 'Credentials',
        what: 'Every passkey with its class, the evidence for it, its model and its state.',
        can: ['Search by `status:`, `class:`, `evidence:`, `model:`, `person:`', 'Export as CSV'],
        also: [darkWide],
      },
      {
        screen: 'credential-quarantined',
        title: 'One credential',
        what: 'Facts, assessment and verdict side by side: what was proved, what that makes of it, what the policy says.',
        can: ['See the reason for each statement', 'Read each rule with what it found', 'Revoke'],
      },
      {
        screen: 'policy',
        title: 'Policy in force',
        what: 'The policy as it applies, population by population, beside its source.',
        can: ['Go from a setting to its line', 'See what is a default'],
        also: [lightPhone],
      },
      {
        screen: 'policy-explain',
        title: 'Policy: explain',
        what: 'Why each passkey of a person gets its verdict, and which population decided each setting.',
        can: ['Choose a person', 'Open every rule'],
      },
      {
        screen: 'policy-edit-mistakes',
        title: 'Policy: change',
        what: 'The text with its problems at their lines. A draft stays in the tab until it is in force or thrown away.',
        can: ['Go from a problem to its line, and to both where two contradict', 'Compare it with the one in force'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'policy-edit-compared',
        title: 'Policy: what a change does',
        what: 'What becomes stricter or less strict, in words and line by line, before anything happens.',
        can: ['Have worked out whom it concerns', 'Put it into force, or propose it where a second person is needed'],
      },
      {
        screen: 'policy-impact',
        title: 'Policy: whom a change concerns',
        what: 'Every passkey and the sign-ins of 30 days, judged by the new text: who would be left with no way in, who would lose or gain a passkey, and what rules that are only tried would refuse.',
        can: ['See the names behind each number', 'Compare populations and days, as a chart or a table'],
        also: [darkWide, lightPhone],
      },
      {
        screen: 'policy-proposal',
        title: 'Policy: a proposal',
        what: 'A change that waits for a second person, with its reason, what it changes, and who would be left outside.',
        can: ['Approve the very text that is shown', 'Reject it with a reason'],
        also: [darkPhone],
      },
      {
        screen: 'events',
        title: 'Events',
        what: 'Everything that was done or tried, newest first.',
        can: ['Search by words, `type:`, `outcome:`, `code:`, `person:`, `address:` and days', 'Export as CSV'],
        also: [darkWide],
      },
      {
        screen: 'event',
        title: 'One event',
        what: 'Everything that was recorded of one event; of a refusal, which rule and which fact.',
        can: ['Go to the person', 'Quote the request id'],
      },
      {
        screen: 'inspect',
        title: 'Inspect',
        what: 'What is in a ceremony, and which step it passed or failed.',
        can: ['Paste what a browser sent'],
      },
    ],
  },
  { title: 'Console: trust and quarantine', pages: trustPages },
];

export const wide: Look = { theme: 'light', width: 1440 };

export function looksOf({ also = [] }: DocumentedPage): readonly Look[] {
  return [wide, ...also];
}

export function pictureName(screen: string, { theme, width }: Look): string {
  return `${screen}-${theme}-${width}.png`;
}

/** docs/screens.md. */
export function describePages(): string {
  const lines = [
    '# Screens',
    '',
    '<!-- Written by `npm run screenshots`. Do not edit. -->',
    '',
    'The pages of a running system with an invented organisation in it. All of them work with the keyboard alone, in both',
    'colour schemes, and from 360 pixels of width upwards; `e2e/accessibility.test.ts` shows so.',
  ];
  for (const { title, pages } of parts) {
    lines.push('', `## ${title}`);
    for (const page of pages) {
      lines.push('', `### ${page.title}`, '', page.what, '', ...page.can.map((act) => `- ${act}`), '');
      lines.push(`![${page.title}](screens/${pictureName(page.screen, wide)})`);
      const others = looksOf(page)
        .slice(1)
        .map((look) => `[${look.theme}, ${look.width} px](screens/${pictureName(page.screen, look)})`);
      if (others.length > 0) lines.push('', `Also: ${others.join(', ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
