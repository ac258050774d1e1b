import { Selection } from '../../src/model/selection.js';
import { platform } from '../../src/platforms/opencart/index.js';
import { answerOf, four, three, viewWith } from './rows-in.js';

type Rows = Parameters<typeof answerOf>[1];

function product(view: ReturnType<typeof viewWith>, fields: Record<string, object>, rows: Rows) {
  const plan = platform.products.byIds(view, ['42'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 42 }], ...rows }).get('42');
}

test('3.x holds codes in columns, and blanks are none', () => {
  const row = { product_id: 42, sku: 'SKU-0042', mpn: '', ean: '', upc: '036000291403', isbn: '978', jan: '' };
  expect(product(viewWith(three), { sku: {}, mpn: {}, gtin: {} }, { 'product-rows': [row] })).toMatchObject({
    sku: 'SKU-0042',
    mpn: null,
    gtin: '036000291403',
  });
});

test('4.1 holds codes in rows, whose EAN goes before their UPC', () => {
  const codes = [
    { product_id: 42, code: 'UPC', value: '036000291403' },
    { product_id: 42, code: 'SKU', value: 'A &amp; B' },
    { product_id: 42, code: 'EAN', value: '4006381333931' },
  ];
  expect(product(viewWith(four), { sku: {}, mpn: {}, gtin: {} }, { 'product-codes': codes })).toMatchObject({
    sku: 'A & B',
    mpn: null,
    gtin: '4006381333931',
  });
});

test('texts come unescaped, descriptions as real HTML, and a product without one is known by its model', () => {
  const fields = { name: {}, description: {}, tags: {}, shortDescription: {} };
  const texts = {
    product_id: 42,
    name: 'Cinema 30&quot;',
    description: '&lt;p&gt;A &amp;amp; B&lt;/p&gt;',
    tag: ' a, b &amp; c,, ',
  };
  const row = { product_id: 42, model: 'Product &quot;15&quot;' };
  expect(product(viewWith(four), fields, { 'product-rows': [row], texts: [texts] })).toMatchObject({
    name: 'Cinema 30"',
    description: '<p>A &amp; B</p>',
    tags: ['a', 'b & c'],
    shortDescription: null,
  });
  expect(product(viewWith(four), fields, { 'product-rows': [row] })).toMatchObject({
    name: 'Product "15"',
    description: null,
    tags: [],
  });
});

test('zero dates are null, and times are UTC', () => {
  const fields = { createdAt: {}, updatedAt: {} };
  const row = { product_id: 42, date_added: '0000-00-00 00:00:00', date_modified: '2025-07-01 12:00:00' };
  expect(product(viewWith(three), fields, { 'product-rows': [row] })).toMatchObject({
    createdAt: null,
    updatedAt: new Date('2025-07-01T10:00:00Z'),
  });
});

