import { type Results, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import { addressOf as partsOf } from '../addresses.js';
import type { Asking } from '../entity.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, type EavValue, eavOf } from './magento1-eav.js';
import { magento, personalCodes } from './magento1-relations.js';

/** An address as orders and customers hold it; `street` are lines, parted by line breaks. */
type HeldAddress = EavRow<Exclude<(typeof personalCodes.address)[number], 'region_id'>>;

/** A region of Magento's own list. */
interface Region {
  readonly region_country: string | null;
  readonly code: string | null;
  readonly default_name: string | null;
}

/**
 * An address in the graph's shape; null where it holds nothing at all. The region's name is the address's own; where it was chosen
 * from Magento's list, the list has its code, and its name where the address has none; one of another country is left over from
 * before the country was changed (Mage_Customer_Model_Address_Abstract::getRegionCode). A region that was typed in is its own
 * code, as Magento's getRegionCode() has it. Street lines beyond the second are joined to it.
 */
export function addressOf(held: HeldAddress, listed: Region | null): Address | null {
  const [first, ...rest] = String(held.street ?? '').split(/\r?\n/);
  const text = (value: EavValue | undefined) => heldText(value);
  const country = text(held.country_id)?.trim().toUpperCase();
  const isOwn = listed?.region_country?.toUpperCase() === country;
  const region = isOwn ? listed : null;
  return partsOf(
    {
      firstName: text(held.firstname),
      lastName: text(held.lastname),
      company: text(held.company),
      address1: first,
      address2: rest.filter((line) => line.trim() !== '').join(', '),
      city: text(held.city),
      region: text(held.region) ?? region?.default_name,
      regionCode: text(region?.code) ?? (listed?.region_country && !isOwn ? null : text(held.region)),
      postcode: text(held.postcode),
      country: country && /^[A-Z]{2}$/.test(country) ? country : null,
      phone: text(held.telephone),
    },
    heldText,
  );
}

/** Reads the addresses of customers, oldest first, each with its own id. */
export function addressBookOf(asking: Pick<Asking<Magento1View, unknown>, 'view' | 'gathering' | 'ids'>) {
  const { gathering } = asking;
  const entries = gathering.add(
    'addresses',
    magento
      .selectFrom('customer_address_entity as a')
      .select(['a.entity_id as id', 'a.parent_id'])
      .where('a.parent_id', 'in', asking.ids)
      .orderBy('a.entity_id'),
  );
  const values = eavOf(asking, 'address', valuesFrom(entries, 'id'), personalCodes.address);
  const regionIds = values.numbers();
  const regions =
    regionIds.length > 0
      ? gathering.row(
          'address-regions',
          'r.region_id',
          regionIds,
          magento
            .selectFrom('directory_country_region as r')
            .select(['r.country_id as region_country', 'r.code', 'r.default_name']),
        )
      : null;
  const rows = rowsOf(entries, 'parent_id');
  return (results: Results, customerId: number) =>
    rows(results, customerId).flatMap(({ id }) => {
      const held = values.of(results, id);
      const region = Number(held.region_id);
      const address = addressOf(held, region > 0 ? (regions?.(results, region) ?? null) : null);
      return address ? [{ id, address }] : [];
    });
}
