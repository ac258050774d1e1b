import { Columns, type ReadConfig, type StoreView } from '../../../src/platforms/platform.js';
import type { WooCommerceNative } from '../../../src/platforms/woocommerce/woocommerce-config.js';
import { statusesOf } from '../../../src/platforms/woocommerce/woocommerce-statuses.js';

const native: WooCommerceNative = {
  ordersInTables: true,
  undatedOrders: false,
  managesStock: true,
  attributes: { pa_glaze: { label: 'Glaze', type: 'select', orderBy: 'menu_order' } },
  home: 'https://shop.test',
  uploads: 'https://shop.test/wp-content/uploads',
  permalinks: '/%postname%/',
  productBase: 'product',
  textIgnoresCase: true,
  clock: 'Europe/Oslo',
};

const config: ReadConfig = {
  name: 'A shop',
  email: null,
  phone: null,
  country: null,
  timeZone: 'Europe/Oslo',
  defaultCurrency: 'NOK',
  currencies: [],
  defaultLanguage: 'nb-NO',
  languages: [],
  weightUnit: 'KILOGRAM',
  dimensionUnit: 'CENTIMETER',
  pricesIncludeTax: false,
  orderStatuses: statusesOf([]),
  taxClasses: [
    { nativeId: 'standard', name: 'Standard rate' },
    { nativeId: 'reduced-rate', name: 'Reduced rate' },
  ],
  customerGroups: [],
  channels: [],
};

/** A store as plans see it, in Oslo and with kroner. */
export function viewWith(
  more: {
    readonly native?: Partial<WooCommerceNative>;
    readonly config?: Partial<ReadConfig>;
    readonly now?: string;
    /** The relations that the owner lets be read, where it is not all. */
    readonly relations?: Readonly<Record<string, readonly string[]>>;
  } = {},
): StoreView<WooCommerceNative> {
  return {
    storeId: '3f0e2a4c-0000-4000-8000-000000000000',
    url: 'https://shop.test/',
    config: { ...config, ...more.config },
    native: { ...native, ...more.native },
    columns: new Columns(more.relations ?? { product_lookup: ['product_id', 'sku'], product_meta: ['post_id'] }),
    now: new Date(more.now ?? '2026-06-01T12:00:00Z'),
  };
}

/** The rows of keys and values of one post. */
export function metaRows(post: number, values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([key, value]) => ({ post_id: post, meta_key: key, meta_value: value }));
}
