import { Big } from 'big.js';
import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { OrderStatus } from '../../model/order-status.js';
import { ServiceError } from '../../model/service-error.js';
import { countryCode } from '../address-parts.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import { Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { languageTag } from '../language-tags.js';
import { namesOf } from '../listed.js';
import { Columns, type Platform, type ReadConfig } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { prestashop } from './prestashop-relations.js';
import { settingNames, settingsOf } from './prestashop-settings.js';
import { stateOf } from './prestashop-statuses.js';
import { taxRates } from './prestashop-taxes.js';
import { isUndated, orderChanged, orderPlaced, productChanged } from './prestashop-times.js';
import type { PrestaShopNative } from './prestashop-view.js';

/** What PrestaShop uses where the shop has set no form of its own (classes/Dispatcher.php, the same from 1.7 to 9). */
const defaultRoute = '{category:/}{id}{-:id_product_attribute}-{rewrite}{-:ean13}.html';

/** The rows that the configuration is made of. */
function configRows(gathering: Gathering, columns: Columns) {
  const settings = gathering.add(
    'settings',
    prestashop
      .selectFrom('configuration as c')
      .select(['c.name', 'c.value', 'c.id_shop', 'c.id_shop_group'])
      .where('c.name', 'in', settingNames),
  );
  const shops = gathering.add(
    'shops',
    prestashop
      .selectFrom('shop as s')
      .leftJoin('shop_group as g', 'g.id_shop_group', 's.id_shop_group')
      .select(['s.id_shop', 's.id_shop_group', 's.name', 'g.share_stock'])
      .where('s.deleted', '=', 0)
      .orderBy('s.id_shop'),
  );
  const urls = gathering.add(
    'urls',
    prestashop
      .selectFrom('shop_url as u')
      .select(['u.id_shop', 'u.domain', 'u.domain_ssl', 'u.physical_uri', 'u.virtual_uri'])
      .orderBy('u.main', 'desc')
      .orderBy('u.active', 'desc')
      .orderBy('u.id_shop_url'),
  );
  const languages = gathering.add(
    'languages',
    prestashop
      .selectFrom('lang as l')
      .select(['l.id_lang', 'l.name', 'l.active', 'l.iso_code', 'l.language_code'])
      .$if(columns.has('lang', 'locale'), (query) => query.select('l.locale'))
      .orderBy('l.id_lang'),
  );
  const currencies = gathering.add(
    'currencies',
    prestashop
      .selectFrom('currency as c')
      .select(['c.id_currency', 'c.iso_code', 'c.conversion_rate', 'c.active', 'c.deleted'])
      .$if(columns.has('currency', 'name'), (query) => query.select('c.name'))
      .$if(columns.has('currency', 'precision'), (query) => query.select('c.precision'))
      .$if(columns.has('currency', 'decimals'), (query) => query.select('c.decimals'))
      .orderBy('c.id_currency'),
  );
  const currencyNames = columns.has('currency_lang')
    ? gathering.add(
        'currency-names',
        prestashop
          .selectFrom('currency_lang as n')
          .select(['n.id_currency as id', 'n.id_lang as language_id', 'n.name'])
          .orderBy('n.id_lang'),
      )
    : null;
  const rates = gathering.add(
    'rates',
    prestashop.selectFrom('currency_shop as r').select(['r.id_currency', 'r.id_shop', 'r.conversion_rate']),
  );
  const statuses = gathering.add(
    'statuses',
    prestashop
      .selectFrom('order_state as s')
      .select(['s.id_order_state', 's.logable', 's.delivery', 's.shipped', 's.paid', 's.deleted'])
      .orderBy('s.id_order_state'),
  );
  const statusNames = gathering.add(
    'status-names',
    prestashop
      .selectFrom('order_state_lang as n')
      .select(['n.id_order_state as id', 'n.id_lang as language_id', 'n.name'])
      .orderBy('n.id_lang'),
  );
  const taxGroups = gathering.add(
    'tax-groups',
    prestashop
      .selectFrom('tax_rules_group as t')
      .select(['t.id_tax_rules_group', 't.name'])
      .where('t.deleted', '=', 0)
      .orderBy('t.id_tax_rules_group'),
  );
  const country = gathering.add(
    'country',
    prestashop.selectFrom('configuration as c').select('c.value').where('c.name', '=', 'PS_COUNTRY_DEFAULT'),
  );
  const taxRules = gathering.add(
    'tax-rules',
    prestashop
      .selectFrom('tax_rule as r')
      .innerJoin('tax_rules_group as g', 'g.id_tax_rules_group', 'r.id_tax_rules_group')
      .innerJoin('tax as t', 't.id_tax', 'r.id_tax')
      .select(['r.id_tax_rules_group', 'r.id_country', 'r.zipcode_from', 'r.zipcode_to', 'r.behavior', 't.rate'])
      .where('g.active', '=', 1)
      .where('r.id_state', '=', 0)
      .where('r.id_country', 'in', valuesFrom(country, 'value') as unknown as number[])
      .orderBy('r.id_tax_rules_group')
      .orderBy('r.id_tax_rule'),
  );
  const groups = gathering.add(
    'groups',
    prestashop.selectFrom('group as g').select(['g.id_group', 'g.reduction']).orderBy('g.id_group'),
  );
  const groupNames = gathering.add(
    'group-names',
    prestashop
      .selectFrom('group_lang as n')
      .select(['n.id_group as id', 'n.id_lang as language_id', 'n.name'])
      .orderBy('n.id_lang'),
  );
  const reductions = columns.has('group_reduction')
    ? gathering.add('reductions', prestashop.selectFrom('group_reduction as r').select('r.id_group').distinct())
    : null;
  const countries = gathering.add(
    'countries',
    prestashop.selectFrom('country as c').select(['c.id_country', 'c.iso_code']),
  );
  const undatedOrders = gathering.add(
    'undated-orders',
    prestashop
      .selectFrom('orders as o')
      .select('o.id_order')
      .where((eb) => eb.or([isUndated(orderPlaced), isUndated(orderChanged)]))
      .limit(1),
  );
  const undatedProducts = gathering.add(
    'undated-products',
    prestashop.selectFrom('product as p').select('p.id_product').where(isUndated(productChanged)).limit(1),
  );
  return {
    ...{
      undatedOrders,
      undatedProducts,
      settings,
      shops,
      urls,
      languages,
      currencies,
      currencyNames,
      rates,
      statuses,
      statusNames,
    },
    ...{ taxGroups, taxRules, groups, groupNames, reductions, countries },
  };
}

