import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import { parse, print } from 'graphql';
import { GraphNames } from '../graph/graph-names.js';
import type { Asking } from './asking.js';
import { type ExportOutcome, type ExportWanted, resumeFile, runExport } from './export.js';
import { MisuseError } from './misuse-error.js';
import { Progress } from './progress.js';
import { storeId } from './store-commands.js';
import { exitCodes } from './surroundings.js';

/** What `drawbridge export` is given. */
interface ExportOptions {
  readonly store: string;
  readonly since?: string;
  readonly fields?: string;
  readonly after?: string;
  readonly output?: string;
  readonly resume?: boolean;
}

const filters = { products: 'ProductFilter', orders: 'OrderFilter', customers: 'CustomerFilter' } as const;

type Wanted = ExportWanted & { readonly kind: keyof typeof filters };

/** How long it is waited before going on where a store or the service failed, in milliseconds. */
const patienceMs = [1_000, 5_000, 15_000, 30_000, 60_000];

/** Adds the command that exports whole lists. */
export function addExport(program: Command, asking: Asking): void {
  program
    .command('export')
    .addArgument(new Argument('<what>', 'what to export').choices(Object.keys(filters)))
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
    .action(async (kind: keyof typeof filters, { store, ...given }: ExportOptions) => {
      const outcome = await exportLines({ ...given, kind, store: storeId(store) }, asking);
      if (!outcome.error) return;
      asking.exitCode = exitCodes.refused;
      asking.around.err(`${outcome.error.code}: ${outcome.error.message}\n`);
      if (outcome.cursor === null) return;
      asking.around.err(`${outcome.rows} rows were written. Go on with: --after ${outcome.cursor}\n`);
    });
}

/** Writes an export to where it is wanted, and shows how far it is. */
async function exportLines(
  { output, resume, ...given }: Wanted & Pick<ExportOptions, 'output' | 'resume'>,
  asking: Asking,
): Promise<ExportOutcome> {
  if (resume && output === undefined) throw new MisuseError('--resume needs --output, the file to go on with');
  if (resume && given.after !== undefined) throw new MisuseError('--resume and --after must not be given together');
  const { put, progress } = asking.around;
  const apiKey = await asking.neededKey();
  const resumed = resume && output !== undefined ? await resumeFile(output) : null;
  const file = resumed?.file ?? (output === undefined ? null : await newFile(output));
  try {
    const after = resumed?.cursor ?? given.after;
    const shown = progress ? new Progress(progress, after === undefined ? await totalOf(given, asking) : null) : null;
    const outcome = await runExport(
      { ...given, ...(after !== undefined && { after }) },
      {
        url: asking.url,
        apiKey,
        put: file ? (lines) => file.appendFile(lines) : put,
        progress: shown?.at ?? (() => undefined),
        patienceMs,
      },
    );
    shown?.end();
    return outcome;
  } finally {
    progress?.(null);
    await file?.close();
  }
}

/** How many rows an export will have; null where the store does not tell. */
async function totalOf({ kind, store, since }: Wanted, asking: Asking): Promise<number | null> {
  const text = `query ($store: ID!, $filter: ${filters[kind]}) {
    store(id: $store) { list: ${kind}(first: 1, filter: $filter) { totalCount } }
  }`;
  const query = print(
    new GraphNames(asking.around.environment.DRAWBRIDGE_GRAPH_PREFIX ?? '').renameOperation(parse(text)),
  );
  const filter = since === undefined ? {} : { [kind === 'customers' ? 'createdAfter' : 'updatedAfter']: since };
  const { data } = await asking.send(query, { store, filter });
  const list = (data as { store?: { list?: { totalCount?: number | null } | null } | null } | null | undefined)?.store
    ?.list;
  return list?.totalCount ?? null;
}

async function newFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw new MisuseError(
      `${path} could not be made: ${(error as NodeJS.ErrnoException).code} (--resume goes on with it)`,
    );
  }
}
