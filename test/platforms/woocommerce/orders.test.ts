import { serialize } from 'php-serialize';
import { Selection } from '../../../src/model/selection.js';
import { platform } from '../../../src/platforms/woocommerce/index.js';
import { answerOf } from '../rows-in.js';
import { viewWith } from './woocommerce-view.js';

type Rows = Parameters<typeof answerOf>[1];

function order(
  fields: Readonly<Record<string, object>>,
  rows: Rows,
  row: Readonly<Record<string, string | number | null>> = {},
) {
  const held = { id: 9, status: 'wc-processing', currency: 'EUR', total_amount: '12.00000000', ...row };
  const plan = platform.orders.byIds(viewWith(), ['9'], new Selection(fields as never));
  return answerOf(plan, { ids: [{ id: 9 }], orders: [held], ...rows }).get('9');
}

function items(...all: [type: string, name: string, meta: Readonly<Record<string, string>>][]): Rows {
  return {
    items: all.map(([type, name], at) => ({
      order_item_id: at + 1,
      order_id: 9,
      order_item_type: type,
      order_item_name: name,
    })),
    'item-meta': all.flatMap(([, , meta], at) =>
      Object.entries(meta).map(([meta_key, meta_value]) => ({ order_item_id: at + 1, meta_key, meta_value })),
    ),
  };
}

const refund = (amount: string) => ({
  refunds: [{ id: 10, order: 9, amount: '-1', createdAt: '2025-05-01 10:00:00' }],
  'refund-meta': [{ order_id: 10, meta_key: '_refund_amount', meta_value: amount }],
});
const paid = { operations: [{ order_id: 9, date_paid_gmt: '2025-04-01 10:00:00' }] };

test.each([
  ['wc-pending', {}, 'PENDING'],
  ['wc-on-hold', {}, 'PENDING'],
  ['wc-failed', {}, 'PENDING'],
  ['wc-processing', {}, 'PAID'],
  ['wc-on-hold', paid, 'PAID'],
  ['wc-cancelled', {}, 'VOIDED'],
  ['wc-cancelled', paid, 'PAID'],
  ['wc-completed', refund('2'), 'PARTIALLY_REFUNDED'],
  ['wc-completed', refund('12.00'), 'REFUNDED'],
  ['wc-refunded', {}, 'REFUNDED'],
  ['wc-packing', {}, 'UNKNOWN'],
])('an order that is %s, with %j, is %s', (status, rows, financialStatus) => {
  expect(order({ financialStatus: {} }, rows as Rows, { status })).toMatchObject({ financialStatus });
});

test('a status of the merchant’s own is named after its id', () => {
  expect(order({ status: {} }, {}, { status: 'wc-awaiting-kiln_2' })?.status).toEqual({
    nativeId: 'wc-awaiting-kiln_2',
    name: 'Awaiting kiln 2',
    state: 'OTHER',
  });
});

test('total lines add up to the total, and what rounding leaves over is one of them', () => {
  const rows = {
    ...items(
      ['line_item', 'A cup', { _line_subtotal: '8.403361', _line_total: '7.563025' }],
      ['shipping', 'Post &amp; parcel', { cost: '2' }],
      ['fee', 'Thanks', { _line_total: '-0.50' }],
      ['tax', 'DE-MWST-1', { label: 'MwSt.', tax_amount: '1.44', shipping_tax_amount: '0.38' }],
    ),
    operations: [{ order_id: 9, discount_total_amount: '0.84000000', shipping_total_amount: '2' }],
  };
  expect(order({ totals: { amount: {} } }, rows, { total_amount: '10.88' })?.totals).toEqual([
    { code: 'subtotal', title: 'Subtotal', amount: { amount: '8.403361', currencyCode: 'EUR' } },
    { code: 'discount', title: 'Discount', amount: { amount: '-0.84', currencyCode: 'EUR' } },
    { code: 'shipping', title: 'Post & parcel', amount: { amount: '2.00', currencyCode: 'EUR' } },
    { code: 'fee', title: 'Thanks', amount: { amount: '-0.50', currencyCode: 'EUR' } },
    { code: 'tax', title: 'MwSt.', amount: { amount: '1.82', currencyCode: 'EUR' } },
    { code: 'rounding', title: 'Rounding', amount: { amount: '-0.003361', currencyCode: 'EUR' } },
  ]);
});

