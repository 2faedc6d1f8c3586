import { type Finding, isTest, type SourceFile } from './source-file.ts';
import { child, descendants, nameOf, type SyntaxNode } from './syntax.ts';

export const FUNCTION_LINES_MAX = 70;
export const FILE_LINES_MAX = 400;
export const TEST_FILE_LINES_MAX = 600;

/** Tables that only list things: longer than a file may be, because cutting them would hide the whole. */
const listsOfData: ReadonlySet<string> = new Set<string>([]);

export function checkSizes(source: SourceFile): Finding[] {
  return [...fileTooLong(source), ...functionsTooLong(source)];
}

function fileTooLong(source: SourceFile): Finding[] {
  const most = isTest(source.path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
  if (source.lines <= most || listsOfData.has(source.path)) return [];
  return [{ path: source.path, line: 1, message: `${source.lines} lines; a file has at most ${most}` }];
}

function functionsTooLong(source: SourceFile): Finding[] {
  return [...descendants(source.program)].flatMap(({ node, parent }) => {
    if (!isFunction(node) || isOutline(node, parent)) return [];
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

/** The body of a `describe` is an outline, not a function that somebody has to follow. */
function isOutline(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent?.type !== 'CallExpression') return false;
  const callee = nameOf(child(parent, 'callee'));
  return (callee === 'describe' || callee === 'suite') && node !== child(parent, 'callee');
}
