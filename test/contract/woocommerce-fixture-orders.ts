import { serialize } from 'php-serialize';
import { addMeta, type OrderPlace, sqlTime } from './woocommerce-fixture.js';
import { reviewRows } from './woocommerce-fixture-people.js';

type Row = readonly (string | number | null)[];

interface Held {
  readonly id: number;
  readonly type: 'shop_order' | 'shop_order_refund';
  readonly status: string;
  readonly parent: number;
  readonly customer: number;
  readonly email: string;
  readonly total: string;
  readonly tax: string;
  readonly shipping: string;
  readonly discount: string;
  readonly created: number;
  readonly updated: number;
  readonly paid: number | null;
  readonly transaction: string;
}

const statuses = [
  'pending',
  'processing',
  'completed',
  'on-hold',
  'cancelled',
  'refunded',
  'failed',
  'packing',
  'checkout-draft',
];
const addressColumns = [
  'first_name',
  'last_name',
  'company',
  'address_1',
  'address_2',
  'city',
  'state',
  'postcode',
  'country',
  'phone',
];

/** What one order's lines come to; the second of two lines is of a form of a piece. */
function amountsOf(at: number) {
  const lines = [
    { product: 10 + (at % 6) * 30, variation: 0, quantity: 1 + (at % 3), price: 14 + (at % 5) },
    ...(at % 2 === 0 ? [{ product: 15, variation: 16, quantity: 2, price: 20.1 }] : []),
    ...(at % 10 === 9 ? [{ product: 0, variation: 0, quantity: 1, price: 3.333333 }] : []),
  ];
  const subtotal = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const coupon = at % 4 === 0 ? 2 : 0;
  const fee = at % 7 === 0 ? 1.5 : 0;
  const shipping = at % 3 === 0 ? 0 : 6.9;
  const tax = Number(((subtotal - coupon + fee + shipping) * 0.25).toFixed(2));
  return { lines, subtotal, coupon, fee, shipping, tax, total: (subtotal - coupon + fee + shipping + tax).toFixed(2) };
}

function heldOrders(): Held[] {
  const orders: Held[] = [];
  for (let at = 0; at < 48; at += 1) {
    const id = 2000 + at * 2;
    const { tax, shipping, coupon, total } = amountsOf(at);
    const status = at === 40 ? 'trash' : `wc-${statuses[at % statuses.length]}`;
    const created = Date.UTC(2025, 2, 1 + ((at * 11) % 60), at % 24, at) / 1000;
    const isPaid = ['wc-processing', 'wc-completed', 'wc-refunded'].includes(status);
    orders.push({
      id,
      type: 'shop_order',
      status,
      parent: 0,
      customer: at % 5 === 0 ? 0 : (at % 12) + 1,
      email: `Buyer${(at % 12) + 1}@Mail.example`,
      total,
      tax: tax.toFixed(2),
      shipping: shipping.toFixed(2),
      discount: coupon.toFixed(2),
      created,
      updated: created + at * 3600,
      paid: isPaid ? created + 60 : null,
      transaction: at % 6 === 1 ? `tx-${id}` : '',
    });
    if (status === 'wc-refunded' || at % 13 === 2) {
      const back = status === 'wc-refunded' ? total : '1.25';
      const nothing = { customer: 0, email: '', tax: '0', shipping: '0', discount: '0', paid: null, transaction: '' };
      const when = { created: created + 86_400, updated: created + 86_400 };
      orders.push({
        id: id + 1,
        type: 'shop_order_refund',
        status: 'wc-completed',
        parent: id,
        total: `-${back}`,
        ...nothing,
        ...when,
      });
    }
  }
  return orders;
}

