import type { OptionKind, ProductOption, SelectedOption } from '../../model/product-parts.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

/** Attributes of combinations in the storefront's order: each the value, and the group that it is a value of. */
function attributeRows({ native: { languageId } }: PrestaShopView, combinationIds: number[]) {
  return prestashop
    .selectFrom('product_attribute_combination as c')
    .innerJoin('attribute as a', 'a.id_attribute', 'c.id_attribute')
    .innerJoin('attribute_group as g', 'g.id_attribute_group', 'a.id_attribute_group')
    .leftJoin('attribute_lang as t', (join) =>
      join.onRef('t.id_attribute', '=', 'a.id_attribute').on('t.id_lang', '=', languageId),
    )
    .leftJoin('attribute_group_lang as n', (join) =>
      join.onRef('n.id_attribute_group', '=', 'g.id_attribute_group').on('n.id_lang', '=', languageId),
    )
    .select(['c.id_product_attribute as id', 'a.id_attribute', 't.name as value', 'a.position'])
    .select(['g.id_attribute_group', 'g.group_type', 'n.public_name as group', 'g.position as group_position'])
    .where('c.id_product_attribute', 'in', combinationIds)
    .orderBy('g.position')
    .orderBy('g.id_attribute_group')
    .orderBy('a.position')
    .orderBy('a.id_attribute');
}

type AttributeRow = Awaited<ReturnType<ReturnType<typeof attributeRows>['execute']>>[number];

/** Asks, once in a plan, for the attributes of combinations that a statement lists, by combination. */
export function attributesOf(
  view: PrestaShopView,
  gathering: Gathering,
  combinationIds: number[],
  statement: string,
): Reading<readonly AttributeRow[]> {
  return gathering.once(statement, () => rowsOf(gathering.add(statement, attributeRows(view, combinationIds)), 'id'));
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
  const none = { priceDelta: null, quantity: null, sku: null };
  return [...groups.values()].map(({ option, values }) => ({
    ...option,
    values: [...values.values()]
      .sort((a, b) => a.position - b.position || a.id_attribute - b.id_attribute)
      .map((row) => ({ nativeId: String(row.id_attribute), name: row.value ?? '', ...none })),
  }));
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
