import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cipher } from '../../src/infrastructure/cipher.js';
import { masterKeyFile } from '../../src/infrastructure/master-key.js';

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