test('a line names what was chosen as shoppers see it', () => {
  const choice = (meta_key: string, meta_value: string) => ({ order_item_id: 1, meta_key, meta_value });
  const rows = {
    ...items([
      'line_item',
      'A cup',
      { _product_id: '5', _variation_id: '0', _qty: '3', _line_subtotal: '10', _line_total: '9' },
    ]),
    'line-goods': [
      {
        post_id: 5,
        meta_key: '_product_attributes',
        meta_value: serialize({ form: { name: 'Form &amp; size', value: 'Round', is_taxonomy: 0, is_variation: 1 } }),
      },
    ],
    'line-options': [
      choice('pa_glaze', 'weiss'),
      choice('pa_glaze', 'no-such-term'),
      choice('form', 'Round'),
      choice('%d1%86%d0%b2%d0%b5%d1%82', '%d0%b0'),
      choice('Engraving', 'For &quot;Ida&quot;'),
      choice('nothing', ''),
      choice('bundle', serialize(['x'])),
    ],
    'line-terms': [{ taxonomy: 'pa_glaze', slug: 'weiss', name: 'Weiß' }],
  };
  expect(order({ lineItems: { options: {}, sku: {} } }, rows)?.lineItems).toMatchObject([
    {
      productId: '5',
      variantId: null,
      quantity: '3',
      unitPrice: { amount: '3.33333333' },
      discountTotal: { amount: '1.00' },
      options: [
        { name: 'Glaze', value: 'Weiß' },
        { name: 'Glaze', value: 'no-such-term' },
        { name: 'Form & size', value: 'Round' },
        { name: 'цвет', value: 'а' },
        { name: 'Engraving', value: 'For "Ida"' },
      ],
    },
  ]);
});

test('where the catalog may not be read, lines go by what the order itself keeps', () => {
  const view = viewWith({ relations: { order: ['id'] } });
  const plan = platform.orders.byIds(view, ['9'], new Selection({ lineItems: { sku: {}, options: {} } } as never));
  expect(plan.statements.filter(({ sql }) => /`(product_meta|term)`/.test(sql))).toEqual([]);
  const rows = {
    ids: [{ id: 9 }],
    orders: [{ id: 9, status: 'wc-pending', currency: 'EUR' }],
    ...items(['line_item', 'A cup', { _product_id: '5', _qty: '1' }]),
    'line-options': [{ order_item_id: 1, meta_key: 'pa_glaze', meta_value: 'weiss' }],
  };
  expect(answerOf(plan, rows).get('9')?.lineItems).toMatchObject([
    { name: 'A cup', sku: null, options: [{ name: 'Glaze', value: 'weiss' }] },
  ]);
});

test('notes are plain text, oldest first as they come, and the English ones of a change tell the status', () => {
  const note = (comment_ID: number, comment_content: string, told: string | null = null) => ({
    comment_post_ID: 9,
    comment_ID,
    comment_date_gmt: '2025-05-01 10:00:00',
    comment_content,
    told,
  });
  const notes = [
    note(1, 'Paid by card. Order status changed from Pending payment to On hold.'),
    note(2, 'Bestellstatus von „Wartend“ auf „Fertiggestellt“ geändert.'),
    note(3, 'Sent with <a href="https://x.test">Post &amp; Co</a>:<br/>1 &lt; 2', '1'),
    note(4, 'never', '1'),
  ].map((row) => (row.comment_ID === 4 ? { ...row, comment_date_gmt: '0000-00-00 00:00:00' } : row));
  expect(order({ history: { status: {} } }, { notes })?.history).toMatchObject([
    { status: { nativeId: 'wc-on-hold' }, notified: false },
    { status: null, comment: 'Bestellstatus von „Wartend“ auf „Fertiggestellt“ geändert.' },
    { status: null, comment: 'Sent with Post & Co:\n1 < 2', notified: true },
  ]);
});

test('parcels that the usual extension keeps are read, and never an object among them', () => {
  const entry = {
    tracking_provider: '',
    custom_tracking_provider: 'Our van',
    custom_tracking_link: 'javascript:alert(1)',
    tracking_number: 42,
    date_shipped: '1746000000',
    tracking_id: 'a1',
  };
  const read = (text: string) =>
    order(
      { shipments: {} },
      { 'order-meta': [{ order_id: 9, meta_key: '_wc_shipment_tracking_items', meta_value: text }] },
    )?.shipments;
  expect(read(serialize([entry]))).toEqual([
    {
      nativeId: 'a1',
      carrier: 'Our van',
      trackingNumber: '42',
      trackingNumbers: ['42'],
      trackingUrl: null,
      createdAt: new Date('2025-04-30T08:00:00Z'),
    },
  ]);
  expect(read('O:3:"Van":0:{}')).toEqual([]);
  expect(read('')).toEqual([]);
});

test('an address with nothing in it is none, and a state is a code where it looks like one', () => {
  const address = (state: string) => ({ order_id: 9, address_type: 'billing', city: 'Bergen', state, country: 'no' });
  const read = (rows: Rows) => order({ billingAddress: {}, shippingAddress: {} }, rows);
  expect(
    read({ addresses: [address('DE-BE'), { ...address(''), address_type: 'shipping', city: '', country: '' }] }),
  ).toMatchObject({
    billingAddress: { region: 'DE-BE', regionCode: 'DE-BE', country: 'NO' },
    shippingAddress: null,
  });
  expect(read({ addresses: [address('Vestland')] })?.billingAddress).toMatchObject({
    region: 'Vestland',
    regionCode: null,
  });
});

test('a line whose subtotal is below its total was not discounted: the subtotal is raised', () => {
  const line = { _product_id: '5', _qty: '2', _line_subtotal: '8', _line_total: '9.50' };
  const found = order({ lineItems: {}, subtotal: {}, totals: {} }, items(['line_item', 'A cup', line]), {
    total_amount: '9.50',
  });
  expect(found).toMatchObject({
    subtotal: { amount: '9.50' },
    lineItems: [{ unitPrice: { amount: '4.75' }, total: { amount: '9.50' }, discountTotal: { amount: '0.00' } }],
    totals: [{ code: 'subtotal', amount: { amount: '9.50' } }],
  });
});

