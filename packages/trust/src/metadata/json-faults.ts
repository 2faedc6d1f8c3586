/** Something that a parser would pass over in silence. */
export type JsonFault = {
  readonly kind: 'member-twice' | 'too-deep';
  /** The member that is there twice; empty for depth. */
  readonly name: string;
  /** The member of the outermost object that it is in, and the element where that member is a list. */
  readonly inMember: string;
  readonly inElement: number | null;
};

/** One opened object or list. `names` is null for a list. */
type Level = { readonly names: Set<string> | null; name: string; element: number; expectsName: boolean };

/** Where so many are found there may be more. */
export const JSON_FAULTS_MAX = 100;
const character = {
  quote: 0x22,
  comma: 0x2c,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/**
 * Members that are named twice, and nesting beyond a bound. Parsers keep one of two members and disagree about which, so that one
 * signature could mean two things. It is to be run before the parser; of text that is not JSON it says anything, but never throws, and
 * its work is in proportion to the length.
 */
export function findJsonFaults(text: string, depthMax: number): readonly JsonFault[] {
  const faults: JsonFault[] = [];
  const levels: Level[] = [];
  let depth = 0;
  const report = (kind: JsonFault['kind'], name: string): void => {
    const [outermost, second] = levels;
    const inElement = second !== undefined && second.names === null ? second.element : null;
    faults.push({ kind, name, inMember: outermost?.name ?? '', inElement });
  };
  for (let at = 0; at < text.length && faults.length < JSON_FAULTS_MAX; at += 1) {
    const code = text.charCodeAt(at);
    const level = depth > depthMax ? undefined : levels[depth - 1];
    if (code === character.quote) {
      const end = endOfString(text, at);
      if (end < 0) return faults;
      if (level?.expectsName === true && takeName(level, nameIn(text, at, end))) report('member-twice', level.name);
      at = end;
    } else if (code === character.openBrace || code === character.openBracket) {
      depth += 1;
      if (depth <= depthMax) levels.push(openLevel(code === character.openBrace));
      else if (depth === depthMax + 1) report('too-deep', '');
    } else if (code === character.closeBrace || code === character.closeBracket) {
      if (depth > 0 && depth <= depthMax) levels.pop();
      depth = Math.max(0, depth - 1);
    } else if (code === character.comma && level !== undefined) {
      level.expectsName = level.names !== null;
      level.element += 1;
    }
  }
  return faults;
}

function openLevel(isObject: boolean): Level {
  return { names: isObject ? new Set() : null, name: '', element: 0, expectsName: isObject };
}

/** @returns whether the object had a member of this name before. */
function takeName(level: Level, name: string): boolean {
  const isRepeated = level.names?.has(name) ?? false;
  level.names?.add(name);
  level.name = name;
  level.expectsName = false;
  return isRepeated;
}

/** Two spellings of one name are one name: `no` and `n\u006f`. */
function nameIn(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(text.slice(start, end + 1)));
  } catch {
    return raw;
  }
}

/** Where the string that starts here ends, or -1. Pictures are megabytes of string, so that the search is left to the library. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === character.backslash) backslashes += 1;
  return backslashes % 2 === 1;
}
