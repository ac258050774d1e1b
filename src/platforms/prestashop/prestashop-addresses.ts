import { addressOf } from '../addresses.js';
import { heldText } from '../html-text.js';
import { prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

/** All that is read of addresses, as a query without conditions. */
export function addressRows() {
  return prestashop
    .selectFrom('address as a')
    .leftJoin('state as z', 'z.id_state', 'a.id_state')
    .select(['a.id_country', 'a.firstname', 'a.lastname', 'a.company'])
    .select(['a.address1', 'a.address2', 'a.city', 'a.postcode', 'a.phone', 'a.phone_mobile'])
    .select(['z.name as region', 'z.iso_code as region_code'])
    .orderBy('a.id_address');
}

/** An address with the name and the code of its state. */
export type AddressRow = Awaited<ReturnType<ReturnType<typeof addressRows>['execute']>>[number];

/** An address in the graph's shape; null where it holds nothing at all. */
export function shownAddress(view: PrestaShopView, row: AddressRow) {
  const { firstname, lastname, company, address1, address2, city, postcode, region, region_code: regionCode } = row;
  const country = view.native.countries[row.id_country];
  const named = { firstName: firstname, lastName: lastname, phone: phoneOf(row) };
  return addressOf({ ...named, company, address1, address2, city, postcode, region, regionCode, country }, heldText);
}

/** The telephone number of an address; the mobile one where it has no other. */
export function phoneOf(row: Pick<AddressRow, 'phone' | 'phone_mobile'>): string | null {
  return heldText(row.phone) ?? heldText(row.phone_mobile);
}
