import { serialize } from 'php-serialize';
import { noon, type Workshop } from './magento1-fixture.js';

const kinds = [
  ['new', 'pending'],
  ['processing', 'processing'],
  ['processing', 'waiting_for_hubs'],
  ['complete', 'complete'],
  ['closed', 'closed'],
  ['canceled', 'canceled'],
  ['holded', 'holded'],
] as const;

/** Adds 28 orders: in every state, of guests and customers, with variants, bundles, coupons, parcels and money paid back. */
export function addFixtureOrders(shop: Workshop): void {
  for (let id = 1; id <= 28; id += 1) addOrder(shop, id);
}

function addOrder(shop: Workshop, id: number): void {
  const [state, status] = kinds[id % kinds.length] ?? kinds[0];
  const buyer = id % 4 ? 1 + (id % 24) : null;
  const shipped = state === 'complete' || state === 'closed' ? 1 : 0;
  const lines = [
    addLine(shop, id, { type: 'simple', product: 10, quantity: 2, price: 16.5, discount: id % 3 ? 0 : 3.3, shipped }),
    ...(id % 2 ? [addVariantLine(shop, id, shipped)] : []),
    ...(id % 5 ? [] : [addBundleLine(shop, id, shipped)]),
  ];
  const sum = (key: 'subtotal' | 'tax' | 'discount') =>
    lines.reduce((all, line) => all + Math.round(line[key] * 10_000), 0) / 10_000;
  const [subtotal, tax, discount] = [sum('subtotal'), sum('tax'), sum('discount')];
  const total = Math.round((subtotal + tax - discount + 4.95) * 10_000) / 10_000;
  const paid = state === 'new' || state === 'canceled' || state === 'holded' ? null : total;
  shop.add('sales_flat_order', {
    entity_id: id,
    increment_id: `1000000${10 + id}`,
    quote_id: id <= 12 ? id : null,
    state,
    status,
    store_id: 1,
    customer_id: buyer,
    customer_is_guest: buyer ? 0 : 1,
    customer_email: buyer ? `rider${buyer}@harrow.example` : `Guest${id}@example.net`,
    order_currency_code: id % 6 ? 'GBP' : 'EUR',
    subtotal,
    tax_amount: tax,
    discount_amount: discount ? -discount : 0,
    coupon_code: discount ? 'SPRING' : null,
    discount_description: discount ? 'Spring' : null,
    shipping_amount: 4.95,
    shipping_description: 'By rail',
    grand_total: total,
    total_paid: paid,
    total_refunded: state === 'closed' ? total : null,
    created_at: noon(id * 5),
    updated_at: noon(300 - id),
  });
  // Every fourth order is taxed by two rates that are taken together.
  const rates =
    id % 4
      ? [['GB VAT 20', 20]]
      : [
          ['GB VAT 15', 15],
          ['Middlesex 5', 5],
        ];
  for (const [code, percent] of rates as [string, number][]) {
    shop.add('sales_order_tax', {
      order_id: id,
      code,
      title: code,
      percent,
      amount: tax,
      base_amount: tax,
      base_real_amount: (tax * percent) / 20,
    });
  }
  for (const type of ['billing', 'shipping']) {
    shop.add('sales_flat_order_address', {
      parent_id: id,
      address_type: type,
      firstname: 'Wren',
      lastname: `Ashdown ${id}`,
      street: `${id} Mill Lane\nYard 2`,
      city: 'Harrow',
      region: 'Middlesex',
      region_id: null,
      postcode: 'HA1 2AB',
      country_id: 'GB',
      telephone: '020 7946 0010',
      company: null,
    });
  }
  shop.add('sales_flat_order_payment', { parent_id: id, method: id % 2 ? 'checkmo' : 'tandem_pay' });
  shop.add('sales_flat_order_status_history', {
    parent_id: id,
    status: 'pending',
    comment: null,
    is_customer_notified: 2,
    created_at: noon(id * 5),
  });
  shop.add('sales_flat_order_status_history', {
    parent_id: id,
    status,
    comment: 'Seen to <quickly>',
    is_customer_notified: id % 2,
    created_at: noon(id * 5 + 1),
  });
  if (paid !== null) {
    shop.add('sales_flat_invoice', {
      order_id: id,
      state: 2,
      grand_total: total,
      transaction_id: id % 2 ? null : `tandem-${id}`,
      created_at: noon(id * 5 + 1),
    });
    if (id % 2 === 0)
      shop.add('sales_payment_transaction', {
        order_id: id,
        txn_id: `tandem-${id}`,
        txn_type: 'capture',
        created_at: noon(id * 5 + 1),
      });
  }
  if (shipped) {
    const parcel = shop.add('sales_flat_shipment', { order_id: id, created_at: noon(id * 5 + 2) });
    for (const at of [1, 2])
      shop.add('sales_flat_shipment_track', {
        parent_id: parcel,
        order_id: id,
        track_number: `RAIL-${id}-${at}`,
        title: 'Parcel by rail',
        carrier_code: 'custom',
        created_at: noon(id * 5 + 2),
      });
  }
  if (state === 'closed') {
    const memo = shop.add('sales_flat_creditmemo', {
      order_id: id,
      state: 2,
      grand_total: total,
      created_at: noon(id * 5 + 3),
    });
    shop.add('sales_flat_creditmemo_comment', { parent_id: memo, comment: 'Came bent', created_at: noon(id * 5 + 3) });
  }
}

