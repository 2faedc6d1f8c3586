import type { Chance } from './chance.ts';

const strangeTexts = [
  'null',
  'true',
  '0',
  '-1e308',
  '1e999',
  '""',
  '[]',
  '{}',
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '"\\u0000"',
  '"A"',
  '"AA=="',
  '{"__proto__":{"type":"webauthn.get"}}',
];
const strangeNames = [
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"t\\u0079pe"',
  '"type"',
  '"challenge"',
  '"origin"',
  '""',
];

/** Changes JSON as text, so that what no serialiser writes comes too: repeated names, marks, lone surrogates, unfinished text. */
export function mutateJson(text: string, chance: Chance): string {
  let result = text;
  const times = chance.oneOf([1, 1, 2, 3]);
  for (let index = 0; index < times; index += 1) result = changed(result, chance);
  return result;
}

function changed(text: string, chance: Chance): string {
  const at = text.length === 0 ? 0 : chance.below(text.length);
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+|true|false|null/g)];
  const token = strings.length === 0 ? undefined : chance.oneOf(strings);
  const replace = (what: string) =>
    token === undefined ? text + what : text.slice(0, token.index) + what + text.slice(token.index + token[0].length);
  switch (chance.below(9)) {
    case 0:
      return replace(chance.oneOf(strangeTexts));
    case 1:
      return replace(chance.oneOf(strangeNames));
    case 2:
      return text.replace('{', `{${chance.oneOf(strangeNames)}:${chance.oneOf(strangeTexts)},`);
    case 3:
      return text.slice(0, at);
    case 4:
      return `${text.slice(0, at)}${chance.oneOf(['\uFEFF', '\ud800', '\u0000', '"', '\\', '{', '[', ',', ' '])}${text.slice(at)}`;
    case 5:
      return `${text.slice(0, at)}${text.slice(at + 1 + chance.below(4))}`;
    case 6:
      return token === undefined ? text : replace(`"${'\\"'.repeat(chance.oneOf([1, 10, 2000]))}"`);
    case 7:
      return replace('['.repeat(chance.oneOf([2, 50, 5000])));
    default:
      return `${text.slice(0, at)}${String.fromCharCode(chance.below(0x1_0000))}${text.slice(at + 1)}`;
  }
}
