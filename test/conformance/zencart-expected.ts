// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of Zen Cart's making.
import { amountOf, shortest, textOrNull, utc } from './oracle-values.js';

/** What the oracle does not hold, read from the database with MariaDB's own client. */
export interface Besides {
  /** Codes of regions by `zone_id`. */
  readonly zoneCodes: ReadonlyMap<string, string>;
  /** Ids of products with an attribute that is a download. */
  readonly downloads: ReadonlySet<string>;
}

const states: Readonly<Record<string, string>> = {
  Pending: 'PENDING',
  Processing: 'PROCESSING',
  Delivered: 'COMPLETED',
  // Says that something was changed, and nothing of how far the order is.
  Update: 'OTHER',
  Shipped: 'PROCESSING',
  Cancelled: 'CANCELLED',
  'Refunded (Größe)': 'REFUNDED',
};
const financial: Readonly<Record<string, string>> = {
  PENDING: 'PENDING',
  PROCESSING: 'PAID',
  COMPLETED: 'PAID',
  OTHER: 'UNKNOWN',
  CANCELLED: 'VOIDED',
  REFUNDED: 'REFUNDED',
};
const kinds = ['SELECT', 'TEXT', 'RADIO', 'CHECKBOX', 'FILE', 'OTHER'];

/** What Zen Cart's meanings make of the oracle, in the graph's shapes: written from its classes, not from the adapter. */
export class ZenCartExpectations {
  readonly #zone: string;
  readonly #currency: string;
  readonly #tags: ReadonlyMap<string, string>;

  constructor(
    readonly oracle: any,
    private readonly storeId: string,
    private readonly url: string,
    private readonly besides: Besides,
  ) {
    this.#zone = oracle.config.time_zone;
    this.#currency = oracle.config.default_currency;
    this.#tags = new Map(oracle.config.languages.map((row: any) => [row.languages_id, row.code]));
  }

