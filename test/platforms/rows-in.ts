import { type Cell, type Plan, resultsOf } from '../../src/bridge/plan.js';
import type { OpenCartNative } from '../../src/platforms/opencart/opencart-config.js';
import { Columns, type ReadConfig, type StoreView } from '../../src/platforms/platform.js';
import { type Whole, whole } from '../support/whole.js';

type Row = Readonly<Record<string, Cell>>;

/** The answer that a plan makes of these rows, by statement; a statement that is not named has none. It must hold no error. */
export function answerOf<T>(plan: Plan<T>, rows: Readonly<Record<string, readonly Row[]>>): Whole<T> {
  return whole(readOf(plan, rows));
}

/** As `answerOf`, of rows that cannot be read in full. */
export function readOf<T>(plan: Plan<T>, rows: Readonly<Record<string, readonly Row[]>>): T {
  const ids = plan.statements.map(({ id }) => id);
  const strangers = Object.keys(rows).filter((id) => !ids.includes(id));
  if (strangers.length > 0) throw new Error(`rows must be for statements of the plan (${ids}), but got: ${strangers}`);
  const results = ids.map((id) => {
    const own = rows[id] ?? [];
    const columns = Object.keys(own[0] ?? {});
    return { id, columns, rows: own.map((row) => columns.map((column) => row[column] ?? null)), truncated: false };
  });
  return plan.decode(resultsOf(results));
}

const native: OpenCartNative = {
  defaultLanguageId: 1,
  languageCode: 'en-gb',
  defaultGroupId: 1,
  backorders: false,
  seoUrls: false,
  seoParts: [],
  weightUnits: { 1: 'KILOGRAM' },
  dimensionUnits: { 1: 'CENTIMETER' },
  countries: { 81: 'DE' },
  shippedStatusIds: [3, 5],
  textIgnoresCase: true,
};

const config: ReadConfig = {
  name: 'A shop',
  email: null,
  phone: null,
  country: null,
  timeZone: 'Europe/Paris',
  defaultCurrency: 'EUR',
  currencies: [],
  defaultLanguage: 'en-GB',
  languages: [{ tag: 'en-GB', nativeId: '1', name: 'English', isDefault: true, enabled: true }],
  weightUnit: 'KILOGRAM',
  dimensionUnit: 'CENTIMETER',
  pricesIncludeTax: false,
  orderStatuses: [
    { nativeId: '1', name: 'Pending', state: 'PENDING' },
    { nativeId: '3', name: 'Shipped', state: 'PROCESSING' },
    { nativeId: '5', name: 'Complete', state: 'COMPLETED' },
    { nativeId: '11', name: 'Refunded', state: 'REFUNDED' },
  ],
  taxClasses: [{ nativeId: '9', name: 'Goods' }],
  customerGroups: [{ nativeId: '1', name: 'Default' }],
  channels: [{ nativeId: '0', name: 'A shop', url: 'http://shop.test/' }],
};

const productColumns = [
  'product_id',
  'model',
  'image',
  'price',
  'shipping',
  'subtract',
  'quantity',
  'weight',
  'weight_class_id',
  'length',
  'width',
  'height',
  'length_class_id',
  'date_added',
  'date_modified',
];

/** The columns by which the versions of OpenCart differ. */
export const three = {
  product: [...productColumns, 'sku', 'ean', 'upc', 'isbn', 'jan', 'mpn'],
  product_special: ['price'],
  product_discount: ['price'],
  seo_url: ['query'],
  order: [
    'order_id',
    'customer_id',
    'currency_code',
    'currency_value',
    'total',
    'order_status_id',
    'payment_method',
    'payment_code',
    'date_added',
    'date_modified',
  ],
  order_product: ['product_id'],
  order_voucher: ['amount'],
  order_shipment: ['tracking_number'],
  shipping_courier: ['shipping_courier_name'],
  return: ['quantity'],
  customer: ['customer_id', 'address_id', 'email'],
  address: ['address_id'],
  zone: ['zone_id', 'code', 'name'],
};
export const four = {
  ...three,
  product: [...productColumns, 'master_id', 'variant'],
  product_code: ['code'],
  product_discount: ['price', 'special', 'type'],
  seo_url: ['key', 'value'],
  order_product: ['product_id', 'master_id'],
  customer: ['customer_id', 'email'],
  address: ['address_id', 'default'],
  zone: ['zone_id', 'code'],
};

/** A store as plans see it, in Paris and with euros. */
export function viewWith(
  columns: Readonly<Record<string, readonly string[]>>,
  more: {
    readonly native?: Partial<OpenCartNative>;
    readonly config?: Partial<ReadConfig>;
    readonly now?: string;
  } = {},
): StoreView {
  return {
    storeId: '3f0e2a4c-0000-4000-8000-000000000000',
    url: 'http://shop.test/',
    config: { ...config, ...more.config },
    native: { ...native, ...more.native },
    columns: new Columns(columns),
    now: new Date(more.now ?? '2026-06-01T12:00:00Z'),
  };
}
