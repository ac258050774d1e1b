import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { OperatorRefusal } from '../domain/operator.js';
import { committedOperation } from '../graph/committed-operation.js';
import { readGraphSettings, SettingsError } from '../infrastructure/config.js';
import { OperatorError } from '../infrastructure/operator-error.js';
import { packageRoot } from '../infrastructure/package-root.js';
import { storeGlobalId } from '../model/ids.js';
import { downloadBridge } from './bridge-download.js';
import { describeBridge, describeFleet, describeStore } from './descriptions.js';
import { type ExportOptions, exportKind, exportLines, totalOf } from './export-command.js';
import { MisuseError } from './misuse-error.js';
import { runOperatorCommand } from './operator-client.js';
import { addOperatorCommands } from './operator-commands.js';
import { type GraphqlAnswer, ServiceClient, ServiceUnavailableError } from './service-client.js';

/** What a command line is run with. */
export interface CommandSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream;
  /** Takes text for standard output, whole lines. */
  readonly out: (text: string) => void;
  /** Takes text for standard error, whole lines. */
  readonly err: (text: string) => void;
  /** Takes much text for standard output; resolves when more may come. */
  readonly put: (text: string) => Promise<void>;
  /** Whether standard error is a terminal, where a line may be written over. */
  readonly isTerminal: boolean;
}

/** How a command ended: done, refused or failed by the service, not understood, or no service to ask. */
export const exitCodes = { done: 0, refused: 1, misused: 2, unavailable: 3 } as const;

interface GlobalOptions {
  readonly url: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

interface Payload {
  readonly userErrors?: readonly { readonly code: string; readonly message: string }[];
  readonly store?: Parameters<typeof describeStore>[0] | null;
  readonly bridge?: Parameters<typeof describeBridge>[0] | null;
}

/** Runs one command line (without the names of Node.js and the script) and gives its exit code. */
export async function runCommand(argv: readonly string[], around: CommandSurroundings): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = new Command('drawbridge')
    .description('Connects stores to a running Drawbridge and asks it questions.')
    .option('--url <address>', 'where the service answers (or DRAWBRIDGE_URL)', serviceUrl(around))
    .version(await packageVersion(), '--version', 'prints the version')
    .option('--key-file <file>', 'a file that holds an API key of the service (or DRAWBRIDGE_API_KEY)')
    .option('--key <key>', 'an API key of the service; others on the machine can see it in the list of processes')
    .option('--json', 'print what the service answers as JSON')
    .exitOverride()
    .configureOutput({ writeOut: around.out, writeErr: around.err });

  const options = () => program.opts<GlobalOptions>();
  const apiKey = async (): Promise<string> => {
    const { keyFile } = options();
    const inFile = keyFile === undefined ? undefined : (await readText(keyFile)).trim();
    const key = options().key ?? inFile ?? around.environment.DRAWBRIDGE_API_KEY;
    if (!key) {
      throw new ServiceUnavailableError(
        'An API key is needed: DRAWBRIDGE_API_KEY, --key-file or --key (in demo mode: demo).',
      );
    }
    return key;
  };
  const send = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> =>
    new ServiceClient(options().url, await apiKey()).send(query, variables);
  const committed = (name: string) => committedOperation(name, around.environment.DRAWBRIDGE_GRAPH_PREFIX);
  const complain = (answer: GraphqlAnswer): void => {
    for (const { message, extensions } of answer.errors ?? [])
      around.err(`${extensions?.code ?? 'ERROR'}: ${message}\n`);
    if (answer.errors?.length) exitCode = exitCodes.refused;
  };
  const tellUserErrors = (payload: Payload | null | undefined): void => {
    for (const { code, message } of payload?.userErrors ?? []) {
      around.err(`${code}: ${message}\n`);
      exitCode = exitCodes.refused;
    }
  };
  const tell = (answer: GraphqlAnswer, payload: Payload | null | undefined): void => {
    complain(answer);
    tellUserErrors(payload);
    exitCode = exitCodes.refused;
  };
  /** Runs a committed mutation and tells what came of it. */
  const change = async (name: string, field: string, variables: Record<string, unknown>): Promise<void> => {
    const answer = await send(await committed(name), variables);
    if (options().json) around.out(`${JSON.stringify(answer, null, 2)}\n`);
    complain(answer);
    const payload = (answer.data as Record<string, Payload | null> | null | undefined)?.[field];
    tellUserErrors(payload);
    if (options().json || !payload) return;
    if (payload.store) around.out(describeStore(payload.store));
    if (payload.bridge) around.out(describeBridge(payload.bridge, payload.store?.id ?? '<id>'));
  };

