import type { Results } from '../../bridge/plan.js';
import { type AddressParts, addressOf } from '../addresses.js';
import type { Gathering } from '../gathering.js';
import { plainText } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import { opencart } from './opencart-relations.js';

type Text = string | null;

/** What OpenCart keeps of a zone: a region of a country. */
export interface Zone {
  readonly code: Text;
  readonly name: Text;
}

/** Reads, by a statement of this id, the code and the name of zones; the name in the default language where they are by language (4.1). */
export function zonesOf(view: OpenCartView, gathering: Gathering, ids: number[], id: string) {
  const name = view.columns.has('zone', 'name')
    ? 'z.name'
    : nameOf(view, 'zone_description', 'zone_id', 'z.zone_id').as('name');
  const row = gathering.row(id, 'z.zone_id', ids, opencart.selectFrom('zone as z').select(['z.code', name]));
  return (results: Results, zoneId: number): Zone | null => (zoneId ? row(results, zoneId) : null);
}

/** The texts of an address, as customers and orders alike hold them. */
export interface AddressTexts {
  readonly firstname: Text;
  readonly lastname: Text;
  readonly company: Text;
  readonly address_1: Text;
  readonly address_2: Text;
  readonly city: Text;
  readonly postcode: Text;
}

/** An address of these texts, in a country by its id and a region; null where it holds nothing at all, as 4.x leaves those that it does not ask for. */
export function addressIn(
  { native }: OpenCartView,
  texts: AddressTexts,
  countryId: number,
  region: Pick<AddressParts, 'region' | 'regionCode'>,
) {
  const parts = {
    firstName: texts.firstname,
    lastName: texts.lastname,
    company: texts.company,
    address1: texts.address_1,
    address2: texts.address_2,
    city: texts.city,
    postcode: texts.postcode,
    country: native.countries[countryId],
    ...region,
  };
  return addressOf(parts, plainText);
}