/** The rows of the fixture's orders in either place; in both, the tables of items and notes are the same. */
export function fixtureOrders(place: OrderPlace): {
  readonly posts: Row[];
  readonly postmeta: Row[];
  readonly tables: [string, string, Row[]][];
} {
  const orders = heldOrders();
  const [items, itemMeta, notes, noteMeta]: [Row[], Row[], Row[], Row[]] = [[], [], [], []];
  for (const [at, order] of orders.filter((one) => one.type === 'shop_order').entries()) {
    itemsOf(order, items, itemMeta);
    notes.push([
      notes.length + 1,
      order.id,
      sqlTime(order.created + 5),
      `Order status changed from Pending payment to ${at % 3 ? 'Processing' : 'On hold'}.`,
      'order_note',
      'a shop assistant',
    ]);
    if (at % 4 === 1) {
      notes.push([
        notes.length + 1,
        order.id,
        sqlTime(order.created + 900),
        'Your pots &amp; pans<br>are <b>packed</b>',
        'order_note',
        'a shop assistant',
      ]);
      noteMeta.push([noteMeta.length + 1, notes.length, 'is_customer_note', '1']);
    }
  }
  notes.push([notes.length + 1, 10, sqlTime(orders[0]?.created ?? 0), 'A lovely pot', 'review', 'a shopper']);
  notes.push([notes.length + 1, 10, sqlTime(orders[0]?.created ?? 0), 'Thrown away', 'order_note', 'a shop assistant']);
  const reviews = reviewRows(notes.length + 1, (day) => sqlTime(Date.UTC(2025, 2, 1 + day, 9) / 1000));
  const ratings = reviews.meta.map((row, at) => [noteMeta.length + 1 + at, ...row]);
  const shared: [string, string, Row[]][] = [
    [
      'woocommerce_order_items',
      'order_item_id integer primary key, order_item_name text, order_item_type text, order_id integer',
      items,
    ],
    [
      'woocommerce_order_itemmeta',
      'meta_id integer primary key, order_item_id integer, meta_key text, meta_value text',
      itemMeta,
    ],
    [
      'comments',
      'comment_ID integer primary key, comment_post_ID integer, comment_date_gmt text, comment_content text, comment_type text, comment_author text, comment_approved text, user_id integer',
      [...notes.map((row) => [...row, row[3] === 'Thrown away' ? 'trash' : '1', 0]), ...reviews.comments],
    ],
    [
      'commentmeta',
      'meta_id integer primary key, comment_id integer, meta_key text, meta_value text',
      [...noteMeta, ...ratings],
    ],
  ];
  const inTables = tablesOf(place === 'tables' ? orders : []);
  return { ...(place === 'posts' ? postsOf(orders) : { posts: [], postmeta: [] }), tables: [...shared, ...inTables] };
}

function addressOf(order: Held, kind: 'billing' | 'shipping'): Record<string, string> | null {
  if (kind === 'shipping' && order.shipping === '0.00') return null;
  const values = [
    'Ida',
    `Holm ${order.id}`,
    '',
    'Kilnvegen 4',
    '',
    'Bergen',
    kind === 'shipping' ? '46' : '',
    '5003',
    'NO',
    kind === 'billing' ? '+47 2000' : '',
  ];
  return Object.fromEntries(addressColumns.map((name, at) => [name, values[at] ?? '']));
}

const tracking = serialize([
  { tracking_provider: 'posten-norge', tracking_number: 'NO123', date_shipped: '1742000000', tracking_id: 't1' },
]);

function tablesOf(orders: readonly Held[]): [string, string, Row[]][] {
  const own = orders.filter((one) => one.type === 'shop_order');
  const addresses = own.flatMap((order) =>
    (['billing', 'shipping'] as const).flatMap((kind) => {
      const address = addressOf(order, kind);
      return address ? [[order.id, kind, ...Object.values(address)]] : [];
    }),
  );
  const meta: Row[] = [];
  for (const order of orders) {
    if (order.id % 3 === 0) addMeta(meta, order.id, { _po_number: `PO ${order.id}` });
    if (order.type === 'shop_order_refund')
      addMeta(meta, order.id, { _refund_amount: order.total.slice(1), _refund_reason: 'Chipped in the post' });
    else if (order.status === 'wc-completed')
      addMeta(meta, order.id, { _wc_shipment_tracking_items: tracking, _stripe_token: 'a secret of this order' });
  }
  return [
    [
      'wc_orders',
      'id integer primary key, status text, currency text, type text, tax_amount numeric, total_amount numeric, customer_id integer, billing_email text, ' +
        'date_created_gmt text, date_updated_gmt text, parent_order_id integer, payment_method text, payment_method_title text, transaction_id text, ip_address text',
      orders.map(
        (one): Row => [
          one.id,
          one.status,
          one.id % 8 === 0 ? 'EUR' : 'NOK',
          one.type,
          one.tax,
          one.total,
          one.customer,
          one.email,
          sqlTime(one.created),
          sqlTime(one.updated),
          one.parent,
          'bacs',
          'Bank transfer',
          one.transaction,
          '192.0.2.1',
        ],
      ),
    ],
    [
      'wc_order_addresses',
      `id integer primary key, order_id integer, address_type text, ${addressColumns.map((name) => `${name} text`).join(', ')}`,
      addresses.map((row, at): Row => [at + 1, ...row]),
    ],
    [
      'wc_order_operational_data',
      'id integer primary key, order_id integer, date_paid_gmt text, date_completed_gmt text, shipping_tax_amount numeric, shipping_total_amount numeric, ' +
        'discount_tax_amount numeric, discount_total_amount numeric',
      own.map(
        (one, at): Row => [
          at + 1,
          one.id,
          one.paid === null ? null : sqlTime(one.paid),
          null,
          0,
          one.shipping,
          0,
          one.discount,
        ],
      ),
    ],
    ['wc_orders_meta', 'id integer primary key, order_id integer, meta_key text, meta_value text', meta],
  ];
}

