import { Selection } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/prestashop/index.js';
import { taxRates } from '../../../src/platforms/prestashop/prestashop-taxes.js';
import { answerOf } from '../rows-in.js';
import { columnsWithout, viewOf } from './prestashop-rows-in.js';

type Rows = Parameters<typeof answerOf>[1];
type View = Parameters<typeof viewOf>[0];

const base = {
  id_product: 7,
  shop: 1,
  price: '100.000000',
  ecotax: '0.000000',
  id_tax_rules_group: 1,
  reference: 'R-7',
  ean13: '',
  isbn: '',
  upc: '',
};

function product(fields: Record<string, object>, rows: Rows, view: View = {}) {
  const plan = platform.products.byIds(viewOf(view), ['7'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 7 }], rows: [base], ...rows }).get('7');
}

const special = (more: object) => ({
  id_specific_price: 1,
  id_specific_price_rule: 0,
  id_product: 7,
  id_product_attribute: 0,
  id_cart: 0,
  id_shop: 0,
  id_currency: 0,
  id_country: 0,
  id_group: 0,
  id_customer: 0,
  price: '-1.000000',
  from_quantity: 1,
  reduction: '0.000000',
  reduction_tax: 1,
  reduction_type: 'amount',
  from: '0000-00-00 00:00:00',
  to: '0000-00-00 00:00:00',
  ...more,
});
const form = (id: number, price: string, more: object = {}) => ({
  id,
  id_product: 7,
  price,
  ecotax: '0.000000',
  weight: '0.000000',
  reference: '',
  ean13: '',
  isbn: '',
  upc: '',
  ...more,
});
const sale = (specials: object[], more: Rows = {}, view: View = {}) =>
  product({ salePrice: {} }, { specials: specials as never, ...more }, view)?.salePrice?.amount ?? null;

test.each([
  ['a part of the price', { reduction: '0.250000', reduction_type: 'percentage' }, '75.00'],
  ['an amount without tax', { reduction: '12.000000', reduction_tax: 0 }, '88.00'],
  ['an amount with tax, of which the tax is taken out', { reduction: '12.000000' }, '90.00'],
  ['a price of its own', { price: '60.000000' }, '60.00'],
  ['a price of its own, and a part of that', { price: '60', reduction: '0.5', reduction_type: 'percentage' }, '30.00'],
  ['a price for the default currency', { id_currency: 1, price: '61' }, '61.00'],
  ['for another currency', { id_currency: 2, price: '61' }, null],
  ['for another country', { id_country: 21, price: '61' }, null],
  ['for another group', { id_group: 3, price: '61' }, null],
  ['for another shop', { id_shop: 2, price: '61' }, null],
  ['from two pieces on', { from_quantity: 2, price: '61' }, null],
  ['still to come', { from: '2026-06-01 14:00:01', price: '61' }, null],
  ['just begun by the shop’s clock', { from: '2026-06-01 14:00:00', price: '61' }, '61.00'],
  ['in its last second', { to: '2026-06-01 14:00:00', price: '61' }, '61.00'],
  ['over', { to: '2026-06-01 13:59:59', price: '61' }, null],
  ['of one combination, on a product without any', { id_product_attribute: 70, price: '61' }, null],
  ['for every product', { id_product: 0, price: '61' }, '61.00'],
])('a special price is %s', (_what, row, amount) => {
  expect(sale([special(row)])).toBe(amount);
});

test('of several special prices the one with the higher quantity, then of the product before a rule, then by priority holds', () => {
  const rule = special({ id_specific_price: 1, id_specific_price_rule: 4, price: '50' });
  const own = special({ id_specific_price: 2, price: '70' });
  const ofGroup = special({ id_specific_price: 3, id_group: 1, price: '80' });
  const ofCurrency = special({ id_specific_price: 4, id_currency: 1, price: '85' });
  expect(sale([rule, own])).toBe('70.00');
  expect(sale([rule, own, ofGroup])).toBe('80.00');
  expect(sale([ofGroup, ofCurrency, own])).toBe('85.00');
  const priorities = [{ id_product: 7, priority: 'id_group;id_currency;id_country;id_shop' }];
  expect(sale([ofGroup, ofCurrency, own], { priorities })).toBe('80.00');
});

