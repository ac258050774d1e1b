import type { RowsOf } from '../config-plan.js';
import type { Columns } from '../platform.js';
import type { EavAttribute, EavAttributes } from './magento1-eav.js';
import { magento } from './magento1-relations.js';

/** An attribute of products that says a fact to be read. */
export interface ShownAttribute extends EavAttribute {
  /** In the default store view, else as the back office names it. */
  readonly label: string;
  /** What it is entered with: `text`, `textarea`, `select`, `multiselect`, `boolean`, `date`, `price` … */
  readonly input: string;
  /** Whether its values are ids of `eav_attribute_option`. */
  readonly hasOptions: boolean;
  /** Types of products that have it; null for all. */
  readonly applyTo: readonly string[] | null;
  /** For each attribute set that holds it: the group's name there, and its place in the set. */
  readonly sets: Readonly<Record<number, { readonly group: string | null; readonly place: number }>>;
}

/** The attributes of the entities that are read. */
export interface AttributeModel {
  readonly productAttributes: EavAttributes;
  readonly categoryAttributes: EavAttributes;
  readonly customerAttributes: EavAttributes;
  readonly addressAttributes: EavAttributes;
  /** Those of products that are facts to be read, by id. */
  readonly shown: readonly ShownAttribute[];
}

const typed = () =>
  magento.selectFrom('eav_attribute as a').innerJoin('eav_entity_type as t', 't.entity_type_id', 'a.entity_type_id');

/** What the entities are made of: which attributes there are and where values are kept. */
export const attributeQueries = (columns: Columns) => ({
  attributes: typed()
    .leftJoin('catalog_eav_attribute as c', 'c.attribute_id', 'a.attribute_id')
    .select(['a.attribute_id', 't.entity_type_code', 'a.attribute_code', 'a.backend_type', 'a.frontend_input'])
    .select(['a.frontend_label', 'a.source_model', 'a.is_user_defined', 'c.is_visible_on_front', 'c.apply_to'])
    .where('t.entity_type_code', 'in', ['catalog_product', 'catalog_category', 'customer', 'customer_address'])
    .orderBy('a.attribute_id'),
  // The least value_id is one look into an index for each attribute.
  'attribute-strays': typed()
    .select((eb) => [
      'a.attribute_id',
      eb
        .selectFrom('catalog_product_entity_varchar as v')
        .select((on) => on.fn.min('v.value_id').as('least'))
        .whereRef('v.attribute_id', '=', 'a.attribute_id')
        .as('least'),
    ])
    .where('t.entity_type_code', '=', 'catalog_product')
    .where('a.backend_type', 'in', ['int', 'text']),
  'attribute-labels': columns.has('eav_attribute_label')
    ? magento.selectFrom('eav_attribute_label as l').select(['l.attribute_id', 'l.store_id', 'l.value'])
    : null,
  'attribute-places': typed()
    .innerJoin('eav_entity_attribute as p', 'p.attribute_id', 'a.attribute_id')
    .innerJoin('catalog_eav_attribute as c', 'c.attribute_id', 'a.attribute_id')
    .leftJoin('eav_attribute_group as g', 'g.attribute_group_id', 'p.attribute_group_id')
    .select(['p.attribute_id', 'p.attribute_set_id', 'g.attribute_group_name'])
    .where('t.entity_type_code', '=', 'catalog_product')
    .where((eb) => eb.or([eb('a.is_user_defined', '=', 1), eb('c.is_visible_on_front', '=', 1)]))
    .orderBy('p.attribute_set_id')
    .orderBy('g.sort_order')
    .orderBy('p.attribute_group_id')
    .orderBy('p.sort_order')
    .orderBy('p.attribute_id'),
});

/** The attributes by the rows of these queries, as the store view with this number calls them. */
export function attributeModel(all: RowsOf<ReturnType<typeof attributeQueries>>, storeId: number): AttributeModel {
  const strayed = new Set(all['attribute-strays'].flatMap((row) => (row.least === null ? [] : [row.attribute_id])));
  const rows = all.attributes.map((row) => {
    const { attribute_id: id, attribute_code: code, backend_type: type } = row;
    return { ...row, held: { id, code, type, strayed: strayed.has(id) } };
  });
  const of = (entity: string) => rows.filter((row) => row.entity_type_code === entity);
  const byCode = (entity: string): EavAttributes => Object.fromEntries(of(entity).map(({ held }) => [held.code, held]));
  const named = new Map(
    all['attribute-labels']
      .filter((row) => row.store_id === storeId && row.value?.trim())
      .map((row) => [row.attribute_id, row.value ?? '']),
  );
  const sets = new Map<number, Record<number, { group: string | null; place: number }>>();
  for (const [place, row] of all['attribute-places'].entries()) {
    const held = sets.get(row.attribute_id) ?? {};
    held[row.attribute_set_id] = { group: row.attribute_group_name, place };
    sets.set(row.attribute_id, held);
  }
  return {
    productAttributes: byCode('catalog_product'),
    categoryAttributes: byCode('catalog_category'),
    customerAttributes: byCode('customer'),
    addressAttributes: byCode('customer_address'),
    shown: of('catalog_product')
      .filter(isShown)
      .map((row) => ({
        ...row.held,
        label: named.get(row.held.id) ?? row.frontend_label ?? row.held.code,
        input: row.frontend_input ?? '',
        hasOptions: usesOptions(row),
        applyTo: row.apply_to ? row.apply_to.split(',') : null,
        sets: sets.get(row.held.id) ?? {},
      })),
  };
}

interface AttributeRow {
  readonly frontend_input: string | null;
  readonly source_model: string | null;
  readonly backend_type: string;
  readonly is_user_defined: number;
  readonly is_visible_on_front: number | null;
}

/**
 * What the merchant made or lets shoppers see. Figures in money that shoppers do not see, such as Magento's own `cost`, are the
 * merchant's business; pictures have their own place.
 */
function isShown(row: AttributeRow): boolean {
  const input = row.frontend_input ?? '';
  if (row.backend_type === 'static' || ['media_image', 'gallery', 'weee'].includes(input)) return false;
  return row.is_visible_on_front === 1 || (row.is_user_defined === 1 && input !== 'price');
}

function usesOptions(row: AttributeRow): boolean {
  if (!['select', 'multiselect'].includes(row.frontend_input ?? '')) return false;
  return !row.source_model || row.source_model === 'eav/entity_attribute_source_table';
}
