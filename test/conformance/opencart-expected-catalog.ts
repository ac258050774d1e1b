// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of OpenCart's making, in two shapes (3.0 and 4.1).
import { NotComparable } from './comparison.js';
import { amountOf, shortest, textOrNull, unescapedText, utc } from './oracle-values.js';

/** What OpenCart's meanings make of the oracle, in the graph's shapes: written from its documents, not from the adapter. */
export class OpenCartCatalog {
  protected readonly zone: string;
  protected readonly defaultCurrency: string;
  protected readonly four: boolean;

  constructor(
    readonly oracle: any,
    protected readonly storeId: string,
    protected readonly url: string,
    /** Category keywords, which the oracle does not hold: by category id. */
    protected readonly slugs: ReadonlyMap<string, string>,
  ) {
    this.zone = oracle.config.time_zone;
    this.defaultCurrency = oracle.config.default_currency;
    this.four = oracle.version.startsWith('4');
  }

  protected ids(type: string, nativeId: string) {
    return { id: `gid://drawbridge/${this.storeId}/${type}/${nativeId}`, storeId: this.storeId, nativeId };
  }

  protected money(value: string | number, currency = this.defaultCurrency, rate = '1', times = 1) {
    return { amount: amountOf(value, rate, times), currencyCode: currency };
  }

  get products(): any[] {
    return this.oracle.products.filter((row: any) => (row.master_id ?? '0') === '0');
  }

  get variants(): any[] {
    return this.oracle.products.filter((row: any) => (row.master_id ?? '0') !== '0');
  }

  get orders(): any[] {
    return this.oracle.orders.filter((row: any) => row.order_status_id !== '0');
  }

  config(): Record<string, unknown> {
    const { config } = this.oracle;
    const tag = (code: string) => `${code.slice(0, 2)}-${code.slice(3).toUpperCase()}`;
    const byNumber = (key: string) => (a: any, b: any) => Number(a[key]) - Number(b[key]);
    return {
      name: unescapedText(config.store_name),
      email: config.email,
      phone: '123456789',
      country: config.country.iso_code_2,
      timeZone: config.time_zone,
      defaultCurrency: config.default_currency,
      currencies: [...config.currencies].sort(byNumber('currency_id')).map((row: any) => ({
        code: row.code,
        name: row.title,
        rate: shortest(row.value),
        decimals: Number(row.decimal_place),
        isDefault: row.code === config.default_currency,
        enabled: row.status === '1',
      })),
      defaultLanguage: tag(config.default_language),
      languages: [...config.languages].sort(byNumber('sort_order')).map((row: any) => ({
        tag: tag(row.code),
        nativeId: row.language_id,
        name: row.name,
        isDefault: row.code === config.default_language,
        enabled: row.status === '1',
      })),
      weightUnit: 'KILOGRAM',
      dimensionUnit: 'CENTIMETER',
      pricesIncludeTax: config.prices_entered_with_tax,
      orderStatuses: [...config.order_statuses]
        .sort(byNumber('order_status_id'))
        .map((row: any) => this.status(row.name)),
      taxClasses: [...config.tax_classes]
        .sort(byNumber('tax_class_id'))
        .map((row: any) => ({ nativeId: row.tax_class_id, name: row.title })),
      customerGroups: [...config.customer_groups]
        .sort(byNumber('customer_group_id'))
        .map((row: any) => ({ nativeId: row.customer_group_id, name: row.name })),
      channels: [
        { nativeId: '0', name: unescapedText(config.store_name), url: this.url },
        ...config.stores.map((row: any) => ({ nativeId: row.store_id, name: row.name, url: row.url })),
      ],
    };
  }

  counts() {
    const { counts } = this.oracle;
    const variants = counts.variant_products ?? 0;
    return {
      products: counts.products - variants,
      variants,
      categories: counts.categories,
      orders: counts.orders_excluding_missing,
      customers: counts.customers,
    };
  }

  status(name: string) {
    const row = this.oracle.config.order_statuses.find((one: any) => one.name === name);
    return { nativeId: row.order_status_id, name, state: states[name] };
  }

  /** What a product and a variant have in common. */
  protected goods(row: any) {
    const code = (name: string) =>
      this.four ? row.codes.find((one: any) => one.code === name)?.value : row[name.toLowerCase()];
    const tracked = row.subtract === '1';
    return {
      sku: textOrNull(code('SKU')),
      gtin: ['EAN', 'UPC', 'ISBN', 'JAN'].map((name) => textOrNull(code(name))).find((one) => one !== null) ?? null,
      price: this.money(row.price),
      salePrice: this.salePrice(row),
      inventory: {
        tracked,
        quantity: row.quantity,
        available: !tracked || Number(row.quantity) > 0,
        backorders: false,
      },
      weight: {
        value: shortest(row.weight),
        unit: { 1: 'KILOGRAM', 2: 'GRAM', 5: 'POUND', 6: 'OUNCE' }[row.weight_class_id as 1],
      },
    };
  }

