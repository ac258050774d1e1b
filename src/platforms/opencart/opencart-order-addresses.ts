import { valuesFrom } from '../../bridge/plan.js';
import { addressIn, type Zone, zonesOf } from './opencart-addresses.js';
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

/** An address as written into the order when it was placed. */
function writtenAddress<const K extends 'payment' | 'shipping'>(kind: K) {
  return facts.made(
    [
      `${kind}_firstname`,
      `${kind}_lastname`,
      `${kind}_company`,
      `${kind}_address_1`,
      `${kind}_address_2`,
      `${kind}_city`,
      `${kind}_postcode`,
      `${kind}_zone`,
      `${kind}_zone_id`,
      `${kind}_country_id`,
    ] as const,
    [zones],
    (row, [zone], { view }) =>
      addressIn(
        view,
        {
          firstname: row[`${kind}_firstname`],
          lastname: row[`${kind}_lastname`],
          company: row[`${kind}_company`],
          address_1: row[`${kind}_address_1`],
          address_2: row[`${kind}_address_2`],
          city: row[`${kind}_city`],
          postcode: row[`${kind}_postcode`],
        },
        row[`${kind}_country_id`],
        { region: row[`${kind}_zone`], regionCode: zone()(row[`${kind}_zone_id`])?.code },
      ),
  );
}

export const billingAddress = writtenAddress('payment');
export const shippingAddress = writtenAddress('shipping');
