import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { parse, print } from 'graphql';
import { GraphNames } from '../graph/graph-names.js';
import type { CommandSurroundings } from './commands.js';
import { type ExportOutcome, type ExportWanted, resumeFile, runExport } from './export.js';
import { MisuseError } from './misuse-error.js';
import { Progress } from './progress.js';
import type { GraphqlAnswer } from './service-client.js';

/** What `drawbridge export` is given. */
export interface ExportOptions {
  readonly store: string;
  readonly since?: string;
  readonly fields?: string;
  readonly after?: string;
  readonly output?: string;
  readonly resume?: boolean;
}

const filters = { products: 'ProductFilter', orders: 'OrderFilter', customers: 'CustomerFilter' } as const;

/** How long it is waited before going on where a store or the service failed, in milliseconds. */
const patienceMs = [1_000, 5_000, 15_000, 30_000, 60_000];

/** What is to be exported, as it must be called. */
export function exportKind(text: string): keyof typeof filters {
  if (Object.hasOwn(filters, text)) return text as keyof typeof filters;
  throw new MisuseError(`what to export must be one of ${Object.keys(filters).join(', ')}, but got: ${text}`);
}

/** Writes an export to where it is wanted, with its progress on a terminal. */
export async function exportLines(
  { output, resume, ...given }: ExportWanted & Pick<ExportOptions, 'output' | 'resume'>,
  around: Pick<CommandSurroundings, 'put' | 'err' | 'isTerminal'> & {
    readonly url: string;
    readonly apiKey: string;
    readonly total: () => Promise<number | null>;
  },
): Promise<ExportOutcome> {
  if (resume && output === undefined) throw new MisuseError('--resume needs --output, the file to go on with');
  if (resume && given.after !== undefined) throw new MisuseError('--resume and --after must not be given together');
  const resumed = resume && output !== undefined ? await resumeFile(output) : null;
  const file = resumed?.file ?? (output === undefined ? null : await newFile(output));
  try {
    const after = resumed?.cursor ?? given.after;
    const progress = around.isTerminal
      ? new Progress(around.err, after === undefined ? await around.total() : null)
      : null;
    const outcome = await runExport(
      { ...given, ...(after !== undefined && { after }) },
      {
        url: around.url,
        apiKey: around.apiKey,
        put: file ? (lines) => file.appendFile(lines) : around.put,
        progress: progress?.at ?? (() => undefined),
        patienceMs,
      },
    );
    progress?.end();
    return outcome;
  } finally {
    await file?.close();
  }
}

/** How many rows an export will have; null where the store does not tell. */
export async function totalOf(
  { kind, store, since }: ExportWanted,
  send: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<GraphqlAnswer>,
  graphPrefix = '',
): Promise<number | null> {
  const text = `query ($store: ID!, $filter: ${filters[exportKind(kind)]}) {
    store(id: $store) { list: ${kind}(first: 1, filter: $filter) { totalCount } }
  }`;
  const query = print(new GraphNames(graphPrefix).renameOperation(parse(text)));
  const filter = since === undefined ? {} : { [kind === 'customers' ? 'createdAfter' : 'updatedAfter']: since };
  const { data } = await send(query, { store, filter });
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
