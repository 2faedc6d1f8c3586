import { err, ok, type Result } from '@holdfast/kernel';
import { ZERO_AAGUID } from '../authorities.ts';
import type { ModelOverride } from '../metadata/models-from-blob.ts';
import { isObject, type JsonObject, member } from '../metadata/untrusted-json.ts';
import type { TrustFileError } from '../trust-data.ts';

const members = ['aaguid', 'syncs', 'name', 'why'];
const aaguidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TEXT_CHARS_MAX = 500;
const OVERRIDES_MAX = 10_000;

/**
 * The list of models that are known to sync in spite of what they say: `[{ aaguid, syncs: true, name?, why }]`, alone or as the member
 * `overrides` of an object. Takes what a YAML or JSON parser gave. An override can only make a model worse: nobody can declare that one
 * stays inside.
 *
 * @returns on failure every mistake.
 */
export function parseOverrides(content: unknown): Result<readonly ModelOverride[], readonly TrustFileError[]> {
  const list = isObject(content) ? member(content, 'overrides') : content;
  const foreign = isObject(content) ? Object.keys(content).filter((name) => name !== 'overrides') : [];
  if (!Array.isArray(list)) return err([{ path: 'overrides', message: 'Must be a list of overrides.' }]);
  if (list.length > OVERRIDES_MAX) {
    return err([{ path: 'overrides', message: `Must have at most ${OVERRIDES_MAX} entries.` }]);
  }
  const errors: TrustFileError[] = foreign.map((name) => ({ path: name, message: 'Unknown key. Known is overrides.' }));
  const overrides = list.flatMap((entry: unknown, index) => readOverride(entry, `overrides[${index}]`, errors));
  const seen = new Set<string>();
  for (const { aaguid } of overrides) {
    if (seen.has(aaguid)) errors.push({ path: 'overrides', message: `The AAGUID ${aaguid} is listed twice.` });
    seen.add(aaguid);
  }
  return errors.length === 0 ? ok(overrides) : err(errors);
}

function readOverride(entry: unknown, path: string, errors: TrustFileError[]): readonly ModelOverride[] {
  const report = (name: string, message: string) => void errors.push({ path: `${path}${name}`, message });
  if (!isObject(entry)) {
    report('', 'Must be an object with aaguid, syncs, why and perhaps name.');
    return [];
  }
  for (const name of Object.keys(entry)) {
    if (!members.includes(name)) report(`.${name}`, `Unknown key. Known are ${members.join(', ')}.`);
  }
  const aaguid = String(member(entry, 'aaguid') ?? '').toLowerCase();
  if (aaguid === ZERO_AAGUID) report('.aaguid', 'Zeros mean "no model", so that no model can have them.');
  if (!aaguidPattern.test(aaguid)) report('.aaguid', 'Must be a uuid such as 2fc0579f-8113-47ea-b116-bb5a8db9202a.');
  if (member(entry, 'syncs') !== true)
    report('.syncs', 'Must be true: nobody but its maker can say that a model does not sync.');
  const why = readText(entry, 'why', report);
  if (member(entry, 'why') === undefined) report('.why', 'Must say how this is known.');
  const name = readText(entry, 'name', report);
  return [{ aaguid, kind: 'synced', ...(name === undefined ? {} : { name }), ...(why === undefined ? {} : { why }) }];
}

function readText(
  entry: JsonObject,
  name: string,
  report: (name: string, message: string) => void,
): string | undefined {
  const value = member(entry, name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_CHARS_MAX) return value;
  report(`.${name}`, `Must be a text of at most ${TEXT_CHARS_MAX} characters that is not empty.`);
  return undefined;
}
