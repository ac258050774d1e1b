import { Big } from 'big.js';
import { DateTime } from 'luxon';
import {
  ExampleCustomerOrdersDocument,
  ExampleDashboardDocument,
  ExampleOrderSearchDocument,
  ExampleProductListDocument,
  ExampleProductPageDocument,
  ExampleStockDocument,
} from '../../schema/generated/operations.js';
import { globalId } from '../../src/model/ids.js';
import { graphOver, type StoreGraph } from '../dirt/everything-read.js';
import { describeWhere } from '../support/machine.js';
import { unescapedText } from './oracle-values.js';
import { openRealStore, type RealStore } from './real-store.js';

/** What MariaDB itself says of a store, by plain statements. */
interface Readings {
  readonly name: string;
  /** The clock that its times of orders are by. */
  readonly zone: string;
  readonly planted?: string;
  /** Id and name. */
  readonly brands: string;
  readonly attributes?: string;
  readonly attributeSets?: string;
  readonly tags?: string;
  /** Whether the tags stand between commas. */
  readonly tagsParted?: true;
  /** Id, name, address, town, postcode, latitude, longitude, hours, whether it is shown. */
  readonly locations?: string;
  /** Id, SKU, name, quantity of a product that has all of these and is counted. */
  readonly product: string;
  /** Ids of products of one brand. */
  readonly ofBrand: (brand: string) => string;
  /** Id, number, time, currency, total, customer. */
  readonly orders: string;
}

const ofOpenCart = (name: string, p: string, zone: string, sku: string, own: string): Readings => ({
  name,
  zone,
  planted: `insert into ${p}location set location_id = 3, name = 'A &amp; B', address = 'Quay 1\\r\\n1000 Town', telephone = '5', geocode = ' 48.2, 16.37 ', open = 'Mon', comment = ''${p === 'oc_' ? '' : ", fax = ''"};
    insert into ${p}location set location_id = 4, name = 'C', address = '', telephone = '', geocode = 'somewhere', open = '', comment = ''${p === 'oc_' ? '' : ", fax = ''"};
    update ${p}product_description set tag = 'red, blue &amp; green,,red' where language_id = 1 and product_id in (42, 43)`,
  brands: `select manufacturer_id, name from ${p}manufacturer`,
  attributes: `select attribute_id, name from ${p}attribute_description where language_id = 1`,
  tags: `select tag from ${p}product_description join ${p}product using (product_id) where language_id = 1 and ${own}`,
  tagsParted: true,
  locations: `select location_id, name, replace(address, '\\r\\n', '/'), '', '', if(location_id = 3, '48.2', ''), if(location_id = 3, '16.37', ''), open, 1 from ${p}location`,
  product: `select product_id, ${sku}, name, quantity from ${p}product p join ${p}product_description using (product_id) where language_id = 1 and subtract = 1 and ${own} and ${sku} <> '' order by product_id`,
  ofBrand: (brand) => `select product_id from ${p}product where manufacturer_id = ${brand} and ${own}`,
  orders: `select order_id, order_id, date_added, currency_code, round(total * currency_value, 4), customer_id from \`${p}order\` where order_status_id > 0`,
});

const noOrders = "('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')";
const ofWooCommerce = (name: string, p: string, orders: string): Readings => {
  const meta = (id: string, key: string) =>
    `(select meta_value from ${p}postmeta where post_id = ${id} and meta_key = '${key}' order by meta_id limit 1)`;
  const terms = (taxonomy: string) =>
    `${p}term_taxonomy x join ${p}terms t using (term_id) where x.taxonomy = '${taxonomy}'`;
  const product = "post_type = 'product' and post_status not in ('auto-draft', 'importing', 'inherit')";
  return {
    name,
    zone: 'utc',
    planted: `insert into ${p}options (option_name, option_value, autoload) values ('pickup_location_pickup_locations',
      'a:1:{i:0;a:4:{s:4:"name";s:4:"Pier";s:7:"address";a:5:{s:9:"address_1";s:6:"Quay 2";s:4:"city";s:4:"Town";s:5:"state";s:0:"";s:8:"postcode";s:4:"1000";s:7:"country";s:2:"DE";}s:7:"details";s:3:"Sat";s:7:"enabled";b:1;}}', 'no')`,
    brands: `select term_id, name from ${terms('product_brand')}`,
    attributes: `select concat('pa_', attribute_name), attribute_label from ${p}woocommerce_attribute_taxonomies`,
    tags: `select t.name from ${p}term_relationships r join ${p}posts on ID = r.object_id join ${p}term_taxonomy x on x.term_taxonomy_id = r.term_taxonomy_id
      join ${p}terms t on t.term_id = x.term_id where x.taxonomy = 'product_tag' and ${product}`,
    locations: "select 0, 'Pier', 'Quay 2', 'Town', '1000', '', '', 'Sat', 1",
    product: `select ID, ${meta('ID', '_sku')}, post_title, ${meta('ID', '_stock')} + 0 from ${p}posts where ${product} and ${meta('ID', '_sku')} <> '' and ${meta('ID', '_manage_stock')} = 'yes'
      and ID not in (select post_parent from ${p}posts where post_type = 'product_variation') order by ID`,
    ofBrand: (brand) =>
      `select object_id from ${p}term_relationships join ${p}term_taxonomy using (term_taxonomy_id) join ${p}posts on ID = object_id where term_id = ${brand} and ${product}`,
    orders,
  };
};