  /** As the storefront of the main store shows it; it shows none that are disabled, or not yet or elsewhere on sale. */
  protected salePrice(row: any) {
    const front = row.storefront[0];
    if (!front) {
      const held = [...(row.specials ?? []), ...row.discounts];
      return held.length === 0 ? null : new NotComparable('the storefront does not show this product');
    }
    if (front.special !== null) return this.money(shortest(String(front.special)));
    const shown = front.discount ?? front.price;
    return Number(shown) === Number(row.price) ? null : this.money(shortest(String(shown)));
  }

  protected specialPrices(row: any) {
    const group = (id: string) => ({
      nativeId: id,
      name: this.oracle.config.customer_groups.find((one: any) => one.customer_group_id === id).name,
    });
    const price = (one: any) => {
      const [regular, number] = [row.price, one.price].map((text: string) => Math.round(Number(text) * 10_000));
      if ((one.type ?? 'F') === 'F') return one.price;
      const left =
        one.type === 'P'
          ? (regular as number) * (1 - Number(one.price) / 100)
          : (regular as number) - (number as number);
      return (left / 10_000).toFixed(4);
    };
    const rows = [
      ...(row.specials ?? []).map((one: any) => ({ ...one, special: '1', quantity: '1' })),
      ...row.discounts.map((one: any) => ({ special: '0', ...one })),
    ];
    const by =
      (...keys: string[]) =>
      (a: any, b: any) =>
        keys.map((key) => Number(a[key] ?? 0) - Number(b[key] ?? 0)).find((sign) => sign !== 0) ?? 0;
    const sorted = [
      ...rows.filter((one) => one.special === '1').sort(by('quantity', 'priority', 'price')),
      ...rows.filter((one) => one.special === '0').sort(by('quantity', 'priority', 'price')),
    ];
    return sorted.map((one) => ({
      price: this.money(price(one)),
      startsAt: utc(one.date_start, this.zone),
      endsAt: utc(one.date_end, this.zone),
      customerGroup: group(one.customer_group_id),
      minQuantity: Number(one.quantity),
    }));
  }

  protected images(paths: (string | null)[]) {
    return paths
      .filter((one): one is string => one !== null && one !== '')
      .map((one, position) => ({ url: `${this.url}image/${encodeURI(unescapedText(one))}`, alt: null, position }));
  }

  product(row: any): Record<string, unknown> {
    const texts = row.descriptions.find((one: any) => String(one.language_id) === '1');
    const variants = this.variants.filter((one) => one.master_id === row.product_id);
    const brand = this.oracle.manufacturers.find((one: any) => one.manufacturer_id === row.manufacturer_id);
    const taxClass = this.oracle.config.tax_classes.find((one: any) => one.tax_class_id === row.tax_class_id);
    const language = this.four ? '&language=en-gb' : '';
    const mpn = this.four ? row.codes.find((one: any) => one.code === 'MPN')?.value : row.mpn;
    const bySort = (a: any, b: any) => Number(a.sort_order) - Number(b.sort_order);
    const images = [...row.images].sort(
      (a, b) => bySort(a, b) || Number(a.product_image_id) - Number(b.product_image_id),
    );
    return {
      ...this.ids('Product', row.product_id),
      ...this.goods(row),
      type:
        variants.length > 0
          ? 'VARIABLE'
          : row.downloads.length > 0
            ? 'DOWNLOADABLE'
            : row.shipping === '0'
              ? 'VIRTUAL'
              : 'SIMPLE',
      status: row.status === '1' ? 'ACTIVE' : 'DISABLED',
      name: unescapedText(texts.name),
      description: textOrNull(texts.description),
      shortDescription: null,
      mpn: textOrNull(mpn),
      slug: row.seo_urls[0]?.['1'] ?? null,
      url: `${this.url}index.php?route=product/product${language}&product_id=${row.product_id}`,
      tags: unescapedText(texts.tag ?? '')
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
      specialPrices: this.specialPrices(row),
      dimensions: {
        length: shortest(row.length),
        width: shortest(row.width),
        height: shortest(row.height),
        unit: { 1: 'CENTIMETER', 2: 'MILLIMETER', 3: 'INCH' }[row.length_class_id as 1],
      },
      brand: brand ? { nativeId: brand.manufacturer_id, name: unescapedText(brand.name) } : null,
      taxClass: taxClass ? { nativeId: taxClass.tax_class_id, name: taxClass.title } : null,
      categories: [...row.categories]
        .map(Number)
        .sort((a, b) => a - b)
        .map((id) => this.category(this.oracle.categories.find((one: any) => one.category_id === String(id)))),
      images: this.images([row.image, ...images.map((one: any) => one.image)]),
      options: this.options(row),
      variants: variants.map((one) => this.variant(one)),
      attributes: this.attributes(row),
      translations: row.descriptions.map((one: any) => ({
        language: this.tag(one.language_id),
        name: unescapedText(one.name),
        description: textOrNull(one.description),
        shortDescription: null,
      })),
      createdAt: utc(row.date_added, this.zone),
      updatedAt: utc(row.date_modified, this.zone),
    };
  }

