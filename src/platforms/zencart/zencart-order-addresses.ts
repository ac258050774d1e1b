import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { addressOf } from './zencart-addresses.js';
import type { ZenCartView } from './zencart-config.js';
import type { OrderRow } from './zencart-order-rows.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { folded } from './zencart-texts.js';

/** The two addresses of an order, as written into it when it was placed. */
export interface OrderAddresses {
  billing(results: Results, row: OrderRow): Address | null;
  /** Null where nothing was sent: all virtual, or picked up at the store. */
  shipping(results: Results, row: OrderRow): Address | null;
}

type Row = ZenCartTables['orders'];

/** A given and a family name, told apart. */
interface Name {
  readonly first: string | null;
  readonly last: string | null;
}

/** Reads addresses, asking for the codes of their regions, and for names told apart, where those are selected. */
export function orderAddressesOf(
  view: ZenCartView,
  gathering: Gathering,
  rows: Statement<OrderRow>,
  selection: Selection,
): OrderAddresses {
  const wanted = (...fields: readonly string[]) =>
    selection.at('billingAddress').has(...fields) || selection.at('shippingAddress').has(...fields);
  const codes = wanted('regionCode') ? regionCodesOf(gathering, rows as Statement<Row>, selection) : null;
  const names = wanted('firstName', 'lastName') ? namesOf(view, gathering, rows as Statement<Row>) : null;
  const address = (kind: 'billing' | 'delivery', results: Results, row: OrderRow) => {
    const country = view.native.countriesByName[folded(row[`${kind}_country`] ?? '')];
    const region = row[`${kind}_state`];
    const name = toldApart(row[`${kind}_name`] ?? '', names?.(results, row.customers_id ?? 0) ?? []);
    return addressOf({
      firstName: name.first,
      lastName: name.last,
      company: row[`${kind}_company`],
      streetAddress: row[`${kind}_street_address`],
      suburb: row[`${kind}_suburb`],
      city: row[`${kind}_city`],
      postcode: row[`${kind}_postcode`],
      region,
      regionCode: country && region ? codes?.(results, country.id, region) : null,
      country: country?.code,
    });
  };
  return {
    billing: (results, row) => address('billing', results, row),
    shipping: (results, row) => {
      const blank = !row.delivery_name?.trim() && !row.delivery_street_address?.trim();
      const pickedUp = row.shipping_module_code?.split('_')[0] === 'storepickup';
      return blank || pickedUp ? null : address('delivery', results, row);
    },
  };
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

/** Reads the names that customers have given themselves, where the owner lets those be read. */
function namesOf(view: ZenCartView, gathering: Gathering, rows: Statement<Row>): Reading<Name[]> | null {
  if (!view.columns.has('customers') || !view.columns.has('address_book')) return null;
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
  return (results, id) => [...own(results, id), ...book(results, id)];
}

/** Reads the codes of regions, which orders hold by name (or by code), within their country. */
function regionCodesOf(gathering: Gathering, rows: Statement<Row>, selection: Selection) {
  const states = [
    ...(selection.at('billingAddress').has('regionCode') ? valuesFrom(rows, 'billing_state') : []),
    ...(selection.at('shippingAddress').has('regionCode') ? valuesFrom(rows, 'delivery_state') : []),
  ];
  const zones = rowsOf(
    gathering.add(
      'regions',
      zencart
        .selectFrom('zones as z')
        .select(['z.zone_country_id', 'z.zone_code', 'z.zone_name'])
        .where((eb) => eb.or([eb('z.zone_name', 'in', states), eb('z.zone_code', 'in', states)]))
        .orderBy('z.zone_id'),
    ),
    'zone_country_id',
  );
  return (results: Results, countryId: number, region: string): string | null => {
    const wanted = folded(region);
    const zone = zones(results, countryId).find((one) =>
      [one.zone_code, one.zone_name].some((text) => folded(text ?? '') === wanted),
    );
    return zone?.zone_code ?? null;
  };
}