const lg7 = (key: string) =>
  `(select meta_value from lg7_postmeta where post_id = o.ID and meta_key = '${key}' order by meta_id limit 1)`;

const stores: readonly Readings[] = [
  ofOpenCart('opencart3', 'shop3_', 'America/New_York', 'sku', 'true'),
  ofOpenCart(
    'opencart4',
    'oc_',
    'Europe/Paris',
    "(select value from oc_product_code c where c.product_id = p.product_id and c.code = 'SKU' limit 1)",
    'master_id = 0',
  ),
  ofWooCommerce(
    'woo',
    'wp_',
    `select id, id, date_created_gmt, currency, round(total_amount, 4), customer_id from wp_wc_orders where type = 'shop_order' and status not in ${noOrders}`,
  ),
  ofWooCommerce(
    'woolegacy',
    'lg7_',
    `select ID, ID, post_date_gmt, ${lg7('_order_currency')}, round(${lg7('_order_total')}, 4), ${lg7('_customer_user')} from lg7_posts o where post_type = 'shop_order' and post_status not in ${noOrders}`,
  ),
  {
    name: 'presta8',
    zone: 'America/New_York',
    brands: 'select id_manufacturer, name from ps_manufacturer',
    attributes: 'select id_feature, name from ps_feature_lang where id_lang = 2',
    tags: 'select name from ps_tag join ps_product_tag using (id_tag) where ps_tag.id_lang = 2',
    locations: `select id_store, name, trim(address1), city, postcode, latitude + 0.0e0, longitude + 0.0e0,
        replace(replace(replace(trim(hours), '[["', ''), '"]]', ''), '"],["', '/'), active from ps_store join ps_store_lang using (id_store) where id_lang = 2`,
    product: `select max(p.id_product), reference, max(name), max(s.quantity) from ps_product p join ps_product_lang l on l.id_product = p.id_product and id_lang = 2 and id_shop = 1
        join ps_stock_available s on s.id_product = p.id_product and id_product_attribute = 0
        where reference <> '' and p.id_product not in (select id_product from ps_product_attribute) group by reference having count(*) = 1 order by 1`,
    ofBrand: (brand) => `select id_product from ps_product where id_manufacturer = ${brand} and state = 1`,
    orders: `select id_order, reference, date_add, iso_code, round(total_paid_tax_incl, 4), if((select is_guest + deleted from ps_customer c where c.id_customer = o.id_customer) = 0, id_customer, 0)
        from ps_orders o join ps_currency using (id_currency)`,
  },
  {
    name: 'openmage',
    zone: 'utc',
    brands: `select o.option_id, coalesce(max(if(store_id = 1, value, null)), max(if(store_id = 0, value, null))) from eav_attribute_option o
        join eav_attribute using (attribute_id) join eav_attribute_option_value using (option_id) where attribute_code = 'manufacturer' and store_id in (0, 1) group by o.option_id`,
    attributes: `select a.attribute_id, coalesce((select value from eav_attribute_label l where l.attribute_id = a.attribute_id and store_id = 1), frontend_label) from eav_attribute a
        join catalog_eav_attribute c using (attribute_id) where entity_type_id = 10 and backend_type <> 'static' and coalesce(frontend_input, '') not in ('media_image', 'gallery', 'weee')
          and (c.is_visible_on_front = 1 or (is_user_defined = 1 and coalesce(frontend_input, '') <> 'price'))`,
    tags: 'select name from tag t join tag_relation using (tag_id) join catalog_product_entity on entity_id = product_id where active = 1 and t.status = 1',
    attributeSets:
      'select attribute_set_id, attribute_set_name from eav_attribute_set where entity_type_id = 10 order by sort_order, attribute_set_name',
    product: `select e.entity_id, sku, (select value from catalog_product_entity_varchar v join eav_attribute a using (attribute_id) where attribute_code = 'name' and a.entity_type_id = 10 and v.entity_id = e.entity_id and store_id in (0, 1) order by store_id desc limit 1),
        qty + 0 from catalog_product_entity e join cataloginventory_stock_item s on s.product_id = e.entity_id where type_id = 'simple' and e.entity_id not in (select product_id from catalog_product_super_link) order by e.entity_id`,
    ofBrand: (brand) =>
      `select distinct entity_id from (select entity_id, value from catalog_product_entity_varchar join eav_attribute using (attribute_id) where attribute_code = 'manufacturer'
        union select entity_id, value from catalog_product_entity_int join eav_attribute using (attribute_id) where attribute_code = 'manufacturer') t where value = '${brand}'`,
    orders:
      'select entity_id, increment_id, created_at, order_currency_code, round(grand_total, 4), customer_id from sales_flat_order',
  },
  {
    name: 'zencart',
    zone: 'America/Chicago',
    brands: 'select manufacturers_id, manufacturers_name from zen_manufacturers',
    product: `select products_id, products_model, products_name, products_quantity + 0 from zen_products join zen_products_description using (products_id) where language_id = 1 and products_model <> ''
        and products_model in (select products_model from zen_products group by 1 having count(*) = 1) order by products_id`,
    ofBrand: (brand) => `select products_id from zen_products where manufacturers_id = ${brand}`,
    orders: `select orders_id, orders_id, date_purchased, currency, round((select value from zen_orders_total t where t.orders_id = o.orders_id and class = 'ot_total' limit 1) * currency_value, 4), customers_id from zen_orders o`,
  },
];

