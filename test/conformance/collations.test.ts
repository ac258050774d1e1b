import { graphOver, listNames, readEverything, type StoreGraph, type Thing } from '../dirt/everything-read.js';
import { realStores } from '../dirt/real-dirt.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** Statements that give each text column of a store one of three collations, by chance of its name; keys to other tables keep theirs. */
function mixing(rows: RealStore['rows']): string {
  const keys =
    'information_schema.key_column_usage where table_schema = database() and referenced_table_name is not null';
  const columns = rows(
    `select table_name, column_name, column_type, if(is_nullable = 'YES', 'null', 'not null'),
        elt(1 + crc32(concat(table_name, column_name)) % 3, 'general', 'unicode', 'unicode_520')
      from information_schema.columns where table_schema = database() and collation_name is not null
        and (table_name, column_name) not in (select table_name, column_name from ${keys})
        and (table_name, column_name) not in (select referenced_table_name, referenced_column_name from ${keys})`,
  );
  const changed = new Map<string, string[]>();
  for (const [table = '', column, type, nullable, collation] of columns) {
    const text = `modify \`${column}\` ${type} character set utf8mb4 collate utf8mb4_${collation}_ci ${nullable}`;
    changed.set(table, [...(changed.get(table) ?? []), text]);
  }
  const statements = [...changed].map(([table, some]) => `alter table \`${table}\` ${some}`);
  return ["set sql_mode = '', foreign_key_checks = 0", ...statements].join(';\n');
}

describe.each(Object.keys(realStores))('%s', (name) => {
  describeWhere(parts, 'with columns of several collations', () => {
    let store: RealStore;
    let graph: StoreGraph;
    beforeAll(async () => {
      store = await openRealStore(name);
      graph = await graphOver(store);
    }, 120_000);
    afterAll(async () => {
      await graph?.stop();
      await store?.close();
    });

    const run = (list: string) =>
      graph.run<{ store: Thing }>(`query ($id: ID!) { store(id: $id) { ${list} } }`, { id: graph.storeId });
    /** The names of products by pages, in the order of names. */
    const byName = async () => {
      const names: string[] = [];
      for (let after: string | null = null; ; ) {
        const place: string = after === null ? '' : `, after: "${after}"`;
        const { data, errors } = await run(
          `products(first: 7, orderBy: NAME_ASC${place}) { nodes { nativeId } pageInfo { hasNextPage endCursor } }`,
        );
        expect(errors).toBeUndefined();
        const { nodes, pageInfo } = (data as { store: Thing }).store.products;
        names.push(...nodes.map((node: Thing) => node.nativeId));
        if (!pageInfo.hasNextPage || names.length > 1_000) return names.sort();
        after = pageInfo.endCursor;
      }
    };
    const read = async () => {
      const { lists, levels, errors } = await readEverything(graph);
      expect(errors).toEqual([]);
      const { data, errors: more } = await run(
        'shippingMethods { nativeId name } search: products(filter: { search: "a" }) { totalCount }',
      );
      expect(more).toBeUndefined();
      const shown = listNames.map((list) => [list, lists[list]?.totalCount, lists[list]?.nodes]);
      return { shown, levels, names: await byName(), more: data?.store };
    };

    test('it is read as with columns of one', async () => {
      const before = await read();
      store.rows(mixing(store.rows));
      await store.session().refresh();
      expect(await read()).toEqual(before);
    }, 120_000);
  });
});
