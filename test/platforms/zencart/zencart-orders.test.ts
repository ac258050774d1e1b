import { Selection, type SelectionTree } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/zencart/index.js';
import { meaningOf } from '../../../src/platforms/zencart/zencart-statuses.js';
import { answerOf } from '../rows-in.js';
import { two, viewWith } from './zencart-rows-in.js';

type Rows = Parameters<typeof answerOf>[1];
type Row = Rows[string][number];

const base: Row = { orders_id: 7, customers_id: 3, orders_status: 3, currency: 'EUR', currency_value: '0.921350' };

function order(fields: SelectionTree, rows: Rows, view = viewWith()) {
  const plan = platform.orders.byIds(view, ['7'], new Selection(fields));
  return answerOf(plan, { ids: [{ id: 7 }], orders: [base], ...rows }).get('7');
}

const total = (code: string, value: string, text = '$1.00', title = `${code}:`): Row => ({
  orders_id: 7,
  class: code,
  title,
  text,
  value,
});
const amounts = {
  subtotal: {},
  discountTotal: {},
  shippingTotal: {},
  taxTotal: {},
  total: {},
  totals: {},
  discounts: {},
};
const dollars = { ...base, currency: 'USD', currency_value: '1.000000' };

test('amounts are what the shopper was charged: the amount held times the order’s rate, exactly', () => {
  const orders = [{ ...base, order_total: '194.4753' }];
  expect(order({ total: {} }, { orders })?.total).toEqual({ amount: '179.1798', currencyCode: 'EUR' });
  const yen = [{ ...base, currency: 'JPY', currency_value: '151.370000', order_total: '5.0000' }];
  expect(order({ total: {} }, { orders: yen })?.total).toEqual({ amount: '756.85', currencyCode: 'JPY' });
});

test('coupons, group discounts and gift certificates are held above zero and taken off', () => {
  const found = order(amounts, {
    orders: [{ ...dollars, order_total: '76.0000', coupon_code: 'TEN' }],
    lines: [],
    totals: [
      total('ot_subtotal', '100.0000'),
      total('ot_shipping', '5.0000'),
      total('ot_coupon', '10.0000', '&#8209;$10.00', 'Discount Coupon: TEN :'),
      total('ot_group_pricing', '20.0000', '-$20.00'),
      total('ot_gv', '4.0000', '-$4.00'),
      total('ot_loworderfee', '1.0000'),
      total('ot_points', '3.0000', '&minus;$3.00'),
      total('ot_refit', '-2.0000', '-$2.00'),
      total('ot_tax', '9.0000'),
      total('ot_total', '76.0000'),
    ],
  });
  expect(found?.totals?.reduce((all, one) => all + Number(one.amount.amount), 0)).toBe(76);
  expect(found).toMatchObject({
    subtotal: { amount: '100.00' },
    discountTotal: { amount: '39.00' },
    shippingTotal: { amount: '5.00' },
    taxTotal: { amount: '9.00' },
  });
  expect(found?.discounts?.map((one) => [one.code, one.title, one.amount.amount])).toEqual([
    ['TEN', 'Discount Coupon: TEN :', '10.00'],
    [null, 'ot_group_pricing:', '20.00'],
    [null, 'ot_gv:', '4.00'],
    [null, 'ot_points:', '3.00'],
    [null, 'ot_refit:', '2.00'],
  ]);
});

test('where the shop shows prices with tax, the tax is within the other rows and the lines give the sub-total without it', () => {
  const found = order(amounts, {
    orders: [{ ...dollars, order_total: '124.0000', order_tax: '19.0000' }],
    lines: [
      {
        orders_id: 7,
        orders_products_id: 1,
        final_price: '49.7500',
        products_quantity: 2,
        onetime_charges: '0.5000',
        products_tax: '19.0000',
      },
    ],
    totals: [
      total('ot_subtotal', '119.0000'),
      total('ot_shipping', '5.0000'),
      total('ot_tax', '19.0000'),
      total('ot_total', '124.0000'),
    ],
  });
  expect(found?.totals?.map((one) => one.code)).toEqual(['ot_subtotal', 'ot_shipping']);
  expect(found).toMatchObject({ subtotal: { amount: '100.00' }, taxTotal: { amount: '19.00' } });
});