interface Line {
  readonly subtotal: number;
  readonly tax: number;
  readonly discount: number;
}

interface Item {
  readonly type: string;
  readonly product: number;
  readonly quantity: number;
  readonly price: number;
  readonly discount?: number;
  readonly tax?: number;
  readonly shipped: number;
  readonly parent?: number;
  readonly options?: object;
}

function addItem(shop: Workshop, order: number, item: Item): number {
  const total = item.price * item.quantity;
  return shop.add('sales_flat_order_item', {
    order_id: order,
    parent_item_id: item.parent ?? null,
    product_id: item.product,
    product_type: item.type,
    sku: `HCW-${1000 + item.product}`,
    name: `Part ${item.product} as ordered`,
    is_virtual: 0,
    qty_ordered: item.quantity,
    qty_shipped: item.shipped * item.quantity,
    qty_refunded: 0,
    qty_canceled: 0,
    price: item.price,
    row_total: total,
    tax_amount: item.tax ?? 0,
    discount_amount: item.discount ?? 0,
    product_options: serialize({ info_buyRequest: { qty: item.quantity }, ...item.options }),
  });
}

function addLine(shop: Workshop, order: number, item: Item): Line {
  const tax = Math.round(item.price * item.quantity * 2_000) / 10_000;
  const options = [{ label: 'Engraving', value: 'For &quot;Zoë&quot;', print_value: 'For "Zoë"' }];
  addItem(shop, order, { ...item, tax, options: { options } });
  return { subtotal: item.price * item.quantity, tax, discount: item.discount ?? 0 };
}

/** A configurable product with the variant that was bought, which costs nothing by itself. */
function addVariantLine(shop: Workshop, order: number, shipped: number): Line {
  const options = { attributes_info: [{ label: 'Frame size', value: 'Medium' }] };
  const parent = addItem(shop, order, {
    type: 'configurable',
    product: 34,
    quantity: 1,
    price: 310,
    tax: 62,
    shipped,
    options,
  });
  addItem(shop, order, { type: 'simple', product: 2, quantity: 1, price: 0, shipped: 0, parent });
  return { subtotal: 310, tax: 62, discount: 0 };
}

/** A bundle whose price is that of its parts, which hold its tax and discount and are sent by themselves. */
function addBundleLine(shop: Workshop, order: number, shipped: number): Line {
  const options = {
    product_calculations: 0,
    shipment_type: 1,
    bundle_options: { 3: { option_id: 3, label: 'Rim', value: [{ title: 'Rim No. 13', qty: 1, price: 20.25 }] } },
  };
  const parent = addItem(shop, order, { type: 'bundle', product: 39, quantity: 1, price: 41.75, shipped: 0, options });
  addItem(shop, order, {
    type: 'simple',
    product: 13,
    quantity: 1,
    price: 20.25,
    tax: 4.05,
    discount: 2,
    shipped,
    parent,
  });
  addItem(shop, order, { type: 'simple', product: 14, quantity: 1, price: 21.5, tax: 4.3, shipped, parent });
  return { subtotal: 41.75, tax: 8.35, discount: 2 };
}
