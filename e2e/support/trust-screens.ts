import type { Page } from 'playwright-core';
import { blobs } from './metadata.ts';
import { OWNER } from './organisation.ts';
import { givePocket } from './pocket.ts';
import type { Screen } from './screen.ts';

/** Chooses a file on the import page and looks at what it would change. */
export async function lookAtFile(page: Page, name: string, text: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByLabel('File', { exact: true }).click();
  await (await choosing).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'See what it would change' }).click();
}

/** Trust data and the quarantine, as the console shows them. */
export const trustScreens: readonly Screen[] = [
  { name: 'trust', as: OWNER, path: '/console/trust' },
  { name: 'trust-as-auditor', as: 'grace', path: '/console/trust' },
  { name: 'trust-import', as: OWNER, path: '/console/trust/import' },
  {
    name: 'trust-import-preview',
    as: OWNER,
    path: '/console/trust/import',
    plugged: 'platform',
    act: async (page) => {
      await lookAtFile(page, 'mds-143.jwt', blobs.mending());
      await page.getByRole('button', { name: 'Put it into use' }).waitFor();
    },
  },
  {
    name: 'trust-import-refused',
    as: OWNER,
    path: '/console/trust/import',
    plugged: 'platform',
    isRefused: true,
    act: async (page) => {
      await lookAtFile(page, 'mds-141.jwt', blobs.calm());
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'trust-models', as: OWNER, path: '/console/trust/models' },
  { name: 'trust-models-problems', as: OWNER, path: '/console/trust/models?q=status:problem' },
  { name: 'trust-models-nothing', as: OWNER, path: '/console/trust/models?q=nothing-of-this-name' },
  { name: 'trust-model', as: OWNER, path: '/console/trust/models?q=yubikey', act: opens(/YubiKey 5/) },
  { name: 'trust-model-revoked', as: OWNER, path: '/console/trust/models?q=fortress', act: opens(/Fortress F2/) },
  {
    name: 'trust-model-missing',
    as: OWNER,
    path: '/console/trust/models/00000000-0000-4000-8000-000000000000',
    isRefused: true,
  },
  { name: 'trust-changes', as: OWNER, path: '/console/trust/changes' },
  { name: 'trust-jobs', as: OWNER, path: '/console/trust/jobs' },
  { name: 'quarantine', as: OWNER, path: '/console/credentials/quarantine' },
  { name: 'quarantine-urgent', as: OWNER, path: '/console/credentials/quarantine?q=way_in:none' },
  { name: 'quarantine-as-help-desk', as: 'henrik', path: '/console/credentials/quarantine' },
  { name: 'quarantine-release', as: OWNER, path: '/console/credentials/quarantine', act: pressed(/^Release Blue key/) },
  { name: 'credential-judged', as: OWNER, path: '/console/credentials/quarantine', act: opens(/^Grey key/) },
  {
    name: 'sign-in-set-aside',
    as: null,
    path: '/',
    plugged: 'securityKey',
    isRefused: true,
    act: async (page, seeded) => {
      const pocket = await givePocket(page.context(), seeded.node.origin);
      pocket.take(seeded.device('sam', 1));
      await page.reload();
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByText('This passkey cannot be used now').waitFor();
    },
  },
  { name: 'account-replace', as: 'sam', path: '/account' },
];

function opens(name: RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    const link = page.getByRole('link', { name }).first();
    const text = (await link.textContent()) ?? '';
    await link.click();
    await page.getByRole('heading', { level: 1, name: text }).waitFor();
  };
}

function pressed(name: RegExp): (page: Page) => Promise<void> {
  return (page) => page.getByRole('button', { name }).first().click();
}
