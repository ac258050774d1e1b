import { type Command, InvalidArgumentError } from 'commander';
import type { Account } from '../domain/accounts.js';
import { defaultAccount } from '../domain/accounts.js';
import type { ApiKeyRecord } from '../domain/api-key-records.js';
import type { AuditAnchor, AuditVerdict } from '../domain/audit-verification.js';
import type { OperatorCommand } from '../domain/operator.js';
import type { Rotation } from '../infrastructure/key-ring.js';
import { parseGlobalId } from '../model/ids.js';
import { type DescribedStore, describeFleet } from './descriptions.js';

/** What the commands of the operator are run with. */
export interface OperatorSurroundings {
  readonly run: (command: OperatorCommand, args: unknown) => Promise<unknown>;
  readonly out: (text: string) => void;
  readonly asJson: () => boolean;
  /** Says that a command was done and found something wrong. */
  readonly refused: () => void;
}

/** A moment as JSON carries it. */
type Sent<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

const accountOption = ['--account <account>', 'the account, by id or name', defaultAccount.id] as const;

/** Adds the commands of whoever runs the service; they need the service's settings, and its machine. */
export function addOperatorCommands(program: Command, around: OperatorSurroundings): void {
  const { run, out } = around;
  /** Prints an answer as JSON where that is wanted, else as people read it. */
  const tell = <T>(answer: unknown, inWords: (answer: T) => string): void =>
    out(around.asJson() ? `${JSON.stringify(answer, null, 2)}\n` : inWords(answer as T));

  const accounts = program.command('accounts').description('the accounts of the service (on its own machine)');
  accounts
    .command('create <name>')
    .description('adds an account and prints its id')
    .action(async (name: string) =>
      tell(
        await run('createAccount', { name }),
        ({ account }: { account: Account }) => `${account.id}  ${account.name}\n`,
      ),
    );
  accounts
    .command('list')
    .description('lists the accounts')
    .action(async () =>
      tell(await run('listAccounts', {}), ({ accounts: all }: { accounts: Account[] }) =>
        all.map(({ id, name }) => `${id}  ${name}\n`).join(''),
      ),
    );

  const keys = program.command('keys').description('the API keys of an account (on the service’s own machine)');
  keys
    .command('create <name>')
    .description('makes an API key and prints it, this once')
    .option(...accountOption)
    .requiredOption('--scopes <scopes>', 'what it may do, separated by commas; * for everything')
    .option('--stores <ids>', 'the stores that it is limited to, by global id, separated by commas')
    .option('--expires <moment>', 'until when it can be used, such as 2027-01-31T12:00:00Z')
    .action(async (name: string, { account, scopes, stores, expires }: Record<string, string | undefined>) => {
      const storeIds = stores?.split(',').map((id) => parseGlobalId(id.trim())?.storeId ?? id.trim()) ?? null;
      const wanted = { account, name, scopes: scopes?.split(',').map((scope) => scope.trim()), storeIds };
      const answer = await run('createKey', { ...wanted, expiresAt: expires ?? null });
      tell(answer, ({ secret }: { secret: string }) => `${secret}\n`);
    });
  keys
    .command('list')
    .description('lists the API keys')
    .option(...accountOption)
    .action(async ({ account }: { account: string }) =>
      tell(await run('listKeys', { account }), ({ apiKeys }: { apiKeys: Sent<ApiKeyRecord>[] }) =>
        apiKeys.length === 0 ? 'The account has no API key.\n' : apiKeys.map(describeKey).join(''),
      ),
    );
  keys
    .command('revoke <id>')
    .description('ends an API key at once, wherever the service runs; its id or its prefix db_<id>')
    .option(...accountOption)
    .action(async (id: string, { account }: { account: string }) =>
      tell(await run('revokeKey', { account, id }), ({ apiKey }: { apiKey: Sent<ApiKeyRecord> }) =>
        describeKey(apiKey),
      ),
    );

  program
    .command('fleet')
    .description('which stores of all accounts run which bridge, oldest bridges first (on the service’s own machine)')
    .option('--outdated', 'only those with a bridge older than the service issues')
    .action(async ({ outdated }: { outdated?: boolean }) => {
      const answer = (await run('listFleet', {})) as { stores: DescribedStore[] };
      const stores = answer.stores.filter(({ bridge }) => !outdated || bridge?.outdated);
      const nothing = outdated ? 'No store runs an outdated bridge.\n' : 'No store is connected.\n';
      tell({ stores }, () => (stores.length === 0 ? nothing : describeFleet(stores)));
    });

  program
    .command('audit')
    .description('the audit log (on the service’s own machine)')
    .command('verify')
    .description('finds out whether an entry was changed, is missing or was cut off; prints the last entry of each log')
    .option('--account <account>', 'one account alone, by id or name')
    .option(
      '--anchor <anchor...>',
      'what must still be there: account:number:hash, as this command or the service’s log printed it',
      (text: string, before: AuditAnchor[] = []) => [...before, readAnchor(text)],
    )
    .action(async ({ account = null, anchor = [] }: { account?: string | null; anchor?: AuditAnchor[] }) => {
      const answer = await run('verifyAudit', { account, anchors: anchor });
      const { verdicts } = answer as { verdicts: AuditVerdict[] };
      tell(answer, () => verdicts.map(describeVerdict).join(''));
      if (verdicts.some(({ faults }) => faults.length > 0)) around.refused();
    });

  program
    .command('rotate-master-key')
    .description('seals every secret anew under a new master key (on the service’s own machine)')
    .action(async () =>
      tell(
        await run('rotateMasterKey', {}),
        ({ masterKeyId, resealed }: Rotation) =>
          `Everything opens with the master key ${masterKeyId} now; the keys of stores were sealed anew: ${resealed}.\n`,
      ),
    );
}

function describeKey(key: Sent<ApiKeyRecord>): string {
  const state = key.revokedAt
    ? `revoked ${key.revokedAt}`
    : key.expiresAt
      ? `until ${key.expiresAt}`
      : 'until it is revoked';
  const stores = key.storeIds ? `  stores ${key.storeIds.join(', ')}\n` : '';
  return `db_${key.id}  ${key.name}  ${state}\n  ${key.scopes.join(' ')}\n${stores}`;
}

function describeVerdict({ accountId, entries, head, faults }: AuditVerdict): string {
  const said = faults.length === 0 ? 'intact' : 'NOT INTACT';
  const anchor = head ? `  ${head.accountId}:${head.number}:${head.hash}\n` : '';
  return `${accountId}  ${entries} entries  ${said}\n${anchor}${faults.map((fault) => `  ${fault}\n`).join('')}`;
}

function readAnchor(text: string): AuditAnchor {
  const [, accountId, number, hash] = /^(.+):(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (accountId === undefined || number === undefined || hash === undefined) {
    throw new InvalidArgumentError('An anchor is account:number:hash.');
  }
  return { accountId, number: Number(number), hash };
}