const shownName = (text: string) => unescapedText(text.replaceAll(/<[^>]*>/g, '')).trim();

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'the example operations over real stores',
  () => {
    describe.each(stores)('$name', (readings) => {
      let store: RealStore;
      let graph: StoreGraph;
      beforeAll(async () => {
        store = await openRealStore(readings.name);
        if (readings.planted) store.rows(readings.planted);
        graph = await graphOver(store);
      });
      afterAll(async () => {
        await graph?.stop();
        await store?.close();
      });

      /** Id and name as MariaDB has them, by id. */
      const named = (sql: string | undefined) =>
        (sql ? store.rows(sql) : []).map(([id, name]) => [id, shownName(name ?? '')]).sort();
      const byId = (all: readonly { readonly nativeId: string; readonly name: string }[] | null | undefined) =>
        (all ?? []).map(({ nativeId, name }) => [nativeId, name]).sort();

      test('lists brands, tags, attributes, sets and places as they are held, and the products of a brand', async () => {
        const { data, errors } = await graph.run(ExampleProductListDocument, { store: graph.storeId, first: 250 });
        expect(errors).toBeUndefined();
        expect(byId(data?.store?.brands)).toEqual(named(readings.brands));
        expect(byId(data?.store?.attributes)).toEqual(named(readings.attributes));
        const tags = readings.tags
          ? store.rows(readings.tags).flatMap(([held = '']) => (readings.tagsParted ? held.split(',') : [held]))
          : [];
        const each = tags.map((tag) => shownName(tag)).filter(Boolean);
        expect([...(data?.store?.tags ?? [])].sort()).toEqual([...new Set(each)].sort());
        const more = await graph.run<{
          store: {
            attributeSets: { nativeId: string; name: string }[];
            locations: Readonly<Record<string, string | boolean | null>>[];
          };
        }>(
          `query ($store: ID!) { store(id: $store) { attributeSets { nativeId name }
            locations { nativeId name address city postcode latitude longitude openingHours enabled } } }`,
          { store: graph.storeId },
        );
        expect(more.errors).toBeUndefined();
        const sets = readings.attributeSets ? store.rows(readings.attributeSets) : [];
        expect(more.data?.store.attributeSets.map(({ nativeId, name }) => [nativeId, name])).toEqual(sets);
        const places = (more.data?.store.locations ?? []).map(({ enabled, ...one }) => [
          ...Object.values(one).map((text) => String(text ?? '').replaceAll('\n', '/')),
          enabled ? '1' : '0',
        ]);
        const wanted = readings.locations ? store.rows(readings.locations) : [];
        expect(places).toEqual(wanted.map((row) => row.map((cell) => unescapedText(cell))));

        const [brand = ''] = store
          .rows(readings.brands)
          .map(([id = '']) => id)
          .filter((id) => store.rows(readings.ofBrand(id)).length > 0);
        const filter = { brandIds: [brand] };
        const narrowed = await graph.run(ExampleProductListDocument, { store: graph.storeId, first: 250, filter });
        const found = narrowed.data?.store?.products?.nodes.map(({ nativeId }) => nativeId).sort();
        expect(found).toEqual(
          store
            .rows(readings.ofBrand(brand))
            .map(([id]) => id)
            .sort(),
        );
      });

      test('finds the page of a product by its id and by its SKU, and its stock', async () => {
        const [[nativeId = '', sku = '', name = '', quantity = ''] = []] = store.rows(readings.product);
        for (const by of [{ nativeId }, { sku }]) {
          const { data, errors } = await graph.run(ExampleProductPageDocument, { store: graph.storeId, ...by });
          expect(errors).toBeUndefined();
          const { product } = data?.store ?? {};
          expect([product?.id, product?.sku, product?.name, Number(product?.inventory.quantity)]).toEqual([
            globalId(store.storeId, 'Product', nativeId),
            unescapedText(sku),
            shownName(name),
            Number(quantity),
          ]);
        }
        const { data } = await graph.run(ExampleStockDocument, { first: 5000, stores: [graph.storeId] });
        const level = data?.inventoryLevels.nodes.find(
          ({ productId, variantId }) => productId === globalId(store.storeId, 'Product', nativeId) && !variantId,
        );
        expect([level?.sku, Number(level?.quantity)]).toEqual([unescapedText(sku), Number(quantity)]);
      });

      test('sums up orders by month, finds them by number, and those of a customer newest first', async () => {
        const orders = store
          .rows(readings.orders)
          .map(([id = '', number = '', time = '', currency = '', total = '', customer = '']) => ({
            ...{ id, number, currency, customer, total: new Big(total) },
            placed: DateTime.fromSQL(time, { zone: readings.zone }),
          }));
        const { data: asked } = await graph.run<{ store: { config: { timeZone: string } } }>(
          'query ($store: ID!) { store(id: $store) { config { timeZone } } }',
          { store: graph.storeId },
        );
        const zone = asked?.store.config.timeZone ?? '';
        const newest = Math.max(...orders.map(({ placed }) => placed.toMillis()));
        const [from, to] = [newest - 300 * 86_400_000, newest + 1_000];
        const some = orders.filter(({ placed }) => placed.toMillis() >= from && placed.toMillis() < to);
        const summed = (all: readonly (readonly [string, number, Big | string])[]) => {
          const sums = new Map<string, { count: number; total: Big }>();
          for (const [key, count, total] of all) {
            const sum = sums.get(key) ?? { count: 0, total: new Big(0) };
            sums.set(key, { count: sum.count + count, total: sum.total.plus(total) });
          }
          return [...sums].map(([key, { count, total }]) => `${key} ${count} ${total.toFixed(3)}`).sort();
        };
        const variables = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), by: 'MONTH' as const };
        const { data, errors } = await graph.run(ExampleDashboardDocument, variables);
        expect(errors).toBeUndefined();
        const statistics = data?.stores.nodes[0]?.orderStatistics;
        expect(statistics?.count).toBe(some.length);
        const months = some.map(
          ({ placed, currency, total }) =>
            [`${placed.setZone(zone).toFormat('yyyy-MM')}-01 ${currency}`, 1, total] as const,
        );
        const figures = (statistics?.figures ?? []).map(
          ({ date, count, total }) => [`${date} ${total.currencyCode}`, count, total.amount] as const,
        );
        expect(summed(figures)).toEqual(summed(months));

        const one = orders[Math.floor(orders.length / 2)];
        const search = await graph.run(ExampleOrderSearchDocument, {
          store: graph.storeId,
          first: 250,
          search: one?.number,
        });
        expect(search.errors).toBeUndefined();
        const held = search.data?.store?.orders?.nodes.find(({ nativeId }) => nativeId === one?.id);
        expect([held?.number, held?.total.currencyCode, new Big(held?.total.amount ?? 0).toFixed(3)]).toEqual([
          one?.number,
          one?.currency,
          one?.total.toFixed(3),
        ]);

        const known = orders.filter(({ customer }) => Number(customer) > 0);
        const nativeId = known[0]?.customer ?? '';
        const own = known
          .filter(({ customer }) => customer === nativeId)
          .sort((a, b) => b.placed.toMillis() - a.placed.toMillis() || Number(b.id) - Number(a.id));
        const read = await graph.run(ExampleCustomerOrdersDocument, { store: graph.storeId, nativeId, first: 250 });
        expect(read.errors).toBeUndefined();
        const listed = read.data?.store?.customer?.orders;
        expect([listed?.totalCount, listed?.nodes.map((order) => order.number)]).toEqual([
          own.length,
          own.map(({ number }) => number),
        ]);
      });
    });
  },
);
