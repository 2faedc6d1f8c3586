export {
  algorithmName,
  algorithmNames,
  algorithmNumbers,
  defaultAlgorithms,
  supportedAlgorithms,
} from './algorithms.ts';
export {
  type CreationInput,
  type CreationOptionsJSON,
  creationOptions,
  type Described,
  type DescriptorJSON,
  type Hint,
  type RequestInput,
  type RequestOptionsJSON,
  requestOptions,
} from './ceremony-options.ts';
export { comparePolicies, type PolicyChange, type PolicyEffect } from './compare-policies.ts';
export { defaultPolicySource } from './default-policy.ts';
export {
  asksTrustGroupKey,
  effectivePolicy,
  groupsNamed,
  populationsOf,
  reaction,
  sessionLimits,
  trustGroupKeyReaction,
} from './effective-policy.ts';
export { type PolicyErrorCode, policyErrors } from './errors.ts';
export {
  androidSecurityLevels,
  certificationDemands,
  keyProtections,
  monthText,
  problemStatuses,
  secondPersonDemands,
  trustGroupKeyReactions,
} from './evidence-words.ts';
export { type ExplainLine, explain, explainText } from './explain.ts';
export { policyJsonSchema } from './json-schema.ts';
export { type Decision, decide, judge, linesForOperator, refuses, sentenceForPerson, standardOf } from './judge.ts';
export { type DiffLine, lineDiff, unifiedDiff } from './line-diff.ts';
export * from './model.ts';
export { checkPolicy, type ParseOptions, parsePolicy } from './parse-policy.ts';
export { policyCasesJsonSchema } from './policy-cases.ts';
export { type PolicyProblem, type PolicyProblemCode, policyProblems, problemText } from './problems.ts';
export { policyReferenceMarkdown } from './reference.ts';
export { type CredentialStatus, type Requirements, requirements, type Todo } from './requirements.ts';
export { admits } from './rules.ts';
export { type PolicyTestCase, type PolicyTestReport, policyTestText, runPolicyTests } from './run-policy-tests.ts';
export { everybody, type SettingKey, settingKeys, settings } from './settings.ts';
