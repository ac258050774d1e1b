import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from '../support/built.js';
import { describeWhere } from '../support/machine.js';
import { ask } from '../support/test-service.js';

describeWhere(['the /proc of Linux'], 'what others see of a running service', () => {
  let folder: string;
  beforeAll(async () => {
    ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-process-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('holds no secret that was given in a file; one given in the environment is where the system keeps it, and nowhere else', async () => {
    const apiKey = `key-${randomBytes(16).toString('hex')}`;
    const masterKey = randomBytes(32).toString('base64');
    const previous = randomBytes(32).toString('base64');
    const token = `token-${randomBytes(16).toString('hex')}`;
    await writeFile(join(folder, 'api-keys'), `erp:${apiKey}\n`, { mode: 0o600 });
    await writeFile(join(folder, 'master-key'), masterKey, { mode: 0o600 });
    const child = spawn(
      process.execPath,
      // A report tells, among much else, the environment as the program has it.
      [
        '--report-on-signal',
        '--report-signal=SIGUSR2',
        `--report-directory=${folder}`,
        join(packageRoot, 'dist/service/main.js'),
      ],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          PORT: '0',
          DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
          DRAWBRIDGE_API_KEYS_FILE: join(folder, 'api-keys'),
          DRAWBRIDGE_MASTER_KEY_FILE: join(folder, 'master-key'),
          DRAWBRIDGE_PREVIOUS_MASTER_KEYS: previous,
          // Nobody listens there; what matters is what becomes of the token.
          OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
          OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${token}`,
        },
      },
    );
    try {
      let said = '';
      const url = await new Promise<string>((resolve, reject) => {
        const heard = (data: Buffer) => {
          said += data;
          const address = /ready at (http:\S+)/.exec(said)?.[1];
          if (address) resolve(address);
        };
        child.stdout.on('data', heard);
        child.stderr.on('data', heard);
        child.once('close', () => reject(new Error(`the service ended before it was ready:\n${said}`)));
      });
      // The secrets are those that it works with.
      expect((await ask({ url }, '{ viewer { apiKeyName } }', {}, apiKey)).data.viewer.apiKeyName).toBe('erp');

      const seen = async (name: string) =>
        (await readFile(`/proc/${child.pid}/${name}`, 'latin1')).replaceAll('\0', '\n');
      const environ = await seen('environ');
      expect(environ).toContain(`DRAWBRIDGE_API_KEYS_FILE=${join(folder, 'api-keys')}`);
      for (const secret of [apiKey, masterKey]) {
        for (const name of ['environ', 'cmdline', 'comm', 'status']) expect(await seen(name)).not.toContain(secret);
      }
      // As docs/operating.md says of what is given in the environment: its own user and root see it there.
      expect(environ).toContain(previous);
      for (const name of ['cmdline', 'comm', 'status']) expect(await seen(name)).not.toContain(previous);

      child.kill('SIGUSR2');
      let report = '';
      for (let waited = 0; waited < 10_000 && report === ''; waited += 100) {
        await pause(100);
        const [file] = (await readdir(folder)).filter((name) => /^report\..*\.json$/.test(name));
        const text = file ? await readFile(join(folder, file), 'utf8') : '';
        // It is whole once it ends as JSON does.
        if (text.trimEnd().endsWith('}')) report = text;
      }
      const { environmentVariables } = JSON.parse(report) as { environmentVariables: Record<string, string> };
      expect(Object.keys(environmentVariables)).toContain('DRAWBRIDGE_DATA_DIR');
      for (const secret of [apiKey, masterKey, previous, token]) {
        expect(report).not.toContain(secret);
        expect(said).not.toContain(secret);
      }
    } finally {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
  }, 30_000);
});
