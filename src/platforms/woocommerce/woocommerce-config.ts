import { orError } from '../../bridge/plan.js';
import type { DimensionUnit, WeightUnit } from '../../model/measures.js';
import { webAddress } from '../../model/scalars.js';
import { withoutEnd, withoutEnds } from '../../model/trimming.js';
import { isNoTime } from '../conditions.js';
import { configBy } from '../config-plan.js';
import { plainText, unescaped } from '../html-text.js';
import { nameInEnglish } from '../language-tags.js';
import type { Collated, StoreView } from '../platform.js';
import { woo } from './woocommerce-relations.js';
import { phpText, phpValue } from './woocommerce-serialized.js';
import { statusesOf } from './woocommerce-statuses.js';
import { siteClock, siteZone } from './woocommerce-zone.js';

/** A global attribute: its taxonomy is `pa_` and its name. */
export interface GlobalAttribute {
  readonly label: string;
  /** `select`, or the kind of a plugin's swatch. */
  readonly type: string;
  /** What its terms are ordered by: `menu_order`, `name`, `name_num` or `id`. */
  readonly orderBy: string;
}

/** What WooCommerce's other plans want at hand; read with the configuration and cached with it. */
export interface WooCommerceNative extends Collated {
  /** Whether orders are kept in tables of their own rather than among the posts. */
  readonly ordersInTables: boolean;
  /** Whether an order in tables lacks a time, so that its place among the others must be worked out. */
  readonly undatedOrders: boolean;
  /** Whether the shop counts stock at all. */
  readonly managesStock: boolean;
  /** By taxonomy, such as `pa_color`. */
  readonly attributes: Readonly<Record<string, GlobalAttribute>>;
  /** The site's address for visitors, and where its uploads are; both without a slash at the end. */
  readonly home: string;
  readonly uploads: string;
  /** How addresses of posts are made; empty where they carry ids. */
  readonly permalinks: string;
  /** What comes before a product's slug in its address. */
  readonly productBase: string;
  /** The clock that local times go by: the time zone, or an offset that no time zone keeps. */
  readonly clock: string;
}

export type WooCommerceView = StoreView<WooCommerceNative>;

