import { Selection } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/prestashop/index.js';
import { stateOf } from '../../../src/platforms/prestashop/prestashop-statuses.js';
import { answerOf, readOf } from '../rows-in.js';
import { columnsWithout, viewOf } from './prestashop-rows-in.js';

type Rows = Parameters<typeof answerOf>[1];

const base = {
  id_order: 9,
  id_currency: 2,
  date_add: '2026-03-01 10:00:00',
  reference: 'ABCDEFGHI',
  current_state: 2,
  total_products: '100.000000',
  total_discounts_tax_excl: '10.000000',
  total_shipping_tax_excl: '5.000000',
  total_wrapping_tax_excl: '2.000000',
  total_paid_tax_incl: '116.410000',
  total_paid_tax_excl: '97.010000',
  total_paid_real: '116.410000',
};

function order(fields: Record<string, object>, rows: Rows = {}, view: Parameters<typeof viewOf>[0] = {}) {
  const plan = platform.orders.byIds(viewOf(view), ['9'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 9 }], orders: [base], ...rows }).get('9');
}

test('the parts of a total add up to it; what rounding took or gave is a part too', () => {
  const found = order({ totals: {}, total: {}, subtotal: {}, taxTotal: {}, discountTotal: {}, shippingTotal: {} });
  expect(found?.totals?.map((one) => [one.code, one.amount.amount])).toEqual([
    ['products', '100.00'],
    ['discounts', '-10.00'],
    ['shipping', '5.00'],
    ['wrapping', '2.00'],
    ['tax', '19.40'],
    ['rounding', '0.01'],
  ]);
  expect(found).toMatchObject({
    total: { amount: '116.41', currencyCode: 'USD' },
    subtotal: { amount: '100.00' },
    discountTotal: { amount: '10.00' },
    shippingTotal: { amount: '5.00' },
    taxTotal: { amount: '19.40' },
  });
});

test('a currency that the store no longer knows stands as its default, as an error that says so', () => {
  const plan = platform.orders.byIds(viewOf(), ['9'], new Selection({ currencyCode: {}, total: {} } as never));
  const found = readOf(plan, { ids: [{ id: 9 }], orders: [{ ...base, id_currency: 77 }] }).get('9');
  expect(found?.currencyCode).toMatchObject({
    code: 'STORE_RECORD_INVALID',
    retryable: false,
    fallback: 'EUR',
    facts: { currencyId: 77 },
  });
  expect(found?.total).toEqual({ amount: '116.41', currencyCode: 'EUR' });
});

test.each([
  ['PAID', {}, []],
  ['PARTIALLY_PAID', { total_paid_real: '50' }, []],
  ['PENDING', { total_paid_real: '0', current_state: 10 }, []],
  ['PAID', { total_paid_real: '0', current_state: 5 }, []],
  ['PAID', { total_paid_real: '0', total_paid_tax_incl: '0', current_state: 10 }, []],
  ['VOIDED', { total_paid_real: '0', current_state: 6 }, []],
  ['PARTIALLY_REFUNDED', {}, ['10']],
  ['REFUNDED', {}, ['100', '16.41']],
  ['REFUNDED', { current_state: 7 }, []],
  ['PENDING', { total_paid_real: '0', current_state: 10 }, ['10']],
])('an order is %s', (status, row, refunds) => {
  const rows = {
    orders: [{ ...base, ...row }],
    slips: refunds.map((amount, at) => ({
      id_order: 9,
      id_order_slip: at,
      total_products_tax_incl: amount,
      total_shipping_tax_incl: '0',
      date_add: null,
    })),
  };
  expect(order({ financialStatus: {} }, rows)?.financialStatus).toBe(status);
});

test('a refund is what its lines say with tax, and the shipping', () => {
  const slips = [
    {
      id_order: 9,
      id_order_slip: 4,
      total_products_tax_incl: '24.000000',
      total_shipping_tax_incl: '1.200000',
      date_add: '2026-03-05 00:00:00',
    },
  ];
  const lines = ['12.000000', '12.000000'].map((amount_tax_incl) => ({ id_order_slip: 4, amount_tax_incl }));
  expect(order({ refunds: {}, refundedTotal: {} }, { slips, 'slip-lines': lines })).toMatchObject({
    refunds: [{ nativeId: '4', amount: { amount: '25.20', currencyCode: 'USD' }, reason: null }],
    refundedTotal: { amount: '25.20' },
  });
});

