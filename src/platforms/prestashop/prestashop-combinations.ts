import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { OptionKind, ProductOption, SelectedOption } from '../../model/product-parts.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { PrestaShopView } from './prestashop-config.js';
import { shopOfProduct } from './prestashop-shops.js';
import { heldText, prestashop } from './prestashop-tables.js';
import type { HeldImage } from './prestashop-urls.js';

/** A combination of attributes, which is a variant; prices and weight are what it changes. */
export interface CombinationRow {
  readonly id: number;
  readonly id_product: number;
  readonly price: string | number;
  readonly ecotax: string | number;
  readonly weight: string | number;
  readonly reference: string | null;
  readonly ean13: string | null;
  readonly isbn: string | null;
  readonly upc: string | null;
}

/** All that is read of combinations, as a query without conditions: the right shop's impacts, else those of the combination itself. */
export function combinations(view: PrestaShopView) {
  return prestashop
    .selectFrom('product_attribute as v')
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .leftJoin('product_attribute_shop as x', (join) =>
      join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
    )
    .where('p.state', '=', 1)
    .select((eb) => [
      'v.id_product_attribute as id',
      'v.id_product',
      'v.reference',
      'v.ean13',
      'v.isbn',
      'v.upc',
      eb.fn.coalesce('x.price', 'v.price').as('price'),
      eb.fn.coalesce('x.ecotax', 'v.ecotax').as('ecotax'),
      'v.weight',
    ])
    .orderBy('v.id_product_attribute');
}

/** Asks for the combinations of products. */
export function combinationsOf(view: PrestaShopView, gathering: Gathering, productIds: number[]) {
  const listed: Statement<CombinationRow> = gathering.add(
    'combinations',
    combinations(view).where('v.id_product', 'in', productIds),
  );
  return { listed, rows: rowsOf(listed, 'id_product') };
}

/** An attribute of a combination: the value, and the group that it is a value of. */
export interface AttributeRow {
  readonly id: number;
  readonly id_product: number;
  readonly id_attribute: number;
  readonly value: string | null;
  readonly position: number;
  readonly id_attribute_group: number;
  readonly group_type: string | null;
  readonly group: string | null;
  readonly group_position: number;
}

/** Asks for the attributes of combinations that a statement lists, by combination, in the storefront's order. */
export function attributesOfCombinations(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
  id = 'combination-attributes',
): Reading<readonly AttributeRow[]> {
  const language = view.native.languageId;
  return rowsOf(
    gathering.add(
      id,
      prestashop
        .selectFrom('product_attribute_combination as c')
        .innerJoin('attribute as a', 'a.id_attribute', 'c.id_attribute')
        .innerJoin('attribute_group as g', 'g.id_attribute_group', 'a.id_attribute_group')
        .leftJoin('attribute_lang as t', (join) =>
          join.onRef('t.id_attribute', '=', 'a.id_attribute').on('t.id_lang', '=', language),
        )
        .leftJoin('attribute_group_lang as n', (join) =>
          join.onRef('n.id_attribute_group', '=', 'g.id_attribute_group').on('n.id_lang', '=', language),
        )
        .select(['c.id_product_attribute as id', 'a.id_attribute', 't.name as value', 'a.position'])
        .select(['g.id_attribute_group', 'g.group_type', 'n.public_name as group', 'g.position as group_position'])
        .where('c.id_product_attribute', 'in', ids)
        .orderBy('g.position')
        .orderBy('g.id_attribute_group')
        .orderBy('a.position')
        .orderBy('a.id_attribute'),
    ) as Statement<AttributeRow>,
    'id',
  );
}

/** What makes a combination what it is. */
export function selectedOptions(attributes: readonly AttributeRow[]): SelectedOption[] {
  return attributes.map((row) => ({ name: row.group ?? '', value: row.value ?? '' }));
}

const kinds: Readonly<Record<string, OptionKind>> = { select: 'SELECT', radio: 'RADIO', color: 'SWATCH' };

/** The options of a product: every group of attributes that its combinations have, with the values they have of it. */
export function optionsOf(attributes: readonly AttributeRow[]): ProductOption[] {
  const groups = new Map<number, { option: ProductOption; values: Map<number, AttributeRow> }>();
  const inOrder = [...attributes].sort(
    (a, b) => a.group_position - b.group_position || a.id_attribute_group - b.id_attribute_group,
  );
  for (const row of inOrder) {
    let group = groups.get(row.id_attribute_group);
    if (!group) {
      const option: ProductOption = {
        nativeId: String(row.id_attribute_group),
        name: row.group ?? '',
        kind: kinds[row.group_type ?? ''] ?? 'OTHER',
        required: true,
        values: [],
      };
      group = { option, values: new Map() };
      groups.set(row.id_attribute_group, group);
    }
    group.values.set(row.id_attribute, row);
  }
  return [...groups.values()].map(({ option, values }) => ({
    ...option,
    values: [...values.values()]
      .sort((a, b) => a.position - b.position || a.id_attribute - b.id_attribute)
      .map((row) => ({
        nativeId: String(row.id_attribute),
        name: row.value ?? '',
        priceDelta: null,
        quantity: null,
        sku: null,
      })),
  }));
}

/** Asks for the pictures of combinations that a statement lists, in the product's order. */
export function imagesOfCombinations(
  view: PrestaShopView,
  gathering: Gathering,
  listed: Statement<CombinationRow>,
): Reading<readonly HeldImage[]> {
  return rowsOf(
    gathering.add(
      'combination-images',
      prestashop
        .selectFrom('product_attribute_image as c')
        .innerJoin('image as i', 'i.id_image', 'c.id_image')
        .leftJoin('image_lang as t', (join) =>
          join.onRef('t.id_image', '=', 'i.id_image').on('t.id_lang', '=', view.native.languageId),
        )
        .select(['c.id_product_attribute as id', 'i.id_image', 't.legend'])
        .where('c.id_product_attribute', 'in', valuesFrom(listed, 'id'))
        .orderBy('i.position')
        .orderBy('i.id_image'),
    ),
    'id',
  );
}

/** Asks for what a shopper writes or uploads for a product ("customization"); each is an option without values. */
export function customizationsOf(
  view: PrestaShopView,
  gathering: Gathering,
  productIds: number[],
): Reading<ProductOption[]> {
  const rows = rowsOf(
    gathering.add(
      'customizations',
      prestashop
        .selectFrom('customization_field as f')
        .innerJoin('product as p', 'p.id_product', 'f.id_product')
        .leftJoin('customization_field_lang as t', (join) =>
          join
            .onRef('t.id_customization_field', '=', 'f.id_customization_field')
            .on('t.id_lang', '=', view.native.languageId)
            .$call((on) =>
              view.columns.has('customization_field_lang', 'id_shop')
                ? on.on('t.id_shop', '=', shopOfProduct(view))
                : on,
            ),
        )
        .select(['f.id_product', 'f.id_customization_field', 'f.type', 'f.required', 't.name'])
        .where('f.id_product', 'in', productIds)
        .$if(view.columns.has('customization_field', 'is_deleted'), (query) => query.where('f.is_deleted', '=', 0))
        .orderBy('f.id_customization_field'),
    ),
    'id_product',
  );
  return (results, id) =>
    rows(results, id).map((row) => ({
      // Apart from the numbers of attribute groups, which count for themselves.
      nativeId: `customization-${row.id_customization_field}`,
      name: heldText(row.name) ?? '',
      kind: row.type === 0 ? 'FILE' : 'TEXT',
      required: row.required === 1,
      values: [],
    }));
}
