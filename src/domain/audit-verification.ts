import type { RegistryDatabase } from '../infrastructure/database.js';
import { type AuditParts, brokenSeal, entryOf, hashOf, noHash, sealOf, serviceChain } from './audit-log.js';

/** The state of a log at some time, as the service wrote it to its own log: the number and hash of the entry that was last then. */
export interface AuditAnchor {
  readonly accountId: string;
  readonly number: number;
  readonly hash: string;
}

/** What came of checking one log. */
export interface AuditVerdict {
  readonly accountId: string;
  readonly entries: number;
  /** The last entry's number and hash, to be kept elsewhere and given as an anchor later; null where there is no entry. */
  readonly head: AuditAnchor | null;
  /** What is wrong, in plain words; empty where nothing is. */
  readonly faults: readonly string[];
}

/** How many entries are read at once. */
const batch = 1_000;

/**
 * Checks every log, or one: that no entry was changed, is missing or was put in between, that the tail is there, and that it is
 * what it was when an anchor was taken. Without an anchor, a whole database that was put back to an earlier state passes.
 */
export async function verifyAuditLogs(
  { database, mac }: Pick<AuditParts, 'database' | 'mac'>,
  accountId: string | null,
  anchors: readonly AuditAnchor[],
): Promise<readonly AuditVerdict[]> {
  const chains = new Set<string>();
  if (accountId !== null) chains.add(accountId);
  else {
    for (const table of ['audit_entries', 'audit_heads'] as const) {
      for (const { chain } of await database.selectFrom(table).select('chain').distinct().execute()) chains.add(chain);
    }
    for (const { id } of await database.selectFrom('accounts').select('id').execute()) chains.add(id);
    chains.add(serviceChain);
    for (const anchor of anchors) chains.add(anchor.accountId);
  }
  const verdicts: AuditVerdict[] = [];
  for (const chain of [...chains].sort()) {
    verdicts.push(
      await verify(
        database,
        mac,
        chain,
        anchors.filter((anchor) => anchor.accountId === chain),
      ),
    );
  }
  return verdicts;
}

async function verify(
  database: RegistryDatabase,
  mac: AuditParts['mac'],
  chain: string,
  anchors: readonly AuditAnchor[],
): Promise<AuditVerdict> {
  const faults: string[] = [];
  const missing = new Map(anchors.map((anchor) => [anchor.number, anchor.hash]));
  // The head is read first: entries that are added meanwhile are checked, and don't make it look wrong.
  const head = await database.selectFrom('audit_heads').selectAll().where('chain', '=', chain).executeTakeFirst();
  let last = { number: 0, hash: noHash };
  let headSeen = head?.number === 0 && head.hash === noHash;
  for (;;) {
    const rows = await database
      .selectFrom('audit_entries')
      .selectAll()
      .where('chain', '=', chain)
      .where('number', '>', last.number)
      .orderBy('number')
      .limit(batch)
      .execute();
    for (const entry of rows.map(entryOf)) {
      if (entry.number !== last.number + 1) faults.push(gap(last.number + 1, entry.number - 1));
      else if (entry.previousHash !== last.hash)
        faults.push(`Entry ${entry.number} does not follow from the one before.`);
      if (hashOf(entry) !== entry.hash) faults.push(`Entry ${entry.number} was changed.`);
      if (missing.get(entry.number) === entry.hash) missing.delete(entry.number);
      if (head?.number === entry.number && head.hash === entry.hash) headSeen = true;
      last = { number: entry.number, hash: entry.hash };
    }
    if (rows.length < batch) break;
  }
  if (!head) faults.push('The log has no head: it was never begun, or was taken away whole.');
  else if (head.seal === brokenSeal)
    faults.push('The log was found changed when an entry was added, and is marked so.');
  else if (head.seal !== sealOf(mac, { accountId: chain, number: head.number, hash: head.hash })) {
    faults.push('The seal of the last entry is not the service’s: the tail was cut or replaced.');
  } else if (!headSeen) {
    faults.push(
      `The log must end with entry ${head.number}, which was cut off or changed: it ends with ${last.number}.`,
    );
  }
  for (const [number] of missing) faults.push(`Entry ${number} is not the one that the anchor names.`);
  const state = last.number === 0 ? null : { accountId: chain, ...last };
  return { accountId: chain, entries: last.number, head: state, faults };
}

function gap(from: number, to: number): string {
  return from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`;
}
