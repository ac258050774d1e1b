import type { Metafield } from '../../src/model/metafield.js';
import { Selection } from '../../src/model/selection.js';
import { askPage, type ListName } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const wanted = new Selection({ nativeId: {}, metafields: { key: {}, value: {} } });
const withVariants = new Selection({ nativeId: {}, variants: { nativeId: {}, metafields: { key: {}, value: {} } } });

interface Thing {
  readonly nativeId: string;
  readonly metafields: readonly Metafield[];
}

interface Reading {
  readonly name: string;
  readonly metafields: Readonly<Record<string, readonly string[]>>;
  /** Rows that the store lacks, put into this copy of it. */
  readonly planted?: string;
  /** What MariaDB says of each list: the thing, the key, and what it holds. */
  readonly sql: Readonly<Partial<Record<ListName | 'variants', string>>>;
}

const ofPosts = (prefix: string, keys: string, post: string) =>
  `select post_id, meta_key, meta_value from ${prefix}postmeta join ${prefix}posts p on p.ID = post_id
    where ${post} and meta_key in (${keys}) and meta_value is not null order by post_id, meta_id`;

const ofWooCommerce = (name: string, p: string): Reading => ({
  name,
  metafields: {
    product: ['total_sales', '_acme_serial'],
    category: ['display_type', 'product_count_product_cat'],
    order: ['_vat_number', '_acme_note'],
    customer: ['vat_number', 'paying_customer', 'nickname'],
  },
  // One key twice, one in another case, which WordPress takes for another, and the same of what is no product, category or order.
  planted: `insert into ${p}postmeta (post_id, meta_key, meta_value)
      select ID, k, v from ${p}posts join (select '_acme_serial' k, 'a:1:{i:0;i:7;}' v union all select '_acme_serial', 'second' union all select '_ACME_serial', 'another') t
      where post_type in ('product', 'product_variation', 'page', 'attachment') and ID % 3 = 0;
    insert into ${p}termmeta (term_id, meta_key, meta_value) select term_id, 'display_type', 'no category' from ${p}term_taxonomy where taxonomy = 'product_tag'`,
  sql: {
    products: ofPosts(
      p,
      "'total_sales', '_acme_serial'",
      "post_type = 'product' and post_status <> 'auto-draft' and binary meta_key <> '_ACME_serial'",
    ),
    variants: ofPosts(
      p,
      "'total_sales', '_acme_serial'",
      `post_type = 'product_variation' and post_status in ('publish', 'private') and binary meta_key <> '_ACME_serial'
        and post_parent in (select r.object_id from ${p}term_relationships r join ${p}term_taxonomy x using (term_taxonomy_id) join ${p}terms w using (term_id)
          join ${p}posts q on q.ID = r.object_id and q.post_type = 'product' where x.taxonomy = 'product_type' and w.slug = 'variable')`,
    ),
    categories: `select m.term_id, meta_key, meta_value from ${p}termmeta m join ${p}term_taxonomy x on x.term_id = m.term_id and taxonomy = 'product_cat'
      where meta_key in ('display_type', 'product_count_product_cat') order by m.term_id, meta_id`,
    orders:
      name === 'woo'
        ? `select order_id, meta_key, meta_value from ${p}wc_orders_meta m join ${p}wc_orders o on o.id = order_id
            where o.type = 'shop_order' and o.status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')
              and meta_key = '_vat_number' order by order_id, m.id`
        : ofPosts(
            p,
            "'_vat_number'",
            "post_type = 'shop_order' and post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')",
          ),
    customers: `select user_id, meta_key, meta_value from ${p}usermeta where meta_key in ('vat_number', 'paying_customer', 'nickname')
      and (user_id in (select user_id from ${p}usermeta where meta_key = '${p}capabilities' and meta_value like '%"customer"%')
        or user_id in (${
          name === 'woo'
            ? `select customer_id from ${p}wc_orders where type = 'shop_order' and status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')`
            : `select meta_value from ${p}postmeta join ${p}posts o on o.ID = post_id where meta_key = '_customer_user' and post_type = 'shop_order'
                and post_status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')`
        })) order by user_id, umeta_id`,
  },
});

/** What store view 1 has of attributes, else what is kept for all. */
const ofMagento = (entity: string, type: number, attributes: readonly (readonly [string, string])[], also = '') =>
  `select id, code, value from (${attributes
    .map(
      ([code, kind], at) =>
        `select e.entity_id id, '${code}' code, ${at} place, (select cast(v.value as char) from ${entity}_${kind} v join eav_attribute a using (attribute_id)
          where a.attribute_code = '${code}' and a.entity_type_id = ${type} and v.entity_id = e.entity_id ${also} limit 1) value from ${entity} e`,
    )
    .join(' union all ')}) t where value is not null`;
const shown = 'order by v.store_id = 1 desc, v.store_id';

const readings: readonly Reading[] = [
  ofWooCommerce('woo', 'wp_'),
  ofWooCommerce('woolegacy', 'lg7_'),
  {
    name: 'openmage',
    metafields: {
      product: ['model', 'manufacturer', 'cost', 'response_time', 'sku', 'nothing'],
      category: ['display_mode', 'page_layout'],
      customer: ['taxvat', 'dob', 'prefix'],
      order: ['_acme_note'],
    },
    sql: {
      products: `${ofMagento(
        'catalog_product_entity',
        10,
        [
          ['model', 'text'],
          ['cost', 'decimal'],
          ['response_time', 'varchar'],
        ],
        `and v.store_id in (0, 1) ${shown}`,
      )} order by id, place`,
      categories: `${ofMagento(
        'catalog_category_entity',
        9,
        [
          ['display_mode', 'varchar'],
          ['page_layout', 'varchar'],
        ],
        `and v.store_id in (0, 1) ${shown}`,
      )} and id in (select entity_id from catalog_category_entity where level > 1) order by id, place`,
      customers: `${ofMagento('customer_entity', 1, [
        ['taxvat', 'varchar'],
        ['dob', 'datetime'],
        ['prefix', 'varchar'],
      ])} order by id, place`,
      orders: 'select 1, 1, 1 from dual where false',
    },
  },
];

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'fields that an owner opened',
  () => {
    test.each(readings)(
      'are in $name what its database says, and no other',
      async ({ name, metafields, planted, sql }) => {
        const store: RealStore = await openRealStore(name, {}, { metafields });
        try {
          if (planted) store.rows(planted);
          const flat = (things: readonly Thing[]) =>
            things.flatMap((thing) => thing.metafields.map(({ key, value }) => [thing.nativeId, key, value]));
          // In one list of texts as MariaDB's client prints them.
          const printed = (rows: readonly (readonly string[])[]) =>
            rows.map((row) =>
              row.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t')),
            );
          for (const list of ['products', 'categories', 'orders', 'customers'] as const) {
            const { rows } = await askPage(store.session(), list, { limit: 250, selection: wanted });
            const found = printed(flat(rows.map(({ node }) => node as unknown as Thing)));
            // The option's id, which the varchar of before its type was changed holds.
            const asked = found.filter(([, key]) => key !== 'manufacturer');
            expect([name, list, asked]).toEqual([name, list, store.rows(sql[list] ?? '')]);
            if (list !== 'orders' || name !== 'openmage') expect(asked.length).toBeGreaterThan(0);
          }
          if (sql.variants) {
            const { rows } = await askPage(store.session(), 'products', { limit: 250, selection: withVariants });
            const variants = rows.flatMap(({ node }) => (node as unknown as { variants: Thing[] }).variants);
            const byId = variants.sort((a, b) => Number(a.nativeId) - Number(b.nativeId));
            expect(printed(flat(byId))).toEqual(store.rows(sql.variants));
          }
        } finally {
          await store.close();
        }
      },
    );
  },
);
