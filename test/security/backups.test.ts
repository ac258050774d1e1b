import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/surroundings.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { commandLine } from '../support/command-line.js';
import { describeWhere } from '../support/machine.js';
import { withPostgres } from '../support/registry-places.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const bootstrap = 'a-bootstrap-key-of-the-tests';
/** The commands that the page for operators gives, under the kind of registry that they are for. */
const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
const [, postgresPart = '', embeddedPart = ''] =
  /\*\*PostgreSQL\.\*\*([\s\S]*?)\*\*Embedded\.\*\*([\s\S]*?)\n## /.exec(page) ?? [];
const commandsIn = (part: string) =>
  [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command]) => command as string);

let store: BareStore;
let folder: string;
beforeAll(async () => {
  [store, folder] = await Promise.all([openBareStore(), mkdtemp(join(tmpdir(), 'drawbridge-backups-'))]);
});
afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const shell = (command: string, environment: Record<string, string> = {}) =>
  execFileSync('sh', ['-ec', command], { cwd: folder, env: { PATH: process.env.PATH, ...environment }, stdio: 'pipe' });

/** Runs a service with these settings for as long as the work takes. */
async function running<T>(
  settings: Record<string, string>,
  work: (service: ServiceUnderTest) => Promise<T>,
): Promise<T> {
  const service = await startTestService(settings);
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

const operator = async (settings: Record<string, string>, ...argv: string[]) => {
  const { out, err, exitCode } = await commandLine(argv, settings);
  expect({ err, exitCode }).toEqual({ err: '', exitCode: exitCodes.done });
  return out;
};
const headOf = (verified: string) => /^ {2}(default:\d+:[0-9a-f]{64})$/m.exec(verified)?.[1] ?? '';

/** Fills a registry with a connected store and a key; gives the key. */
async function fill(service: ServiceUnderTest): Promise<string> {
  await store.removeBridge();
  const connect =
    'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { store { id } bridge { downloadUrl } } }';
  const { connectStore } = (await ask(service, connect, { input: { url: store.url } }, bootstrap)).data;
  const zip = await fetch(connectStore.bridge.downloadUrl, { method: 'POST' });
  await store.unzip(new Uint8Array(await zip.arrayBuffer()));
  const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { userErrors { code } } }';
  const { verifyStore } = (await ask(service, verify, { id: connectStore.store.id }, bootstrap)).data;
  expect(verifyStore.userErrors).toEqual([]);
  const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
  const input = { name: 'ERP', scopes: ['stores.read', 'catalog.read'] };
  return (await ask(service, create, { input }, bootstrap)).data.createApiKey.secret;
}

/** What is in a restored registry is as it was, and its store is read. */
async function expectRestored(
  settings: Record<string, string>,
  key: string,
  anchors: { before: string; after: string },
) {
  await running(settings, async (service) => {
    const products = '{ stores { nodes { status name products(first: 3) { nodes { id } } } } }';
    const { data, errors } = await ask(service, products, {}, key);
    expect(errors).toBeUndefined();
    expect(data.stores.nodes).toMatchObject([{ status: 'ACTIVE' }]);
    expect(data.stores.nodes[0].products.nodes).toHaveLength(3);
    const rotate =
      'mutation ($id: ID!) { rotateStoreKey(storeId: $id) { bridge { downloadUrl } userErrors { code } } }';
    const { id } = (await ask(service, '{ stores { nodes { id } } }', {}, key)).data.stores.nodes[0];
    expect((await ask(service, rotate, { id }, bootstrap)).data.rotateStoreKey.userErrors).toEqual([]);

    const verified = await operator(settings, 'audit', 'verify', '--anchor', anchors.before);
    expect(verified).toMatch(/^default {2}\d+ entries {2}intact$/m);
    // What happened after the backup is missing, which nothing but an anchor from elsewhere tells.
    const lost = await commandLine(['audit', 'verify', '--anchor', anchors.after], settings);
    expect(lost).toMatchObject({ exitCode: exitCodes.refused, out: expect.stringContaining('NOT INTACT') });
  });
}

