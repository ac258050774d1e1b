import type { Hello } from '../../../src/bridge/hello.js';
import { valueRead } from '../../../src/model/as-read.js';
import type { ReadConfig } from '../../../src/platforms/platform.js';
import { instantOf } from '../../../src/platforms/store-time.js';
import { platform } from '../../../src/platforms/woocommerce/index.js';
import { languageTag, type WooCommerceNative } from '../../../src/platforms/woocommerce/woocommerce-config.js';
import { siteZone } from '../../../src/platforms/woocommerce/woocommerce-zone.js';
import { answerOf } from '../rows-in.js';

const hello = {
  database: { kind: 'mysql', version: '8.0' },
  relations: { order: ['id'], order_post: ['ID'], tax_class: ['name'] },
} as unknown as Hello;

function read(options: Readonly<Record<string, string>>, rows: Parameters<typeof answerOf>[1] = {}) {
  const plan = platform.config(hello, { storeId: 's', url: 'https://shop.test/' });
  const held = Object.entries(options).map(([option_name, option_value]) => ({ option_name, option_value }));
  return answerOf(plan, { options: held, ...rows }) as { config: ReadConfig; native: WooCommerceNative };
}

test.each([
  ['America/New_York', '0', 'America/New_York'],
  ['', '2', 'Etc/GMT-2'],
  ['', '-5', 'Etc/GMT+5'],
  ['', '5.5', 'Asia/Kolkata'],
  ['', '-3.5', 'Etc/GMT+4'],
  ['', '0', 'UTC'],
  ['', '', 'UTC'],
  ['Nowhere/Town', '1', 'Etc/GMT-1'],
])('a site in %p with an offset of %p is in %s', (place, offset, zone) => {
  expect(siteZone(place, offset)).toBe(zone);
});

test.each([
  ['en_US', 'en-US'],
  ['de_DE_formal', 'de-DE'],
  ['ckb', 'ckb'],
  ['zh_CN', 'zh-CN'],
  ['?', 'und'],
])('the locale %s is the language %s', (locale, tag) => {
  expect(languageTag(locale)).toBe(tag);
});

test('uploads are where WordPress puts them', () => {
  const uploads = (options: Record<string, string>) =>
    read({ siteurl: 'https://shop.test/wp/', ...options }).native.uploads;
  expect(uploads({})).toBe('https://shop.test/wp/wp-content/uploads');
  expect(uploads({ upload_path: 'media/files/' })).toBe('https://shop.test/wp/media/files');
  expect(uploads({ upload_path: '/var/www/media' })).toBe('https://shop.test/wp/wp-content/uploads');
  expect(uploads({ upload_path: 'media', upload_url_path: 'https://cdn.test/m/' })).toBe('https://cdn.test/m');
});

test('prices include tax only where taxes are switched on', () => {
  const included = (taxes: string) =>
    read({ woocommerce_calc_taxes: taxes, woocommerce_prices_include_tax: 'yes' }).config.pricesIncludeTax;
  expect([included('yes'), included('no')]).toEqual([true, false]);
});

test('orders are where the option says, whatever tables exist, and so are the statuses of the merchant’s own', () => {
  const rows = {
    statuses: [
      { type: 'shop_order', status: 'wc-in-the-kiln' },
      { type: 'shop_order_refund', status: 'wc-completed' },
      { type: 'shop_order', status: 'trash' },
    ],
    postStatuses: [{ type: 'shop_order', status: 'wc-packing' }],
  };
  const own = (enabled: string) => {
    const { config, native } = read({ woocommerce_custom_orders_table_enabled: enabled }, rows);
    return [
      native.ordersInTables,
      valueRead(config.orderStatuses)
        .slice(8)
        .map((status) => status.name),
    ];
  };
  expect(own('yes')).toEqual([true, ['In the kiln']]);
  expect(own('no')).toEqual([false, ['Packing']]);
});

test.each([
  ['Europe/Oslo', '0', '2025-07-01T10:00:00Z'],
  ['', '5.5', '2025-07-01T06:30:00Z'],
  ['', '-3.5', '2025-07-01T15:30:00Z'],
  ['', '12.75', '2025-06-30T23:15:00Z'],
  ['', '8.75', '2025-07-01T03:15:00Z'],
  ['', '-0.5', '2025-07-01T12:30:00Z'],
  ['', '2', '2025-07-01T10:00:00Z'],
])('noon in a site at %p with an offset of %p is %s', (timezone_string, gmt_offset, instant) => {
  const { native } = read({ timezone_string, gmt_offset });
  expect(instantOf('2025-07-01 12:00:00', native.clock)).toEqual(new Date(instant));
});

test.each([
  ['shop.test', 'https://shop.test/'],
  ['//cdn.shop.test', 'https://shop.test/'],
  ['https://shop.example/wp/', 'https://shop.example/wp/'],
])('a site whose address is held as %p has its channel at %s', (home, url) => {
  expect(read({ home, siteurl: 'wp' }).config.channels).toMatchObject([{ url }]);
});
