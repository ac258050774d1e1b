import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { openDatabase } from '../../src/infrastructure/database.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { describeWhere } from '../support/machine.js';

const node = process.execPath;
const main = join(packageRoot, 'dist/service/main.js');

let folder: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  execFileSync(join(packageRoot, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: packageRoot });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-folder-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

/** Starts a program and gives what it wrote, once that meets the condition or the program has ended. */
async function until(
  command: string,
  args: readonly string[],
  wanted: (written: string) => boolean,
): Promise<{ child: ChildProcess; written: string; ended: boolean }> {
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DRAWBRIDGE_DATA_DIR: folder,
      DRAWBRIDGE_API_KEYS: `tests:${'k'.repeat(32)}`,
      DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
  });
  children.push(child);
  let written = '';
  return new Promise((resolve) => {
    const heard = (data: Buffer) => {
      written += data;
      if (wanted(written)) resolve({ child, written, ended: false });
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
    child.once('close', () => resolve({ child, written, ended: true }));
  });
}

describeWhere(['PID namespaces that this user may make'], 'two services on one folder in two containers', () => {
  const inContainer = (wanted: (written: string) => boolean) =>
    until('unshare', ['--pid', '--fork', '--mount-proc', '--kill-child', node, main], wanted);
  const isReady = (written: string) => written.includes('Drawbridge is ready');

  test('never run at once, though each is process 1 to itself; the second runs once the first is gone', async () => {
    const first = await inContainer(isReady);
    expect(first.ended).toBe(false);
    const second = await inContainer(isReady);
    expect(second.ended).toBe(true);
    expect(second.written).toContain('is in use by another Drawbridge');

    const gone = new Promise((resolve) => first.child.once('close', resolve));
    first.child.kill('SIGKILL');
    await gone;
    const third = await inContainer(isReady);
    expect(third.written).toContain('Drawbridge is ready');
  });
});

test('a holder that was killed and that nobody has buried keeps nobody out', async () => {
  const lock = pathToFileURL(join(packageRoot, 'dist/src/infrastructure/folder-lock.js')).href;
  const hold = `import { lockFolder } from '${lock}'; await lockFolder('${folder}'); console.log('held', process.pid); setInterval(() => {}, 1000)`;
  // The shell turns into a program that never asks what became of its child.
  const { written } = await until('sh', ['-c', `'${node}' --input-type=module -e "$0" & exec sleep 30`, hold], (text) =>
    text.includes('held'),
  );
  const pid = Number(/held (\d+)/.exec(written)?.[1]);
  await expect(openDatabase({ folder })).rejects.toThrow(`in use by another Drawbridge (process ${pid}`);
  process.kill(pid, 'SIGKILL');
  for (let tries = 0; tries < 50 && stateOf(pid) !== 'Z'; tries += 1) await new Promise((r) => setTimeout(r, 20));
  expect(stateOf(pid)).toBe('Z');
  await (await openDatabase({ folder })).close();
});

test('a service whose folder was taken over, as where locks do not hold, answers nothing from it any more', async () => {
  const { database, ping, close } = await openDatabase({ folder });
  try {
    await ping();
    await writeFile(join(folder, 'drawbridge.holder'), '1 elsewhere another-token');
    await expect(ping()).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' });
    await expect(sql`create table lost (x integer)`.execute(database)).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      retryable: true,
    });
  } finally {
    await close();
  }
});

function stateOf(pid: number): string {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .slice(0, 1);
}
