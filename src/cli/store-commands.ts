import type { Command } from 'commander';
import { storeGlobalId } from '../model/ids.js';
import type { Asking } from './asking.js';
import { downloadBridge } from './bridge-download.js';
import { describeFleet, describeStore } from './descriptions.js';
import { MisuseError } from './misuse-error.js';
import { exitCodes, withProgress } from './surroundings.js';

/** What no waiting mends. */
const hopeless: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND', 'DISCONNECTED']);
/** How long `wait` lets pass between two looks, in milliseconds. */
const waitMs = 3_000;

/** Adds the commands that connect stores, look after them and let them go. */
export function addStoreCommands(program: Command, asking: Asking): void {
  const { around } = asking;
  program
    .command('connect <url>')
    .description('registers a store and issues the bridge to install there')
    .option('--name <name>', 'what to call the store')
    .option('--platform <id>', 'the id of its platform; the bridge detects it where this is left out')
    .option('--bridge-url <address>', 'where the bridge will answer, when not at <url>/drawbridge/bridge.php')
    .option('--writable', 'the bridge may also change the store')
    .action((url: string, { name, platform, bridgeUrl, writable }: ConnectOptions) =>
      asking.change('connect-store', 'connectStore', { input: { url, name, platform, bridgeUrl, writable } }),
    );
  program
    .command('verify <id>')
    .description('asks the bridge of a store what it is; takes a new key into use')
    .action((id: string) =>
      withProgress(
        around,
        () => 'Asking the bridge',
        () => asking.change('verify-store', 'verifyStore', { id: storeId(id) }),
      ),
    );
  program
    .command('issue-bridge <id>')
    .description('issues the bridge of a store anew')
    .option('--writable', 'with the part that changes the store')
    .option('--no-writable', 'without it')
    .action((id: string, { writable }: { writable?: boolean }) =>
      asking.change('issue-bridge', 'issueBridge', { storeId: storeId(id), writable }),
    );
  program
    .command('rotate-key <id>')
    .description('makes a new key for a store and issues a bridge that knows both')
    .action((id: string) => asking.change('rotate-store-key', 'rotateStoreKey', { storeId: storeId(id) }));
  program
    .command('update-store <id>')
    .description('renames a store, or follows it to where it has moved')
    .option('--name <name>', 'what to call the store from now on')
    .option('--store-url <address>', 'the root of the store where it has moved to')
    .option('--bridge-url <address>', 'where its bridge answers now, when not at the same place below the new root')
    .action(async (id: string, { name, storeUrl, bridgeUrl }: UpdateOptions) => {
      if (name === undefined && storeUrl === undefined && bridgeUrl === undefined) {
        throw new MisuseError('Say what is to change: --name, --store-url or --bridge-url.');
      }
      await asking.change('update-store', 'updateStore', {
        input: { id: storeId(id), name, url: storeUrl, bridgeUrl },
      });
    });
  program
    .command('disconnect <id>')
    .description('forgets the keys of a store')
    .action((id: string) => asking.change('disconnect-store', 'disconnectStore', { storeId: storeId(id) }));

  program
    .command('refresh <id>')
    .description('has the service read the configuration of a store anew')
    .action((id: string) => asking.change('refresh-store-config', 'refreshStoreConfig', { storeId: storeId(id) }));
  program
    .command('wait <id>')
    .description('waits until the bridge of a store is in place and verified')
    .option('--seconds <n>', 'for how long at most', '600')
    .action((id: string, { seconds }: { seconds: string }) => wait(asking, storeId(id), Number(seconds)));
  program
    .command('download <link>')
    .description('fetches the zip of a bridge by its link, which works once')
    .requiredOption('--output <file>', 'where to write it; a file that is there is not replaced')
    .action(async (link: string, { output }: { output: string }) => {
      await withProgress(
        around,
        () => 'Fetching the bridge',
        () => downloadBridge(link, output),
      );
      around.out(`${output}\n`);
    });

  program
    .command('stores')
    .description('lists the stores')
    .option('--by-bridge', 'which stores run which bridge, oldest bridges first')
    .action(async ({ byBridge }: { byBridge?: boolean }) => {
      const found = await asking.stores();
      if (asking.asJson) return asking.json(found);
      if (found.length === 0) return around.out('No store is connected.\n');
      around.out(byBridge ? describeFleet(found) : found.map(describeStore).join('\n'));
    });
}

/** Asks again and again until the store is verified, waiting mends nothing, or the time is over. */
async function wait(asking: Asking, id: string, seconds: number): Promise<void> {
  const until = Date.now() + seconds * 1000;
  if (!(until > Date.now())) throw new MisuseError('--seconds must be a number above 0');
  let reason = 'Asking the bridge';
  const { answer, payload, isVerified } = await withProgress(
    asking.around,
    () => reason,
    async () => {
      while (true) {
        const { answer, payload } = await asking.changed('verify-store', 'verifyStore', { id });
        const faults = [
          ...(answer.errors ?? []).map(({ message, extensions }) => ({ code: extensions?.code ?? '', message })),
          ...(payload?.userErrors ?? []),
        ];
        const isVerified = payload?.store?.status === 'ACTIVE' && faults.length === 0;
        const left = until - Date.now();
        if (isVerified || faults.some(({ code }) => hopeless.has(code)) || left <= 0) {
          return { answer, payload, isVerified };
        }
        reason = `Not yet: ${faults[0]?.message ?? 'the store is not verified.'} Asking again`;
        await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, left)));
      }
    },
  );
  if (asking.asJson) asking.json(answer);
  else if (isVerified && payload?.store) asking.around.out(describeStore(payload.store));
  if (isVerified) return;
  asking.complain(answer, payload);
  asking.exitCode = exitCodes.refused;
}

/** A store's global id, given as such or as its last part alone. */
export function storeId(text: string): string {
  return text.includes('/') ? text : storeGlobalId(text);
}

interface ConnectOptions {
  readonly name?: string;
  readonly platform?: string;
  readonly bridgeUrl?: string;
  readonly writable?: boolean;
}

interface UpdateOptions {
  readonly name?: string;
  readonly storeUrl?: string;
  readonly bridgeUrl?: string;
}
