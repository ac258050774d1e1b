import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from '../support/built.js';

let folder: string;
beforeAll(async () => {
  ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

function start(environment: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [join(packageRoot, 'dist/service/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr?.on('data', (data) => {
    err += data;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (out.includes('Ctrl-C')) resolve(out);
    });
    child.once('close', () => reject(new Error(`ended before it was ready:\n${err}`)));
  });
  ready.catch(() => undefined);
  return { child, ended, ready };
}

test('without any setting it says where it is and how to ask it, and the line that it prints works when pasted', async () => {
  const { child, ended, ready } = start({ PORT: '0' });
  try {
    const said = await ready;
    const line = /^ {2}(curl .*)$/m.exec(said)?.[1] ?? '';
    const answer = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' }));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.stores.nodes[0].products.nodes).toHaveLength(3);
  } finally {
    // As a terminal's Ctrl-C comes to what npm runs: from the terminal, and from npm once more.
    child.kill('SIGINT');
    child.kill('SIGINT');
  }
  expect((await ended).code).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

test('a signal while it is still opening ends it cleanly too', async () => {
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const { child, ended } = start({ PORT: '0', TMPDIR: temporary });
  while ((await readdir(temporary)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});

test('a port that is in use is told in one line', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as AddressInfo;
  const { code, err } = await start({ PORT: String(port), LOG_LEVEL: 'silent' }).ended;
  holder.close();
  expect([code, err]).toEqual([1, `Port ${port} of 127.0.0.1 is in use by another program; set PORT to another.\n`]);
});

test.each([
  [{ DRAWBRIDGE_DATA_DIR: '/proc/x' }, /^The folder \/proc\/x \(DRAWBRIDGE_DATA_DIR\) could not be made: \w+\.\n$/],
  [
    { DRAWBRIDGE_DATA_DIR: process.execPath },
    /^The folder .+ \(DRAWBRIDGE_DATA_DIR\) could not be made: it, or .+ is a file\.\n$/,
  ],
  [
    { DATABASE_URL: 'postgres://user:hunter2@nowhere.invalid/none' },
    /^The registry's database \(DATABASE_URL\) .+ host.+\.\n$/,
  ],
  [{ HOST: '203.0.113.1' }, /^HOST must be an address of this machine, which has none such: 203\.0\.113\.1\.\n$/],
])('%j is told in one line that names the setting, and ends the service', async (environment, line) => {
  const { code, err } = await start({
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAWBRIDGE_DEMO: 'off',
    DRAWBRIDGE_API_KEYS: 'test:a-key-of-more-than-16-letters',
    DRAWBRIDGE_DATA_DIR: join(folder, 'unused'),
    ...environment,
  }).ended;
  expect(err).toMatch(line);
  expect(code).toBe(1);
  await rm(join(folder, 'unused'), { recursive: true, force: true });
});

test('settings that cannot be used are named at once, and nothing is started', async () => {
  const { code, out, err } = await start({ PORT: 'x', DRAWBRIDGE_DEMO: 'off', DRAWBRIDGE_API_KEY_S: 'y' }).ended;
  expect([code, out]).toEqual([1, '']);
  for (const name of ['PORT', 'DRAWBRIDGE_API_KEYS', 'DRAWBRIDGE_API_KEY_S']) expect(err).toContain(`- ${name} `);
  expect(await readdir(folder)).toEqual([]);
});
