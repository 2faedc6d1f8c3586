import { parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { err, type Instant, ok, type Result } from '@holdfast/kernel';
import type { AndroidStatusList } from './android-status-list.ts';
import type { BuiltInPlatform, TrustData, TrustedModel } from './assessment.ts';
import { builtInPlatforms } from './built-in-platforms.ts';
import { createChainMemo } from './chain-memo.ts';
import { knownModels } from './known-models.ts';
import type { ModelOverride } from './metadata/models-from-blob.ts';

/** A mistake in a file of trusted models. Whoever wrote it gets all of them at once. */
export type TrustFileError = {
  /** Where, for example `models[2].roots[0]`. */
  readonly path: string;
  readonly message: string;
};

const kinds = ['security-key', 'platform', 'synced'] as const;
const aaguidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const zeroAaguid = '00000000-0000-0000-0000-000000000000';

/**
 * @param digest of the documents that everything was read from.
 * @param at when the data was put together: statuses of models are judged at this time.
 * @param models of one AAGUID the last counts: what the organisation says by itself comes after what metadata says.
 * @param builtIn the platforms of this release where it is absent.
 */
export function makeTrustData({
  digest,
  at,
  models,
  modelsByKeyIdentifier = new Map(),
  androidStatus = new Map(),
  managedAnchors = [],
  overrides = [],
  builtIn = builtInPlatforms,
}: {
  digest: string;
  at: Instant;
  models: readonly TrustedModel[];
  modelsByKeyIdentifier?: ReadonlyMap<string, TrustedModel>;
  androidStatus?: AndroidStatusList;
  managedAnchors?: readonly string[];
  overrides?: readonly ModelOverride[];
  builtIn?: readonly BuiltInPlatform[];
}): TrustData {
  return {
    digest,
    at,
    models: new Map(models.map((model) => [model.aaguid, model])),
    modelsByKeyIdentifier,
    knownNames: knownModels,
    androidStatus,
    builtIn,
    managedAnchors,
    overrides: new Map(overrides.map((override) => [override.aaguid, override])),
    chains: createChainMemo(),
  };
}

/**
 * Models that an organisation vouches for by itself: `models: [{ aaguid, name, kind, roots: [PEM, …] }]`. Takes what a YAML or JSON
 * parser gave. Unknown keys are refused: a misspelt `root` would otherwise be a model that nothing can reach.
 */
export function parseTrustFile(content: unknown): Result<readonly TrustedModel[], readonly TrustFileError[]> {
  const errors: TrustFileError[] = [];
  const report = (path: string, message: string) => void errors.push({ path, message });
  if (!isRecord(content)) return err([{ path: '', message: 'The file must be an object with the key "models".' }]);
  refuseUnknownKeys(content, ['models'], '', report);
  const list = own(content, 'models');
  if (!Array.isArray(list)) return err([...errors, { path: 'models', message: 'Must be a list.' }]);
  const models = list.flatMap((entry: unknown, index) => readModel(entry, `models[${index}]`, report));
  const seen = new Set<string>();
  for (const { aaguid } of models) {
    if (seen.has(aaguid)) report('models', `The AAGUID ${aaguid} is listed twice.`);
    seen.add(aaguid);
  }
  return errors.length === 0 ? ok(models) : err(errors);
}

type Report = (path: string, message: string) => void;

function readModel(entry: unknown, path: string, report: Report): readonly TrustedModel[] {
  if (!isRecord(entry)) {
    report(path, 'Must be an object with aaguid, name, kind and roots.');
    return [];
  }
  refuseUnknownKeys(entry, ['aaguid', 'name', 'kind', 'roots'], `${path}.`, report);
  const aaguid = readAaguid(own(entry, 'aaguid'), path, report);
  const name = own(entry, 'name');
  if (typeof name !== 'string' || name.trim() === '') report(`${path}.name`, 'Must be a text that is not empty.');
  const kind = kinds.find((known) => known === own(entry, 'kind'));
  if (kind === undefined) report(`${path}.kind`, `Must be one of ${kinds.join(', ')}.`);
  const anchors = readRoots(own(entry, 'roots'), `${path}.roots`, report);
  if (aaguid === undefined || typeof name !== 'string' || kind === undefined) return [];
  return [{ aaguid, name, kind, anchors }];
}

function readAaguid(value: unknown, path: string, report: Report): string | undefined {
  const aaguid = typeof value === 'string' ? value.toLowerCase() : '';
  if (!aaguidPattern.test(aaguid)) {
    report(`${path}.aaguid`, 'Must be a uuid such as 2fc0579f-8113-47ea-b116-bb5a8db9202a.');
    return undefined;
  }
  if (aaguid === zeroAaguid) {
    report(`${path}.aaguid`, 'Zeros mean "no model", so that no model can have them.');
    return undefined;
  }
  return aaguid;
}

function readRoots(value: unknown, path: string, report: Report): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    report(path, 'Must be a list of at least one PEM certificate.');
    return [];
  }
  return value.flatMap((text: unknown, index) => {
    const where = `${path}[${index}]`;
    const certificates = typeof text === 'string' ? pemCertificates(text) : [];
    if (certificates.length === 0) report(where, 'Holds no PEM certificate.');
    return certificates.flatMap((der) => {
      if (parseCertificate(der).ok) return [toBase64url(der)];
      report(where, 'Holds a certificate that cannot be read.');
      return [];
    });
  });
}

function refuseUnknownKeys(value: object, known: readonly string[], prefix: string, report: Report): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) report(`${prefix}${key}`, `Unknown key. Known are ${known.join(', ')}.`);
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
