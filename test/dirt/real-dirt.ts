import { platformById } from '../../src/platforms/index.js';
import { openRealStore } from '../conformance/real-store.js';
import { type DirtyStore, inMariaDb } from './dirty-store.js';

/** The real stores, with the names that their connectors fill in. */
export const realStores: Readonly<Record<string, { platformId: string; names: Readonly<Record<string, string>> }>> = {
  opencart3: { platformId: 'OPENCART', names: { prefix: 'shop3_' } },
  opencart4: { platformId: 'OPENCART', names: { prefix: 'oc_' } },
  woo: { platformId: 'WOOCOMMERCE', names: { site: '1', own: 'wp_', users: 'wp_users', user_meta: 'wp_usermeta' } },
  woolegacy: {
    platformId: 'WOOCOMMERCE',
    names: { site: '1', own: 'lg7_', users: 'lg7_users', user_meta: 'lg7_usermeta' },
  },
  presta8: { platformId: 'PRESTASHOP', names: { prefix: 'ps_' } },
  openmage: { platformId: 'MAGENTO1', names: { prefix: '' } },
  zencart: { platformId: 'ZENCART', names: { prefix: 'zen_' } },
};

export async function openDirty(name: string): Promise<DirtyStore> {
  const { platformId, names } = realStores[name] as (typeof realStores)[string];
  const platform = platformById(platformId);
  if (!platform) throw new Error(`a platform must be known, but got: ${platformId}`);
  return inMariaDb(await openRealStore(name), platform as never, names);
}