test('without rows of totals the order’s own columns and its lines say the amounts', () => {
  const lines = [
    {
      orders_id: 7,
      orders_products_id: 1,
      final_price: '10.0000',
      products_quantity: '1.5',
      onetime_charges: 1,
      products_tax: 0,
    },
  ];
  const found = order(amounts, { orders: [{ ...dollars, order_total: '18.0000', order_tax: '2.0000' }], lines });
  expect(found).toMatchObject({
    subtotal: { amount: '16.00' },
    taxTotal: { amount: '2.00' },
    totals: [],
    discounts: [],
  });
});

test('a line is its pieces and what is charged once, and its tax is a share of that', () => {
  const lines = [
    {
      orders_id: 7,
      orders_products_id: 1,
      products_id: 12,
      products_name: 'Pins &amp; more',
      products_model: '',
      final_price: '7.0000',
      products_quantity: 2,
      onetime_charges: '1.0000',
      products_tax: '7.0000',
    },
  ];
  const options = [
    { orders_id: 7, orders_products_id: 1, products_options: 'Line 1', products_options_values: 'For <Zoë> & Co' },
    { orders_id: 7, orders_products_id: 2, products_options: 'Of another', products_options_values: 'line' },
  ];
  const found = order(
    { lineItems: { options: { name: {} } } },
    { orders: [dollars], lines, 'line-options': options },
  )?.lineItems;
  expect(found).toMatchObject([
    {
      nativeId: '1',
      productId: '12',
      variantId: null,
      name: 'Pins & more',
      sku: null,
      quantity: '2',
      unitPrice: { amount: '7.00' },
      total: { amount: '15.00' },
      taxTotal: { amount: '1.05' },
      options: [{ name: 'Line 1', value: 'For <Zoë> & Co' }],
    },
  ]);
});

test('a name in one piece is told apart as the account or the address book has it, else before its last word', () => {
  const named = (name: string) =>
    order(
      { billingAddress: { firstName: {} } },
      {
        orders: [{ ...base, billing_name: name }],
        'buyer-names': [{ customers_id: 3, first: 'Ana María', last: 'Núñez García' }],
        'address-names': [{ customers_id: 3, first: 'Li', last: null }],
      },
    )?.billingAddress;
  expect(named('Ana María Núñez García')).toMatchObject({ firstName: 'Ana María', lastName: 'Núñez García' });
  expect(named('Li')).toMatchObject({ firstName: 'Li', lastName: null });
  expect(named('Anna Sofia Berg')).toMatchObject({ firstName: 'Anna Sofia', lastName: 'Berg' });
  expect(named('Cher')).toMatchObject({ firstName: null, lastName: 'Cher' });
});

test('names are not asked for where the owner keeps customers closed', () => {
  const { customers: _, address_book: __, ...columns } = two;
  const view = viewWith({ columns });
  const plan = platform.orders.byIds(view, ['7'], new Selection({ billingAddress: { firstName: {}, lastName: {} } }));
  expect(plan.statements.map(({ id }) => id)).toEqual(['ids', 'orders']);
});

test('countries and regions are found by their names, upper and lower case and accents alike', () => {
  const found = order(
    { billingAddress: { regionCode: {}, country: {} } },
    {
      orders: [{ ...base, billing_country: 'ESPAÑA', billing_state: 'malaga' }],
      regions: [
        { zone_country_id: 81, zone_code: 'XX', zone_name: 'Malaga' },
        { zone_country_id: 195, zone_code: 'MA', zone_name: 'Málaga' },
      ],
    },
  )?.billingAddress;
  expect(found).toMatchObject({ country: 'ES', region: 'malaga', regionCode: 'MA' });
  const unknown = order(
    { billingAddress: { country: {} } },
    { orders: [{ ...base, billing_country: 'Utopia', billing_city: 'Amaurot' }] },
  );
  expect(unknown?.billingAddress).toMatchObject({ country: null, city: 'Amaurot' });
});

test('what is virtual or picked up at the store has no shipping address', () => {
  const sent = (more: Row) =>
    order({ shippingAddress: { city: {} } }, { orders: [{ ...base, ...more }] })?.shippingAddress;
  expect(sent({ delivery_name: ' ', delivery_street_address: '', delivery_city: '' })).toBeNull();
  const address = { delivery_name: 'A B', delivery_city: 'Bonn' };
  expect(sent({ ...address, shipping_module_code: 'storepickup' })).toBeNull();
  expect(sent({ ...address, shipping_module_code: 'flat' })).toMatchObject({ city: 'Bonn' });
});

