import { valuesFrom } from '../../bridge/plan.js';
import type { Selection } from '../../model/selection.js';
import { addressOf } from '../addresses.js';
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
type PartName = (typeof partNames)[number];

/** The names that customers have given themselves, where the owner lets those be read and names told apart are selected. */
const names = facts.ask(['customers_id'], ({ view, gathering, rows, selection }) => {
  const open = view.columns.has('customers') && view.columns.has('address_book');
  if (!open || !isSelected(selection, 'firstName', 'lastName')) return (): Name[] => [];
  const ids = valuesFrom(rows, 'customers_id');
  const own = gathering.rows(
    'buyer-names',
    'c.customers_id',
    ids,
    zencart.selectFrom('customers as c').select(['c.customers_firstname as first', 'c.customers_lastname as last']),
  );
  const book = gathering.rows(
    'address-names',
    'a.customers_id',
    ids,
    zencart
      .selectFrom('address_book as a')
      .select(['a.entry_firstname as first', 'a.entry_lastname as last'])
      .orderBy('a.address_book_id'),
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
  const listed = zencart
    .selectFrom('zones as z')
    .select(['z.zone_country_id', 'z.zone_code', 'z.zone_name'])
    .where((eb) => eb.or([eb('z.zone_name', 'in', regions), eb('z.zone_code', 'in', regions)]))
    .orderBy('z.zone_id');
  const zones = rowsOf(gathering.add('regions', listed), 'zone_country_id');
  return (results) => (countryId: number, region: string) => {
    const wanted = folded(region);
    const zone = zones(results, countryId).find((one) =>
      [one.zone_code, one.zone_name].some((text) => folded(text ?? '') === wanted),
    );
    return zone?.zone_code ?? null;
  };
});

/** An address as written into the order when it was placed, by the kind that its columns begin with. */
function writtenAddress<const K extends Kind>(kind: K) {
  const columns = partNames.map((part): `${K}_${PartName}` => `${kind}_${part}`);
  return facts.made([...columns, 'shipping_module_code'], [names, regionCodes], (row, [known, codes], { view }) => {
    const part = (name: PartName) => row[`${kind}_${name}`];
    // Nothing was sent: all is virtual, or picked up at the store.
    const blank = !part('name')?.trim() && !part('street_address')?.trim();
    const pickedUp = row.shipping_module_code?.split('_')[0] === 'storepickup';
    if (kind === 'delivery' && (blank || pickedUp)) return null;
    const region = part('state');
    const country = view.native.countriesByName[folded(part('country') ?? '')];
    const { first, last } = toldApart(part('name') ?? '', known());
    const parts = {
      firstName: first,
      lastName: last,
      company: part('company'),
      address1: part('street_address'),
      address2: part('suburb'),
      city: part('city'),
      postcode: part('postcode'),
      region,
      regionCode: country && region ? codes()(country.id, region) : null,
      country: country?.code,
    };
    return addressOf(parts, heldText);
  });
}

export const billingAddress = writtenAddress('billing');
export const shippingAddress = writtenAddress('delivery');

function isSelected(selection: Selection, ...fields: readonly string[]): boolean {
  return selection.at('billingAddress').has(...fields) || selection.at('shippingAddress').has(...fields);
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
