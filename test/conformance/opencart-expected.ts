// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of OpenCart's making, in two shapes (3.0 and 4.1).
import { OpenCartCatalog } from './opencart-expected-catalog.js';
import { textOrNull, unescapedText, utc } from './oracle-values.js';

/** What OpenCart's meanings make of the oracle's customers and orders, besides its catalog. */
export class OpenCartExpectations extends OpenCartCatalog {
  protected address(parts: Record<string, any>) {
    const address = {
      firstName: textOrNull(parts.firstname),
      lastName: textOrNull(parts.lastname),
      company: textOrNull(parts.company),
      address1: textOrNull(parts.address_1),
      address2: textOrNull(parts.address_2),
      city: textOrNull(parts.city),
      region: textOrNull(parts.zone),
      regionCode: textOrNull(parts.zone_code),
      postcode: textOrNull(parts.postcode),
      country: parts.iso_code_2 || null,
      phone: null,
    };
    return Object.values(address).every((part) => part === null) ? null : address;
  }

  customer(row: any): Record<string, unknown> {
    const addresses = [...row.addresses].sort((a, b) => Number(a.address_id) - Number(b.address_id));
    const preset = addresses.find((one) => (this.four ? one.default === '1' : one.address_id === row.address_id));
    const group = this.oracle.config.customer_groups.find(
      (one: any) => one.customer_group_id === row.customer_group_id,
    );
    return {
      ...this.ids('Customer', row.customer_id),
      email: row.email,
      firstName: textOrNull(row.firstname),
      lastName: textOrNull(row.lastname),
      phone: textOrNull(row.telephone),
      group: { nativeId: group.customer_group_id, name: group.name },
      enabled: row.status === '1',
      acceptsMarketing: row.newsletter === '1',
      addresses: addresses.map((one) => this.address(one)),
      defaultBillingAddress: preset ? this.address(preset) : null,
      defaultShippingAddress: preset ? this.address(preset) : null,
      createdAt: utc(row.date_added, this.zone),
      updatedAt: null,
    };
  }

