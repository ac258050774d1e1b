import type { Cell } from '../../src/bridge/plan.js';
import type { Product } from '../../src/model/product.js';
import { Selection } from '../../src/model/selection.js';
import { platform } from '../../src/platforms/magento1/index.js';
import { magentoView } from './magento1-view.js';
import { answerOf } from './rows-in.js';

type Row = Readonly<Record<string, Cell>>;
const money = { amount: {}, currencyCode: {} };

function product(type: string, rows: Readonly<Record<string, readonly Row[]>>, now?: string): Product {
  const view = magentoView({}, now);
  const selection = new Selection({ price: money, salePrice: money, specialPrices: { price: money, endsAt: {} } });
  const plan = platform.products.byIds(view, ['1'], selection);
  const found = answerOf(plan, {
    ids: [{ id: 1 }],
    rows: [{ entity_id: 1, attribute_set_id: 4, type_id: type, sku: 'A', created_at: null, updated_at: null }],
    ...rows,
  }).get('1');
  if (!found) throw new Error('the product must be found');
  return found;
}

const value = (entity_id: number, attribute_id: number, held: Cell, store_id = 0): Row => ({
  entity_id,
  attribute_id,
  store_id,
  value: held,
});
const tier = (more: Row): Row => ({
  id: 1,
  tier: 1,
  all_groups: 1,
  customer_group_id: 0,
  qty: '1.0000',
  value: '1',
  ...more,
});
const link = (id: number): Row => ({ id, parent_id: 1, product_id: 1 });
const enabled = (id: number, status = 1): Row => value(id, 6, status);
const part = (selection_id: number, option_id: number, id: number, more: Row = {}): Row => ({
  id,
  parent_id: 1,
  parent_product_id: 1,
  selection_id,
  option_id,
  qty: '1.0000',
  price_type: 0,
  price_value: '0.0000',
  ...more,
});
const choice = (option_id: number, required = 1): Row => ({
  parent_id: 1,
  option_id,
  required,
  type: 'radio',
  title: 'A',
  own_title: null,
});
const amounts = (held: Product) => [held.price?.amount ?? null, held.salePrice?.amount ?? null];

test('the price of the store view wins over the one for all', () => {
  const held = product('simple', { 'price-decimal': [value(1, 1, '10.0000'), value(1, 1, '9.5000', 1)] });
  expect(amounts(held)).toEqual(['9.50', null]);
});

test.each([
  ['begins on its first day by the clock of the store', '2026-03-09T23:00:00Z', '8.00'],
  ['has not begun the second before', '2026-03-09T22:59:59Z', null],
  ['lasts through its last day', '2026-03-12T22:59:59Z', '8.00'],
  ['is over on the day after', '2026-03-12T23:00:01Z', null],
])('a special price %s', (_what, now, sale) => {
  const held = product(
    'simple',
    {
      'price-decimal': [value(1, 1, '10.0000'), value(1, 2, '8.0000')],
      'price-datetime': [value(1, 3, '2026-03-10 00:00:00'), value(1, 4, '2026-03-12 00:00:00')],
    },
    now,
  );
  expect(amounts(held)).toEqual(['10.00', sale]);
  expect(held.specialPrices?.[0]?.endsAt).toEqual(new Date('2026-03-12T23:00:00Z'));
});

test('a special price that is no lower is no sale', () => {
  expect(amounts(product('simple', { 'price-decimal': [value(1, 1, '10'), value(1, 2, '12')] }))).toEqual([
    '10.00',
    null,
  ]);
});

test.each([
  ['of the default group', tier({ tier: 0, all_groups: 0, customer_group_id: 1, qty: 1, value: '7.0000' }), '7.00'],
  ['of another group', tier({ tier: 0, all_groups: 0, customer_group_id: 2, qty: 1, value: '7.0000' }), null],
  ['for one piece', tier({ value: '6.0000' }), '6.00'],
  ['for five pieces', tier({ qty: '5.0000', value: '6.0000' }), null],
])('the price %s', (_what, row, sale) => {
  const held = product('simple', { 'price-decimal': [value(1, 1, '10')], 'price-terms': [row] });
  expect(amounts(held)).toEqual(['10.00', sale]);
  expect(held.specialPrices).toHaveLength(1);
});

