import type { Page } from 'playwright-core';
import { OWNER } from './organisation.ts';
import type { Screen } from './screens.ts';
import type { Seeded } from './seeded.ts';

type Rewrite = (inForce: string) => string;

/** No passkey that can be copied, and a rule that is tried before it is enforced. */
const boundOnly: Rewrite = (inForce) =>
  inForce
    .replace('[synced_passkey, platform_authenticator, security_key]', '[platform_authenticator, security_key]')
    .replace('attestation_required: false', 'attestation_required: true\n    monitor: [attestation_required]')
    .replace('session_idle: 15m', 'session_idle: 20m');
/** No passkey of anybody here is certified. */
const certifiedOnly: Rewrite = (inForce) =>
  inForce.replace('attestation_required: false', 'attestation_required: true\n    minimum_fips_level: 3');
const mistaken: Rewrite = (inForce) =>
  inForce
    .replace(
      'minimum_credentials: 2\n    attestation_required: false',
      'minimum_credentials: two\n    atestation_required: false',
    )
    .replace('session_idle: 15m', 'session_idle: 15m\n    maximum_credentials: 1');

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function write(page: Page, rewrite: Rewrite): Promise<void> {
  const field = page.getByLabel('Policy text');
  await field.fill(rewrite(await field.inputValue()));
}

async function compare(page: Page, rewrite: Rewrite): Promise<void> {
  await write(page, rewrite);
  await button(page, 'Compare with the one in force').click();
  await page.getByRole('heading', { name: 'What changes' }).waitFor();
}

async function workOut(page: Page): Promise<void> {
  await button(page, 'Work out whom it concerns').click();
  await page
    .getByRole('link', { name: /^See who/ })
    .first()
    .waitFor();
}

/** An open proposal that leaves every owner outside: only such a one waits while the policy asks for no second person. */
async function proposal(seeded: Seeded): Promise<string> {
  const owner = await seeded.signedIn(OWNER);
  const { items } = await owner.must('GET /api/v1/policy/proposals');
  const open = items.find(({ state }) => state === 'open');
  if (open !== undefined) return `/console/policy/proposals/${open.id}`;
  const { version, source } = await owner.must('GET /api/v1/policy');
  const note = 'The auditors want certified hardware for everybody from January on.';
  const body = { source: certifiedOnly(source), note, baseVersion: version, force: true };
  const { proposalId } = await owner.must('POST /api/v1/policy/proposals', { body });
  return `/console/policy/proposals/${proposalId}`;
}

/** What nobody proposed, so that the page says what it is for. */
const approvals = '/console/policy?tab=approvals';
const edit = '/console/policy/edit';

/** The policy, every way of changing it, and what each says first. */
export const policyScreens: readonly Screen[] = [
  { name: 'policy', as: OWNER, path: '/console/policy' },
  { name: 'policy-explain', as: OWNER, path: (seeded) => `/console/policy?tab=explain&person=${seeded.id('petra')}` },
  { name: 'policy-history', as: OWNER, path: '/console/policy?tab=history' },
  { name: 'policy-approvals-none', as: 'grace', path: `${approvals}&show=all` },
  { name: 'policy-version', as: OWNER, path: '/console/policy/versions/1' },
  { name: 'policy-version-missing', as: OWNER, path: '/console/policy/versions/99', isRefused: true },
  { name: 'policy-edit', as: OWNER, path: edit },
  {
    name: 'policy-edit-mistakes',
    as: OWNER,
    path: edit,
    act: async (page) => {
      await write(page, mistaken);
      await button(page, 'Compare with the one in force').click();
      await page.getByText('It can be compared once its errors are mended.').waitFor();
    },
  },
  { name: 'policy-edit-read-only', as: 'grace', path: edit, act: (page) => compare(page, boundOnly) },
  { name: 'policy-edit-compared', as: OWNER, path: edit, act: (page) => compare(page, boundOnly) },
  {
    name: 'policy-impact',
    as: OWNER,
    path: edit,
    act: async (page) => {
      await compare(page, boundOnly);
      await workOut(page);
    },
  },
  {
    name: 'policy-impact-tables',
    as: OWNER,
    path: edit,
    act: async (page) => {
      await compare(page, boundOnly);
      await workOut(page);
      for (const toggle of await page.getByRole('switch', { name: 'Show as a table' }).all()) await toggle.click();
    },
  },
  {
    name: 'policy-impact-names',
    as: OWNER,
    path: edit,
    act: async (page) => {
      await compare(page, boundOnly);
      await workOut(page);
      await page.getByRole('link', { name: 'See who: Lose a passkey' }).click();
      await page.getByRole('heading', { level: 1, name: 'Whom the change concerns' }).waitFor();
    },
  },
  { name: 'policy-edit-lock-out', as: OWNER, path: edit, act: (page) => compare(page, certifiedOnly) },
  {
    name: 'policy-edit-refused',
    as: OWNER,
    path: edit,
    act: async (page) => {
      await compare(page, certifiedOnly);
      await button(page, 'Propose the change').click();
      await page.getByText('Say why, for whoever reads the history.').first().waitFor();
    },
  },
  { name: 'policy-proposal-own', as: OWNER, path: proposal },
  { name: 'policy-proposal', as: 'tomas', path: proposal },
  {
    name: 'policy-proposal-reject',
    as: 'tomas',
    path: proposal,
    act: (page) => button(page, 'Reject').click(),
  },
  { name: 'policy-proposal-as-auditor', as: 'grace', path: proposal },
  { name: 'policy-approvals', as: 'tomas', path: approvals },
];
