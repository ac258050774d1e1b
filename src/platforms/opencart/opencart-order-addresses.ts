import { valuesFrom } from '../../bridge/plan.js';
import { type AddressTexts, addressIn, type Zone, zonesOf } from './opencart-addresses.js';
import { facts } from './opencart-order-list.js';

/** The zones of an order's addresses, for their codes; the names are in the order itself. */
const zones = facts.ask(['payment_zone_id', 'shipping_zone_id'], ({ view, gathering, rows, selection }) => {
  const wanted = (field: string) => selection.at(field).has('regionCode');
  const ids = [
    ...(wanted('billingAddress') ? valuesFrom(rows, 'payment_zone_id') : []),
    ...(wanted('shippingAddress') ? valuesFrom(rows, 'shipping_zone_id') : []),
  ];
  const zone = ids.length > 0 ? zonesOf(view, gathering, ids, 'zones') : null;
  return (results) =>
    (zoneId: number): Zone | null =>
      zone?.(results, zoneId) ?? null;
});

const texts = ['firstname', 'lastname', 'company', 'address_1', 'address_2', 'city', 'postcode', 'zone'] as const;

/** An address as written into the order when it was placed. */
function writtenAddress<const K extends 'payment' | 'shipping'>(kind: K) {
  const columns = texts.map((text): `${K}_${(typeof texts)[number]}` => `${kind}_${text}`);
  const ids = [`${kind}_zone_id`, `${kind}_country_id`] as const;
  return facts.made([...columns, ...ids], [zones], (row, [zone], { view }) => {
    const held = Object.fromEntries(texts.map((text) => [text, row[`${kind}_${text}`]])) as AddressTexts;
    const region = { region: row[`${kind}_zone`], regionCode: zone()(row[`${kind}_zone_id`])?.code };
    return addressIn(view, held, row[`${kind}_country_id`], region);
  });
}

export const billingAddress = writtenAddress('payment');
export const shippingAddress = writtenAddress('shipping');
