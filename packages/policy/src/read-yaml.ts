import { CST, isMap, isScalar, isSeq, Lexer, LineCounter, parseAllDocuments } from 'yaml';
import type { Position } from './model.ts';
import type { Report } from './problems.ts';

/** A value as it was written, with its place. All that the rest of this package sees of YAML. */
export type Written = WrittenScalar | WrittenList | WrittenMap;
export type WrittenScalar = {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it stands in the file, for messages. */
  readonly text: string;
  readonly at: Position;
};
export type WrittenList = { readonly kind: 'list'; readonly items: readonly Written[]; readonly at: Position };
export type WrittenMap = { readonly kind: 'map'; readonly entries: readonly WrittenEntry[]; readonly at: Position };
export type WrittenEntry = { readonly key: string; readonly at: Position; readonly value: Written };

export const sourceBytesMax = 256 * 1024;
const depthMax = 16;
const start: Position = { line: 1, column: 1 };

/** YAML 1.2, core schema, data only: what makes YAML dangerous is refused before the tree is built. */
export function readYaml(source: string, report: Report): Written | undefined {
  if (Buffer.byteLength(source) > sourceBytesMax) {
    report('policy.too_large', start, `the file is larger than ${sourceBytesMax} bytes`);
    return undefined;
  }
  const lines = lineFinder(source);
  if (!firstLook(source, lines, report)) return undefined;

  const documents = parseAllDocuments(source, {
    version: '1.2',
    schema: 'core',
    strict: true,
    // Ours tells both places.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return scalar(null, '', start);
  const [document, second] = documents;
  if (second !== undefined) {
    report(
      'policy.yaml_feature',
      lines(second.range[0]),
      'a policy file is one YAML document; a second one starts here',
    );
    return undefined;
  }
  for (const problem of document?.errors ?? []) report('policy.not_yaml', lines(problem.pos[0]), problem.message);
  if (document === undefined) return scalar(null, '', start);
  if (document.errors.length > 0) return undefined;
  return written(document.contents, start, 0, { lines, report });
}

type Lines = (offset: number) => Position;

function lineFinder(source: string): Lines {
  const counter = new LineCounter();
  for (let at = 0; at !== -1 && at <= source.length; ) {
    counter.addNewLine(at);
    const end = source.indexOf('\n', at);
    at = end === -1 ? -1 : end + 1;
  }
  return (offset) => {
    const { line, col } = counter.linePos(Math.min(Math.max(offset, 0), source.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

const refusedTokens = new Map<string, string>([
  ['alias', 'aliases (*name) are not understood in policies; write the value out'],
  ['anchor', 'anchors (&name) are not understood in policies'],
  ['tag', 'tags (!name) are not understood in policies'],
  ['directive-line', 'directives (%NAME) are not understood in policies'],
]);

/**
 * Runs over the tokens, flat, so that nothing nested or expanding ever reaches the recursive part of the parser.
 * @returns whether it is safe to go on.
 */
function firstLook(source: string, lines: Lines, report: Report): boolean {
  // The lexer marks with control characters; YAML forbids those in a file anyway (YAML 1.2.2 §5.1).
  const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source);
  if (forbidden !== null) {
    report('policy.not_yaml', lines(forbidden.index), 'a control character or half a character pair cannot stand here');
    return false;
  }
  let offset = 0;
  let open = 0;
  /** Indicators since the last comma, bracket or (outside brackets) line: each may open one level more. */
  let run = 0;
  let verbatim = false;
  let safe = true;
  for (const token of new Lexer().lex(source)) {
    // After the marker comes the text of a plain or block scalar, which may begin like any other token.
    const type = verbatim ? 'text' : CST.tokenType(token);
    verbatim = token === CST.SCALAR;
    const refused = refusedTokens.get(type ?? '');
    if (refused !== undefined) {
      report('policy.yaml_feature', lines(offset), refused);
      safe = false;
    }
    if (type === 'flow-map-start' || type === 'flow-seq-start') open += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') open -= 1;
    if (type === 'comma' || type?.startsWith('flow-') || (type === 'newline' && open <= 0)) run = 0;
    if (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind') run += 1;
    if (open > depthMax || run > depthMax) {
      report('policy.too_deep', lines(offset), tooDeep);
      return false;
    }
    const marker = token === CST.SCALAR || type === 'doc-mode' || type === 'flow-error-end';
    if (!marker) offset += token.length;
  }
  return safe;
}

const tooDeep = `lists and maps may be nested ${depthMax} deep`;

function scalar(value: WrittenScalar['value'], text: string, at: Position): WrittenScalar {
  return { kind: 'scalar', value, text, at };
}

type Reading = { readonly lines: Lines; readonly report: Report };

function written(node: unknown, parentAt: Position, depth: number, reading: Reading): Written {
  if (isMap(node) || isSeq(node)) {
    const at = node.range ? reading.lines(node.range[0]) : parentAt;
    if (depth >= depthMax) {
      reading.report('policy.too_deep', at, tooDeep);
      return scalar(null, '', at);
    }
    if (isMap(node)) return { kind: 'map', entries: entries(node.items, at, depth, reading), at };
    return { kind: 'list', items: node.items.map((item) => written(item, at, depth + 1, reading)), at };
  }
  if (!isScalar(node)) return scalar(null, '', parentAt);
  const at = node.range && (node.value !== null || node.source) ? reading.lines(node.range[0]) : parentAt;
  const { value } = node;
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return scalar(known, node.source ?? String(known), at);
}

type Pair = { readonly key: unknown; readonly value: unknown };

/** Keys that are texts, each once; the first of two equal ones is kept. */
function entries(pairs: readonly Pair[], mapAt: Position, depth: number, reading: Reading): WrittenEntry[] {
  const { report } = reading;
  const byKey = new Map<string, WrittenEntry>();
  for (const pair of pairs) {
    const key = written(pair.key, mapAt, depth + 1, reading);
    if (key.kind !== 'scalar' || typeof key.value !== 'string') {
      report('policy.key_not_text', key.at, 'a key must be a text; write it in quotes if it is meant as one');
      continue;
    }
    const first = byKey.get(key.value);
    if (first === undefined) {
      byKey.set(key.value, { key: key.value, at: key.at, value: written(pair.value, key.at, depth + 1, reading) });
    } else {
      report('policy.duplicate_key', key.at, `${quote(key.value)} already stands at line ${first.at.line}`, first.at);
    }
  }
  return [...byKey.values()];
}

const quotedLengthMax = 60;

/** A text of the file inside a message: quoted, one line, not endless. */
export function quote(text: string): string {
  return JSON.stringify(text.length > quotedLengthMax ? `${text.slice(0, quotedLengthMax)}…` : text);
}
