import type { Cell } from '../../src/bridge/plan.js';
import { config } from '../../src/platforms/magento1/magento1-config.js';
import { answerOf } from './rows-in.js';

type Row = Readonly<Record<string, Cell>>;

const hello = {
  protocol: 1,
  bridgeVersion: '1.0.0',
  platform: 'MAGENTO1',
  platformVersion: null,
  database: { kind: 'mariadb' as const, version: '10.11' },
  phpVersion: '8.2',
  clock: 0,
  timeZone: 'UTC',
  areas: [],
  writable: false,
  relations: {},
};
const set = (scope: string, scope_id: number, path: string, value: string): Row => ({ scope, scope_id, path, value });
const front = (store_id: number, website_id: number, more: Row = {}): Row => ({
  store_id,
  website_id,
  code: `s${store_id}`,
  name: `Front ${store_id}`,
  is_active: 1,
  ...more,
});

function read(rows: Readonly<Record<string, readonly Row[]>>) {
  const plan = config(hello as never, { storeId: 'x', url: 'https://shop.test/' });
  return answerOf(plan, {
    websites: [
      { website_id: 1, name: 'Old', is_default: 0, default_store_id: 1 },
      { website_id: 2, name: 'Main', is_default: 1, default_store_id: 3 },
    ],
    fronts: [front(1, 1), front(3, 2), front(4, 2)],
    ...rows,
  }) as {
    config: import('../../src/platforms/platform.js').ReadConfig;
    native: import('../../src/platforms/magento1/magento1-config.js').Magento1Native;
  };
}

test('what nobody set is as Magento presets it', () => {
  const { config: held, native } = read({});
  expect(held).toMatchObject({
    name: 'Main',
    email: 'owner@example.com',
    phone: null,
    country: 'US',
    timeZone: 'America/Los_Angeles',
    defaultCurrency: 'USD',
    defaultLanguage: 'en-US',
    pricesIncludeTax: false,
  });
  expect(native).toMatchObject({
    storeId: 3,
    websiteId: 2,
    stock: { managed: true, backorders: false, minimum: '0' },
    defaultGroupId: 1,
  });
  expect(native.linkUrl).toBe('https://shop.test/index.php/');
});

test('a store view’s setting wins over its website’s, and that over the default', () => {
  const { config: held } = read({
    settings: [
      set('default', 0, 'general/locale/timezone', 'Europe/Rome'),
      set('websites', 2, 'general/locale/timezone', 'Europe/Oslo'),
      set('default', 0, 'general/store_information/name', 'All'),
      set('websites', 2, 'general/store_information/name', 'Site'),
      set('stores', 3, 'general/store_information/name', 'View'),
      set('stores', 1, 'general/store_information/name', 'Another view'),
    ],
  });
  expect([held.name, held.timeZone]).toEqual(['View', 'Europe/Oslo']);
});

test('the languages are those of the store views, each once, the default view’s first', () => {
  const { config: held, native } = read({
    fronts: [front(1, 1, { is_active: 0 }), front(3, 2), front(4, 2)],
    settings: [
      set('default', 0, 'general/locale/code', 'nl_BE'),
      set('stores', 1, 'general/locale/code', 'zh_Hant_TW'),
    ],
  });
  expect(held.languages.map((one) => [one.tag, one.nativeId, one.isDefault, one.enabled])).toEqual([
    ['nl-BE', 'nl_BE', true, true],
    ['zh-Hant-TW', 'zh_Hant_TW', false, false],
  ]);
  expect(native.languageStores).toEqual([
    { language: 'nl-BE', storeId: 3 },
    { language: 'zh-Hant-TW', storeId: 1 },
  ]);
});

test('currencies without a rate cannot be shopped in; prices are in the base currency, that of the website only where prices differ between websites', () => {
  const settings = [
    set('default', 0, 'currency/options/base', 'CHF'),
    set('websites', 2, 'currency/options/base', 'NOK'),
    set('default', 0, 'currency/options/allow', 'CHF,EUR'),
    set('stores', 4, 'currency/options/allow', 'SEK'),
  ];
  const rates = [{ currency_from: 'CHF', currency_to: 'EUR', rate: '1.040000000000' }];
  const { config: held } = read({ settings, rates });
  expect(held.currencies.map((one) => [one.code, one.rate, one.isDefault, one.enabled])).toEqual([
    ['CHF', '1', true, true],
    ['EUR', '1.04', false, true],
  ]);
  expect(read({ settings: [...settings, set('default', 0, 'catalog/price/scope', '1')] }).config.defaultCurrency).toBe(
    'NOK',
  );
});

test('a status that several states share counts for the one that it is the default of', () => {
  const { config: held } = read({
    statuses: [
      { status: 'fraud', label: 'Suspected', state: 'payment_review' },
      { status: 'fraud', label: 'Suspected', state: 'processing' },
      { status: 'lost', label: 'Lost', state: null },
    ],
  });
  expect(held.orderStatuses).toEqual([
    { nativeId: 'fraud', name: 'Suspected', state: 'ON_HOLD' },
    { nativeId: 'lost', name: 'Lost', state: 'OTHER' },
  ]);
});

test('pictures come from where the merchant keeps them', () => {
  const on = (value: string) =>
    read({ settings: [set('default', 0, 'web/unsecure/base_media_url', value)] }).native.mediaUrl;
  expect(on('https://cdn.test/m')).toBe('https://cdn.test/m/');
  expect(on('{{unsecure_base_url}}pictures/')).toBe('https://shop.test/pictures/');
});
