import { serialize } from 'php-serialize';
import type { Cell } from '../../src/bridge/plan.js';
import type { Order } from '../../src/model/order.js';
import { Selection, type SelectionTree } from '../../src/model/selection.js';
import { platform } from '../../src/platforms/magento1/index.js';
import { chosenOf } from '../../src/platforms/magento1/magento1-order-lines.js';
import { phpArray } from '../../src/platforms/magento1/magento1-serialized.js';
import { magentoView } from './magento1-view.js';
import { answerOf } from './rows-in.js';

type Row = Readonly<Record<string, Cell>>;

const orderRow: Row = {
  entity_id: 1,
  increment_id: '100000001',
  state: 'processing',
  status: 'processing',
  coupon_code: null,
  coupon_rule_name: null,
  discount_description: null,
  shipping_description: null,
  customer_id: null,
  customer_email: null,
  order_currency_code: 'GBP',
  subtotal: '10.0000',
  discount_amount: '0.0000',
  shipping_amount: '0.0000',
  tax_amount: '0.0000',
  hidden_tax_amount: null,
  shipping_hidden_tax_amount: null,
  grand_total: '10.0000',
  total_paid: null,
  total_refunded: null,
  created_at: '2026-03-01 10:00:00',
  updated_at: null,
};

function order(tree: SelectionTree, own: Row, rows: Readonly<Record<string, readonly Row[]>> = {}): Order {
  const plan = platform.orders.byIds(magentoView(), ['1'], new Selection(tree));
  const found = answerOf(plan, { ids: [{ id: 1 }], orders: [{ ...orderRow, ...own }], ...rows }).get('1');
  if (!found) throw new Error('the order must be found');
  return found;
}

const item = (more: Row): Row => ({
  item_id: 1,
  order_id: 1,
  parent_item_id: null,
  product_id: 9,
  product_type: 'simple',
  sku: 'A',
  name: 'A',
  is_virtual: 0,
  qty_ordered: '2.0000',
  qty_shipped: '0.0000',
  qty_refunded: '0.0000',
  qty_canceled: '0.0000',
  price: '5.0000',
  row_total: '10.0000',
  tax_amount: '1.0000',
  discount_amount: '2.0000',
  product_options: null,
  ...more,
});

test.each([
  ['that nobody paid', {}, 'PENDING'],
  ['authorised', { authorized: '10.0000' }, 'AUTHORIZED'],
  ['paid in part', { total_paid: '4.0000' }, 'PARTIALLY_PAID'],
  ['paid', { total_paid: '10.0000' }, 'PAID'],
  ['paid back in part', { total_paid: '10.0000', total_refunded: '4.0000' }, 'PARTIALLY_REFUNDED'],
  ['paid back', { total_paid: '10.0000', total_refunded: '10.0000' }, 'REFUNDED'],
  ['called off', { state: 'canceled' }, 'VOIDED'],
  ['without a total', { grand_total: '0.0000' }, 'PAID'],
] as const)('an order %s is told by its amounts', (_what, own, status) => {
  const { authorized = null, ...row } = own as Row & { authorized?: Cell };
  const payments = [{ parent_id: 1, method: 'checkmo', amount_authorized: authorized }];
  expect(order({ financialStatus: {} }, row, { payments }).financialStatus).toBe(status);
});

test('a status of the merchant means what the order’s state does, and keeps its name', () => {
  const tree = { status: { nativeId: {}, name: {}, state: {} } };
  expect(order(tree, { state: 'holded', status: 'awaiting_parts' }).status).toEqual({
    nativeId: 'awaiting_parts',
    name: 'Awaiting parts',
    state: 'ON_HOLD',
  });
  expect(order(tree, { state: 'of_a_module', status: 'gone' }).status).toEqual({
    nativeId: 'gone',
    name: 'gone',
    state: 'OTHER',
  });
});

test('total lines add up to the total, with what extensions added as a line of its own', () => {
  const { totals, taxTotal, discounts } = order(
    { totals: { code: {}, amount: {} }, taxTotal: {}, discounts: {} },
    {
      discount_amount: '-1.5000',
      coupon_code: 'TEN',
      tax_amount: '2.0000',
      hidden_tax_amount: '0.2500',
      grand_total: '11.0000',
    },
  );
  expect(totals?.map(({ code, amount }) => [code, amount.amount])).toEqual([
    ['subtotal', '10.00'],
    ['discount', '-1.50'],
    ['tax', '2.00'],
    ['other', '0.50'],
  ]);
  // The tax hidden in a discount on prices that include it is owed by nobody.
  expect(taxTotal?.amount).toBe('2.00');
  expect(discounts).toEqual([{ code: 'TEN', title: 'TEN', amount: { amount: '1.50', currencyCode: 'GBP' } }]);
});

