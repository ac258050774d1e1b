import type { Rows } from './rows.js';

/** How the store sends what was ordered, as its orders say; freight by weight is set up and not offered yet. */
const settings = {
  flat: { cost: '14.90', tax_class_id: '1', geo_zone_id: '0', status: '1', sort_order: '2' },
  free: { total: '100', geo_zone_id: '1', status: '1', sort_order: '1' },
  pickup: { geo_zone_id: '0', status: '1', sort_order: '3' },
  weight: { tax_class_id: '1', status: '0', sort_order: '4', '1_rate': '10:19.00,30:39.00,100:89.00', '1_status': '1' },
  // What a carrier's extension keeps to itself: the bridge must not let it out.
  ups: { status: '0', sort_order: '5', password: 'NEVER-the-demo-asks-no-carrier' },
} as const;

/** Adds the extensions for sending with their settings. */
export function addShipping(rows: Rows): void {
  for (const [code, held] of Object.entries(settings)) {
    rows.add('extension', {
      extension_id: rows.nextId('extension'),
      ...{ extension: 'opencart', type: 'shipping', code },
    });
    for (const [key, value] of Object.entries(held)) {
      rows.add('setting', {
        setting_id: rows.nextId('setting'),
        ...{ store_id: 0, code: `shipping_${code}`, key: `shipping_${code}_${key}`, value, serialized: 0 },
      });
    }
  }
}
