import { type Results, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import { type Gathering, rowOf, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { type EavValue, personalEavOf } from './magento1-eav.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** An address as orders and customers hold it. */
export interface AddressParts {
  readonly firstname: EavValue;
  readonly lastname: EavValue;
  readonly company: EavValue;
  /** Lines, parted by line breaks. */
  readonly street: EavValue;
  readonly city: EavValue;
  readonly region: EavValue;
  readonly postcode: EavValue;
  readonly country_id: EavValue;
  readonly telephone: EavValue;
}

interface Region {
  readonly code: string | null;
  readonly default_name: string | null;
}

/**
 * An address in the graph's shape. The region's name is the address's own; where it was chosen from Magento's list, the list has
 * its code, and its name where the address has none. A region that was typed in is its own code, as Magento's getRegionCode() has
 * it. Street lines beyond the second are joined to it.
 */
export function addressOf(parts: AddressParts, region: Region | null): Address {
  const [first, ...rest] = String(parts.street ?? '').split(/\r?\n/);
  const country = textOf(parts.country_id)?.toUpperCase() ?? null;
  return {
    firstName: textOf(parts.firstname),
    lastName: textOf(parts.lastname),
    company: textOf(parts.company),
    address1: textOf(first),
    address2: textOf(rest.filter((line) => line.trim() !== '').join(', ')),
    city: textOf(parts.city),
    region: textOf(parts.region) ?? textOf(region?.default_name),
    regionCode: textOf(region?.code) ?? textOf(parts.region),
    postcode: textOf(parts.postcode),
    country: country && /^[A-Z]{2}$/.test(country) ? country : null,
    phone: textOf(parts.telephone),
  };
}

/** Reads the regions with these ids. */
export function regionsOf(gathering: Gathering, id: string, ids: number[]) {
  const row = rowOf(
    gathering.add(
      id,
      magento
        .selectFrom('directory_country_region as r')
        .select(['r.region_id', 'r.code', 'r.default_name'])
        .where('r.region_id', 'in', ids),
    ),
    'region_id',
  );
  return (results: Results, regionId: EavValue) => (Number(regionId) > 0 ? row(results, Number(regionId)) : null);
}

const addressCodes = [
  'firstname',
  'lastname',
  'company',
  'street',
  'city',
  'region',
  'region_id',
  'postcode',
  'country_id',
  'telephone',
] as const;

/** Reads the addresses of customers, oldest first, each with its own id. */
export function addressBookOf(view: Magento1View, gathering: Gathering, customerIds: number[]) {
  const entries = gathering.add(
    'addresses',
    magento
      .selectFrom('customer_address_entity as a')
      .select(['a.entity_id as id', 'a.parent_id'])
      .where('a.parent_id', 'in', customerIds)
      .orderBy('a.entity_id'),
  );
  const ids = valuesFrom(entries, 'id');
  const values = personalEavOf(
    gathering,
    'address',
    'customer_address_entity',
    ids,
    addressCodes.map((code) => view.native.addressAttributes[code]),
  );
  const regionIds = values.numbers();
  const regions = regionIds.length > 0 ? regionsOf(gathering, 'address-regions', regionIds) : null;
  const rows = rowsOf(entries, 'parent_id');
  return (results: Results, customerId: number) =>
    rows(results, customerId).map(({ id }) => {
      const parts = Object.fromEntries(
        addressCodes.map((code) => [code, values.value(results, id, code)]),
      ) as unknown as AddressParts & { readonly region_id: EavValue };
      return { id, address: addressOf(parts, regions?.(results, parts.region_id) ?? null) };
    });
}
