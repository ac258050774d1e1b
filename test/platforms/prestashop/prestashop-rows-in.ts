import { Columns, type ReadConfig, type StoreView } from '../../../src/platforms/platform.js';
import type { PrestaShopNative } from '../../../src/platforms/prestashop/prestashop-view.js';

const native: PrestaShopNative = {
  shopId: 1,
  shops: [{ id: 1, groupId: 1, sharesStock: false }],
  languageId: 1,
  languagePath: null,
  currencyId: 1,
  currencies: { 1: { code: 'EUR', rate: '1' }, 2: { code: 'USD', rate: '1.25' } },
  countryId: 8,
  groupId: 1,
  groupReduction: '0',
  categoryReductions: false,
  countsStock: true,
  backorders: false,
  specialPrices: true,
  undatedOrders: false,
  undatedProducts: false,
  pricePriorities: 'id_shop;id_currency;id_country;id_group',
  taxRates: { 1: '0.2' },
  productRoute: null,
  countries: { 8: 'FR' },
  statuses: [
    { nativeId: '2', name: 'Payment accepted', state: 'PROCESSING' },
    { nativeId: '5', name: 'Delivered', state: 'COMPLETED' },
    { nativeId: '6', name: 'Canceled', state: 'CANCELLED' },
    { nativeId: '7', name: 'Refunded', state: 'REFUNDED' },
    { nativeId: '10', name: 'Awaiting bank wire payment', state: 'PENDING' },
  ],
  shippedStatusIds: [4, 5],
  paidStatusIds: [2, 4, 5],
  shipping: { byWeight: true, handling: '2', freeFrom: '0' },
  shopName: 'A shop',
  textIgnoresCase: true,
};

const config: ReadConfig = {
  name: 'A shop',
  email: null,
  phone: null,
  country: 'FR',
  timeZone: 'Europe/Paris',
  defaultCurrency: 'EUR',
  currencies: [],
  defaultLanguage: 'fr-FR',
  languages: [{ tag: 'fr-FR', nativeId: '1', name: 'Français', isDefault: true, enabled: true }],
  weightUnit: 'KILOGRAM',
  dimensionUnit: 'CENTIMETER',
  pricesIncludeTax: false,
  orderStatuses: [],
  taxClasses: [{ nativeId: '1', name: 'FR 20%' }],
  customerGroups: [{ nativeId: '3', name: 'Customer' }],
  channels: [{ nativeId: '1', name: 'A shop', url: 'http://shop.test/' }],
};

/** The columns by which the versions of PrestaShop differ: those of 8, less what is named. */
export function columnsWithout(...missing: readonly string[]): Columns {
  const all: Record<string, readonly string[]> = {
    product:
      'id_product id_shop_default id_manufacturer reference ean13 isbn upc mpn width height depth weight cache_is_pack is_virtual state product_type price ecotax id_tax_rules_group id_category_default active condition date_add date_upd'.split(
        ' ',
      ),
    customization_field: ['is_deleted'],
    customization_field_lang: ['id_shop'],
    order_cart_rule: ['deleted'],
  };
  const left = Object.entries(all).map(([relation, columns]) => [
    relation,
    columns.filter((column) => !missing.includes(`${relation}.${column}`)),
  ]);
  return new Columns(Object.fromEntries(left));
}

/** A store as plans see it: French, with euros and a tax of 20 %. */
export function viewOf(
  more: { readonly native?: Partial<PrestaShopNative>; readonly columns?: Columns; readonly now?: string } = {},
): StoreView {
  return {
    storeId: '3f0e2a4c-0000-4000-8000-000000000000',
    url: 'http://shop.test/',
    config,
    native: { ...native, ...more.native },
    columns: more.columns ?? columnsWithout(),
    now: new Date(more.now ?? '2026-06-01T12:00:00Z'),
  };
}
