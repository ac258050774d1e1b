import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSettings, SettingsError } from '../../src/infrastructure/config.js';
import { settingsTable } from '../../src/infrastructure/settings-table.js';

const key = 'a-key-of-16-chars-or-more';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

test('without any setting, the demo runs on the loopback address', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    dataDir: resolve('data'),
    databaseUrl: null,
    demo: true,
    allowPrivateAddresses: true,
    bridgeTimeoutMs: 10_000,
    storeRestMs: 15_000,
    feed: { storesAtOnce: 20, timeoutMs: 15_000 },
    configCache: { ttlSeconds: 900 },
    downloadLinkSeconds: 3600,
    logLevel: 'info',
  });
});

test.each([{ DRAWBRIDGE_API_KEYS: key }, { DATABASE_URL: 'postgres://127.0.0.1/x', DRAWBRIDGE_API_KEYS: key }])(
  'the demo is off, and private addresses refused, where something is configured: %j',
  (environment) => {
    expect(readSettings(environment)).toMatchObject({ demo: false, allowPrivateAddresses: false });
  },
);

test('every fault is named at once, and no secret is repeated', () => {
  const faults = faultsOf({
    PORT: '99999',
    DRAWBRIDGE_MASTER_KEY: 'not-a-secret-of-32-bytes',
    DRAWBRIDGE_API_KEYS: 'two words',
    DATABASE_URL: 'mysql://user:hunter2@db/x',
    LOG_LEVEL: 'loud',
    DRAWBRIDGE_DEMO: 'yes',
  });
  const text = faults.join('\n');
  for (const name of [
    'PORT must be from 0 to 65535',
    'DRAWBRIDGE_MASTER_KEY must be 32 random bytes',
    'DRAWBRIDGE_API_KEYS entry 1 may hold only',
    'DATABASE_URL must be a postgres:// address',
    'LOG_LEVEL must be one of',
    'DRAWBRIDGE_DEMO must be one of on, off',
  ]) {
    expect(text).toContain(name);
  }
  expect(faults).toHaveLength(6);
  for (const secret of ['hunter2', 'two words', 'not-a-secret']) expect(text).not.toContain(secret);
});

test('a mistyped name and a key that can be guessed are warned of, and no key is repeated', () => {
  const { warnings } = readSettings({ DRAWBRIDGE_API_KEYS: 'erp:short', DRAWBRIDGE_BRIDGE_TIMEOUT: '5000' });
  expect(warnings).toEqual([
    'DRAWBRIDGE_BRIDGE_TIMEOUT is not a setting; did you mean DRAWBRIDGE_BRIDGE_TIMEOUT_MS?',
    expect.stringContaining('fewer than 16 characters: erp.'),
  ]);
  expect(warnings.join()).not.toContain('short');
});

test('production without API keys is refused', () => {
  expect(faultsOf({ DRAWBRIDGE_DEMO: 'off' })).toEqual([
    'DRAWBRIDGE_API_KEYS must hold at least one key where demo mode is off.',
  ]);
});

test('the demo, whose key everybody knows, is refused on an address that others reach', () => {
  expect(faultsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('HOST must be a loopback address')]);
  expect(faultsOf({ HOST: '127.0.0.2' })).toEqual([]);
  expect(faultsOf({ HOST: '0.0.0.0', DRAWBRIDGE_API_KEYS: key })).toEqual([]);
});

test('the demo is refused over a database that is kept', () => {
  expect(faultsOf({ DRAWBRIDGE_DEMO: 'on', DATABASE_URL: 'postgres://127.0.0.1/x' })).toEqual([
    expect.stringContaining('DRAWBRIDGE_DEMO must be off'),
  ]);
});

test('the demo, whose store is on the loopback address, is refused where private addresses are', () => {
  expect(faultsOf({ DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'off' })).toEqual([
    expect.stringContaining('DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES must be on'),
  ]);
});

test('API keys may have names', () => {
  const { apiKeys } = readSettings({ DRAWBRIDGE_API_KEYS: `reports:${key}1, ${key}2` });
  expect(apiKeys.map(({ name, key: secret }) => [name, secret.reveal()])).toEqual([
    ['reports', `${key}1`],
    ['key-2', `${key}2`],
  ]);
  expect(faultsOf({ DRAWBRIDGE_API_KEYS: `a:${key},b:${key}` })).toEqual([expect.stringContaining('same key twice')]);
});

test('a master key is read in base64, base64url and hexadecimal alike', () => {
  const bytes = Buffer.alloc(32, 0xfb);
  for (const text of [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]) {
    expect(Buffer.from(readSettings({ DRAWBRIDGE_MASTER_KEY: text }).masterKey ?? [])).toEqual(bytes);
  }
});

describe('a secret in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drawbridge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (content: string): string => {
    const path = join(folder, 'secret');
    writeFileSync(path, content);
    return path;
  };

  test('counts as one in the environment', () => {
    const settings = readSettings({ DRAWBRIDGE_API_KEYS_FILE: file(`erp:${key}\n`) });
    expect(settings).toMatchObject({ demo: false, warnings: [] });
    expect(settings.apiKeys.map((one) => one.key.reveal())).toEqual([key]);
    const url = 'postgres://user:hunter2@127.0.0.1/x';
    const over = readSettings({ DATABASE_URL_FILE: file(url), DRAWBRIDGE_API_KEYS: key });
    expect(over.databaseUrl?.reveal()).toBe(url);
  });

  test('is refused where it is given twice, missing, empty or wrong, and never shown', () => {
    const twice = { DRAWBRIDGE_API_KEYS: key, DRAWBRIDGE_API_KEYS_FILE: file('x') };
    expect(faultsOf(twice)).toEqual(['DRAWBRIDGE_API_KEYS and DRAWBRIDGE_API_KEYS_FILE must not both be set.']);
    expect(faultsOf({ DRAWBRIDGE_MASTER_KEY_FILE: join(folder, 'none') })).toEqual([
      expect.stringMatching(/^DRAWBRIDGE_MASTER_KEY_FILE must name a file that can be read, .* \(ENOENT\)\.$/),
    ]);
    expect(faultsOf({ DRAWBRIDGE_MASTER_KEY_FILE: file(' \n') })).toEqual([
      expect.stringContaining('DRAWBRIDGE_MASTER_KEY_FILE must name a file that holds something'),
    ]);
    const [wrong = ''] = faultsOf({ DRAWBRIDGE_MASTER_KEY_FILE: file('hunter2') });
    expect(wrong).toMatch(/^DRAWBRIDGE_MASTER_KEY must be 32 random bytes/);
    expect(wrong).not.toContain('hunter2');
  });
});

test('the public address loses its trailing slash', () => {
  expect(readSettings({ DRAWBRIDGE_PUBLIC_URL: 'https://api.example/drawbridge/' }).publicUrl).toBe(
    'https://api.example/drawbridge',
  );
});

test('every setting is documented with a default and a meaning', () => {
  for (const setting of settingsTable) expect(setting.meaning).toMatch(/^.+\.$/);
  expect(settingsTable.map(({ name }) => name)).toContain('DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES');
});