describe('prices', () => {
  const fields = { price: {}, salePrice: {}, specialPrices: {} };
  const row = { product_id: 42, price: '19.9900' };
  const special = {
    product_id: 42,
    customer_group_id: 1,
    priority: 1,
    price: '15.4900',
    date_start: '0000-00-00',
    date_end: '0000-00-00',
  };
  const sale = (now: string, specials: Rows[string], discounts: Rows[string] = []) =>
    product(viewWith(three, { now }), fields, {
      'product-rows': [row],
      'product-specials': specials,
      'product-discounts': discounts,
    })?.salePrice?.amount ?? null;
  const summer = '2026-06-01T12:00:00Z';

  test('the special of the least priority is in force, then the cheapest', () => {
    expect(sale(summer, [{ ...special, priority: 2, price: '1.0000' }, special])).toBe('15.49');
    expect(sale(summer, [special, { ...special, price: '9.0000' }])).toBe('9.00');
    expect(sale(summer, [{ ...special, customer_group_id: 2 }])).toBeNull();
  });

  test('a special is in force from its first midnight on, up to its last, by the store’s clock', () => {
    const window = { ...special, date_start: '2026-06-01', date_end: '2026-06-03' };
    expect(sale('2026-05-31T22:00:00Z', [window])).toBeNull();
    expect(sale('2026-05-31T22:00:01Z', [window])).toBe('15.49');
    expect(sale('2026-06-02T21:59:59Z', [window])).toBe('15.49');
    expect(sale('2026-06-02T22:00:00Z', [window])).toBeNull();
    expect(sale(summer, [{ ...special, date_start: null }])).toBeNull();
  });

  test('without a special, the discount for one piece is in force', () => {
    const discount = { ...special, quantity: 1, price: '18.0000' };
    expect(sale(summer, [], [{ ...discount, quantity: 10 }, discount])).toBe('18.00');
    expect(sale(summer, [special], [discount])).toBe('15.49');
  });

  test('4.1 holds prices also as a part of the regular one, exactly', () => {
    const held = { ...special, quantity: 1, special: 1 };
    const rows = [
      { ...held, type: 'P', price: '15.5500' },
      {
        ...held,
        special: 0,
        quantity: 10,
        type: 'S',
        price: '5.0000',
        date_start: '2026-03-29',
        date_end: '2026-10-25',
      },
      { ...held, special: 0, quantity: 20, type: 'F', price: '3.0000', customer_group_id: 7 },
    ];
    const found = product(viewWith(four), fields, { 'product-rows': [row], 'product-prices': rows });
    expect(found?.salePrice).toEqual({ amount: '16.8816', currencyCode: 'EUR' });
    expect(found?.specialPrices).toEqual([
      {
        price: { amount: '16.8816', currencyCode: 'EUR' },
        startsAt: null,
        endsAt: null,
        customerGroup: { nativeId: '1', name: 'Default' },
        minQuantity: 1,
      },
      {
        price: { amount: '14.99', currencyCode: 'EUR' },
        startsAt: new Date('2026-03-28T23:00:00Z'),
        endsAt: new Date('2026-10-24T22:00:00Z'),
        customerGroup: { nativeId: '1', name: 'Default' },
        minQuantity: 10,
      },
      {
        price: { amount: '3.00', currencyCode: 'EUR' },
        startsAt: null,
        endsAt: null,
        customerGroup: { nativeId: '7', name: '7' },
        minQuantity: 20,
      },
    ]);
  });
});

test('stock that is not tracked, or may run out, is always available', () => {
  const inventory = (row: object, backorders = false) =>
    product(
      viewWith(four, { native: { backorders } }),
      { inventory: {} },
      { 'product-rows': [{ product_id: 42, ...row }] },
    )?.inventory;
  expect(inventory({ subtract: 1, quantity: 0 })).toEqual({
    tracked: true,
    quantity: '0',
    available: false,
    backorders: false,
  });
  expect(inventory({ subtract: 1, quantity: -3 }, true)).toEqual({
    tracked: true,
    quantity: '-3',
    available: true,
    backorders: true,
  });
  expect(inventory({ subtract: 0, quantity: 0 })).toEqual({
    tracked: false,
    quantity: '0',
    available: true,
    backorders: false,
  });
  expect(inventory({ subtract: 1, quantity: 2 })).toMatchObject({ available: true });
});

test('a unit that the store does not name is null', () => {
  const row = {
    product_id: 42,
    weight: '146.40000000',
    weight_class_id: 9,
    length: 1,
    width: '2.5',
    height: '0.00000000',
    length_class_id: 1,
  };
  expect(product(viewWith(four), { weight: {}, dimensions: {} }, { 'product-rows': [row] })).toMatchObject({
    weight: { value: '146.4', unit: null },
    dimensions: { length: '1', width: '2.5', height: '0', unit: 'CENTIMETER' },
  });
});

