import { valueRead } from '../../src/model/as-read.js';
import type { RealStore } from './real-store.js';

/** The levels of stock as MariaDB's client prints rows: product, variant (0 for none), SKU, whether it is tracked, quantity, whether there is any. */
export async function levelRows(store: RealStore): Promise<string[][]> {
  const { rows } = await store
    .session()
    .ask((platform, view) => platform.inventoryLevels(view, { after: null, limit: 5_000 }));
  return rows.map(({ level }) => {
    const { productNativeId, variantNativeId, sku, tracked, quantity, available } = valueRead(level);
    const flag = (value: boolean) => (value ? '1' : '0');
    return [productNativeId, variantNativeId ?? '0', sku ?? '', flag(tracked), quantity ?? '', flag(available)];
  });
}
