import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, type CredentialId, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, type PersonId } from '@holdfast/kernel';
import fc from 'fast-check';
import { decide, stillNeeded } from './decide.ts';
import type {
  Act,
  CaseId,
  ChannelId,
  Digest,
  RecoveryCase,
  Situation,
  Standing,
  Transition,
  VouchedKind,
} from './model.ts';
import { start } from './testing/world.ts';
import { type TierName, tierPolicies } from './tier-policy.ts';
import { vouchedDigest } from './vouched-digest.ts';

const ann = 'ann' as PersonId;
const receipt = 'receipt' as Digest;
const pass = 'pass' as Digest;
const session = 'session' as Digest;
const credentialId = 'new' as CredentialId;
const channels = ['mail', 'chat'] as ChannelId[];
const standing = (...roles: Standing['roles']): Standing => ({ active: true, roles, changedThePerson: false });
const people = new Map([
  ['mo' as PersonId, standing('manager')],
  ['ida' as PersonId, standing('approver')],
  ['abe' as PersonId, standing('agent')],
]);
const situation = (tier: TierName): Situation => ({
  policy: tierPolicies[tier],
  subject: { active: true, addressChangedRecently: false, openCases: 0, recentCases: 0 },
  people,
  recentCasesOfAgent: 0,
});

/** Plays acts one after the other; each may look at the case as it is then. */
function play(
  tier: TierName,
  acts: readonly (readonly [afterMs: number, act: (of: RecoveryCase) => Act])[],
): Transition {
  const id = 'case' as CaseId;
  const opening: Act = { act: 'open', id, subject: ann, by: null, receipt, channels, assertion: null };
  let now: Instant = start;
  let last = taken(decide(null, opening, now, situation(tier)));
  for (const [afterMs, act] of acts) {
    now = after(now, afterMs);
    last = taken(decide(last.next, act(last.next), now, { ...situation(tier) }));
  }
  return last;
}

function taken(result: ReturnType<typeof decide>): Transition {
  assert.ok(result.ok, result.ok ? '' : `${result.error.code} ${JSON.stringify(result.error.detail)}`);
  return result.value;
}

const code = { digest: 'code' as Digest, is: 'right' as const };
const paper = (): Act => ({ act: 'add_evidence', kind: 'offline_code', by: null, receipt, assertion: null, code });
const wrongPaper = (): Act => ({ ...paper(), code: { digest: 'x' as Digest, is: 'wrong' } }) as Act;
const vouch =
  (kind: VouchedKind, name: string) =>
  (of: RecoveryCase): Act => ({
    act: 'add_evidence',
    kind,
    by: name as PersonId,
    assertion: { at: of.seenAt, over: vouchedDigest(of, kind, name as PersonId) },
  });
const approve = (of: RecoveryCase): Act => ({
  act: 'approve',
  by: 'ida' as PersonId,
  assertion: { at: of.seenAt, over: vouchedDigest(of, 'approval', 'ida' as PersonId) },
});
const tell =
  (notice: 'opened' | 'approved', channel: string, how: 'delivered' | 'given_up' = 'delivered') =>
  (): Act => ({
    act: 'tell',
    told: { notice, channel: channel as ChannelId, how },
  });
const show = (afterMs: number, made = pass) =>
  [
    afterMs,
    (of: RecoveryCase): Act => ({
      act: 'issue_pass',
      by: 'mo' as PersonId,
      pass: made,
      assertion: { at: after(of.seenAt, afterMs), over: vouchedDigest(of, 'show_pass', 'mo' as PersonId) },
    }),
  ] as const;
const redeem = (typed: Digest) => (): Act => ({ act: 'redeem_pass', receipt, pass: typed, session });
const register = (): Act => ({
  act: 'register_passkey',
  session,
  pass,
  credentialId,
  accepted: true,
  hardwareKey: true,
});

const told = [...channels.flatMap((name) => [tell('opened', name), tell('approved', name)])].map(
  (act) => [0, act] as const,
);
const begin = [0, (): Act => ({ act: 'begin_wait' })] as const;
const general = [[0, paper], [0, vouch('manager', 'mo')], ...told, begin] as const;
const privileged = [[0, paper], [0, vouch('manager', 'mo')], [0, approve], ...told, begin] as const;

describe('a case from beginning to end', () => {
  test('general: a code and the manager, at once', () => {
    const closed = play('general', [
      ...general,
      show(0),
      [MINUTE_MS, redeem(pass)],
      [MINUTE_MS, register],
      [MINUTE_MS, () => ({ act: 'sign_in', credentialId })],
    ]);
    assert.equal(closed.next.at, 'closed');
    assert.deepEqual(
      closed.effects.map(({ effect }) => effect),
      ['revoke_lost_credentials', 'end_sessions_and_passes', 'ask_for_second_passkey', 'notify'],
    );
  });

  test('privileged: not a moment before 24 hours', () => {
    const waiting = play('privileged', privileged).next;
    const early = play('privileged', privileged).next;
    const [, act] = show(24 * HOUR_MS - 1);
    const refused = decide(early, act(early), after(start, 24 * HOUR_MS - 1), situation('privileged'));
    assert.equal(refused.ok ? 'made' : refused.error.code, 'recovery.still_waiting');
    assert.equal(play('privileged', [...privileged, show(24 * HOUR_MS)]).next.at, 'pass_issued');
    assert.equal(waiting.at, 'waiting');
  });

  test('what is still asked for is said', () => {
    const { next } = play('privileged', [[0, paper]]);
    assert.deepEqual(stillNeeded(next, start, situation('privileged')), [
      'enough_classes',
      'enough_people',
      'enough_approvals',
    ]);
  });

  test('break-glass: everyone named is alarmed when a case opens', () => {
    assert.ok(play('break_glass', []).effects.some((one) => one.effect === 'alarm' && one.everyone));
  });
});