  #id(type: string, nativeId: string) {
    return { id: `gid://drawbridge/${this.storeId}/${type}/${nativeId}`, storeId: this.storeId, nativeId };
  }

  #money(value: string | number, currency = this.#currency, rate = '1', times = 1) {
    return { amount: amountOf(value, rate, times), currencyCode: currency };
  }

  /** A store time; `0001-01-01` means none. */
  #time(local: string | null): Date | null {
    return !local || local.startsWith('0001-01-01') ? null : utc(local, this.#zone);
  }

  config(): Record<string, unknown> {
    const { config } = this.oracle;
    const own = config.order_statuses.filter((row: any) => row.language_id === '1');
    const by = (key: string) => (a: any, b: any) => Number(a[key]) - Number(b[key]);
    return {
      name: config.store_name,
      email: config.email,
      phone: null,
      country: config.country.countries_iso_code_2,
      timeZone: config.time_zone,
      defaultCurrency: config.default_currency,
      currencies: [...config.currency_rows].sort(by('currencies_id')).map((row: any) => ({
        code: row.code,
        name: row.title,
        rate: shortest(row.value),
        decimals: Number(row.decimal_places),
        isDefault: row.code === config.default_currency,
        enabled: true,
      })),
      defaultLanguage: config.default_language,
      languages: [...config.languages].sort(by('sort_order')).map((row: any) => ({
        tag: row.code,
        nativeId: row.languages_id,
        name: row.name,
        isDefault: row.code === config.default_language,
        enabled: true,
      })),
      weightUnit: { lbs: 'POUND', kgs: 'KILOGRAM' }[config.weight_unit as 'lbs'],
      dimensionUnit: { inches: 'INCH', centimeters: 'CENTIMETER' }[config.length_unit as 'inches'],
      pricesIncludeTax: config.prices_entered_with_tax,
      orderStatuses: own
        .sort((a: any, b: any) => by('sort_order')(a, b) || by('orders_status_id')(a, b))
        .map((row: any) => this.#status(row.orders_status_id)),
      taxClasses: config.tax_classes.map((row: any) => ({ nativeId: row.tax_class_id, name: row.tax_class_title })),
      customerGroups: config.group_pricing.map((row: any) => ({ nativeId: row.group_id, name: row.group_name })),
      channels: [{ nativeId: '0', name: config.store_name, url: this.url }],
    };
  }

  counts() {
    const { products, categories, orders, customers } = this.oracle.counts;
    return { products, variants: 0, categories, orders, customers };
  }

  #status(id: string) {
    const row = this.oracle.config.order_statuses.find(
      (one: any) => one.orders_status_id === id && one.language_id === '1',
    );
    return { nativeId: id, name: row.orders_status_name, state: states[row.orders_status_name] };
  }

  product(row: any) {
    const taxClass = this.oracle.config.tax_classes.find((one: any) => one.tax_class_id === row.products_tax_class_id);
    const sizes = [row.products_length, row.products_width, row.products_height];
    const quantity = shortest(row.products_quantity);
    return {
      ...this.#id('Product', row.products_id),
      type: this.besides.downloads.has(row.products_id)
        ? 'DOWNLOADABLE'
        : row.products_virtual === '1'
          ? 'VIRTUAL'
          : 'SIMPLE',
      status: row.products_status === '1' ? 'ACTIVE' : 'DISABLED',
      name: row.names.en.name,
      description: row.names.en.description.trim() === '' ? null : row.names.en.description,
      shortDescription: null,
      sku: textOrNull(row.products_model),
      mpn: textOrNull(row.products_mpn),
      gtin: null,
      slug: null,
      url: `${this.url}index.php?main_page=${row.info_page}&products_id=${row.products_id}`,
      // zen_get_products_base_price: with the cheapest attributes where those make the price; what is free costs nothing.
      price: this.#money(row.is_free ? '0' : String(row.base_price)),
      // zen_get_products_special_price: the special, or what a sale makes of it.
      salePrice:
        row.special_or_sale_price === false || row.is_free ? null : this.#money(String(row.special_or_sale_price)),
      specialPrices: this.#specialPrices(row),
      inventory: { tracked: this.oracle.config.stock_limited === 'true', quantity, available: true, backorders: true },
      weight: { value: shortest(row.products_weight), unit: 'POUND' },
      dimensions: sizes.every((size) => size === null)
        ? null
        : { length: shortest(sizes[0]), width: shortest(sizes[1]), height: shortest(sizes[2]), unit: 'INCH' },
      brand:
        row.manufacturers_name === null || row.manufacturers_name === undefined
          ? null
          : { nativeId: row.manufacturers_id, name: row.manufacturers_name },
      taxClass: taxClass ? { nativeId: taxClass.tax_class_id, name: taxClass.tax_class_title } : null,
      categories: [...row.linked_categories]
        .sort((a: string, b: string) => Number(a) - Number(b))
        .map((id: string) => this.category(this.oracle.categories.find((one: any) => one.categories_id === id))),
      images: this.#images([
        row.products_image,
        ...[...row.additional_images]
          .sort((a: any, b: any) => Number(a.sort_order) - Number(b.sort_order) || Number(a.id) - Number(b.id))
          .map((one: any) => one.additional_image),
      ]),
      options: this.#options(row),
      variants: [],
      attributes: [],
      tags: [],
      translations: [...this.#tags.values()].map((tag) => ({
        language: tag,
        name: row.names[tag].name,
        description: row.names[tag].description.trim() === '' ? null : row.names[tag].description,
        shortDescription: null,
      })),
      createdAt: this.#time(row.products_date_added),
      updatedAt: this.#time(row.products_last_modified) ?? this.#time(row.products_date_added),
    };
  }

  #images(paths: (string | null)[]) {
    return paths
      .filter((path) => path)
      .map((path, position) => ({
        url: `${this.url}images/${String(path).split('/').map(encodeURIComponent).join('/')}`,
        alt: null,
        position,
      }));
  }

  /** Specials, then sales for the master category, then prices by quantity. */
  #specialPrices(row: any) {
    // What is free has no lower price (zen_get_products_actual_price).
    if (row.is_free) return [];
    const base = String(row.base_price);
    const dated = (from: string, until: string) => !from.startsWith('0001') || !until.startsWith('0001');
    const special = row.special_price === false ? null : String(row.special_price);
    const specials = row.specials
      .filter((one: any) => one.status === '1' || dated(one.specials_date_available, one.expires_date))
      .map((one: any) => ({
        price: this.#money(one.specials_new_products_price),
        startsAt: this.#time(one.specials_date_available),
        endsAt: this.#time(one.expires_date),
        customerGroup: null,
        minQuantity: 1,
      }));
    const sales = this.oracle.salemaker
      .filter((sale: any) => sale.sale_categories_all.includes(`,${row.master_categories_id},`))
      .filter(
        (sale: any) => Number(sale.sale_pricerange_from) === 0 || Number(sale.sale_pricerange_from) <= Number(base),
      )
      .filter((sale: any) => Number(sale.sale_pricerange_to) === 0 || Number(sale.sale_pricerange_to) >= Number(base))
      // Condition 1 leaves products with a special price alone.
      .filter((sale: any) => !(special && sale.sale_specials_condition === '1'))
      .map((sale: any) => ({
        price: this.#money(this.#afterSale(sale, special && sale.sale_specials_condition === '2' ? special : base)),
        startsAt: this.#time(sale.sale_date_start),
        endsAt: this.#time(sale.sale_date_end),
        customerGroup: null,
        minQuantity: 1,
      }));
    const lowered = row.special_or_sale_price === false ? null : String(row.special_or_sale_price);
    const from = row.products_discount_type_from === '1' && lowered ? lowered : base;
    const byQuantity = [...row.quantity_discounts]
      .sort((a: any, b: any) => Number(a.discount_qty) - Number(b.discount_qty))
      .map((one: any) => ({
        // The store holds discounts in per cent alone (type 1).
        price: this.#money(from, this.#currency, ((100 - Number(one.discount_price)) / 100).toFixed(6)),
        startsAt: null,
        endsAt: null,
        customerGroup: null,
        minQuantity: Number(one.discount_qty),
      }));
    return [...specials, ...sales, ...byQuantity];
  }

  #afterSale(sale: any, price: string): string {
    const number = Number(sale.sale_deduction_value);
    if (sale.sale_deduction_type === '2') return sale.sale_deduction_value;
    if (sale.sale_deduction_type === '1') return amountOf(price, ((100 - number) / 100).toFixed(6));
    return ((Math.round(Number(price) * 10_000) - Math.round(number * 10_000)) / 10_000).toFixed(4);
  }

  #options(row: any) {
    const option = (id: string) =>
      this.oracle.options.find((one: any) => one.products_options_id === id && one.language_id === '1');
    const ids = [...new Set<string>(row.attributes.map((one: any) => one.options_id))];
    const text = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
    return ids
      .map(option)
      .sort(
        (a: any, b: any) =>
          Number(a.products_options_sort_order) - Number(b.products_options_sort_order) ||
          text(a.products_options_name, b.products_options_name),
      )
      .map((held: any) => {
        const own = row.attributes.filter((one: any) => one.options_id === held.products_options_id);
        const kind = kinds[Number(held.products_options_type)];
        return {
          nativeId: held.products_options_id,
          name: held.products_options_name,
          kind,
          required: own.some((one: any) => one.attributes_required === '1'),
          // What is filled in freely has one row, of value id 0.
          values:
            kind === 'TEXT' || kind === 'FILE'
              ? []
              : [...own]
                  .sort(
                    (a: any, b: any) =>
                      Number(a.products_options_sort_order) - Number(b.products_options_sort_order) ||
                      (a.value_name === b.value_name
                        ? Number(a.products_attributes_id) - Number(b.products_attributes_id)
                        : text(a.value_name, b.value_name)),
                  )
                  .map((one: any) => ({
                    nativeId: one.products_attributes_id,
                    name: one.value_name,
                    priceDelta: this.#money(`${one.price_prefix === '-' ? '-' : ''}${one.options_values_price}`),
                    quantity: null,
                    sku: null,
                  })),
        };
      });
  }

  category(row: any) {
    return {
      ...this.#id('Category', row.categories_id),
      parentId: row.parent_id === '0' ? null : row.parent_id,
      name: row.names.en.name,
      description: row.names.en.description.trim() === '' ? null : row.names.en.description,
      slug: null,
      enabled: row.categories_status === '1',
      position: Number(row.sort_order),
      image: this.#images([row.categories_image])[0] ?? null,
    };
  }

  customer(row: any) {
    const addresses = row.addresses.map((one: any) => this.#bookAddress(one));
    const preset =
      addresses[
        row.addresses.findIndex((one: any) => Number(one.address_book_id) === Number(row.customers_default_address_id))
      ] ?? null;
    const group = this.oracle.config.group_pricing.find(
      (one: any) => Number(one.group_id) === Number(row.customers_group_pricing),
    );
    return {
      ...this.#id('Customer', String(row.customers_id)),
      email: row.customers_email_address,
      firstName: row.customers_firstname,
      lastName: row.customers_lastname,
      phone: textOrNull(row.customers_telephone),
      group: group ? { nativeId: group.group_id, name: group.group_name } : null,
      enabled: Number(row.customers_authorization) !== 4,
      acceptsMarketing: Number(row.customers_newsletter) === 1,
      addresses: [...row.addresses]
        .sort((a: any, b: any) => Number(a.address_book_id) - Number(b.address_book_id))
        .map((one: any) => this.#bookAddress(one)),
      defaultBillingAddress: preset,
      defaultShippingAddress: preset,
      createdAt: this.#time(row.date_account_created),
      updatedAt: this.#time(row.date_account_last_modified) ?? this.#time(row.date_account_created),
    };
  }

  #bookAddress({ address }: any) {
    return {
      firstName: textOrNull(address.firstname),
      lastName: textOrNull(address.lastname),
      company: textOrNull(address.company),
      address1: textOrNull(address.street_address),
      address2: textOrNull(address.suburb),
      city: textOrNull(address.city),
      region: textOrNull(address.state),
      regionCode: textOrNull(address.zone_iso),
      postcode: textOrNull(address.postcode),
      country: address.country_iso_2,
      phone: null,
    };
  }

  #orderAddress(row: any, order: any) {
    // Picked up at the store; and for virtual goods Zen Cart writes an address of blanks.
    if (row === false || (row.name.trim() === '' && row.street_address === '')) return null;
    // Orders hold the whole name; the account's own first and last names make the same.
    const customer = this.oracle.customers.find((one: any) => String(one.customers_id) === order.customer.id);
    if (`${customer.customers_firstname} ${customer.customers_lastname}` !== row.name)
      throw new Error(`the oracle's orders must name their customers, but got: ${row.name}`);
    return {
      firstName: customer.customers_firstname,
      lastName: customer.customers_lastname,
      company: textOrNull(row.company),
      address1: textOrNull(row.street_address),
      address2: textOrNull(row.suburb),
      city: textOrNull(row.city),
      region: textOrNull(row.state),
      regionCode: this.besides.zoneCodes.get(String(row.zone_id)) ?? null,
      postcode: textOrNull(row.postcode),
      country: row.country.iso_code_2,
      phone: null,
    };
  }

  order(row: any) {
    const { info } = row;
    const money = (value: string, times = 1) => this.#money(value, info.currency, info.currency_value, times);
    const rows = [...row.total_rows].sort(
      (a: any, b: any) =>
        Number(a.sort_order) - Number(b.sort_order) || Number(a.orders_total_id) - Number(b.orders_total_id),
    );
    // Coupons and group discounts are held positive and shown with a minus.
    const off = ['ot_coupon', 'ot_group_pricing', 'ot_gv'];
    const sum = (...classes: string[]) =>
      this.#sum(rows.filter((one: any) => classes.includes(one.class)).map((one: any) => one.value));
    const status = this.#status(info.orders_status);
    const history = [...row.status_history_rows].sort((a: any, b: any) =>
      a.date_added === b.date_added
        ? Number(a.orders_status_history_id) - Number(b.orders_status_history_id)
        : a.date_added < b.date_added
          ? -1
          : 1,
    );
    const sent = [info.orders_status, ...history.map((one: any) => one.orders_status_id)].some((id) =>
      ['3', '5'].includes(id),
    );
    return {
      ...this.#id('Order', String(row.orders_id)),
      number: String(row.orders_id),
      status,
      financialStatus: financial[status.state ?? ''],
      fulfillmentStatus: sent ? 'FULFILLED' : status.state === 'OTHER' ? 'UNKNOWN' : 'UNFULFILLED',
      currencyCode: info.currency,
      subtotal: money(sum('ot_subtotal')),
      discountTotal: money(sum(...off)),
      shippingTotal: money(sum('ot_shipping')),
      taxTotal: money(sum('ot_tax')),
      total: money(info.total),
      refundedTotal: money(status.state === 'REFUNDED' ? info.total : '0'),
      lineItems: row.products.map((line: any) => this.#line(line, money, info)),
      taxLines: rows
        .filter((one: any) => one.class === 'ot_tax')
        .map((one: any) => ({ code: 'ot_tax', title: one.title, rate: null, amount: money(one.value) })),
      totals: rows
        .filter((one: any) => one.class !== 'ot_total')
        .map((one: any) => ({
          code: one.class,
          title: one.title,
          amount: money(off.includes(one.class) ? `-${one.value}` : one.value),
        })),
      discounts: rows
        .filter((one: any) => off.includes(one.class))
        .map((one: any) => ({
          code: one.class === 'ot_coupon' ? info.coupon_code : null,
          title: one.title,
          amount: money(one.value),
        })),
      customer: this.customer(
        this.oracle.customers.find((one: any) => String(one.customers_id) === String(row.customer.id)),
      ),
      email: row.customer.email_address,
      phone: textOrNull(row.customer.telephone),
      billingAddress: this.#orderAddress(row.billing, row),
      shippingAddress: this.#orderAddress(row.delivery, row),
      shippingMethod: textOrNull(info.shipping_method),
      paymentMethod: textOrNull(info.payment_method),
      transactions: [],
      shipments: [],
      refunds: [],
      history: history.map((one: any) => ({
        createdAt: this.#time(one.date_added),
        status: this.#status(one.orders_status_id),
        comment: one.comments?.trim() ? one.comments : null,
        notified: one.customer_notified === '1',
      })),
      placedAt: this.#time(info.date_purchased),
      updatedAt: this.#time(info.last_modified) ?? this.#time(info.date_purchased),
    };
  }

  #line(line: any, money: (value: string, times?: number) => object, info: any) {
    const total = this.#sum([amountOf(line.final_price, '1', Number(line.qty)), line.onetime_charges]);
    const rate = (Number(line.tax) / 100).toFixed(6);
    // Both products are exact: prices have four decimals, rates four (per cent), currency rates six.
    const tax = this.#money(exactProduct(total, rate), info.currency, info.currency_value);
    return {
      storeId: this.storeId,
      productId: line.id,
      variantId: null,
      nativeId: line.orders_products_id,
      name: line.name,
      sku: textOrNull(line.model),
      quantity: String(line.qty),
      unitPrice: money(line.final_price),
      taxTotal: tax,
      discountTotal: money('0'),
      total: money(total),
      options: (line.attributes ?? []).map((one: any) => ({ name: one.option, value: one.value })),
    };
  }

  /** The exact sum of decimals with four places. */
  #sum(values: string[]): string {
    const whole = values.reduce((all, value) => all + Math.round(Number(value) * 10_000), 0);
    return (whole / 10_000).toFixed(4);
  }
}

/** `value × rate` of at most four and six decimals, with all its ten. */
function exactProduct(value: string, rate: string): string {
  const product = BigInt(Math.round(Number(value) * 1e4)) * BigInt(Math.round(Number(rate) * 1e6));
  const digits = String(product < 0n ? -product : product).padStart(11, '0');
  return `${product < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`;
}
