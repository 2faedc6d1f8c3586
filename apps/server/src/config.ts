import { existsSync, readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import path from 'node:path';
import { DAY_MS, err, ok, type Result } from '@holdfast/kernel';
import { parse as parseYaml } from 'yaml';

/** How this installation is set up. Read once at start; nothing else reads the environment. */
export type Config = {
  /** Scheme, host and port that people see, e.g. `https://login.example.org`. */
  readonly origin: string;
  /** The host of `origin`: the narrowest RP ID that serves it. */
  readonly rpId: string;
  /** Further origins that may use the same passkeys, served at /.well-known/webauthn. */
  readonly relatedOrigins: readonly string[];
  readonly organisationName: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly masterKeyFile: string;
  /** Null: the shipped default policy. */
  readonly policyFile: string | null;
  /** Null: no local models, so that nothing counts as attested. */
  readonly trustFile: string | null;
  /** Where FIDO metadata is fetched; null: never. */
  readonly metadataUrl: string | null;
  /** Where Google's list of withdrawn attestation certificates is fetched; null: never. */
  readonly androidStatusUrl: string | null;
  /** Roots (PEM) that the signer of metadata leads to; null: those that the FIDO Alliance uses. */
  readonly metadataAnchorsFile: string | null;
  /** Public keys (PEM) that sign bundles; null: no bundle is believed. */
  readonly trustBundleKeyFile: string | null;
  /** The authority (PEM) of the organisation's device management; null: no device counts as managed by a file. */
  readonly managedCaFile: string | null;
  /** How long after its promised successor a document counts as fresh. */
  readonly trustFreshnessMs: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Addresses or networks whose X-Forwarded-* headers are believed; of all others they are ignored. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'info' | 'error';
};

/** One setting: its environment variable, its key in the YAML file, what it means. docs/operate.md is made from it. */
export const settings = [
  [
    'HOLDFAST_ORIGIN',
    'origin',
    'http://localhost:8080',
    'Scheme, host and port that people see. Its host is the RP ID.',
  ],
  ['HOLDFAST_RELATED_ORIGINS', 'related_origins', '', 'Further origins of the same passkeys, separated by commas.'],
  ['HOLDFAST_ORGANISATION_NAME', 'organisation_name', 'Holdfast', 'The name that people see when they sign in.'],
  ['HOLDFAST_LISTEN', 'listen', '127.0.0.1:8080', 'Address and port to listen on.'],
  ['HOLDFAST_DATABASE_URL', 'database_url', 'sqlite:<data_dir>/holdfast.db', '`sqlite:<path>` or `postgres://…`.'],
  ['HOLDFAST_DATA_DIR', 'data_dir', './data', 'Where the embedded database and the master key live.'],
  [
    'HOLDFAST_MASTER_KEY_FILE',
    'master_key_file',
    '<data_dir>/master.key',
    'A file of 32 bytes in base64url, readable by its owner only. Made at the first start when it is missing and the database is empty.',
  ],
  ['HOLDFAST_POLICY_FILE', 'policy_file', '', 'The policy. Without it the shipped default is in force.'],
  ['HOLDFAST_TRUST_FILE', 'trust_file', '', 'Models of authenticators and the roots that vouch for them.'],
  [
    'HOLDFAST_MDS_URL',
    'mds_url',
    'https://mds3.fidoalliance.org/',
    'Where FIDO metadata is fetched in the background. `off`: never; import it from files.',
  ],
  [
    'HOLDFAST_MDS_ANCHORS_FILE',
    'mds_anchors_file',
    '',
    'Roots (PEM) that the signer of metadata must lead to. Without it: those of the FIDO Alliance, and its host name.',
  ],
  [
    'HOLDFAST_ANDROID_STATUS_URL',
    'android_status_url',
    'https://android.googleapis.com/attestation/status',
    'Where the list of withdrawn Android attestation certificates is fetched. `off`: never.',
  ],
  [
    'HOLDFAST_TRUST_BUNDLE_KEY_FILE',
    'trust_bundle_key_file',
    '',
    'Public keys (PEM) of your own that sign bundles of trust data. Without it no bundle is taken.',
  ],
  [
    'HOLDFAST_MANAGED_CA_FILE',
    'managed_ca_file',
    '',
    'The authority (PEM) of your device management, for passkeys of managed devices.',
  ],
  [
    'HOLDFAST_TRUST_FRESHNESS_DAYS',
    'trust_freshness_days',
    '7',
    'How many days after its promised update trust data still counts as fresh. Stale data stays in use and is reported.',
  ],
  ['HOLDFAST_TLS_CERT_FILE', 'tls_cert_file', '', 'Certificate chain (PEM). Read again when it changes.'],
  ['HOLDFAST_TLS_KEY_FILE', 'tls_key_file', '', 'Private key (PEM). Read again when it changes.'],
  [
    'HOLDFAST_TRUSTED_PROXIES',
    'trusted_proxies',
    '',
    'Addresses or networks of your own proxies, separated by commas.',
  ],
  ['HOLDFAST_LOG_LEVEL', 'log_level', 'info', '`info` logs every request, `error` only what went wrong.'],
] as const;
type Key = (typeof settings)[number][1];

const files = [
  'policy_file',
  'trust_file',
  'mds_anchors_file',
  'trust_bundle_key_file',
  'managed_ca_file',
  'tls_cert_file',
  'tls_key_file',
] as const satisfies readonly Key[];

export type ConfigProblem = { readonly setting: string; readonly message: string };

/**
 * @param env environment variables; `HOLDFAST_CONFIG_FILE` may name one YAML file with the same settings
 * @returns the configuration, or every problem with its remedy
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  const given = new Map<Key, string>();
  readFile(env['HOLDFAST_CONFIG_FILE'], given, problems);
  readEnvironment(env, given, problems);
  const text = (key: Key): string => given.get(key) ?? settings.find((setting) => setting[1] === key)?.[2] ?? '';
  const dataDir = path.resolve(text('data_dir'));
  const optional = (key: Key): string | null => (text(key) === '' ? null : path.resolve(text(key)));
  const origin = parseOrigin(text('origin'), 'HOLDFAST_ORIGIN', problems);
  const tls = parseTls(optional('tls_cert_file'), optional('tls_key_file'), problems);
  const trustedProxies = list(text('trusted_proxies'));
  checkProxies(trustedProxies, problems);
  checkChannel(origin, tls !== null, trustedProxies.length > 0, problems);
  for (const key of files) {
    const file = optional(key);
    if (file !== null && !existsSync(file))
      problems.push({ setting: nameOf(key), message: `there is no file ${file}` });
  }
  const config: Config = {
    origin: origin.origin,
    rpId: origin.hostname,
    relatedOrigins: list(text('related_origins')).map(
      (each) => parseOrigin(each, 'HOLDFAST_RELATED_ORIGINS', problems).origin,
    ),
    organisationName: text('organisation_name'),
    listen: parseListen(text('listen'), problems),
    databaseUrl: given.get('database_url') ?? `sqlite:${path.join(dataDir, 'holdfast.db')}`,
    dataDir,
    masterKeyFile: path.resolve(given.get('master_key_file') ?? path.join(dataDir, 'master.key')),
    policyFile: optional('policy_file'),
    trustFile: optional('trust_file'),
    metadataUrl: parseSource(text('mds_url'), 'HOLDFAST_MDS_URL', problems),
    androidStatusUrl: parseSource(text('android_status_url'), 'HOLDFAST_ANDROID_STATUS_URL', problems),
    metadataAnchorsFile: optional('mds_anchors_file'),
    trustBundleKeyFile: optional('trust_bundle_key_file'),
    managedCaFile: optional('managed_ca_file'),
    trustFreshnessMs: parseDays(text('trust_freshness_days'), problems) * DAY_MS,
    tls,
    trustedProxies,
    logLevel: parseLogLevel(text('log_level'), problems),
  };
  return problems.length === 0 ? ok(config) : err(problems);
}

function readFile(file: string | undefined, given: Map<Key, string>, problems: ConfigProblem[]): void {
  if (file === undefined || file === '') return;
  let read: unknown;
  try {
    read = parseYaml(readFileSync(file, 'utf8'), { schema: 'core', maxAliasCount: 0 });
  } catch (error) {
    problems.push({ setting: 'HOLDFAST_CONFIG_FILE', message: `${file} cannot be read: ${String(error)}` });
    return;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    problems.push({ setting: 'HOLDFAST_CONFIG_FILE', message: `${file} must be a list of \`setting: value\` lines` });
    return;
  }
  for (const [key, value] of Object.entries(read)) {
    const known = settings.find((setting) => setting[1] === key);
    if (known === undefined) {
      problems.push({
        setting: key,
        message: `is not a setting (in ${file}); known are ${settings.map((s) => s[1]).join(', ')}`,
      });
    } else if (Array.isArray(value)) given.set(known[1], value.join(','));
    else if (typeof value === 'string' || typeof value === 'number') given.set(known[1], String(value));
    else problems.push({ setting: key, message: `must be a text or a list of texts (in ${file})` });
  }
}

function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  given: Map<Key, string>,
  problems: ConfigProblem[],
): void {
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('HOLDFAST_') || value === undefined) continue;
    // The tests' own variables configure the tests, not the server.
    if (name === 'HOLDFAST_CONFIG_FILE' || testVariables.has(name)) continue;
    const known = settings.find((setting) => setting[0] === name);
    if (known === undefined)
      problems.push({ setting: name, message: 'is not a setting; see docs/operate.md for those there are' });
    else given.set(known[1], value);
  }
}

const testVariables: ReadonlySet<string> = new Set([
  'HOLDFAST_TEST_DATABASE_URL',
  'HOLDFAST_VECTORS',
  'HOLDFAST_CHROMIUM',
]);

function parseOrigin(text: string, setting: string, problems: ConfigProblem[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text.replace(/\/$/, ''))
    return url;
  problems.push({ setting, message: `${JSON.stringify(text)} is not an origin such as https://login.example.org` });
  return new URL('http://localhost');
}

/** Google's list is not signed, and what is signed should not be hidden either: only a mirror on this machine goes without TLS. */
function parseSource(text: string, setting: string, problems: ConfigProblem[]): string | null {
  if (text === 'off') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url !== null &&
    url.username === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isOwnMachine(url)))
  )
    return url.href;
  problems.push({
    setting,
    message: `${JSON.stringify(text)} is neither an address that begins with https:// nor off`,
  });
  return null;
}

