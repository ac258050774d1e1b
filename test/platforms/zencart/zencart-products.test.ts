import { DatabaseSync } from 'node:sqlite';
import { Selection } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/zencart/index.js';
import { answerOf } from '../rows-in.js';
import { two, viewWith } from './zencart-rows-in.js';

type Rows = Parameters<typeof answerOf>[1];
type Row = Rows[string][number];

const base: Row = {
  products_id: 7,
  products_type: 1,
  products_model: 'M-7',
  products_price: '100.0000',
  products_priced_by_attribute: 0,
  product_is_free: 0,
  products_discount_type: 0,
  products_discount_type_from: 0,
  master_categories_id: 4,
};

function product(fields: readonly string[], rows: Rows, view = viewWith()) {
  const selection = new Selection(Object.fromEntries(fields.map((field) => [field, {}])));
  return answerOf(platform.products.byIds(view, ['7'], selection), { ids: [{ id: 7 }], products: [base], ...rows }).get(
    '7',
  );
}

const none = '0001-01-01';
const special = (price: string, more: Row = {}): Row => ({
  products_id: 7,
  specials_new_products_price: price,
  status: 1,
  expires_date: none,
  specials_date_available: none,
  ...more,
});
const sale = (type: number, value: string, condition: number, more: Row = {}): Row => ({
  sale_status: 1,
  sale_deduction_type: type,
  sale_deduction_value: value,
  sale_specials_condition: condition,
  sale_pricerange_from: '0.0000',
  sale_pricerange_to: '0.0000',
  sale_categories_all: ',3,4,',
  sale_date_start: none,
  sale_date_end: none,
  ...more,
});
const saleOf = (rows: Rows) => product(['salePrice'], rows)?.salePrice?.amount ?? null;

test('a price made by attributes takes the cheapest value of each option, the signs counted', () => {
  const cheapest = [
    { products_id: 7, options_id: 1, lowest: '-5.0000' },
    { products_id: 7, options_id: 2, lowest: '499.0000' },
  ];
  const byAttribute = { ...base, products_price: '10.0000', products_priced_by_attribute: 1 };
  expect(product(['price'], { products: [byAttribute], 'cheapest-values': cheapest })?.price?.amount).toBe('504.00');
  expect(product(['price'], { 'cheapest-values': cheapest })?.price?.amount).toBe('100.00');
});

test('a special without dates holds as the merchant’s switch says', () => {
  expect(saleOf({ specials: [special('75.0000')] })).toBe('75.00');
  expect(saleOf({ specials: [special('75.0000', { status: 0 })] })).toBeNull();
  expect(product(['specialPrices'], { specials: [special('75.0000', { status: 0 })] })?.specialPrices).toEqual([]);
});

test('a special with dates holds within them, by the day in the store, whatever the switch says', () => {
  const within = (from: string, until: string, status = 1) =>
    saleOf({ specials: [special('75.0000', { specials_date_available: from, expires_date: until, status })] });
  expect(within('2026-06-01', none)).toBe('75.00');
  expect(within('2026-06-01', none, 0)).toBe('75.00');
  expect(within('2026-06-02', none)).toBeNull();
  expect(within(none, '2026-06-02')).toBe('75.00');
  expect(within(none, '2026-06-01')).toBeNull();
  const past = special('75.0000', { specials_date_available: '2026-01-01', expires_date: '2026-02-01', status: 0 });
  expect(product(['specialPrices'], { specials: [past] })?.specialPrices).toEqual([
    {
      price: { amount: '75.00', currencyCode: 'USD' },
      startsAt: new Date('2026-01-01T06:00:00Z'),
      endsAt: new Date('2026-02-01T06:00:00Z'),
      customerGroup: null,
      minQuantity: 1,
    },
  ]);
});

test('a sale takes an amount or a share off, or sets the price, of the master category’s products', () => {
  expect(saleOf({ sales: [sale(0, '12.5000', 2)] })).toBe('87.50');
  expect(saleOf({ sales: [sale(1, '12.5000', 2)] })).toBe('87.50');
  expect(saleOf({ sales: [sale(2, '40.0000', 2)] })).toBe('40.00');
  expect(saleOf({ sales: [sale(0, '120.0000', 2)] })).toBe('0.00');
  expect(saleOf({ sales: [sale(0, '5.0000', 2, { sale_categories_all: ',44,14,' })] })).toBeNull();
  expect(saleOf({ sales: [sale(0, '5.0000', 2, { sale_pricerange_from: '100.0100' })] })).toBeNull();
  expect(saleOf({ sales: [sale(0, '5.0000', 2, { sale_pricerange_to: '99.9900' })] })).toBeNull();
  expect(saleOf({ sales: [sale(0, '5.0000', 2, { sale_status: 0 })] })).toBeNull();
  expect(saleOf({ sales: [sale(0, '5.0000', 2, { sale_date_end: '2026-06-01' })] })).toBeNull();
});

