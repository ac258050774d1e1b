import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { Agent } from 'undici';
import { BridgeClient } from '../../src/bridge/client.js';
import { Authentication } from '../../src/domain/authentication.js';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { readUpload } from '../../src/domain/upload-input.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import { readSettings } from '../../src/infrastructure/config.js';
import { type OpenDatabase, openDatabase } from '../../src/infrastructure/database.js';
import { KeyRing } from '../../src/infrastructure/key-ring.js';
import { masterKeyFile } from '../../src/infrastructure/master-key.js';
import { givenMasterKeys, masterKeysIn } from '../../src/infrastructure/master-keys.js';
import { SecretBytes, SecretText } from '../../src/infrastructure/secret.js';
import { addPendingStore } from '../support/pending-store.js';

describe('an envelope', () => {
  const cipher = new Cipher(randomBytes(32));
  const envelope = cipher.seal(Buffer.from('the secret'), 'store 1');

  test('opens for the purpose it was sealed for', () => {
    expect(cipher.open(envelope, 'store 1')).toEqual(Buffer.from('the secret'));
  });

  test('never holds the secret, and is never the same twice', () => {
    expect(Buffer.from(envelope.split('.')[3] as string, 'base64url').toString('latin1')).not.toContain('the secret');
    expect(cipher.seal(Buffer.from('the secret'), 'store 1')).not.toBe(envelope);
  });

  test('does not open for another purpose', () => {
    expect(() => cipher.open(envelope, 'store 2')).toThrow();
  });

  test('does not open once any of its characters was changed', () => {
    const [version, keyId, nonce, sealed] = envelope.split('.') as [string, string, string, string];
    const flipped = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
    for (const forged of [
      ['v2', keyId, nonce, sealed],
      [version, keyId, flipped(nonce), sealed],
      [version, keyId, nonce, flipped(sealed)],
      [version, keyId, nonce, sealed.slice(0, -4)],
    ]) {
      expect(() => cipher.open(forged.join('.'), 'store 1')).toThrow();
    }
  });

  test('names the master key that it needs where it is opened with another', () => {
    expect(() => new Cipher(randomBytes(32)).open(envelope, 'store 1')).toThrow(`master key ${cipher.keyId}`);
  });
});

describe('the master key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is made at first start, for its owner alone, and read at the next', async () => {
    const key = await masterKeyFile(folder, randomBytes);
    expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await masterKeyFile(folder, randomBytes)).toEqual(key);
    expect(key).toHaveLength(32);
  });

  test('is one and the same for processes that start together', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => masterKeyFile(join(folder, 'new'), randomBytes)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  test('is refused where others may read it', async () => {
    await masterKeyFile(folder, randomBytes);
    await chmod(join(folder, 'master.key'), 0o640);
    await expect(masterKeyFile(folder, randomBytes)).rejects.toThrow('mode 640: chmod 600');
  });

  test('is refused, and left as it is, where it holds anything else', async () => {
    await writeFile(join(folder, 'master.key'), 'short', { mode: 0o600 });
    await expect(masterKeyFile(folder, randomBytes)).rejects.toThrow('must hold 32 bytes');
    expect(await readFile(join(folder, 'master.key'), 'utf8')).toBe('short');
  });
});

