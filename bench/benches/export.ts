import { request } from 'undici';
import { grow, moderate } from '../grow/index.js';
import { figuresOf, rounded } from '../measure.js';
import { memoryOf, processorTimeOf } from '../processes.js';
import type { Result } from '../result.js';
import { lean, startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

/** What is read of each row: what a copy of a shop for search or stock needs, and everything there is. */
const selections = {
  products: '{ id name sku price { amount currencyCode } inventory { quantity available } updatedAt }',
  orders: '{ id number status { name } placedAt total { amount currencyCode } email lineItems { sku quantity } }',
  customers: '{ id email firstName lastName createdAt }',
};

/** All of a list of a grown store, by the service's process: rows a second, and the most memory that it held. */
export async function exported({ database, registry, stores, say }: Surroundings): Promise<Result[]> {
  const db = await database();
  const results: Result[] = [];
  for (const name of stores) {
    const store = await openStore(name, db);
    const service = await startService({ ...(await registry()), ...lean });
    try {
      const rowsOf = (sql: string) =>
        db
          .run(sql, store.database)
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split('\t'));
      grow(name, rowsOf, moderate);
      const id = await service.connect(store.url, store.root);
      for (const kind of ['products', 'orders', 'customers'] as const) {
        for (const fields of [selections[kind], '']) {
          const pace: number[] = [];
          const before = memoryOf(service.pid);
          let [rows, memory] = [0, 0];
          const look = setInterval(() => {
            memory = Math.max(memory, memoryOf(service.pid));
          }, 50);
          const processor = processorTimeOf(service.pid);
          try {
            for (let round = 0; round < 3; round += 1) {
              const began = performance.now();
              rows = await read(service.url, service.authorization, kind, { store: id, fields });
              pace.push((1000 * rows) / (performance.now() - began));
            }
          } finally {
            clearInterval(look);
          }
          const perRow = (processorTimeOf(service.pid) - processor) / (3 * rows);
          const { p50, p25, p75 } = figuresOf(pace);
          const result: Result = {
            bench: 'export',
            work: `${name} ${kind}, ${fields ? 'some fields' : 'everything'}`,
            figure: rounded(p50, 0),
            unit: 'per s',
            spread: [rounded(p25, 0), rounded(p75, 0)],
            target: { least: 5_000 },
            parts: { rows, 'MB before': before, 'MB at most': memory, 'processor ms a row': rounded(perRow, 3) },
          };
          results.push(result);
          say(result);
        }
      }
    } finally {
      await service.close();
      await store.close();
    }
  }
  return results;
}

async function read(url: string, authorization: string, kind: string, query: Record<string, string>): Promise<number> {
  const { statusCode, body } = await request(`${url}/export/${kind}?${new URLSearchParams(query)}`, {
    headers: { authorization },
  });
  let rows = 0;
  let end = '';
  for await (const chunk of body as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
    end = (end + chunk.subarray(-400).toString()).slice(-400);
  }
  if (statusCode !== 200 || !end.includes('"complete":true')) {
    throw new Error(`the export must be complete, but got: ${statusCode} ${end}`);
  }
  return rows - 1;
}
