// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of WooCommerce's making.
import { NotComparable } from './comparison.js';
import { shortest, unescapedText } from './oracle-values.js';

const addressFields = {
  firstName: 'first_name',
  lastName: 'last_name',
  company: 'company',
  address1: 'address_1',
  address2: 'address_2',
  city: 'city',
  postcode: 'postcode',
  country: 'country',
  phone: 'phone',
};

/** An exact amount, written with two decimals at least; the oracle's floats are read by their shortest text. */
function amountText(value: string | number): string {
  const text = shortest(String(value));
  const [whole = '0', part = ''] = text.replace(/^-(0(\.0+)?)$/, '0').split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
}

/** Adds decimals exactly, in units of 10⁻⁸. */
function sum(values: readonly (string | number)[]): string {
  const total = values.reduce((all, value) => all + units(value), 0n);
  const size = total < 0n ? -total : total;
  const digits = size.toString().padStart(9, '0');
  return `${total < 0n ? '-' : ''}${shortest(`${digits.slice(0, -8)}.${digits.slice(-8)}`)}`;
}

function units(value: string | number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(String(value));
  if (!match) throw new Error(`an amount of the oracle must have at most 8 decimals, but got: ${value}`);
  return BigInt(`${match[1]}${match[2]}${(match[3] ?? '').padEnd(8, '0')}`);
}

/** The quotient to 8 decimals, halves away from zero. */
function quotient(value: string, by: number): string {
  const [a, b] = [units(value), BigInt(by)];
  const half = (a < 0n ? -b : b) / 2n;
  const rounded = (a * 2n + (a < 0n ? -b : b)) / (2n * b);
  const text = (rounded < 0n ? -rounded : rounded).toString().padStart(9, '0');
  return half === 0n && b === 1n
    ? String(value)
    : `${rounded < 0n ? '-' : ''}${shortest(`${text.slice(0, -8)}.${text.slice(-8)}`)}`;
}

const statusNames: Readonly<Record<string, string>> = {
  pending: 'PENDING',
  processing: 'PROCESSING',
  'on-hold': 'ON_HOLD',
  completed: 'COMPLETED',
  cancelled: 'CANCELLED',
  refunded: 'REFUNDED',
  failed: 'FAILED',
};

/** What WooCommerce's meanings make of the oracle, in the graph's shapes: written from its documents, not from the adapter. */
export class WooCommerceExpectations {
  readonly #products: Map<number, any>;
  readonly #variations: Map<number, any[]>;
  readonly #orderLines: Map<number, any>;
  readonly #attributes: Map<string, any>;

