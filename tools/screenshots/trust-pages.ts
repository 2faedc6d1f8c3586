import type { DocumentedPage, Look } from './pages.ts';

const darkWide: Look = { theme: 'dark', width: 1440 };
const lightPhone: Look = { theme: 'light', width: 360 };
const darkPhone: Look = { theme: 'dark', width: 360 };

/** What is believed about authenticators, and what comes of it. */
export const trustPages: readonly DocumentedPage[] = [
  {
    screen: 'trust',
    title: 'Trust: sources',
    what: 'Where trust data comes from, how old it is, what is wrong with it and what to do; and what came of the last time that every passkey was judged again.',
    can: ['Fetch a source now', 'Tell stale from untrusted from failing', 'Go to the passkeys that were set aside'],
    also: [darkWide, lightPhone],
  },
  {
    screen: 'trust-import-preview',
    title: 'Trust: import a file',
    what: 'What a file would change, before it is put into use: worst first, with how many passkeys each change concerns.',
    can: ['Import metadata, status lists, certificates, models and bundles without internet'],
    also: [darkWide],
  },
  {
    screen: 'trust-import-refused',
    title: 'Trust: a file that is refused',
    what: 'Nothing is replaced by something worse. Says why the file was not taken.',
    can: ['Try another file', 'Quote the reference'],
    also: [darkPhone],
  },
  {
    screen: 'trust-changes',
    title: 'Trust: changes',
    what: 'What changed between two documents of metadata, and everything that was ever in use.',
    can: ['Compare any two that follow each other', 'Go from a change to its model'],
    also: [lightPhone],
  },
  {
    screen: 'trust-models',
    title: 'Trust: models',
    what: 'Every model that metadata or the organisation describes, and how many passkeys are of it.',
    can: ['Search by name, AAGUID or `status:`, `certification:`, `kind:`, `ours:`', 'Export as CSV'],
    also: [darkWide],
  },
  {
    screen: 'trust-model-revoked',
    title: 'Trust: one model',
    what: 'Open problems first, then what its maker states, every report as a timeline, and its roots.',
    can: ['Go to the passkeys of this model', 'Follow a report to its source'],
    also: [darkWide, lightPhone],
  },
  {
    screen: 'trust-jobs',
    title: 'Trust: judged again',
    what: 'Each time that every passkey was judged again: why, how far it is, and what came of it.',
    can: ['Watch it go on', 'Read what it changed'],
  },
  {
    screen: 'quarantine',
    title: 'Quarantine',
    what: 'What is set aside: why, of which model, and who has no other way in, who comes first.',
    can: ['Search by `way_in:`, `cause:`, `model:`', 'Release what an alarm or an administrator set aside'],
    also: [darkWide, lightPhone],
  },
  {
    screen: 'credential-judged',
    title: 'A passkey that judging set aside',
    what: 'Which report speaks against it, since when, and which rule of the policy refuses it.',
    can: ['Download the evidence, which anybody can check with `holdfast inspect`', 'Revoke'],
    also: [darkWide],
  },
];