const refusal = /must be the master key [0-9a-f]+, which what is stored was encrypted with, but got: ([0-9a-f]+|none)/;

test('an embedded registry is restored by the commands of the page, with the master key of its time alone', async () => {
  const [backup = '', restore = ''] = commandsIn(embeddedPart);
  expect([backup, restore]).toEqual([
    expect.stringMatching(/^tar .*-C data \.\n$/),
    expect.stringMatching(/^mkdir .*\ntar -xf/),
  ]);
  const common = { DRAWBRIDGE_API_KEYS: bootstrap, DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on' };
  const settings = { ...common, DRAWBRIDGE_DATA_DIR: join(folder, 'data') };
  const restored = { ...common, DRAWBRIDGE_DATA_DIR: join(folder, 'restored') };
  let before = '';
  const key = await running(settings, async (service) => {
    const made = await fill(service);
    before = headOf(await operator(settings, 'audit', 'verify'));
    return made;
  });
  shell(backup);
  expect(shell('tar -tf registry.tar').toString()).not.toMatch(/master\.key|operator\.sock/);
  await copyFile(join(folder, 'data/master.key'), join(folder, 'old.key'));
  // Later the master key is replaced, and something more is done.
  let after = '';
  await running(settings, async () => {
    await operator(settings, 'rotate-master-key');
    await operator(settings, 'keys', 'create', 'Later', '--scopes', 'stores.read');
    after = headOf(await operator(settings, 'audit', 'verify'));
  });

  // With the master key of today the backup of yesterday does not open, nor with none.
  await copyFile(join(folder, 'data/master.key'), join(folder, 'master.key'));
  shell(restore);
  await expect(startTestService(restored)).rejects.toThrow(refusal);
  await rm(join(folder, 'restored/master.key'));
  await expect(startTestService(restored)).rejects.toThrow(refusal);
  // None is made in the place of the one that is missed.
  expect(existsSync(join(folder, 'restored/master.key'))).toBe(false);
  await rm(join(folder, 'restored'), { recursive: true });

  await copyFile(join(folder, 'old.key'), join(folder, 'master.key'));
  shell(restore);
  await expectRestored(restored, key, { before, after });
}, 60_000);

describeWhere(['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'], 'a registry in PostgreSQL', () => {
  const [old, fresh] = [withPostgres(), withPostgres()];

  test('is restored by the commands of the page, with the master key of its time alone', async () => {
    const [backup = '', restore = ''] = commandsIn(postgresPart);
    expect([backup, restore]).toEqual([expect.stringMatching(/^pg_dump/), expect.stringMatching(/^psql/)]);
    await mkdir(join(folder, 'other'), { recursive: true });
    const common = {
      DRAWBRIDGE_API_KEYS: bootstrap,
      DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
      DRAWBRIDGE_MASTER_KEY: randomBytes(32).toString('base64'),
      DRAWBRIDGE_DATA_DIR: join(folder, 'other'),
    };
    const settings = { ...common, DATABASE_URL: old.url };
    const restored = { ...common, DATABASE_URL: fresh.url };
    let before = '';
    // The backup is made while the service runs.
    const key = await running(settings, async (service) => {
      const made = await fill(service);
      before = headOf(await operator(settings, 'audit', 'verify'));
      shell(backup, { DATABASE_URL: old.url });
      return made;
    });
    await operator(settings, 'keys', 'create', 'Later', '--scopes', 'stores.read');
    const after = headOf(await operator(settings, 'audit', 'verify'));
    shell(restore, { NEW_DATABASE_URL: fresh.url });
    const another = { ...restored, DRAWBRIDGE_MASTER_KEY: randomBytes(32).toString('base64') };
    await expect(startTestService(another)).rejects.toThrow(refusal);
    await expectRestored(restored, key, { before, after });
  }, 60_000);
});
