import type { Page } from 'playwright-core';
import type { BrowserPerson } from './browser-person.ts';
import { OWNER } from './organisation.ts';
import { policyScreens } from './policy-screens.ts';
import type { Screen } from './screen.ts';
import type { Seeded } from './seeded.ts';
import { trustScreens } from './trust-screens.ts';

export type { Screen };

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const pressed = (name: string | RegExp) => (page: Page) => press(page, name);
const person = (username: string) => (seeded: Seeded) => `/console/people/${seeded.id(username)}`;
const MAXIMILIANA = 'maximiliana.wilhelmina.vanderhoeven-bergstrasser@logistics.meridian.example';

async function create(page: Page): Promise<void> {
  await press(page, 'Create a passkey');
  await page.getByRole('button', { name: 'Save passkey' }).waitFor();
}

async function save(page: Page): Promise<void> {
  await create(page);
  await press(page, 'Save passkey');
}

let invited = 0;
const freshInvitation = async (seeded: Seeded): Promise<string> => {
  invited += 1;
  return new URL(await seeded.invite(`newcomer-${invited}`, 'Rosalind Franklin')).pathname;
};

const beforeSignIn: readonly Screen[] = [
  { name: 'sign-in', as: null, path: '/' },
  { name: 'cannot-sign-in', as: null, path: '/#cannot' },
  { name: 'sign-in-no-username', as: null, path: '/', act: pressed('Continue') },
  {
    name: 'sign-in-refused',
    as: null,
    path: '/',
    plugged: 'securityKey',
    act: async (page) => {
      await press(page, 'Sign in with a passkey');
      await page.locator('#outcome').getByText(/./).first().waitFor();
    },
  },
  { name: 'enrol-nothing', as: null, path: '/enrol' },
  { name: 'enrol-used', as: null, path: (seeded) => new URL(seeded.link('ada')).pathname, isRefused: true },
  { name: 'enrol-welcome', as: null, path: (seeded) => new URL(seeded.link('omar')).pathname },
  { name: 'enrol-naming', as: null, path: freshInvitation, plugged: 'platform', act: create },
  {
    name: 'enrol-refused',
    as: null,
    path: (seeded) => new URL(seeded.link('paul')).pathname,
    plugged: 'synced',
    isRefused: true,
    act: async (page) => {
      await save(page);
      await page.getByRole('button', { name: 'Try with another passkey' }).waitFor();
    },
  },
  { name: 'enrol-try', as: null, path: freshInvitation, plugged: 'platform', act: save },
  {
    name: 'enrol-second',
    as: null,
    path: freshInvitation,
    plugged: 'platform',
    act: async (page) => {
      await save(page);
      await press(page, 'Sign in with a passkey');
      await page.getByRole('button', { name: 'Not now' }).waitFor();
    },
  },
  {
    name: 'enrol-done',
    as: null,
    path: freshInvitation,
    plugged: 'platform',
    act: async (page) => {
      await save(page);
      await press(page, 'Sign in with a passkey');
      await press(page, 'Not now');
      await page.getByRole('link', { name: 'Continue' }).waitFor();
    },
  },
];

const account: readonly Screen[] = [
  { name: 'account', as: 'ada', path: '/account' },
  { name: 'account-wanting', as: 'bo', path: '/account' },
  { name: 'account-quarantined', as: 'petra', path: '/account' },
  { name: 'account-long-names', as: MAXIMILIANA, path: '/account' },
  { name: 'account-add', as: 'ada', path: '/account', act: pressed('Add a passkey') },
  {
    name: 'account-naming',
    as: 'ada',
    path: '/account',
    plugged: 'platform',
    act: async (page) => {
      await press(page, 'Add a passkey');
      await create(page);
    },
  },
  { name: 'account-rename', as: 'ada', path: '/account', act: pressed(/^Rename/) },
  { name: 'account-remove', as: 'ada', path: '/account', act: pressed(/^Remove/) },
  { name: 'account-sessions', as: 'ada', path: '/account/sessions' },
  { name: 'account-activity', as: 'ada', path: '/account/activity' },
  { name: 'account-not-found', as: 'ada', path: '/account/nowhere' },
];

const consoleLists: readonly Screen[] = [
  { name: 'overview', as: OWNER, path: '/console' },
  { name: 'people', as: OWNER, path: '/console/people' },
  { name: 'people-filtered', as: OWNER, path: '/console/people?q=status:invited' },
  { name: 'people-nobody', as: OWNER, path: '/console/people?q=nobody-of-this-name' },
  { name: 'people-unreadable', as: OWNER, path: '/console/people?q=status:asleep', isRefused: true },
  { name: 'groups', as: OWNER, path: '/console/groups' },
  { name: 'invitations', as: OWNER, path: '/console/invitations' },
  { name: 'invitation-withdraw', as: OWNER, path: '/console/invitations', act: pressed(/^Withdraw/) },
  { name: 'credentials', as: OWNER, path: '/console/credentials' },
  { name: 'events', as: OWNER, path: '/console/events' },
  { name: 'events-refused', as: OWNER, path: '/console/events?q=outcome:refused' },
  { name: 'inspect', as: OWNER, path: '/console/inspect' },
];