  constructor(
    readonly oracle: any,
    private readonly storeId: string,
    /** When the store is asked: sales have windows. */
    private readonly now: Date,
  ) {
    this.#products = new Map(oracle.products.map((one: any) => [one.id, one]));
    this.#variations = new Map();
    for (const one of oracle.variations) {
      this.#variations.set(one.parent_id, [...(this.#variations.get(one.parent_id) ?? []), one]);
    }
    this.#orderLines = new Map(
      oracle.rest.orders.flatMap((order: any) => order.line_items.map((line: any) => [line.id, line])),
    );
    this.#attributes = new Map(oracle.attributes.map((one: any) => [`pa_${one.attribute_name}`, one]));
  }

  #id(type: string, nativeId: number | string) {
    return {
      id: `gid://drawbridge/${this.storeId}/${type}/${nativeId}`,
      storeId: this.storeId,
      nativeId: String(nativeId),
    };
  }

  #money(value: string | number, currencyCode = this.oracle.config.currency) {
    return { amount: amountText(value), currencyCode };
  }

  #priceOrNull(value: string | null) {
    return value === null || value === '' ? null : this.#money(value);
  }

  // Everything but what was put into the trash, and checkouts that were never finished.
  get orders(): any[] {
    return this.oracle.orders.filter((one: any) => !['trash', 'checkout-draft'].includes(one.status));
  }

  // Users with the role, or with an order.
  get customers(): any[] {
    const buyers = new Set(this.orders.map((one) => one.customer_id));
    return this.oracle.customers.filter((one: any) => one.roles.includes('customer') || buyers.has(one.id));
  }

  config(): Record<string, unknown> {
    const { config, rest } = this.oracle;
    const units: Record<string, string> = { lbs: 'POUND', kg: 'KILOGRAM', in: 'INCH', cm: 'CENTIMETER' };
    const names: Record<string, string> = { USD: 'US Dollar', EUR: 'Euro' };
    return {
      name: unescapedText(config.blog_name),
      email: config.admin_email,
      phone: null,
      country: config.base_country,
      timeZone: config.timezone,
      defaultCurrency: config.currency,
      // WooCommerce sells in one currency; the rate of it to itself is 1.
      currencies: [
        {
          code: config.currency,
          name: names[config.currency],
          rate: '1',
          decimals: config.price_decimals,
          isDefault: true,
          enabled: true,
        },
      ],
      defaultLanguage: config.locale.replace('_', '-'),
      languages: config.languages.map((locale: string) => ({
        tag: locale.replace('_', '-'),
        nativeId: locale,
        name: 'American English',
        isDefault: true,
        enabled: true,
      })),
      weightUnit: units[config.weight_unit],
      dimensionUnit: units[config.dimension_unit],
      pricesIncludeTax: config.prices_include_tax,
      orderStatuses: Object.keys(config.order_statuses).map((id) => this.#status(id.slice(3))),
      taxClasses: rest.tax_classes.map((one: any) => ({ nativeId: one.slug, name: one.name })),
      customerGroups: [],
      channels: [{ nativeId: '1', name: unescapedText(config.blog_name), url: this.oracle.base_url }],
    };
  }

  counts() {
    return {
      products: this.oracle.products.length,
      variants: this.oracle.variations.length,
      categories: this.oracle.categories.length,
      orders: this.orders.length,
      customers: this.customers.length,
    };
  }

  category(row: any): Record<string, unknown> {
    return {
      ...this.#id('Category', row.id),
      parentId: row.parent > 0 ? String(row.parent) : null,
      name: unescapedText(row.name),
      description: row.description === '' ? null : row.description,
      slug: row.slug,
      enabled: true,
      position: row.menu_order === '' ? null : Number(row.menu_order),
      image: row.image ? { url: row.image, alt: this.#altOf(row), position: 0 } : null,
    };
  }

  // The REST API alone says what is written to the picture of a category.
  #altOf(row: any) {
    return this.oracle.rest.categories.find((one: any) => one.id === row.id)?.image?.alt || null;
  }

  product(row: any): Record<string, unknown> {
    const statuses: Record<string, string> = {
      publish: 'ACTIVE',
      draft: 'DRAFT',
      pending: 'DRAFT',
      future: 'DRAFT',
      private: 'DISABLED',
      trash: 'ARCHIVED',
    };
    const variable = row.type === 'variable';
    const offered = this.#offered(row);
    const variations = [...(this.#variations.get(row.id) ?? [])].sort(
      (a, b) => row.children.indexOf(a.id) - row.children.indexOf(b.id),
    );
    const texts = {
      name: unescapedText(row.name),
      description: row.description === '' ? null : row.description,
      shortDescription: row.short_description === '' ? null : row.short_description,
    };
    const attributes = Object.entries<any>(row.attributes);
    return {
      ...this.#id('Product', row.id),
      type: this.#type(row),
      status: statuses[row.status],
      ...texts,
      sku: row.sku || null,
      mpn: null,
      gtin: row.global_unique_id || null,
      slug: row.slug || null,
      url: row.permalink,
      price: this.#lowest(offered.map((one) => one.regular_price)),
      salePrice: this.#lowest(offered.filter((one) => this.#onSale(one)).map((one) => one.sale_price)),
      specialPrices: this.#specials(offered),
      inventory: this.#inventory(row, null),
      weight: this.#weight(row.weight),
      dimensions: this.#dimensions(row),
      brand: row.brands[0] ? { nativeId: String(row.brands[0].id), name: unescapedText(row.brands[0].name) } : null,
      taxClass: row.tax_status === 'taxable' ? this.#taxClass(row.tax_class) : null,
      categories: row.categories.map((one: any) =>
        this.category(this.oracle.categories.find((category: any) => category.id === one.id)),
      ),
      images: row.images.map((one: any, at: number) => ({ url: one.src, alt: one.alt || null, position: at })),
      options: variable
        ? attributes.filter(([, one]) => one.is_variation === 1).map(([key, one]) => this.#option(key, one))
        : [],
      variants: variable ? variations.map((one) => this.variant(one)) : [],
      attributes: attributes
        .filter(([, one]) => !(variable && one.is_variation === 1))
        .map(([key, one]) => ({
          name: this.#label(key, one),
          values: this.#values(key, one).map((value) => value.name),
          group: null,
        })),
      tags: row.tags.map((one: any) => unescapedText(one.name)),
      translations: [{ language: this.oracle.config.locale.replace('_', '-'), ...texts }],
      createdAt: time(row.date_created),
      updatedAt: time(row.date_modified),
    };
  }

  variant(row: any): Record<string, unknown> {
    const parent = this.#products.get(row.parent_id);
    return {
      ...this.#id('ProductVariant', row.id),
      productId: String(row.parent_id),
      // The oracle holds what is kept with the variation; WooCommerce shows its product's where that is nothing.
      sku: row.sku || parent.sku || null,
      gtin: row.global_unique_id || null,
      price: this.#priceOrNull(row.regular_price),
      salePrice: this.#onSale(row) ? this.#priceOrNull(row.sale_price) : null,
      inventory: this.#inventory(row, parent),
      weight: this.#weight(row.effective_weight),
      image:
        row.image_id && row.images[0] ? { url: row.images[0].src, alt: row.images[0].alt || null, position: 0 } : null,
      // An empty value stands for any.
      selectedOptions: Object.entries<string>(row.attributes)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => ({
          name: this.#label(key, parent.attributes[key]),
          value: this.#attributes.get(key)?.terms.find((term: any) => term.slug === value)?.name ?? value,
        })),
    };
  }

  #type(row: any): string {
    if (row.type !== 'simple') return row.type.toUpperCase();
    if (row.downloadable) return 'DOWNLOADABLE';
    return row.virtual ? 'VIRTUAL' : 'SIMPLE';
  }

  /** What has the price: the product itself, its published variations, or the products of its group. */
  #offered(row: any): any[] {
    if (row.type === 'variable') return (this.#variations.get(row.id) ?? []).filter((one) => one.status === 'publish');
    if (row.type === 'grouped') return row.children.map((id: number) => this.#products.get(id));
    return [row];
  }

  #lowest(prices: readonly string[]) {
    const held = prices.filter((price) => price !== '').sort((a, b) => Number(a) - Number(b));
    return this.#priceOrNull(held[0] ?? null);
  }

  #onSale(row: any): boolean {
    const [from, to] = [row.date_on_sale_from, row.date_on_sale_to].map((at) => (at ? Date.parse(at) : null));
    if (row.sale_price === '' || Number(row.sale_price) >= Number(row.regular_price)) return false;
    const at = this.now.getTime();
    return (from === null || (from ?? 0) <= at) && (to === null || (to ?? 0) >= at);
  }

  #specials(offered: readonly any[]) {
    const all = offered
      .filter((one) => one.sale_price !== '')
      .map((one) => ({
        price: this.#money(one.sale_price),
        startsAt: time(one.date_on_sale_from),
        endsAt: time(one.date_on_sale_to),
        customerGroup: null,
        minQuantity: 1,
      }));
    return all.filter((one, at) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at);
  }

  #inventory(row: any, parent: any) {
    // `managing_stock` is 'parent' where a variation shares the stock of its product.
    const from = row.managing_stock === 'parent' ? parent : row;
    const tracked = row.managing_stock !== false;
    return {
      tracked,
      quantity: tracked && from.stock_quantity !== null ? String(from.stock_quantity) : null,
      available: row.is_in_stock,
      backorders: from.backorders !== 'no',
    };
  }

  #weight(value: string) {
    const unit = { lbs: 'POUND', kg: 'KILOGRAM' }[this.oracle.config.weight_unit as 'lbs' | 'kg'];
    return value === '' ? null : { value: shortest(value), unit };
  }

  #dimensions(row: any) {
    const unit = { in: 'INCH', cm: 'CENTIMETER' }[this.oracle.config.dimension_unit as 'in' | 'cm'];
    const of = (value: string) => (value === '' ? null : shortest(value));
    const [length, width, height] = [of(row.length), of(row.width), of(row.height)];
    return (length ?? width ?? height) ? { length, width, height, unit } : null;
  }

  #taxClass(slug: string) {
    const found = this.oracle.rest.tax_classes.find((one: any) => one.slug === (slug || 'standard'));
    return { nativeId: found.slug, name: found.name };
  }

  #label(key: string, held: any): string {
    return unescapedText(held.is_taxonomy ? this.#attributes.get(key).attribute_label : held.name);
  }

  /** The terms in the order that the merchant gave them, which the oracle lists them in; the texts as written. */
  #values(key: string, held: any): { nativeId: string; name: string }[] {
    if (!held.is_taxonomy) return held.options.map((text: string) => ({ nativeId: text, name: unescapedText(text) }));
    const own = new Set(held.options);
    return this.#attributes
      .get(key)
      .terms.filter((term: any) => own.has(term.id))
      .map((term: any) => ({ nativeId: String(term.id), name: unescapedText(term.name) }));
  }

  #option(key: string, held: any) {
    const nothing = { priceDelta: null, quantity: null, sku: null };
    return {
      nativeId: key,
      name: this.#label(key, held),
      kind: 'SELECT',
      required: true,
      values: this.#values(key, held).map((value) => ({ ...value, ...nothing })),
    };
  }

  #status(slug: string) {
    return {
      nativeId: `wc-${slug}`,
      name: this.oracle.config.order_statuses[`wc-${slug}`],
      state: statusNames[slug] ?? 'OTHER',
    };
  }

  #address(held: any) {
    const fields = [...Object.values(addressFields), 'state'];
    if (fields.every((field) => !held[field])) return null;
    return {
      ...Object.fromEntries(Object.entries(addressFields).map(([name, field]) => [name, held[field] || null])),
      // A code where WooCommerce knows the country's states, the shopper's text elsewhere.
      region: held.state || null,
      regionCode: held.state && held.state === held.state.toUpperCase() ? held.state : null,
    };
  }

  customer(row: any): Record<string, unknown> {
    const [billing, shipping] = [this.#address(row.billing), this.#address(row.shipping)];
    return {
      ...this.#id('Customer', row.id),
      email: row.email,
      firstName: row.first_name || null,
      lastName: row.last_name || null,
      phone: row.billing.phone || row.shipping.phone || null,
      group: null,
      enabled: true,
      acceptsMarketing: null,
      addresses: [billing, shipping].filter((one) => one !== null),
      defaultBillingAddress: billing,
      defaultShippingAddress: shipping,
      // WordPress writes it in UTC, as the REST API says too; the customer's class takes it for local time.
      createdAt: time(`${row.user_registered_utc.replace(' ', 'T')}Z`),
      updatedAt: time(row.date_modified),
    };
  }

  order(row: any): Record<string, unknown> {
    const money = (value: string | number) => this.#money(value, row.currency);
    const items = (kind: string): any[] => Object.values(row[kind]);
    const paid = row.date_paid !== null || ['processing', 'completed'].includes(row.status);
    const back = sum(row.refunds.map((refund: any) => refund.amount));
    const buyer = this.customers.find((one) => one.id === row.customer_id);
    return {
      ...this.#id('Order', row.id),
      number: row.number,
      status: this.#status(row.status),
      financialStatus: this.#financial(row, paid, back),
      fulfillmentStatus:
        { completed: 'FULFILLED', refunded: 'UNKNOWN' }[row.status as 'completed' | 'refunded'] ?? 'UNFULFILLED',
      currencyCode: row.currency,
      subtotal: money(sum(items('line_items').map((line) => line.subtotal))),
      discountTotal: money(row.discount_total),
      shippingTotal: money(row.shipping_total),
      taxTotal: money(row.total_tax),
      total: money(row.total),
      refundedTotal: money(back),
      lineItems: items('line_items').map((line) => this.#line(line, money)),
      taxLines: items('tax_lines').map((tax) => ({
        code: tax.rate_code,
        title: tax.label,
        rate: tax.rate_percent === null ? null : String(tax.rate_percent),
        amount: money(sum([tax.tax_total, tax.shipping_tax_total])),
      })),
      totals: this.#totals(row, money),
      discounts: items('coupon_lines').map((line) => ({
        code: line.code,
        title: line.code,
        amount: money(line.discount),
      })),
      customer: buyer ? this.customer(buyer) : null,
      email: row.billing.email || null,
      phone: row.billing.phone || null,
      billingAddress: this.#address(row.billing),
      shippingAddress: this.#address(row.shipping),
      shippingMethod:
        items('shipping_lines')
          .map((line) => line.name)
          .join(', ') || null,
      paymentMethod: row.payment_method_title || row.payment_method || null,
      transactions:
        row.date_paid || row.transaction_id
          ? [
              {
                nativeId: row.transaction_id || String(row.id),
                kind: row.date_paid ? 'PAYMENT' : 'OTHER',
                amount: row.date_paid ? money(row.total) : null,
                reference: row.transaction_id || null,
                createdAt: time(row.date_paid),
              },
            ]
          : [],
      // WooCommerce itself keeps no parcels.
      shipments: [],
      refunds: [...row.refunds]
        .sort((a, b) => a.date_created.localeCompare(b.date_created) || a.id - b.id)
        .map((refund: any) => ({
          nativeId: String(refund.id),
          amount: money(refund.amount),
          reason: refund.reason || null,
          createdAt: time(refund.date_created),
        })),
      history: [...row.notes]
        .sort((a, b) => a.date_created.localeCompare(b.date_created) || a.id - b.id)
        .map((note: any) => ({
          createdAt: time(note.date_created),
          status: this.#statusInNote(note.content),
          comment: plainNote(note.content),
          notified: note.customer_note,
        })),
      placedAt: time(row.date_created),
      updatedAt: time(row.date_modified),
    };
  }

  #financial(row: any, paid: boolean, back: string): string {
    if (row.status === 'refunded' || (Number(back) > 0 && Number(back) >= Number(row.total))) return 'REFUNDED';
    if (Number(back) > 0) return 'PARTIALLY_REFUNDED';
    if (paid) return 'PAID';
    return row.status === 'cancelled' ? 'VOIDED' : 'PENDING';
  }

  #line(line: any, money: (value: string | number) => unknown) {
    const shown = this.#orderLines.get(line.id);
    return {
      storeId: this.storeId,
      // A line may keep the id of a product that was deleted; WooCommerce's class then says 0, and the graph finds none by it.
      productId:
        line.product_id > 0 ? String(line.product_id) : new NotComparable('the line of a product deleted since'),
      variantId: line.variation_id > 0 ? String(line.variation_id) : null,
      nativeId: String(line.id),
      name: unescapedText(line.name),
      // WooCommerce keeps none with the line and gives the product's.
      sku: line.sku || null,
      quantity: String(line.quantity),
      unitPrice: money(quotient(line.subtotal, line.quantity)),
      taxTotal: money(line.total_tax),
      discountTotal: money(sum([line.subtotal, `-${line.total}`.replace('--', '')])),
      total: money(line.total),
      // The REST API names them as shoppers see them; WooCommerce shows no empty ones.
      options: shown.meta_data
        .filter((one: any) => !one.key.startsWith('_') && typeof one.value === 'string' && one.value !== '')
        .map((one: any) => ({ name: one.display_key, value: unescapedText(one.display_value) })),
    };
  }

  #totals(row: any, money: (value: string | number) => unknown) {
    const items = (kind: string): any[] => Object.values(row[kind]);
    const lines = [
      ['subtotal', 'Subtotal', sum(items('line_items').map((line) => line.subtotal))],
      ...(Number(row.discount_total) ? [['discount', 'Discount', `-${row.discount_total}`]] : []),
      ...items('shipping_lines').map((line) => ['shipping', line.name, line.total]),
      ...items('fee_lines').map((line) => ['fee', line.name, line.total]),
      ...items('tax_lines').map((line) => ['tax', line.label, sum([line.tax_total, line.shipping_tax_total])]),
    ];
    const rest = sum([row.total, ...lines.map((line) => sum([`-${line[2]}`.replace('--', '')]))]);
    const all = rest === '0' ? lines : [...lines, ['rounding', 'Rounding', rest]];
    return all.map(([code, title, amount]) => ({ code, title: unescapedText(title), amount: money(amount) }));
  }

  #statusInNote(content: string) {
    const name = /Order status changed from .+ to (.+)\.$/.exec(content)?.[1];
    const id = Object.entries(this.oracle.config.order_statuses).find(([, known]) => known === name)?.[0];
    return id ? this.#status(id.slice(3)) : null;
  }
}

function time(text: string | null): Date | null {
  return text ? new Date(text) : null;
}

// The only markup in the notes of these stores.
function plainNote(content: string): string {
  return unescapedText(content.replaceAll('<span class="description"></span>', '').replaceAll('&rarr;', '→'));
}
