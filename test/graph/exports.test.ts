import { setTimeout as pause } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import type { ExportedPage } from '../../src/graph/context.js';
import { type ExportRequest, Exports } from '../../src/graph/exports.js';
import { ServiceError } from '../../src/model/service-error.js';

interface Context {
  readonly exported: ExportedPage;
  readonly signal: AbortSignal;
}
interface Line {
  readonly id?: number;
  readonly '@end'?: { readonly rows: number; readonly complete: boolean; readonly error?: { readonly code: string } };
}

const store = 'gid://drawbridge/Store/00000000-0000-4000-8000-000000000000';
const request: ExportRequest = { kind: 'orders', store, since: null, after: null, fields: '{ id }' };
const perPage = 3;

/** Exports of a list of so many pages. What happens is noted: that a page is asked for, that its rows are read; those of `failing` fail. */
function exportsOf(pages: number, { failing = new Map<number, ServiceError>(), text = 'x' } = {}) {
  const events: string[] = [];
  const signals: AbortSignal[] = [];
  let waitsFrom = Number.POSITIVE_INFINITY;
  const answered = async (after: string | null, { exported, signal }: Context) => {
    const page = Number(after ?? 0) + 1;
    events.push(`ask ${page}`);
    signals.push(signal);
    exported.sent();
    if (page >= waitsFrom) await aborted(signal);
    const error = failing.get(page);
    if (error) return { errors: [{ message: error.message, extensions: { code: error.code } }] };
    const hasNextPage = page < pages;
    await exported.ends(hasNextPage ? `${page}` : null);
    events.push(`read ${page}`);
    const edges = Array.from({ length: perPage }, (_, i) => ({
      cursor: `${page}`,
      node: { id: perPage * page + i, text },
    }));
    return { data: { store: { list: { pageInfo: { hasNextPage, endCursor: `${page}` }, edges } } } };
  };
  const server = {
    executeOperation: async (
      { variables }: { variables: { after: string | null } },
      { contextValue }: { contextValue: Context },
    ) => ({
      body: { kind: 'single', singleResult: await answered(variables.after, contextValue) },
    }),
  } as unknown as Pick<ApolloServer<Context>, 'executeOperation'>;
  const gone = new AbortController();
  const exports = new Exports<Context>(server);
  const lines: Line[] = [];
  return {
    events,
    signals,
    exports,
    gone,
    lines,
    /** From this page on none comes. */
    holdFrom: (page: number) => {
      waitsFrom = page;
    },
    async start(contextFor = async (exported: ExportedPage, signal: AbortSignal) => ({ exported, signal })) {
      const parts = await exports.start(request, { gone: gone.signal, contextFor });
      /** Takes one part; false where there is none. */
      return async () => {
        const part = await parts.next();
        if (part.done) return false;
        lines.push(
          ...part.value.lines
            .toString()
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        );
        return true;
      };
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new ServiceError('STORE_TIMEOUT', 'aborted'))),
  );
}

describe('the pages of an export', () => {
  test('are asked for one ahead: before the rows of the page at hand are read, and told', async () => {
    const { start, events, lines } = exportsOf(4);
    const take = await start();
    while (await take());
    expect(events).toEqual(['ask 1', 'ask 2', 'read 1', 'ask 3', 'read 2', 'ask 4', 'read 3', 'read 4']);
    expect(lines.flatMap(({ id }) => id ?? [])).toEqual(Array.from({ length: 12 }, (_, i) => i + 3));
    expect(lines.at(-1)?.['@end']).toEqual({ rows: 12, complete: true });
  });

  test('are neither asked for nor read further than the next one while nobody takes the lines', async () => {
    const { start, events } = exportsOf(9, { text: 'x'.repeat(100_000) });
    const take = await start();
    await take();
    await pause(100);
    // The second has come meanwhile; its rows are not read.
    expect(events).toEqual(['ask 1', 'ask 2', 'read 1']);
    // More of the same page.
    await take();
    await pause(100);
    expect(events).toEqual(['ask 1', 'ask 2', 'read 1']);
  });

  test('that fail end it after the rows of those before them', async () => {
    const failing = new Map([[3, new ServiceError('STORE_UNREACHABLE', 'down')]]);
    const { start, events, lines } = exportsOf(9, { failing });
    const take = await start();
    while (await take());
    expect(events).toEqual(['ask 1', 'ask 2', 'read 1', 'ask 3', 'read 2']);
    expect(lines.flatMap(({ id }) => id ?? [])).toHaveLength(6);
    const error = { message: 'down', code: 'STORE_UNREACHABLE' };
    expect(lines.at(-1)).toEqual({ '@end': { rows: 6, complete: false, error }, '@cursor': '2' });
  });

  test('are told as they have come where the next one may not be asked for yet', async () => {
    const { start, lines, exports, gone } = exportsOf(9);
    let first = true;
    const take = await start(async (exported, signal) => {
      if (!first) await aborted(signal);
      first = false;
      return { exported, signal };
    });
    await take();
    expect(lines).toHaveLength(perPage);
    gone.abort();
    while (await take());
    expect(exports.running).toBe(0);
  });

  test('end where whoever reads them goes, whatever is being waited for', async () => {
    const { start, holdFrom, signals, gone, exports, events } = exportsOf(9);
    holdFrom(2);
    const take = await start();
    await take();
    const waiting = take();
    gone.abort();
    await waiting;
    while (await take());
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    expect(events).toEqual(['ask 1', 'ask 2', 'read 1']);
    expect(exports.running).toBe(0);
  });

  test('end with what was asked ahead where nobody asks for the rest', async () => {
    const { exports, gone, signals, holdFrom } = exportsOf(9);
    holdFrom(2);
    const parts = await exports.start(request, {
      gone: gone.signal,
      contextFor: (exported, signal) => ({ exported, signal }),
    });
    await parts.next();
    await parts.return();
    expect(signals[1]?.aborted).toBe(true);
    expect(exports.running).toBe(0);
  });

  test('that are too wide are asked for again, and what was asked after them is not waited for', async () => {
    const asked: [string | null, number][] = [];
    const signals: AbortSignal[] = [];
    const server = {
      executeOperation: async (
        { variables: { after, first } }: { variables: { after: string | null; first: number } },
        { contextValue: { exported, signal } }: { contextValue: Context },
      ) => {
        asked.push([after, first]);
        signals.push(signal);
        exported.sent();
        const end = `${Number(after ?? 0) + first}`;
        if (after === '250') await aborted(signal);
        await exported.ends(after === null ? end : null);
        const errors = first > 200 ? [{ message: '', extensions: { code: 'STORE_RESULT_TRUNCATED' } }] : [];
        const pageInfo = { hasNextPage: after === null, endCursor: end };
        const data = { store: { list: { pageInfo, edges: [{ cursor: end, node: { id: end } }] } } };
        return { body: { kind: 'single', singleResult: { data, errors } } };
      },
    } as unknown as Pick<ApolloServer<Context>, 'executeOperation'>;
    const exports = new Exports<Context>(server);
    const parts = await exports.start(request, {
      gone: new AbortController().signal,
      contextFor: (exported, signal) => ({ exported, signal }),
    });
    const text: string[] = [];
    for await (const { lines } of parts) text.push(lines.toString());
    expect(asked).toEqual([
      [null, 250],
      ['250', 250],
      [null, 125],
      ['125', 125],
    ]);
    expect(signals[1]?.aborted).toBe(true);
    expect(text.join('')).toContain('"@end":{"rows":2,"complete":true}');
    expect(exports.running).toBe(0);
  });
});
