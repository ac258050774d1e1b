import { orError } from '../../bridge/plan.js';
import type { ServiceError } from '../../model/service-error.js';
import { zeroDates } from '../conditions.js';
import { configBy } from '../config-plan.js';
import { decimal, plainDecimal } from '../decimals.js';
import { languageTag } from '../language-tags.js';
import { namedBy } from '../listed.js';
import type { Collated, StoreView } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { type AttributeModel, attributeModel, attributeQueries } from './magento1-attributes.js';
import { magento } from './magento1-relations.js';
import { Settings, settingPaths } from './magento1-settings.js';
import { stateOf } from './magento1-states.js';
import { baseUrl, currenciesOf, languagesOf, linkUrl, type StoreViewRow, scopeOf } from './magento1-store-views.js';

/** What Magento's other plans want at hand; read with the configuration and cached with it. */
export interface Magento1Native extends AttributeModel, Collated {
  /** The default website and its default store view, whose values are what the graph shows. */
  readonly websiteId: number;
  readonly storeId: number;
  /** One store view for each language, the default one first. */
  readonly languageStores: readonly { readonly language: string; readonly storeId: number }[];
  readonly defaultGroupId: number;
  readonly stock: { readonly managed: boolean; readonly backorders: boolean; readonly minimum: string };
  /** Where the storefront's pages and pictures are, each with a trailing slash. */
  readonly linkUrl: string;
  readonly mediaUrl: string;
  /** What shoppers read of a payment method, by its code. */
  readonly paymentTitles: Readonly<Record<string, string>>;
  /** Whether some order holds no time of its own, so that lists by time need one that is worked out. */
  readonly timesMissing: boolean;
}

export type Magento1View = StoreView<Magento1Native>;

/** Reads the configuration for the default website's default store view. */
export const config = configBy(
  (columns) => ({
    settings: magento
      .selectFrom('core_config_data as c')
      .select(['c.scope', 'c.scope_id', 'c.path', 'c.value'])
      .where('c.path', 'in', [...settingPaths]),
    websites: magento
      .selectFrom('core_website as w')
      .leftJoin('core_store_group as g', 'g.group_id', 'w.default_group_id')
      .where('w.website_id', '>', 0)
      .select(['w.website_id', 'w.name', 'w.is_default', 'g.default_store_id'])
      .orderBy('w.website_id'),
    rates: magento.selectFrom('directory_currency_rate as r').select(['r.currency_from', 'r.currency_to', 'r.rate']),
    fronts: magento
      .selectFrom('core_store as s')
      .select(['s.store_id', 's.website_id', 's.code', 's.name', 's.is_active'])
      .where('s.store_id', '>', 0)
      .orderBy('s.store_id'),
    statuses: magento
      .selectFrom('sales_order_status as s')
      .leftJoin('sales_order_status_state as t', 't.status', 's.status')
      .select(['s.status', 's.label', 't.state'])
      .orderBy('s.status')
      .orderBy('t.is_default', 'desc')
      .orderBy('t.state'),
    'tax-classes': magento
      .selectFrom('tax_class as t')
      .select(['t.class_id as id', 't.class_name as name'])
      .where('t.class_type', '=', 'PRODUCT')
      .orderBy('t.class_id'),
    groups: magento
      .selectFrom('customer_group as g')
      .select(['g.customer_group_id as id', 'g.customer_group_code as name'])
      .orderBy('g.customer_group_id'),
    'orders-without-time': magento
      .selectFrom('sales_flat_order as o')
      .select((eb) => eb.fn.min('o.entity_id').as('least'))
      .where((eb) => {
        const columns = ['o.created_at', 'o.updated_at'] as const;
        return eb.or(columns.flatMap((column) => [eb(column, 'is', null), eb(column, '<=', zeroDates)]));
      }),
    ...attributeQueries(columns),
  }),
  (rows, { hello, url }) => {
    const held = new Settings(rows.settings);
    const site = rows.websites.find((row) => row.is_default === 1) ?? rows.websites[0];
    const views: readonly StoreViewRow[] = rows.fronts;
    const front =
      views.find((row) => row.store_id === site?.default_store_id) ??
      views.find((row) => row.website_id === site?.website_id) ??
      views[0];
    const scope = scopeOf(front);
    const setting = (path: string) => held.value(path, scope).trim();
    const pricesByWebsite = held.value('catalog/price/scope') === '1';
    const baseScope = pricesByWebsite ? { storeId: 0, websiteId: scope.websiteId } : undefined;
    const baseCode = held.value('currency/options/base', baseScope).trim().toUpperCase();
    const base = /^[A-Z]{3}$/.test(baseCode) ? baseCode : 'USD';
    const languages = languagesOf(held, views, scope);
    const country = setting('general/country/default').toUpperCase();
    const zone = setting('general/locale/timezone');
    const channels = views.map((row) => ({
      nativeId: String(row.store_id),
      name: row.name,
      url: baseUrl(held, scopeOf(row), url, 'base_url'),
    }));
    return {
      config: {
        name: setting('general/store_information/name') || site?.name || url,
        email: setting('trans_email/ident_general/email') || null,
        phone: setting('general/store_information/phone') || null,
        country: /^[A-Z]{2}$/.test(country) ? country : null,
        timeZone: isTimeZone(zone) ? zone : 'UTC',
        defaultCurrency: base,
        currencies: currenciesOf(held, views, base, rows.rates),
        defaultLanguage: languageTag(setting('general/locale/code')),
        languages: languages.map(({ language }) => language),
        weightUnit: null,
        dimensionUnit: null,
        pricesIncludeTax: held.says('tax/calculation/price_includes_tax', scope),
        // A status that several states share counts for the one that it is the default of, else the first by name.
        orderStatuses: orError(() =>
          rows.statuses
            .filter((row, at) => rows.statuses.findIndex((one) => one.status === row.status) === at)
            .map(({ status, label, state }) => ({ nativeId: status, name: label, state: stateOf(state) })),
        ),
        taxClasses: orError(() => namedBy(rows['tax-classes'], (name) => name)),
        customerGroups: orError(() => namedBy(rows.groups, (name) => name)),
        channels: channels.length > 0 ? channels : [{ nativeId: '0', name: url, url }],
      },
      native: {
        websiteId: scope.websiteId,
        storeId: scope.storeId,
        languageStores: languages.map(({ language, storeId }) => ({ language: language.tag, storeId })),
        ...attributeModel(rows, scope.storeId),
        defaultGroupId: Number(setting('customer/create_account/default_group')) || 1,
        stock: {
          managed: held.says('cataloginventory/item_options/manage_stock'),
          backorders: held.says('cataloginventory/item_options/backorders'),
          minimum: plainDecimal(decimal(held.value('cataloginventory/item_options/min_qty'))),
        },
        linkUrl: linkUrl(held, scope, front?.code ?? null, url),
        mediaUrl: baseUrl(held, scope, url, 'base_media_url') ?? `${url}media/`,
        paymentTitles: Object.fromEntries(
          settingPaths.flatMap((path) => {
            const code = /^payment\/(.+)\/title$/.exec(path)?.[1];
            return code ? [[code, held.value(path, scope)]] : [];
          }),
        ),
        timesMissing: isTrue(orError(() => rows['orders-without-time'].some((row) => row.least !== null))),
        textIgnoresCase: hello.database.kind !== 'sqlite',
      } satisfies Magento1Native,
    };
  },
);

/** What could not be asked, as in a closed area, is not so. */
const isTrue = (said: boolean | ServiceError) => said === true;
