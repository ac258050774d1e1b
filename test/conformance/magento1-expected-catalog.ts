// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of Magento's making.
import { amountOf, shortest, utc } from './oracle-values.js';

/** Rows of the database for what the oracle leaves out, each by its own plain statement. */
export interface Unsaid {
  /** Path of a product's page in store view 1, by product id. */
  readonly paths: ReadonlyMap<string, string>;
  /** Approved tags by product id, oldest first. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** What groups the attribute sets put attributes into: `set/code` → place and group. */
  readonly places: ReadonlyMap<string, { readonly place: number; readonly group: string }>;
  /** Types of products that an attribute is limited to, by code. */
  readonly applyTo: ReadonlyMap<string, readonly string[]>;
  readonly visibleOnFront: ReadonlySet<string>;
  /** Places of bundle selections by id. */
  readonly positions: ReadonlyMap<string, number>;
  /**
   * Tier prices by product: the oracle has them as Magento shows them to one customer group, so those of other groups are missing.
   * In the order of quantities.
   */
  readonly tiers: ReadonlyMap<
    string,
    readonly { readonly qty: string; readonly group: number | null; readonly value: string }[]
  >;
  /** The reason of a credit memo, by its id. */
  readonly reasons: ReadonlyMap<string, string>;
}

export const text = (value: unknown): string | null =>
  value === null || value === undefined || String(value).trim() === '' ? null : String(value);

/** A time that Magento wrote in UTC, or one of its ISO times with an offset. */
export const instant = (value: string | null): Date | null => {
  if (!value) return null;
  return value.includes('T') ? new Date(value) : utc(value, 'UTC');
};

const types: Readonly<Record<string, string>> = {
  simple: 'SIMPLE',
  configurable: 'VARIABLE',
  grouped: 'GROUPED',
  bundle: 'BUNDLE',
  virtual: 'VIRTUAL',
  downloadable: 'DOWNLOADABLE',
};

const kinds: Readonly<Record<string, string>> = {
  select: 'SELECT',
  multi: 'CHECKBOX',
  radio: 'RADIO',
  checkbox: 'CHECKBOX',
  drop_down: 'SELECT',
  multiple: 'CHECKBOX',
  field: 'TEXT',
  area: 'TEXTAREA',
  file: 'FILE',
  date: 'DATE',
  date_time: 'DATETIME',
  time: 'TIME',
};

/** Whole units of 10⁻⁴, in which all of Magento's prices are held. */
const units = (value: unknown): bigint => {
  const [whole = '0', part = ''] = String(value ?? '0')
    .replace('-', '')
    .split('.');
  const size = BigInt(whole) * 10_000n + BigInt(part.slice(0, 4).padEnd(4, '0'));
  return String(value ?? '0').startsWith('-') ? -size : size;
};
const fromUnits = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(5, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
};
const least = (values: readonly bigint[]): bigint => [...values].sort((a, b) => (a > b ? 1 : -1))[0] ?? 0n;

/** What Magento's meanings make of the oracle's catalogue: written from its documents and classes, not from the adapter. */
export class MagentoCatalog {
  readonly #byId: ReadonlyMap<number, any>;

  constructor(
    readonly oracle: any,
    private readonly storeId: string,
    private readonly url: string,
    private readonly unsaid: Unsaid,
  ) {
    this.#byId = new Map(oracle.products.map((row: any) => [row.entity_id, row]));
  }