describe('lines', () => {
  const tree = { lineItems: { total: {}, taxTotal: {}, discountTotal: {}, options: {} } };

  test('a configurable is one line, whose variant is what it holds', () => {
    const items = [
      item({ product_type: 'configurable' }),
      item({ item_id: 2, parent_item_id: 1, product_id: 12, price: '0.0000', row_total: '0.0000' }),
    ];
    const { lineItems } = order(tree, {}, { items });
    expect(lineItems?.map((line) => [line.productId, line.variantId, line.total.amount])).toEqual([
      ['9', '12', '8.00'],
    ]);
  });

  test('a bundle of dynamic price keeps its tax and discount with its parts', () => {
    const product_options = serialize({ product_calculations: 0 });
    const parts = [2, 3].map((id) =>
      item({ item_id: id, parent_item_id: 1, discount_amount: '0.5000', tax_amount: '0.2500' }),
    );
    const bundle = item({ product_type: 'bundle', tax_amount: '0.5000', discount_amount: null, product_options });
    const line = order(tree, {}, { items: [bundle, ...parts] }).lineItems?.[0];
    expect([line?.taxTotal.amount, line?.discountTotal.amount, line?.total.amount]).toEqual(['0.50', '1.00', '9.00']);
  });

  test('a line whose parent is gone is a line of its own', () => {
    expect(order(tree, {}, { items: [item({ item_id: 5, parent_item_id: 4 })] }).lineItems).toHaveLength(1);
  });
});

test.each([
  ['nothing is sent', [item({})], 'UNFULFILLED'],
  ['some pieces are', [item({ qty_shipped: '1.0000' })], 'PARTIALLY_FULFILLED'],
  ['the rest was called off', [item({ qty_shipped: '1.0000', qty_canceled: '1.0000' })], 'FULFILLED'],
  ['what is left is virtual', [item({ qty_shipped: '2.0000' }), item({ item_id: 2, is_virtual: 1 })], 'FULFILLED'],
  [
    'a variant is, by its parent',
    [item({ product_type: 'configurable', qty_shipped: '2.0000' }), item({ item_id: 2, parent_item_id: 1 })],
    'FULFILLED',
  ],
  [
    'a bundle ships in parts',
    [
      item({ product_type: 'bundle', product_options: serialize({ shipment_type: 1 }) }),
      item({ item_id: 2, parent_item_id: 1, qty_shipped: '2.0000' }),
    ],
    'FULFILLED',
  ],
] as const)('fulfilment where %s', (_what, items, status) => {
  expect(order({ fulfillmentStatus: {} }, {}, { items }).fulfillmentStatus).toBe(status);
});

test('street lines beyond the second are joined, and a typed-in region is its own code', () => {
  const row = {
    entity_id: 1,
    parent_id: 1,
    address_type: 'billing',
    firstname: 'A',
    lastname: null,
    company: ' ',
    street: '1 High St\nFlat 2\n\nRear',
    city: 'X',
    region: 'Kowloon',
    postcode: null,
    country_id: 'hk',
    telephone: null,
    code: null,
    default_name: null,
    region_country: null,
  };
  expect(order({ billingAddress: {}, shippingAddress: {} }, {}, { 'order-addresses': [row] })).toMatchObject({
    billingAddress: {
      address1: '1 High St',
      address2: 'Flat 2, Rear',
      regionCode: 'Kowloon',
      country: 'HK',
      company: null,
    },
    shippingAddress: null,
  });
});

test('a paid invoice is a payment where the payment module keeps no transactions of its own', () => {
  const at = '2026-03-02 10:00:00';
  const invoice = { entity_id: 4, order_id: 1, state: 2, grand_total: '6.0000', transaction_id: null, created_at: at };
  const invoices = [invoice, { ...invoice, entity_id: 5, state: 1 }];
  const { transactions } = order({ transactions: {} }, {}, { invoices });
  expect(transactions?.map((one) => [one.nativeId, one.kind, one.amount?.amount])).toEqual([['4', 'PAYMENT', '6.00']]);
});

