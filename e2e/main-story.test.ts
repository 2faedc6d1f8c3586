import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser, Page } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { addPerson, createGroup, enrol, personPage, signIn, signOut } from './support/doing.ts';
import { startNode, type TestNode } from './support/node.ts';
import { chapters } from './support/story.ts';

/**
 * The main story in one installation, as people live it. Chapters build on each other.
 */
describe('from the printed link to a colleague who signs in', () => {
  const chapter = chapters(() => browser);
  let node: TestNode;
  let browser: Browser;
  let admin: BrowserPerson;
  let ada: BrowserPerson;
  let adaPlatform = '';
  const links = new Map<string, string>();

  before(async () => {
    node = await startNode();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const link = (name: string): string => {
    const found = links.get(name);
    assert.ok(found, `no invitation link for ${name}`);
    return found;
  };

  chapter('the printed link makes the first administrator, who signs in with the new passkey', async () => {
    assert.ok(node.firstLink, node.output());
    admin = await newPerson(browser);
    await admin.plugIn('platform');
    await enrol(admin.page, node.firstLink);
    await button(admin.page, 'Not now').click();
    await admin.page.goto(`${node.origin}/console`);
    await admin.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await admin.page.getByText('There is only one owner').waitFor();
  });

  chapter('the printed link works once', async () => {
    assert.ok(node.firstLink);
    const late = await newPerson(browser);
    await late.page.goto(node.firstLink);
    await late.page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
    assert.equal(await button(late.page, 'Create a passkey').count(), 0);
    await late.leave();
  });

  chapter('the administrator makes the groups of the policy and invites colleagues', async () => {
    await createGroup(admin.page, node.origin, 'privileged_users');
    links.set('ada', await addPerson(admin.page, node.origin, { username: 'ada', name: 'Ada Lovelace' }));
    for (const [username, name] of [
      ['petra', 'Petra Privileged'],
      ['paul', 'Paul Privileged'],
    ] as const) {
      links.set(username, await addPerson(admin.page, node.origin, { username, name, groups: ['privileged_users'] }));
    }
  });

  chapter('a colleague enrols a passkey bound to her device, and it is shown as what it is', async () => {
    ada = await newPerson(browser);
    adaPlatform = await ada.plugIn('platform');
    await enrol(ada.page, link('ada'));
    await button(ada.page, 'Not now').click();
    await ada.page.goto(`${node.origin}/account`);
    await ada.page.getByText('Your organisation wants one more passkey from you').waitFor();
    await ada.page.getByText('Passkey bound to one device').waitFor();
    await ada.page.getByText('Claimed').waitFor();
    await ada.page.getByText('This is your last way in.', { exact: false }).waitFor();
    assert.equal(await button(ada.page, /^Remove/).count(), 0);
  });

  chapter('she signs out, and in again without typing a name', async () => {
    await signOut(ada.page);
    await signIn(ada.page, node.origin);
    await ada.page.getByRole('heading', { name: 'Passkeys', level: 1 }).waitFor();
  });

  chapter('where the browser offers passkeys in the username field, choosing one is enough', async () => {
    const quick = await newPerson(browser, { autofill: true });
    await quick.plugIn('platform');
    const invitation = await addPerson(admin.page, node.origin, { username: 'quinn', name: 'Quinn Quick' });
    await enrol(quick.page, invitation);
    await quick.page.goto(`${node.origin}/account`);
    await quick.page.getByRole('button', { name: 'Sign out' }).click();
    // The virtual authenticator accepts the offer, so the page is left again without a click.
    await quick.page.getByRole('heading', { name: 'Passkeys', level: 1 }).waitFor();
    await quick.leave();
  });

  chapter('username-first works too, and an unknown name looks like a known one', async () => {
    await signOut(ada.page);
    await ada.page.getByLabel('Username').fill('ada');
    await ada.page.getByLabel('Username').press('Enter');
    await ada.page.getByRole('heading', { name: 'Passkeys', level: 1 }).waitFor();
    const shapes = await ada.page.evaluate(async () => {
      const ask = async (username: string) => {
        const answer = await fetch('/api/v1/sign-in/options', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username }),
        });
        const { publicKey } = (await answer.json()) as { publicKey: { allowCredentials: unknown[] } };
        return {
          status: answer.status,
          members: Object.keys(publicKey).sort(),
          some: publicKey.allowCredentials.length > 0,
        };
      };
      return { known: await ask('ada'), unknown: await ask('nobody-here') };
    });
    assert.deepEqual(shapes.unknown, shapes.known);
  });

  chapter('she adds a second passkey, a security key, and removes the first', async () => {
    await ada.page.goto(`${node.origin}/account`);
    await ada.plugIn('securityKey');
    // She touches the key, not the computer.
    await ada.setPresent(adaPlatform, false);
    await button(ada.page, 'Add a passkey').click();
    await button(ada.page, 'Create a passkey').click();
    await finishAdding(ada.page, 'Blue key');
    await ada.page.getByText('You have what your organisation asks for').waitFor();
    await button(ada.page, /^Remove This computer/).click();
    await button(ada.page, 'Remove passkey').click();
    await button(ada.page, 'Sign in with a passkey').waitFor();
    assert.equal(await ada.credentialCount(adaPlatform), 0, 'the browser was told to forget the removed passkey');
    await signIn(ada.page, node.origin);
    await ada.page.getByText('Blue key').waitFor();
    assert.equal(await ada.page.getByText('This computer').count(), 0);
  });

  chapter('a synced passkey is refused for a privileged person, with what to use instead', async () => {
    const petra = await newPerson(browser);
    await petra.plugIn('synced');
    await petra.page.goto(link('petra'));
    await button(petra.page, 'Create a passkey').click();
    await button(petra.page, 'Save passkey').click();
    await petra.page
      .getByText('This passkey is stored in a password manager that can copy it to other devices.', { exact: false })
      .first()
      .waitFor();
    await petra.page
      .getByText('Use a security key, or Windows Hello on your work computer.', { exact: false })
      .first()
      .waitFor();
    await petra.leave();
    await expectRefusal(admin.page, node.origin, 'Petra Privileged', /sync_allowed|allowed_credential_types/);
  });

  chapter('a passkey without proof of its model is refused for a privileged person', async () => {
    const paul = await newPerson(browser);
    await paul.plugIn('securityKey');
    await paul.page.goto(link('paul'));
    await button(paul.page, 'Create a passkey').click();
    await button(paul.page, 'Save passkey').click();
    await paul.page.getByText('Your role needs proof of the make and model', { exact: false }).waitFor();
    await paul.leave();
    await expectRefusal(admin.page, node.origin, 'Paul Privileged', /attestation_required/);
  });

  chapter('a disabled person is signed out at once and cannot sign in', async () => {
    await personPage(admin.page, node.origin, 'Ada Lovelace');
    await button(admin.page, 'Disable person').click();
    const dialog = admin.page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Left the company');
    await dialog.getByRole('button', { name: 'Disable person' }).click();
    await admin.page.getByText('Ada Lovelace is disabled', { exact: false }).first().waitFor();
    await ada.page.goto(`${node.origin}/account`);
    await button(ada.page, 'Sign in with a passkey').waitFor();
    await button(ada.page, 'Sign in with a passkey').click();
    await ada.page
      .getByText('This passkey is not known here, or it can no longer be used.', { exact: false })
      .waitFor();
    assert.equal(new URL(ada.page.url()).pathname, '/');
  });

  chapter('nothing of this was an error of the server', () => {
    assert.doesNotMatch(node.output(), /"level":"error"/);
  });
});

/** From the dialog of the browser to the list: names the new passkey and saves it. */
async function finishAdding(page: Page, name: string): Promise<void> {
  await page.getByLabel('Passkey name').fill(name);
  await page.getByRole('button', { name: 'Save passkey' }).click();
  await page.getByText(name).first().waitFor();
}

/** What the operator sees of a refused enrolment: the event with rule and fact. */
async function expectRefusal(page: Page, origin: string, person: string, rule: RegExp): Promise<void> {
  await page.goto(`${origin}/console/events?q=${encodeURIComponent('outcome:refused')}`);
  await page
    .getByRole('link', { name: /refused|not allowed/i })
    .first()
    .waitFor();
  const [newest] = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/events?q=outcome:refused%20code:policy.credential_refused&limit=1');
    return ((await answer.json()) as { items: { id: string; subject: { name: string } | null }[] }).items;
  });
  assert.equal(newest?.subject?.name, person);
  await page.goto(`${origin}/console/events/${newest?.id}`);
  await page.getByText(rule).first().waitFor();
}
