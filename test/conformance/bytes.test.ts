import { type ListName, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What lists by a text are ordered by: the list, its order, the table and the column. */
type Texts = readonly (readonly [ListName, string, string, string])[];

const stores: Readonly<Record<string, Texts>> = {
  opencart4: [
    ['products', 'NAME', 'oc_product_description', 'name'],
    ['customers', 'EMAIL', 'oc_customer', 'email'],
  ],
  presta8: [
    ['products', 'NAME', 'ps_product_lang', 'name'],
    ['customers', 'EMAIL', 'ps_customer', 'email'],
  ],
  woo: [
    ['products', 'NAME', 'wp_posts', 'post_title'],
    ['categories', 'NAME', 'wp_terms', 'name'],
    ['customers', 'EMAIL', 'wp_users', 'user_email'],
  ],
  openmage: [
    ['products', 'NAME', 'catalog_product_entity_varchar', 'value'],
    ['customers', 'EMAIL', 'customer_entity', 'email'],
  ],
  zencart: [
    ['products', 'NAME', 'zen_products_description', 'products_name'],
    ['categories', 'NAME', 'zen_categories_description', 'categories_name'],
    ['customers', 'EMAIL', 'zen_customers', 'customers_email_address'],
  ],
};

describe.each(Object.entries(stores))('%s', (name, texts) => {
  describeWhere(parts, 'lists by columns whose bytes are no text', () => {
    let store: RealStore;
    beforeAll(async () => {
      store = await openRealStore(name);
    });
    afterAll(() => store?.close());

    test.each(texts)('%s by %s hold each row once, forwards and backwards', async (list, by, table, column) => {
      store.rows(`set sql_mode = ''; alter table ${table} modify ${column} varbinary(255);
        update ${table} set ${column} = concat(char(128 + crc32(${column}) % 100), ${column})`);
      for (const orderBy of [`${by}_ASC`, `${by}_DESC`]) {
        // All of it fits one page, of which no cursor is needed.
        const right = await walk(store.session, list, orderBy, { limit: 250, backward: false });
        expect(new Set(right).size).toBe(right.length);
        expect(right.length).toBeGreaterThan(9);
        expect(await walk(store.session, list, orderBy, { limit: 7, backward: false })).toEqual(right);
        expect(await walk(store.session, list, orderBy, { limit: 7, backward: true })).toEqual(right);
      }
    });
  });
});
