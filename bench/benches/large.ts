import { grow, growable, large as sizes } from '../grow/index.js';
import { clockMs, figuresOf, rounded } from '../measure.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

/** Lists that people look at, by what they are; a page of 100 with little of each row, so that finding it is what counts. */
const lists: Readonly<Record<string, string>> = {
  'products by id': 'products(first: 100) { nodes { id name } }',
  'products by price': 'products(first: 100, orderBy: PRICE_ASC) { nodes { id name } }',
  'products, one SKU': 'products(first: 100, filter: { skus: ["none-of-this"] }) { nodes { id name } }',
  'products, searched': 'products(first: 100, filter: { search: "zzyzx" }) { nodes { id name } }',
  'orders by id': 'orders(first: 100) { nodes { id number } }',
  'orders by time, last': 'orders(first: 100, orderBy: PLACED_AT_DESC) { nodes { id number } }',
  'orders, counted': 'orders(first: 1) { totalCount }',
  'customers by id': 'customers(first: 100) { nodes { id email } }',
};

/** Pages of stores with 50,000 products and 200,000 orders, over the same pages of the small store. */
export async function large({ database, stores, say }: Surroundings): Promise<Result[]> {
  const db = await database();
  const results: Result[] = [];
  for (const name of stores.filter((one) => growable.includes(one))) {
    const store = await openStore(name, db);
    const service = await startService();
    try {
      const id = await service.connect(store.url, store.root);
      const timeOf = async (list: string): Promise<number> => {
        const times: number[] = [];
        for (let round = 0; round < 4; round += 1) {
          times.push(await clockMs(() => service.ask(`query ($id: ID!) { store(id: $id) { ${list} } }`, { id })));
        }
        return figuresOf(times.slice(1)).p50;
      };
      const small = new Map<string, number>();
      for (const [what, list] of Object.entries(lists)) small.set(what, await timeOf(list));
      const rowsOf = (sql: string) =>
        db
          .run(sql, store.database)
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split('\t'));
      grow(name, rowsOf, sizes);
      for (const [what, list] of Object.entries(lists)) {
        const took = await timeOf(list).catch(() => Number.NaN);
        const result: Result = {
          bench: 'large',
          work: `${name}, ${what}`,
          figure: rounded(took / 1000, 3),
          unit: 's',
          target: { most: 1 },
          parts: { 'small store': rounded(small.get(what) ?? 0, 1) },
        };
        results.push(result);
        say(result);
      }
    } finally {
      await service.close();
      await store.close();
    }
  }
  return results;
}
