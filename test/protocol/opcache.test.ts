import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bridgeFiles } from '../../bridge/package.js';
import { zipOf } from '../../src/domain/bridge-downloads.js';
import { describeWhere } from '../support/machine.js';
import { type PhpFpm, servePhpFpm } from '../support/php-fpm.js';
import { callBridge } from '../support/php-runtime-caller.js';

describeWhere(['php-fpm, nginx and unzip'], 'under php-fpm with OPcache on', () => {
  let root: string;
  let fpm: PhpFpm;
  const newKey = (id: string) => ({ id, secret: randomBytes(32) });
  const first = newKey('k1');
  /** Unzips a bridge over the one that is there, as merchants do; `change` is made to each file's text before. */
  const install = (key: typeof first, madeAt: Date, change = (text: string) => text) => {
    const files = bridgeFiles({ keys: { [key.id]: Buffer.from(key.secret).toString('base64url') } });
    const zip = path.join(root, 'bridge.zip');
    writeFileSync(
      zip,
      zipOf(
        files.map(({ path, content }) => ({ path, content: change(content) })),
        madeAt,
      ),
    );
    execFileSync('unzip', ['-o', '-q', zip, '-d', root]);
  };
  const call = (key: typeof first) => callBridge(`${fpm.url}drawbridge/bridge.php`, key);

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'drawbridge-opcache-'));
    install(first, new Date('2026-03-01T10:00:00Z'));
    writeFileSync(
      path.join(root, 'cached.php'),
      '<?php echo json_encode(array_keys(opcache_get_status()["scripts"]));',
    );
    // OPcache leaves files alone that have only just been written, and looks at a file's time once in two seconds.
    fpm = await servePhpFpm(root, { 'opcache.file_update_protection': '0' });
  });
  afterAll(async () => {
    await fpm.close();
    rmSync(root, { recursive: true, force: true });
  });
  const cached = async () => (await (await fetch(`${fpm.url}cached.php`)).json()) as string[];

  test('DB-CONF-1: and so it is where OPcache never looks whether a file was changed', async () => {
    const never = await servePhpFpm(root, {
      'opcache.file_update_protection': '0',
      'opcache.validate_timestamps': '0',
      'opcache.restrict_api': '/nowhere',
    });
    const ask = (key: typeof first) => callBridge(`${never.url}drawbridge/bridge.php`, key);
    try {
      const second = newKey('k2');
      expect((await ask(first)).code).toBe('PLATFORM_UNKNOWN');
      install(second, new Date('2026-03-01T10:00:00Z'));
      expect([(await ask(first)).code, (await ask(second)).code]).toEqual(['SIGNATURE_INVALID', 'PLATFORM_UNKNOWN']);
      install(first, new Date('2026-03-01T10:00:00Z'));
      expect([(await ask(first)).code, (await ask(second)).code]).toEqual(['PLATFORM_UNKNOWN', 'SIGNATURE_INVALID']);
    } finally {
      await never.close();
    }
  });

  test('DB-CONF-1: a key that was taken out is out with the next request, and the new one in', async () => {
    expect((await call(first)).code).toBe('PLATFORM_UNKNOWN');
    expect(await cached()).toContain(path.join(root, 'drawbridge/bridge.php'));
    const second = newKey('k2');
    install(second, new Date('2026-03-01T10:00:00Z'));
    expect((await call(first)).code).toBe('SIGNATURE_INVALID');
    expect((await call(second)).code).toBe('PLATFORM_UNKNOWN');
    install(first, new Date('2026-03-01T10:00:00Z'));
    expect((await call(first)).code).toBe('PLATFORM_UNKNOWN');
  });

  test('DB-FILE-8: a bridge that is unzipped over another is the one that answers', async () => {
    const greeting = async () => (await fetch(`${fpm.url}drawbridge/bridge.php`)).text();
    expect(await greeting()).toBe('Drawbridge is installed.\n');
    expect(await cached()).toContain(path.join(root, 'drawbridge/bridge.php'));
    install(first, new Date('2026-03-01T10:00:01Z'), (text) => text.replace('is installed', 'is upgraded'));
    // OPcache looks again after two seconds, and counts whole ones.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(await greeting()).toBe('Drawbridge is upgraded.\n');
    expect((await call(first)).code).toBe('PLATFORM_UNKNOWN');
  });
});