  program
    .command('connect <url>')
    .description('registers a store and issues the bridge to install there')
    .option('--name <name>', 'what to call the store')
    .option('--platform <id>', 'the id of its platform; the bridge detects it where this is left out')
    .option('--bridge-url <address>', 'where the bridge will answer, when not at <url>/drawbridge/bridge.php')
    .option('--writable', 'the bridge may also change the store')
    .action((url: string, { name, platform, bridgeUrl, writable }: ConnectOptions) =>
      change('connect-store', 'connectStore', { input: { url, name, platform, bridgeUrl, writable } }),
    );
  program
    .command('verify <id>')
    .description('asks the bridge of a store what it is; takes a new key into use')
    .action((id: string) => change('verify-store', 'verifyStore', { id: storeId(id) }));
  program
    .command('issue-bridge <id>')
    .description('issues the bridge of a store anew')
    .option('--writable', 'with the part that changes the store')
    .option('--no-writable', 'without it')
    .action((id: string, { writable }: { writable?: boolean }) =>
      change('issue-bridge', 'issueBridge', { storeId: storeId(id), writable }),
    );
  program
    .command('rotate-key <id>')
    .description('makes a new key for a store and issues a bridge that knows both')
    .action((id: string) => change('rotate-store-key', 'rotateStoreKey', { storeId: storeId(id) }));
  program
    .command('disconnect <id>')
    .description('forgets the keys of a store')
    .action((id: string) => change('disconnect-store', 'disconnectStore', { storeId: storeId(id) }));

