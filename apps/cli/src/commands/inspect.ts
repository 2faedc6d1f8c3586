import { createReadStream } from 'node:fs';
import { instant } from '@holdfast/kernel';
import { inspectText, type NotInspected } from '@holdfast/server/commands';
import { type Command, type ExitCode, printJson, type Terminal } from '../command.ts';
import { judgeLines, LINE_BYTES_MAX } from '../inspect/judge-lines.ts';
import { colours, plainPalette, renderReport } from '../inspect/render-report.ts';

type Bytes = AsyncIterable<Uint8Array>;

export const inspect: Command = {
  name: 'inspect',
  summary: 'Shows every field and every step of a ceremony, and why it passed or failed',
  usage: '[FILE] [--json | --jsonl]',
  help: 'FILE, or standard input, holds one case, the JSON of a response as browsers give it, or an attestation object in base64url.\nThe verdict stands first, then every step, then every field with the step that used it. Exits with 1 when the ceremony is\nrefused or could not be read.\nWith --jsonl: one case a line in, one verdict a line out, in the same order; exits with 1 when a line could not be judged,\nwhatever the verdicts are. docs/inspect.md describes cases and verdicts. Needs no configuration and no database.',
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
  let everyLineWasJudged = true;
  for await (const { verdict, wasJudged } of judgeLines(bytes, now)) {
    everyLineWasJudged &&= wasJudged;
    terminal.out(`${JSON.stringify(verdict)}\n`);
    await terminal.drained();
  }
  return everyLineWasJudged ? 0 : 1;
}

async function showOne(terminal: Terminal, bytes: Bytes, asJson: boolean): Promise<ExitCode> {
  const text = await readAll(bytes);
  if (text === null) return notInspected(terminal, { message: 'This is larger than one mebibyte.', problems: [] });
  const inspected = inspectText(text, now());
  if (!inspected.ok) return notInspected(terminal, inspected.error);
  if (asJson) printJson(terminal, inspected.value);
  else terminal.out(renderReport(inspected.value, terminal.isColoured ? colours : plainPalette));
  return inspected.value.verdict.outcome === 'reject' ? 1 : 0;
}

async function readAll(bytes: Bytes): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytes) {
    sizeBytes += chunk.length;
    if (sizeBytes > LINE_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function notInspected({ err }: Terminal, { message, problems }: NotInspected): ExitCode {
  err(`holdfast: ${message}\n`);
  for (const { path, message: problem } of problems) err(`  ${path === '' ? 'The case' : path}: ${problem}\n`);
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
