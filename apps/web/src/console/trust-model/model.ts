import { count } from '../count.ts';
import { wordOf, words } from '../words.ts';
import type { ModelPage, Report } from './api.ts';

/** How one report is read. `later` and `over` are not in effect now. */
export type ReportTone = 'bad' | 'good' | 'neutral' | 'later' | 'over';

const problems: ReadonlySet<string> = new Set([
  'REVOKED',
  'USER_KEY_REMOTE_COMPROMISE',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'USER_VERIFICATION_BYPASS',
  'RETIRED',
]);

export function toneOf({ status, isInEffect, effectiveAt }: Report, at: number): ReportTone {
  if (!isInEffect) return effectiveAt !== null && effectiveAt > at ? 'later' : 'over';
  if (problems.has(status)) return 'bad';
  return /^(FIDO_CERTIFIED|FIPS140_CERTIFIED)/.test(status) ? 'good' : 'neutral';
}

/** Newest first; what has no date has been there for nobody knows how long, and stands last. */
export function timeline(reports: readonly Report[]): readonly Report[] {
  return [...reports].sort((a, b) => (b.effectiveAt ?? -1) - (a.effectiveAt ?? -1));
}

export function reportName(status: string): string {
  return wordOf('trust.statuses', status) ?? status;
}

/** What a report says besides its status: firmware, batches, number and profiles of a certificate. */
export function reportDetails(report: Report): readonly string[] {
  const { authenticatorVersion, batches, certificateNumber, certificationProfiles, fipsRevision } = report;
  return [
    ...(authenticatorVersion === null ? [] : [words('model.firmware', { version: String(authenticatorVersion) })]),
    ...(batches === 0 ? [] : [words('model.batches', { count: count(batches) })]),
    ...(certificateNumber === null ? [] : [words('model.certificateNumber', { number: certificateNumber })]),
    ...(certificationProfiles.length === 0 ? [] : [certificationProfiles.join(', ')]),
    ...(fipsRevision === null ? [] : [words('model.fipsRevision', { revision: String(fipsRevision) })]),
    ...(report.fipsPhysicalSecurityLevel === null
      ? []
      : [words('model.fipsPhysical', { level: String(report.fipsPhysicalSecurityLevel) })]),
  ];
}

export type StatementLine = { readonly key: string; readonly name: string; readonly value: string };

/** What the maker states, in words where there are any. */
export function statementLines({ statement, keyProtection, keyIdentifiers }: ModelPage): readonly StatementLine[] {
  if (statement === null) return [];
  const list = (key: string, values: readonly string[]): string =>
    values.length === 0
      ? words('none')
      : values.map((value) => wordOf(`model.values.${key}`, value) ?? value).join(', ');
  const line = (key: string, name: string, value: string): StatementLine => ({ key, name, value });
  return [
    ...(statement.protocolFamily === null
      ? []
      : [line('protocol', words('model.statement.protocol'), statement.protocolFamily.toUpperCase())]),
    ...(statement.authenticatorVersion === null
      ? []
      : [line('version', words('model.statement.version'), String(statement.authenticatorVersion))]),
    line('attestation', words('model.statement.attestation'), list('attestation', statement.attestationTypes)),
    line('protection', words('model.statement.protection'), list('protection', keyProtection)),
    line('matcher', words('model.statement.matcher'), list('protection', statement.matcherProtection)),
    line('hint', words('model.statement.hint'), list('hint', statement.attachmentHint)),
    line(
      'verification',
      words('model.statement.verification'),
      statement.userVerification.map((methods) => methods.map(verification).join(' + ')).join(', ') || words('none'),
    ),
    line('sync', words('model.statement.sync'), words(`model.sync.${statement.multiDeviceCredentialSupport}`)),
    ...(statement.keyScope === null ? [] : [line('scope', words('model.statement.scope'), statement.keyScope)]),
    ...(keyIdentifiers.length === 0
      ? []
      : [line('identifiers', words('model.statement.identifiers'), keyIdentifiers.join(', '))]),
  ];
}

function verification(method: string): string {
  return wordOf('model.values.verification', method) ?? method.replaceAll('_', ' ');
}