/** Whether what is sent to an address stays on this machine. */
export function isOwnMachine({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
  );
}

function parseDays(text: string, problems: ConfigProblem[]): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  problems.push({
    setting: 'HOLDFAST_TRUST_FRESHNESS_DAYS',
    message: `${JSON.stringify(text)} is not a number of days from 0 to 999`,
  });
  return 0;
}

function parseListen(text: string, problems: ConfigProblem[]): Config['listen'] {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match !== null && port <= 65535) return { host: match[1] ?? match[2] ?? '', port };
  problems.push({
    setting: 'HOLDFAST_LISTEN',
    message: `${JSON.stringify(text)} is not an address and port such as 0.0.0.0:8080`,
  });
  return { host: '127.0.0.1', port: 0 };
}

function parseLogLevel(text: string, problems: ConfigProblem[]): Config['logLevel'] {
  if (text === 'info' || text === 'error') return text;
  problems.push({ setting: 'HOLDFAST_LOG_LEVEL', message: `${JSON.stringify(text)} is neither info nor error` });
  return 'info';
}

function parseTls(certFile: string | null, keyFile: string | null, problems: ConfigProblem[]): Config['tls'] {
  if (certFile === null && keyFile === null) return null;
  if (certFile !== null && keyFile !== null) return { certFile, keyFile };
  problems.push({
    setting: certFile === null ? 'HOLDFAST_TLS_CERT_FILE' : 'HOLDFAST_TLS_KEY_FILE',
    message: 'is missing: certificate and key come together',
  });
  return null;
}

