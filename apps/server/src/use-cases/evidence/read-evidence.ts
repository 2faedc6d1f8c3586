import { err, ok, type Result } from '@holdfast/kernel';
import { findJsonFaults } from '@holdfast/trust';
import { Value } from 'typebox/value';
import { errorEntry } from '../../errors.ts';
import { EVIDENCE_FORMAT, EVIDENCE_VERSION, EvidenceFile } from '../../http/contract/evidence.ts';
import type { InspectErrorCode } from '../inspect/errors.ts';
import { own } from '../inspect/own-members.ts';

/** Twice what the fullest file of a person comes to. */
export const EVIDENCE_BYTES_MAX = 16 * 1024 * 1024;

const DEPTH_MAX = 24;
const PROBLEMS_TOLD = 20;

/** Why a file was not judged: nobody may rely on it. */
export type NotRead = {
  readonly code: InspectErrorCode;
  readonly message: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
};

/** Whether a text says of itself that it is an evidence file; whether it is one is for `readEvidence` to say. */
export function looksLikeEvidence(text: string): boolean {
  return new RegExp(`"format"\\s*:\\s*"${EVIDENCE_FORMAT}"`).test(text);
}

/** Decodes a file of which nothing is known. Never throws, and looks at nothing that does not have its documented shape. */
export function readEvidence(bytes: Uint8Array): Result<EvidenceFile, NotRead> {
  if (bytes.length > EVIDENCE_BYTES_MAX) return notRead('inspect.evidence_too_large');
  const text = decode(bytes);
  if (text === null) return notRead('inspect.evidence_malformed', [{ path: '', message: 'It is not UTF-8.' }]);
  const faults = findJsonFaults(text, DEPTH_MAX).map(({ kind, name, inMember }) => ({
    path: inMember,
    message: kind === 'too-deep' ? `Nested more than ${DEPTH_MAX} deep.` : `The member ${quoted(name)} is there twice.`,
  }));
  if (faults.length > 0) return notRead('inspect.evidence_malformed', faults);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return notRead('inspect.evidence_malformed', [{ path: '', message: 'It is not JSON.' }]);
  }
  const version = own(content, 'version');
  if (own(content, 'format') === EVIDENCE_FORMAT && typeof version === 'number' && version !== EVIDENCE_VERSION) {
    return notRead('inspect.evidence_version', [
      { path: 'version', message: `Is ${version}; this release reads ${EVIDENCE_VERSION}.` },
    ]);
  }
  return shaped(content);
}

function shaped(content: unknown): Result<EvidenceFile, NotRead> {
  if (Value.Check(EvidenceFile, content)) return ok(content);
  const problems = Value.Errors(EvidenceFile, content).map(({ instancePath, message }) => ({
    path: instancePath.slice(1).replaceAll('/', '.').slice(0, 200),
    message: `${message.slice(0, 200)}.`,
  }));
  return notRead('inspect.evidence_malformed', problems);
}

function notRead(code: InspectErrorCode, problems: NotRead['problems'] = []): Result<never, NotRead> {
  return err({ code, message: errorEntry(code).operator, problems: problems.slice(0, PROBLEMS_TOLD) });
}

/** A byte order mark is passed over; bytes that are not UTF-8 are not read as something else. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
