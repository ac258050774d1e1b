import type { RegistryDatabase } from './database.js';

/** A lease of the registry: what one instance of the service at a time does. */
export interface LeaseParts {
  readonly database: RegistryDatabase;
  readonly name: string;
  /** Names this instance. */
  readonly holder: string;
  /** How long it is held after it was last taken, in milliseconds. */
  readonly heldMs: number;
  readonly now: () => Date;
}

/** Takes the lease, or holds it longer; false where another instance holds it. */
export async function takeLease({ database, name, holder, heldMs, now }: LeaseParts): Promise<boolean> {
  const at = now();
  const until = new Date(at.getTime() + heldMs);
  const taken = await database
    .insertInto('leases')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((eb) => eb.or([eb('leases.holder', '=', holder), eb('leases.until', '<=', at)])),
    )
    .executeTakeFirst();
  return taken.numInsertedOrUpdatedRows === 1n;
}

/** Gives the lease up, so that another instance need not wait until it ends. */
export async function giveUpLease({ database, name, holder }: LeaseParts): Promise<void> {
  await database.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
}