test('a payment is in its own currency; one below zero is money given back', () => {
  const payment = (id: number, amount: string, currency: number) => ({
    id_order: 9,
    id_order_payment: id,
    id_currency: currency,
    amount,
    transaction_id: id === 1 ? 'T1' : '',
    date_add: '2026-03-01 11:00:00',
  });
  const payments = [payment(1, '116.41', 2), payment(2, '-8', 1)];
  expect(order({ transactions: {} }, { payments })?.transactions).toEqual([
    {
      nativeId: '1',
      kind: 'PAYMENT',
      amount: { amount: '116.41', currencyCode: 'USD' },
      reference: 'T1',
      createdAt: new Date('2026-03-01T10:00:00Z'),
    },
    {
      nativeId: '2',
      kind: 'REFUND',
      amount: { amount: '8.00', currencyCode: 'EUR' },
      reference: null,
      createdAt: new Date('2026-03-01T10:00:00Z'),
    },
  ]);
});

test('a line’s discount is what its reduction took, never a rounding', () => {
  const line = (more: object) => ({
    id_order: 9,
    id_order_detail: 1,
    product_id: 3,
    product_attribute_id: 0,
    id_customization: 0,
    product_name: 'Cup',
    product_reference: 'C',
    product_quantity: 3,
    original_product_price: '10.000000',
    unit_price_tax_excl: '10.000000',
    total_price_tax_excl: '30.000000',
    total_price_tax_incl: '36.000000',
    ...more,
  });
  const first = (more: object) => order({ lineItems: {} }, { lines: [line(more)] })?.lineItems?.[0];
  expect(first({})).toMatchObject({ unitPrice: { amount: '10.00' }, discountTotal: { amount: '0.00' } });
  expect(first({ unit_price_tax_excl: '9', total_price_tax_excl: '27' })).toMatchObject({
    unitPrice: { amount: '10.00' },
    discountTotal: { amount: '3.00' },
    total: { amount: '27.00' },
    taxTotal: { amount: '9.00' },
  });
  const rounded = { original_product_price: '0.005', unit_price_tax_excl: '0.005', total_price_tax_excl: '0.02' };
  expect(first(rounded)?.discountTotal.amount).toBe('0.00');
  // Orders from before PrestaShop kept the price before reductions.
  expect(first({ original_product_price: '0' })?.unitPrice.amount).toBe('10.00');
});

test('a parcel’s address is the carrier’s with the number in it; a carrier called 0 is the shop', () => {
  const carrier = (more: object) => ({
    id_order: 9,
    id_order_carrier: 1,
    tracking_number: 'A 1',
    date_add: '2026-03-02 00:00:00',
    name: 'Post',
    url: 'https://post.test/@/x',
    ...more,
  });
  const first = (more: object) => order({ shipments: {} }, { carriers: [carrier(more)] })?.shipments?.[0];
  expect(first({})).toMatchObject({ carrier: 'Post', trackingUrl: 'https://post.test/A%201/x' });
  expect(first({ url: '' })?.trackingUrl).toBeNull();
  expect(first({ name: '0', tracking_number: '' })).toMatchObject({
    carrier: 'A shop',
    trackingNumber: null,
    trackingNumbers: [],
    trackingUrl: null,
  });
});

test('what was written stands among the changes of status, oldest first', () => {
  const rows = {
    history: [
      { id_order: 9, id_order_state: 10, date_add: '2026-03-01 10:00:00' },
      { id_order: 9, id_order_state: 2, date_add: '2026-03-03 10:00:00' },
    ],
    messages: [1, 0].map((employee) => ({
      id_order: 9,
      message: employee ? 'Soon' : 'When?',
      private: 0,
      id_employee: employee,
      date_add: '2026-03-02 10:00:00',
    })),
  };
  expect(order({ history: {} }, rows)?.history?.map((one) => [one.status?.name, one.comment, one.notified])).toEqual([
    ['Awaiting bank wire payment', null, null],
    [undefined, 'Soon', true],
    [undefined, 'When?', null],
    ['Payment accepted', null, null],
  ]);
});

