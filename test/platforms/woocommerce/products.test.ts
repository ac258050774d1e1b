import { serialize } from 'php-serialize';
import { Selection } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/woocommerce/index.js';
import { answerOf } from '../rows-in.js';
import { metaRows, viewWith } from './woocommerce-view.js';

type View = ReturnType<typeof viewWith>;

function product(
  fields: Readonly<Record<string, object>>,
  rows: Parameters<typeof answerOf>[1],
  { view = viewWith(), row = {} }: { view?: View; row?: Record<string, string | number> } = {},
) {
  const plan = platform.products.byIds(view, ['42'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 42 }], rows: [{ ID: 42, ...row }], ...rows }).get('42');
}

const kind = (slug: string) => ({
  object_id: 42,
  taxonomy: 'product_type',
  term_id: 1,
  name: slug,
  slug,
  position: null,
});
const prices = { price: { amount: {} }, salePrice: { amount: {} }, specialPrices: { price: { amount: {} } } };

test('a sale price holds within its window, to the last second of it, and below the regular price alone', () => {
  const at = (now: string, more: Record<string, string> = {}) =>
    product(
      prices,
      {
        terms: [kind('simple')],
        meta: metaRows(42, {
          _regular_price: '100',
          _sale_price: '80.5',
          _sale_price_dates_from: '1780264800',
          _sale_price_dates_to: '1782856799',
          ...more,
        }),
      },
      { view: viewWith({ now }) },
    )?.salePrice?.amount ?? null;
  expect(at('2026-05-31T21:59:59Z')).toBeNull();
  expect(at('2026-05-31T22:00:00Z')).toBe('80.50');
  expect(at('2026-06-30T21:59:59.900Z')).toBe('80.50');
  expect(at('2026-06-30T22:00:00Z')).toBeNull();
  expect(at('2026-06-15T00:00:00Z', { _sale_price: '100' })).toBeNull();
  expect(at('2026-06-15T00:00:00Z', { _sale_price: '' })).toBeNull();
});

test('prices that are no numbers and prices that are missing are none, and none is invented', () => {
  for (const price of ['', 'free', '1,50']) {
    const found = product(prices, { terms: [kind('simple')], meta: metaRows(42, { _regular_price: price }) });
    expect(found).toMatchObject({ price: null, salePrice: null, specialPrices: [] });
  }
});

test('a variable product costs what its cheapest published variation does', () => {
  const found = product(prices, {
    terms: [kind('variable')],
    variations: [
      { id: 43, post_parent: 42, post_status: 'publish' },
      { id: 44, post_parent: 42, post_status: 'private' },
      { id: 45, post_parent: 42, post_status: 'publish' },
      { id: 46, post_parent: 42, post_status: 'publish' },
    ],
    meta: [
      ...metaRows(42, { _regular_price: '1' }),
      ...metaRows(43, { _regular_price: '30', _sale_price: '20' }),
      ...metaRows(44, { _regular_price: '5' }),
      ...metaRows(45, { _regular_price: '25' }),
      ...metaRows(46, { _regular_price: '' }),
    ],
  });
  expect(found?.price?.amount).toBe('25.00');
  expect(found?.salePrice?.amount).toBe('20.00');
  expect(found?.specialPrices?.map((one) => one.price.amount)).toEqual(['20.00']);
});

test('a group costs what its cheapest product does, and numbers that are only keys of its list do not count', () => {
  const found = product(prices, {
    terms: [kind('grouped')],
    meta: metaRows(42, { _children: serialize([70, '71']) }),
    'group-members': [70, 71, 0, 1].map((member_id) => ({ post_id: 42, member_id: String(member_id) })),
    'group-products': [
      { member: 1, sold_id: 1 },
      { member: 70, sold_id: 70 },
      { member: 71, sold_id: 72 },
    ],
    'group-prices': [
      ...metaRows(1, { _regular_price: '2' }),
      ...metaRows(70, { _regular_price: '12' }),
      ...metaRows(72, { _regular_price: '9.99' }),
    ],
  });
  expect(found?.price?.amount).toBe('9.99');
});

test.each([
  ['simple', {}, 'SIMPLE'],
  ['simple', { _virtual: 'yes' }, 'VIRTUAL'],
  ['simple', { _virtual: 'yes', _downloadable: 'yes' }, 'DOWNLOADABLE'],
  ['variable', { _virtual: 'yes' }, 'VARIABLE'],
  ['variable-subscription', {}, 'VARIABLE'],
  ['bundle', {}, 'BUNDLE'],
  ['external', {}, 'EXTERNAL'],
  ['of-a-plugin', {}, 'SIMPLE'],
])('a product of kind %s with %j is %s', (slug, meta, type) => {
  expect(product({ type: {} }, { terms: [kind(slug)], meta: metaRows(42, meta as never) })?.type).toBe(type);
});

