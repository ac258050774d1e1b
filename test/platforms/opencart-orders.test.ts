import { Selection } from '../../src/model/selection.js';
import { platform } from '../../src/platforms/opencart/index.js';
import { meaningOf } from '../../src/platforms/opencart/opencart-statuses.js';
import { answerOf, four, readOf, three, viewWith } from './rows-in.js';

type Rows = Parameters<typeof answerOf>[1];

const base = { order_id: 7, order_status_id: 5, currency_code: 'EUR', currency_value: '0.92135000', total: '100.0000' };

function order(columns: typeof three, fields: Record<string, object>, rows: Rows) {
  const plan = platform.orders.byIds(viewWith(columns), ['7'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 7 }], ...rows }).get('7');
}

const total = (code: string, value: string, title = code) => ({ order_id: 7, code, title, value });

test('amounts are what the shopper was charged: the amount held times the order’s rate, exactly', () => {
  const fields = { total: {}, currencyCode: {} };
  expect(order(three, fields, { orders: [base] })).toMatchObject({ total: { amount: '92.135', currencyCode: 'EUR' } });
  const yen = { ...base, currency_code: 'JPY', currency_value: '151.37000000', total: '18.8233' };
  expect(order(three, fields, { orders: [yen] })).toMatchObject({
    total: { amount: '2849.2829', currencyCode: 'JPY' },
    currencyCode: 'JPY',
  });
  expect(order(three, fields, { orders: [{ ...base, currency_value: 1, total: 5 }] })?.total?.amount).toBe('5.00');
});

test('total lines add up to the total, discounts below zero, and the total is not one of them', () => {
  const fields = {
    subtotal: {},
    discountTotal: {},
    shippingTotal: {},
    taxTotal: {},
    total: {},
    totals: {},
    discounts: {},
  };
  const rows = {
    orders: [{ ...base, currency_value: '1.00000000', total: '92.0000' }],
    totals: [
      total('sub_total', '100.0000'),
      total('handling', '2.0000'),
      total('shipping', '5.0000'),
      total('coupon', '-10.0000', 'Coupon (A&amp;B)'),
      total('reward', '-15.0000', 'Reward Points (300)'),
      total('tax', '4.0000'),
      total('tax', '6.0000'),
      total('total', '92.0000'),
    ],
  };
  const found = order(three, fields, rows);
  const sum = found?.totals?.reduce((all, one) => all + Number(one.amount.amount), 0);
  expect(sum).toBe(92);
  expect(found).toMatchObject({
    subtotal: { amount: '100.00' },
    discountTotal: { amount: '25.00' },
    shippingTotal: { amount: '5.00' },
    taxTotal: { amount: '10.00' },
    discounts: [
      { code: 'A&B', title: 'Coupon (A&B)', amount: { amount: '10.00' } },
      { code: null, title: 'Reward Points (300)', amount: { amount: '15.00' } },
    ],
  });
});

test('without a sub-total line the lines are what is left of the total', () => {
  const rows = {
    orders: [{ ...base, currency_value: '1' }],
    totals: [total('shipping', '5.0000'), total('tax', '15.0000')],
  };
  expect(order(three, { subtotal: {} }, rows)?.subtotal?.amount).toBe('80.00');
});

test('a gift certificate bought with an order is one of its lines', () => {
  const rows = {
    orders: [base],
    vouchers: [{ order_id: 7, order_voucher_id: 1, description: '25 &amp; more', amount: '25.0000' }],
  };
  expect(order(three, { lineItems: { name: {} } }, rows)?.lineItems).toMatchObject([
    { nativeId: 'voucher-1', name: '25 & more', quantity: '1', productId: null, total: { amount: '23.0338' } },
  ]);
});

test('a line’s tax is for all its pieces, and the line of a variant names the product too', () => {
  const line = {
    order_id: 7,
    order_product_id: 1,
    product_id: 54,
    name: 'Tee',
    model: 'T',
    quantity: 3,
    price: '10.0000',
    total: '30.0000',
    tax: '2.0000',
  };
  const rows = {
    orders: [{ ...base, currency_value: '1' }],
    lines: [
      { ...line, master_id: 50 },
      { ...line, order_product_id: 2, product_id: 0, master_id: 0 },
    ],
  };
  expect(order(four, { lineItems: {} }, rows)?.lineItems).toMatchObject([
    { productId: '50', variantId: '54', taxTotal: { amount: '6.00' }, total: { amount: '30.00' } },
    { productId: null, variantId: null },
  ]);
});

test.each([
  ['Flat &amp; fair', 'Flat & fair'],
  ['{"code":"flat.flat","name":"Flat Shipping Rate","cost":"5.00"}', 'Flat Shipping Rate'],
  ['{"name":"R\\u00e9cup\\u00e9ration"}', 'Récupération'],
  ['{broken', '{broken'],
  ['', null],
])('the payment method held as %s reads %s', (held, name) => {
  expect(order(three, { paymentMethod: {} }, { orders: [{ order_id: 7, payment_method: held }] })?.paymentMethod).toBe(
    name,
  );
});

