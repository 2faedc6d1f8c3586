import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/kernel';
import { deedOf, giver, hasEnded } from '../guards.ts';
import type { Approval, Evidence, RecoveryCase, RecoveryState } from '../model.ts';
import { vouchedDigest } from '../vouched-digest.ts';
import { credentials } from './moves.ts';
import type { Step } from './step.ts';
import { owner, policyOf, receipts, type Scenario, standingOf, type World } from './world.ts';

/** What must be true of every step that the machine allows. Nothing here asks the rules that it checks. */
export type Invariant = {
  readonly id: string;
  readonly says: string;
  readonly holds: (step: Step, scenario: Scenario) => boolean;
};

/** The only ways forward; from each of them also back to gathering, and to an end. */
const forward: Readonly<Record<string, readonly RecoveryState[]>> = {
  requested: ['requested', 'gathering', 'approved'],
  gathering: ['gathering', 'approved'],
  approved: ['approved', 'waiting', 'gathering'],
  waiting: ['pass_issued', 'gathering'],
  pass_issued: ['pass_issued', 'limited_session', 'gathering'],
  limited_session: ['re_enrolled', 'gathering'],
  re_enrolled: ['closed'],
};
const strong: readonly RecoveryState[] = ['waiting', 'pass_issued', 'limited_session', 're_enrolled'];
const stops = ['cancel', 'deny', 'expire'];