test('a group that gets something off pays less for everything, on top of a special price', () => {
  expect(sale([], {}, { native: { groupReduction: '10' } })).toBe('90.00');
  expect(sale([special({ price: '50' })], {}, { native: { groupReduction: '10' } })).toBe('45.00');
  const view = { native: { groupReduction: '10', categoryReductions: true } };
  expect(sale([], { reductions: [{ id_product: 7, reduction: '0.2000' }] }, view)).toBe('80.00');
});

test('the price of a product with combinations is the least of theirs, and so is its special price', () => {
  const combinations = [form(70, '5.000000'), form(71, '-2.500000'), form(72, '0.000000')];
  const fields = { price: {}, salePrice: {}, type: {}, variants: { price: {}, salePrice: {} } };
  const found = product(fields, {
    combinations,
    specials: [
      special({ id_product_attribute: 70, reduction: '0.5', reduction_type: 'percentage' }),
      special({ id_specific_price: 2, id_product_attribute: 72, price: '95' }),
    ] as never,
  });
  expect(found).toMatchObject({ type: 'VARIABLE', price: { amount: '97.50' }, salePrice: { amount: '52.50' } });
  expect(found?.variants?.map((one) => [one.price?.amount, one.salePrice?.amount ?? null])).toEqual([
    ['105.00', '52.50'],
    ['97.50', null],
    ['100.00', '95.00'],
  ]);
});

test('special prices of a product say their price in the default currency, whatever they were given in', () => {
  const specials = [
    special({ id_currency: 2, price: '75.000000', from_quantity: 3, id_group: 3, from: '2026-01-01 00:00:00' }),
    special({ id_specific_price: 2, id_shop: 2, price: '1' }),
  ] as never;
  expect(product({ specialPrices: {} }, { specials })?.specialPrices).toEqual([
    {
      price: { amount: '60.00', currencyCode: 'EUR' },
      startsAt: new Date('2025-12-31T23:00:00Z'),
      endsAt: null,
      customerGroup: { nativeId: '3', name: 'Customer' },
      minQuantity: 3,
    },
  ]);
});

test('ecotax comes on top of the price, and is in what a reduction is taken from; a combination’s own takes its place', () => {
  const rows = [{ ...base, ecotax: '2.000000' }];
  const specials = [special({ reduction: '0.1', reduction_type: 'percentage' })] as never;
  const fields = { price: {}, ecotax: {}, salePrice: {}, variants: { ecotax: {}, salePrice: {} } };
  const combinations = [form(70, '0', { ecotax: '5.000000' })];
  const found = product(fields, { rows, specials, combinations });
  expect(found).toMatchObject({ price: { amount: '100.00' }, ecotax: { amount: '2.00' } });
  expect(found?.variants?.[0]).toMatchObject({ ecotax: { amount: '5.00' }, salePrice: { amount: '94.50' } });
});

test('stock that can be ordered when none is left is available: as the product says, else as the shop does', () => {
  const inventory = (quantity: number, policy: number, view: View = {}) =>
    product(
      { inventory: {} },
      { stock: [{ id_product: 7, id_product_attribute: 0, quantity, out_of_stock: policy }] },
      view,
    )?.inventory;
  expect(inventory(0, 0)).toEqual({ tracked: true, quantity: '0', available: false, backorders: false });
  expect(inventory(-3, 1)).toEqual({ tracked: true, quantity: '-3', available: true, backorders: true });
  expect(inventory(0, 2)?.available).toBe(false);
  expect(inventory(0, 2, { native: { backorders: true } })?.available).toBe(true);
  expect(inventory(0, 0, { native: { countsStock: false } })).toMatchObject({ tracked: false, available: true });
});

