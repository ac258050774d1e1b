import type { StoreLocation } from '../../model/store-location.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { wholly } from '../facets.js';
import { heldText } from '../html-text.js';
import { inLanguage } from './prestashop-languages.js';
import { prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

const said = (view: PrestaShopView, text: 'name' | 'address1' | 'address2' | 'hours') =>
  inLanguage(view, { table: 'store_lang', text, key: 'id_store', of: 's.id_store' }).as(text);

/** The shops of the page "Our stores"; none before 1.7.3, which kept their texts otherwise. */
export const locations = wholly(
  'locations',
  (view: PrestaShopView) =>
    view.columns.has('physical_store') && view.columns.has('store_lang')
      ? prestashop
          .selectFrom('physical_store as s')
          .leftJoin('state as z', 'z.id_state', 's.id_state')
          .select(['s.id_store', 's.id_country', 's.city', 's.postcode', 's.latitude', 's.longitude', 's.phone'])
          .select(['s.active', 'z.name as region'])
          .select([said(view, 'name'), said(view, 'address1'), said(view, 'address2'), said(view, 'hours')])
          .orderBy('s.id_store')
      : null,
  (rows, view) =>
    rows.map(
      (row): StoreLocation => ({
        nativeId: String(row.id_store),
        name: heldText(row.name) ?? String(row.id_store),
        address: [row.address1, row.address2].flatMap((line) => heldText(line)?.trim() ?? []).join('\n') || null,
        city: heldText(row.city),
        postcode: heldText(row.postcode),
        region: heldText(row.region),
        country: view.native.countries[row.id_country] ?? null,
        latitude: degrees(row.latitude),
        longitude: degrees(row.longitude),
        phone: heldText(row.phone),
        openingHours: hoursOf(row.hours),
        enabled: row.active === 1,
      }),
    ),
);

function degrees(cell: string | number | null): string | null {
  const held = decimalOrNull(cell);
  return held === null ? null : plainDecimal(held);
}

/** The hours of each day from Monday on, which PrestaShop keeps as JSON: a list of texts for each. */
function hoursOf(held: string | null): string | null {
  try {
    const days: unknown = JSON.parse(held ?? '');
    if (!Array.isArray(days)) return null;
    const lines = days.map((day) =>
      [day]
        .flat()
        .filter((text) => typeof text === 'string')
        .join(', '),
    );
    return lines.join('\n').trim() || null;
  } catch {
    return heldText(held);
  }
}