/** Reads the configuration: rows of `options`, attributes, tax classes, and the statuses that orders of this store have. */
export const config = configBy(
  (columns) => ({
    options: woo.selectFrom('option as o').select(['o.option_name', 'o.option_value']),
    attributes: woo
      .selectFrom('attribute as a')
      .select(['a.attribute_name', 'a.attribute_label', 'a.attribute_type', 'a.attribute_orderby']),
    taxClasses: columns.has('tax_class')
      ? woo.selectFrom('tax_class as t').select(['t.name', 't.slug']).orderBy('t.tax_rate_class_id')
      : null,
    // Both are asked: which place counts is said by an option, which this very plan reads.
    statuses: columns.has('order') ? woo.selectFrom('order as o').select(['o.type', 'o.status']).distinct() : null,
    undatedOrders: columns.has('order')
      ? woo
          .selectFrom('order as o')
          .select('o.id')
          .where('o.type', '=', 'shop_order')
          .where((eb) => eb.or([isNoTime('o.date_created_gmt'), isNoTime('o.date_updated_gmt')]))
          .limit(1)
      : null,
    postStatuses: columns.has('order_post')
      ? woo.selectFrom('order_post as o').select(['o.post_type as type', 'o.post_status as status']).distinct()
      : null,
  }),
  (rows, { hello, url }) => {
    const held = new Map(rows.options.map((row) => [row.option_name, row.option_value ?? '']));
    const ordersInTables = held.get('woocommerce_custom_orders_table_enabled') === 'yes';
    const currency = currencyCode(held.get('woocommerce_currency')) ?? 'USD';
    const locale = held.get('WPLANG') || 'en_US';
    const tag = languageTag(locale);
    const home = bare([held.get('home'), held.get('siteurl')].find(isAddress) ?? url);
    const name = plainText(held.get('blogname')) ?? url;
    const decimals = decimalsOf(held.get('woocommerce_price_num_decimals'));
    const current = { isDefault: true, enabled: true };
    const permalinks = phpValue(held.get('woocommerce_permalinks'));
    const base =
      permalinks && typeof permalinks === 'object' && 'product_base' in permalinks ? permalinks.product_base : null;
    return {
      config: {
        name,
        email: plainText(held.get('admin_email')),
        phone: null,
        country: /^([A-Z]{2})(:|$)/.exec(held.get('woocommerce_default_country') ?? '')?.[1] ?? null,
        timeZone: siteZone(held.get('timezone_string'), held.get('gmt_offset')),
        defaultCurrency: currency,
        currencies: [{ code: currency, name: nameInEnglish('currency', currency), rate: '1', decimals, ...current }],
        defaultLanguage: tag,
        languages: [{ tag, nativeId: locale, name: nameInEnglish('language', tag), ...current }],
        weightUnit: weightUnits[held.get('woocommerce_weight_unit') || 'kg'] ?? null,
        dimensionUnit: dimensionUnits[held.get('woocommerce_dimension_unit') || 'cm'] ?? null,
        // Where taxes are switched off, prices are what they are, whatever this option was before.
        pricesIncludeTax:
          held.get('woocommerce_calc_taxes') === 'yes' && held.get('woocommerce_prices_include_tax') === 'yes',
        orderStatuses: orError(() => {
          const found = ordersInTables ? rows.statuses : rows.postStatuses;
          return statusesOf(found.filter((row) => row.type === 'shop_order').map((row) => row.status ?? ''));
        }),
        taxClasses: orError(() => [
          { nativeId: 'standard', name: 'Standard rate' },
          ...(hello.relations.tax_class
            ? rows.taxClasses.map((row) => ({ nativeId: row.slug, name: unescaped(row.name) }))
            : olderTaxClasses(held.get('woocommerce_tax_classes'))),
        ]),
        customerGroups: [],
        channels: [{ nativeId: '1', name, url: `${home}/` }],
      },
      native: {
        ordersInTables,
        undatedOrders: !hello.relations.order || orError(() => rows.undatedOrders.length > 0) !== false,
        managesStock: (held.get('woocommerce_manage_stock') || 'yes') === 'yes',
        attributes: Object.fromEntries(
          rows.attributes.map((row) => [
            `pa_${row.attribute_name}`,
            {
              label: unescaped(row.attribute_label || row.attribute_name),
              type: row.attribute_type,
              orderBy: row.attribute_orderby,
            },
          ]),
        ),
        home,
        uploads: uploadsOf(held, home),
        permalinks: held.get('permalink_structure') ?? '',
        productBase: withoutEnds(phpText(base ?? undefined), '/') || 'product',
        textIgnoresCase: hello.database.kind !== 'sqlite',
        clock: siteClock(held.get('timezone_string'), held.get('gmt_offset')),
      } satisfies WooCommerceNative,
    };
  },
);

/** A currency's code as a store holds it; null for what is none. */
export function currencyCode(text: string | null | undefined): string | null {
  const code = (text ?? '').trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** Whether this is a whole address of the web: a site's options may hold anything. */
function isAddress(text: string | undefined): boolean {
  return webAddress(text ?? '') !== null;
}

function bare(address: string): string {
  return withoutEnd(address.trim(), '/');
}

/** Where uploads are for visitors, as WordPress works it out. */
function uploadsOf(held: ReadonlyMap<string, string>, home: string): string {
  const given = held.get('upload_url_path');
  if (given && isAddress(given)) return bare(given);
  const address = held.get('siteurl');
  const site = address && isAddress(address) ? bare(address) : home;
  const folder = (held.get('upload_path') ?? '').trim();
  // A folder given by its whole path says nothing of its address.
  return folder === '' || folder.startsWith('/') ? `${site}/wp-content/uploads` : `${site}/${withoutEnds(folder, '/')}`;
}

/** WordPress's locale as a BCP 47 tag: `de_DE_formal` is `de-DE`. */
export function languageTag(locale: string): string {
  const parts = locale.split('_').slice(0, 2);
  try {
    return Intl.getCanonicalLocales(parts.join('-'))[0] ?? 'und';
  } catch {
    return 'und';
  }
}

function decimalsOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,2}$/.test(text) ? Number(text) : 2;
}

/** Up to WooCommerce 3.6 tax classes were lines of an option, which stays there. */
function olderTaxClasses(text: string | undefined) {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ nativeId: line.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), name: line }));
}

const weightUnits: Readonly<Record<string, WeightUnit>> = { kg: 'KILOGRAM', g: 'GRAM', lbs: 'POUND', oz: 'OUNCE' };
const dimensionUnits: Readonly<Record<string, DimensionUnit>> = {
  m: 'METER',
  cm: 'CENTIMETER',
  mm: 'MILLIMETER',
  in: 'INCH',
  yd: 'YARD',
};