function checkProxies(proxies: readonly string[], problems: ConfigProblem[]): void {
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const widest = isIP(address) === 4 ? 32 : 128;
    const fits = isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest));
    if (!fits)
      problems.push({
        setting: 'HOLDFAST_TRUSTED_PROXIES',
        message: `${JSON.stringify(proxy)} is not an address or network such as 10.0.0.0/8`,
      });
  }
}

/** Passkeys need a secure channel; only localhost is exempt. Better no start than a sign-in page on plain HTTP. */
function checkChannel(origin: URL, hasTls: boolean, hasProxy: boolean, problems: ConfigProblem[]): void {
  const isLocal = origin.hostname === 'localhost' || origin.hostname.endsWith('.localhost');
  if (isLocal) return;
  if (origin.protocol !== 'https:') {
    problems.push({ setting: 'HOLDFAST_ORIGIN', message: 'must begin with https:// unless its host is localhost' });
  } else if (!hasTls && !hasProxy) {
    problems.push({
      setting: 'HOLDFAST_ORIGIN',
      message:
        'needs HTTPS: set HOLDFAST_TLS_CERT_FILE and HOLDFAST_TLS_KEY_FILE, or name your proxy in HOLDFAST_TRUSTED_PROXIES',
    });
  }
}

/** Says of an address whether it is one of our proxies. */
export function proxyCheck(proxies: readonly string[]): (address: string) => boolean {
  // Asked about every request, and a list is slow even when it is empty.
  if (proxies.length === 0) return () => false;
  const block = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && block.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function nameOf(key: Key): string {
  return settings.find((setting) => setting[1] === key)?.[0] ?? key;
}

/** The page of all settings, as Markdown. */
export function settingsReference(): string {
  const rows = settings.map(([name, key, fallback, meaning]) => {
    return `| \`${name}\` | \`${key}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${meaning} |`;
  });
  return [
    '# Settings',
    '',
    '<!-- Generated from apps/server/src/config.ts. Do not edit. -->',
    '',
    'Environment variables, or keys of the YAML file that `HOLDFAST_CONFIG_FILE` names. Paths are relative to the directory',
    'of the process. Lists are separated by commas in variables and are lists in YAML.',
    '',
    '| variable | key | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