  #id(type: string, id: number | string) {
    return { id: `gid://drawbridge/${this.storeId}/${type}/${id}`, storeId: this.storeId, nativeId: String(id) };
  }

  #money(value: string | bigint) {
    return { amount: amountOf(typeof value === 'bigint' ? fromUnits(value) : value), currencyCode: 'USD' };
  }

  category(row: any) {
    const inStore = row.per_store.default;
    const path = row.path.split('/');
    return {
      ...this.#id('Category', row.entity_id),
      parentId: path.length > 3 ? path[path.length - 2] : null,
      name: inStore.name,
      description: text(row.description),
      slug: text(inStore.url_key),
      enabled: inStore.is_active === 1,
      position: row.position,
      image: row.image ? { url: `${this.#media}catalog/category/${row.image}`, alt: null, position: 0 } : null,
    };
  }

  get #media() {
    return `${this.#own}media/`;
  }

  get #own() {
    return this.url;
  }

  /** Level 0 and 1 are technical roots. */
  get categories(): any[] {
    return this.oracle.categories.filter((row: any) => row.level >= 2);
  }

  /** By child: the configurable products that it is a variant of. */
  get parents(): ReadonlyMap<number, number[]> {
    const parents = new Map<number, number[]>();
    for (const row of this.oracle.products) {
      for (const child of row.child_ids ?? []) parents.set(child, [...(parents.get(child) ?? []), row.entity_id]);
    }
    return parents;
  }

  /** A variant costs what its parent does, and what its options add; the simple product's own price has no part in it. */
  #variantPrice(parent: any, child: any): bigint {
    const base = units(parent.price);
    return parent.configurable_attributes.reduce((sum: bigint, axis: any) => {
      const value = axis.values.find((one: any) => String(one.value_index) === String(child[axis.attribute_code]));
      if (!value?.pricing_value) return sum;
      return sum + (value.is_percent ? (base * units(value.pricing_value)) / 1_000_000n : units(value.pricing_value));
    }, base);
  }

  #inventory(row: any) {
    const counted = ['simple', 'virtual', 'downloadable'].includes(row.type_id);
    // Nothing is saved under cataloginventory/item_options here: stock is managed and nothing is ordered ahead.
    const tracked = row.stock.use_config_manage_stock === 1 || row.stock.manage_stock === 1;
    return {
      tracked,
      quantity: shortest(row.stock.qty),
      available: !tracked || (row.stock.is_in_stock === 1 && (!counted || Number(row.stock.qty) > 0)),
      backorders: false,
    };
  }

  #weight(row: any) {
    return text(row.weight) === null ? null : { value: shortest(row.weight), unit: null };
  }

  #imageUrl(file: string) {
    return `${this.#media}catalog/product${file}`;
  }

  variant(parent: any, child: any) {
    const price = this.#variantPrice(parent, child);
    return {
      ...this.#id('ProductVariant', child.entity_id),
      productId: String(parent.entity_id),
      sku: child.sku,
      gtin: null,
      price: this.#money(price),
      // No configurable product has a special price here.
      salePrice: null,
      inventory: this.#inventory(child),
      weight: this.#weight(child),
      image:
        text(child.image) === null || child.image === 'no_selection'
          ? null
          : { url: this.#imageUrl(child.image), alt: text(child.image_label), position: 0 },
      selectedOptions: parent.configurable_attributes.flatMap((axis: any) => {
        const value = axis.values.find((one: any) => String(one.value_index) === String(child[axis.attribute_code]));
        return value ? [{ name: axis.label, value: value.store_label }] : [];
      }),
    };
  }

  /** Every variant by its id, of the oldest of its parents. */
  get variants(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.parents].map(([child, parents]) => [
        String(child),
        this.variant(this.#byId.get(Math.min(...parents)), this.#byId.get(child)),
      ]),
    );
  }

  /** What a product costs regularly: the lowest of what it is made of, where that decides. */
  #regular(row: any): bigint | null {
    const enabled = (ids: number[]) => ids.map((id) => this.#byId.get(id)).filter((one) => one.status === 1);
    if (row.type_id === 'configurable')
      return least(enabled(row.child_ids).map((child) => this.#variantPrice(row, child)));
    if (row.type_id === 'grouped')
      return least(enabled(row.associated.map((one: any) => one.id)).map((one) => units(one.price)));
    if (row.type_id !== 'bundle') return text(row.price) === null ? null : units(row.price);
    const fixed = row.price_type === 1;
    const options = row.bundle_options
      .filter((option: any) => option.required === 1)
      .map((option: any) =>
        least(
          row.bundle_selections
            .filter((one: any) => one.option_id === option.option_id)
            .map((one: any) => (fixed ? units(one.price_value) : units(this.#byId.get(one.product_id).price))),
        ),
      );
    return options.reduce((sum: bigint, one: bigint) => sum + one, fixed ? units(row.price) : 0n);
  }

  #salePrice(row: any, regular: bigint | null) {
    const inStore = row.per_store.default;
    if (!inStore || regular === null) return null;
    // Magento's own index has the lowest price of what is made of others; its price model that of all else.
    const made = ['configurable', 'grouped', 'bundle'].includes(row.type_id);
    const final = units(String(made ? inStore.min_price : (inStore.model_final_price ?? inStore.price)));
    return final < regular ? this.#money(final) : null;
  }

  #specialPrices(row: any, regular: bigint | null) {
    const group = (id: number) => {
      const { customer_group_id, customer_group_code } = this.oracle.config.customer_groups.find(
        (one: any) => one.customer_group_id === id,
      );
      return { nativeId: String(customer_group_id), name: customer_group_code };
    };
    const zone = this.oracle.config.time_zone;
    const special = text(row.special_price);
    return [
      ...(special === null
        ? []
        : [
            {
              // A bundle's special price is the percentage that is left of its price.
              price: this.#money(
                row.type_id === 'bundle' ? ((regular ?? 0n) * units(special) + 500_000n) / 1_000_000n : special,
              ),
              startsAt: utc(row.special_from_date, zone),
              // The day itself is the last.
              endsAt: row.special_to_date ? utc(nextDay(row.special_to_date), zone) : null,
              customerGroup: null,
              minQuantity: 1,
            },
          ]),
      ...(row.group_prices ?? []).map((one: any) => ({
        price: this.#money(one.price),
        startsAt: null,
        endsAt: null,
        customerGroup: group(one.cust_group),
        minQuantity: 1,
      })),
      ...(this.unsaid.tiers.get(String(row.entity_id)) ?? []).map((one) => ({
        price: this.#money(one.value),
        startsAt: null,
        endsAt: null,
        customerGroup: one.group === null ? null : group(one.group),
        minQuantity: Number(one.qty),
      })),
    ];
  }

  #options(row: any, regular: bigint | null) {
    const byPosition = (a: any, b: any) =>
      (this.unsaid.positions.get(String(a.selection_id)) ?? 0) -
        (this.unsaid.positions.get(String(b.selection_id)) ?? 0) || a.selection_id - b.selection_id;
    return [
      ...(row.configurable_attributes ?? []).map((axis: any) => ({
        nativeId: String(axis.id),
        name: axis.label,
        kind: 'SELECT',
        required: true,
        values: axis.values.map((value: any) => ({
          nativeId: String(value.value_index),
          name: value.store_label,
          priceDelta: value.pricing_value ? this.#money(value.pricing_value) : null,
          quantity: null,
          sku: null,
        })),
      })),
      ...(row.bundle_options ?? []).map((option: any) => ({
        nativeId: String(option.option_id),
        name: option.title,
        kind: kinds[option.type],
        required: option.required === 1,
        values: row.bundle_selections
          .filter((one: any) => one.option_id === option.option_id)
          .sort(byPosition)
          .map((one: any) => {
            const product = this.#byId.get(one.product_id);
            return {
              nativeId: String(one.selection_id),
              name: product.name,
              sku: one.sku,
              priceDelta: this.#money(row.price_type === 1 ? one.price_value : product.price),
              quantity: null,
            };
          }),
      })),
      ...row.custom_options.map((option: any) => ({
        nativeId: String(option.option_id),
        name: option.title,
        kind: kinds[option.type],
        required: option.is_require === 1,
        values: option.values.map((value: any) => ({
          nativeId: String(value.option_type_id),
          name: value.title,
          // Ten per cent of 19.9999 are 1.99999: four decimals are held.
          priceDelta: this.#money(
            value.price_type === 'percent'
              ? ((regular ?? 0n) * units(value.price) + 500_000n) / 1_000_000n
              : units(value.price),
          ),
          quantity: null,
          sku: text(value.sku),
        })),
      })),
    ];
  }

  #attributes(row: any) {
    const axes = new Set((row.configurable_attributes ?? []).map((axis: any) => axis.attribute_code));
    return this.oracle.product_attributes
      .flatMap((attribute: any) => {
        const { code } = attribute;
        const shown =
          this.unsaid.visibleOnFront.has(code) || (attribute.user_defined === 1 && attribute.input !== 'price');
        const place = this.unsaid.places.get(`${row.attribute_set_id}/${code}`);
        const limits = this.unsaid.applyTo.get(code);
        if (!shown || !place || axes.has(code) || (limits && !limits.includes(row.type_id))) return [];
        // `attribute_texts` lacks what Magento's type model, kept between products, took for an axis of the first configurable one.
        const option = attribute.options?.find((one: any) => String(one.value) === String(row[code]));
        const value = attribute.options ? text(option?.label) : text(row[code]);
        const said = row.attribute_texts?.[code];
        if (said !== undefined) expect(said).toBe(value);
        return value === null
          ? []
          : [{ place: place.place, name: attribute.label, values: [value], group: place.group }];
      })
      .sort((a: any, b: any) => a.place - b.place)
      .map(({ name, values, group }: any) => ({ name, values, group }));
  }

  #images(row: any) {
    if (row.images.length === 0) return [];
    const sorted = [...row.images].sort((a: any, b: any) => a.position - b.position || a.value_id - b.value_id);
    const main = sorted.find((image: any) => image.file === row.image);
    const all = [...(main ? [main] : []), ...sorted.filter((image: any) => image !== main && image.disabled === 0)];
    return all.map((image: any, position) => ({
      url: this.#imageUrl(image.file),
      alt: text(image.label) ?? text(image.label_default),
      position,
    }));
  }

  #brand(row: any) {
    const id = text(row.manufacturer);
    if (id === null) return null;
    const makers = this.oracle.product_attributes.find((one: any) => one.code === 'manufacturer').options;
    const name = makers.find((one: any) => String(one.value) === id)?.label;
    return name ? { nativeId: id, name } : null;
  }

  product(row: any) {
    const regular = this.#regular(row);
    const inStore = row.per_store.default ?? row;
    const path = this.unsaid.paths.get(String(row.entity_id));
    const names = { 'en-US': 'default', 'de-DE': 'german', 'fr-FR': 'french' };
    return {
      ...this.#id('Product', row.entity_id),
      type: types[row.type_id],
      status: inStore.status === 1 ? 'ACTIVE' : 'DISABLED',
      name: inStore.name,
      description: text(row.description),
      shortDescription: text(inStore.short_description),
      sku: text(row.sku),
      mpn: null,
      gtin: null,
      slug: text(inStore.url_key),
      url: `${this.#own}${path ?? `catalog/product/view/id/${row.entity_id}/`}`,
      price: regular === null ? null : this.#money(regular),
      salePrice: this.#salePrice(row, regular),
      specialPrices: this.#specialPrices(row, regular),
      inventory: this.#inventory(row),
      weight: this.#weight(row),
      dimensions: null,
      brand: this.#brand(row),
      taxClass: this.#taxClass(row.tax_class_id),
      categories: row.category_ids
        .map(Number)
        .sort((a: number, b: number) => a - b)
        .map((id: number) => this.categories.find((one) => one.entity_id === id))
        .filter((one: any) => one)
        .map((one: any) => this.category(one)),
      images: this.#images(row),
      options: this.#options(row, regular),
      variants: [...(row.child_ids ?? [])]
        .sort((a, b) => a - b)
        .map((id: number) => this.variant(row, this.#byId.get(id))),
      attributes: this.#attributes(row),
      tags: this.unsaid.tags.get(String(row.entity_id)) ?? [],
      translations: Object.entries(names).map(([language, code]) => ({
        language,
        name: row.per_store[code]?.name ?? row.name,
        description: text(row.description),
        shortDescription: text(row.per_store[code]?.short_description ?? row.short_description),
      })),
      createdAt: instant(row.created_at),
      updatedAt: instant(row.updated_at),
    };
  }

  #taxClass(id: number) {
    const row = this.oracle.config.tax_classes.find((one: any) => one.class_id === id && one.class_type === 'PRODUCT');
    return row ? { nativeId: String(row.class_id), name: row.class_name } : null;
  }
}

function nextDay(local: string): string {
  return new Date(Date.parse(`${local.replace(' ', 'T')}Z`) + 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
}
