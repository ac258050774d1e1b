import { amount, shown } from './amounts.js';
import type { Calendar } from './calendar.js';
import { customFields } from './customers.js';
import { escaped } from './html.js';
import type { DemoOrder } from './order.js';
import { addHistory } from './order-history.js';
import type { PostalAddress } from './person.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';
import { storeName, tradeName } from './settings.js';

const addressFormat =
  '{firstname} {lastname}\r\n{company}\r\n{address_1}\r\n{address_2}\r\n{postcode} {city}\r\n{zone}\r\n{country}';

const comments = [
  'Please leave it with the neighbours at no. 12 if nobody is in.',
  'Bitte nicht vor dem 15. liefern, wir sind im Urlaub. Danke schön!',
  'It is a present – no invoice in the parcel & thank you 🎁',
  'The bell says "Müller/Okafor", third floor.',
  "Sonnez deux fois, s'il vous plaît.\r\nMerci !",
  'Could the two bowls be from the same batch? <3',
];

const browsers = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
];

/** Adds an order with its lines, totals and history. */
export function addOrder(rows: Rows, order: DemoOrder, url: string, calendar: Calendar): void {
  const random = new Random(`order ${order.id}`);
  const placed = calendar.time(order.placedDaysAgo, order.placedSecond);
  const { person, customer, currency, shipping } = order;
  const german = person.language === 2;
  const changed = addHistory(rows, order, placed, random, calendar);
  const billing = customer?.addresses[0]?.address ?? person.address;
  const delivery = customer ? (random.pick(customer.addresses)?.address ?? billing) : billing;
  const billed = order.id % 9 !== 4;
  rows.add('order', {
    order_id: order.id,
    subscription_id: 0,
    invoice_no: [3, 5, 11].includes(order.statusId) ? order.id - 2300 : 0,
    invoice_prefix: `HH-${placed.slice(0, 4)}-`,
    transaction_id: '',
    store_id: order.channel,
    store_name: escaped(order.channel === 1 ? tradeName : storeName),
    store_url: order.channel === 1 ? `${url}trade/` : url,
    customer_id: customer?.id ?? 0,
    customer_group_id: order.groupId,
    firstname: escaped(person.firstName),
    lastname: escaped(person.lastName),
    email: person.email,
    telephone: person.phone,
    custom_field: customer ? customFields(customer) : '[]',
    ...addressColumns('payment', billed ? billing : null, german),
    payment_address_id: billed && customer ? (customer.addresses[0]?.id ?? 0) : 0,
    payment_method: JSON.stringify(paymentOf(random, order, german)),
    ...addressColumns('shipping', shipping ? delivery : null, german),
    shipping_address_id:
      shipping && customer ? (customer.addresses.find(({ address }) => address === delivery)?.id ?? 0) : 0,
    shipping_method: shipping
      ? JSON.stringify({
          code: shipping.code,
          name: shipping.name,
          cost: amount(shipping.cost).toFixed(2),
          tax_class_id: shipping.cost > 0 ? '1' : 0,
          text: shown(shipping.cost, currency.rate, currency.code, german),
        })
      : '',
    comment: escaped(random.chance(0.12) ? random.pick(comments) : ''),
    total: amount(order.total),
    order_status_id: order.statusId,
    affiliate_id: 0,
    commission: 0,
    marketing_id: 0,
    tracking: random.chance(0.05) ? 'spring-letter' : '',
    language_id: person.language,
    language_code: german ? 'de-de' : 'en-gb',
    currency_id: currency.id,
    currency_code: currency.code,
    currency_value: currency.rate,
    ip: `203.0.113.${random.between(1, 254)}`,
    forwarded_ip: '',
    user_agent: random.pick(browsers),
    accept_language: german ? 'de-DE,de;q=0.9' : 'en-GB,en;q=0.9',
    date_added: placed,
    date_modified: changed,
  });
  addLines(rows, order, german, calendar);
  for (const { code, title, value, place } of order.totals) {
    rows.add('order_total', {
      order_total_id: rows.nextId('order_total'),
      order_id: order.id,
      extension: 'opencart',
      code,
      title: escaped(title),
      value: amount(value),
      sort_order: place,
    });
  }
  const coupon = order.totals.find(({ code }) => code === 'coupon');
  if (coupon && order.statusId !== 0) {
    rows.add('coupon_history', {
      coupon_history_id: rows.nextId('coupon_history'),
      coupon_id: order.couponId,
      order_id: order.id,
      customer_id: customer?.id ?? 0,
      amount: amount(coupon.value),
      date_added: placed,
    });
  }
}

function addLines(rows: Rows, order: DemoOrder, german: boolean, calendar: Calendar): void {
  const language = german ? 1 : 0;
  for (const { product, quantity, price, tax, chosen } of order.lines) {
    const lineId = rows.nextId('order_product');
    rows.add('order_product', {
      order_product_id: lineId,
      order_id: order.id,
      product_id: product.id,
      master_id: product.masterId,
      name: escaped(product.name[language]),
      model: product.model,
      quantity,
      price: amount(price),
      total: amount(price * quantity),
      tax: amount(tax),
      reward: 0,
    });
    for (const { option, value, typed } of chosen) {
      const text = option.kind.type === 'date' ? calendar.date(order.placedDaysAgo - 14) : typed;
      rows.add('order_option', {
        order_option_id: rows.nextId('order_option'),
        order_id: order.id,
        order_product_id: lineId,
        product_option_id: option.productOptionId,
        product_option_value_id: value?.id ?? 0,
        name: escaped(option.kind.name[language]),
        value: escaped(value?.name[language] ?? text),
        type: option.kind.type,
      });
    }
  }
}

const countryNames = ['en', 'de'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));

function addressColumns(kind: 'payment' | 'shipping', address: PostalAddress | null, german: boolean) {
  return {
    [`${kind}_firstname`]: escaped(address?.firstName ?? ''),
    [`${kind}_lastname`]: escaped(address?.lastName ?? ''),
    [`${kind}_company`]: escaped(address?.company ?? ''),
    [`${kind}_address_1`]: escaped(address?.line1 ?? ''),
    [`${kind}_address_2`]: escaped(address?.line2 ?? ''),
    [`${kind}_city`]: escaped(address?.city ?? ''),
    [`${kind}_postcode`]: address?.postcode ?? '',
    [`${kind}_country`]: address ? escaped(countryNames[german ? 1 : 0]?.of(address.iso2) ?? '') : '',
    [`${kind}_country_id`]: address?.countryId ?? 0,
    [`${kind}_zone`]: escaped(address?.zone ?? ''),
    [`${kind}_zone_id`]: address?.zoneId ?? 0,
    [`${kind}_address_format`]: address ? addressFormat : '',
    [`${kind}_custom_field`]: '[]',
  };
}

function paymentOf(random: Random, order: DemoOrder, german: boolean): { code: string; name: string } {
  if (order.total === 0) return { code: 'free_checkout.free_checkout', name: german ? 'Kostenlos' : 'Free Checkout' };
  const ways = {
    'credit_card.credit_card': german ? 'Kreditkarte' : 'Credit Card',
    'bank_transfer.bank_transfer': german ? 'Banküberweisung' : 'Bank Transfer',
    'cod.cod': german ? 'Nachnahme' : 'Cash On Delivery',
    'invoice.invoice': german ? 'Rechnung' : 'Pay By Invoice',
  };
  const code = random.weighted({
    'credit_card.credit_card': 6,
    'bank_transfer.bank_transfer': 3,
    'cod.cod': 1,
    'invoice.invoice': order.groupId === 2 ? 20 : 0,
  });
  return { code, name: ways[code] };
}
