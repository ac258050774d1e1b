import type { Hello } from '../../src/bridge/hello.js';
import { languageTag } from '../../src/platforms/language-tags.js';
import { platform } from '../../src/platforms/opencart/index.js';

import { answerOf } from './rows-in.js';

const hello: Hello = {
  protocol: 1,
  bridgeVersion: '1.0.0',
  platform: 'OPENCART',
  platformVersion: '4.1.0.4',
  database: { kind: 'mariadb', version: '10.11' },
  phpVersion: '8.2',
  clock: 0,
  timeZone: 'Asia/Tokyo',
  areas: ['catalog', 'orders', 'customers', 'settings'],
  writable: false,
  relations: { seo_url: ['key', 'value'] },
};
const store = { storeId: 'x', url: 'http://shop.test/' };
const languages = [
  { language_id: 2, name: 'Français', code: 'fr-fr', status: 1 },
  { language_id: 1, name: 'English', code: 'en-gb', status: 0 },
];
const settings = (held: Record<string, string>) => Object.entries(held).map(([key, value]) => ({ key, value }));

function read(held: Record<string, string>, rows: Parameters<typeof answerOf>[1] = {}, of: Partial<Hello> = {}) {
  return answerOf(platform.config({ ...hello, ...of }, store), { settings: settings(held), languages, ...rows }).config;
}

test('4.1 has another key for the default language than the versions before', () => {
  expect(read({ config_language: 'en-gb', config_language_catalog: 'fr-fr' }).defaultLanguage).toBe('fr-FR');
  expect(read({ config_language: 'en-gb' }).defaultLanguage).toBe('en-GB');
  expect(read({ config_language: 'gone' }).languages.map((one) => [one.tag, one.isDefault, one.enabled])).toEqual([
    ['fr-FR', true, true],
    ['en-GB', false, false],
  ]);
});

test('the store’s time zone is its setting, else PHP’s, and UTC where that is no zone', () => {
  expect(read({ config_timezone: 'Europe/Paris' }).timeZone).toBe('Europe/Paris');
  expect(read({}).timeZone).toBe('Asia/Tokyo');
  expect(read({ config_timezone: 'Nowhere' }).timeZone).toBe('UTC');
});

test('the main store is the first channel, under the address it was connected with', () => {
  const stores = [{ store_id: 1, name: 'Outlet &amp; more', url: 'http://outlet.test/' }];
  expect(read({ config_name: '&Eacute;lectro &amp; Co' }, { stores })).toMatchObject({
    name: 'Électro & Co',
    channels: [
      { nativeId: '0', name: 'Électro & Co', url: 'http://shop.test/' },
      { nativeId: '1', name: 'Outlet & more', url: 'http://outlet.test/' },
    ],
  });
});

test('units are those of the classes that the shop measures by, and null where they are none that is known', () => {
  const rows = {
    weights: [
      { id: 1, unit: 'kg' },
      { id: 5, unit: ' lb ' },
      { id: 6, unit: 'stone' },
    ],
    lengths: [
      { id: 3, unit: 'in' },
      { id: 4, unit: '&quot;' },
    ],
  };
  const units = (weight: string, length: string) => {
    const { weightUnit, dimensionUnit } = read(
      { config_weight_class_id: weight, config_length_class_id: length },
      rows,
    );
    return [weightUnit, dimensionUnit];
  };
  expect([units('1', '3'), units('5', '4'), units('6', '9')]).toEqual([
    ['KILOGRAM', 'INCH'],
    ['POUND', 'INCH'],
    [null, null],
  ]);
});

test('currencies keep their exact rate and their own decimals', () => {
  const currencies = [
    { code: 'JPY', title: 'Japanese Yen', value: '151.37000000', decimal_place: '0', status: 1 },
    { code: 'USD', title: 'US Dollar', value: 1, decimal_place: 2, status: 0 },
  ];
  expect(read({ config_currency: 'USD' }, { currencies }).currencies).toEqual([
    { code: 'JPY', name: 'Japanese Yen', rate: '151.37', decimals: 0, isDefault: false, enabled: true },
    { code: 'USD', name: 'US Dollar', rate: '1', decimals: 2, isDefault: true, enabled: false },
  ]);
});

test('of currencies with one code the last is it, as the shop has it', () => {
  const currencies = [
    { code: 'USD', title: 'US Dollar', value: 1, decimal_place: 2, status: 1 },
    { code: 'EUR', title: 'Euro', value: '0.9', decimal_place: 2, status: 1 },
    { code: 'USD', title: 'Dollar', value: '1.1', decimal_place: 3, status: 0 },
  ];
  expect(read({ config_currency: 'USD' }, { currencies }).currencies).toEqual([
    { code: 'EUR', name: 'Euro', rate: '0.9', decimals: 2, isDefault: false, enabled: true },
    { code: 'USD', name: 'Dollar', rate: '1.1', decimals: 3, isDefault: true, enabled: false },
  ]);
});

test('statuses are named in the default language, else in any that has a name', () => {
  const statuses = [
    { id: 5, language_id: 1, name: 'Complete' },
    { id: 5, language_id: 2, name: 'Termin&eacute;' },
    { id: 17, language_id: 1, name: 'Own' },
  ];
  const held = { config_language: 'fr-fr', config_complete_status: '["5","17"]', config_processing_status: 'broken' };
  expect(read(held, { statuses }).orderStatuses).toEqual([
    { nativeId: '5', name: 'Terminé', state: 'COMPLETED' },
    { nativeId: '17', name: 'Own', state: 'COMPLETED' },
  ]);
});

test.each([
  ['en-gb', 'en-GB'],
  ['zh_hant_tw', 'zh-Hant-TW'],
  ['de', 'de'],
  ['no such', 'no such'],
])('the code %s is the tag %s', (code, tag) => {
  expect(languageTag(code)).toBe(tag);
});

test.each(['outlet.test', '//outlet.test/', '', 'ftp://outlet.test/', 'http://'])(
  'a store whose address is held as %p has none',
  (url) => {
    const stores = [{ store_id: 1, name: 'Outlet', url }];
    expect(read({}, { stores }).channels).toMatchObject([{ url: 'http://shop.test/' }, { nativeId: '1', url: null }]);
  },
);

test('customer groups are named in the default language, else in any that has a name, else by their numbers', () => {
  const groups = [
    { id: 1, language_id: 1, name: 'Retail' },
    { id: 1, language_id: 2, name: 'D&eacute;tail' },
    { id: 2, language_id: 1, name: 'Trade' },
    { id: 2, language_id: 2, name: ' ' },
    { id: 3, language_id: 2, name: '' },
  ];
  expect(read({ config_language: 'fr-fr' }, { groups }).customerGroups).toEqual([
    { nativeId: '1', name: 'Détail' },
    { nativeId: '2', name: 'Trade' },
    { nativeId: '3', name: '3' },
  ]);
});
