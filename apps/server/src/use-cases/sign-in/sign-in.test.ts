import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFor, newAuthenticator } from '../../testing/browser.ts';
import { contentsOf } from '../../testing/contents.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { signInOptions } from './request-options.ts';
import { signIn } from './sign-in.ts';

const policyThat = (reaction: string): string => `passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key]
    on_counter_regression: ${reaction}
`;

/** Ports whose first transactions begin only when `count` of them want to: everything was read before. */
function together({ ports }: TestInstallation, count: number): TestInstallation['ports'] {
  const { promise: everybodyIsHere, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return {
    ...ports,
    database: {
      ...ports.database,
      inTransaction: async (work) => {
        arrived += 1;
        if (arrived === count) resolve();
        await everybodyIsHere;
        return await ports.database.inTransaction(work);
      },
    },
  };
}

const caller = { address: '192.0.2.1', origin: 'https://holdfast.test', userAgent: '', requestId: 'a test' };

async function prepared(
  installation: TestInstallation,
  stale: boolean,
  authenticator: ReturnType<typeof newAuthenticator>,
) {
  const call = { at: installation.clock.at, caller, actor: null, ceremonyId: null };
  const { publicKey, newCeremonyId } = await signInOptions(installation.ports, call, null);
  const misbehaviours = stale ? (['stale-counter'] as const) : [];
  const response = assertFor(authenticator, { ...publicKey }, { misbehaviours });
  return { ...call, ceremonyId: newCeremonyId, response };
}

eachDatabase('two sign-ins that read the same counter', (open) => {
  test('a copy with the same counter does not get in beside the original', async () => {
    const installation = await open(policyThat('refuse'));
    const authenticator = newAuthenticator();
    await seedSignedIn(installation, { username: 'ada' }, authenticator);
    const calls = [
      await prepared(installation, false, authenticator),
      await prepared(installation, true, authenticator),
    ];
    const ports = together(installation, 2);
    const results = await Promise.all(calls.map((call) => signIn(ports, call)));
    const codes = results.map((result) => (result.ok ? 'signed in' : result.error.code)).sort();
    assert.deepEqual(codes, ['policy.counter_regression', 'signed in']);
    const { session, spent_challenge: spent } = await contentsOf(installation.database);
    // One registration, the sign-in of the set-up, and the one that won.
    assert.deepEqual([session?.length, spent?.length], [2, 3]);
  });

  test('an authenticator without a counter signs in twice at once', async () => {
    const installation = await open(policyThat('quarantine'));
    const authenticator = newAuthenticator({ counter: 'zero' });
    await seedSignedIn(installation, { username: 'ada' }, authenticator);
    const calls = [
      await prepared(installation, false, authenticator),
      await prepared(installation, false, authenticator),
    ];
    const ports = together(installation, 2);
    const results = await Promise.all(calls.map((call) => signIn(ports, call)));
    assert.deepEqual(
      results.map(({ ok }) => ok),
      [true, true],
    );
  });

  test('one assertion twice is a replay for the second, not a copy of the passkey', async () => {
    const installation = await open(policyThat('quarantine'));
    const authenticator = newAuthenticator();
    await seedSignedIn(installation, { username: 'ada' }, authenticator);
    const call = await prepared(installation, false, authenticator);
    const ports = together(installation, 2);
    const results = await Promise.all([call, call].map((each) => signIn(ports, each)));
    const codes = results.map((result) => (result.ok ? 'signed in' : result.error.code)).sort();
    assert.deepEqual(codes, ['challenge.spent', 'signed in']);
    const stored = await installation.database.queries.selectFrom('credential').select('status').execute();
    assert.deepEqual(
      stored.map(({ status }) => status),
      ['active'],
    );
  });
});
