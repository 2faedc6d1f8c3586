/** What the command line does with the server's own use-cases, without an HTTP server. */
export { systemClock } from './adapters/clock.ts';
export { readMetadataInThread } from './adapters/document-reader.ts';
export { type Config, type ConfigProblem, loadConfig } from './config.ts';
export { errorEntry } from './errors.ts';
export type { RefusedCall } from './http/route.ts';
export { VERSION } from './http/version.ts';
export { type OpenInstallation, openForCommand } from './open-for-command.ts';
export { openDatabase } from './store/database.ts';
export { migrate } from './store/migrate.ts';
export { findPersonByUsername } from './store/people.ts';
export { listRoleHolders, type PersonSummary } from './store/people-admin.ts';
export { namesOf } from './store/policy-impact.ts';
export { listProposals, type PolicyProposal } from './store/policy-proposals.ts';
export { newestPolicy } from './store/policy-versions.ts';
export type { CheckedPasskey } from './use-cases/evidence/check-passkey.ts';
export { type EvidenceReport, evidenceVerdicts, inspectEvidence } from './use-cases/evidence/inspect-evidence.ts';
export { EVIDENCE_BYTES_MAX, looksLikeEvidence, type NotRead } from './use-cases/evidence/read-evidence.ts';
export {
  type InspectNode,
  type InspectReport,
  type InspectVerdict,
  inspectCase,
  inspectText,
  type JudgedStep,
  type NotInspected,
  notJudged,
} from './use-cases/inspect/index.ts';
export { ensureFirstOwnerInvitation } from './use-cases/people/bootstrap.ts';
export { inviteNewOwner } from './use-cases/people/new-owner.ts';
export { explainPolicy } from './use-cases/policy/explain-policy.ts';
export { type ImpactNow, impactNow } from './use-cases/policy/impact-now.ts';
export type { ImpactResult } from './use-cases/policy/impact-result.ts';
export { type ImpactState, type NamedList, namedLists } from './use-cases/policy/impact-step.ts';
export { type Proposed, proposePolicy } from './use-cases/policy/propose-policy.ts';
export { type ImportedDocument, importDocument } from './use-cases/trust/import-document.ts';
export { readTrust } from './use-cases/trust/read-trust.ts';
export { newBundleKeys, signBundle } from './use-cases/trust/sign-bundle.ts';
export { trustSigners } from './use-cases/trust/trust-signers.ts';