export const invariants: readonly Invariant[] = [
  {
    id: 'I1',
    says: 'the attacker has neither a session nor a passkey on the account of the owner',
    holds: ({ after }) =>
      after.access !== 'attacker' &&
      after.cases.every(
        (of) =>
          !(of.at === 'limited_session' && of.session !== 'session of the owner') &&
          !('credentialId' in of && of.credentialId === credentials.attacker),
      ),
  },
  {
    id: 'I3',
    says: 'no step is skipped, by anybody',
    holds: ({ was, transition, move }) => {
      if (transition === null || was === null) return transition === null || transition.next.at === 'requested';
      if (hasEnded(transition.next) && transition.next.at !== 'closed') return true;
      return move.act !== null && (forward[was.at] ?? []).includes(transition.next.at);
    },
  },
  {
    id: 'I4',
    says: 'every channel was told of the opening and of the approval before the wait and the pass',
    holds: ({ transition }) => {
      const next = transition?.next;
      if (next === undefined || !strong.includes(next.at)) return true;
      const reached = new Set(next.told.map(({ notice, channel }) => `${notice} ${channel}`));
      const delivered = new Set(next.told.filter(({ how }) => how === 'delivered').map(({ notice }) => notice));
      return reached.size === 2 * next.channels.length && delivered.size === 2;
    },
  },
  {
    id: 'I4b',
    says: 'a channel is given up only a day later, when another one was reached',
    holds: ({ was, move, before }) => {
      if (move.act?.act !== 'tell' || move.act.told.how === 'delivered' || was === null) return true;
      const { notice } = move.act.told;
      const since = notice === 'approved' && was.at === 'approved' ? was.approvedAt : was.openedAt;
      return before.now - since >= DAY_MS && was.told.some((one) => one.notice === notice && one.how === 'delivered');
    },
  },
  {
    id: 'I6',
    says: 'a pass is used once at most, within its ten minutes, by the browser of the case, and so is the session',
    holds: ({ was, transition, move, before }) => {
      if (transition?.answer !== undefined) return true;
      if (move.act?.act === 'redeem_pass' && was?.at === 'pass_issued') {
        const { digest, expiresAt } = was.pass;
        const good = move.act.pass === digest && before.now < expiresAt && move.act.receipt === was.receipt;
        return good && !before.redeemed.includes(digest);
      }
      if (move.act?.act !== 'register_passkey' || was?.at !== 'limited_session') return true;
      return before.now < was.endsAt && move.act.session === was.session && move.act.pass === was.pass;
    },
  },
  {
    id: 'I7',
    says: 'what the tier asks for is there at every step, given by people who are still who they were',
    holds: ({ was, transition, move, after }, scenario) => {
      const next = transition?.next;
      if (next === undefined || was === null || transition?.answer !== undefined) return true;
      const steps = was.at !== next.at || move.act?.act === 'issue_pass';
      return !steps || (next.at !== 'approved' && !strong.includes(next.at)) || isEnoughFor(scenario, after, next);
    },
  },
  {
    id: 'I8',
    says: 'nobody gives two pieces, nobody acts for themselves, and who opened a case does not confirm it',
    holds: ({ after }) =>
      after.cases.every((of) => {
        const givers = [...of.evidence, ...of.approvals].flatMap(({ by }) => (by === null ? [] : [by]));
        const confirmers = [...of.evidence.filter(({ kind }) => kind === 'second_agent'), ...of.approvals];
        const distinct = new Set(givers).size === givers.length;
        return distinct && !givers.includes(of.subject) && !confirmers.some(({ by }) => by === of.openedBy);
      }),
  },
  {
    id: 'I9',
    says: 'who acts has the role, now, and signed this deed in this case within the last minutes',
    holds: ({ was, transition, move: { act }, before }, scenario) => {
      const deed = act === null ? null : deedOf(act);
      const of = was ?? transition?.next;
      if (act === null || deed === null || of === undefined || transition?.answer !== undefined) return true;
      const by = giver(act);
      const given = 'assertion' in act ? act.assertion : null;
      const fresh = given !== null && before.now - given.at < 6 * MINUTE_MS;
      return (
        fresh && given.over === vouchedDigest(of, deed, by ?? owner) && (by === null || mayAct(scenario, before, by))
      );
    },
  },
  {
    id: 'I10',
    says: 'a passkey is registered only under today’s policy, on break-glass accounts only a hardware key',
    holds: ({ after }, { tier }) =>
      after.cases.every(
        (of) =>
          !('credentialId' in of) ||
          (of.credentialId !== credentials.weak && (tier !== 'break_glass' || of.credentialId !== credentials.soft)),
      ),
  },
  {
    id: 'I11',
    says: 'only a sign-in with the new passkey closes a case',
    holds: ({ was, transition, move }) =>
      transition?.next.at !== 'closed' ||
      (move.act?.act === 'sign_in' && was?.at === 're_enrolled' && move.act.credentialId === was.credentialId),
  },
  {
    id: 'I12',
    says: 'a person has one open case at most, cases are limited, and nothing else waits for them',
    holds: ({ after }, scenario) =>
      after.cases.length <= 1 && after.opened <= scenario.casesMax && after.openedByAgent <= 1,
  },
  {
    id: 'I13',
    says: 'nothing goes forward in a case that is too old or of a person who is disabled; nothing expires too early',
    holds: ({ was, transition, move, before }) => {
      const name = move.act?.act;
      if (transition === null || name === undefined) return true;
      if (name === 'expire') return was !== null && before.now >= was.expiresAt;
      if (stops.includes(name)) return true;
      return (was === null || before.now < was.expiresAt) && (name === 'tell' || before.upset !== 'owner_disabled');
    },
  },
  {
    id: 'I14',
    says: 'one browser holds a case, and nobody gives their word before it does',
    holds: ({ was, transition }) => {
      const next = transition?.next;
      if (next === undefined) return true;
      const kept = was === null || was.receipt === null || was.receipt === next.receipt;
      return kept && (next.receipt !== null || next.evidence.length + next.approvals.length === 0);
    },
  },
  {
    id: 'I15',
    says: 'wrong codes and passes are counted and end at the limit; there is one living pass at a time',
    holds: ({ was, after, transition, move, before }, scenario) => {
      const { wrongTriesMax, passesMax } = policyOf(scenario);
      const replaces = move.act?.act === 'issue_pass' && was?.at === 'pass_issued' && transition?.answer === undefined;
      return (
        after.cases.every((of) => of.wrongCodes <= wrongTriesMax && of.passesMade <= passesMax) &&
        !(replaces && before.now < was.pass.expiresAt)
      );
    },
  },
  {
    id: 'I16',
    says: 'nobody approves before there is something to approve, and a check is confirmed only after it was made',
    holds: ({ was, move, after, transition }, scenario) => {
      const { act } = move;
      if (was === null || transition?.answer !== undefined) return true;
      if (act?.act === 'approve') return classesOf(good(scenario, after, was)).size >= 2;
      if (act?.act !== 'add_evidence' || act.kind !== 'second_agent') return true;
      return was.evidence.some(({ kind }) => kind === 'help_desk_check');
    },
  },
  {
    id: 'I17',
    says: 'a pass is made only when the wait is over: a day for privileged people, counted from the last notice',
    holds: ({ was, transition, move, before }, { tier }) => {
      const next = transition?.next;
      if (move.act?.act !== 'issue_pass' || next?.at !== 'pass_issued' || was === null) return true;
      const day = tier === 'general' ? 0 : 24 * HOUR_MS;
      return 'opensAt' in was && before.now >= was.opensAt && was.opensAt - was.approvedAt >= day;
    },
  },
  {
    id: 'I18',
    says: 'a pass goes to the browser itself only on the strength of another passkey of a general account',
    holds: ({ move, transition, was, after }, scenario) => {
      if (move.act?.act !== 'issue_pass' || move.act.by !== null || was === null) return true;
      if (transition?.answer !== undefined) return true;
      const shown = good(scenario, after, was).evidence.some(({ kind }) => kind === 'another_passkey');
      return scenario.tier === 'general' && shown;
    },
  },
];

