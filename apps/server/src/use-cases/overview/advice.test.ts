import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { adviceFor, type Situation } from './advice.ts';

const owner = (id: string, passkeys = 2) => ({ id, displayName: `Owner ${id}`, passkeys });

/** Nothing is left to do here; each row below breaks one thing. */
const calm: Situation = {
  owners: [owner('a'), owner('b')],
  ownerCanSignIn: true,
  strictGroups: ['privileged_users'],
  unprivileged: 0,
  isPolicyShipped: false,
  openProposals: 0,
  wantsAttestation: true,
  trustedModels: 3,
  invited: 0,
  belowMinimum: 0,
  quarantine: { credentials: 0, withoutWayIn: 0, isJudgingAgain: false },
  trust: { untrusted: [], stale: [], signerEndsAt: null },
};

const cases: readonly (readonly [code: string, change: Partial<Situation>, title: RegExp])[] = [
  ['owners_shut_out', { ownerCanSignIn: false }, /^No owner can sign in any more$/],
  [
    'credentials_quarantined',
    { quarantine: { credentials: 1, withoutWayIn: 0, isJudgingAgain: false } },
    /^1 passkey is quarantined$/,
  ],
  [
    'judging_again',
    { quarantine: { credentials: 0, withoutWayIn: 0, isJudgingAgain: true } },
    /^Every passkey is being judged again$/,
  ],
  ['policy_waits', { openProposals: 1 }, /^1 change of the policy waits for a second person$/],
  [
    'trust_untrusted',
    {
      trust: { untrusted: [{ url: 'https://mds.example/', problem: 'It is a page.' }], stale: [], signerEndsAt: null },
    },
    /not believed/,
  ],
  ['trust_signer_ends', { trust: { untrusted: [], stale: [], signerEndsAt: instant(0) } }, /ends soon/],
  ['one_owner', { owners: [owner('a')] }, /only one owner/],
  ['owner_with_one_passkey', { owners: [owner('a'), owner('b', 1)] }, /^Owner b is an owner with one passkey$/],
  ['people_below_minimum', { belowMinimum: 2 }, /^2 people have fewer passkeys than their policy asks for$/],
  ['no_trust_anchors', { trustedModels: 0 }, /No passkey can be attested/],
  ['administrators_unprivileged', { unprivileged: 1 }, /^Put administrators into privileged_users$/],
  ['policy_shipped', { isPolicyShipped: true }, /still the shipped one/],
  ['people_not_enrolled', { invited: 1 }, /^1 person was invited and has no passkey yet$/],
];

describe('what to do next', () => {
  test('is nothing where all is well', () => {
    assert.deepEqual(adviceFor(calm), []);
  });

  for (const [code, change, title] of cases) {
    test(`${code} appears alone when it is the only matter`, () => {
      const advice = adviceFor({ ...calm, ...change });
      assert.deepEqual(
        advice.map((each) => each.code),
        [code],
      );
      assert.match(advice[0]?.title ?? '', title);
      assert.match(advice[0]?.link ?? '', /^\/console\//);
    });
  }

  test('the urgent comes before the advisable', () => {
    const held = { credentials: 1, withoutWayIn: 1, isJudgingAgain: true };
    const levels = adviceFor({ ...calm, owners: [owner('a', 1)], trustedModels: 0, quarantine: held, invited: 5 }).map(
      ({ level }) => level,
    );
    assert.deepEqual(
      levels,
      levels.toSorted((a, b) => b.localeCompare(a)),
    );
  });

  test('a policy without strict populations asks for none', () => {
    assert.deepEqual(
      adviceFor({ ...calm, strictGroups: [], unprivileged: 4, wantsAttestation: false, trustedModels: 0 }),
      [],
    );
  });
});
