import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AuditLog, type AuditRecord, hashOf, noHash } from '../../src/domain/audit-log.js';
import { type AuditAnchor, verifyAuditLogs } from '../../src/domain/audit-verification.js';
import { wholeAccount } from '../../src/domain/caller.js';
import type { Deed } from '../../src/domain/deed.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { valueRead } from '../../src/model/as-read.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

describeOnEveryDatabase('the audit log', (open) => {
  const key = randomBytes(32);
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  let opened: OpenDatabase;
  let log: AuditLog;
  let account: string;
  let told: AuditRecord[];
  let tick = 0;
  beforeAll(async () => {
    opened = await open();
    log = new AuditLog({
      database: opened.database,
      mac,
      now: () => new Date(Date.UTC(2026, 2, 1) + 1000 * tick++),
      randomUuid: randomUUID,
      onEntry: (entry) => told.push(entry),
    });
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    account = randomUUID();
    told = [];
  });

  const deed = (more: Partial<Deed> = {}): Deed => ({
    accountId: account,
    actor: 'db_1 (ERP)',
    action: 'connectStore',
    detail: null,
    storeId: null,
    address: '203.0.113.9',
    outcome: 'OK',
    ...more,
  });
  const filled = async (entries = 5): Promise<AuditRecord[]> => {
    const kept: AuditRecord[] = [];
    for (let i = 0; i < entries; i++) kept.push(await log.append(deed({ action: `act${i}` })));
    return kept;
  };
  const faults = async (anchors: AuditAnchor[] = []) => {
    const [verdict] = await verifyAuditLogs({ database: opened.database, mac }, account, anchors);
    return verdict?.faults;
  };
  /** What somebody does to the tables who owns the database: triggers and all. */
  const tamper = (statement: ReturnType<typeof sql>) =>
    opened.database.transaction().execute(async (database) => {
      await sql`alter table audit_entries disable trigger audit_entries_stay`.execute(database);
      await statement.execute(database);
      await sql`alter table audit_entries enable trigger audit_entries_stay`.execute(database);
    });

  test('numbers its entries, links each to the one before, and is intact', async () => {
    const entries = await filled(3);
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(entries.map(({ previousHash }) => previousHash)).toEqual([noHash, entries[0]?.hash, entries[1]?.hash]);
    expect(told).toEqual(entries);
    expect(await faults()).toEqual([]);
    const [verdict] = await verifyAuditLogs({ database: opened.database, mac }, account, []);
    expect(verdict).toMatchObject({ entries: 3, head: { accountId: account, number: 3, hash: entries[2]?.hash } });
  });

  test('stays whole where many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => log.append(deed({ action: `act${i}` }))));
    expect(new Set(told.map(({ number }) => number)).size).toBe(20);
    expect(await faults()).toEqual([]);
  });

  test('is not to be changed by statements, not even to be emptied', async () => {
    await filled(2);
    const { database } = opened;
    await expect(database.updateTable('audit_entries').set({ actor: 'x' }).execute()).rejects.toThrow(
      'must not be changed',
    );
    await expect(database.deleteFrom('audit_entries').execute()).rejects.toThrow('must not be changed');
    await expect(sql`truncate audit_entries`.execute(database)).rejects.toThrow('must not be changed');
    expect(await faults()).toEqual([]);
  });

  test.each(['at', 'actor', 'action', 'detail', 'store_id', 'address', 'outcome', 'id'] as const)(
    'tells of an entry whose %s was changed',
    async (column) => {
      await filled();
      const other =
        column === 'at' ? sql`now()` : column === 'store_id' || column === 'id' ? sql`gen_random_uuid()` : sql`'x'`;
      await tamper(sql`update audit_entries set ${sql.ref(column)} = ${other} where chain = ${account} and number = 3`);
      expect(await faults()).toEqual(['Entry 3 was changed.']);
    },
  );

  test('tells of an entry that was changed with its hash, by the one that follows', async () => {
    const [, , third] = await filled();
    const hash = hashOf({ ...(third as AuditRecord), actor: 'x' });
    await tamper(sql`update audit_entries set actor = 'x', hash = ${hash} where chain = ${account} and number = 3`);
    expect(await faults()).toEqual(['Entry 4 does not follow from the one before.']);
  });

  test('tells of a gap', async () => {
    await filled(6);
    await tamper(sql`delete from audit_entries where chain = ${account} and number in (2, 3)`);
    expect(await faults()).toEqual(['Entries 2 to 3 are missing.']);
  });

  test('tells of a tail that was cut, and goes on telling once more was written', async () => {
    const entries = await filled();
    const cut = sql`delete from audit_entries where chain = ${account} and number > 3`;
    await tamper(cut);
    expect(await faults()).toEqual(['The log must end with entry 5, which was cut off or changed: it ends with 3.']);
    // Whoever cuts the tail can put the head back too, but not seal it.
    const third = entries[2] as AuditRecord;
    const head = sql`update audit_heads set number = 3, hash = ${third.hash} where chain = ${account}`;
    await head.execute(opened.database);
    expect(await faults()).toEqual([expect.stringContaining('The seal of the last entry is not the service’s')]);
    await log.append(deed({ action: 'later' }));
    expect(await faults()).toEqual([expect.stringContaining('found changed when an entry was added')]);
  });

  test('tells of a log that was written anew from the start, and of one that was taken away', async () => {
    const entries = await filled(3);
    const anchor = { accountId: account, number: 3, hash: entries[2]?.hash ?? '' };
    expect(await faults([anchor])).toEqual([]);
    await tamper(sql`delete from audit_entries where chain = ${account}`);
    await sql`delete from audit_heads where chain = ${account}`.execute(opened.database);
    expect(await faults()).toEqual([expect.stringContaining('The log has no head')]);
    await filled(3);
    // Sealed by the service itself: only what was kept elsewhere tells.
    expect(await faults()).toEqual([]);
    expect(await faults([anchor])).toEqual(['Entry 3 is not the one that the anchor names.']);
  });

  test('tells of entries that were never written by the service', async () => {
    const entries = await filled(2);
    const last = entries[1] as AuditRecord;
    const forged = { ...last, id: randomUUID(), number: 3, previousHash: last.hash, action: 'forged' };
    await opened.database
      .insertInto('audit_entries')
      .values({
        chain: account,
        number: 3,
        id: forged.id,
        at: forged.at,
        actor: forged.actor,
        action: forged.action,
        detail: null,
        store_id: null,
        address: forged.address,
        outcome: 'OK',
        previous_hash: forged.previousHash,
        hash: hashOf(forged),
      })
      .execute();
    await log.append(deed());
    expect(await faults()).toEqual([expect.stringContaining('found changed when an entry was added')]);
  });

  test('is paged newest first, and filtered', async () => {
    const [store, other] = [randomUUID(), randomUUID()];
    await filled(4);
    await log.append(deed({ action: 'rotateStoreKey', storeId: store, actor: 'Ada' }));
    await log.append(deed({ action: 'connectStore', storeId: other, outcome: 'URL_INVALID' }));
    const request = { limit: 10, backward: false, after: null, before: null, totalCount: true };
    const numbers = async (wanted: object, more: object = {}, reach = wholeAccount(account)) => {
      const page = await log.page(reach, wanted, { ...request, ...more });
      return { numbers: page.rows.map(({ node }) => valueRead(node).number), more: page.hasMore, all: page.totalCount };
    };
    expect(await numbers({})).toEqual({ numbers: [6, 5, 4, 3, 2, 1], more: false, all: 6 });
    expect(await numbers({}, { limit: 2, after: { value: 5, id: 'x' } })).toEqual({
      numbers: [4, 3],
      more: true,
      all: 6,
    });
    expect(await numbers({}, { limit: 2, backward: true })).toEqual({ numbers: [2, 1], more: true, all: 6 });
    expect((await numbers({ storeId: store })).numbers).toEqual([5]);
    expect((await numbers({ storeId: 'no id' })).numbers).toEqual([]);
    expect((await numbers({ actor: 'Ada' })).numbers).toEqual([5]);
    expect((await numbers({ action: 'connectStore' })).numbers).toEqual([6]);
    const at = told[2]?.at as Date;
    expect((await numbers({ after: at })).numbers).toEqual([6, 5, 4, 3]);
    expect((await numbers({ before: at })).numbers).toEqual([2, 1]);
    expect((await numbers({}, {}, { accountId: account, storeIds: [other] })).numbers).toEqual([6]);
    expect((await numbers({}, {}, wholeAccount('another'))).numbers).toEqual([]);
  });
});
