import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadConfig, proxyCheck } from './config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  const config = loadConfig(env);
  return config.ok ? [] : config.error.map(({ setting, message }) => `${setting} ${message}`);
}

describe('configuration', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-config-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('nothing set: the embedded database at localhost', () => {
    const config = loadConfig({ PATH: '/usr/bin' });
    assert.ok(config.ok);
    assert.equal(config.value.origin, 'http://localhost:8080');
    assert.equal(config.value.rpId, 'localhost');
    assert.equal(config.value.databaseUrl, `sqlite:${path.resolve('data/holdfast.db')}`);
    assert.deepEqual(config.value.listen, { host: '127.0.0.1', port: 8080 });
  });

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['an unknown variable', { HOLDFAST_ORIGN: 'https://a.example' }, /^HOLDFAST_ORIGN is not a setting/],
    ['an origin with a path', { HOLDFAST_ORIGIN: 'https://a.example/x' }, /is not an origin/],
    ['plain HTTP away from localhost', { HOLDFAST_ORIGIN: 'http://a.example' }, /must begin with https/],
    ['HTTPS with neither certificate nor proxy', { HOLDFAST_ORIGIN: 'https://a.example' }, /needs HTTPS/],
    ['a certificate without its key', { HOLDFAST_TLS_CERT_FILE: '/dev/null' }, /HOLDFAST_TLS_KEY_FILE is missing/],
    ['a port that is none', { HOLDFAST_LISTEN: '0.0.0.0:70000' }, /is not an address and port/],
    ['a proxy that is no network', { HOLDFAST_TRUSTED_PROXIES: '10.0.0.0/64' }, /is not an address or network/],
    ['a policy file that is not there', { HOLDFAST_POLICY_FILE: '/nowhere/policy.yaml' }, /there is no file/],
    ['a source without TLS', { HOLDFAST_MDS_URL: 'http://mds.example/' }, /HOLDFAST_MDS_URL .*neither an address/],
    ['a source that is a file', { HOLDFAST_ANDROID_STATUS_URL: 'file:///etc/passwd' }, /neither an address/],
    ['a source with a password', { HOLDFAST_MDS_URL: 'https://a:b@mds.example/' }, /neither an address/],
    ['a freshness that is no number of days', { HOLDFAST_TRUST_FRESHNESS_DAYS: 'a week' }, /not a number of days/],
    ['a key file that is not there', { HOLDFAST_TRUST_BUNDLE_KEY_FILE: '/nowhere/key.pem' }, /there is no file/],
    ['a log level that is none', { HOLDFAST_LOG_LEVEL: 'loud' }, /neither info nor error/],
  ];
  for (const [what, env, expected] of refused) {
    test(`refuses ${what}`, () => {
      const [first = ''] = problemsOf(env);
      assert.match(first, expected);
    });
  }

  test('sources are those of FIDO and Google, mirrors, or off', () => {
    const urls = (env: Record<string, string>) => {
      const config = loadConfig(env);
      assert.ok(config.ok, JSON.stringify(config));
      return [config.value.metadataUrl, config.value.androidStatusUrl, config.value.trustFreshnessMs];
    };
    const day = 86_400_000;
    assert.deepEqual(urls({}), [
      'https://mds3.fidoalliance.org/',
      'https://android.googleapis.com/attestation/status',
      7 * day,
    ]);
    const own = { HOLDFAST_MDS_URL: 'http://localhost:9000/blob', HOLDFAST_ANDROID_STATUS_URL: 'off' };
    assert.deepEqual(urls({ ...own, HOLDFAST_TRUST_FRESHNESS_DAYS: '0' }), ['http://localhost:9000/blob', null, 0]);
  });

  test('reads one YAML file, which the environment overrides', () => {
    const file = path.join(folder, 'holdfast.yaml');
    writeFileSync(
      file,
      'origin: https://login.example.org\ntrusted_proxies: [10.0.0.0/8, "::1"]\nlisten: 0.0.0.0:9000\n',
    );
    const config = loadConfig({ HOLDFAST_CONFIG_FILE: file, HOLDFAST_LISTEN: '[::]:9001' });
    assert.ok(config.ok, JSON.stringify(config));
    assert.equal(config.value.rpId, 'login.example.org');
    assert.deepEqual(config.value.trustedProxies, ['10.0.0.0/8', '::1']);
    assert.deepEqual(config.value.listen, { host: '::', port: 9001 });
  });

  test('refuses unknown keys of the YAML file and names the known ones', () => {
    const file = path.join(folder, 'wrong.yaml');
    writeFileSync(file, 'orgin: https://login.example.org\n__proto__: x\n');
    const problems = problemsOf({ HOLDFAST_CONFIG_FILE: file });
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /^orgin is not a setting .*origin, related_origins/);
    assert.match(problems[1] ?? '', /^__proto__ is not a setting/);
  });

  test('only named proxies are proxies', () => {
    const isProxy = proxyCheck(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);
    const answers = ['10.1.2.3', '11.0.0.1', '192.0.2.7', '192.0.2.8', 'fd12::1', 'fe80::1', 'nonsense'].map(isProxy);
    assert.deepEqual(answers, [true, false, true, false, true, false, false]);
  });
});
