import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAuthenticator, TestBrowser, tryRegistration } from '../testing/browser.ts';
import { eachDatabase, openInstallation, type TestInstallation } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';

type Allowed = readonly { readonly id: string; readonly transports: readonly string[] }[];

async function askedFor(installation: TestInstallation, username: string): Promise<Allowed> {
  const browser = new TestBrowser(installation);
  const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body: { username } });
  return publicKey['allowCredentials'] as Allowed;
}

const ids = (allowed: Allowed): readonly string[] => allowed.map(({ id }) => id);

/** Asks for names as somebody would who wants to know which of them have an account. */
eachDatabase('somebody who tries names', (open) => {
  test('learns nothing from the order of a list: real ones and decoys have the same', async () => {
    const installation = await open();
    for (let person = 0; person < 4; person += 1) {
      const { browser } = await seedSignedIn(installation, {
        username: `person-${person}`,
        address: `192.0.2.${person}`,
      });
      for (let more = 0; more < 3; more += 1) await tryRegistration(browser, newAuthenticator());
    }
    const names = [0, 1, 2, 3].map((person) => `person-${person}`);
    for (let stranger = 0; stranger < 40; stranger += 1) names.push(`stranger-${stranger}`);
    let longer = 0;
    for (const name of names) {
      const list = ids(await askedFor(installation, name));
      if (list.length > 1) longer += 1;
      // By code unit, whatever the locale of the database.
      assert.deepEqual(list, list.toSorted(), name);
    }
    assert.ok(longer > 20);
  });

  test('gets the same list for every way to write a name, as for a real one', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'kim@example.org' });
    // U+212A is the sign of Kelvin, whose small letter is an ordinary k.
    for (const name of ['kim@example.org', 'ghost@example.org']) {
      const plain = await askedFor(installation, name);
      const spellings = [name.toUpperCase(), `  ${name}\t`, `\u00a0${name}`, name.replace('k', '\u212a')];
      for (const written of spellings) assert.deepEqual(await askedFor(installation, written), plain, written);
    }
  });

  test('gets the same decoys from every node with the same key', async () => {
    const [one, two] = [await open(), await open()];
    for (const name of ['nobody', 'constructor', '😀', 'é', 'e\u0301']) {
      assert.deepEqual(await askedFor(one, name), await askedFor(two, name));
    }
    assert.notDeepEqual(await askedFor(one, 'é'), await askedFor(one, 'ê'));
  });

  test('learns nothing from cookies or headers', async () => {
    const installation = await open();
    await seedSignedIn(installation, { username: 'ada' });
    await seedPerson(installation, { username: 'invited' });
    const told = [];
    for (const username of ['ada', 'invited', 'nobody']) {
      const answered = await installation.server.inject({
        method: 'POST',
        url: '/api/v1/sign-in/options',
        headers: { origin: 'https://holdfast.test', 'content-type': 'application/json' },
        payload: { username },
      });
      const names = Object.keys(answered.headers).toSorted();
      const cookie = String(answered.headers['set-cookie']).replace(/=[\w-]{43};/, '=;');
      told.push({ status: answered.statusCode, names, cookie });
    }
    assert.deepEqual(told[1], told[0]);
    assert.deepEqual(told[2], told[0]);
  });
});

test('decoys outlive a restart', async () => {
  const lists = [];
  for (let start = 0; start < 2; start += 1) {
    const installation = await openInstallation('sqlite::memory:');
    lists.push(await askedFor(installation, 'nobody'));
    await installation.close();
  }
  assert.deepEqual(lists[0], lists[1]);
});
