// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of PrestaShop's making.
import { NotComparable } from './comparison.js';
import { shortest, utc } from './oracle-values.js';

/** What PrestaShop's meanings make of the oracle, in the graph's shapes: written from its documents, not from the adapter. */
export class PrestaShopExpectations {
  readonly #zone: string;
  readonly #currency: string;

  constructor(
    readonly oracle: any,
    private readonly storeId: string,
    private readonly url: string,
    /** What each tax came to in each order, which the oracle does not say of shipping: order, tax, its name and rate, amount. */
    private readonly taxes: readonly string[][],
  ) {
    this.#zone = oracle.config.timezone;
    this.#currency = oracle.config.default_currency;
  }

  #id(type: string, id: string | number) {
    return { id: `gid://drawbridge/${this.storeId}/${type}/${id}`, storeId: this.storeId, nativeId: String(id) };
  }

  #money(millionths: number, currency = this.#currency) {
    const text = (millionths / 1e6).toFixed(6).replace(/(\.\d\d\d*?)0+$/, '$1');
    return { amount: text, currencyCode: currency };
  }

  #held(value: string | number, currency = this.#currency) {
    return this.#money(millionths(value), currency);
  }

  /** Every product, by number. */
  get products(): any[] {
    return byId(this.oracle.products);
  }

  get variants(): any[] {
    return byId(this.oracle.combinations);
  }

  /** The technical root is none. */
  get categories(): any[] {
    return byId(this.oracle.categories).filter((row) => row.id_parent !== '0');
  }

  get customers(): any[] {
    return byId(this.oracle.customers).filter((row) => row.is_guest === '0' && row.deleted === '0');
  }

  get orders(): any[] {
    return byId(this.oracle.orders);
  }

  config(): Record<string, unknown> {
    const { config, tax_rules_groups } = this.oracle;
    const [shop] = Object.values(config.shops) as any[];
    const numbered = (list: any[], key: string) => [...list].sort((a, b) => Number(a[key]) - Number(b[key]));
    return {
      name: config.shop_name,
      email: config.shop_email,
      phone: null,
      country: config.country_default,
      timeZone: config.timezone,
      defaultCurrency: config.default_currency,
      currencies: numbered(config.currencies, 'id_currency').map((row) => ({
        code: row.iso_code,
        name: row.name,
        rate: shortest(row.conversion_rate),
        decimals: Number(row.precision),
        isDefault: row.iso_code === config.default_currency,
        enabled: row.active === '1',
      })),
      defaultLanguage: config.languages.find((row: any) => row.iso_code === config.default_language).locale,
      languages: numbered(config.languages, 'id_lang').map((row) => ({
        tag: row.locale,
        nativeId: row.id_lang,
        name: row.name,
        isDefault: row.iso_code === config.default_language,
        enabled: row.active === '1',
      })),
      weightUnit: { kg: 'KILOGRAM', lb: 'POUND' }[config.weight_unit as 'kg'],
      dimensionUnit: { cm: 'CENTIMETER', in: 'INCH' }[config.dimension_unit as 'cm'],
      pricesIncludeTax: false,
      orderStatuses: numbered(config.order_states, 'id_order_state').map((row) => this.status(row.id_order_state)),
      taxClasses: byId(tax_rules_groups)
        .filter((row) => row.deleted === '0')
        .map((row) => ({ nativeId: String(row.id), name: row.name })),
      customerGroups: byId(config.groups_price_display_method).map((row) => this.#group(row.id)),
      channels: [
        {
          nativeId: shop.id_shop,
          name: shop.name,
          url: `${config.ssl === '1' ? 'https' : 'http'}://${shop.domain}${shop.uri}`,
        },
      ],
    };
  }

  counts() {
    const { counts } = this.oracle;
    return {
      products: counts.products,
      variants: counts.combinations,
      categories: counts.categories - 1,
      orders: counts.orders,
      customers: counts.customers - counts.customers_guest - counts.customers_deleted,
    };
  }

  status(id: string | number) {
    const row = this.oracle.config.order_states.find((one: any) => one.id_order_state === String(id));
    return { nativeId: row.id_order_state, name: row.names.en, state: states[row.names.en] };
  }

  #group(id: string | number) {
    const row = this.oracle.config.groups_price_display_method.find((one: any) => String(one.id) === String(id));
    return { nativeId: String(row.id), name: row.name };
  }

  #combinationsOf(row: any): any[] {
    return this.variants.filter((one) => one.id_product === row.id);
  }

  #inventory(quantity: number, row: any) {
    return {
      tracked: this.oracle.config.stock_management === '1',
      quantity: String(quantity),
      available: quantity > 0 || row.available_when_oos,
      backorders: row.available_when_oos,
    };
  }

  /** What PrestaShop's own calculation asks for now, where that is not the full price; in millionths. */
  #sale(row: any, combination: any): number | null {
    const full = combination ? this.#full(combination) : millionths(row.price);
    const asked = millionths((combination ?? row).price_tax_excl);
    return asked === full + millionths(row.ecotax) ? null : asked;
  }

  /** The full price of a combination: its product's and what it changes. */
  #full(combination: any): number {
    const row = this.oracle.products.find((one: any) => one.id === combination.id_product);
    return millionths(row.price) + millionths(combination.price);
  }

  #specialPrices(row: any): any[] {
    const combinations = this.#combinationsOf(row);
    return [...row.specific_prices]
      .filter((one: any) => one.id_cart === '0' && one.id_customer === '0')
      .sort(
        (a, b) =>
          Number(a.from_quantity) - Number(b.from_quantity) ||
          Number(a.id_specific_price) - Number(b.id_specific_price),
      )
      .map((one) => {
        // No tax holds in the default country as a whole, so that a reduction with tax is one without.
        const bases = combinations
          .filter((each) => one.id_product_attribute === '0' || one.id_product_attribute === String(each.id))
          .map((each) => this.#full(each));
        const regular = bases.length > 0 ? Math.min(...bases) : millionths(row.price);
        const base = (Number(one.price) < 0 ? regular : millionths(one.price)) + millionths(row.ecotax);
        const off =
          one.reduction_type === 'amount'
            ? millionths(one.reduction)
            : Math.round((base * millionths(one.reduction)) / 1e6);
        return {
          price: this.#money(base - off),
          startsAt: utc(one.from, this.#zone),
          endsAt: utc(one.to, this.#zone),
          customerGroup: one.id_group === '0' ? null : this.#group(one.id_group),
          minQuantity: Number(one.from_quantity),
        };
      });
  }

  #images(row: any): any[] {
    return [...row.images]
      .sort((a, b) => Number(b.cover) - Number(a.cover) || a.position - b.position)
      .map((one, position) => ({ url: `${this.url}img/p/${one.path}.jpg`, alt: textOf(one.legend.en), position }));
  }

  product(row: any): Record<string, unknown> {
    const combinations = this.#combinationsOf(row);
    const full = combinations.map((one) => this.#full(one));
    const sales = (combinations.length > 0 ? combinations : [null])
      .map((one) => this.#sale(row, one))
      .filter((one) => one !== null);
    const taxGroup = this.oracle.tax_rules_groups.find(
      (one: any) => String(one.id) === row.id_tax_rules_group && one.deleted === '0',
    );
    return {
      ...this.#id('Product', row.id),
      type:
        combinations.length > 0
          ? 'VARIABLE'
          : row.is_pack
            ? 'BUNDLE'
            : row.is_virtual === '1'
              ? row.download
                ? 'DOWNLOADABLE'
                : 'VIRTUAL'
              : 'SIMPLE',
      status: row.active === '1' ? 'ACTIVE' : 'DISABLED',
      name: row.name.en,
      description: textOf(row.description.en),
      shortDescription: textOf(row.description_short.en),
      sku: textOf(row.reference),
      mpn: textOf(row.mpn),
      gtin: gtinOf(row),
      slug: row.link_rewrite.en,
      url: row.urls.en.replace(this.oracle.base_url, this.url),
      price: this.#money(full.length > 0 ? Math.min(...full) : millionths(row.price)),
      salePrice: sales.length > 0 ? this.#money(Math.min(...sales)) : null,
      specialPrices: this.#specialPrices(row),
      inventory: this.#inventory(row.quantity, row),
      weight: { value: shortest(row.weight), unit: 'KILOGRAM' },
      dimensions: {
        length: shortest(row.depth),
        width: shortest(row.width),
        height: shortest(row.height),
        unit: 'CENTIMETER',
      },
      brand: row.id_manufacturer === '0' ? null : { nativeId: row.id_manufacturer, name: row.manufacturer_name },
      taxClass: taxGroup ? { nativeId: String(taxGroup.id), name: taxGroup.name } : null,
      categories: [...row.categories]
        .sort((a, b) => a - b)
        .filter((id) => id !== 1)
        .map((id) => this.category(this.oracle.categories.find((one: any) => one.id === id))),
      images: this.#images(row),
      options: this.#options(row, combinations),
      variants: combinations.map((one) => this.variant(one)),
      attributes: this.#attributes(row),
      tags: row.tags.en ?? [],
      translations: this.oracle.config.languages.map(({ iso_code, locale }: any) => ({
        language: locale,
        name: row.name[iso_code],
        description: textOf(row.description[iso_code]),
        shortDescription: textOf(row.description_short[iso_code]),
      })),
      createdAt: new Date(row.date_add_utc),
      updatedAt: new Date(row.date_upd_utc),
    };
  }

  #groupOf(attribute: any) {
    return this.oracle.attribute_groups.find((one: any) => one.id === attribute.id_attribute_group);
  }

  #placeOf(attribute: any): number {
    return Number(this.oracle.attributes.find((one: any) => one.id === attribute.id_attribute).position);
  }

  #options(row: any, combinations: any[]): any[] {
    const attributes = combinations.flatMap((one) => one.attributes);
    const groups = [...new Set(attributes.map((one) => this.#groupOf(one)))].sort(
      (a, b) => Number(a.position) - Number(b.position),
    );
    return [
      ...groups.map((group) => {
        const values = new Map(
          attributes
            .filter((one) => this.#groupOf(one) === group)
            .sort((a, b) => this.#placeOf(a) - this.#placeOf(b))
            .map((one) => [one.id_attribute, one]),
        );
        return {
          nativeId: String(group.id),
          name: group.public_name.en,
          kind: { select: 'SELECT', color: 'SWATCH', radio: 'RADIO' }[group.group_type as 'select'],
          required: true,
          values: [...values.values()].map((one: any) => ({
            nativeId: String(one.id_attribute),
            name: one.names.en,
            priceDelta: null,
            quantity: null,
            sku: null,
          })),
        };
      }),
      ...row.customization_fields.map((field: any) => ({
        nativeId: `customization-${field.id_customization_field}`,
        name: new NotComparable('the oracle does not name the fields that shoppers fill in'),
        kind: field.type === '1' ? 'TEXT' : 'FILE',
        required: field.required === '1',
        values: [],
      })),
    ];
  }

  #attributes(row: any): any[] {
    const known = (id: string) => this.oracle.features.find((one: any) => String(one.id) === id);
    return [...row.features]
      .sort((a, b) => Number(known(a.id_feature).position) - Number(known(b.id_feature).position))
      .map((one) => ({ name: known(one.id_feature).name.en, values: [one.value.en], group: null }));
  }

  #selected(combination: any) {
    return [...combination.attributes]
      .sort((a, b) => Number(this.#groupOf(a).position) - Number(this.#groupOf(b).position))
      .map((one) => ({ name: this.#groupOf(one).public_name.en, value: one.names.en }));
  }

  variant(row: any): Record<string, unknown> {
    const product = this.oracle.products.find((one: any) => one.id === row.id_product);
    const sale = this.#sale(product, row);
    const image = product.images.find((one: any) => one.id_image === row.image_ids[0]);
    return {
      ...this.#id('ProductVariant', row.id),
      productId: String(row.id_product),
      sku: textOf(row.reference),
      gtin: gtinOf(row),
      price: this.#money(this.#full(row)),
      salePrice: sale === null ? null : this.#money(sale),
      inventory: this.#inventory(row.quantity, product),
      weight: {
        value: shortest(((millionths(product.weight) + millionths(row.weight)) / 1e6).toFixed(6)),
        unit: 'KILOGRAM',
      },
      image: image ? { url: `${this.url}img/p/${image.path}.jpg`, alt: textOf(image.legend.en), position: 0 } : null,
      selectedOptions: this.#selected(row),
    };
  }

  category(row: any): Record<string, unknown> {
    return {
      ...this.#id('Category', row.id),
      parentId: Number(row.id_parent) > 1 ? row.id_parent : null,
      name: row.name.en,
      description: textOf(row.description.en),
      slug: row.link_rewrite.en,
      enabled: row.active === '1',
      position: Number(row.position),
      image:
        row.image_url === null
          ? null
          : new NotComparable('whether a category has a picture is known to the disk alone, not to the database'),
    };
  }

  #address(row: any) {
    return {
      firstName: textOf(row.firstname),
      lastName: textOf(row.lastname),
      company: textOf(row.company),
      address1: textOf(row.address1),
      address2: textOf(row.address2),
      city: textOf(row.city),
      region: row.state_iso === null ? null : new NotComparable('the oracle holds the codes of states alone'),
      regionCode: row.state_iso,
      postcode: textOf(row.postcode),
      country: row.country_iso,
      phone: textOf(row.phone) ?? textOf(row.phone_mobile),
    };
  }

  customer(row: any): Record<string, unknown> {
    const addresses = byId(this.oracle.addresses).filter(
      (one) => one.id_customer === String(row.id) && one.deleted === '0',
    );
    const first = addresses[0] ? this.#address(addresses[0]) : null;
    return {
      ...this.#id('Customer', row.id),
      email: row.email,
      firstName: textOf(row.firstname),
      lastName: textOf(row.lastname),
      phone: null,
      group: this.#group(row.id_default_group),
      enabled: row.active === '1',
      acceptsMarketing: row.newsletter === '1',
      addresses: addresses.map((one) => this.#address(one)),
      defaultBillingAddress: first,
      defaultShippingAddress: first,
      createdAt: new Date(row.date_add_utc),
      updatedAt: new Date(row.date_upd_utc),
    };
  }

  order(row: any): Record<string, unknown> {
    const held = (value: string) => this.#held(value, row.currency);
    const sum = (value: number) => this.#money(value, row.currency);
    const status = this.status(row.current_state);
    const [goods, off, shipping, wrapping] = [
      'products',
      'discounts_tax_excl',
      'shipping_tax_excl',
      'wrapping_tax_excl',
    ].map((name) => millionths(row[`total_${name}`])) as [number, number, number, number];
    const total = millionths(row.total_paid_tax_incl);
    const tax = total - millionths(row.total_paid_tax_excl);
    const rounding = total - goods + off - shipping - wrapping - tax;
    const refunds = [...row.slips]
      .sort((a, b) => a.id - b.id)
      .map((slip) => ({
        slip,
        amount:
          slip.products.reduce((all: number, one: any) => all + millionths(one.amount_tax_incl), 0) +
          millionths(slip.total_shipping_tax_incl),
      }));
    const refunded = refunds.reduce((all, one) => all + one.amount, 0);
    const buyer = this.oracle.customers.find((one: any) => String(one.id) === row.id_customer);
    const address = (id: string) => this.oracle.addresses.find((one: any) => String(one.id) === id);
    const billing = address(row.id_address_invoice);
    const events = [
      ...[...row.history]
        .sort((a, b) => a.id_order_history - b.id_order_history)
        .map((event) => ({
          createdAt: new Date(event.date_add_utc),
          status: this.status(event.id_order_state),
          comment: null,
          notified: null,
        })),
      ...row.messages.map((message: any) => ({
        createdAt: utc(message.date_add, this.#zone),
        status: null,
        comment: message.message,
        notified: message.id_employee > 0 ? message.private === 0 : null,
      })),
    ];
    return {
      ...this.#id('Order', row.id),
      number: row.reference,
      status,
      financialStatus: paidness(row, status.state as string, refunded),
      fulfillmentStatus: row.has_been_shipped ? 'FULFILLED' : 'UNFULFILLED',
      currencyCode: row.currency,
      subtotal: held(row.total_products),
      discountTotal: held(row.total_discounts_tax_excl),
      shippingTotal: held(row.total_shipping_tax_excl),
      taxTotal: sum(tax),
      total: held(row.total_paid_tax_incl),
      refundedTotal: sum(refunded),
      lineItems: byId(row.details).map((line) => this.#line(line, row.currency)),
      taxLines: this.taxes
        .filter(([order]) => order === String(row.id))
        .map(([, code, title, rate, amount]) => ({
          code,
          title,
          rate: String(Number(rate)),
          amount: held(amount ?? ''),
        })),
      totals: [
        { code: 'products', title: 'Products', amount: sum(goods) },
        ...(off ? [{ code: 'discounts', title: 'Discounts', amount: sum(-off) }] : []),
        { code: 'shipping', title: 'Shipping', amount: sum(shipping) },
        ...(wrapping ? [{ code: 'wrapping', title: 'Gift wrapping', amount: sum(wrapping) }] : []),
        { code: 'tax', title: 'Tax', amount: sum(tax) },
        ...(rounding ? [{ code: 'rounding', title: 'Rounding', amount: sum(rounding) }] : []),
      ],
      discounts: row.cart_rules
        .filter((one: any) => one.deleted === '0')
        .map((one: any) => ({
          code: textOf(this.oracle.cart_rules.find((rule: any) => String(rule.id) === one.id_cart_rule)?.code),
          title: one.name,
          amount: held(one.value_tax_excl),
        })),
      customer: buyer.is_guest === '0' && buyer.deleted === '0' ? this.customer(buyer) : null,
      email: buyer.email,
      phone: textOf(billing.phone) ?? textOf(billing.phone_mobile),
      billingAddress: this.#address(billing),
      shippingAddress: this.#address(address(row.id_address_delivery)),
      shippingMethod: this.oracle.carriers.find((one: any) => String(one.id) === row.id_carrier)?.name ?? null,
      paymentMethod: textOf(row.payment),
      transactions: byId(row.payments).map((one) => ({
        nativeId: String(one.id),
        kind: 'PAYMENT',
        amount: this.#held(
          one.amount,
          this.oracle.config.currencies.find((each: any) => String(each.id_currency) === one.id_currency).iso_code,
        ),
        reference: textOf(one.transaction_id),
        createdAt: new Date(one.date_add_utc),
      })),
      shipments: row.shipping
        // Order::getShipping gives an empty row for an order of virtual goods, which nothing carries.
        .filter((one: any) => one.id_order_carrier !== null)
        .map((one: any) => ({
          nativeId: String(one.id_order_carrier),
          carrier: one.carrier_name,
          trackingNumber: textOf(one.tracking_number),
          trackingNumbers: one.tracking_number ? [one.tracking_number] : [],
          trackingUrl: one.tracking_number && one.url ? one.url.replaceAll('@', one.tracking_number) : null,
          createdAt: utc(one.date_add, this.#zone),
        })),
      refunds: refunds.map(({ slip, amount }) => ({
        nativeId: String(slip.id),
        amount: sum(amount),
        reason: null,
        createdAt: new Date(slip.date_add_utc),
      })),
      history: events.sort((a, b) => Number(a.createdAt) - Number(b.createdAt)),
      placedAt: new Date(row.date_add_utc),
      updatedAt: new Date(row.date_upd_utc),
    };
  }

  #line(line: any, currency: string) {
    const total = millionths(line.total_price_tax_excl);
    const [original, charged] = [millionths(line.original_product_price), millionths(line.unit_price_tax_excl)];
    const combination = this.oracle.combinations.find((one: any) => String(one.id) === line.product_attribute_id);
    return {
      storeId: this.storeId,
      productId: line.product_id,
      variantId: line.product_attribute_id === '0' ? null : line.product_attribute_id,
      nativeId: String(line.id),
      name: line.product_name,
      sku: textOf(line.product_reference),
      quantity: line.product_quantity,
      unitPrice: this.#money(original, currency),
      taxTotal: this.#money(millionths(line.total_price_tax_incl) - total, currency),
      discountTotal: this.#money(original > charged ? original * Number(line.product_quantity) - total : 0, currency),
      total: this.#money(total, currency),
      options: combination ? this.#selected(combination) : [],
    };
  }
}

/** Paid, as PrestaShop adds up the payments of an order, and given back, as its slips say. */
function paidness(row: any, state: string, refunded: number): string {
  const [paid, total] = [millionths(row.total_paid_real), millionths(row.total_paid_tax_incl)];
  if (state === 'REFUNDED') return 'REFUNDED';
  if (paid === 0) return ['CANCELLED', 'FAILED'].includes(state) ? 'VOIDED' : 'PENDING';
  if (refunded > 0) return refunded < paid ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
  return paid < total ? 'PARTIALLY_PAID' : 'PAID';
}

function byId(rows: any[]): any[] {
  return [...rows].sort((a, b) => a.id - b.id);
}

/** A decimal of at most six places as a whole number. PrestaShop's own calculations are floats. */
function millionths(value: string | number): number {
  return Math.round(Number(value) * 1e6);
}

function textOf(text: string | null | undefined): string | null {
  return (text ?? '').trim() === '' ? null : (text as string);
}

function gtinOf(row: any): string | null {
  return textOf(row.ean13) ?? textOf(row.upc) ?? textOf(row.isbn);
}

const states: Readonly<Record<string, string>> = {
  'Awaiting check payment': 'PENDING',
  'Payment accepted': 'PROCESSING',
  'Processing in progress': 'PROCESSING',
  Shipped: 'PROCESSING',
  Delivered: 'COMPLETED',
  Canceled: 'CANCELLED',
  Refunded: 'REFUNDED',
  'Payment error': 'FAILED',
  'On backorder (paid)': 'ON_HOLD',
  'Awaiting bank wire payment': 'PENDING',
  'Remote payment accepted': 'PROCESSING',
  'On backorder (not paid)': 'ON_HOLD',
  'Awaiting Cash On Delivery validation': 'PENDING',
};