describe('wrong tries', () => {
  test('five wrong passes burn the pass, end the case and raise the alarm', () => {
    const wrong = [0, redeem('wrong' as Digest)] as const;
    const four = play('general', [...general, show(0), wrong, wrong, wrong, wrong]);
    assert.deepEqual([four.next.at, four.answer?.code], ['pass_issued', 'recovery.pass_wrong']);
    const five = play('general', [...general, show(0), wrong, wrong, wrong, wrong, wrong]);
    assert.equal(five.next.at, 'denied');
    assert.deepEqual(
      five.effects.map(({ effect }) => effect),
      ['burn_pass', 'notify', 'alarm'],
    );
  });

  test('a wrong code of the sheet is remembered, and the fifth raises the alarm', () => {
    const wrong = [0, wrongPaper] as const;
    const fifth = play('general', [wrong, wrong, wrong, wrong, wrong]);
    assert.deepEqual([fifth.next.wrongCodes, fifth.answer?.code], [5, 'recovery.code_wrong']);
    assert.ok(fifth.effects.some(({ effect }) => effect === 'alarm'));
    const sixth = decide(fifth.next, paper(), start, situation('general'));
    assert.equal(sixth.ok ? 'taken' : sixth.error.code, 'recovery.code_tries');
  });
});

describe('ending a case ends what it handed out', () => {
  const cancel = [0, (): Act => ({ act: 'cancel', through: 'mail' as ChannelId })] as const;
  const until = [...general, show(0), [0, redeem(pass)], [0, register]] as const;
  for (const [acts, effect] of [
    [until.slice(0, -2), 'burn_pass'],
    [until.slice(0, -1), 'end_limited_session'],
    [until, 'revoke_new_credential'],
  ] as const) {
    test(`cancelling: ${effect}`, () => {
      const { next, effects } = play('general', [...acts, cancel]);
      assert.deepEqual([next.at, effects[0]?.effect], ['cancelled', effect]);
    });
  }
});

describe('somebody who vouched is disabled before the pass', () => {
  test('the case gathers again, and the pass is burnt', () => {
    const issued = play('general', [...general, show(0)]).next;
    const gone = new Map(people).set('mo' as PersonId, { ...standing('manager'), active: false });
    const { next, effects, answer } = taken(
      decide(issued, redeem(pass)(), start, { ...situation('general'), people: gone }),
    );
    assert.deepEqual([next.at, effects[0]?.effect, answer?.code], ['gathering', 'burn_pass', 'recovery.evidence_lost']);
    assert.deepEqual([next.evidence.map(({ kind }) => kind), next.told.length], [['offline_code'], 2]);
  });
});

describe('a channel that cannot be reached', () => {
  const first = [
    [0, paper],
    [0, vouch('manager', 'mo')],
    [0, tell('opened', 'chat')],
    [0, tell('approved', 'chat')],
  ] as const;
  test('is given up after a day, with an alarm', () => {
    const lost = [
      [DAY_MS, tell('opened', 'mail', 'given_up')],
      [0, tell('approved', 'mail', 'given_up')],
      begin,
    ] as const;
    assert.equal(play('general', [...first, ...lost]).next.at, 'waiting');
  });
  test('is not given up before, and the wait does not begin', () => {
    const { next } = play('general', first);
    for (const act of [tell('approved', 'mail', 'given_up')(), begin[1]()]) {
      const refused = decide(next, act, after(start, DAY_MS - 1), situation('general'));
      assert.match(refused.ok ? '' : refused.error.code, /notice_too_early|not_told/);
    }
  });
});

describe('a clock that is set back', () => {
  test('opens nothing earlier, whatever it says', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * DAY_MS }), (backMs) => {
        const waiting = play('privileged', privileged).next;
        const issue = show(0)[1](waiting);
        const refused = decide(waiting, issue, after(start, -backMs), situation('privileged'));
        assert.equal(refused.ok ? 'made' : refused.error.code, 'recovery.still_waiting');
      }),
    ));

  test('gives no pass a longer life', () => {
    const issued = play('general', [...general, show(0)]).next;
    const seen = taken(
      decide(issued, redeem('wrong' as Digest)(), after(start, 10 * MINUTE_MS - 1), situation('general')),
    ).next;
    const late = decide({ ...seen, seenAt: after(start, 10 * MINUTE_MS) }, redeem(pass)(), start, situation('general'));
    assert.equal(late.ok ? 'taken' : late.error.code, 'recovery.pass_expired');
  });
});
