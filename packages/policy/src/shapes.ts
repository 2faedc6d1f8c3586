import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/kernel';
import { refusedAlgorithms, supportedAlgorithms } from './algorithms.ts';
import type { AlgorithmName, Position } from './model.ts';
import type { Report } from './problems.ts';
import { quote, type Written, type WrittenScalar } from './read-yaml.ts';
import { didYouMean } from './suggest.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** What reading needs besides the value. */
export type ReadingContext = {
  readonly key: string;
  readonly report: Report;
  readonly algorithms: readonly AlgorithmName[];
};

/** A value that was read, with the place of each of its items where it is a list. */
export type Read<T> = { readonly value: T; readonly itemsAt: readonly Position[] };

/** The form of a value: how it is read, described to people and described to editors. */
export type Shape<T> = {
  readonly words: string;
  readonly schema: JsonSchema;
  /** Reports what is wrong and then gives nothing. */
  readonly read: (written: Written, context: ReadingContext) => Read<T> | undefined;
};

const listMax = 200;
const textMax = 128;
export const zeroAaguid = '00000000-0000-0000-0000-000000000000';
const aaguidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Nothing but hex digits and dashes, about as long: somebody meant an AAGUID. */
const nearlyAaguid = /^\{?[0-9a-f-]{30,40}\}?$/i;
const durationPattern = /^(\d{1,6})([mhd])$/;
const monthPattern = /^20[0-9]{2}-(0[1-9]|1[0-2])$/;
/** Letters, digits and underscores between dots, at least two parts (Android, application id). */
const packagePattern = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;
const unitMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