test('cash on delivery is paid when the order is complete, anything else when it is taken on', () => {
  const paid = (status: number, method: string, code: string | null = null) =>
    order(
      three,
      { financialStatus: {} },
      { orders: [{ order_id: 7, order_status_id: status, payment_method: method, payment_code: code }] },
    )?.financialStatus;
  expect(paid(3, 'Cash On Delivery', 'cod')).toBe('PENDING');
  expect(paid(3, '{"code":"cod.cod","name":"Cash"}')).toBe('PENDING');
  expect(paid(3, 'Bank Transfer', 'bank_transfer')).toBe('PAID');
  expect(paid(5, 'Cash On Delivery', 'cod')).toBe('PAID');
  expect(paid(1, 'Card')).toBe('PENDING');
  expect(paid(11, 'Card')).toBe('REFUNDED');
  expect(paid(99, 'Card')).toBe('UNKNOWN');
});

test('an order is sent once a status said so, and returned once all its pieces came back', () => {
  const sent = (status: number, rows: Rows = {}) =>
    order(
      three,
      { fulfillmentStatus: {} },
      { orders: [{ order_id: 7, order_status_id: status }], pieces: [{ order_id: 7, pieces: '3' }], ...rows },
    )?.fulfillmentStatus;
  expect(sent(1)).toBe('UNFULFILLED');
  expect(sent(3)).toBe('FULFILLED');
  expect(sent(11)).toBe('UNFULFILLED');
  expect(sent(11, { history: [{ order_id: 7, order_status_id: 3 }] })).toBe('FULFILLED');
  expect(sent(11, { history: [{ order_id: 7, order_status_id: 3 }], returned: [{ order_id: 7, pieces: '3' }] })).toBe(
    'RETURNED',
  );
  expect(sent(5, { returned: [{ order_id: 7, pieces: '1' }] })).toBe('FULFILLED');
  const shipment = { order_id: 7, order_shipment_id: 1, date_added: null, tracking_number: 'JJD1', carrier: 'DHL' };
  expect(sent(1, { shipments: [shipment] })).toBe('FULFILLED');
  expect(sent(99)).toBe('UNKNOWN');
});

test('an order whose status says refunded was paid back in full', () => {
  const refunded = (status: number) =>
    order(three, { refundedTotal: {} }, { orders: [{ ...base, order_status_id: status }] })?.refundedTotal?.amount;
  expect([refunded(11), refunded(5)]).toEqual(['92.135', '0.00']);
});

test('history comes in UTC, with a status that was deleted named by its id, and none for 0', () => {
  const event = { order_id: 7, notify: 0, comment: ' ', date_added: '2025-10-26 02:30:00' };
  const history = [
    { ...event, order_status_id: 5, comment: 'Für &quot;Zoë&quot;', notify: 1 },
    { ...event, order_status_id: 99 },
    { ...event, order_status_id: 0, date_added: '0000-00-00 00:00:00' },
  ];
  const found = order(
    three,
    { history: { createdAt: {} } },
    { orders: [{ order_id: 7, placed: '2025-07-01 12:00:00' }], history },
  );
  expect(found?.history).toEqual([
    {
      createdAt: new Date('2025-10-26T00:30:00Z'),
      status: { nativeId: '5', name: 'Complete', state: 'COMPLETED' },
      comment: 'Für "Zoë"',
      notified: true,
    },
    {
      createdAt: new Date('2025-10-26T00:30:00Z'),
      status: { nativeId: '99', name: '99', state: 'OTHER' },
      comment: null,
      notified: false,
    },
    { createdAt: new Date('2025-07-01T10:00:00Z'), status: null, comment: null, notified: false },
  ]);
});

test('an address with nothing in it is none; a guest and a deleted account are no customer', () => {
  const guest = {
    order_id: 7,
    customer_id: 0,
    payment_firstname: '',
    shipping_city: 'K&ouml;ln',
    shipping_country_id: 81,
  };
  const columns = { ...three, order: [...three.order, 'payment_firstname', 'shipping_city', 'shipping_country_id'] };
  const fields = { billingAddress: {}, shippingAddress: {}, customer: { email: {} } };
  const found = order(columns, fields, { orders: [guest] });
  expect(found).toMatchObject({
    billingAddress: null,
    shippingAddress: { city: 'Köln', country: 'DE', region: null },
    customer: null,
  });
  expect(order(columns, fields, { orders: [{ ...guest, customer_id: 8 }] })?.customer).toBeNull();
  const account = { buyers: [{ id: 8 }], customers: [{ customer_id: 8, email: 'a@example.org' }] };
  expect(order(columns, fields, { orders: [{ ...guest, customer_id: 8 }], ...account })?.customer).toMatchObject({
    nativeId: '8',
  });
});

test('an order without any time says so at that field alone', () => {
  const plan = platform.orders.byIds(viewWith(three), ['7'], new Selection({ placedAt: {}, number: {} }));
  const timeless = { order_id: 7, placed: null };
  const found = readOf(plan, { ids: [{ id: 7 }], orders: [timeless] }).get('7');
  expect(found?.number).toBe('7');
  expect(found?.placedAt).toMatchObject({ code: 'STORE_RECORD_INVALID', facts: { nativeId: '7', field: 'placedAt' } });
});

