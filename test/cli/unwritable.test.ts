import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes } from '../../src/cli/surroundings.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from '../support/built.js';
import { commandLine } from '../support/command-line.js';

test('a result that cannot be written is told in a sentence, before anything is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  try {
    const list = join(folder, 'list.csv');
    await writeFile(list, 'store,sku,quantity\nx,y,1\n');
    await mkdir(`${list}.result.csv.new`);
    const { exitCode, err } = await commandLine(['set-stock', '--file', list], { DRAWBRIDGE_API_KEY: 'demo' });
    expect([exitCode, err]).toEqual([exitCodes.refused, expect.stringMatching(/^EISDIR: .*\n$/)]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

// Where there is no such device, no disk is full either that a test could find.
(existsSync('/dev/full') ? test : test.skip)(
  'so is an answer, where the disk is full that it is written to',
  async () => {
    ensureBuilt();
    const command = [process.execPath, join(packageRoot, 'dist/src/cli/cli.js'), 'schema'].join(' ');
    const failed = await promisify(execFile)('sh', ['-c', `${command} > /dev/full`]).catch((error: object) => error);
    expect(failed).toMatchObject({
      code: exitCodes.refused,
      stderr: 'What was asked for could not be written: ENOSPC\n',
    });
  },
  120_000,
);
