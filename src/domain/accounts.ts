import type { RegistryDatabase } from '../infrastructure/database.js';

/** An account: it owns stores, keys, endpoints and grants. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** The account that is always there; the keys of the settings are its. */
export const defaultAccount = { id: 'default', name: 'Default account' } as const;

/** The longest name that an account, a key or a technician may have, in characters. */
export const maxNameLength = 200;

/** The accounts of the registry. */
export class Accounts {
  constructor(private readonly database: RegistryDatabase) {}

  /** The same accounts inside a transaction. */
  within(database: RegistryDatabase): Accounts {
    return new Accounts(database);
  }

  /** Adds an account; null where another has this name. */
  async create(account: Account): Promise<Account | null> {
    const inserted = await this.database
      .insertInto('accounts')
      .values({ id: account.id, name: account.name, created_at: account.createdAt })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n ? account : null;
  }

  /** The account of this id, or else of this name; null where there is none. */
  async find(idOrName: string): Promise<Account | null> {
    const rows = await this.database
      .selectFrom('accounts')
      .selectAll()
      .where((eb) => eb.or([eb('id', '=', idOrName), eb('name', '=', idOrName)]))
      .execute();
    const row = rows.find(({ id }) => id === idOrName) ?? rows[0];
    return row ? { id: row.id, name: row.name, createdAt: row.created_at } : null;
  }

  /** Every account, oldest first. */
  async all(): Promise<readonly Account[]> {
    const rows = await this.database.selectFrom('accounts').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
  }
}
