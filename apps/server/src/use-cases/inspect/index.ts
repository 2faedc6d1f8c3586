export { type InspectVerdict, inspectCase, notJudged } from './inspect-case.ts';
export { type InspectReport, inspectText, type NotInspected } from './inspect-report.ts';
export type { JudgedStep, StepOutcome } from './judge-steps.ts';
export type { InspectNode } from './node.ts';
