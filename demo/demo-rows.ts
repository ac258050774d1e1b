import { addAttributes } from './attributes.js';
import { Calendar } from './calendar.js';
import { addAddress, addCategories } from './categories.js';
import { addCustomer, makeCustomers } from './customers.js';
import { escaped, slug } from './html.js';
import { addOrder } from './order-rows.js';
import { makeOrders } from './orders.js';
import { addPlacesAndStatuses } from './places.js';
import { addOptionKinds } from './product-options.js';
import { addProduct, addRelated } from './product-rows.js';
import { makeProducts } from './products.js';
import { addReturns } from './returns.js';
import { addReviews } from './reviews.js';
import { Rows } from './rows.js';
import { addSettings } from './settings.js';
import { addWishes } from './wishes.js';
import { brands } from './words/brands.js';

/** How much the demo store holds: `full` is what people see, `small` a tenth of it for tests that open a store often. */
export type DemoScale = 'full' | 'small';

const sizes = { full: { perGood: 3, customers: 300, orders: 1000 }, small: { perGood: 1, customers: 40, orders: 100 } };

/**
 * Makes every row of the demo store. The same day, address and scale give the same rows: all chance comes from fixed seeds,
 * and all dates are counted back from `today`.
 */
export function demoRows(options: { readonly today: Date; readonly url: string; readonly scale?: DemoScale }): Rows {
  const size = sizes[options.scale ?? 'full'];
  const calendar = new Calendar(options.today);
  const rows = new Rows();
  addSettings(rows, options.url, calendar);
  addPlacesAndStatuses(rows);
  addOptionKinds(rows);
  addAttributes(rows);
  addAddressParts(rows);
  addBrands(rows);
  const products = makeProducts(addCategories(rows), size.perGood);
  for (const product of products) if (!product.deleted) addProduct(rows, product, calendar);
  addRelated(rows, products);
  const taken = new Set<string>();
  const customers = makeCustomers(size.customers, taken);
  for (const customer of customers) if (!customer.deleted) addCustomer(rows, customer, calendar);
  const orders = makeOrders(size.orders, customers, products, taken);
  for (const order of orders) addOrder(rows, order, options.url, calendar);
  addReturns(rows, orders, calendar);
  addReviews(rows, orders, calendar);
  addWishes(rows, customers, products, calendar);
  return rows;
}

/** The parts of an address that name the language and the kind of page, as a fresh installation has them. */
function addAddressParts(rows: Rows): void {
  for (const language of [1, 2]) {
    addAddress(rows, language, 'language', 'en-gb', 'en-gb', -2);
    addAddress(rows, language, 'language', 'de-de', 'de-de', -2);
    addAddress(rows, language, 'route', 'product/product', 'product', -1);
    addAddress(rows, language, 'route', 'product/category', 'catalog', -1);
    addAddress(rows, language, 'route', 'product/manufacturer', 'brands', -1);
  }
}

function addBrands(rows: Rows): void {
  for (const [index, brand] of brands.entries()) {
    const id = index + 1;
    const image = `catalog/makers/${slug(brand.name)}.svg`;
    rows.add('manufacturer', { manufacturer_id: id, name: escaped(brand.name), image, sort_order: id });
    for (const store of [0, 1]) rows.add('manufacturer_to_store', { manufacturer_id: id, store_id: store });
    for (const language of [1, 2]) addAddress(rows, language, 'manufacturer_id', String(id), slug(brand.name));
  }
}