test('local attributes are split at their bars, and those of a class that PHP would have to make are none', () => {
  const attribute = (name: string, value: string) => ({ name, value, is_visible: 1, is_variation: 0, is_taxonomy: 0 });
  const read = (text: string) =>
    product({ attributes: {} }, { terms: [kind('simple')], meta: metaRows(42, { _product_attributes: text }) })
      ?.attributes;
  expect(read(serialize({ care: attribute('Care &amp; use', ' Hand wash |No oven | ') }))).toEqual([
    { name: 'Care & use', values: ['Hand wash', 'No oven'], group: null },
  ]);
  expect(read('a:1:{s:1:"x";O:8:"Exploded":1:{s:4:"file";s:1:"x";}}')).toEqual([]);
  expect(read('O:8:"Exploded":0:{}')).toEqual([]);
  expect(read('a:1:{s:9:"__proto__";a:1:{s:4:"name";s:1:"x";}}')).toEqual([]);
  expect(read('a:1:{s:4:"care";a:1:{s:4:"na')).toEqual([]);
});

test('terms of a global attribute come in the order that the merchant set, and one that the store no longer knows is left out', () => {
  const term = (id: number, name: string, position: string | null, taxonomy = 'pa_glaze') => ({
    object_id: 42,
    taxonomy,
    term_id: id,
    name,
    slug: name.toLowerCase(),
    position,
  });
  const held = (name: string) => ({ name, value: '', is_variation: 0, is_taxonomy: 1 });
  const rows = {
    terms: [
      kind('simple'),
      term(5, 'Ash', '2'),
      term(6, 'Celadon &amp; salt', '0'),
      term(7, 'Shino', '1'),
      term(8, 'Old', '0', 'pa_old'),
    ],
    meta: metaRows(42, { _product_attributes: serialize({ pa_glaze: held('pa_glaze'), pa_old: held('pa_old') }) }),
  };
  expect(product({ attributes: {} }, rows)?.attributes).toEqual([
    { name: 'Glaze', values: ['Celadon & salt', 'Shino', 'Ash'], group: null },
  ]);
});

test('a variation shares the stock of its product where it keeps none of its own, and weighs what its product does', () => {
  const fields = { variants: { inventory: {}, weight: {} } };
  const rows = {
    terms: [kind('variable')],
    variations: [43, 44].map((id) => ({ id, post_parent: 42, post_status: 'publish' })),
    meta: [
      ...metaRows(42, { _manage_stock: 'yes', _stock: '7.000000', _backorders: 'notify', _weight: '2.50' }),
      ...metaRows(43, { _manage_stock: 'no', _stock: '99', _stock_status: 'instock', _backorders: 'no' }),
      ...metaRows(44, {
        _manage_stock: 'yes',
        _stock: '-3',
        _stock_status: 'outofstock',
        _backorders: 'no',
        _weight: '1',
      }),
    ],
  };
  expect(product(fields, rows)?.variants).toMatchObject([
    { inventory: { tracked: true, quantity: '7', available: true, backorders: true }, weight: { value: '2.5' } },
    { inventory: { tracked: true, quantity: '-3', available: false, backorders: false }, weight: { value: '1' } },
  ]);
  const view = viewWith({ native: { managesStock: false } });
  expect(product(fields, rows, { view })?.variants?.[0]?.inventory).toMatchObject({ tracked: false, quantity: null });
});

test.each([
  ['publish', 'ACTIVE', 'https://shop.test/product/a-cup/'],
  ['private', 'DISABLED', 'https://shop.test/product/a-cup/'],
  ['draft', 'DRAFT', 'https://shop.test/?post_type=product&p=42'],
  ['future', 'DRAFT', 'https://shop.test/?post_type=product&p=42'],
  ['trash', 'ARCHIVED', 'https://shop.test/?post_type=product&p=42'],
  ['of-a-plugin', 'DISABLED', 'https://shop.test/?post_type=product&p=42'],
])('a product that is %s is %s, at %s', (post_status, status, url) => {
  const found = product({ status: {}, url: {} }, {}, { row: { post_status, post_name: 'a-cup' } });
  expect(found).toMatchObject({ status, url });
});

test.each([
  ['', 'product', 'https://shop.test/?product=a-cup'],
  ['/%postname%', 'shop', 'https://shop.test/shop/a-cup'],
  ['/index.php/%postname%/', 'product', 'https://shop.test/index.php/product/a-cup/'],
  ['/%postname%/', 'shop/%product_cat%', 'https://shop.test/?post_type=product&p=42'],
])('with permalinks %s and base %s it is at %s', (permalinks, productBase, url) => {
  const view = viewWith({ native: { permalinks, productBase } });
  expect(product({ url: {} }, {}, { view, row: { post_status: 'publish', post_name: 'a-cup' } })?.url).toBe(url);
});