const ONE = 'status:active class:security-key evidence:attested person:tomas';
const consoleDetails: readonly Screen[] = [
  { name: 'person', as: OWNER, path: person('petra') },
  { name: 'person-long-names', as: OWNER, path: person(MAXIMILIANA) },
  { name: 'person-disabled', as: OWNER, path: person('jonas') },
  { name: 'person-invited', as: OWNER, path: person('omar') },
  { name: 'person-edit', as: OWNER, path: person('ada'), act: pressed('Edit') },
  { name: 'person-roles', as: OWNER, path: person('ada'), act: pressed('Change roles') },
  { name: 'person-disable', as: OWNER, path: person('ada'), act: pressed('Disable person') },
  { name: 'person-new-link', as: OWNER, path: person('kim'), act: pressed('New invitation link') },
  { name: 'new-person', as: OWNER, path: '/console/people/new' },
  { name: 'new-person-mistakes', as: OWNER, path: '/console/people/new', act: pressed('Add person') },
  {
    name: 'new-person-added',
    as: OWNER,
    path: '/console/people/new',
    act: async (page) => {
      await page.getByLabel('Username of the person').fill(`chidi-${invited}`);
      await page.getByLabel('Full name').fill('Chidi Eze');
      await press(page, 'Add person');
      await page.getByRole('textbox', { name: 'Invitation link' }).waitFor();
    },
  },
  { name: 'new-group', as: OWNER, path: '/console/groups/new' },
  { name: 'group', as: OWNER, path: '/console/groups', act: opened(/privileged_users/) },
  { name: 'group-long-names', as: OWNER, path: '/console/groups', act: opened(/emea/) },
  { name: 'group-empty', as: OWNER, path: '/console/groups', act: opened(/contractors/) },
  {
    name: 'group-delete',
    as: OWNER,
    path: '/console/groups',
    act: async (page) => {
      await opened(/contractors/)(page);
      await press(page, 'Delete group');
    },
  },
  { name: 'credential', as: OWNER, path: `/console/credentials?q=${ONE}`, act: opened(/Key on my key ring/) },
  {
    name: 'credential-quarantined',
    as: OWNER,
    path: '/console/credentials?q=status:quarantined',
    act: opened(/Blue key/),
  },
  {
    name: 'credential-revoke',
    as: OWNER,
    path: `/console/credentials?q=${ONE}`,
    act: async (page) => {
      await opened(/Key on my key ring/)(page);
      await press(page, 'Revoke');
    },
  },
  {
    name: 'event',
    as: OWNER,
    path: '/console/events?q=code:policy.credential_refused',
    act: opened(/refused|not allowed/i),
  },
];

const closedDoors: readonly Screen[] = [
  { name: 'console-not-found', as: OWNER, path: '/console/nowhere' },
  {
    name: 'person-missing',
    as: OWNER,
    path: '/console/people/00000000-0000-7000-8000-000000000000',
    isRefused: true,
  },
  { name: 'console-no-role', as: 'ada', path: '/console' },
  { name: 'overview-as-auditor', as: 'grace', path: '/console' },
  { name: 'person-as-auditor', as: 'grace', path: person('ada') },
  { name: 'overview-as-help-desk', as: 'henrik', path: '/console' },
  { name: 'person-as-help-desk', as: 'henrik', path: person('petra') },
  { name: 'closed-to-help-desk', as: 'henrik', path: '/console/policy' },
  { name: 'overview-as-approver', as: 'ines', path: '/console' },
  { name: 'person-as-approver', as: 'ines', path: person('petra') },
  {
    name: 'unreachable',
    as: OWNER,
    path: '/console/people',
    isRefused: true,
    act: async (page) => {
      await page.context().setOffline(true);
      await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('bo');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
];

/** Follows a link of a list to what it names. */
function opened(name: RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    const link = page.getByRole('link', { name }).first();
    const text = (await link.textContent()) ?? '';
    await link.click();
    await page.getByRole('heading', { level: 1, name: text }).waitFor();
  };
}

export const screens: readonly Screen[] = [
  ...beforeSignIn,
  ...account,
  ...consoleLists,
  ...policyScreens,
  ...consoleDetails,
  ...trustScreens,
  ...closedDoors,
];

/** Opens a page of its own and goes to the state. The caller closes it. */
export async function visit(person: BrowserPerson, seeded: Seeded, { path, plugged, act }: Screen): Promise<Page> {
  const page = plugged === undefined ? await person.context.newPage() : person.page;
  if (plugged !== undefined) await person.plugIn(plugged);
  await page.goto(`${seeded.node.origin}${typeof path === 'string' ? path : await path(seeded)}`);
  await settled(page);
  await act?.(page, seeded);
  await settled(page);
  return page;
}

/** There is a title, and nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1:visible').first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}