function postsOf(orders: readonly Held[]): { posts: Row[]; postmeta: Row[] } {
  const postmeta: Row[] = [];
  const posts = orders.map((one): Row => {
    const refund = one.type === 'shop_order_refund';
    const addresses = (['billing', 'shipping'] as const).flatMap((kind) =>
      Object.entries((refund ? null : addressOf(one, kind)) ?? {}).map(([name, value]) => [`_${kind}_${name}`, value]),
    );
    if (one.id % 3 === 0) addMeta(postmeta, one.id, { _po_number: `PO ${one.id}` });
    addMeta(postmeta, one.id, {
      _order_currency: one.id % 8 === 0 ? 'EUR' : 'NOK',
      _order_total: one.total,
      _order_tax: one.tax,
      _order_shipping_tax: '0',
      _order_shipping: one.shipping,
      _cart_discount: one.discount,
      _customer_user: one.customer,
      _billing_email: one.email,
      _payment_method: 'bacs',
      _payment_method_title: 'Bank transfer',
      _transaction_id: one.transaction,
      ...(one.paid === null ? {} : { _date_paid: one.paid }),
      ...(refund ? { _refund_amount: one.total.slice(1), _refund_reason: 'Chipped in the post' } : {}),
      ...(one.status === 'wc-completed' && !refund ? { _wc_shipment_tracking_items: tracking } : {}),
      ...Object.fromEntries(addresses),
      _customer_ip_address: '192.0.2.1',
    });
    return [
      one.id,
      one.type,
      one.status,
      'Order',
      `order-${one.id}`,
      '',
      '',
      one.parent,
      0,
      sqlTime(one.created),
      sqlTime(one.updated),
      '',
    ];
  });
  return { posts, postmeta };
}

function itemsOf(order: Held, items: Row[], itemMeta: Row[]): void {
  const at = (order.id - 2000) / 2;
  const { lines, subtotal, coupon, fee, shipping, tax } = amountsOf(at);
  const add = (type: string, name: string, values: Readonly<Record<string, string | number>>) => {
    items.push([items.length + 1, name, type, order.id]);
    addMeta(itemMeta, items.length, values);
  };
  for (const line of lines) {
    const before = line.price * line.quantity;
    const after = before - (coupon * before) / subtotal;
    add('line_item', line.product ? `Piece ${line.product} &amp; lid` : 'A piece that is gone', {
      _product_id: line.product,
      _variation_id: line.variation,
      _qty: line.quantity,
      _line_subtotal: before.toFixed(6),
      _line_total: after.toFixed(6),
      _line_tax: '1.00',
      _line_subtotal_tax: '1.00',
      ...(line.variation ? { pa_glaze: 'weiss', size: 'Round' } : {}),
      ...(at % 5 === 2
        ? { Engraving: 'For “Ida” & Rui', _gift_list: 'not for shoppers', bundle: serialize([1, 2]) }
        : {}),
    });
  }
  if (shipping > 0)
    add('shipping', 'Post &amp; parcel', {
      method_id: 'flat_rate',
      cost: shipping.toFixed(2),
      total_tax: '0',
      Items: 'all',
    });
  if (fee > 0) add('fee', 'Gift wrap', { _line_total: fee.toFixed(2), _line_tax: '0' });
  if (coupon > 0) add('coupon', 'spring&amp;clay', { discount_amount: coupon.toFixed(2), discount_amount_tax: '0' });
  add('tax', 'NO-MVA-1', {
    label: 'MVA',
    tax_amount: tax.toFixed(2),
    shipping_tax_amount: '0',
    // Orders from before WooCommerce 3.7 have none.
    ...(at % 9 === 0 ? {} : { rate_percent: '25' }),
  });
}
