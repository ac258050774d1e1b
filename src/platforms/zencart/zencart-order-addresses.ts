import { valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { Selection } from '../../model/selection.js';
import { addressOf } from '../address-parts.js';
import { rowsOf } from '../gathering.js';
import { folded, heldText } from '../html-text.js';
import { facts } from './zencart-order-list.js';
import { zencart } from './zencart-relations.js';

/** A given and a family name, told apart. */
interface Name {
  readonly first: string | null;
  readonly last: string | null;
}

const partNames = ['name', 'company', 'street_address', 'suburb', 'city', 'postcode', 'state', 'country'] as const;
type Kind = 'billing' | 'delivery';
type Columns<K extends Kind> = `${K}_${(typeof partNames)[number]}`;

/** The names that customers have given themselves, where the owner lets those be read and names told apart are selected. */
const names = facts.ask(['customers_id'], ({ view, gathering, rows, selection }) => {
  const open = view.columns.has('customers') && view.columns.has('address_book');
  if (!open || !isSelected(selection, 'firstName', 'lastName')) return (): Name[] => [];
  const ids = valuesFrom(rows, 'customers_id');
  const own = rowsOf(
    gathering.add(
      'buyer-names',
      zencart
        .selectFrom('customers as c')
        .select(['c.customers_id', 'c.customers_firstname as first', 'c.customers_lastname as last'])
        .where('c.customers_id', 'in', ids),
    ),
    'customers_id',
  );
  const book = rowsOf(
    gathering.add(
      'address-names',
      zencart
        .selectFrom('address_book as a')
        .select(['a.customers_id', 'a.entry_firstname as first', 'a.entry_lastname as last'])
        .where('a.customers_id', 'in', ids)
        .orderBy('a.address_book_id'),
    ),
    'customers_id',
  );
  return (results, _id, { customers_id: id }): Name[] => [...own(results, id), ...book(results, id)];
});

/** The codes of regions, which orders hold by name (or by code), within their country. */
const regionCodes = facts.ask(['billing_state', 'delivery_state'], ({ gathering, rows, selection }) => {
  if (!isSelected(selection, 'regionCode')) return () => () => null;
  const regions = [
    ...(selection.at('billingAddress').has('regionCode') ? valuesFrom(rows, 'billing_state') : []),
    ...(selection.at('shippingAddress').has('regionCode') ? valuesFrom(rows, 'delivery_state') : []),
  ];
  const zones = rowsOf(
    gathering.add(
      'regions',
      zencart
        .selectFrom('zones as z')
        .select(['z.zone_country_id', 'z.zone_code', 'z.zone_name'])
        .where((eb) => eb.or([eb('z.zone_name', 'in', regions), eb('z.zone_code', 'in', regions)]))
        .orderBy('z.zone_id'),
    ),
    'zone_country_id',
  );
  return (results) => (countryId: number, region: string) => {
    const wanted = folded(region);
    const zone = zones(results, countryId).find((one) =>
      [one.zone_code, one.zone_name].some((text) => folded(text ?? '') === wanted),
    );
    return zone?.zone_code ?? null;
  };
});

export const billingAddress = facts.made(columnsOf('billing'), [names, regionCodes], (row, [known, codes], { view }) =>
  heldAddress(
    {
      name: row.billing_name,
      company: row.billing_company,
      address1: row.billing_street_address,
      address2: row.billing_suburb,
      city: row.billing_city,
      postcode: row.billing_postcode,
      region: row.billing_state,
      country: view.native.countriesByName[folded(row.billing_country ?? '')],
    },
    known(),
    codes(),
  ),
);

/** Null where nothing was sent: all virtual, or picked up at the store. */
export const shippingAddress = facts.made(
  [...columnsOf('delivery'), 'shipping_module_code'],
  [names, regionCodes],
  (row, [known, codes], { view }) => {
    const blank = !row.delivery_name?.trim() && !row.delivery_street_address?.trim();
    const pickedUp = row.shipping_module_code?.split('_')[0] === 'storepickup';
    if (blank || pickedUp) return null;
    const parts = {
      name: row.delivery_name,
      company: row.delivery_company,
      address1: row.delivery_street_address,
      address2: row.delivery_suburb,
      city: row.delivery_city,
      postcode: row.delivery_postcode,
      region: row.delivery_state,
      country: view.native.countriesByName[folded(row.delivery_country ?? '')],
    };
    return heldAddress(parts, known(), codes());
  },
);

function columnsOf<const K extends Kind>(kind: K): Columns<K>[] {
  return partNames.map((part): Columns<K> => `${kind}_${part}`);
}

function isSelected(selection: Selection, ...fields: readonly string[]): boolean {
  return selection.at('billingAddress').has(...fields) || selection.at('shippingAddress').has(...fields);
}

type Held = Record<'name' | 'company' | 'address1' | 'address2' | 'city' | 'postcode' | 'region', string | null> & {
  readonly country: { readonly id: number; readonly code: string | null } | undefined;
};

/** An address as written into an order when it was placed. */
function heldAddress(
  { name, country, ...parts }: Held,
  known: readonly Name[],
  codeOf: (countryId: number, region: string) => string | null,
): Address | null {
  const { first, last } = toldApart(name ?? '', known);
  const regionCode = country && parts.region ? codeOf(country.id, parts.region) : null;
  return addressOf({ ...parts, firstName: first, lastName: last, regionCode, country: country?.code }, heldText);
}

/**
 * Tells a name in one piece apart, as orders hold it: as the customer's account or address book has it where that makes the same
 * name, else before the last word.
 */
function toldApart(name: string, known: readonly Name[]): Name {
  const whole = name.trim();
  const same = known.find((one) => `${one.first ?? ''} ${one.last ?? ''}`.trim() === whole);
  if (same) return same;
  const at = whole.lastIndexOf(' ');
  return at < 0 ? { first: null, last: whole } : { first: whole.slice(0, at).trim(), last: whole.slice(at + 1) };
}