test('images are addresses below image/, the main one first, with odd names encoded and blanks left out', () => {
  const rows = {
    'product-rows': [{ product_id: 42, image: 'catalog/Größe 1 &amp; 2.jpg' }],
    images: [
      { product_id: 42, image: '' },
      { product_id: 42, image: 'catalog/b#1.png' },
      { product_id: 42, image: 'https://cdn.test/c.png' },
    ],
  };
  expect(product(viewWith(four), { images: {} }, rows)?.images).toEqual([
    { url: 'http://shop.test/image/catalog/Gr%C3%B6%C3%9Fe%201%20%26%202.jpg', alt: null, position: 0 },
    { url: 'http://shop.test/image/catalog/b%231.png', alt: null, position: 1 },
    { url: 'https://cdn.test/c.png', alt: null, position: 2 },
  ]);
});

describe('addresses', () => {
  const url = (columns: typeof three, native: object, keyword: object | null) =>
    product(
      viewWith(columns, { native }),
      { url: {}, slug: {} },
      { keywords: keyword ? [{ product_id: 42, ...keyword }] : [] },
    );
  const seoParts = [
    { key: 'language', keyword: 'en-gb', sortOrder: -2 },
    { key: 'route', keyword: 'product', sortOrder: -1 },
  ];

  test('work without rewriting', () => {
    expect(url(three, {}, { keyword: 'imac' })).toMatchObject({
      url: 'http://shop.test/index.php?route=product/product&product_id=42',
      slug: 'imac',
    });
    expect(url(four, {}, null)).toMatchObject({
      url: 'http://shop.test/index.php?route=product/product&language=en-gb&product_id=42',
      slug: null,
    });
  });

  test('are rewritten where the shop has that on and the product has a keyword', () => {
    expect(url(three, { seoUrls: true }, { keyword: 'i mac' })?.url).toBe('http://shop.test/i%20mac');
    expect(url(three, { seoUrls: true }, null)?.url).toContain('product_id=42');
    expect(url(four, { seoUrls: true, seoParts }, { keyword: 'imac', sort_order: 1 })?.url).toBe(
      'http://shop.test/en-gb/product/imac',
    );
    expect(url(four, { seoUrls: true, seoParts: seoParts.slice(1) }, { keyword: 'imac', sort_order: 1 })?.url).toBe(
      'http://shop.test/product/imac?language=en-gb',
    );
  });
});

test('what is in no way delivered is virtual, but for downloads and what has variants', () => {
  const type = (shipping: number, rows: Rows = {}) =>
    product(viewWith(four), { type: {} }, { 'product-rows': [{ product_id: 42, shipping }], ...rows })?.type;
  expect(type(1)).toBe('SIMPLE');
  expect(type(0)).toBe('VIRTUAL');
  expect(type(0, { downloads: [{ product_id: 42 }] })).toBe('DOWNLOADABLE');
  expect(type(1, { variants: [{ id: 54, master_id: 42 }], downloads: [{ product_id: 42 }] })).toBe('VARIABLE');
});

test('options keep their signs, and a variant is named by the values that make it', () => {
  const option = (id: number, name: string, type: string) => ({
    product_id: 42,
    product_option_id: id,
    required: 1,
    type,
    name,
  });
  const value = (id: number, option: number, name: string, price: string, prefix: string) => ({
    product_id: 42,
    product_option_id: option,
    product_option_value_id: id,
    quantity: 5,
    price,
    price_prefix: prefix,
    name,
  });
  const rows = {
    options: [
      option(227, 'Size', 'select'),
      option(228, 'Colour', 'image'),
      option(229, 'Engraving', 'text'),
      option(230, 'Odd', 'own'),
    ],
    'option-values': [
      value(17, 227, 'Large', '2.2500', '-'),
      value(20, 228, 'Black &amp; White', '5.0000', '+'),
      value(21, 228, 'Red', '0.0000', '-'),
    ],
    variants: [{ id: 54, master_id: 42 }],
    'variant-rows': [
      {
        product_id: 54,
        master_id: 42,
        price: '17.5000',
        variant: '{"227":"17","228":["20","21"],"229":"A &amp; O","999":"1"}',
      },
    ],
  };
  const found = product(
    viewWith(four),
    { options: { values: {} }, variants: { price: {}, selectedOptions: {} } },
    rows,
  );
  expect(found?.options?.map(({ kind, values }) => [kind, values.map((one) => one.priceDelta?.amount)])).toEqual([
    ['SELECT', ['-2.25']],
    ['SWATCH', ['5.00', '0.00']],
    ['TEXT', []],
    ['OTHER', []],
  ]);
  expect(found?.variants).toMatchObject([
    {
      nativeId: '54',
      productId: '42',
      price: { amount: '17.50' },
      selectedOptions: [
        { name: 'Size', value: 'Large' },
        { name: 'Colour', value: 'Black & White, Red' },
        { name: 'Engraving', value: 'A & O' },
      ],
    },
  ]);
});