test.each([
  ['<p>Shipped</p><p>Two boxes</p>', 'Shipped\nTwo boxes'],
  ['<div>Shipped</div>Two boxes', 'Shipped\nTwo boxes'],
  ['<ul><li>One &amp; two</li><li>Three</li></ul>', 'One & two\nThree'],
  ['Shipped<br>Two <b>boxes</b>', 'Shipped\nTwo boxes'],
  ['<h3>Label</h3><table><tr><td>A</td></tr></table>', 'Label\nA'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
])('a note of %p reads as it is shown', (comment_content, comment) => {
  const note = { comment_post_ID: 9, comment_ID: 1, comment_date_gmt: '2025-05-01 10:00:00', told: null };
  expect(order({ history: {} }, { notes: [{ ...note, comment_content }] })?.history).toMatchObject([{ comment }]);
});

test.each([
  ['_bundled_by', '_bundle_cart_key'],
  ['_composite_parent', '_composite_cart_key'],
  ['_mnm_container', '_mnm_cart_key'],
])('parts that name their bundle by %s are lines of it, whose amounts it holds', (part, whole) => {
  const line = (name: string, total: string, more: Record<string, string>): Parameters<typeof items>[0] => [
    'line_item',
    name,
    { _product_id: '5', _qty: '1', _line_subtotal: total, _line_total: total, _line_tax: '1', ...more },
  ];
  const rows = items(
    line('A set', '4', { [whole]: 'k1' }),
    line('Its cup', '6', { [part]: 'k1', [whole]: 'k2' }),
    line('The handle of its cup', '3', { [part]: 'k2' }),
    line('A plate', '7', {}),
    line('A part whose bundle is gone', '2', { [part]: 'k9' }),
  );
  const found = order({ subtotal: {}, lineItems: { parentLine: { nativeId: {} }, total: {} } }, rows);
  expect(found?.lineItems?.map((one) => [one.nativeId, one.parentLine?.nativeId ?? null, one.total.amount])).toEqual([
    ['1', null, '13.00'],
    ['2', '1', '9.00'],
    ['3', '2', '3.00'],
    ['4', null, '7.00'],
    ['5', null, '2.00'],
  ]);
  const own = found?.lineItems?.filter((one) => !one.parentLine) ?? [];
  expect(own.reduce((sum, one) => sum + Number(one.total.amount), 0)).toBe(Number(found?.subtotal?.amount));
});

test('a refund says what it paid back of which lines, tax included', () => {
  const line = { order_item_id: 1, order_id: 9, order_item_type: 'line_item', order_item_name: 'A cup' };
  const meta = (id: number, held: Record<string, string>) =>
    Object.entries(held).map(([meta_key, meta_value]) => ({ order_item_id: id, meta_key, meta_value }));
  const found = order(
    { refunds: { lineItems: { lineItem: { nativeId: {} } } } },
    {
      refunds: [{ id: 10, order: 9, amount: '-11.90', createdAt: '2025-05-01 10:00:00' }],
      'refunded-items': [line],
      'refunded-item-meta': meta(1, { _product_id: '5', _qty: '3', _line_subtotal: '30', _line_total: '30' }),
      'refund-items': [21, 22].map((id) => ({ ...line, order_item_id: id, order_id: 10 })),
      'refund-item-meta': [
        ...meta(21, { _refunded_item_id: '1', _qty: '-1', _line_total: '-10', _line_tax: '-1.90' }),
        ...meta(22, { _refunded_item_id: '99', _qty: '-1', _line_total: '0' }),
      ],
    },
  );
  expect(found?.refunds).toMatchObject([
    {
      nativeId: '10',
      amount: { amount: '11.90' },
      lineItems: [
        { lineItem: { nativeId: '1' }, quantity: '1', amount: { amount: '11.90' } },
        { lineItem: null, quantity: '1', amount: { amount: '0.00' } },
      ],
    },
  ]);
});

test.each([
  [{ _order_number: '2001' }, '2001'],
  [{ _order_number: '2001', _order_number_formatted: 'A-2001' }, 'A-2001'],
  [{ _order_number: '2001', _order_number_formatted: ' ' }, '2001'],
  [{ _order_number: '-1' }, '9'],
  [{}, '9'],
])('an order with %j is number %s', (held, number) => {
  const rows = Object.entries(held).map(([meta_key, meta_value]) => ({ order_id: 9, meta_key, meta_value }));
  expect(order({ number: {} }, { 'order-meta': rows })?.number).toBe(number);
});

test('an order of a currency that is none is in the store’s', () => {
  for (const currency of ['', ' ', 'eu', null, 'EURO']) {
    expect(order({ currencyCode: {}, total: {} }, {}, { currency })).toMatchObject({
      currencyCode: 'NOK',
      total: { amount: '12.00', currencyCode: 'NOK' },
    });
  }
});
