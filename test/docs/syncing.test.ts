import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseGlobalId } from '../../src/model/ids.js';
import { platforms } from '../../src/platforms/index.js';
import { fixtures } from '../contract/fixtures.js';
import { graphOver, type StoreGraph, type Thing } from '../dirt/everything-read.js';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** How each platform's stock is lowered by a sale: of a product or variant, by its number. */
const sales: Readonly<Record<string, (number: string, prefix: string, isVariant: boolean) => string>> = {
  OPENCART: (id, prefix) => `update ${prefix}product set quantity = quantity - 1 where product_id = ${id}`,
  MAGENTO1: (id, prefix) => `update ${prefix}cataloginventory_stock_item set qty = qty - 1 where product_id = ${id}`,
  WOOCOMMERCE: (id, prefix) =>
    `update ${prefix}postmeta set meta_value = meta_value - 1 where meta_key = '_stock' and post_id = ${id}`,
  PRESTASHOP: (id, prefix, isVariant) =>
    `update ${prefix}stock_available set quantity = quantity - 1 where ${isVariant ? `id_product_attribute = ${id}` : `id_product_attribute = 0 and id_product = ${id}`}`,
  ZENCART: (id, prefix) =>
    `update ${prefix}products set products_quantity = products_quantity - 1 where products_id = ${id}`,
};

/** The stock as docs/syncing.md has it read: page by page, by `variantId`, else `productId`. */
async function stockOf(graph: StoreGraph): Promise<Map<string, string>> {
  const stock = new Map<string, string>();
  const operation = read('schema/operations/inventory-levels.graphql');
  for (let after: string | null = null, more = true; more; ) {
    const { data, errors } = await graph.run<{ inventoryLevels: Thing }>(operation, { first: 7, after });
    expect(errors).toBeUndefined();
    const page: Thing = data?.inventoryLevels;
    expect(page.unanswered).toEqual([]);
    for (const level of page.nodes) stock.set(level.variantId ?? level.productId, JSON.stringify(level));
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  return stock;
}

describe.each(fixtures.filter(({ platformId, inFile }) => inFile && Object.hasOwn(sales, platformId)))(
  'keeping a copy of a store of $platformId in step',
  ({ platformId, inFile }) => {
    test('the levels of stock tell each sale and nothing else', async () => {
      if (!inFile) throw new Error('the store must be one in a file');
      const store = await inFile.open();
      const graph = await graphOver(store);
      try {
        const before = await stockOf(graph);
        const sold = [...before].filter(([, level]) => Number(JSON.parse(level).quantity) > 2).slice(0, 3);
        expect(sold).toHaveLength(3);
        const database = new DatabaseSync(store.database);
        const prefix = inFile.names.prefix ?? inFile.names.own ?? '';
        for (const [id] of sold) {
          const parsed = parseGlobalId(id);
          if (!parsed || parsed.type === 'Store')
            throw new Error(`an id must be of a product or variant, but got: ${id}`);
          database.exec(sales[platformId]?.(parsed.nativeId, prefix, parsed.type === 'ProductVariant') ?? '');
        }
        database.close();
        const after = await stockOf(graph);
        expect([...after.keys()]).toEqual([...before.keys()]);
        expect([...after].filter(([id, level]) => before.get(id) !== level).map(([id]) => id)).toEqual(
          sold.map(([id]) => id),
        );
      } finally {
        await graph.stop();
        await store.close();
      }
    }, 60_000);
  },
);

test('the notes say of each platform what updatedAfter cannot see', () => {
  const table = read('docs/syncing.md').split('cannot see |\n')[1]?.split('\n\n')[0] ?? '';
  const told = table
    .split('\n')
    .slice(1)
    .map((row) => row.split('|')[1]?.trim());
  expect(told).toEqual(platforms.map(({ name }) => name).sort());
});