test('a catalogue price rule of today lowers the price', () => {
  const held = product('simple', {
    'price-decimal': [value(1, 1, '10')],
    'price-rules': [{ product_id: 1, rule_price: '9.0000' }],
  });
  expect(amounts(held)).toEqual(['10.00', '9.00']);
});

test('a configurable costs what its cheapest enabled variant does, by the options and not by its own price', () => {
  const axis = {
    product_id: 1,
    axis_id: 3,
    attribute_id: 92,
    label: 'Size',
    own_label: null,
    own_default: null,
    default: 0,
    frontend_label: 'S',
    store_label: null,
  };
  const held = product('configurable', {
    variants: [link(2), link(3), link(4)],
    'kin-int': [enabled(2, 2), enabled(3), enabled(4)],
    'price-decimal': [value(1, 1, '100'), value(1, 2, '80'), value(3, 1, '1')],
    axes: [axis],
    'axis-values': [2, 3, 4].map((id) => ({
      product_id: id,
      attribute_id: 92,
      option_id: id,
      place: 1,
      label: `S${id}`,
      own_label: null,
    })),
    'axis-prices': [
      { axis_id: 3, value_index: '2', is_percent: 0, pricing_value: '-50.0000', website_id: 0 },
      { axis_id: 3, value_index: '3', is_percent: 0, pricing_value: '9.0000', website_id: 0 },
      { axis_id: 3, value_index: '3', is_percent: 1, pricing_value: '10.0000', website_id: 1 },
      { axis_id: 3, value_index: '4', is_percent: 0, pricing_value: '25.0000', website_id: 0 },
    ],
  });
  // The website's own ten per cent win: of the price, and of the special price.
  expect(amounts(held)).toEqual(['110.00', '88.00']);
});

test('a grouped product costs what its cheapest part does', () => {
  const held = product('grouped', {
    grouped: [link(2), link(3)],
    'kin-int': [enabled(2), enabled(3)],
    'price-decimal': [value(1, 1, '999'), value(2, 1, '30'), value(3, 1, '40'), value(3, 2, '25')],
  });
  expect(amounts(held)).toEqual(['30.00', '25.00']);
});

test('a bundle of dynamic price costs the cheapest of each required choice, each part reduced and rounded by itself', () => {
  const held = product('bundle', {
    'bundle-choices': [choice(1), choice(2), choice(3, 0)],
    'bundle-parts': [part(1, 1, 2), part(2, 1, 3), part(3, 2, 4, { qty: '2.0000' }), part(4, 3, 5)],
    'kin-int': [2, 3, 4, 5].map((id) => enabled(id)),
    'price-decimal': [
      value(1, 2, '75'),
      value(2, 1, '99.99'),
      value(3, 1, '200'),
      value(4, 1, '98.99'),
      value(5, 1, '1'),
    ],
  });
  expect(amounts(held)).toEqual(['297.97', '223.47']);
  expect(held.specialPrices?.[0]?.price.amount).toBe('223.4775');
});

test('a bundle of fixed price adds what its required choices cost, percentages of its own price among them', () => {
  const held = product('bundle', {
    'product-int': [value(1, 5, 1)],
    'bundle-choices': [choice(1), choice(2)],
    'bundle-parts': [part(1, 1, 2, { price_value: '15' }), part(2, 2, 3, { price_type: 1, price_value: '10' })],
    'price-decimal': [value(1, 1, '600'), value(2, 1, '1'), value(3, 1, '1')],
  });
  expect(amounts(held)).toEqual(['675.00', null]);
});

test('a bundle without parts or a product without a price has none', () => {
  expect(amounts(product('bundle', {}))).toEqual([null, null]);
  expect(amounts(product('simple', {}))).toEqual([null, null]);
});
