import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '../../src/infrastructure/database.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

describe('a registry in a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('keeps what was written when it is opened again', async () => {
    const first = await openDatabase({ folder });
    await sql`create table kept (x integer)`.execute(first.database);
    await first.close();
    const second = await openDatabase({ folder });
    expect((await sql`select * from kept`.execute(second.database)).rows).toEqual([]);
    await second.close();
  });

  test('is opened once at a time, and the refusal says what to do', async () => {
    const first = await openDatabase({ folder });
    try {
      await expect(openDatabase({ folder })).rejects.toThrow('in use by another Drawbridge');
    } finally {
      await first.close();
    }
  });

  test('is opened although a process that is gone left its mark, whatever runs under its number now', async () => {
    await writeFile(join(folder, 'drawbridge.holder'), `${process.ppid} elsewhere token`);
    await (await openDatabase({ folder })).close();
  });
});

test('a server that does not answer is named by its code and never by its address', async () => {
  const opening = openDatabase({ url: 'postgres://user:hunter2@127.0.0.1:1/none' });
  await expect(opening).rejects.toThrow(
    '(DATABASE_URL) cannot be used: nothing listens at its host and port (ECONNREFUSED)',
  );
  await expect(opening).rejects.not.toThrow('hunter2');
});

describeOnEveryDatabase('the database', (open) => {
  test('is migrated once, however often it is opened', async () => {
    const one = await open();
    const two = await open();
    for (const { database, ping } of [one, two]) {
      await ping();
      expect(await database.selectFrom('stores').selectAll().execute()).toEqual([]);
    }
    await one.close();
    await two.close();
  });

  test('keeps a query from elsewhere out of a transaction', async () => {
    const { database, close } = await open();
    await sql`create table told (x integer)`.execute(database);
    const failing = database.transaction().execute(async (transaction) => {
      await sql`insert into told values (1)`.execute(transaction);
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('undo');
    });
    const elsewhere = sql`insert into told values (2)`.execute(database);
    await expect(failing).rejects.toThrow('undo');
    await elsewhere;
    expect((await sql`select x from told`.execute(database)).rows).toEqual([{ x: 2 }]);
    await close();
  });
});
