import { createHash } from 'node:crypto';
import { parseSource, type SourceFile } from '../tidy/source-file.ts';
import { child, type SyntaxNode } from '../tidy/syntax.ts';

/** One small change to one file that a test should notice. */
export type Mutant = {
  /** The same as long as the file is the same. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  /** The text of that line, without the space around it. */
  readonly on: string;
  readonly start: number;
  readonly end: number;
  /** Where the expression begins that the change is in: whoever gets there is asked. */
  readonly reachedAt: number;
  readonly before: string;
  readonly after: string;
};

type Change = { readonly start: number; readonly end: number; readonly after: string; readonly reachedAt: number };

/** What each operator becomes: its boundary, its opposite. */
const operators: ReadonlyMap<string, readonly string[]> = new Map([
  ['===', ['!==']],
  ['!==', ['===']],
  ['<', ['<=', '>=']],
  ['<=', ['<', '>']],
  ['>', ['>=', '<=']],
  ['>=', ['>', '<']],
  ['&&', ['||']],
  ['||', ['&&']],
  ['??', ['&&']],
  ['+', ['-']],
  ['-', ['+']],
  ['*', ['/']],
  ['/', ['*']],
  ['%', ['*']],
  ['**', ['*']],
  ['<<', ['>>']],
  ['>>', ['<<']],
  ['&', ['|']],
  ['|', ['&']],
  ['^', ['&']],
]);

/** Every mutant of a source file, in the order of the text. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = parseSource(file, text);
  const lines = text.split('\n');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const changes = source.nodes.flatMap(({ node, parent }) =>
    isType(node, parent) ? [] : changesOf(node, parent, source),
  );
  return changes
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, after, reachedAt }) => ({
      key: `${file} ${digest} ${start} ${end} ${after}`,
      file,
      line: source.lineOf(start),
      on: lines[source.lineOf(start) - 1]?.trim() ?? '',
      start,
      end,
      reachedAt,
      before: text.slice(start, end),
      after,
    }));
}

export function applied(text: string, { start, end, after }: Mutant): string {
  return text.slice(0, start) + after + text.slice(end);
}

function changesOf(node: SyntaxNode, parent: SyntaxNode | undefined, source: SourceFile): readonly Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operatorChanges(node, source);
    case 'IfStatement':
    case 'ConditionalExpression':
      return [replaced(child(node, 'test'), 'true'), replaced(child(node, 'test'), 'false')].flat();
    case 'UnaryExpression':
      return node['operator'] === '!' ? replaced(node, textOf(child(node, 'argument'), source)) : [];
    case 'Literal':
      return literalChanges(node, parent);
    case 'ExpressionStatement':
      return isDirective(node) ? [] : replaced(node, ';');
    default:
      return [];
  }
}

function operatorChanges(node: SyntaxNode, source: SourceFile): readonly Change[] {
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  const operator = String(node['operator']);
  if (left === undefined || right === undefined) return [];
  const between = source.text.slice(left.end, right.start);
  const at = left.end + between.lastIndexOf(operator);
  return (operators.get(operator) ?? []).map((after) => ({
    start: at,
    end: at + operator.length,
    after,
    // V8 counts the right operand together with the operator, and that runs only sometimes.
    reachedAt: left.start,
  }));
}

/** Texts are left alone: nearly all of them are words for people. */
function literalChanges(node: SyntaxNode, parent: SyntaxNode | undefined): readonly Change[] {
  const { value } = node;
  if (typeof value === 'boolean') return replaced(node, String(!value));
  if (typeof value !== 'number') return [];
  // A hole in a list of names, or the number of a member, is no decision.
  return parent?.['key'] === node && parent['computed'] !== true ? [] : replaced(node, String(value + 1));
}

function replaced(node: SyntaxNode | undefined, after: string): readonly Change[] {
  return node === undefined ? [] : [{ start: node.start, end: node.end, after, reachedAt: node.start }];
}

function textOf(node: SyntaxNode | undefined, source: SourceFile): string {
  return node === undefined ? 'undefined' : source.text.slice(node.start, node.end);
}

function isDirective(node: SyntaxNode): boolean {
  return child(node, 'expression')?.type === 'Literal';
}

/** Types are gone when the code runs; so is the literal in `as const`. */
function isType(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  return node.type.startsWith('TS') || parent?.type.startsWith('TSLiteralType') === true;
}
