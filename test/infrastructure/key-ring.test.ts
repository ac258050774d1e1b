import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CredentialVault } from '../../src/domain/credential-vault.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import { type DatabasePlace, type OpenDatabase, openDatabase } from '../../src/infrastructure/database.js';
import { KeyRing } from '../../src/infrastructure/key-ring.js';
import { givenMasterKeys, type MasterKeys, masterKeysIn } from '../../src/infrastructure/master-keys.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ensureBuilt } from '../support/built.js';
import { describeWhere } from '../support/machine.js';
import { addPendingStore } from '../support/pending-store.js';
import { describeOnEveryDatabase, withPostgres } from '../support/registry-places.js';

const now = () => new Date();

function vaultOver(opened: OpenDatabase, cipher: ConstructorParameters<typeof CredentialVault>[0]['cipher']) {
  return new CredentialVault({ database: opened.database, cipher, randomBytes, now });
}

/** Puts a key into the vault for so many stores; the secrets by store id. */
async function fill(opened: OpenDatabase, vault: CredentialVault, stores: number): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (let i = 0; i < stores; i++) {
    const storeId = await addPendingStore(opened.database);
    const key = vault.newKey();
    await vault.put(storeId, 'active', key);
    secrets.set(storeId, Buffer.from(key.secret).toString('hex'));
  }
  return secrets;
}

async function openedBy(vault: CredentialVault, secrets: Map<string, string>): Promise<Map<string, string>> {
  const ids = [...secrets.keys()];
  const keys = await vault.activeKeys(ids);
  return new Map(
    keys.map((key, i) => {
      if (key instanceof Error) throw key;
      return [ids[i] ?? '', Buffer.from(key.secret).toString('hex')];
    }),
  );
}

describeOnEveryDatabase('the key ring', (open) => {
  const [first, second, third, stranger] = Array.from({ length: 4 }, () => randomBytes(32)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  const ringOf = (current: Buffer, ...others: Buffer[]) =>
    KeyRing.open({ ...opened, masterKeys: givenMasterKeys(current, others), randomBytes, now });

  test('opens what the first registries sealed under the master key itself, and what it seals under a data key', async () => {
    const before = await fill(opened, vaultOver(opened, new Cipher(first)), 2);
    const ring = await ringOf(first);
    const vault = vaultOver(opened, ring);
    const secrets = new Map([...before, ...(await fill(opened, vault, 2))]);
    expect(await openedBy(vault, secrets)).toEqual(secrets);
    const envelopes = await opened.database.selectFrom('store_keys').select('envelope').execute();
    expect(new Set(envelopes.map(({ envelope }) => envelope.split('.')[1])).size).toBe(2);
    expect(ring.mac('text')).toBe((await ringOf(first)).mac('text'));
  });

  test('refuses a master key that does not open what is stored, and names the setting', async () => {
    await ringOf(first);
    await expect(ringOf(stranger)).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringMatching(
        new RegExp(
          `^DRAWBRIDGE_MASTER_KEY must be the master key ${new Cipher(first).keyId}, .*DRAWBRIDGE_PREVIOUS_MASTER_KEYS`,
        ),
      ),
    });
    await expect(ringOf(stranger, second)).rejects.toThrow('DRAWBRIDGE_MASTER_KEY must be');
    await expect(ringOf(stranger, first)).resolves.toBeDefined();
  });

  test('is replaced while others read and write, and nothing opens with the old key from then on', async () => {
    const [mine, theirs] = [await ringOf(first), await ringOf(second, first)];
    const [vault, other] = [vaultOver(opened, mine), vaultOver(opened, theirs)];
    const secrets = await fill(opened, other, 20);
    let rotating = true;
    const rotation = theirs.rotate().finally(() => {
      rotating = false;
    });
    // This instance has both keys set, as instances must before one is rotated to.
    const both = vaultOver(opened, await ringOf(second, first));
    do {
      for (const [id, secret] of await fill(opened, both, 1)) secrets.set(id, secret);
      expect(await openedBy(both, secrets)).toEqual(secrets);
    } while (rotating);
    expect((await rotation).resealed).toBeGreaterThanOrEqual(20);
    expect(await openedBy(other, secrets)).toEqual(secrets);
    expect(mine.mac('text')).toBe(theirs.mac('text'));
    // One that has the old key alone still knows what it knew, and says what it lacks for what came since.
    await expect(vault.openKey([...secrets.keys()][0] ?? '')).rejects.toThrow(new Cipher(second).keyId);
    await expect(ringOf(first)).rejects.toThrow('DRAWBRIDGE_MASTER_KEY must be');
    const alone = vaultOver(opened, await ringOf(second));
    expect(await openedBy(alone, secrets)).toEqual(secrets);
    const rows = await opened.database.selectFrom('data_keys').select('envelope').execute();
    expect(new Set(rows.map(({ envelope }) => envelope.split('.')[1]))).toEqual(new Set([new Cipher(second).keyId]));
  });

  test('keeps no key in clear in the registry, and shows none', async () => {
    const ring = await ringOf(third, second, first);
    await ring.rotate();
    const shown =
      inspect([ring, new Cipher(third)], { depth: 9, showHidden: true }) + JSON.stringify(ring) + String(ring);
    const rows = JSON.stringify(await opened.database.selectFrom('data_keys').selectAll().execute());
    for (const key of [first, second, third]) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(rows).not.toContain(key.toString(encoding));
        expect(shown).not.toContain(key.toString(encoding).slice(0, 40));
      }
    }
  });
});