test('what a product is comes from what hangs on it, since older rows do not say', () => {
  const typeOf = (more: object, rows: Rows = {}) =>
    product({ type: {} }, { rows: [{ ...base, ...more }], ...rows })?.type;
  expect(typeOf({})).toBe('SIMPLE');
  expect(typeOf({ cache_is_pack: 1 })).toBe('BUNDLE');
  expect(typeOf({ is_virtual: 1 })).toBe('VIRTUAL');
  expect(typeOf({ is_virtual: 1 }, { downloads: [{ id_product: 7 }] })).toBe('DOWNLOADABLE');
  expect(typeOf({ product_type: 'pack' })).toBe('BUNDLE');
  expect(typeOf({ product_type: 'standard' }, { combinations: [form(70, '0')] })).toBe('VARIABLE');
});

test('columns that a version lacks are not asked for', () => {
  const view = viewOf({ columns: columnsWithout('product.mpn', 'product.product_type') });
  const selection = new Selection({ mpn: {}, type: {}, gtin: {} });
  const plan = platform.products.byIds(view, ['7'], selection);
  const sql = plan.statements.map((one) => one.sql).join(' ');
  expect(sql).not.toMatch(/mpn|product_type/);
  expect(answerOf(plan, { ids: [{ id: 7 }], rows: [base] }).get('7')).toMatchObject({ mpn: null, type: 'SIMPLE' });
});

test('a product’s address follows the shop’s own form, or is the plain one where that asks for more than is at hand', () => {
  const rows = { rows: [{ ...base, id_category_default: 4, ean13: '4006381333931' }] };
  const texts = [{ id_product: 7, name: 'Cup', link_rewrite: 'cup' }];
  const slugs = { 'category-slugs': [{ id_category: 4, link_rewrite: 'kitchen' }] };
  const url = (productRoute: string | null, languagePath: string | null, more: Rows = {}) =>
    product({ url: {} }, { ...rows, texts, ...more }, { native: { productRoute, languagePath } })?.url;
  expect(url('{category:/}{id}{-:id_product_attribute}-{rewrite}{-:ean13}.html', 'fr', slugs)).toBe(
    'http://shop.test/fr/kitchen/7-cup-4006381333931.html',
  );
  expect(url('p/{id}-{rewrite}', null)).toBe('http://shop.test/p/7-cup');
  expect(url('{manufacturer}/{id}-{rewrite}', null)).toBe('http://shop.test/index.php?controller=product&id_product=7');
  expect(url(null, 'fr')).toBe('http://shop.test/index.php?controller=product&id_product=7&id_lang=1');
});

test('images lie in a folder for each digit of their number', () => {
  const images = [
    { id_product: 7, id_image: 1204, legend: 'A cup' },
    { id_product: 7, id_image: 9, legend: ' ' },
  ];
  expect(product({ images: {} }, { images })?.images).toEqual([
    { url: 'http://shop.test/img/p/1/2/0/4/1204.jpg', alt: 'A cup', position: 0 },
    { url: 'http://shop.test/img/p/9/9.jpg', alt: null, position: 1 },
  ]);
});

test('a feature with several values is one fact', () => {
  const features = ['wool', 'silk'].map((value) => ({ id_product: 7, id_feature: 2, name: 'Made of', value }));
  expect(product({ attributes: {} }, { features })?.attributes).toEqual([
    { name: 'Made of', values: ['wool', 'silk'], group: null },
  ]);
});