/** Reads the configuration of the default shop: what is set for it, else for its group of shops, else for all. */
export const config: Platform['config'] = (hello, store) => {
  const gathering = new Gathering();
  const rows = configRows(gathering, new Columns(hello.relations));

  const decode = (results: Results): { config: ReadConfig; native: PrestaShopNative } => {
    const all = <Row>(statement: Statement<Row> | null) => (statement ? results.rows(statement) : []);
    /** What may not be read is not listed either. */
    const some = (statement: Statement<unknown>) => {
      const found = orError(() => results.rows(statement));
      return !(found instanceof ServiceError) && found.length > 0;
    };
    const shopRows = all(rows.shops);
    const held = settingsOf(all(rows.settings), shopRows);
    const shopId = Number(held.get('PS_SHOP_DEFAULT')) || shopRows[0]?.id_shop || 1;
    const languageRows = all(rows.languages);
    const language = languageRows.find((row) => row.id_lang === Number(held.get('PS_LANG_DEFAULT'))) ?? languageRows[0];
    const languageId = language?.id_lang ?? 1;
    type NameRow = Parameters<typeof namesOf<number>>[0][number];
    const namesIn = (found: readonly NameRow[]) => {
      const names = new Map(namesOf(found, languageId, (name) => name ?? '').map((one) => [one.id, one]));
      return (id: number) => names.get(id) ?? { name: '', all: [] };
    };
    const currencyRows = all(rows.currencies);
    const currency =
      currencyRows.find((row) => row.id_currency === Number(held.get('PS_CURRENCY_DEFAULT'))) ?? currencyRows[0];
    const nameOfCurrency = namesIn(all(rows.currencyNames));
    const rates = all(rows.rates).filter((row) => row.id_shop === shopId);
    const rateOf = (row: { id_currency: number; conversion_rate: DecimalCell }) => {
      const own = rates.find((rate) => rate.id_currency === row.id_currency);
      const rate = decimal(own?.conversion_rate ?? row.conversion_rate);
      return plainDecimal(rate.gt(0) ? rate : new Big(1));
    };
    const isoCodes: Record<number, string> = {};
    for (const row of all(rows.countries)) {
      const code = countryCode(row.iso_code);
      if (code) isoCodes[row.id_country] = code;
    }
    const countryId = Number(held.get('PS_COUNTRY_DEFAULT'));
    const zone = held.get('PS_TIMEZONE') || hello.timeZone;
    const shopName = heldText(held.get('PS_SHOP_NAME')) ?? store.url;
    const secure = held.get('PS_SSL_ENABLED') === '1';
    const statusRows = all(rows.statuses);
    const nameOfStatus = namesIn(all(rows.statusNames));
    const statuses = statusRows.map((row): OrderStatus => {
      const { name, all: names } = nameOfStatus(row.id_order_state);
      const nativeId = String(row.id_order_state);
      const flags = {
        shipped: row.shipped === 1,
        delivery: row.delivery === 1,
        paid: row.paid === 1,
        logable: row.logable === 1,
      };
      return { nativeId, name: name || nativeId, state: stateOf(row.id_order_state, names, flags, held) };
    });
    const groupId = Number(held.get('PS_UNIDENTIFIED_GROUP')) || 1;
    // Groups that are switched off take nothing off (GroupReduction::getValueForProduct).
    const grouped = held.get('PS_GROUP_FEATURE_ACTIVE') !== '0';
    const tagOf = (row: typeof language) => languageTag(row?.locale || row?.language_code || row?.iso_code || 'en');

    const read: ReadConfig = {
      name: shopName,
      email: heldText(held.get('PS_SHOP_EMAIL')),
      phone: heldText(held.get('PS_SHOP_PHONE')),
      country: isoCodes[Number(held.get('PS_SHOP_COUNTRY_ID'))] ?? isoCodes[countryId] ?? null,
      timeZone: isTimeZone(zone) ? zone : 'UTC',
      defaultCurrency: currency?.iso_code?.trim() || 'EUR',
      currencies: currencyRows
        .filter((row) => row.iso_code?.trim() && (row.deleted === 0 || row.id_currency === currency?.id_currency))
        .map((row) => ({
          code: row.iso_code,
          name: nameOfCurrency(row.id_currency).name || heldText(row.name) || row.iso_code,
          rate: rateOf(row),
          decimals: row.precision ?? (row.decimals ?? 1) * 2,
          isDefault: row.id_currency === currency?.id_currency,
          enabled: row.active === 1,
        })),
      defaultLanguage: tagOf(language),
      languages: languageRows.map((row) => ({
        tag: tagOf(row),
        nativeId: String(row.id_lang),
        name: row.name,
        isDefault: row.id_lang === languageId,
        enabled: row.active === 1,
      })),
      weightUnit: weightUnitOf(held.get('PS_WEIGHT_UNIT') ?? ''),
      dimensionUnit: dimensionUnitOf(held.get('PS_DIMENSION_UNIT') ?? ''),
      pricesIncludeTax: false,
      orderStatuses: statuses.filter((_status, at) => statusRows[at]?.deleted === 0),
      taxClasses: orError(() =>
        all(rows.taxGroups).map((row) => ({ nativeId: String(row.id_tax_rules_group), name: row.name ?? '' })),
      ),
      customerGroups: orError(() => {
        const nameOfGroup = namesIn(all(rows.groupNames));
        return all(rows.groups).map((row) => ({
          nativeId: String(row.id_group),
          name: nameOfGroup(row.id_group).name || String(row.id_group),
        }));
      }),
      channels: [...shopRows]
        .sort((a, b) => Number(b.id_shop === shopId) - Number(a.id_shop === shopId))
        .map((row) => ({
          nativeId: String(row.id_shop),
          name: row.name ?? '',
          url: shopUrl(
            all(rows.urls).find((one) => one.id_shop === row.id_shop),
            secure,
          ),
        })),
    };
    const native: PrestaShopNative = {
      shopId,
      shops: shopRows.map((row) => ({
        id: row.id_shop,
        groupId: row.id_shop_group,
        sharesStock: row.share_stock === 1,
      })),
      languageId,
      languagePath: languageRows.filter((row) => row.active === 1).length > 1 ? (language?.iso_code ?? null) : null,
      currencyId: currency?.id_currency ?? 1,
      currencies: Object.fromEntries(
        currencyRows
          .filter((row) => row.iso_code?.trim())
          .map((row) => [row.id_currency, { code: row.iso_code, rate: rateOf(row) }]),
      ),
      countryId,
      groupId,
      groupReduction: plainDecimal(
        decimal(grouped ? all(rows.groups).find((row) => row.id_group === groupId)?.reduction : 0),
      ),
      categoryReductions: grouped && all(rows.reductions).some((row) => row.id_group === groupId),
      countsStock: held.get('PS_STOCK_MANAGEMENT') !== '0',
      backorders: held.get('PS_ORDER_OUT_OF_STOCK') === '1',
      specialPrices: held.get('PS_SPECIFIC_PRICE_FEATURE_ACTIVE') !== '0',
      pricePriorities: held.get('PS_SPECIFIC_PRICE_PRIORITIES') || 'id_shop;id_currency;id_country;id_group',
      taxRates:
        held.get('PS_TAX') === '0' ? {} : taxRates(all(rows.taxRules).filter((row) => row.id_country === countryId)),
      productRoute:
        held.get('PS_REWRITING_SETTINGS') === '1' ? held.get('PS_ROUTE_product_rule') || defaultRoute : null,
      countries: isoCodes,
      statuses,
      undatedOrders: some(rows.undatedOrders),
      undatedProducts: some(rows.undatedProducts),
      shippedStatusIds: statusRows.filter((row) => row.shipped === 1).map((row) => row.id_order_state),
      paidStatusIds: statusRows.filter((row) => row.paid === 1).map((row) => row.id_order_state),
      shopName,
      textIgnoresCase: hello.database.kind !== 'sqlite',
    };
    return { config: read, native };
  };
  return { statements: gathering.statements, decode };
};

interface UrlRow {
  readonly domain: string | null;
  readonly domain_ssl: string | null;
  readonly physical_uri: string | null;
  readonly virtual_uri: string | null;
}

function shopUrl(row: UrlRow | undefined, secure: boolean): string | null {
  const domain = secure ? row?.domain_ssl || row?.domain : row?.domain;
  if (!row || !domain) return null;
  const url = `${secure ? 'https' : 'http'}://${domain}${row.physical_uri || '/'}${row.virtual_uri ?? ''}`;
  return URL.canParse(url) ? url : null;
}
