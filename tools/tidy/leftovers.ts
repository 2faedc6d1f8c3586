import { type Finding, isTest, type SourceFile } from './source-file.ts';
import { child, children, nameOf, type SyntaxNode } from './syntax.ts';

const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/;
const suppressions =
  /\b(biome-ignore|eslint-disable|ts-ignore|ts-nocheck|prettier-ignore|istanbul ignore|c8 ignore|node:coverage)\b/;
const expectedError = /@ts-expect-error/;
/** Folders of one machine. Built from parts so that this file holds none itself. */
const machinePath = new RegExp(`(^|[^A-Za-z0-9_.~-])/(${['work', 'root', 'home', 'Users', 'farm'].join('|')})/`);
const testFunctions = new Set(['test', 'it', 'describe', 'suite', 't', 'context']);
const dodges = new Set(['only', 'skip', 'todo']);

/** What must not be left in a file: unfinished marks, silenced checks, `any`, tests that do not run. */
export function checkLeftovers(source: SourceFile): Finding[] {
  return [...comments(source), ...tests(source), ...anys(source)];
}

function comments(source: SourceFile): Finding[] {
  return source.comments.flatMap(({ text, line }) => {
    const found = (message: string): Finding => ({ path: source.path, line, message });
    return [
      ...(unfinished.test(text) ? [found('an unfinished mark: finish it, or write it where plans are kept')] : []),
      ...(suppressions.test(text) ? [found('a silenced check: mend what it found')] : []),
      ...(expectedError.test(text) && !isTest(source.path)
        ? [found('an expected type error outside a test: mend the types')]
        : []),
    ];
  });
}

function tests(source: SourceFile): Finding[] {
  return source.nodes.flatMap(({ node }) => {
    if (node.type !== 'CallExpression' || !isDodge(node)) return [];
    return [
      {
        path: source.path,
        line: source.lineOf(node.start),
        message: 'a test that does not run, or keeps others from running',
      },
    ];
  });
}

function isDodge(call: SyntaxNode): boolean {
  const callee = child(call, 'callee');
  if (callee?.type === 'MemberExpression') {
    const object = nameOf(child(callee, 'object')) ?? '';
    return testFunctions.has(object) && dodges.has(nameOf(child(callee, 'property')) ?? '');
  }
  return testFunctions.has(nameOf(callee) ?? '') && children(call, 'arguments').some(hasDodgingOption);
}

function hasDodgingOption(argument: SyntaxNode): boolean {
  if (argument.type !== 'ObjectExpression') return false;
  return children(argument, 'properties').some((property) => dodges.has(nameOf(child(property, 'key')) ?? ''));
}

function anys(source: SourceFile): Finding[] {
  return source.nodes
    .filter(({ node }) => node.type === 'TSAnyKeyword')
    .map(({ node }) => ({
      path: source.path,
      line: source.lineOf(node.start),
      message: 'any switches the type-checker off: use unknown and decode',
    }));
}

/** For every file that people read, not only for sources. */
export function checkText(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const found = (message: string): Finding => ({ path: file, line: index + 1, message });
    return [
      ...(machinePath.test(line) ? [found('a path of one machine')] : []),
      ...(/^(<{7}|>{7}|={7})( |$)/.test(line) ? [found('a mark of an unfinished merge')] : []),
    ];
  });
}
