import type { Metafield } from '../../model/metafield.js';
import type { MetafieldKind } from '../../model/metafield-kind.js';
import { type Ask, anyRelations } from '../entity.js';
import type { Reading } from '../gathering.js';
import type { WooCommerceView } from './woocommerce-config.js';

/** The relations of what the owner opened: whose it is, and which column says so and which numbers the rows. */
const fieldRelations = {
  product_field: { kind: 'product', owner: 'post_id', id: 'meta_id' },
  category_field: { kind: 'category', owner: 'term_id', id: 'meta_id' },
  order_field: { kind: 'order', owner: 'order_id', id: 'id' },
  order_post_field: { kind: 'order', owner: 'post_id', id: 'meta_id' },
  customer_field_hpos: { kind: 'customer', owner: 'user_id', id: 'umeta_id' },
  customer_field_posts: { kind: 'customer', owner: 'user_id', id: 'umeta_id' },
} as const satisfies Readonly<Record<string, { kind: MetafieldKind; owner: string; id: string }>>;

/** The keys that the owner opened, as the store holds them: every row of one that stands there several times. */
export function metafieldsIn(
  relation: keyof typeof fieldRelations,
  statement: string,
): Ask<WooCommerceView, unknown, Metafield[]> {
  const { kind, owner, id } = fieldRelations[relation];
  return {
    columns: [],
    prepare: ({ view, gathering, ids }) => {
      const keys = view.columns.metafields(kind);
      if (keys.length === 0) return () => [];
      const held = anyRelations
        .selectFrom(`${relation} as m`)
        .select(['m.meta_key', 'm.meta_value'])
        .where('m.meta_key', 'in', [...keys])
        .orderBy(`m.${id}`);
      const rows = gathering.rows(statement, `m.${owner}`, ids, held) as Reading<
        readonly { readonly meta_key: string; readonly meta_value: string | null }[]
      >;
      // The database may take keys for alike that differ in case; WordPress does not.
      return (results, thing) =>
        rows(results, thing).flatMap(({ meta_key: key, meta_value: value }) =>
          value === null || !keys.includes(key) ? [] : [{ key, value: String(value) }],
        );
    },
  };
}