test('the default address is marked in 4.x and named by the customer in 3.x', () => {
  const address = {
    customer_id: 8,
    firstname: 'A',
    lastname: '',
    company: '',
    address_1: '',
    address_2: '',
    city: '',
    postcode: '',
    country_id: 0,
    zone_id: 4,
  };
  const fields = new Selection({ addresses: {}, defaultBillingAddress: {}, defaultShippingAddress: {} });
  const addresses = [
    { ...address, address_id: 1, default: 0 },
    { ...address, address_id: 2, firstname: 'B', default: 1 },
  ];
  const zones = { 'address-zones': [{ zone_id: 4, code: 'BY', name: 'Bayern' }] };
  const newer = answerOf(platform.customers.byIds(viewWith(four), ['8'], fields), {
    ids: [{ id: 8 }],
    addresses,
    ...zones,
  });
  expect(newer.get('8')?.defaultShippingAddress).toMatchObject({
    firstName: 'B',
    lastName: null,
    region: 'Bayern',
    regionCode: 'BY',
  });
  const older = answerOf(platform.customers.byIds(viewWith(three), ['8'], fields), {
    ids: [{ id: 8 }],
    customers: [{ customer_id: 8, address_id: 1 }],
    addresses: addresses.map((row) => ({ ...row, default: null })),
    ...zones,
  });
  expect(older.get('8')?.defaultBillingAddress).toMatchObject({ firstName: 'A' });
  expect(older.get('8')?.addresses).toHaveLength(2);
});

describe('what a status means', () => {
  const settings = {
    complete: new Set([5, 3, 17]),
    processing: new Set([1, 2, 18]),
    initial: 19,
    voided: 20,
    fraud: 21,
  };
  const state = (id: number, ...names: string[]) => meaningOf(id, names, settings).state;

  test('is said by its name in any language, whatever its id', () => {
    expect(state(40, 'Verschickt', 'Shipped')).toBe('PROCESSING');
    expect(state(40, ' On Hold ')).toBe('ON_HOLD');
    expect(state(2, 'Delivered')).toBe('COMPLETED');
  });

  test('is said by the id that OpenCart installs where the name is a translation', () => {
    expect([1, 2, 3, 5, 7, 8, 10, 11, 14, 16].map((id) => state(id, 'Übersetzt'))).toEqual([
      'PENDING',
      'PROCESSING',
      'PROCESSING',
      'COMPLETED',
      'CANCELLED',
      'FAILED',
      'FAILED',
      'REFUNDED',
      'CANCELLED',
      'CANCELLED',
    ]);
  });

  test('is said by the shop’s settings where it is the merchant’s own, and else not known', () => {
    expect([17, 18, 19, 20, 21, 22].map((id) => state(id, 'Eigener'))).toEqual([
      'COMPLETED',
      'PROCESSING',
      'PENDING',
      'CANCELLED',
      'FAILED',
      'OTHER',
    ]);
  });
});

test.each([
  ['its own', 'EUR', '0.92135000', '92.135', 'EUR'],
  ['today’s, where it holds none', 'EUR', '0.00000000', '80.00', 'EUR'],
  ['none, where today’s is unknown too', 'GBP', '0', '100.00', 'GBP'],
  ['none, where it holds no currency', ' ', '0.5', '100.00', 'USD'],
])('an order is charged at %s rate', (_what, currency_code, currency_value, amount, currencyCode) => {
  const rate = { code: 'EUR', name: 'Euro', rate: '0.8', decimals: 2, isDefault: false, enabled: true };
  const view = viewWith(three, { config: { defaultCurrency: 'USD', currencies: [rate] } });
  const plan = platform.orders.byIds(view, ['7'], new Selection({ total: {}, currencyCode: {} } as never));
  const found = answerOf(plan, { ids: [{ id: 7 }], orders: [{ ...base, currency_code, currency_value }] }).get('7');
  expect(found).toMatchObject({ currencyCode, total: { amount, currencyCode } });
});

test('a customer of a group that is gone is in none, and one without the column says nothing of newsletters', () => {
  const read = (row: object) => {
    const view = viewWith({ ...four, customer: ['customer_group_id', ...('newsletter' in row ? ['newsletter'] : [])] });
    const plan = platform.customers.byIds(view, ['8'], new Selection({ group: {}, acceptsMarketing: {} }));
    const held = { customer_id: 8, customer_group_id: 77, ...row };
    return answerOf(plan, { ids: [{ id: 8 }], customers: [held] }).get('8');
  };
  expect(read({})).toMatchObject({ group: null, acceptsMarketing: null });
  expect(read({ customer_group_id: 1, newsletter: 0 })).toMatchObject({
    group: { nativeId: '1' },
    acceptsMarketing: false,
  });
  expect(read({ newsletter: 1 })?.acceptsMarketing).toBe(true);
});
