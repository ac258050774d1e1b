// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of Magento's making.
import { instant, MagentoCatalog, text, type Unsaid } from './magento1-expected-catalog.js';
import { amountOf, shortest } from './oracle-values.js';

const states: Readonly<Record<string, string>> = {
  new: 'PENDING',
  pending_payment: 'PENDING',
  processing: 'PROCESSING',
  complete: 'COMPLETED',
  closed: 'REFUNDED',
  canceled: 'CANCELLED',
  holded: 'ON_HOLD',
  payment_review: 'ON_HOLD',
};

/** What Magento's meanings make of the oracle, in the graph's shapes: written from its documents and classes. */
export class MagentoExpectations extends MagentoCatalog {
  constructor(
    oracle: any,
    private readonly ownStoreId: string,
    url: string,
    private readonly more: Unsaid,
  ) {
    super(oracle, ownStoreId, url, more);
  }

  #gid(type: string, id: number | string) {
    return { id: `gid://drawbridge/${this.ownStoreId}/${type}/${id}`, storeId: this.ownStoreId, nativeId: String(id) };
  }

  config(): Record<string, unknown> {
    const { config } = this.oracle;
    const byNumber = (key: string) => (a: any, b: any) => a[key] - b[key];
    const fronts = config.stores.filter((row: any) => row.store_id > 0).sort(byNumber('store_id'));
    const currencies = { USD: 'US Dollar', EUR: 'Euro', GBP: 'British Pound' };
    const languages = [
      ['en_US', 'en-US', 'American English'],
      ['de_DE', 'de-DE', 'German (Germany)'],
      ['fr_FR', 'fr-FR', 'French (France)'],
    ];
    expect(new Set(fronts.map((row: any) => row.locale))).toEqual(new Set(languages.map(([locale]) => locale)));
    return {
      name: config.store_name,
      email: config.email,
      phone: '+1 555 0100',
      country: config.country,
      timeZone: config.time_zone,
      defaultCurrency: config.base_currency,
      currencies: config.stores[0].allowed_currencies.map((code: keyof typeof currencies) => ({
        code,
        name: currencies[code],
        rate: shortest(config.currency_rates.USD[code]),
        decimals: 2,
        isDefault: code === config.base_currency,
        enabled: true,
      })),
      defaultLanguage: config.default_locale.replace('_', '-'),
      languages: languages.map(([nativeId, tag, name]) => ({
        tag,
        nativeId,
        name,
        isDefault: nativeId === config.default_locale,
        enabled: true,
      })),
      weightUnit: config.weight_unit,
      dimensionUnit: null,
      pricesIncludeTax: config.stores[0].price_includes_tax === '1',
      orderStatuses: config.order_statuses.map((row: any) => this.#status(row.status)),
      // Classes of customers say nothing of goods.
      taxClasses: config.tax_classes
        .filter((row: any) => row.class_type === 'PRODUCT')
        .map((row: any) => ({ nativeId: String(row.class_id), name: row.class_name })),
      customerGroups: config.customer_groups.map((row: any) => ({
        nativeId: String(row.customer_group_id),
        name: row.customer_group_code,
      })),
      channels: fronts.map((row: any) => ({ nativeId: String(row.store_id), name: row.name, url: row.base_url })),
    };
  }

  counts() {
    const { counts } = this.oracle;
    const { products, orders, customers } = counts;
    return { products, variants: this.parents.size, categories: this.categories.length, orders, customers };
  }

  #status(code: string, state?: string) {
    const row = this.oracle.config.order_status_state.find((one: any) => one.status === code);
    return { nativeId: code, name: row.label, state: states[state ?? row.state] ?? 'OTHER' };
  }

  #address(row: any) {
    return {
      firstName: text(row.firstname),
      lastName: text(row.lastname),
      company: text(row.company),
      address1: text(row.street_lines[0]),
      address2: text(row.street_lines.slice(1).join(', ')),
      city: text(row.city),
      region: text(row.region),
      regionCode: text(row.region_code),
      postcode: text(row.postcode),
      country: text(row.country_id),
      phone: text(row.telephone),
    };
  }

  customer(row: any) {
    const find = (id: number | undefined) => {
      const held = row.addresses.find((one: any) => one.entity_id === id);
      return held ? this.#address(held) : null;
    };
    const billing = find(row.default_billing);
    const shipping = find(row.default_shipping);
    const group = this.oracle.config.customer_groups.find((one: any) => one.customer_group_id === row.group_id);
    return {
      ...this.#gid('Customer', row.entity_id),
      email: row.email,
      firstName: text(row.firstname),
      lastName: text(row.lastname),
      // Customers have no telephone number but with their addresses.
      phone: (billing ?? shipping)?.phone ?? null,
      group: { nativeId: String(row.group_id), name: group.customer_group_code },
      enabled: row.is_active === 1,
      acceptsMarketing: row.is_subscribed,
      addresses: [...row.addresses].sort((a, b) => a.entity_id - b.entity_id).map((one: any) => this.#address(one)),
      defaultBillingAddress: billing,
      defaultShippingAddress: shipping,
      createdAt: instant(row.created_at),
      updatedAt: instant(row.updated_at),
    };
  }

  order(row: any) {
    const money = (value: unknown) => ({
      amount: amountOf(text(value) ?? '0'),
      currencyCode: row.order_currency_code,
    });
    const discount = String(row.discount_amount ?? '0').replace('-', '');
    const discounted = Number(discount) > 0;
    const address = (type: string) => row.addresses.find((one: any) => one.address_type === type);
    const [billing, shipping] = [address('billing'), address('shipping')];
    const title = text(row.discount_description) ?? 'Discount';
    const buyer = this.oracle.customers.find((one: any) => one.entity_id === row.customer_id);
    return {
      ...this.#gid('Order', row.entity_id),
      number: row.increment_id,
      status: { ...this.#status(row.status, row.state), name: row.status_label },
      financialStatus: financialStatus(row),
      fulfillmentStatus: fulfillmentStatus(row),
      currencyCode: row.order_currency_code,
      subtotal: money(row.subtotal),
      discountTotal: money(discount),
      shippingTotal: money(row.shipping_amount),
      taxTotal: money(row.tax_amount),
      total: money(row.grand_total),
      refundedTotal: money(row.total_refunded),
      lineItems: this.#lines(row, money),
      taxLines: row.taxes.map((tax: any) => ({
        code: tax.code,
        title: tax.title,
        rate: String(Number(tax.percent)),
        amount: money(tax.amount),
      })),
      totals: [
        { code: 'subtotal', title: 'Subtotal', amount: money(row.subtotal) },
        ...(discounted ? [{ code: 'discount', title, amount: money(row.discount_amount) }] : []),
        ...(Number(row.shipping_amount) > 0
          ? [{ code: 'shipping', title: row.shipping_description, amount: money(row.shipping_amount) }]
          : []),
        ...(Number(row.tax_amount) > 0 ? [{ code: 'tax', title: 'Tax', amount: money(row.tax_amount) }] : []),
      ],
      discounts: discounted ? [{ code: text(row.coupon_code), title, amount: money(discount) }] : [],
      customer: buyer ? this.customer(buyer) : null,
      email: row.customer_email,
      phone: text(billing?.telephone),
      billingAddress: billing ? this.#address(billing) : null,
      shippingAddress: shipping ? this.#address(shipping) : null,
      shippingMethod: text(row.shipping_description),
      paymentMethod: row.payment.title,
      // The store keeps no transactions of payment modules; money came with invoices (state 2: paid).
      transactions: row.invoices
        .filter((one: any) => one.state === 2)
        .map((one: any) => ({
          nativeId: String(one.entity_id),
          kind: 'PAYMENT',
          amount: money(one.grand_total),
          reference: text(one.transaction_id),
          createdAt: instant(one.created_at),
        })),
      shipments: row.shipments.map((one: any) => ({
        nativeId: String(one.entity_id),
        carrier: text(one.tracks[0]?.title),
        trackingNumber: text(one.tracks[0]?.number),
        trackingNumbers: one.tracks.map((track: any) => track.number),
        trackingUrl: null,
        createdAt: instant(one.created_at),
      })),
      refunds: row.creditmemos.map((one: any) => ({
        nativeId: String(one.entity_id),
        amount: money(one.grand_total),
        reason: this.more.reasons.get(String(one.entity_id)) ?? null,
        createdAt: instant(one.created_at),
      })),
      history: [...row.status_history]
        .sort((a: any, b: any) => a.created_at.localeCompare(b.created_at) || a.entity_id - b.entity_id)
        .map((one: any) => ({
          createdAt: instant(one.created_at),
          status: one.status ? this.#status(one.status) : null,
          comment: text(one.comment),
          notified: { 1: true, 0: false }[one.is_customer_notified as 1] ?? null,
        })),
      placedAt: instant(row.created_at),
      updatedAt: instant(row.updated_at),
    };
  }

  /** A line is what has no parent; a bundle whose price is that of its parts keeps tax and discount with these. */
  #lines(row: any, money: (value: unknown) => unknown) {
    return row.items
      .filter((item: any) => item.parent_item_id === null)
      .map((item: any) => {
        const parts = row.items.filter((one: any) => one.parent_item_id === item.item_id);
        const byParts = item.product_type === 'bundle' && item.product_options.product_calculations === 0;
        const cents = (key: string) =>
          (byParts ? parts : [item]).reduce(
            (sum: number, one: any) => sum + Math.round(Number(one[key] ?? 0) * 10_000),
            0,
          );
        const discount = cents('discount_amount');
        const total = Math.round(Number(item.row_total) * 10_000) - discount;
        return {
          storeId: this.ownStoreId,
          productId: item.product_id === null ? null : String(item.product_id),
          variantId: item.product_type === 'configurable' ? String(parts[0].product_id) : null,
          nativeId: String(item.item_id),
          name: item.name,
          sku: item.sku,
          quantity: shortest(item.qty_ordered),
          unitPrice: money(item.price),
          taxTotal: money((cents('tax_amount') / 10_000).toFixed(4)),
          discountTotal: money((discount / 10_000).toFixed(4)),
          total: money((total / 10_000).toFixed(4)),
          options: chosen(item.product_options),
        };
      });
  }
}

