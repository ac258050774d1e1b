import type { Results } from '../../bridge/plan.js';
import type { Gathering } from '../gathering.js';
import type { Columns } from '../platform.js';
import type { EavAttribute, EavAttributes } from './magento1-eav.js';
import { magento } from './magento1-tables.js';

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
  /** For each attribute set that holds it: the group's name there. */
  readonly sets: Readonly<Record<number, { readonly group: string | null; readonly place: number }>>;
}

/** The attributes of the entities that are read. */
export interface AttributeModel {
  readonly productAttributes: EavAttributes;
  readonly categoryAttributes: EavAttributes;
  readonly customerAttributes: EavAttributes;
  readonly addressAttributes: EavAttributes;
  readonly shown: readonly ShownAttribute[];
}

const readCodes: Readonly<Record<string, readonly string[]>> = {
  catalog_category: ['name', 'description', 'image', 'url_key', 'is_active'],
  customer: ['firstname', 'lastname', 'default_billing', 'default_shipping'],
  customer_address: [
    'firstname',
    'lastname',
    'company',
    'street',
    'city',
    'region',
    'region_id',
    'postcode',
    'country_id',
    'telephone',
  ],
};

/** Codes that merchants give to attributes that hold a number of GS1 (EAN, UPC, ISBN, JAN), the first that is there counts. */
export const gtinCodes = [
  'gtin',
  'gtin13',
  'ean',
  'ean13',
  'ean_code',
  'upc',
  'upc_code',
  'isbn',
  'jan',
  'barcode',
] as const;

/** Asks for what `catalog_product` and the other entities are made of: which attributes there are and where values are kept. */
export function attributeModelOf(gathering: Gathering, columns: Columns) {
  const attributes = gathering.add(
    'attributes',
    magento
      .selectFrom('eav_attribute as a')
      .innerJoin('eav_entity_type as t', 't.entity_type_id', 'a.entity_type_id')
      .leftJoin('catalog_eav_attribute as c', 'c.attribute_id', 'a.attribute_id')
      .select(['a.attribute_id', 't.entity_type_code', 'a.attribute_code', 'a.backend_type', 'a.frontend_input'])
      .select(['a.frontend_label', 'a.source_model', 'a.is_user_defined', 'c.is_visible_on_front', 'c.apply_to'])
      .where('t.entity_type_code', 'in', ['catalog_product', ...Object.keys(readCodes)])
      .orderBy('a.attribute_id'),
  );
  // The least value_id is one look into an index for each attribute.
  const strays = gathering.add(
    'attribute-strays',
    magento
      .selectFrom('eav_attribute as a')
      .innerJoin('eav_entity_type as t', 't.entity_type_id', 'a.entity_type_id')
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
  );
  const labels = columns.has('eav_attribute_label')
    ? gathering.add(
        'attribute-labels',
        magento.selectFrom('eav_attribute_label as l').select(['l.attribute_id', 'l.store_id', 'l.value']),
      )
    : null;
  const places = gathering.add(
    'attribute-places',
    magento
      .selectFrom('eav_entity_attribute as p')
      .innerJoin('eav_attribute as a', 'a.attribute_id', 'p.attribute_id')
      .innerJoin('catalog_eav_attribute as c', 'c.attribute_id', 'a.attribute_id')
      .innerJoin('eav_entity_type as t', 't.entity_type_id', 'a.entity_type_id')
      .leftJoin('eav_attribute_group as g', 'g.attribute_group_id', 'p.attribute_group_id')
      .select(['p.attribute_id', 'p.attribute_set_id', 'g.attribute_group_name'])
      .where('t.entity_type_code', '=', 'catalog_product')
      .where((eb) => eb.or([eb('a.is_user_defined', '=', 1), eb('c.is_visible_on_front', '=', 1)]))
      .orderBy('p.attribute_set_id')
      .orderBy('g.sort_order')
      .orderBy('p.attribute_group_id')
      .orderBy('p.sort_order')
      .orderBy('p.attribute_id'),
  );
  return (results: Results, storeId: number): AttributeModel => {
    const rows = results.rows(attributes);
    const strayed = new Set(results.rows(strays).flatMap((row) => (row.least === null ? [] : [row.attribute_id])));
    const of = (entity: string): EavAttributes =>
      Object.fromEntries(
        rows
          .filter((row) => row.entity_type_code === entity && (readCodes[entity]?.includes(row.attribute_code) ?? true))
          .map((row) => {
            const { attribute_id: id, attribute_code: code, backend_type: type } = row;
            return [code, { id, code, type, strayed: strayed.has(id) }];
          }),
      );
    const named = new Map(
      (labels ? results.rows(labels) : [])
        .filter((row) => row.store_id === storeId && row.value?.trim())
        .map((row) => [row.attribute_id, row.value ?? '']),
    );
    const sets = new Map<number, Record<number, { group: string | null; place: number }>>();
    for (const [place, row] of results.rows(places).entries()) {
      const held = sets.get(row.attribute_id) ?? {};
      held[row.attribute_set_id] = { group: row.attribute_group_name, place };
      sets.set(row.attribute_id, held);
    }
    return {
      productAttributes: of('catalog_product'),
      categoryAttributes: of('catalog_category'),
      customerAttributes: of('customer'),
      addressAttributes: of('customer_address'),
      shown: rows
        .filter((row) => row.entity_type_code === 'catalog_product' && isShown(row))
        .map((row) => ({
          id: row.attribute_id,
          code: row.attribute_code,
          type: row.backend_type,
          strayed: strayed.has(row.attribute_id),
          label: named.get(row.attribute_id) ?? row.frontend_label ?? row.attribute_code,
          input: row.frontend_input ?? '',
          hasOptions: usesOptions(row),
          applyTo: row.apply_to ? row.apply_to.split(',') : null,
          sets: sets.get(row.attribute_id) ?? {},
        })),
    };
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
  if (row.backend_type === 'static' || ['media_image', 'gallery', 'weee'].includes(row.frontend_input ?? ''))
    return false;
  if (row.is_visible_on_front === 1) return true;
  return row.is_user_defined === 1 && row.frontend_input !== 'price';
}

function usesOptions(row: AttributeRow): boolean {
  if (!['select', 'multiselect'].includes(row.frontend_input ?? '')) return false;
  return !row.source_model || row.source_model === 'eav/entity_attribute_source_table';
}
