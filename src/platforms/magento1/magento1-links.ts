import { type RawBuilder, sql } from 'kysely';
import type { Asking } from '../entity.js';
import type { Rows } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

/** What a part of a plan for products may know when it asks. */
export type ProductAsking = Pick<Asking<Magento1View, unknown>, 'view' | 'gathering' | 'ids' | 'selection'>;

/** A product and one that it is made of. */
export interface Link {
  readonly id: number;
  readonly parent_id: number;
}

/** A variant's own row, with the configurable product that it is a variant of. */
export type VariantRow = Pick<
  Magento1Tables['catalog_product_entity'],
  'entity_id' | 'sku' | 'type_id' | 'updated_at' | 'created_at'
> & {
  parent_id: number;
};

/** What products are made of, read by the product; the statement lists the parts as `id`. */
export type Links<L extends Link = Link> = Rows<L>;

/** The variants of configurable products, in the order in which they were linked. */
export function variantLinks({ gathering, ids }: ProductAsking): Links<VariantRow & Link> {
  const linked = magento
    .selectFrom('catalog_product_super_link as l')
    .innerJoin('catalog_product_entity as e', 'e.entity_id', 'l.product_id')
    .select(['l.product_id as id', 'e.entity_id', 'e.sku', 'e.type_id', 'e.updated_at', 'e.created_at'])
    .orderBy('l.link_id');
  return gathering.rows('variants', 'l.parent_id', ids, linked);
}

/** `catalog_product_link_type`: what a grouped product is made of. */
export const groupedLink = 3;

/** The products that grouped products show together. */
export function groupedLinks({ gathering, ids }: ProductAsking): Links {
  const linked = magento
    .selectFrom('catalog_product_link as l')
    .select(['l.linked_product_id as id', 'l.product_id as parent_id'])
    .where('l.link_type_id', '=', groupedLink)
    .orderBy('l.link_id');
  return gathering.rows('grouped', 'l.product_id', ids, linked);
}

/** The ids of all products that are variants; a link to a product that was deleted makes none. */
export const variantIds = () =>
  magento
    .selectFrom('catalog_product_super_link as l')
    .innerJoin('catalog_product_entity as c', 'c.entity_id', 'l.parent_id')
    .select('l.product_id')
    .distinct();

/** The oldest of the products that the one which `of` names is a variant of, as SQL; null for one that is no variant. */
export function oldestParent(of: string): RawBuilder<number | null> {
  const parents = magento
    .selectFrom('catalog_product_super_link as k')
    .innerJoin('catalog_product_entity as c', 'c.entity_id', 'k.parent_id')
    .select((eb) => eb.fn.min('k.parent_id').as('parent_id'))
    .where('k.product_id', '=', sql.ref<number>(of));
  return sql<number | null>`${parents}`;
}