test('a store without variants is not asked for any', () => {
  const plan = platform.products.byIds(viewWith(three), ['42'], new Selection({ variants: { sku: {} }, type: {} }));
  expect(plan.statements.map(({ id }) => id)).toEqual(['ids', 'product-rows', 'downloads']);
  expect(plan.statements.some(({ sql }) => sql.includes('master_id'))).toBe(false);
  expect(platform.variants.byIds(viewWith(three), ['1'], new Selection({ sku: {} })).statements).toEqual([]);
});

test('an id that no row can have costs no question', () => {
  for (const collection of [platform.products, platform.categories, platform.orders, platform.customers]) {
    const plan = collection.byIds(viewWith(four), ['x', '-1', '0', '1.5', '01', ' 1', '9'.repeat(30)], Selection.none);
    expect(plan.statements).toEqual([]);
    expect(answerOf(plan as never, {})).toEqual(new Map());
  }
});

test('a product that another store alone has is at that store’s address', () => {
  const channels = [
    { nativeId: '0', name: 'Main', url: 'http://shop.test/' },
    { nativeId: '1', name: 'Outlet', url: 'https://outlet.test/shop' },
    { nativeId: '2', name: 'Nowhere', url: null },
  ];
  const at = (store_id: number | null) =>
    product(
      viewWith(three, { config: { channels } }),
      { url: {} },
      {
        'product-stores': store_id === null ? [] : [{ product_id: 42, store_id }],
      },
    )?.url;
  expect(at(0)).toBe('http://shop.test/index.php?route=product/product&product_id=42');
  expect(at(null)).toBe('http://shop.test/index.php?route=product/product&product_id=42');
  expect(at(1)).toBe('https://outlet.test/shop/index.php?route=product/product&product_id=42');
  expect(at(2)).toBeNull();
  const { statements } = platform.products.byIds(viewWith(three), ['42'], new Selection({ url: {} }));
  expect(statements.map(({ id }) => id)).not.toContain('product-stores');
});

test('a special price of a group that is gone holds for nobody else', () => {
  const special = { product_id: 42, customer_group_id: 77, priority: 1, price: '5', date_start: '0000-00-00' };
  const found = product(
    viewWith(three),
    { specialPrices: { customerGroup: {} }, salePrice: {} },
    {
      'product-rows': [{ product_id: 42, price: '9' }],
      'product-specials': [{ ...special, date_end: '0000-00-00' }],
    },
  );
  expect(found).toMatchObject({ salePrice: null, specialPrices: [{ customerGroup: { nativeId: '77', name: '77' } }] });
});

test('a category that is its own parent is at the top', () => {
  const read = (parent_id: number) =>
    answerOf(platform.categories.byIds(viewWith(three), ['20'], new Selection({ parentId: {}, name: {} })), {
      ids: [{ id: 20 }],
      'category-rows': [{ category_id: 20, parent_id }],
    }).get('20');
  expect([read(20), read(18), read(0)]).toMatchObject([{ parentId: null }, { parentId: '18' }, { parentId: null }]);
  expect(read(0)?.name).toBe('20');
});
