import type { OptionKind, ProductOption, SelectedOption } from '../../model/product-parts.js';
import type { Gathering } from '../gathering.js';
import { heldText } from '../html-text.js';
import { inLanguage } from './prestashop-languages.js';
import { facts } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

/** Attributes of combinations in the storefront's order: each the value, and the group that it is a value of. */
function attributeRows(view: PrestaShopView) {
  const value = { table: 'attribute_lang', text: 'name', key: 'id_attribute', of: 'a.id_attribute' } as const;
  const group = { table: 'attribute_group_lang', text: 'public_name', key: 'id_attribute_group' } as const;
  return prestashop
    .selectFrom('product_attribute_combination as c')
    .innerJoin('attribute as a', 'a.id_attribute', 'c.id_attribute')
    .innerJoin('attribute_group as g', 'g.id_attribute_group', 'a.id_attribute_group')
    .select(['a.id_attribute', 'a.position', inLanguage(view, value).as('value')])
    .select(['g.id_attribute_group', 'g.group_type', 'g.position as group_position'])
    .select(inLanguage(view, { ...group, of: 'g.id_attribute_group' }).as('group'))
    .orderBy('g.position')
    .orderBy('g.id_attribute_group')
    .orderBy('a.position')
    .orderBy('a.id_attribute');
}

type AttributeRow = Awaited<ReturnType<ReturnType<typeof attributeRows>['execute']>>[number];

/** Asks for the attributes of combinations, by combination. */
export function attributesOf(view: PrestaShopView, gathering: Gathering, ids: number[], statement: string) {
  return gathering.rows(statement, 'c.id_product_attribute', ids, attributeRows(view));
}

/** What has no name in any language goes by its number. */
const groupName = (row: AttributeRow) => heldText(row.group) ?? String(row.id_attribute_group);
const valueName = (row: AttributeRow) => heldText(row.value) ?? String(row.id_attribute);

/** What makes a combination what it is. */
export function selectedOptions(attributes: readonly AttributeRow[]): SelectedOption[] {
  return attributes.map((row) => ({ name: groupName(row), value: valueName(row) }));
}

const kinds: Readonly<Record<string, OptionKind>> = { select: 'SELECT', radio: 'RADIO', color: 'SWATCH' };

/** The options of a product: every group of attributes that its combinations have, with the values they have of it. */
export function optionsOf(attributes: readonly AttributeRow[]): ProductOption[] {
  const groups = new Map<number, { option: ProductOption; values: Map<number, AttributeRow> }>();
  const inOrder = [...attributes].sort(
    (a, b) => a.group_position - b.group_position || a.id_attribute_group - b.id_attribute_group,
  );
  for (const row of inOrder) {
    const option: ProductOption = {
      nativeId: String(row.id_attribute_group),
      name: groupName(row),
      kind: kinds[row.group_type ?? ''] ?? 'OTHER',
      required: true,
      values: [],
    };
    const group = groups.get(row.id_attribute_group) ?? { option, values: new Map() };
    groups.set(row.id_attribute_group, group);
    group.values.set(row.id_attribute, row);
  }
  const none = { priceDelta: null, quantity: null, sku: null };
  return [...groups.values()].map(({ option, values }) => ({
    ...option,
    values: [...values.values()]
      .sort((a, b) => a.position - b.position || a.id_attribute - b.id_attribute)
      .map((row) => ({ nativeId: String(row.id_attribute), name: valueName(row), ...none })),
  }));
}

const customizationRows = facts.rowsBeside('customizations', 'f.id_product', ({ view }) => {
  const label = inLanguage(view, {
    ...{ table: 'customization_field_lang', text: 'name' },
    ...{ key: 'id_customization_field', of: 'f.id_customization_field' },
    shop: view.columns.has('customization_field_lang', 'id_shop') ? shopOfProduct(view) : null,
  });
  return prestashop
    .selectFrom('customization_field as f')
    .innerJoin('product as p', 'p.id_product', 'f.id_product')
    .select(['f.id_customization_field', 'f.type', 'f.required', label.as('name')])
    .$if(view.columns.has('customization_field', 'is_deleted'), (query) => query.where('f.is_deleted', '=', 0))
    .orderBy('f.id_customization_field');
});

/** What a shopper writes or uploads for a product ("customization"); each is an option without values. */
export const customizations = facts.shaped(customizationRows, (rows): ProductOption[] =>
  rows.map((row) => ({
    // Apart from the numbers of attribute groups, which count for themselves.
    nativeId: `customization-${row.id_customization_field}`,
    name: heldText(row.name) ?? String(row.id_customization_field),
    kind: row.type === 0 ? 'FILE' : 'TEXT',
    required: row.required === 1,
    values: [],
  })),
);
