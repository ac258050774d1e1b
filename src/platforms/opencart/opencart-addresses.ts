import type { Results, Statement } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import { type Gathering, rowOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-tables.js';

/** An address as orders and customers hold it. */
export interface AddressParts {
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly company?: string | null;
  readonly address_1?: string | null;
  readonly address_2?: string | null;
  readonly city?: string | null;
  readonly postcode?: string | null;
  readonly region: string | null | undefined;
  readonly regionCode: string | null | undefined;
  readonly country_id?: number;
}

/** An address in the graph's shape; null where it holds nothing at all, as 4.x leaves those that it does not ask for. */
export function addressOf(view: OpenCartView, parts: AddressParts): Address | null {
  const address: Address = {
    firstName: plainText(parts.firstname),
    lastName: plainText(parts.lastname),
    company: plainText(parts.company),
    address1: plainText(parts.address_1),
    address2: plainText(parts.address_2),
    city: plainText(parts.city),
    region: plainText(parts.region),
    regionCode: plainText(parts.regionCode),
    postcode: plainText(parts.postcode),
    country: view.native.countries[parts.country_id ?? 0] ?? null,
    phone: null,
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

/** Reads, by a statement of this id, the code and the name of zones; the name in the default language where they are by language (4.1). */
export function zonesOf(view: OpenCartView, gathering: Gathering, ids: number[], id: string) {
  const named = view.columns.has('zone', 'name');
  const zones = opencart.selectFrom('zone as z').where('z.zone_id', 'in', ids);
  const statement: Statement<{ zone_id: number; code: string | null; name: string | null }> = gathering.add(
    id,
    named
      ? zones.select(['z.zone_id', 'z.code', 'z.name'])
      : zones
          .leftJoin('zone_description as d', (join) =>
            join.onRef('d.zone_id', '=', 'z.zone_id').on('d.language_id', '=', view.native.defaultLanguageId),
          )
          .select(['z.zone_id', 'z.code', 'd.name']),
  );
  const row = rowOf(statement, 'zone_id');
  return (results: Results, zoneId: number | undefined) => (zoneId ? row(results, zoneId) : null);
}