test('history holds hidden notes too, and the shopper was told only where it says 1', () => {
  const event = (status: number, notified: number, comments: string | null, date: string): Row => ({
    orders_id: 7,
    orders_status_id: status,
    customer_notified: notified,
    comments,
    date_added: date,
  });
  const found = order(
    { history: {}, fulfillmentStatus: {} },
    {
      orders: [{ ...base, orders_status: 2, placed: '2026-01-05 10:00:00' }],
      history: [
        event(1, 1, '', '2026-01-05 10:00:00'),
        event(3, 0, 'Left at the door', '2026-01-06 10:00:00'),
        event(99, -1, 'Among us', '0001-01-01 00:00:00'),
      ],
    },
  );
  expect(found?.history).toEqual([
    {
      createdAt: new Date('2026-01-05T16:00:00Z'),
      status: { nativeId: '1', name: 'Pending', state: 'PENDING' },
      comment: null,
      notified: true,
    },
    {
      createdAt: new Date('2026-01-06T16:00:00Z'),
      status: { nativeId: '3', name: 'Delivered', state: 'COMPLETED' },
      comment: 'Left at the door',
      notified: false,
    },
    {
      createdAt: new Date('2026-01-05T16:00:00Z'),
      status: { nativeId: '99', name: '99', state: 'OTHER' },
      comment: 'Among us',
      notified: false,
    },
  ]);
  expect(found?.fulfillmentStatus).toBe('FULFILLED');
});

test.each([
  [1, ['Pending'], 'PENDING', false],
  [2, ['Traitement'], 'PROCESSING', false],
  [4, ['Update'], 'OTHER', false],
  [5, ['Refunded (Größe)'], 'REFUNDED', false],
  [6, ['Storniert'], 'CANCELLED', false],
  [7, ['Awaiting payment'], 'PENDING', false],
  [8, ['Unpaid'], 'PENDING', false],
  [9, ['Out for delivery'], 'PROCESSING', true],
  [10, ['Expédiée'], 'PROCESSING', true],
  [11, ['Zugestellt'], 'COMPLETED', true],
  [12, ['On hold'], 'ON_HOLD', false],
  [13, ['Payment declined'], 'FAILED', false],
  [14, ['Gift wrapped', 'Verpackt'], 'OTHER', false],
  [15, ['Partially shipped'], 'PROCESSING', false],
  [3, ['Leveret'], 'COMPLETED', true],
] as const)('status %d, %p, means %s', (id, names, state, shipped) => {
  expect(meaningOf(id, names)).toEqual({ state, shipped });
});

test('a banned account is disabled, one that waits for approval is not', () => {
  const enabled = (authorization: number) =>
    answerOf(platform.customers.byIds(viewWith(), ['8'], new Selection({ enabled: {}, group: {} })), {
      ids: [{ id: 8 }],
      customers: [{ customers_id: 8, customers_authorization: authorization, customers_group_pricing: 0 }],
    }).get('8');
  expect(enabled(4)).toMatchObject({ enabled: false, group: null });
  expect(enabled(1)).toMatchObject({ enabled: true });
});

test('guests of One-Page Checkout, who all order under one account, are no customer', () => {
  const view = viewWith({ native: { guestCustomerId: 3 } });
  const excludes = ({ sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] }) =>
    expect([sql, parameters]).toEqual([
      expect.stringContaining('`c`.`customers_id` <> ?'),
      expect.arrayContaining([3]),
    ]);
  const { statements } = platform.orders.byIds(view, ['7'], new Selection({ customer: { nativeId: {} } }));
  const buyers = statements.filter(({ id }) => id === 'buyers');
  expect(buyers).toHaveLength(1);
  for (const one of buyers) excludes(one);
  const listed = platform.customers.page(view, {
    limit: 5,
    backward: false,
    after: null,
    before: null,
    orderBy: 'ID_ASC',
    filter: {},
    selection: new Selection({ nativeId: {} }),
    totalCount: true,
  });
  const asking = listed.statements.filter(({ id }) => id === 'page' || id === 'total');
  expect(asking).toHaveLength(2);
  for (const one of asking) excludes(one);
});
