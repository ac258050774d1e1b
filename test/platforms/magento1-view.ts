import type { Magento1Native, Magento1View } from '../../src/platforms/magento1/magento1-config.js';
import { Columns, type ReadConfig } from '../../src/platforms/platform.js';

const config: ReadConfig = {
  name: 'A shop',
  email: null,
  phone: null,
  country: null,
  timeZone: 'Europe/Paris',
  defaultCurrency: 'EUR',
  currencies: [],
  defaultLanguage: 'en-GB',
  languages: [],
  weightUnit: null,
  dimensionUnit: null,
  pricesIncludeTax: false,
  orderStatuses: [
    { nativeId: 'pending', name: 'Pending', state: 'PENDING' },
    { nativeId: 'awaiting_parts', name: 'Awaiting parts', state: 'PROCESSING' },
  ],
  taxClasses: [],
  customerGroups: [{ nativeId: '1', name: 'General' }],
  channels: [],
};

const attribute = (id: number, code: string, type: string) => ({ [code]: { id, code, type } });

const native: Magento1Native = {
  websiteId: 1,
  storeId: 1,
  languageStores: [{ language: 'en-GB', storeId: 1 }],
  productAttributes: {
    ...attribute(1, 'price', 'decimal'),
    ...attribute(2, 'special_price', 'decimal'),
    ...attribute(3, 'special_from_date', 'datetime'),
    ...attribute(4, 'special_to_date', 'datetime'),
    ...attribute(5, 'price_type', 'int'),
    ...attribute(6, 'status', 'int'),
    ...attribute(7, 'name', 'varchar'),
  },
  categoryAttributes: {},
  customerAttributes: {},
  addressAttributes: {},
  shown: [],
  defaultGroupId: 1,
  stock: { managed: true, backorders: false, minimum: '0' },
  linkUrl: 'http://shop.test/',
  mediaUrl: 'http://shop.test/media/',
  paymentTitles: {},
  timesMissing: false,
  textIgnoresCase: true,
};

/** A store of Magento 1 as plans see it, at noon UTC of a day. */
export function magentoView(more: Partial<Magento1Native> = {}, now = '2026-03-10T12:00:00Z'): Magento1View {
  return {
    storeId: '00000000-0000-4000-8000-000000000000',
    url: 'http://shop.test/',
    config,
    native: { ...native, ...more },
    columns: new Columns({
      catalog_product_entity_group_price: ['value'],
      catalogrule_product_price: ['rule_price'],
      catalog_product_bundle_selection: ['selection_id'],
    }),
    now: new Date(now),
  };
}