  program
    .command('refresh <id>')
    .description('has the service read the configuration of a store anew')
    .action((id: string) => change('refresh-store-config', 'refreshStoreConfig', { storeId: storeId(id) }));
  program
    .command('wait <id>')
    .description('waits until the bridge of a store is in place and verified')
    .option('--seconds <n>', 'for how long at most', '600')
    .action(async (id: string, { seconds }: { seconds: string }) => {
      const until = Date.now() + Number(seconds) * 1000;
      if (!(until > Date.now())) throw new MisuseError('--seconds must be a number above 0');
      const query = await committed('verify-store');
      while (true) {
        const answer = await send(query, { id: storeId(id) });
        const payload = (answer.data as { verifyStore?: Payload | null } | null | undefined)?.verifyStore;
        const isVerified = payload?.store?.status === 'ACTIVE' && !payload.userErrors?.length && !answer.errors?.length;
        const codes = [
          ...(answer.errors ?? []).map(({ extensions }) => extensions?.code),
          ...(payload?.userErrors ?? []).map(({ code }) => code),
        ];
        const isHopeless = codes.some((code) => code !== undefined && hopeless.has(code));
        const left = until - Date.now();
        if (!isVerified && !isHopeless && left > 0) {
          await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, left)));
          continue;
        }
        if (options().json) around.out(`${JSON.stringify(answer, null, 2)}\n`);
        else if (isVerified && payload?.store) around.out(describeStore(payload.store));
        if (!isVerified) tell(answer, payload);
        return;
      }
    });
  program
    .command('download <link>')
    .description('fetches the zip of a bridge by its link, which works once')
    .requiredOption('--output <file>', 'where to write it; a file that is there is not replaced')
    .action(async (link: string, { output }: { output: string }) => {
      await downloadBridge(link, output);
      around.out(`${output}\n`);
    });

  program
    .command('stores')
    .description('lists the stores')
    .option('--by-bridge', 'which stores run which bridge, oldest bridges first')
    .action(async ({ byBridge }: { byBridge?: boolean }) => {
      const query = await committed('stores');
      const found: Parameters<typeof describeStore>[0][] = [];
      let after: string | null = null;
      do {
        const answer = await send(query, { first: 250, after });
        complain(answer);
        const page = (answer.data as { stores?: StoresPage } | null | undefined)?.stores;
        found.push(...(page?.nodes ?? []));
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      if (options().json) return around.out(`${JSON.stringify(found, null, 2)}\n`);
      if (found.length === 0) return around.out('No store is connected.\n');
      around.out(byBridge ? describeFleet(found) : found.map(describeStore).join('\n'));
    });
  program
    .command('query <file>')
    .description('sends the GraphQL operation in a file (- for standard input) and prints the answer as JSON')
    .option('--variables <json>', 'the variables of the operation, as a JSON object', '{}')
    .action(async (file: string, { variables }: { variables: string }) => {
      const query = file === '-' ? await readAll(around.stdin) : await readText(file);
      const answer = await send(query, readVariables(variables));
      around.out(`${JSON.stringify(answer, null, 2)}\n`);
      complain(answer);
    });

  program
    .command('export <what>')
    .description('writes all products, orders or customers of a store as lines of JSON (standard output, or --output)')
    .requiredOption('--store <id>', 'the store')
    .option(
      '--since <time>',
      'only what was changed (customers: registered) at this moment or later, such as 2026-11-01T00:00:00Z',
    )
    .option(
      '--fields <selection>',
      'the fields wanted, as a GraphQL selection such as "{ id name }"; everything by default',
    )
    .option('--after <cursor>', 'go on after the row of this cursor')
    .option('--output <file>', 'where to write; a file that is there is not replaced')
    .option('--resume', 'go on with the file of --output where it ends')
    .action(async (what: string, { store, ...given }: ExportOptions) => {
      const wanted = { ...given, kind: exportKind(what), store: storeId(store) };
      const outcome = await exportLines(wanted, {
        ...around,
        url: options().url,
        apiKey: await apiKey(),
        total: () => totalOf(wanted, send, around.environment.DRAWBRIDGE_GRAPH_PREFIX),
      });
      if (!outcome.error) return;
      exitCode = exitCodes.refused;
      around.err(`${outcome.error.code}: ${outcome.error.message}\n`);
      if (outcome.cursor !== null)
        around.err(`${outcome.rows} rows were written. Go on with: --after ${outcome.cursor}\n`);
    });

  program
    .command('schema')
    .description('prints the schema as gateways compose it, as the settings in the environment present it')
    .option('--client', 'without what only gateways need, for the tools of clients')
    .action(async ({ client }: { client?: boolean }) => {
      // Not loaded by commands that need no graph.
      const { subgraph } = await import('../graph/schema.js');
      const { sdl, clientSdl } = subgraph(readGraphSettings(around.environment));
      around.out(client ? clientSdl : sdl);
    });

  addOperatorCommands(program, {
    run: (command, args) => runOperatorCommand(around.environment, command, args),
    out: around.out,
    asJson: () => options().json === true,
    refused: () => {
      exitCode = exitCodes.refused;
    },
  });

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
    if (error instanceof OperatorRefusal || error instanceof OperatorError || error instanceof SettingsError) {
      around.err(`${error.message}\n`);
      return exitCodes.refused;
    }
    if (error instanceof ServiceUnavailableError || error instanceof MisuseError) {
      around.err(`${error.message}\n`);
      return error instanceof MisuseError ? exitCodes.misused : exitCodes.unavailable;
    }
    throw error;
  }
}

interface StoresPage {
  readonly nodes: readonly Parameters<typeof describeStore>[0][];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

function serviceUrl({ environment }: CommandSurroundings): string {
  return environment.DRAWBRIDGE_URL || 'http://127.0.0.1:4000';
}

/** What no waiting mends. */
const hopeless: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND', 'DISCONNECTED']);
/** How long `wait` lets pass between two looks, in milliseconds. */
const waitMs = 3_000;

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** A store's global id, given as such or as its last part alone. */
function storeId(text: string): string {
  return text.includes('/') ? text : storeGlobalId(text);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new MisuseError(`${file} could not be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function readVariables(text: string): Record<string, unknown> {
  try {
    const variables: unknown = JSON.parse(text);
    if (variables !== null && typeof variables === 'object' && !Array.isArray(variables)) {
      return variables as Record<string, unknown>;
    }
  } catch {
    // Said below, as for any other text that is no object.
  }
  throw new MisuseError('--variables must be a JSON object');
}

interface ConnectOptions {
  readonly name?: string;
  readonly platform?: string;
  readonly bridgeUrl?: string;
  readonly writable?: boolean;
}
