import { tablePrefix } from '../../demo/schema.js';
import { generatedStore } from '../generated-store.js';
import type { Growth, Sizes, Sql } from './grow.js';
import { growStore } from './grow.js';
import { magento1 } from './magento1.js';
import { opencart } from './opencart.js';
import { prestashop } from './prestashop.js';
import { woocommerce } from './woocommerce.js';
import { zencart } from './zencart.js';

/** A large store, as issue and docs mean it. */
export const large: Sizes = { products: 50_000, orders: 200_000, customers: 100_000 };

/** Large enough for the database to plan as for a large store, small enough to be made in seconds. */
export const moderate: Sizes = { products: 6_000, orders: 12_000, customers: 6_000 };

const growths: Readonly<Record<string, (tables: ReadonlySet<string>) => Growth>> = {
  opencart3: (tables) => opencart('shop3_', tables),
  opencart4: (tables) => opencart('oc_', tables),
  woo: () => woocommerce('wp_', true),
  woolegacy: () => woocommerce('lg7_', false),
  presta8: () => prestashop('ps_'),
  openmage: () => magento1(''),
  zencart: () => zencart('zen_'),
  [generatedStore]: (tables) => opencart(tablePrefix, tables),
};

/** The stores that can be grown: those of `../shared/stores`, by their names there, and the generated one. */
export const growable: readonly string[] = Object.keys(growths);

/** Grows the database of one of them. */
export function grow(name: string, sql: Sql, sizes: Sizes): void {
  const growthOf = growths[name];
  if (!growthOf) throw new Error(`a store to grow must be one of ${growable.join(', ')}, but got: ${name}`);
  const { prefix } = growthOf(new Set());
  const tables = sql('select table_name from information_schema.tables where table_schema = database()');
  const names = tables.flatMap(([table = '']) => (table.startsWith(prefix) ? [table.slice(prefix.length)] : []));
  growStore(sql, growthOf(new Set(names)), sizes);
}