/** Looks whether everything opens, says so, and then rotates over and over, saying each time how long it took, until it is killed. */
const script = `
const [root, place, folder, secrets] = process.argv.slice(1);
const { randomBytes } = await import('node:crypto');
const { openDatabase } = await import(root + 'infrastructure/database.js');
const { KeyRing } = await import(root + 'infrastructure/key-ring.js');
const { masterKeysIn } = await import(root + 'infrastructure/master-keys.js');
const { CredentialVault } = await import(root + 'domain/credential-vault.js');
const opened = await openDatabase(JSON.parse(place));
const now = () => new Date();
const ring = await KeyRing.open({ ...opened, masterKeys: masterKeysIn(folder, [], randomBytes), randomBytes, now });
const vault = new CredentialVault({ database: opened.database, cipher: ring, randomBytes, now });
const known = JSON.parse(secrets);
const keys = await vault.activeKeys(known.map(([id]) => id));
const lost = known.filter(([, secret], i) => Buffer.from(keys[i].secret ?? '').toString('hex') !== secret);
process.stdout.write(lost.length === 0 ? 'whole ' : 'lost ' + lost.length + ' ');
for (;;) {
  const began = performance.now();
  await ring.rotate();
  process.stdout.write(performance.now() - began + ' ');
}
`;

/** When a process that rotates is killed: so far into a rotation, as part of the time of one, after so many of its own were done. */
interface Moment {
  readonly after: number;
  readonly part: number;
  /** How long a rotation took before, in milliseconds, where none of the process's own is waited for. */
  readonly usualMs: number;
}

/** Begins rotations in a process of its own, and kills it at a moment; how long its last whole rotation took, null without one. */
async function killed(
  { after, part, usualMs }: Moment,
  place: DatabasePlace,
  folder: string,
  secrets: ReadonlyMap<string, string>,
): Promise<number | null> {
  const given = [`${packageRoot}/dist/src/`, JSON.stringify(place), folder, JSON.stringify([...secrets])];
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...given]);
  let [out, err] = ['', ''];
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const rotations = () => out.split(' ').slice(1, -1).map(Number);
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      out += data;
      if (out.includes(' ') && rotations().length >= after) resolve();
    });
    void ended.then(() => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, part * (rotations().at(-1) ?? usualMs)));
  child.kill('SIGKILL');
  await ended;
  expect([out.split(' ')[0], err]).toEqual(['whole', '']);
  return rotations().at(-1) ?? null;
}

async function survives(place: DatabasePlace, folder: string): Promise<void> {
  ensureBuilt();
  const masterKeys: MasterKeys = masterKeysIn(folder, [], randomBytes);
  const within = async <T>(work: (vault: CredentialVault, opened: OpenDatabase) => Promise<T>): Promise<T> => {
    const opened = await openDatabase(place);
    try {
      const ring = await KeyRing.open({ ...opened, masterKeys, randomBytes, now });
      return await work(vaultOver(opened, ring), opened);
    } finally {
      await opened.close();
    }
  };
  const secrets = await within((vault, opened) => fill(opened, vault, 50));
  const used = new Set<string>();
  let interrupted = 0;
  let usualMs = 0;
  for (let i = 0; i < kills; i++) {
    // In turn within a first rotation and within one that follows another; the golden ratio spreads the moments evenly.
    const moment = { after: 1 - (i % 2), part: (i * 0.618) % 1, usualMs };
    usualMs = (await killed(moment, place, folder, secrets)) ?? usualMs;
    used.add(await readFile(join(folder, 'master.key'), 'utf8'));
    if (existsSync(join(folder, 'master.key.next'))) interrupted++;
  }
  expect(await within((vault) => openedBy(vault, secrets))).toEqual(secrets);
  // Some rotations had come to their end before the kill, and some kills came in the middle of one.
  expect(used.size).toBeGreaterThan(1);
  expect(interrupted).toBeGreaterThan(0);
}

/** How often each registry's rotations are killed; more by DRAWBRIDGE_TEST_KILLS. */
const kills = Number(process.env.DRAWBRIDGE_TEST_KILLS ?? 4);

describe(`a rotation that is killed ${kills} times`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('loses nothing in the embedded registry', () => survives({ folder }, folder), 60_000 + kills * 15_000);

  describeWhere(['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'], 'over PostgreSQL', () => {
    const postgres = withPostgres();
    test('loses nothing', () => survives({ url: postgres.url }, folder), 60_000 + kills * 15_000);
  });
});