export const shapes = {
  boolean: {
    words: '`true` or `false`',
    schema: { type: 'boolean' },
    read: (written, context) => {
      if (written.kind === 'scalar' && typeof written.value === 'boolean') return read(written.value);
      return wrong(written, context, 'true or false');
    },
  } satisfies Shape<boolean>,

  integer: (minimum: number, maximum: number): Shape<number> => ({
    words: `whole number, ${minimum} to ${maximum}`,
    schema: { type: 'integer', minimum, maximum },
    read: (written, context) => {
      if (written.kind !== 'scalar' || typeof written.value !== 'number') {
        return wrong(written, context, 'a whole number');
      }
      if (Number.isInteger(written.value) && written.value >= minimum && written.value <= maximum) {
        return read(written.value);
      }
      context.report(
        'policy.out_of_range',
        written.at,
        `${context.key} must be a whole number from ${minimum} to ${maximum}, not ${written.text}`,
      );
      return undefined;
    },
  }),

  duration: (minimumMs: number, maximumMs: number): Shape<number> => ({
    words: `duration such as \`15m\`, \`12h\` or \`7d\`, ${durationText(minimumMs)} to ${durationText(maximumMs)}`,
    schema: { type: 'string', pattern: '^[0-9]{1,6}[mhd]$' },
    read: (written, context) => readDuration(written, context, minimumMs, maximumMs),
  }),

  oneOf: <T extends string>(names: readonly T[]): Shape<T> => ({
    words: names.map((name) => `\`${name}\``).join(' or '),
    schema: { enum: names },
    read: (written, context) => {
      const text = readText(written, context);
      return text === undefined ? undefined : wrap(known(text, written.at, names, context));
    },
  }),

  listOf: <T extends string>(names: readonly T[]): Shape<readonly T[]> => ({
    words: `list of ${names.map((name) => `\`${name}\``).join(', ')}; at least one`,
    schema: listSchema({ enum: names }),
    read: (written, context) => readList(written, context, (text, at) => known(text, at, names, context)),
  }),

  /** As `listOf`; `none` is the empty list, so that nobody empties one by accident. */
  listOrNone: <T extends string>(names: readonly T[]): Shape<readonly T[]> => ({
    words: `\`none\`, or list of ${names.map((name) => `\`${name}\``).join(', ')}; at least one`,
    schema: { oneOf: [{ const: 'none' }, listSchema({ enum: names })] },
    read: (written, context) => {
      if (written.kind === 'scalar' && written.value === 'none') return read([]);
      return readList(written, context, (text, at) => known(text, at, names, context));
    },
  }),

  algorithms: (names: readonly AlgorithmName[]): Shape<readonly AlgorithmName[]> => ({
    words: `list of ${supportedAlgorithms.map((name) => `\`${name}\``).join(', ')}; at least one`,
    schema: listSchema({ enum: supportedAlgorithms }),
    read: (written, context) =>
      readList(written, context, (text, at) => {
        if (!refusedAlgorithms.includes(text)) {
          const name = known(text, at, names, context);
          if (name === undefined || context.algorithms.includes(name)) return name;
        }
        const can = context.algorithms.join(', ');
        context.report('policy.algorithm_unsupported', at, `${text} is not for policies; what is: ${can}`);
        return undefined;
      }),
  }),

  groups: {
    words: '`everybody`, or list of group names; at least one',
    schema: { oneOf: [{ const: 'everybody' }, listSchema(textSchema())] },
    read: (written, context) => {
      if (written.kind === 'scalar' && written.value === 'everybody') return read(null);
      return readList(written, context, (text) => text);
    },
  } satisfies Shape<readonly string[] | null>,

  names: {
    words: 'list of texts; at least one',
    schema: listSchema(textSchema()),
    read: (written, context) => readList(written, context, (text) => text),
  } satisfies Shape<readonly string[]>,

  /** YYYYMM. */
  month: {
    words: 'month such as `2026-01`',
    schema: { type: 'string', pattern: monthPattern.source },
    read: (written, context) => {
      const text = written.kind === 'scalar' ? written.text : '';
      if (written.kind === 'scalar' && typeof written.value === 'string' && monthPattern.test(written.value)) {
        return read(Number(written.value.replace('-', '')));
      }
      if (written.kind !== 'scalar' || typeof written.value === 'boolean' || written.value === null) {
        return wrong(written, context, 'a month such as 2026-01');
      }
      context.report(
        'policy.bad_month',
        written.at,
        `${context.key} must be a month such as 2026-01, not ${quote(text)}`,
      );
      return undefined;
    },
  } satisfies Shape<number>,

  packages: {
    words: 'list of package names such as `com.google.android.gms`; at least one',
    schema: listSchema({ type: 'string', maxLength: textMax, pattern: packagePattern.source }),
    read: (written, context) =>
      readList(written, context, (text, at) => {
        if (packagePattern.test(text)) return text;
        context.report('policy.bad_package', at, `${context.key}: ${quote(text)} is not the name of a package`);
        return undefined;
      }),
  } satisfies Shape<readonly string[]>,

  text: {
    words: 'text',
    schema: textSchema(),
    read: (written, context) => wrap(readText(written, context)),
  } satisfies Shape<string>,

  /** In lower case. That of zeros names no model, which a credential may do. */
  aaguid: {
    words: 'AAGUID',
    schema: { type: 'string', pattern: aaguidPattern.source.replaceAll('a-f', 'a-fA-F') },
    read: (written, context) => {
      const text = readText(written, context);
      if (text === undefined || aaguidPattern.test(text)) return wrap(text?.toLowerCase());
      const found = `${context.key}: ${quote(text)} is not an AAGUID (8-4-4-4-12 hex digits)`;
      context.report('policy.bad_aaguid', written.at, found);
      return undefined;
    },
  } satisfies Shape<string>,

  models: {
    words: 'list of model names or AAGUIDs; at least one',
    schema: listSchema(textSchema()),
    read: (written, context) => readList(written, context, (text, at) => model(text, at, context)),
  } satisfies Shape<readonly string[]>,
};

/** The longest unit that divides it, as it would be written in a policy. */
export function durationText(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  if (ms % HOUR_MS === 0) return `${ms / HOUR_MS}h`;
  return `${Math.round(ms / MINUTE_MS)}m`;
}

function textSchema(): JsonSchema {
  return { type: 'string', minLength: 1, maxLength: textMax };
}

function listSchema(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 1, maxItems: listMax, uniqueItems: true };
}

function read<T>(value: T, itemsAt: readonly Position[] = []): Read<T> {
  return { value, itemsAt };
}

function wrap<T>(value: T | undefined): Read<T> | undefined {
  return value === undefined ? undefined : read(value);
}

function described(written: Written): string {
  if (written.kind !== 'scalar') return `a ${written.kind}`;
  if (written.value === null) return 'nothing';
  return `${typeof written.value === 'string' ? 'the text' : `the ${typeof written.value}`} ${quote(written.text)}`;
}

function wrong(written: Written, { key, report }: ReadingContext, wanted: string): undefined {
  report('policy.wrong_type', written.at, `${key} must be ${wanted}, not ${described(written)}`);
  return undefined;
}

/** A text that can be shown on one line and compared. */
function readText(written: Written, context: ReadingContext): string | undefined {
  if (!isText(written)) return wrong(written, context, 'a text (in quotes where it looks like something else)');
  const text = written.value;
  // \p{C}: control, format and unassigned characters, which make two different texts look alike.
  if (text.length > 0 && text.length <= textMax && text.trim() === text && !/\p{C}/u.test(text)) return text;
  context.report(
    'policy.bad_text',
    written.at,
    `${context.key}: ${quote(text)} must have 1 to ${textMax} characters, none invisible, no space at the ends`,
  );
  return undefined;
}

function isText(written: Written): written is WrittenScalar & { value: string } {
  return written.kind === 'scalar' && typeof written.value === 'string';
}

function known<T extends string>(
  text: string,
  at: Position,
  names: readonly T[],
  { key, report }: ReadingContext,
): T | undefined {
  const name = names.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  const told = () => `${key} does not know ${quote(text)}; it knows ${names.join(', ')}.${didYouMean(text, names)}`;
  report('policy.unknown_value', at, told);
  return undefined;
}

/** An AAGUID in lower case, or a model name as it was written. */
function model(text: string, at: Position, { key, report }: ReadingContext): string | undefined {
  if (aaguidPattern.test(text)) {
    const aaguid = text.toLowerCase();
    if (aaguid !== zeroAaguid || key !== 'approved_authenticators') return aaguid;
    report('policy.bad_aaguid', at, 'the AAGUID of zeros names no model, so it cannot be approved');
    return undefined;
  }
  if (!nearlyAaguid.test(text)) return text;
  const bare = text.replaceAll(/[{}-]/g, '');
  const meant = bare.length === 32 ? bare.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  report('policy.bad_aaguid', at, `${key}: ${quote(text)} is not an AAGUID (8-4-4-4-12 hex digits).${hint}`);
  return undefined;
}

function readList<T extends string>(
  written: Written,
  context: ReadingContext,
  item: (text: string, at: Position) => T | undefined,
): Read<readonly T[]> | undefined {
  const { key, report } = context;
  if (written.kind !== 'list') return wrong(written, context, 'a list');
  if (written.items.length === 0) {
    report('policy.empty_list', written.at, `${key} must have at least one entry; leave the key out for its default`);
    return undefined;
  }
  if (written.items.length > listMax) {
    report('policy.list_too_long', written.at, `${key} has ${written.items.length} entries; ${listMax} are possible`);
    return undefined;
  }
  const found = new Map<T, Position>();
  let whole = true;
  for (const each of written.items) {
    const text = readText(each, context);
    const value = text === undefined ? undefined : item(text, each.at);
    const first = value === undefined ? undefined : found.get(value);
    if (value === undefined) whole = false;
    else if (first === undefined) found.set(value, each.at);
    else
      report('policy.duplicate_value', each.at, `${key}: ${quote(value)} stands at line ${first.line} already`, first);
  }
  return whole ? read([...found.keys()], [...found.values()]) : undefined;
}

function readDuration(
  written: Written,
  context: ReadingContext,
  minimumMs: number,
  maximumMs: number,
): Read<number> | undefined {
  const { key, report } = context;
  if (written.kind !== 'scalar' || written.value === null || typeof written.value === 'boolean') {
    return wrong(written, context, 'a duration such as 15m, 12h or 7d');
  }
  const [, count = '', unit = ''] = durationPattern.exec(String(written.value)) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (Number.isNaN(ms)) {
    const text = quote(written.text);
    report('policy.bad_duration', written.at, `${key} must be a duration such as 15m, 12h or 7d, not ${text}`);
    return undefined;
  }
  if (ms >= minimumMs && ms <= maximumMs) return read(ms);
  const range = `from ${durationText(minimumMs)} to ${durationText(maximumMs)}`;
  report('policy.out_of_range', written.at, `${key} must be ${range}, not ${written.text}`);
  return undefined;
}
