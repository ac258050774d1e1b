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

/** Of what the platform keeps no such fields. */
const none = 'select 1, 1, 1 from dual where false';

/** What PHP would read of OpenCart's JSON under a number, each row's. */
const inJson = (owner: string, table: string, column: string, field: number, at: number, by = owner) =>
  `select ${owner} id, '${column}.${field}' k, ${at} place, ${by} row_no, case json_type(json_extract(${column}, '$."${field}"'))
    when 'ARRAY' then replace(json_compact(json_extract(${column}, '$."${field}"')), ' ', '') else json_value(${column}, '$."${field}"') end v from ${table}`;
const ofOpenCart = (name: string, p: string): Reading => {
  const list = (parts: readonly string[], only = 'true') =>
    `select id, k, replace(replace(v, '&quot;', '"'), '&amp;', '&') from (${parts.join(' union all ')}) t
      where v is not null and v not in ('', '[]') and ${only} order by id, place, row_no`;
  const addressed = (id: number) => `{"11":["${id}","7"],"18":"Door ${id} &amp; bell","19":""}`;
  return {
    name,
    metafields: {
      customer: ['custom_field.4', 'custom_field.3', 'custom_field.18', 'custom_field.19', 'custom_field.constructor'],
      order: [
        'custom_field.4',
        'payment_custom_field.18',
        'shipping_custom_field.18',
        'shipping_custom_field.11',
        'custom_field.99',
      ],
      product: ['custom_field.4'],
    },
    // Beside what is opened stands what is not; some hold no JSON, as before 2.1, an empty list, or nothing.
    planted: `update ${p}customer set custom_field = case customer_id % 4 when 0 then concat('{"4":"VAT ', customer_id, ' &quot;x&quot;","3":["1","2"],"5":"hidden"}')
        when 1 then '[]' when 2 then 'a:1:{i:4;s:1:"x";}' else '{"3":[],"4":"gr\\u00fc\\u00df","6":"code"}' end;
      update ${p}address set custom_field = '${addressed(0)}' where address_id % 2 = 0;
      update ${p}address set custom_field = '${addressed(1)}' where address_id % 2 = 1;
      update \`${p}order\` set custom_field = '{"4":"PO 7","5":"hidden"}', payment_custom_field = '${addressed(2)}', shipping_custom_field = '${addressed(3)}' where order_id % 3 > 0;
      update \`${p}order\` set custom_field = '', payment_custom_field = '[]', shipping_custom_field = '{"18":7}' where order_id % 3 = 0`,
    sql: {
      products: none,
      categories: none,
      customers: list(
        [
          inJson('customer_id', `${p}customer where json_valid(custom_field)`, 'custom_field', 4, 0),
          inJson('customer_id', `${p}customer where json_valid(custom_field)`, 'custom_field', 3, 1),
          inJson('customer_id', `${p}address`, 'custom_field', 18, 2, 'address_id'),
        ],
        `id in (select customer_id from ${p}customer)`,
      ),
      orders: list(
        [
          inJson('order_id', `\`${p}order\``, 'custom_field', 4, 0),
          inJson('order_id', `\`${p}order\``, 'payment_custom_field', 18, 1),
          inJson('order_id', `\`${p}order\``, 'shipping_custom_field', 18, 2),
          inJson('order_id', `\`${p}order\``, 'shipping_custom_field', 11, 3),
        ],
        `id in (select order_id from \`${p}order\` where order_status_id > 0)`,
      ),
    },
  };
};

const readings: readonly Reading[] = [
  ofOpenCart('opencart3', 'shop3_'),
  ofOpenCart('opencart4', 'oc_'),
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
      orders: none,
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
            if (sql[list] !== none) expect(asked.length).toBeGreaterThan(0);
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