describe('what holds a secret shows none of it', () => {
  const now = () => new Date();
  const bytes = randomBytes(32);
  const word = 'Hunter2-and-more';
  const environment = {
    DATABASE_URL: `postgres://user:${word}@127.0.0.1/x`,
    DRAWBRIDGE_API_KEYS: `erp:${word}`,
    REDIS_URL: `redis://user:${word}@127.0.0.1`,
    DRAWBRIDGE_MASTER_KEY: bytes.toString('base64'),
    DRAWBRIDGE_PREVIOUS_MASTER_KEYS: bytes.toString('hex'),
  };
  // Every random secret is this one, so that it can be looked for.
  const sameBytes = (size: number) => Buffer.from(bytes.subarray(0, size));
  let opened: OpenDatabase;
  let folder: string;
  beforeAll(async () => {
    opened = await openDatabase('memory');
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  });
  afterAll(async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  });

  const holders: Record<string, () => Promise<unknown> | unknown> = {
    settings: () => readSettings(environment),
    'a cipher': () => new Cipher(bytes),
    'the master keys of a folder': async () => {
      const keys = masterKeysIn(folder, [new SecretBytes(bytes)], sameBytes);
      return [keys, await keys.load(), await keys.next()];
    },
    'the master keys of the settings': async () => {
      const { masterKey, previousMasterKeys } = readSettings(environment);
      const keys = givenMasterKeys(masterKey ?? bytes, previousMasterKeys);
      return [keys, await keys.load()];
    },
    'a key ring': () =>
      KeyRing.open({ ...opened, masterKeys: givenMasterKeys(bytes, []), randomBytes, now }).then((ring) => [
        ring,
        String(ring),
      ]),
    'a store’s key, new, kept and opened': async () => {
      const vault = new CredentialVault({ ...opened, cipher: new Cipher(bytes), randomBytes: sameBytes, now });
      const key = vault.newKey();
      const storeId = await addPendingStore(opened.database);
      await vault.put(storeId, 'active', key);
      return [key, await vault.openKey(storeId), await vault.openKeys(storeId), await vault.activeKeys([storeId])];
    },
    'a connection to a store': async () => {
      const dispatcher = new Agent();
      const client = new BridgeClient({ dispatcher, now, randomBytes, timeoutMs: 1_000 });
      const key = { id: 'k', secret: new SecretBytes(bytes) };
      return [client, client.connect({ url: 'https://shop.example/drawbridge/bridge.php', key })];
    },
    'what knows keys': () =>
      new Authentication({
        bootstrapKeys: readSettings(environment).apiKeys,
        records: { known: async () => null, used: async () => undefined },
        announcements: { hears: false, listen: async () => undefined },
        now,
        reportBug: () => undefined,
      }),
    'the credentials of an upload': () => [
      readUpload({ protocol: 'FTP', host: 'shop.example', username: 'u', password: word, directory: '/' }),
      readUpload({ protocol: 'SFTP', host: 'shop.example', username: 'u', privateKey: word, directory: '/' }),
    ],
  };

  test.each(Object.entries(holders))('%s', async (_name, hold) => {
    const held = await hold();
    const depths = { depth: 12, showHidden: true, maxArrayLength: 1_000, maxStringLength: 100_000 };
    const whole = (Array.isArray(held) ? held : [held]) as unknown[];
    const shown = [inspect(held, depths), ...whole.map((one) => `${one}${format('%s %o', one, one)}`)];
    // What is bound to a database has circles in it, and is nothing that anybody makes JSON of.
    for (const one of whole) {
      try {
        shown.push(JSON.stringify(one) ?? '');
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
    const text = shown.join('\n');
    expect(text.length).toBeGreaterThan(10);
    const numbers = [...bytes.subarray(0, 6)];
    for (const secret of [
      word,
      bytes.toString('base64').slice(0, 20),
      bytes.toString('base64url').slice(0, 20),
      bytes.toString('hex').slice(0, 20),
      bytes.toString('hex').slice(0, 20).replace(/../g, '$& ').trim(),
      numbers.join(', '),
      numbers.join(','),
      `"0":${numbers[0]},"1":${numbers[1]},"2":${numbers[2]}`,
    ]) {
      expect(text.replace(/\s+/g, ' ')).not.toContain(secret);
    }
  });

  test('and yet it is the secret', () => {
    const secret = new SecretBytes(bytes);
    expect(Buffer.from(secret)).toEqual(bytes);
    expect(new Cipher(secret).keyId).toBe(new Cipher(bytes).keyId);
    expect(new SecretText(word).reveal()).toBe(word);
    expect(`${new SecretText(word)} ${JSON.stringify({ secret })}`).toBe('[secret] {"secret":"[secret]"}');
  });
});
