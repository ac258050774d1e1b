import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { OperatorRefusal } from '../domain/operator.js';
import { readGraphSettings, SettingsError } from '../infrastructure/config.js';
import { OperatorError } from '../infrastructure/operator-error.js';
import { packageRoot } from '../infrastructure/package-root.js';
import { Asking, type GlobalOptions } from './asking.js';
import { addCompletion } from './completion.js';
import { addDoctor } from './doctor-command.js';
import { addExport } from './export-command.js';
import { MisuseError } from './misuse-error.js';
import { runOperatorCommand } from './operator-client.js';
import { addOperatorCommands } from './operator-commands.js';
import { addPlacingCommands } from './placing-commands.js';
import { ServiceUnavailableError } from './service-client.js';
import { addSetStock } from './set-stock.js';
import { addStoreCommands } from './store-commands.js';
import { type CommandSurroundings, exitCodes, withProgress } from './surroundings.js';
import { readText } from './text-file.js';

/** Runs one command line (without the names of Node.js and the script) and gives its exit code. */
export async function runCommand(argv: readonly string[], around: CommandSurroundings): Promise<number> {
  const program = new Command('drawbridge')
    .description('Connects stores to a running Drawbridge and asks it questions.')
    .option(
      '--url <address>',
      'where the service answers (or DRAWBRIDGE_URL)',
      around.environment.DRAWBRIDGE_URL || 'http://127.0.0.1:4000',
    )
    .version(await packageVersion(), '--version', 'prints the version')
    .option('--key-file <file>', 'a file that holds an API key of the service (or DRAWBRIDGE_API_KEY)')
    .option('--key <key>', 'an API key of the service; others on the machine can see it in the list of processes')
    .option('--json', 'print what the service answers as JSON')
    .exitOverride()
    .configureOutput({ writeOut: around.out, writeErr: around.err });
  const asking = new Asking(around, () => program.opts<GlobalOptions>());

  addStoreCommands(program, asking);
  addPlacingCommands(program, asking);
  addDoctor(program, asking);
  addQuery(program, asking);
  addExport(program, asking);
  addSetStock(program, asking);
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
    run: (command, args) =>
      withProgress(
        around,
        () => 'At work',
        () => runOperatorCommand(around.environment, command, args),
      ),
    out: around.out,
    asJson: () => asking.asJson,
    refused: () => {
      asking.exitCode = exitCodes.refused;
    },
  });
  addCompletion(program, around);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return asking.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
    const exitCode = exitCodeOf(error);
    if (exitCode === null) throw error;
    around.err(`${(error as Error).message}\n`);
    return exitCode;
  }
}

function addQuery(program: Command, asking: Asking): void {
  program
    .command('query <file>')
    .description('sends the GraphQL operation in a file (- for standard input) and prints the answer as JSON')
    .option('--variables <json>', 'the variables of the operation, as a JSON object', '{}')
    .action(async (file: string, { variables }: { variables: string }) => {
      const { around } = asking;
      const query = file === '-' ? await readAll(around.stdin) : await readText(file);
      const read = readVariables(variables);
      const answer = await withProgress(
        around,
        () => 'Asking',
        () => asking.send(query, read),
      );
      asking.json(answer);
      asking.complain(answer);
    });
}

/** How a command ends whose error tells people what to do; null for any other error, which is a bug. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof MisuseError) return exitCodes.misused;
  if (error instanceof ServiceUnavailableError) return exitCodes.unavailable;
  const isTold = error instanceof OperatorRefusal || error instanceof OperatorError || error instanceof SettingsError;
  return isTold || isOfMachine(error) ? exitCodes.refused : null;
}

/** Whether the machine itself refused something, such as a file that may not be written, or a disk that is full. */
function isOfMachine(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'errno' in error;
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function readVariables(text: string): Record<string, unknown> {
  try {
    const variables: unknown = JSON.parse(text);
    if (typeof variables === 'object' && variables !== null && !Array.isArray(variables)) {
      return variables as Record<string, unknown>;
    }
  } catch {
    // Said below, as for any other text that is no object.
  }
  throw new MisuseError('--variables must be a JSON object');
}
