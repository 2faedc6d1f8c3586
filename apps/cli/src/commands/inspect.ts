import { createReadStream } from 'node:fs';
import { instant } from '@holdfast/kernel';
import {
  EVIDENCE_BYTES_MAX,
  evidenceVerdicts,
  inspectEvidence,
  inspectText,
  looksLikeEvidence,
  type NotInspected,
  notJudged,
} from '@holdfast/server/commands';
import { type Command, type ExitCode, printJson, type Terminal } from '../command.ts';
import { judgeLines, LINE_BYTES_MAX } from '../inspect/judge-lines.ts';
import { peek } from '../inspect/peek.ts';
import { renderEvidence } from '../inspect/render-evidence.ts';
import { colours, plainPalette, renderReport } from '../inspect/render-report.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Evidence files begin with what they are, white space aside. */
const EVIDENCE_START = '{"format":"holdfast-evidence"';
const HEAD_BYTES = 256;

export const inspect: Command = {
  name: 'inspect',
  summary: 'Shows every field and every step of a ceremony, and why it passed or failed; checks an evidence file',
  usage: '[FILE] [--json | --jsonl]',
  help: 'FILE, or standard input, holds one case, the JSON of a response as browsers give it, an attestation object in base64url, or\nan evidence file. The verdict stands first, then every step, then every field with the step that used it. Exits with 1 when the\nceremony is refused or could not be read. An evidence file is checked by itself: every ceremony is verified, assessed and judged\nagain from its bytes and compared with what the file says; exits with 1 when something disagrees. docs/evidence.md describes it.\nWith --jsonl: one case a line in, one verdict a line out, in the same order; exits with 1 when a line could not be judged,\nwhatever the verdicts are. Of an evidence file it writes one verdict for each passkey. docs/inspect.md describes cases and verdicts.\nNeeds no configuration and no database, and fetches nothing.',
  options: {
    json: { type: 'boolean', help: 'Print the report as JSON, with every value whole.' },
    jsonl: { type: 'boolean', help: 'Judge one case a line, for programs.' },
  },
  positionalsMax: 1,
  run: async (terminal, { json, jsonl }, [file]) => {
    if (json === true && jsonl === true) return wrong(terminal, 'inspect takes --json or --jsonl, not both');
    const bytes = file === undefined || file === '-' ? terminal.input : createReadStream(file);
    try {
      return jsonl === true ? await judgeAll(terminal, bytes) : await showOne(terminal, bytes, json === true);
    } catch (error) {
      if (!isFileError(error)) throw error;
      return wrong(terminal, `${file ?? 'standard input'} cannot be read: ${error.message}`);
    }
  },
};

async function judgeAll(terminal: Terminal, bytes: Bytes): Promise<ExitCode> {
  const { head, stream } = await peek(bytes, (read) => read.length >= HEAD_BYTES || !mayBeEvidence(read));
  if (compact(head).startsWith(EVIDENCE_START)) return await judgeEvidence(terminal, stream);
  let everyLineWasJudged = true;
  for await (const { verdict, wasJudged } of judgeLines(stream, now)) {
    everyLineWasJudged &&= wasJudged;
    terminal.out(`${JSON.stringify(verdict)}\n`);
    await terminal.drained();
  }
  return everyLineWasJudged ? 0 : 1;
}

function mayBeEvidence(head: Uint8Array): boolean {
  const start = compact(head).slice(0, EVIDENCE_START.length);
  return start.length < EVIDENCE_START.length && EVIDENCE_START.startsWith(start);
}

function compact(head: Uint8Array): string {
  return Buffer.from(head)
    .toString('utf8')
    .replace(/[\s\uFEFF]/g, '');
}

async function judgeEvidence(terminal: Terminal, stream: Bytes): Promise<ExitCode> {
  const bytes = await readAll(stream, EVIDENCE_BYTES_MAX);
  const inspected = bytes === null ? null : inspectEvidence(bytes);
  const verdicts =
    inspected === null
      ? [notJudged(null, 'inspect.evidence_too_large')]
      : inspected.ok
        ? evidenceVerdicts(inspected.value)
        : [notJudged(null, inspected.error.code, inspected.error.problems)];
  for (const verdict of verdicts) terminal.out(`${JSON.stringify(verdict)}\n`);
  return inspected?.ok === true ? 0 : 1;
}

async function showOne(terminal: Terminal, stream: Bytes, asJson: boolean): Promise<ExitCode> {
  const bytes = await readAll(stream, EVIDENCE_BYTES_MAX);
  const text = bytes === null ? '' : Buffer.from(bytes).toString('utf8');
  if (bytes !== null && looksLikeEvidence(text)) return showEvidence(terminal, bytes, asJson);
  if (bytes === null || bytes.length > LINE_BYTES_MAX) {
    const message = 'This is larger than one mebibyte, and no evidence file.';
    return notInspected(terminal, { message, problems: [] });
  }
  const inspected = inspectText(text, now());
  if (!inspected.ok) return notInspected(terminal, inspected.error);
  if (asJson) printJson(terminal, inspected.value);
  else terminal.out(renderReport(inspected.value, terminal.isColoured ? colours : plainPalette));
  return inspected.value.verdict.outcome === 'reject' ? 1 : 0;
}

function showEvidence(terminal: Terminal, bytes: Uint8Array, asJson: boolean): ExitCode {
  const inspected = inspectEvidence(bytes);
  if (!inspected.ok) return notInspected(terminal, inspected.error);
  if (asJson) printJson(terminal, inspected.value);
  else terminal.out(renderEvidence(inspected.value, terminal.isColoured ? colours : plainPalette));
  return inspected.value.outcome === 'holds' ? 0 : 1;
}

/** @returns null where there is more than that; of it nothing is kept */
async function readAll(stream: Bytes, sizeBytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (sizeBytes > sizeBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function notInspected({ err }: Terminal, { message, problems }: NotInspected): ExitCode {
  err(`holdfast: ${message}\n`);
  for (const { path, message: problem } of problems) err(`  ${path === '' ? 'The whole' : path}: ${problem}\n`);
  return 1;
}

function wrong({ err }: Terminal, message: string): ExitCode {
  err(`holdfast: ${message}\n`);
  return 2;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

const now = () => instant(Date.now());
