import { Columns, type ReadConfig, type StoreView } from '../../../src/platforms/platform.js';
import type { ZenCartNative } from '../../../src/platforms/zencart/zencart-config.js';

const native: ZenCartNative = {
  defaultLanguageId: 1,
  tracksStock: true,
  backorders: false,
  pages: { 1: 'product_info', 2: 'product_music_info' },
  optionTypes: { select: 0, text: 1, radio: 2, checkbox: 3, file: 4 },
  optionsByName: false,
  valuesByPrice: false,
  countriesById: { 81: { id: 81, code: 'DE' }, 195: { id: 195, code: 'ES' } },
  countriesByName: { germany: { id: 81, code: 'DE' }, espana: { id: 195, code: 'ES' } },
  shippedStatusIds: [3, 5],
  guestCustomerId: null,
  textIgnoresCase: true,
};

const config: ReadConfig = {
  name: 'A shop',
  email: null,
  phone: null,
  country: null,
  timeZone: 'America/Chicago',
  defaultCurrency: 'USD',
  currencies: [],
  defaultLanguage: 'en',
  languages: [{ tag: 'en', nativeId: '1', name: 'English', isDefault: true, enabled: true }],
  weightUnit: 'POUND',
  dimensionUnit: 'INCH',
  pricesIncludeTax: false,
  orderStatuses: [
    { nativeId: '1', name: 'Pending', state: 'PENDING' },
    { nativeId: '2', name: 'Processing', state: 'PROCESSING' },
    { nativeId: '3', name: 'Delivered', state: 'COMPLETED' },
    { nativeId: '7', name: 'Refunded', state: 'REFUNDED' },
  ],
  taxClasses: [{ nativeId: '1', name: 'Goods' }],
  customerGroups: [{ nativeId: '1', name: 'Players' }],
  channels: [{ nativeId: '0', name: 'A shop', url: 'http://shop.test/' }],
};

/** The columns of Zen Cart 2.1 that tests need. */
export const two = {
  products: [
    'products_id products_type products_model products_mpn products_price product_is_free products_priced_by_attribute products_discount_type',
    'products_discount_type_from master_categories_id products_quantity products_length products_width products_height',
    'products_weight products_virtual products_date_added products_last_modified products_image',
  ]
    .join(' ')
    .split(' '),
  products_additional_images: ['additional_image'],
  customers: ['customers_id'],
  address_book: ['address_book_id'],
  orders: [
    'orders_id customers_id orders_status currency currency_value order_total order_tax coupon_code last_modified date_purchased',
    'shipping_module_code payment_module_code billing_name billing_country billing_state billing_city delivery_name',
    'delivery_street_address delivery_city delivery_country delivery_state',
  ]
    .join(' ')
    .split(' '),
};

/** A store as plans see it, in Chicago and with dollars; at noon there on the first of June 2026. */
export function viewWith(
  more: {
    readonly columns?: Readonly<Record<string, readonly string[]>>;
    readonly native?: Partial<ZenCartNative>;
    readonly config?: Partial<ReadConfig>;
  } = {},
): StoreView {
  return {
    storeId: '3f0e2a4c-0000-4000-8000-000000000000',
    url: 'http://shop.test/',
    config: { ...config, ...more.config },
    native: { ...native, ...more.native },
    columns: new Columns(more.columns ?? two),
    now: new Date('2026-06-01T17:00:00Z'),
  };
}
