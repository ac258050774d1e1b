import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Asking } from './asking.js';
import { cellsOf, csvOf } from './csv.js';
import { MisuseError } from './misuse-error.js';
import { Progress } from './progress.js';
import { type StockRow, stockRows } from './stock-list.js';
import { exitCodes } from './surroundings.js';
import { readText } from './text-file.js';

/** What `drawbridge set-stock` is given. */
interface SetStockOptions {
  readonly file: string;
  readonly store?: string;
  readonly result?: string;
}

interface Outcome {
  /** `DONE`, or a code of the service. */
  readonly code: string;
  readonly message: string;
  /** The thing's global id; empty where it is not known. */
  readonly id: string;
  /** What the store holds now; empty where it did not say. */
  readonly quantity: string;
  /** The line that the call which it is changed by is named for; empty where no call is to change it. */
  readonly call: string;
}

/** A row, and the thing that it is about. */
interface Wanted {
  readonly row: StockRow;
  readonly id: string;
}

interface Results {
  readonly results: readonly {
    readonly inventory: { readonly quantity: string | null } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  }[];
}

/** The most changes of a mutation, and the most SKUs that are asked for at once. */
const perCall = { changes: 250, skus: 100 } as const;
/** How long after the first call the same list may be sent again: the service knows its keys for a day. */
const againMs = 23 * 3_600_000;
const header = ['line', 'store', 'sku', 'id', 'code', 'message', 'quantity', 'call', 'list', 'firstSentAt'] as const;

/** Adds the command that sets stock from a list. */
export function addSetStock(program: Command, asking: Asking): void {
  program
    .command('set-stock')
    .description('sets the stock that a list says; the same list sent again within a day changes nothing twice')
    .requiredOption('--file <csv>', 'columns: store, one of sku, product and variant, one of quantity and adjustBy')
    .option('--store <id>', 'the store, where the list has no column for it')
    .option('--result <csv>', 'where to write what became of each row; <file>.result.csv by default')
    .action(async (given: SetStockOptions) => {
      try {
        if (!(await setStock(given, asking))) asking.exitCode = exitCodes.refused;
      } finally {
        asking.around.progress?.(null);
      }
    });
}

/** Sends a list, under keys that are made of what it holds, and gives whether every row was done. */
async function setStock({ file, store, result }: SetStockOptions, asking: Asking): Promise<boolean> {
  const { around } = asking;
  const text = await readText(file);
  const rows = stockRows(text, store);
  const list = createHash('sha256')
    .update(JSON.stringify([text, store ?? null]))
    .digest('hex')
    .slice(0, 32);
  const resultFile = result ?? `${file}.result.csv`;
  const now = around.now?.() ?? new Date();
  const before = await sentBefore(resultFile, list, now);
  const since = before?.since ?? now;
  const outcomes = new Map<number, Outcome>();
  const keep = async () => {
    const lines = rows.map((row) => {
      const { id, code, message, quantity, call } = outcomes.get(row.line) ?? unsent(row);
      return [String(row.line), row.store, row.sku, id, code, message, quantity, call, list, since.toISOString()];
    });
    await writeFile(`${resultFile}.new`, csvOf([[...header], ...lines]), { mode: 0o600 });
    await rename(`${resultFile}.new`, resultFile);
  };
  const progress = around.progress ? new Progress(around.progress, rows.length) : null;
  const take = async (found: ReadonlyMap<number, Outcome>) => {
    for (const [line, outcome] of found) outcomes.set(line, outcome);
    progress?.at(outcomes.size);
    await keep();
  };
  await take(
    new Map(
      rows.flatMap((row) =>
        row.fault === null ? [] : [[row.line, { ...unsent(row), code: 'INVALID', message: row.fault }]],
      ),
    ),
  );
  const sent = new Set<string>();
  const send = async (wanted: readonly Wanted[], call: string) => {
    for (const { id } of wanted) sent.add(id);
    await take(await changed(wanted, call, `set-stock ${list} ${call}`, asking));
  };
  // A call that may have been made is made again as it was: its key would be refused for another.
  const fit = rows.filter(({ fault }) => fault === null);
  const made = new Map<string, Wanted[]>();
  for (const row of fit) {
    const told = before?.calls.get(row.line);
    if (told) made.set(told.call, [...(made.get(told.call) ?? []), { row, id: told.id }]);
  }
  await take(new Map([...made].flatMap(([call, wanted]) => wanted.map((one) => [one.row.line, waiting(one, call)]))));
  for (const [call, wanted] of made) await send(wanted, call);
  for (const group of groupsOf(fit.filter(({ line }) => !before?.calls.has(line)))) {
    const wanted: Wanted[] = [];
    const found = new Map<number, Outcome>();
    const ids = await idsOf(group, asking);
    for (const row of group) {
      const { id, fault } =
        row.id === null ? (ids.get(row.sku) ?? { id: null, fault: notFound(row) }) : { id: row.id, fault: null };
      if (fault) found.set(row.line, fault);
      else if (id !== null && (sent.has(id) || wanted.some((one) => one.id === id))) {
        found.set(row.line, { ...unsent(row), id, code: 'INVALID', message: 'It stands in the list before.' });
      } else if (id !== null) wanted.push({ row, id });
    }
    const call = String(wanted[0]?.row.line ?? '');
    for (const one of wanted) found.set(one.row.line, waiting(one, call));
    await take(found);
    await send(wanted, call);
  }
  const done = rows.filter(({ line }) => outcomes.get(line)?.code === 'DONE').length;
  around.out(`${done} of ${rows.length} done; ${resultFile} says what became of each.\n`);
  return done === rows.length;
}

