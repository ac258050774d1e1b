import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditEntriesTable } from '../infrastructure/account-tables.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { keysetPage, type ListRequest } from '../infrastructure/keyset-rows.js';
import type { Page } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';
import type { Reach } from './caller.js';
import type { Deed } from './deed.js';

/** An entry of an account's log: what was done, its number in the log, and its link to the one before. */
export interface AuditRecord extends Deed {
  readonly id: string;
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  readonly at: Date;
  readonly previousHash: string;
  /** SHA-256, in hexadecimal, of the entry and of `previousHash`. */
  readonly hash: string;
}

/** Which entries are wanted; null: any. */
export interface AuditWanted {
  readonly storeId?: string | null;
  readonly actor?: string | null;
  readonly action?: string | null;
  readonly after?: Date | null;
  readonly before?: Date | null;
}

/** What the log is made of. */
export interface AuditParts {
  readonly database: RegistryDatabase;
  /** A code over a text that only the service can make. */
  readonly mac: (text: string) => string;
  readonly now: () => Date;
  readonly randomUuid: () => string;
  /** Told of every entry once it is kept, to be written where whoever changes the database does not come. */
  readonly onEntry: (entry: AuditRecord) => void;
}

/** The log of what the operator does to the service as a whole; no account has this id. */
export const serviceChain = '(service)';

/** The hash before an account's first entry. */
export const noHash = '0'.repeat(64);

/** What the seal of a log that was found changed says from then on, so that going on with it never hides the change. */
export const brokenSeal = 'broken';

/**
 * What was done, by whom and when, for each account in a log of its own. Entries are only ever added, each with the hash of the
 * one before, and the last one is sealed under a key that is not in the database: a change, a gap or a cut tail shows.
 */
export class AuditLog {
  constructor(private readonly parts: AuditParts) {}

  /** The same log inside a transaction. */
  within(database: RegistryDatabase): AuditLog {
    return new AuditLog({ ...this.parts, database });
  }

  /** Adds an entry to the account's log. */
  async append(deed: Deed): Promise<AuditRecord> {
    const entry = await this.#inTransaction(async (database) => {
      const head = await this.#head(deed.accountId, database);
      const previousHash = head.hash;
      const numbered = {
        ...deed,
        id: this.parts.randomUuid(),
        number: head.number + 1,
        at: this.parts.now(),
        previousHash,
      };
      const added = { ...numbered, hash: hashOf(numbered) };
      await database
        .insertInto('audit_entries')
        .values({
          chain: added.accountId,
          number: added.number,
          id: added.id,
          at: added.at,
          actor: added.actor,
          action: added.action,
          detail: added.detail,
          store_id: added.storeId,
          address: added.address,
          outcome: added.outcome,
          previous_hash: added.previousHash,
          hash: added.hash,
        })
        .execute();
      const seal = head.intact ? sealOf(this.parts.mac, added) : brokenSeal;
      await database
        .updateTable('audit_heads')
        .set({ number: added.number, hash: added.hash, seal })
        .where('chain', '=', added.accountId)
        .execute();
      return added;
    });
    this.parts.onEntry(entry);
    return entry;
  }

  /** One page of the entries within reach, newest first. */
  async page(reach: Reach, wanted: AuditWanted, request: ListRequest): Promise<Page<AuditRecord>> {
    let all = this.parts.database.selectFrom('audit_entries').selectAll().where('chain', '=', reach.accountId);
    const { storeIds } = reach;
    if (storeIds) all = all.where('store_id', '=', (eb) => eb.fn.any(eb.val([...storeIds])));
    if (wanted.storeId) all = all.where((eb) => eb(eb.cast<string>('store_id', 'text'), '=', wanted.storeId ?? ''));
    if (wanted.actor) all = all.where('actor', '=', wanted.actor);
    if (wanted.action) all = all.where('action', '=', wanted.action);
    if (wanted.after) all = all.where('at', '>=', wanted.after);
    if (wanted.before) all = all.where('at', '<', wanted.before);
    return keysetPage(request, {
      rows: ({ after, before, reversed, limit }) => {
        let some = all;
        if (after) some = some.where('number', '<', numberAt(after.value));
        if (before) some = some.where('number', '>', numberAt(before.value));
        return some
          .orderBy('number', reversed ? 'asc' : 'desc')
          .limit(limit)
          .execute();
      },
      count: async () => {
        const { count } = await all
          .clearSelect()
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      },
      at: (row) => ({ value: row.number, id: row.id }),
      node: entryOf,
    });
  }

  /** The last entry of a log, locked until the transaction ends, and whether it is as it was left. */
  async #head(
    chain: string,
    database: RegistryDatabase,
  ): Promise<{ readonly number: number; readonly hash: string; readonly intact: boolean }> {
    const first = { chain, number: 0, hash: noHash };
    await database
      .insertInto('audit_heads')
      .values({ ...first, seal: sealOf(this.parts.mac, { ...first, accountId: chain }) })
      .onConflict((conflict) => conflict.column('chain').doNothing())
      .execute();
    const head = await database
      .selectFrom('audit_heads')
      .selectAll()
      .where('chain', '=', chain)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const last = await database
      .selectFrom('audit_entries')
      .select(['number', 'hash'])
      .where('chain', '=', chain)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const { number, hash } = last ?? first;
    const sealed = head.seal === sealOf(this.parts.mac, { accountId: chain, number: head.number, hash: head.hash });
    // A log goes on after its last entry even where the head was tampered with; the seal then tells for ever that it was.
    return { number, hash, intact: sealed && head.number === number && head.hash === hash };
  }

  #inTransaction<T>(work: (database: RegistryDatabase) => Promise<T>): Promise<T> {
    const { database } = this.parts;
    return database.isTransaction ? work(database) : database.transaction().execute(work);
  }
}

/** The hash of an entry: everything it says, and the hash before it. */
export function hashOf(entry: Omit<AuditRecord, 'hash'>): string {
  const { accountId, number, id, at, actor, action, detail, storeId, address, outcome, previousHash } = entry;
  return createHash('sha256')
    .update('drawbridge audit entry 1\n')
    .update(
      JSON.stringify([
        previousHash,
        accountId,
        number,
        id,
        at.toISOString(),
        actor,
        action,
        detail,
        storeId,
        address,
        outcome,
      ]),
    )
    .digest('hex');
}

/** The seal of a log whose last entry is this one. */
export function sealOf(
  mac: AuditParts['mac'],
  { accountId, number, hash }: Pick<AuditRecord, 'accountId' | 'number' | 'hash'>,
): string {
  return mac(JSON.stringify(['drawbridge audit head 1', accountId, number, hash]));
}

/** An entry from its row. */
export function entryOf(row: Selectable<AuditEntriesTable>): AuditRecord {
  return {
    id: row.id,
    accountId: row.chain,
    number: row.number,
    at: row.at,
    actor: row.actor,
    action: row.action,
    detail: row.detail,
    storeId: row.store_id,
    address: row.address,
    outcome: row.outcome,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

function numberAt(value: string | number | null): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new ServiceError('BAD_USER_INPUT', 'The cursor must be one that this list gave.');
}