function mayAct(scenario: Scenario, world: World, by: string): boolean {
  const found = [...standingOf(scenario, world.upset)].find(([name]) => name === by)?.[1];
  if (found === undefined || !found.active || by === owner) return false;
  return scenario.tier === 'general' ? found.roles.length > 0 : found.roles.some((role) => role !== 'agent');
}

type Good = { readonly evidence: readonly Evidence[]; readonly approvals: readonly Approval[] };

/** What is sound, told apart by hand: by whom, how old, and as what. */
function good(scenario: Scenario, world: World, of: RecoveryCase): Good {
  const people = standingOf(scenario, world.upset);
  const trusted = (by: Evidence['by'], role: readonly string[]) => {
    if (by === null) return true;
    const found = people.get(by);
    return found?.active === true && !found.changedThePerson && found.roles.some((one) => role.includes(one));
  };
  const approver = scenario.tier === 'general' ? ['agent', 'approver'] : ['approver'];
  const young = ({ at }: { at: number }) => world.now - at < 2 * DAY_MS;
  const roleOf: Readonly<Record<string, readonly string[]>> = {
    manager: ['manager'],
    help_desk_check: scenario.tier === 'general' ? ['agent'] : [],
    second_agent: scenario.tier === 'general' ? ['agent'] : [],
    in_person: approver,
  };
  const accepted = (kind: string) =>
    scenario.tier === 'general' ||
    (kind !== 'verified_second_address' && !(scenario.tier === 'break_glass' && kind === 'manager'));
  return {
    evidence: of.evidence.filter(
      (one) =>
        young(one) &&
        accepted(one.kind) &&
        trusted(one.by, roleOf[one.kind] ?? []) &&
        !(one.kind === 'verified_second_address' && scenario.addressChanged === true),
    ),
    approvals: of.approvals.filter((one) => young(one) && trusted(one.by, approver)),
  };
}

function classesOf({ evidence }: Good): Set<string> {
  const words: Readonly<Record<string, string>> = {
    another_passkey: 'has',
    offline_code: 'paper',
    verified_second_address: 'address',
    manager: 'knows them',
    help_desk_check: 'staff',
    in_person: 'staff',
  };
  const confirmed = evidence.some(({ kind }) => kind === 'second_agent');
  return new Set(evidence.flatMap(({ kind }) => (kind === 'help_desk_check' && !confirmed ? [] : (words[kind] ?? []))));
}

/** The requirements in words: two classes and one other person; for high tiers two people, one of whom approves. */
function isEnoughFor(scenario: Scenario, world: World, of: RecoveryCase): boolean {
  if (of.receipt !== receipts.owner && of.receipt !== receipts.attacker) return false;
  const sound = good(scenario, world, of);
  const alone = scenario.tier === 'general' && sound.evidence.some(({ kind }) => kind === 'another_passkey');
  if (alone) return true;
  if (sound.evidence.every(({ kind }) => kind === 'verified_second_address')) return false;
  const people = new Set([...sound.evidence, ...sound.approvals].flatMap(({ by }) => (by === null ? [] : [by]))).size;
  if (classesOf(sound).size < (scenario.policy?.classesMin ?? 2)) return false;
  return scenario.tier === 'general'
    ? people >= (scenario.policy?.peopleMin ?? 1)
    : people >= 2 && sound.approvals.length >= 1;
}
