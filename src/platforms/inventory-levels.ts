import type { CompiledQuery } from 'kysely';
import { orError, type Plan, type Results, type Statement } from '../bridge/plan.js';
import { globalId } from '../model/ids.js';
import type { InventoryLevel } from '../model/inventory-level.js';
import type { ServiceError } from '../model/service-error.js';
import { Gathering } from './gathering.js';
import type { StoreView } from './platform.js';

/** Which page of a store's stock is wanted. */
export interface LevelsRequest {
  /** Only rows whose number is greater; null: from the start. */
  readonly after: number | null;
  /** Rows wanted, 1 to 5,000. */
  readonly limit: number;
}

/** A page of a store's stock. */
export interface LevelsPage {
  readonly rows: readonly { readonly at: number; readonly level: InventoryLevel | ServiceError }[];
  /** The number that the next page begins after; null where there is none. */
  readonly next: number | null;
}

/** What a platform says of one row of its stock. */
export interface HeldLevel {
  readonly productId: string | number;
  readonly variantId: string | number | null;
  readonly sku: string | null;
  readonly tracked: boolean;
  /** A plain decimal; null where the store does not count. */
  readonly quantity: string | null;
  readonly available: boolean;
}

interface LevelQuery<Row> {
  where(column: never, operator: '>', after: never): LevelQuery<Row>;
  orderBy(column: never): LevelQuery<Row>;
  limit(rows: number): LevelQuery<Row>;
  compile(): CompiledQuery<Row>;
}

/**
 * A platform's pages of stock. `query` selects the rows, with their number (`idColumn`) as `id`; `beside` asks for what hangs on
 * them and reads a row; null for a row that is no stock of its own.
 */
export function levelsOf<View extends StoreView, Row extends { readonly id: number }>(
  idColumn: string,
  query: (view: View) => { compile(): CompiledQuery<Row> },
  beside: (
    view: View,
    gathering: Gathering,
    listed: Statement<Row>,
  ) => (results: Results, row: Row) => HeldLevel | null,
): (store: StoreView, request: LevelsRequest) => Plan<LevelsPage> {
  return (store, { after, limit }) => {
    const gathering = new Gathering();
    const all = query(store as View) as unknown as LevelQuery<Row>;
    const further = after === null ? all : all.where(idColumn as never, '>', after as never);
    const listed = gathering.add('levels', further.orderBy(idColumn as never).limit(limit + 1));
    const read = beside(store as View, gathering, listed);
    return {
      statements: gathering.statements,
      decode(results) {
        const held = results.rows(listed);
        const rows = held.slice(0, limit).flatMap((row) => {
          const level = orError(() => read(results, row));
          if (level === null) return [];
          return [{ at: row.id, level: level instanceof Error ? level : levelOf(store.storeId, level) }];
        });
        // Where the last rows are no stock, the next page still begins after them.
        const last = held.length > limit ? held[limit - 1] : undefined;
        return { rows, next: last?.id ?? null };
      },
    };
  };
}

function levelOf(
  storeId: string,
  { productId, variantId, sku, tracked, quantity, available }: HeldLevel,
): InventoryLevel {
  return {
    storeId,
    productNativeId: String(productId),
    variantNativeId: variantId === null ? null : String(variantId),
    productId: globalId(storeId, 'Product', productId),
    variantId: variantId === null ? null : globalId(storeId, 'ProductVariant', variantId),
    sku,
    tracked,
    quantity,
    available,
  };
}