test('an order is sent once a status of its history says so, and returned when every piece came back', () => {
  const status = (history: number[], returned: number) =>
    order(
      { fulfillmentStatus: {} },
      {
        history: history.map((id_order_state) => ({ id_order: 9, id_order_state, date_add: null })),
        pieces: [{ id_order: 9, ordered: '3', returned: String(returned) }],
      },
    )?.fulfillmentStatus;
  expect(status([10], 0)).toBe('UNFULFILLED');
  expect(status([10, 4], 0)).toBe('FULFILLED');
  expect(status([4], 3)).toBe('RETURNED');
});

test('a version without deleted cart rules is not asked for the mark', () => {
  const view = viewOf({ columns: columnsWithout('order_cart_rule.deleted') });
  const plan = platform.orders.byIds(view, ['9'], new Selection({ discounts: {} }));
  expect(plan.statements.map((one) => one.sql).join(' ')).not.toContain('deleted');
});

test('a status means what the shop’s settings say, else what its name does, else what its marks do', () => {
  const none = { shipped: false, delivery: false, paid: false, logable: false };
  const held = new Map([['PS_OS_REFUND', '31']]);
  expect(stateOf(31, ['Remboursé'], none, held)).toBe('REFUNDED');
  expect(stateOf(50, ['En attente', 'Waiting for PayPal payment'], none, held)).toBe('PENDING');
  expect(stateOf(51, ['Partially shipped'], { ...none, shipped: true }, held)).toBe('PROCESSING');
  expect(stateOf(52, ['At the engraver’s'], none, held)).toBe('OTHER');
});

test.each([
  ['an amount that was chosen', { order_slip_type: 2, amount: '10', total_products_tax_incl: '125' }, '10.00'],
  [
    'an amount that was chosen, and the shipping',
    { order_slip_type: 2, amount: '10', total_products_tax_incl: '125', total_shipping_tax_incl: '6' },
    '16.00',
  ],
  [
    'its lines and the shipping, which makes it of the same type',
    { order_slip_type: 2, amount: '104.17', total_products_tax_incl: '125', total_shipping_tax_incl: '6' },
    '131.00',
  ],
  ['its lines less a voucher', { order_slip_type: 1, amount: '104.17', total_products_tax_incl: '105' }, '105.00'],
  ['nothing, where the voucher was worth as much', { order_slip_type: 1, total_products_tax_incl: '0' }, '0.00'],
  ['its lines, where it says nothing else', { order_slip_type: 0, total_products_tax_incl: null }, '125.00'],
])('a credit slip pays back %s', (_what, more, amount) => {
  const slip = { id_order: 9, id_order_slip: 4, total_products_tax_excl: '104.17', total_shipping_tax_incl: '0' };
  const slips = [{ ...slip, amount: '0', date_add: null, ...more }];
  const lines = [{ id_order_slip: 4, id_order_detail: 1, product_quantity: 1, amount_tax_incl: '125' }];
  expect(order({ refundedTotal: {} }, { slips, 'slip-lines': lines })?.refundedTotal).toMatchObject({ amount });
});

test('a status that is gone goes by its id; an order without any time says so by its number', () => {
  expect(order({ status: {} }, { orders: [{ ...base, current_state: 99 }] })?.status).toEqual({
    nativeId: '99',
    name: '99',
    state: 'OTHER',
  });
  const plan = platform.orders.byIds(viewOf(), ['9'], new Selection({ placedAt: {}, number: {} }));
  const found = readOf(plan, { ids: [{ id: 9 }], orders: [{ ...base, placed: null }] }).get('9');
  expect(found).toMatchObject({
    number: 'ABCDEFGHI',
    placedAt: { code: 'STORE_RECORD_INVALID', facts: { nativeId: '9', field: 'placedAt' } },
  });
});
