import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { magento1Layout } from './magento1-store.js';
import { opencartLayout } from './opencart-store.js';
import { type Layout, openPlatformStore, type PlatformStore } from './platform-store.js';
import { prestashopLayout, settle } from './prestashop-store.js';
import { standIns } from './stand-in-store.js';
import { openWooCommerce } from './woocommerce-store.js';
import { zencartLayout } from './zencart-store.js';

/** A platform's store for tests that know no platform: what there is to change, and how its database says what it holds. */
export interface WrittenStore {
  /** The store's name in ../shared/stores, and that of the folder with the platform's code. */
  readonly name: string;
  open(code: string, more?: Pick<Layout, 'cuttable'>): Promise<PlatformStore>;
  /** A statement for ids of products whose stock is counted, each its own and sold neither in variants nor in parts. */
  readonly products: string;
  /** A statement for ids of orders that are not finished. */
  readonly orders: string;
  /** A statement for a product's stock. */
  stock(product: string): string;
  /** A statement that makes a product's stock what it should be. */
  restock(product: string, quantity: number): string;
  /** A statement for how often an order's history has this comment. */
  comments(comment: string): string;
}

/** The folders of the stand-ins of the stores that have not their own name there. */
const standInOf: Readonly<Record<string, string>> = {
  opencart3: 'opencart',
  opencart4: 'opencart',
  openmage: 'magento1',
  woo: 'woocommerce',
  woolegacy: 'woocommerce',
  presta8: 'prestashop',
};

/** Two stores of OpenCart, whose tables differ in a prefix. */
function opencart(name: 'opencart3' | 'opencart4', p: string): WrittenStore {
  return {
    name,
    open: (code, more) => openPlatformStore({ ...opencartLayout(name, code), ...more }),
    products: `select p.product_id from ${p}product p where p.subtract = 1 and p.quantity > 20 and p.status = 1
      and p.product_id not in (select product_id from ${p}product_option)
      ${name === 'opencart4' ? `and p.master_id = 0 and p.product_id not in (select master_id from ${p}product)` : ''} order by 1`,
    orders: `select order_id from \`${p}order\` where order_status_id in (1, 2, 3) and store_id = 0 order by 1`,
    stock: (product) => `select quantity from ${p}product where product_id = ${product}`,
    restock: (product, quantity) => `update ${p}product set quantity = ${quantity} where product_id = ${product}`,
    comments: (comment) => `select count(*) from ${p}order_history where comment = '${comment}'`,
  };
}

/** Two stores of WooCommerce: one with its orders in tables, one with them among the posts. */
function woocommerce(name: 'woo' | 'woolegacy', p: string): WrittenStore {
  return {
    name,
    open: (code, more) => openWooCommerce(name, code, more),
    products: `select q.ID from ${p}posts q join ${p}postmeta m on m.post_id = q.ID and m.meta_key = '_manage_stock' and m.meta_value = 'yes'
      where q.post_type = 'product' and q.post_status = 'publish' and q.ID not in (select post_parent from ${p}posts where post_type = 'product_variation')
      order by q.ID`,
    orders:
      name === 'woo'
        ? `select id from ${p}wc_orders where type = 'shop_order' and status in ('wc-processing', 'wc-on-hold') order by id`
        : `select ID from ${p}posts where post_type = 'shop_order' and post_status in ('wc-processing', 'wc-on-hold') order by ID`,
    stock: (product) => `select meta_value from ${p}postmeta where post_id = ${product} and meta_key = '_stock'`,
    restock: (product, quantity) =>
      `update ${p}postmeta set meta_value = '${quantity}' where post_id = ${product} and meta_key = '_stock'`,
    comments: (comment) => `select count(*) from ${p}comments where comment_content = '${comment}'`,
  };
}

const magento1: WrittenStore = {
  name: 'openmage',
  open: (code, more) => openPlatformStore({ ...magento1Layout(code), ...more }),
  products: `select i.product_id from cataloginventory_stock_item i join catalog_product_entity e on e.entity_id = i.product_id
    where e.type_id = 'simple' and i.qty > 20 and i.is_in_stock = 1 and i.use_config_manage_stock = 1
    and i.product_id not in (select product_id from catalog_product_super_link) order by 1`,
  orders: `select entity_id from sales_flat_order where state = 'processing' order by 1`,
  stock: (product) => `select qty from cataloginventory_stock_item where product_id = ${product} and stock_id = 1`,
  restock: (product, quantity) =>
    `update cataloginventory_stock_item set qty = ${quantity}, is_in_stock = 1 where product_id = ${product}`,
  comments: (comment) => `select count(*) from sales_flat_order_status_history where comment = '${comment}'`,
};

const prestashop: WrittenStore = {
  name: 'presta8',
  async open(code, more) {
    const store = await openPlatformStore({ ...prestashopLayout('presta8', code), ...more });
    // Nobody takes its mails.
    settle(store, 9);
    return store;
  },
  products: `select p.id_product from ps_product p where p.active = 1 and p.cache_is_pack = 0 and p.is_virtual = 0 and p.state = 1
    and not exists (select 1 from ps_product_attribute a where a.id_product = p.id_product) order by 1`,
  orders: 'select id_order from ps_orders where current_state in (2, 3) order by 1',
  stock: (product) =>
    `select quantity from ps_stock_available where id_product = ${product} and id_product_attribute = 0`,
  restock: (product, quantity) =>
    `update ps_stock_available set quantity = ${quantity}, physical_quantity = ${quantity} where id_product = ${product}`,
  comments: (comment) => `select count(*) from ps_customer_message where message = '${comment}'`,
};

const zencart: WrittenStore = {
  name: 'zencart',
  open: (code, more) => openPlatformStore({ ...zencartLayout(code), ...more }),
  products: `select products_id from zen_products where products_status = 1 and products_quantity > 20 and products_type = 1
    and products_id not in (select products_id from zen_products_attributes) order by 1`,
  orders: 'select orders_id from zen_orders where orders_status in (1, 2) order by 1',
  stock: (product) => `select products_quantity from zen_products where products_id = ${product}`,
  restock: (product, quantity) =>
    `update zen_products set products_quantity = ${quantity} where products_id = ${product}`,
  comments: (comment) => `select count(*) from zen_orders_status_history where comments = '${comment}'`,
};

/** Every store that can be written to. */
export const writtenStores: readonly WrittenStore[] = [
  opencart('opencart4', 'oc_'),
  opencart('opencart3', 'shop3_'),
  zencart,
  magento1,
  woocommerce('woo', 'wp_'),
  woocommerce('woolegacy', 'lg7_'),
  prestashop,
];

/** The same stores over stand-ins for their platforms' code, which every machine has. */
export const standInStores: readonly { readonly kind: WrittenStore; readonly code: string }[] = writtenStores.map(
  (kind) => ({
    code: path.join(standIns, standInOf[kind.name] ?? kind.name),
    kind: {
      ...kind,
      async open(code, more) {
        const store = await kind.open(code, more);
        copyFileSync(path.join(standIns, 'witness.php'), path.join(store.root, 'witness.php'));
        writeFileSync(path.join(store.root, 'mood'), '');
        return store;
      },
    },
  }),
);

/** Describes tests of a store that is opened once, on a way that can be cut, under the code of a folder. */
export function describeOpened(kind: WrittenStore, code: string, tests: (store: () => PlatformStore) => void): void {
  let store: PlatformStore;
  beforeAll(async () => {
    store = await kind.open(code, { cuttable: true });
  }, 240_000);
  afterAll(() => store?.close());
  tests(() => store);
}
