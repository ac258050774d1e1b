import type { Hello } from '../../../src/bridge/hello.js';
import { platform } from '../../../src/platforms/zencart/index.js';
import type { ZenCartNative } from '../../../src/platforms/zencart/zencart-config.js';
import { answerOf } from '../rows-in.js';

const hello: Hello = {
  protocol: 1,
  bridgeVersion: '1.0.0',
  platform: 'ZENCART',
  platformVersion: '2.1.0',
  database: { kind: 'mariadb', version: '10.11' },
  phpVersion: '8.2',
  clock: 0,
  timeZone: 'Europe/Lisbon',
  areas: ['catalog', 'orders', 'customers', 'settings'],
  writable: false,
  relations: { orders_status: ['orders_status_id', 'sort_order'] },
};
const store = { storeId: 'x', url: 'http://shop.test/' };
const languages = [
  { languages_id: 4, name: 'Português', code: 'pt' },
  { languages_id: 1, name: 'English', code: 'en' },
];

function read(held: Record<string, string>, rows: Parameters<typeof answerOf>[1] = {}, of: Partial<Hello> = {}) {
  const settings = Object.entries(held).map(([key, value]) => ({ key, value }));
  const { config, native } = answerOf(platform.config({ ...hello, ...of }, store), { settings, languages, ...rows });
  return { config, native: native as ZenCartNative };
}

test('the store’s time zone is the one that the bridge found, and UTC where that is none', () => {
  expect(read({}).config.timeZone).toBe('Europe/Lisbon');
  expect(read({}, {}, { timeZone: 'Nowhere' }).config.timeZone).toBe('UTC');
});

test('the default language is that of the shop’s setting, else the first, and names are in it', () => {
  const statuses = [
    { id: 9, language_id: 1, name: 'Sent' },
    { id: 9, language_id: 4, name: 'Enviado' },
    { id: 3, language_id: 1, name: 'Delivered' },
  ];
  const { config, native } = read({ DEFAULT_LANGUAGE: 'pt' }, { statuses });
  expect([config.defaultLanguage, native.defaultLanguageId]).toEqual(['pt', 4]);
  expect(config.orderStatuses).toEqual([
    { nativeId: '9', name: 'Enviado', state: 'PROCESSING' },
    { nativeId: '3', name: 'Delivered', state: 'COMPLETED' },
  ]);
  expect(native.shippedStatusIds).toEqual([9, 3]);
  expect(read({ DEFAULT_LANGUAGE: 'xx' }).config.languages.map((one) => [one.tag, one.isDefault])).toEqual([
    ['pt', true],
    ['en', false],
  ]);
});

test('stock is tracked and backorders allowed as the shop’s settings say', () => {
  const stock = (limited: string, check: string, allow: string) => {
    const { native } = read({ STOCK_LIMITED: limited, STOCK_CHECK: check, STOCK_ALLOW_CHECKOUT: allow });
    return [native.tracksStock, native.backorders];
  };
  expect(stock('true', 'true', 'false')).toEqual([true, false]);
  expect(stock('true', 'true', 'true')).toEqual([true, true]);
  expect(stock('false', 'false', 'false')).toEqual([false, true]);
});

test('units are read from their names, and null where they are none that is known', () => {
  const units = (weight: string, size: string) => {
    const { config } = read({ SHIPPING_WEIGHT_UNITS: weight, SHIPPING_DIMENSION_UNITS: size });
    return [config.weightUnit, config.dimensionUnit];
  };
  expect(units('lbs', 'inches')).toEqual(['POUND', 'INCH']);
  expect(units('kgs', 'centimeters')).toEqual(['KILOGRAM', 'CENTIMETER']);
  expect(units('stone', 'cubits')).toEqual([null, null]);
  expect([read({}).config.weightUnit, read({}).config.dimensionUnit]).toEqual([null, null]);
});

test('currencies are all enabled, with their rates, and the code may be padded', () => {
  const currencies = [
    { code: 'JPY ', title: 'Yen', value: '163.275000', decimal_places: '0' },
    { code: 'EUR ', title: '&euro;uro', value: 1, decimal_places: '2' },
  ];
  expect(read({ DEFAULT_CURRENCY: 'EUR' }, { currencies }).config.currencies).toEqual([
    { code: 'JPY', name: 'Yen', rate: '163.275', decimals: 0, isDefault: false, enabled: true },
    { code: 'EUR', name: '€uro', rate: '1', decimals: 2, isDefault: true, enabled: true },
  ]);
});

test('of currencies with one code the last is it, as the shop has it', () => {
  const currencies = [
    { code: 'EUR', title: 'Old', value: 2, decimal_places: '2' },
    { code: 'EUR ', title: 'Euro', value: 1, decimal_places: '2' },
  ];
  expect(read({ DEFAULT_CURRENCY: 'EUR' }, { currencies }).config.currencies).toEqual([
    { code: 'EUR', name: 'Euro', rate: '1', decimals: 2, isDefault: true, enabled: true },
  ]);
});

test('countries are known by id and by name, and option types by the shop’s numbers', () => {
  const countries = [{ countries_id: 171, countries_name: 'Åland &c', countries_iso_code_2: 'ax' }];
  const types = [{ type_id: 2, type_handler: 'product_music' }];
  const { config, native } = read({ STORE_COUNTRY: '171', PRODUCTS_OPTIONS_TYPE_TEXT: '6' }, { countries, types });
  expect(config.country).toBe('AX');
  expect(native.countriesByName['aland &c']).toEqual({ id: 171, code: 'AX' });
  expect(native.optionTypes).toEqual({ select: 0, text: 6, radio: 2, checkbox: 3, file: 4 });
  expect(native.pages).toEqual({ 2: 'product_music_info' });
});

test('a version without an order among statuses is not asked for it', () => {
  const sql = (of: Partial<Hello>) =>
    platform.config({ ...hello, ...of }, store).statements.find(({ id }) => id === 'statuses')?.sql ?? '';
  expect(sql({})).toContain('`s`.`sort_order`');
  expect(sql({ relations: { orders_status: ['orders_status_id'] } })).not.toContain('sort_order');
});