function unsent(row: StockRow): Outcome {
  return { code: 'NOT_SENT', message: '', id: row.id ?? '', quantity: '', call: '' };
}

/** What is told of a row from before its call is made, so that the call can be made again. */
function waiting({ row, id }: Wanted, call: string): Outcome {
  return { ...unsent(row), id, call };
}

function notFound(row: StockRow): Outcome {
  return { ...unsent(row), code: 'NOT_FOUND', message: 'The store has nothing of this SKU.' };
}

/** The rows of each store, in their order, as many in a group as go into one call. */
function groupsOf(rows: readonly StockRow[]): StockRow[][] {
  const byStore = new Map<string, StockRow[]>();
  for (const row of rows) {
    const those = byStore.get(row.store) ?? [];
    those.push(row);
    byStore.set(row.store, those);
  }
  return [...byStore.values()].flatMap((all) => partsOf(all, perCall.changes));
}

function partsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** The thing of each SKU of these rows of one store, or why there is none. */
async function idsOf(
  rows: readonly StockRow[],
  asking: Asking,
): Promise<Map<string, { readonly id: string | null; readonly fault: Outcome | null }>> {
  const found = new Map<string, { id: string | null; fault: Outcome | null }>();
  const bySku = new Map(rows.filter(({ id }) => id === null).map((row) => [row.sku, row]));
  for (const part of partsOf([...bySku.keys()], perCall.skus)) {
    const answer = await asking.send(await asking.committed('things-by-sku'), { store: rows[0]?.store, skus: part });
    const held = (answer.data as { store?: ThingsBySku | null } | null | undefined)?.store;
    const failed = answer.errors?.[0];
    for (const sku of part) {
      const row = bySku.get(sku) as StockRow;
      const products = (held?.products?.nodes ?? []).filter((one) => one.sku === sku);
      const live = products.filter(({ status }) => status !== 'ARCHIVED');
      // A variant without a SKU of its own shows its product's.
      const variants = (held?.variants?.nodes ?? []).filter((one) => one.sku === sku);
      const things = live.length > 0 ? live : products.length > 0 ? products : variants;
      if (failed || !held) {
        const { message = 'The service knows no such store.', extensions } = failed ?? {};
        found.set(sku, { id: null, fault: { ...unsent(row), code: extensions?.code ?? 'NOT_FOUND', message } });
      } else if (things.length > 1) {
        const message = `${things.length} things have this SKU: name one by its id.`;
        found.set(sku, { id: null, fault: { ...unsent(row), code: 'INVALID', message } });
      } else found.set(sku, { id: things[0]?.id ?? null, fault: things.length === 0 ? notFound(row) : null });
    }
  }
  return found;
}

interface ThingsBySku {
  readonly products?: { readonly nodes: readonly { id: string; sku: string | null; status: string }[] } | null;
  readonly variants?: { readonly nodes: readonly { id: string; sku: string | null }[] } | null;
}

/** Has things of one store changed; again, under the same key, for as long as more and more of them come to be begun. */
async function changed(
  wanted: readonly Wanted[],
  call: string,
  idempotencyKey: string,
  asking: Asking,
): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  if (wanted.length === 0) return outcomes;
  const changes = wanted.map(({ row, id }) => ({ id, ...row.change }));
  for (let waiting = Number.POSITIVE_INFINITY; ; ) {
    const answer = await asking.send(await asking.committed('set-inventory'), { changes, idempotencyKey });
    const results = (answer.data as { setInventory?: Results | null } | null | undefined)?.setInventory?.results;
    wanted.forEach(({ row, id }, i) => {
      const told = results?.[i];
      const fault = told ? told.userErrors[0] : (answer.errors?.[0] ?? { message: 'The service did not answer.' });
      const code =
        fault && 'code' in fault ? fault.code : (fault as { extensions?: { code?: string } })?.extensions?.code;
      const quantity = told?.inventory?.quantity ?? '';
      const [known, message] = [fault ? (code ?? 'ERROR') : 'DONE', fault?.message ?? ''];
      outcomes.set(row.line, { id, quantity, call, code: known, message });
    });
    const left = [...outcomes.values()].filter(({ code }) => code === 'NOT_BEGUN').length;
    if (left === 0 || left >= waiting) return outcomes;
    waiting = left;
  }
}

/** What a file of results says of the list. */
interface SentBefore {
  readonly since: Date;
  /** The call of each line that has one, and what the line is about. */
  readonly calls: ReadonlyMap<number, { readonly call: string; readonly id: string }>;
}

/** What was sent of the list, as its file of results says; null: nothing. Throws where sending it again could change things twice. */
async function sentBefore(resultFile: string, list: string, now: Date): Promise<SentBefore | null> {
  const text = await readFile(resultFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new MisuseError(`${resultFile} could not be read: ${error.code}`);
  });
  if (text === null) return null;
  const [names = [], ...lines] = cellsOf(text);
  const of = (line: readonly string[] | undefined, name: (typeof header)[number]) => line?.[names.indexOf(name)] ?? '';
  const [first] = lines;
  if (of(first, 'list') !== list)
    throw new MisuseError(`${resultFile} is of another list: move it away, or give another --result`);
  const since = new Date(of(first, 'firstSentAt'));
  if (!(now.getTime() - since.getTime() < againMs)) {
    throw new MisuseError(
      `the list was sent on ${of(first, 'firstSentAt')}, too long ago to be sent again: put what is not DONE into a list of its own`,
    );
  }
  const calls = lines
    .filter((line) => of(line, 'call') !== '')
    .map((line) => [Number(of(line, 'line')), { call: of(line, 'call'), id: of(line, 'id') }] as const);
  return { since, calls: new Map(calls) };
}