test('a sale meets a special as its condition says: off the price, not at all, or off the special', () => {
  const specials = [special('90.0000')];
  expect(saleOf({ specials, sales: [sale(1, '10.0000', 0)] })).toBe('90.00');
  expect(saleOf({ specials, sales: [sale(2, '95.0000', 0)] })).toBe('95.00');
  expect(saleOf({ specials, sales: [sale(1, '10.0000', 1)] })).toBe('90.00');
  expect(saleOf({ specials, sales: [sale(1, '10.0000', 2)] })).toBe('81.00');
  expect(saleOf({ specials: [special('0.0000')], sales: [sale(1, '10.0000', 1)] })).toBe('0.00');
  const listed = (condition: number) =>
    product(['specialPrices'], { specials, sales: [sale(1, '10.0000', condition)] })?.specialPrices?.map(
      (one) => one.price.amount,
    );
  expect([listed(0), listed(1), listed(2)]).toEqual([['90.00', '90.00'], ['90.00'], ['90.00', '81.00']]);
});

test('a gift certificate is on no sale', () => {
  const products = [{ ...base, products_model: 'GIFT 100' }];
  expect(saleOf({ products, sales: [sale(1, '10.0000', 0)] })).toBeNull();
});

test('prices by quantity are a share off, the price itself, or an amount off, of the price or of the special', () => {
  const quantities = [
    { products_id: 7, discount_qty: 3, discount_price: '10.0000' },
    { products_id: 7, discount_qty: '6.5', discount_price: '20.0000' },
  ];
  const priced = (type: number, from: number) =>
    product(['specialPrices'], {
      products: [{ ...base, products_discount_type: type, products_discount_type_from: from }],
      specials: [special('80.0000')],
      'quantity-prices': quantities,
    })
      ?.specialPrices?.slice(1)
      .map((one) => [one.minQuantity, one.price.amount]);
  expect(priced(0, 0)).toEqual([]);
  expect(priced(1, 0)).toEqual([
    [3, '90.00'],
    [7, '80.00'],
  ]);
  expect(priced(1, 1)).toEqual([
    [3, '72.00'],
    [7, '64.00'],
  ]);
  expect(priced(2, 1)).toEqual([
    [3, '10.00'],
    [7, '20.00'],
  ]);
  expect(priced(3, 1)).toEqual([
    [3, '70.00'],
    [7, '60.00'],
  ]);
});

test('attributes are options: one for each option, its values with signed prices, none for what is filled in', () => {
  const attribute = (id: number, option: number, type: number | null, value: string, more: Row = {}): Row => ({
    products_id: 7,
    products_attributes_id: id,
    options_id: option,
    options_values_id: id,
    attributes_required: 0,
    options_values_price: '2.5000',
    price_prefix: '+',
    products_options_name: `Option ${option}`,
    products_options_type: type,
    products_options_rows: 1,
    products_options_values_name: value,
    ...more,
  });
  const options = product(['options'], {
    attributes: [
      attribute(1, 1, 0, 'Small'),
      attribute(2, 1, 0, 'Large &amp; wide', { price_prefix: '-' }),
      attribute(3, 2, 1, 'TEXT', { options_values_id: 0, attributes_required: 1 }),
      attribute(4, 3, 1, 'TEXT', { options_values_id: 0, products_options_rows: 5 }),
      attribute(5, 4, 4, 'TEXT', { options_values_id: 0 }),
      attribute(6, 5, 5, 'Read me', { price_prefix: '', options_values_price: '0.0000' }),
      attribute(7, 6, null, 'Of a deleted option', { products_options_name: null }),
    ],
  })?.options;
  expect(
    options?.map((one) => [one.nativeId, one.kind, one.required, one.values.map(({ nativeId }) => nativeId)]),
  ).toEqual([
    ['1', 'SELECT', false, ['1', '2']],
    ['2', 'TEXT', true, []],
    ['3', 'TEXTAREA', false, []],
    ['4', 'FILE', false, []],
    ['5', 'OTHER', false, ['6']],
    ['6', 'OTHER', false, ['7']],
  ]);
  expect(options?.[0]?.values[1]).toMatchObject({ name: 'Large & wide', priceDelta: { amount: '-2.50' } });
});

test('the stock is the product’s, in parts where the store sells parts, and backorders are the shop’s choice', () => {
  const held = (quantity: string | number, native = {}) =>
    product(['inventory'], { products: [{ ...base, products_quantity: quantity }] }, viewWith({ native }))?.inventory;
  expect(held('2.5')).toEqual({ tracked: true, quantity: '2.5', available: true, backorders: false });
  expect(held(-1)).toEqual({ tracked: true, quantity: '-1', available: false, backorders: false });
  expect(held(0, { backorders: true })).toMatchObject({ available: true, backorders: true });
  expect(held(0, { tracksStock: false })).toMatchObject({ tracked: false, available: true });
});