test('pictures come in the gallery’s order, the main one first, each once, and those deleted since are left out', () => {
  const file = (attachment: number, name: string) => ({
    attachment,
    guid: '',
    meta_key: '_wp_attached_file',
    meta_value: name,
  });
  const rows = {
    meta: metaRows(42, { _thumbnail_id: '8', _product_image_gallery: '9,8,77,7,10' }),
    images: [
      file(7, '/home/shop/wp-content/uploads/2025/01/seven.jpg'),
      file(8, '2025/01/eight.jpg'),
      { attachment: 9, guid: 'https://elsewhere.test/nine.png', meta_key: null, meta_value: null },
      { attachment: 10, guid: 'no address', meta_key: null, meta_value: null },
      { attachment: 8, guid: '', meta_key: '_wp_attachment_image_alt', meta_value: 'A &lt;cup&gt;' },
    ],
  };
  expect(product({ images: { url: {} } }, rows)?.images).toEqual([
    { url: 'https://shop.test/wp-content/uploads/2025/01/eight.jpg', alt: 'A <cup>', position: 0 },
    { url: 'https://elsewhere.test/nine.png', alt: null, position: 1 },
    { url: 'https://shop.test/wp-content/uploads/2025/01/seven.jpg', alt: null, position: 2 },
  ]);
});

test('what is not taxed has no tax class', () => {
  const read = (meta: Record<string, string>) => product({ taxClass: {} }, { meta: metaRows(42, meta) })?.taxClass;
  expect(read({ _tax_status: 'taxable', _tax_class: 'reduced-rate' })).toEqual({
    nativeId: 'reduced-rate',
    name: 'Reduced rate',
  });
  expect(read({ _tax_status: 'taxable', _tax_class: '' })?.nativeId).toBe('standard');
  expect(read({ _tax_status: 'none' })).toBeNull();
  expect(read({ _tax_status: 'shipping' })).toBeNull();
  expect(read({ _tax_status: 'taxable', _tax_class: 'deleted' })).toBeNull();
});

test.each([
  ['2026-06-30', '2026-06-29T21:59:00Z', '2026-06-29T22:01:00Z'],
  ['2026-06-30 18:00:00', '2026-06-30T15:59:00Z', '2026-06-30T16:01:00Z'],
  ['2026-06-30T18:00:00+00:00', '2026-06-30T17:59:00Z', '2026-06-30T18:01:00Z'],
  ['30.06.2026', '2026-06-29T21:59:00Z', '2026-06-29T22:01:00Z'],
  ['June 30, 2026', '2026-06-29T21:59:00Z', '2026-06-29T22:01:00Z'],
  [' 1782856799 ', '2026-06-30T21:59:59Z', '2026-06-30T22:00:00Z'],
])('a sale whose end is held as %p has ended then, by the shop’s clock', (end, before, after) => {
  const at = (now: string) =>
    product(
      prices,
      {
        terms: [kind('simple')],
        meta: metaRows(42, { _regular_price: '9', _sale_price: '8', _sale_price_dates_to: end }),
      },
      { view: viewWith({ now }) },
    )?.salePrice?.amount ?? null;
  expect([at(before), at(after)]).toEqual(['8.00', null]);
});

test('signs that mean something in an address are escaped in the names of files', () => {
  const file = { attachment: 7, guid: '', meta_key: '_wp_attached_file' };
  const read = (meta_value: string) =>
    product({ images: { url: {} } }, { meta: metaRows(42, { _thumbnail_id: '7' }), images: [{ ...file, meta_value }] })
      ?.images?.[0]?.url;
  expect(read('2025/01/50% off #1?.jpg')).toBe('https://shop.test/wp-content/uploads/2025/01/50%25 off %231%3F.jpg');
  expect(read('2025/01/größe.jpg')).toBe('https://shop.test/wp-content/uploads/2025/01/größe.jpg');
});

test('a variation without a SKU of its own has its product’s, and so has its stock', () => {
  const rows = {
    terms: [kind('variable')],
    variations: [43, 44].map((id) => ({ id, post_parent: 42, post_status: 'publish' })),
    meta: [...metaRows(42, { _sku: 'CUP' }), ...metaRows(43, { _sku: ' ' }), ...metaRows(44, { _sku: 'CUP-L' })],
  };
  expect(product({ variants: { sku: {} } }, rows)?.variants?.map((one) => one.sku)).toEqual(['CUP', 'CUP-L']);
});