describe('what was chosen, out of PHP’s serialized text', () => {
  test('is read in its own words', () => {
    const held = {
      options: [{ label: 'Engraving', value: '&quot;Zoë&quot;', print_value: '"Zoë" <3 測試' }],
      attributes_info: { 0: { label: 'Size', value: 'M' } },
      bundle_options: { 7: { label: 'Rim', value: [{ title: 'No. 13', qty: 2, price: 1.5 }] } },
    };
    expect(chosenOf(phpArray(serialize(held)))).toEqual([
      { name: 'Engraving', value: '"Zoë" <3 測試' },
      { name: 'Size', value: 'M' },
      { name: 'Rim', value: '2 x No. 13' },
    ]);
  });

  test('is plain text where Magento keeps it escaped, and as it was typed where it does not', () => {
    const options = [
      { label: 'Wood', value: 'Oak &lt;old&gt;', print_value: 'Oak &lt;old&gt;', option_type: 'drop_down' },
      { label: 'Words', value: '&amp;lt;', print_value: '&lt;', option_type: 'field' },
      { label: 'Older', value: 'A &amp; B' },
    ];
    expect(chosenOf(phpArray(serialize({ options }))).map(({ value }) => value)).toEqual([
      'Oak <old>',
      '&lt;',
      'A & B',
    ]);
  });

  test.each([
    ['no text', null],
    ['an empty text', ''],
    ['a text that is cut short', serialize({ options: [{ label: 'A', value: 'B' }] }).slice(0, -9)],
    ['an object', 'O:8:"stdClass":1:{s:7:"options";a:0:{}}'],
    ['an object inside', 'a:1:{s:7:"options";O:8:"Zend_Log":0:{}}'],
    ['keys of JavaScript’s own', 'a:1:{s:9:"__proto__";a:1:{s:7:"options";a:0:{}}}'],
  ])('%s says nothing', (_what, text) => {
    expect(chosenOf(phpArray(text))).toEqual([]);
  });
});

test.each([
  ['of the address’s country', 'US', 'US', 'CA'],
  ['of another country, left over from before', 'US', 'DE', null],
  ['of a country in small letters', 'us', 'US', 'CA'],
])('a region %s', (_what, country_id, region_country, regionCode) => {
  const address = { entity_id: 1, parent_id: 1, address_type: 'billing', city: 'X', country_id };
  const region = { region: 'California', code: 'CA', default_name: 'California', region_country };
  const found = order({ billingAddress: {} }, {}, { 'order-addresses': [{ ...address, ...region }] });
  expect(found.billingAddress).toMatchObject({ region: 'California', regionCode });
});

test('tax that is hidden in a discount on prices that include it is owed by nobody', () => {
  const held = { tax_amount: '11.8800', hidden_tax_amount: '0.9500', shipping_hidden_tax_amount: '0.0000' };
  const own = { ...held, subtotal: '118.8000', discount_amount: '-11.8800', grand_total: '119.7500' };
  const { taxTotal, totals, total } = order({ taxTotal: {}, totals: {}, total: {} }, own);
  expect(taxTotal?.amount).toBe('11.88');
  const sum = totals?.reduce((all, { amount }) => all + Math.round(Number(amount.amount) * 100), 0);
  expect(sum).toBe(Math.round(Number(total?.amount) * 100));
});

test.each(['', ' ', 'eu', null])('an order whose currency is %p is in the store’s', (order_currency_code) => {
  expect(order({ currencyCode: {} }, { order_currency_code }).currencyCode).toBe('EUR');
});

test.each([
  ['its own parent', '1/2/20/20', null],
  ['below another', '1/2/13/20', '13'],
  ['right below a technical root', '1/2/20', null],
  ['of a path that does not end with it', '1/2/13/21', null],
  ['without a path', null, null],
])('a category %s', (_what, path, parentId) => {
  const plan = platform.categories.byIds(magentoView(), ['20'], new Selection({ parentId: {} }));
  const rows = { ids: [{ id: 20 }], 'category-rows': [{ entity_id: 20, path }] };
  expect(answerOf(plan, rows).get('20')?.parentId).toBe(parentId);
});