test('an older version is asked for no column that it lacks', () => {
  const old = { ...two, products: two.products.filter((one) => !/mpn|length|width|height/.test(one)) };
  const { products_additional_images: _, ...columns } = old;
  const view = viewWith({ columns });
  const selection = new Selection({ mpn: {}, dimensions: {}, images: { url: {} } });
  const plan = platform.products.byIds(view, ['7'], selection);
  expect(plan.statements.map(({ id, sql }) => [id, /mpn|length|additional/.test(sql)])).toEqual([
    ['ids', false],
    ['products', false],
  ]);
  const rows = { ids: [{ id: 7 }], products: [{ products_id: 7, products_image: 'a b/ü.jpg' }] };
  expect(answerOf(plan, rows).get('7')).toMatchObject({
    mpn: null,
    dimensions: null,
    images: [{ url: 'http://shop.test/images/a%20b/%C3%BC.jpg', alt: null, position: 0 }],
  });
});

test('zero dates are none, and a clock that shows an hour twice is read as the first time', () => {
  const dated = (added: string | null, modified: string | null) =>
    product(['createdAt', 'updatedAt'], {
      products: [{ ...base, products_date_added: added, products_last_modified: modified }],
    });
  expect(dated('2025-11-02 01:30:00', '0001-01-01 00:00:00')).toMatchObject({
    createdAt: new Date('2025-11-02T06:30:00Z'),
    // What was never changed is as it was when it was made.
    updatedAt: new Date('2025-11-02T06:30:00Z'),
  });
  expect(dated('0000-00-00 00:00:00', null)).toMatchObject({ createdAt: null, updatedAt: null });
});

test('a product has the page of its type, and its model for a name where it has no text', () => {
  const found = product(['url', 'name'], { products: [{ ...base, products_type: 2 }] });
  expect(found).toMatchObject({
    name: 'M-7',
    url: 'http://shop.test/index.php?main_page=product_music_info&products_id=7',
  });
});

test('what is free costs nothing, and nothing is lower than that', () => {
  const free = { ...base, product_is_free: 1 };
  const found = product(['price', 'salePrice', 'specialPrices'], { products: [free], specials: [special('75.0000')] });
  expect(found).toMatchObject({ price: { amount: '0.00' }, salePrice: null, specialPrices: [] });
});

test('a product is a download where an option gives nothing but files', () => {
  const plan = platform.products.byIds(viewWith(), ['7'], new Selection({ type: {} }));
  const statement = plan.statements.find(({ id }) => id === 'downloads');
  const sql = statement?.sql.replace('?', '7, 8, 9') ?? '';
  const database = new DatabaseSync(':memory:');
  database.exec(`create table products_attributes (products_attributes_id integer, products_id integer, options_id integer);
    create table products_attributes_download (products_attributes_id integer);
    insert into products_attributes values (1, 7, 1), (2, 7, 1), (3, 8, 1), (4, 8, 1), (5, 9, 1), (6, 9, 2);
    insert into products_attributes_download values (1), (2), (3), (5);`);
  // 7: files alone. 8: a file or a box. 9: a file, with something to choose beside it.
  const rows = database.prepare(sql).all() as unknown as { products_id: number }[];
  database.close();
  expect(rows.map((row) => row.products_id)).toEqual([7, 9]);
  expect(product(['type'], { downloads: [{ products_id: 7, options_id: 1 }] })?.type).toBe('DOWNLOADABLE');
  expect(product(['type'], { products: [{ ...base, products_virtual: 1 }] })?.type).toBe('VIRTUAL');
  expect(product(['type'], {})?.type).toBe('SIMPLE');
});

test('a product is called as in the default language, else as in another, else by its model, else by its number', () => {
  const texts = (...names: readonly (readonly [number, string | null])[]) =>
    names.map(([language_id, name]) => ({ id: 7, language_id, name }));
  const nameOf = (rows: Rows[string], model: string | null = 'M-7') =>
    product(['name'], { texts: rows, products: [{ ...base, products_model: model }] })?.name;
  expect(nameOf(texts([1, 'Bow &amp; arrow'], [2, 'Arco']))).toBe('Bow & arrow');
  expect(nameOf(texts([1, ' '], [2, ''], [3, 'Arc']))).toBe('Arc');
  expect(nameOf(texts([1, null]))).toBe('M-7');
  expect(nameOf([], ' ')).toBe('7');
});

test('a category that is its own parent is at the top, and one without any name goes by its number', () => {
  const read = (parent_id: number) =>
    answerOf(platform.categories.byIds(viewWith(), ['20'], new Selection({ parentId: {}, name: {} })), {
      ids: [{ id: 20 }],
      'category-rows': [{ categories_id: 20, parent_id }],
    }).get('20');
  expect([read(20), read(18), read(0)]).toMatchObject([{ parentId: null }, { parentId: '18' }, { parentId: null }]);
  expect(read(0)?.name).toBe('20');
});