  protected tag(languageId: string | number) {
    const { code } = this.oracle.config.languages.find((one: any) => one.language_id === String(languageId));
    return `${code.slice(0, 2)}-${code.slice(3).toUpperCase()}`;
  }

  protected options(row: any) {
    const sortOf = (option: any) =>
      Number(this.oracle.options.find((one: any) => one.option_id === option.option_id).sort_order);
    const valueSort = (option: any, value: any) =>
      Number(
        this.oracle.options
          .find((one: any) => one.option_id === option.option_id)
          .values.find((one: any) => one.option_value_id === value.option_value_id).sort_order,
      );
    return [...row.options]
      .sort((a, b) => sortOf(a) - sortOf(b) || Number(a.product_option_id) - Number(b.product_option_id))
      .map((option) => ({
        nativeId: option.product_option_id,
        name: unescapedText(option.name),
        kind: option.type.toUpperCase(),
        required: option.required === '1',
        values: [...option.product_option_value]
          .sort(
            (a, b) =>
              valueSort(option, a) - valueSort(option, b) ||
              Number(a.product_option_value_id) - Number(b.product_option_value_id),
          )
          .map((value) => ({
            nativeId: value.product_option_value_id,
            name: unescapedText(value.name),
            priceDelta: this.money(
              value.price_prefix === '-' && Number(value.price) > 0 ? `-${value.price}` : value.price,
            ),
            quantity: value.quantity,
            sku: null,
          })),
      }));
  }

  protected attributes(row: any) {
    const known = (id: string) => this.oracle.attributes.find((one: any) => one.attribute_id === id);
    // The demo groups are sorted by their own order, which the oracle holds no number for: Memory 1, Motherboard 2, Processor 3.
    const groups = ['Memory', 'Technical', 'Motherboard', 'Processor'];
    return row.attributes
      .map((one: any) => ({ ...one, ...known(one.attribute_id) }))
      .sort(
        (a: any, b: any) =>
          groups.indexOf(a.attribute_group) - groups.indexOf(b.attribute_group) ||
          Number(a.sort_order) - Number(b.sort_order) ||
          (a.name < b.name ? -1 : 1),
      )
      .map((one: any) => ({
        name: unescapedText(one.name),
        values: [unescapedText(one.texts.find((text: any) => String(text.language_id) === '1').text)],
        group: unescapedText(one.attribute_group),
      }));
  }

  variant(row: any): Record<string, unknown> {
    const master = this.oracle.products.find((one: any) => one.product_id === row.master_id);
    const chosen = master.options.filter((option: any) => row.variant[option.product_option_id] !== undefined);
    const sortOf = (option: any) =>
      Number(this.oracle.options.find((one: any) => one.option_id === option.option_id).sort_order);
    return {
      ...this.ids('ProductVariant', row.product_id),
      ...this.goods(row),
      productId: row.master_id,
      image: this.images([row.image])[0] ?? null,
      selectedOptions: chosen
        .sort((a: any, b: any) => sortOf(a) - sortOf(b))
        .map((option: any) => ({
          name: unescapedText(option.name),
          value: unescapedText(
            option.product_option_value.find(
              (one: any) => one.product_option_value_id === row.variant[option.product_option_id],
            ).name,
          ),
        })),
    };
  }

  category(row: any): Record<string, unknown> {
    const texts = row.descriptions.find((one: any) => String(one.language_id) === '1');
    return {
      ...this.ids('Category', row.category_id),
      parentId: row.parent_id === '0' ? null : row.parent_id,
      name: unescapedText(texts.name),
      description: textOrNull(texts.description),
      slug: this.slugs.get(row.category_id) ?? null,
      enabled: row.status === '1',
      position: Number(row.sort_order),
      image: this.images([row.image])[0] ?? null,
    };
  }
}

const states: Readonly<Record<string, string>> = {
  Pending: 'PENDING',
  Processing: 'PROCESSING',
  Processed: 'PROCESSING',
  'Canceled Reversal': 'PROCESSING',
  Shipped: 'PROCESSING',
  Complete: 'COMPLETED',
  Canceled: 'CANCELLED',
  Voided: 'CANCELLED',
  Expired: 'CANCELLED',
  Denied: 'FAILED',
  Failed: 'FAILED',
  Refunded: 'REFUNDED',
  Reversed: 'REFUNDED',
  Chargeback: 'REFUNDED',
};
