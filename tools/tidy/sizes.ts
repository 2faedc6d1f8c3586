import { type Finding, isTest, type SourceFile } from './source-file.ts';
import { child, children, nameOf, type SyntaxNode } from './syntax.ts';

export const FUNCTION_LINES_MAX = 70;
export const FILE_LINES_MAX = 400;
export const TEST_FILE_LINES_MAX = 600;

/** Tables that only list things: longer than a file may be, because cutting them would hide the whole. */
const listsOfData: ReadonlySet<string> = new Set<string>([]);

const outlineCalls = new Set(['test', 'it', 'describe', 'suite', 'chapter']);

export function checkSizes(source: SourceFile): Finding[] {
  return [...fileTooLong(source), ...functionsTooLong(source)];
}

function fileTooLong(source: SourceFile): Finding[] {
  const most = isTest(source.path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
  if (source.lines <= most || listsOfData.has(source.path)) return [];
  return [{ path: source.path, line: 1, message: `${source.lines} lines; a file has at most ${most}` }];
}

function functionsTooLong(source: SourceFile): Finding[] {
  return source.nodes.flatMap(({ node }) => {
    if (!isFunction(node) || (isTest(source.path) && isOutline(node))) return [];
    const lines = source.lineOf(node.end - 1) - source.lineOf(node.start) + 1;
    if (lines <= FUNCTION_LINES_MAX) return [];
    return [
      {
        path: source.path,
        line: source.lineOf(node.start),
        message: `a function of ${lines} lines; at most ${FUNCTION_LINES_MAX}`,
      },
    ];
  });
}

function isFunction({ type }: SyntaxNode): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** A function of a test file that declares tests is an outline, not something that somebody has to follow. */
function isOutline(node: SyntaxNode): boolean {
  const body = child(node, 'body');
  return body !== undefined && children(body, 'body').some(declaresTests);
}

function declaresTests(statement: SyntaxNode): boolean {
  if (statement.type === 'ForOfStatement') {
    const body = child(statement, 'body');
    return body !== undefined && (declaresTests(body) || children(body, 'body').some(declaresTests));
  }
  const call = child(statement, 'expression');
  return call?.type === 'CallExpression' && outlineCalls.has(nameOf(child(call, 'callee')) ?? '');
}