function chosen(options: any) {
  return [
    ...(options.options ?? []).map((one: any) => ({ name: one.label, value: one.print_value })),
    ...(options.attributes_info ?? []).map((one: any) => ({ name: one.label, value: one.value })),
    ...Object.values(options.bundle_options ?? {}).flatMap((one: any) =>
      one.value.map((part: any) => ({ name: one.label, value: `${part.qty} x ${part.title}` })),
    ),
  ];
}

function financialStatus(row: any): string {
  const [paid, refunded, total] = [row.total_paid, row.total_refunded, row.grand_total].map((one) => Number(one ?? 0));
  if ((refunded ?? 0) > 0) return (refunded ?? 0) >= (paid ?? 0) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if ((paid ?? 0) > 0) return (paid ?? 0) >= (total ?? 0) ? 'PAID' : 'PARTIALLY_PAID';
  if (row.state === 'canceled') return 'VOIDED';
  return total === 0 ? 'PAID' : 'PENDING';
}

/** By what the shipments themselves list, of the items that are sent: a bundle in parts where it ships so. */
function fulfillmentStatus(row: any): string {
  const parentOf = (item: any) => row.items.find((one: any) => one.item_id === item.parent_item_id);
  const inParts = (item: any) => item?.product_type === 'bundle' && item.product_options.shipment_type === 1;
  const sent = row.items.filter(
    (item: any) => !item.is_virtual && (item.parent_item_id ? inParts(parentOf(item)) : !inParts(item)),
  );
  if (sent.length === 0) return row.state === 'complete' ? 'FULFILLED' : 'UNFULFILLED';
  const listed = row.shipments.flatMap((one: any) => one.items);
  if (listed.length === 0) return 'UNFULFILLED';
  const open = sent.some((item: any) => {
    const shipped = listed
      .filter((one: any) => one.order_item_id === item.item_id)
      .reduce((sum: number, one: any) => sum + Number(one.qty), 0);
    return Number(item.qty_ordered) - shipped - Number(item.qty_refunded ?? 0) - Number(item.qty_canceled ?? 0) > 0;
  });
  return open ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
}