test('taxes come together, one after another, or alone, as the first rule says', () => {
  const rule = (behavior: number, rate: string, more: object = {}) => ({
    id_tax_rules_group: 1,
    id_country: 8,
    zipcode_from: '0',
    zipcode_to: '0',
    behavior,
    rate,
    ...more,
  });
  expect(taxRates([rule(1, '20.000'), rule(1, '5.000')])).toEqual({ 1: '0.25' });
  expect(taxRates([rule(2, '20.000'), rule(2, '5.000')])).toEqual({ 1: '0.26' });
  expect(taxRates([rule(0, '20.000'), rule(1, '5.000')])).toEqual({ 1: '0.2' });
  expect(taxRates([rule(0, '20.000', { zipcode_from: '75000', zipcode_to: '75999' })])).toEqual({});
  expect(taxRates([rule(0, '0.000')])).toEqual({});
});

test('in several shops, the default one’s rows are asked for, else those of the product’s own', () => {
  const shops = [1, 2].map((id) => ({ id, groupId: id, sharesStock: id === 2 }));
  const plan = platform.products.byIds(
    viewOf({ native: { shops } }),
    ['7'],
    new Selection({ price: {}, inventory: {} }),
  );
  const sql = Object.fromEntries(plan.statements.map((one) => [one.id, one.sql]));
  const own = 'coalesce((select `ps`.`id_shop` from `product_shop` as `ps`';
  expect(sql.rows).toContain(`\`s\`.\`id_shop\` = ${own}`);
  expect(sql.stock).toContain('`k`.`id_shop_group` = ?');
});

test('a reduction above the price leaves nothing to pay; special prices that are switched off take nothing off', () => {
  expect(sale([special({ reduction: '150.000000', reduction_tax: 0 })])).toBe('0.00');
  const off = product({ salePrice: {}, specialPrices: {} }, {}, { native: { specialPrices: false } });
  expect(off).toMatchObject({ salePrice: null, specialPrices: [] });
});

test('a combination without a reference goes by its product’s', () => {
  const combinations = [form(70, '0', { reference: 'R-7-L' }), form(71, '0', { reference: ' ' })];
  expect(product({ variants: { sku: {} } }, { combinations })?.variants?.map((one) => one.sku)).toEqual([
    'R-7-L',
    'R-7',
  ]);
});

test('thirty bees lacks columns of products and combinations, which are not asked for then', () => {
  const view = viewOf({
    columns: columnsWithout('product.state', 'product.isbn', 'product.mpn', 'product.product_type'),
  });
  const page = { limit: 5, backward: false, after: null, before: null, totalCount: true } as const;
  const selection = new Selection({ gtin: {}, type: {}, variants: { gtin: {} } });
  const plan = platform.products.page(view, { ...page, filter: {}, orderBy: 'UPDATED_AT_ASC', selection });
  expect(plan.statements.map((one) => one.sql).join(' ')).not.toMatch(/\.`(state|isbn|mpn|product_type)`/);
});

test('a category that is its own parent is at the top, and one without any name goes by its number', () => {
  const read = (row: object) =>
    answerOf(platform.categories.byIds(viewOf(), ['20'], new Selection({ parentId: {}, name: {} })), {
      ids: [{ id: 20 }],
      'category-rows': [{ id_category: 20, id_parent: 20, grandparent: 20, name: null, ...row }],
    }).get('20');
  expect(read({})).toMatchObject({ parentId: null, name: '20' });
  expect(read({ id_parent: 2, grandparent: 1, name: 'Cups' })).toMatchObject({ parentId: '2', name: 'Cups' });
});

test('a customer of a group that is gone is in none, and one without the column says nothing of newsletters', () => {
  const read = (row: object) =>
    answerOf(platform.customers.byIds(viewOf(), ['8'], new Selection({ group: {}, acceptsMarketing: {} })), {
      ids: [{ id: 8 }],
      customers: [{ id_customer: 8, id_default_group: 77, newsletter: null, ...row }],
    }).get('8');
  expect(read({})).toMatchObject({ group: null, acceptsMarketing: null });
  expect(read({ id_default_group: 3, newsletter: 0 })).toMatchObject({
    group: { nativeId: '3' },
    acceptsMarketing: false,
  });
});
