import type { Results, Statement } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import { type Gathering, rowOf } from '../gathering.js';
import type { PrestaShopView } from './prestashop-config.js';
import { heldText, prestashop } from './prestashop-tables.js';

/** An address with the name and the code of its state. */
export interface AddressRow {
  readonly id: number;
  readonly id_customer: number;
  readonly id_country: number;
  readonly firstname: string | null;
  readonly lastname: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly postcode: string | null;
  readonly phone: string | null;
  readonly phone_mobile: string | null;
  readonly region: string | null;
  readonly region_code: string | null;
}

/** All that is read of addresses, as a query without conditions. */
export function addressRows() {
  return prestashop
    .selectFrom('address as a')
    .leftJoin('state as z', 'z.id_state', 'a.id_state')
    .select(['a.id_address as id', 'a.id_customer', 'a.id_country', 'a.firstname', 'a.lastname', 'a.company'])
    .select(['a.address1', 'a.address2', 'a.city', 'a.postcode', 'a.phone', 'a.phone_mobile'])
    .select(['z.name as region', 'z.iso_code as region_code'])
    .orderBy('a.id_address');
}

/** An address in the graph's shape; null where it holds nothing at all. */
export function addressOf(view: PrestaShopView, row: AddressRow): Address | null {
  const address: Address = {
    firstName: heldText(row.firstname),
    lastName: heldText(row.lastname),
    company: heldText(row.company),
    address1: heldText(row.address1),
    address2: heldText(row.address2),
    city: heldText(row.city),
    region: heldText(row.region),
    regionCode: heldText(row.region_code),
    postcode: heldText(row.postcode),
    country: view.native.countries[row.id_country] ?? null,
    phone: phoneOf(row),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

/** The telephone number of an address; the mobile one where it has no other. */
export function phoneOf(row: Pick<AddressRow, 'phone' | 'phone_mobile'>): string | null {
  return heldText(row.phone) ?? heldText(row.phone_mobile);
}

/** Asks for addresses by id, deleted ones too: orders point at them. */
export function addressesById(gathering: Gathering, ids: number[]) {
  const rows: Statement<AddressRow> = gathering.add('addresses', addressRows().where('a.id_address', 'in', ids));
  const row = rowOf(rows, 'id');
  return (results: Results, id: number | undefined) => (id ? row(results, id) : null);
}
