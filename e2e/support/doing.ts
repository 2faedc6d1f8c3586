import type { Page } from 'playwright-core';

/** What people do in the pages, by role and accessible name as they would find it. */

/** Opens an invitation, creates a passkey, names it as suggested and signs in with it. Ends at the offer of a second. */
export async function enrol(page: Page, link: string, name?: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  const field = page.getByLabel('Passkey name');
  await field.waitFor();
  if (name !== undefined) await field.fill(name);
  await page.getByRole('button', { name: 'Save passkey' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).waitFor();
}

export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
}

export async function createGroup(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/console/groups`);
  await page
    .getByRole('link', { name: 'Create a group' })
    .or(page.getByRole('button', { name: 'Create a group' }))
    .first()
    .click();
  await page.getByLabel('Group name').fill(name);
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

type NewPerson = { readonly username: string; readonly name: string; readonly groups?: readonly string[] };

/** @returns the invitation link, which is shown once */
export async function addPerson(
  page: Page,
  origin: string,
  { username, name, groups = [] }: NewPerson,
): Promise<string> {
  await page.goto(`${origin}/console/people`);
  await page
    .getByRole('link', { name: 'Add a person' })
    .or(page.getByRole('button', { name: 'Add a person' }))
    .first()
    .click();
  await page.getByLabel('Username of the person').fill(username);
  await page.getByLabel('Full name').fill(name);
  for (const group of groups) {
    await page.getByRole('combobox', { name: 'Groups' }).or(page.getByLabel('Groups')).first().fill(group);
    await page.getByRole('option', { name: group }).click();
  }
  await page.getByRole('button', { name: 'Add person' }).click();
  return await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
}

export async function personPage(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/console/people`);
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}
