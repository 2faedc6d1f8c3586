import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { descendants, type Placed, type SyntaxNode } from './syntax.ts';

export type Comment = { readonly text: string; readonly line: number };

/** A file of ours, read and parsed once for all rules. `path` is relative to the root, with forward slashes. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Every node of the syntax, parents before children. */
  readonly nodes: readonly Placed[];
  readonly comments: readonly Comment[];
  readonly lineOf: (offset: number) => number;
};

/** What a rule says about one place. */
export type Finding = { readonly path: string; readonly line: number; readonly message: string };

const notOurs = new Set(['node_modules', 'dist', 'data', '.git', '.cache', 'coverage', 'test-results']);

/** Every file below `root` that people wrote. */
export function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (notOurs.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(root, relative) : [relative];
  });
}

export function isSource(file: string): boolean {
  return /\.(ts|tsx|js|mjs)$/.test(file) && !file.endsWith('.d.ts');
}

export function readSource(root: string, file: string): SourceFile {
  return parseSource(file, readFileSync(path.join(root, file), 'utf8'));
}

export function parseSource(file: string, text: string): SourceFile {
  const parsed = parseSync(file, text);
  const [problem] = parsed.errors;
  if (problem !== undefined) throw new SyntaxError(`${file}: ${problem.message}`);
  const starts = lineStarts(text);
  const lineOf = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  return {
    path: file,
    text,
    lines: text.endsWith('\n') ? starts.length - 1 : starts.length,
    nodes: descendants(parsed.program as unknown as SyntaxNode),
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineOf(start) })),
    lineOf,
  };
}

function lineStarts(text: string): number[] {
  return [0, ...text.matchAll(/\n/g).map((found) => found.index + 1)];
}

/** Tests and what only tests use: may import more than production code may, and nothing in production may import it. */
export function isTestCode(file: string): boolean {
  return isTest(file) || /(^|\/)testing\//.test(file) || /^(e2e|bench|tools|vectors)\//.test(file);
}

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}