  order(row: any): Record<string, unknown> {
    const charged = (value: string, times = 1) => this.money(value, row.currency_code, row.currency_value, times);
    const status = this.status(row.order_status);
    const totals = [...row.totals].sort(
      (a, b) => Number(a.sort_order) - Number(b.sort_order) || Number(a.order_total_id) - Number(b.order_total_id),
    );
    const sum = (codes: string[]) =>
      charged(
        (
          totals
            .filter((one) => codes.includes(one.code))
            .reduce((all, one) => all + Math.round(one.value * 10_000), 0) / 10_000
        ).toFixed(4),
      );
    const discounts = totals.filter((one) => ['coupon', 'voucher', 'reward', 'credit'].includes(one.code));
    const off = discounts.reduce((all, one) => all - Math.round(one.value * 10_000), 0);
    const history = [...row.histories]
      .reverse()
      .sort(
        (a, b) =>
          a.date_added.localeCompare(b.date_added) || Number(a.order_history_id ?? 0) - Number(b.order_history_id ?? 0),
      );
    const nameOf = (event: any) => event.order_status ?? event.status;
    const sent = [row.order_status, ...history.map(nameOf)].some((name) => ['Shipped', 'Complete'].includes(name));
    const ordered = row.products.reduce((all: number, one: any) => all + Number(one.quantity), 0);
    const returned = this.oracle.returns
      .filter((one: any) => one.order_id === row.order_id && one.return_status === 'Complete')
      .reduce((all: number, one: any) => all + Number(one.quantity), 0);
    const customer = this.oracle.customers.find((one: any) => one.customer_id === row.customer_id);
    const method = (held: any) => textOrNull(typeof held === 'string' ? held : held?.name);
    const payment = this.four ? row.payment_method.code.split('.')[0] : row.payment_code;
    const address = (kind: string) =>
      this.address(
        Object.fromEntries(
          'firstname lastname company address_1 address_2 city postcode zone zone_code iso_code_2'
            .split(' ')
            .map((part) => [part, row[`${kind}_${part}`]]),
        ),
      );
    return {
      ...this.ids('Order', row.order_id),
      number: row.order_id,
      status,
      financialStatus: payment === 'cod' && status.state === 'PROCESSING' ? 'PENDING' : paid[status.state as string],
      fulfillmentStatus: !sent ? 'UNFULFILLED' : returned >= ordered ? 'RETURNED' : 'FULFILLED',
      currencyCode: row.currency_code,
      subtotal: sum(['sub_total']),
      discountTotal: charged((off / 10_000).toFixed(4)),
      shippingTotal: sum(['shipping']),
      taxTotal: sum(['tax']),
      total: charged(row.total),
      refundedTotal: status.state === 'REFUNDED' ? charged(row.total) : charged('0'),
      lineItems: [
        ...[...row.products]
          .sort((a, b) => Number(a.order_product_id) - Number(b.order_product_id))
          .map((line) => this.line(line, charged)),
        ...(row.vouchers ?? []).map((voucher: any) => ({
          storeId: this.storeId,
          productId: null,
          variantId: null,
          nativeId: `voucher-${voucher.order_voucher_id}`,
          name: unescapedText(voucher.description),
          sku: null,
          quantity: '1',
          unitPrice: charged(voucher.amount),
          taxTotal: charged('0'),
          discountTotal: charged('0'),
          total: charged(voucher.amount),
          options: [],
        })),
      ],
      taxLines: totals
        .filter((one) => one.code === 'tax')
        .map((one) => ({ code: 'tax', title: unescapedText(one.title), rate: null, amount: charged(one.value) })),
      totals: totals
        .filter((one) => one.code !== 'total')
        .map((one) => ({ code: one.code, title: unescapedText(one.title), amount: charged(one.value) })),
      discounts: discounts.map((one) => ({
        code: ['coupon', 'voucher'].includes(one.code) ? (/\(([^)]+)\)$/.exec(one.title)?.[1] ?? null) : null,
        title: unescapedText(one.title),
        amount: charged(one.value.replace('-', '')),
      })),
      customer: customer ? this.customer(customer) : null,
      email: textOrNull(row.email),
      phone: textOrNull(row.telephone),
      billingAddress: address('payment'),
      shippingAddress: address('shipping'),
      shippingMethod: method(row.shipping_method),
      paymentMethod: method(row.payment_method),
      transactions: [],
      shipments: [],
      refunds: [],
      history: history.map((event) => ({
        createdAt: utc(event.date_added, this.zone),
        status: this.status(nameOf(event)),
        comment: textOrNull(event.comment),
        notified: event.notify === '1',
      })),
      placedAt: utc(row.date_added, this.zone),
      updatedAt: utc(row.date_modified, this.zone),
    };
  }

  protected line(line: any, charged: (value: string, times?: number) => unknown) {
    const master = line.master_id ?? '0';
    return {
      storeId: this.storeId,
      productId: line.product_id === '0' ? null : master === '0' ? line.product_id : master,
      variantId: master === '0' ? null : line.product_id,
      nativeId: line.order_product_id,
      name: unescapedText(line.name),
      sku: textOrNull(line.model),
      quantity: line.quantity,
      unitPrice: charged(line.price),
      taxTotal: charged(line.tax, Number(line.quantity)),
      discountTotal: charged('0'),
      total: charged(line.total),
      options: [...line.options]
        .sort((a, b) => Number(a.order_option_id) - Number(b.order_option_id))
        .map((option) => ({ name: unescapedText(option.name), value: unescapedText(option.value) })),
    };
  }
}

const paid: Readonly<Record<string, string>> = {
  PENDING: 'PENDING',
  PROCESSING: 'PAID',
  COMPLETED: 'PAID',
  CANCELLED: 'VOIDED',
  FAILED: 'VOIDED',
  REFUNDED: 'REFUNDED',
};
