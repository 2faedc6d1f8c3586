export { type Decide, decide, decideUnder, type Rules, rules, stillNeeded } from './decide.ts';
export { type RecoveryErrorCode, recoveryErrors } from './errors.ts';
export { type CountingRule, countingRules, type Deed, type EnoughRule, enoughRules } from './evidence-rules.ts';
export { type Attempt, type Guard, guards } from './guards.ts';
export {
  type Act,
  type ActName,
  type Approval,
  type CaseId,
  type ChannelId,
  type Digest,
  type Effect,
  type Ended,
  type Evidence,
  type EvidenceKind,
  evidenceKinds,
  type FreshAssertion,
  type NoticeKind,
  noticeKinds,
  type OpenCase,
  type OwnKind,
  ownKinds,
  type Pass,
  type RecoveryCase,
  type RecoveryState,
  type Role,
  roles,
  type Situation,
  type Standing,
  type Told,
  type Transition,
  type VouchedKind,
} from './model.ts';
export {
  codeSheet,
  READABLE_CODE_BITS,
  READABLE_CODE_BYTES,
  type ReadableCode,
  readableCode,
  readCode,
  showCode,
} from './readable-code.ts';
export { classOf, type EvidenceClass, type TierName, type TierPolicy, tierPolicies } from './tier-policy.ts';
export { vouchedDigest } from './vouched-digest.ts';
