import type { Results } from '../../bridge/plan.js';
import type { ProductAttribute } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import type { ShownAttribute } from './magento1-attributes.js';
import { type Axis, axesOf } from './magento1-axes.js';
import { brandOf } from './magento1-brands.js';
import type { EavValue } from './magento1-eav.js';
import { facts } from './magento1-product-list.js';
import { ownValues } from './magento1-product-values.js';
import { magento } from './magento1-relations.js';

const { ask, made } = facts;

/** Reads the name of an option, in the default store view or, where it has none of its own, in all. */
type OptionNames = (optionId: number) => string | null;

/**
 * The names of the options that whole-number values name, and of all options of the attributes that hold options in texts: several
 * in one, or from before their type was changed.
 */
const optionNames = ask([], (asking) => {
  const { view, gathering, selection } = asking;
  const { storeId, shown } = view.native;
  const brand = selection.has('brand') ? brandOf(view) : undefined;
  const facts = selection.has('attributes') ? shown : [];
  const inTexts = [
    ...facts.filter((one) => one.strayed || (one.hasOptions && one.input === 'multiselect')),
    ...(brand?.strayed ? [brand] : []),
  ];
  const numbers = ownValues(asking).numbers();
  const named = magento
    .selectFrom('eav_attribute_option_value as v')
    .select(['v.option_id', 'v.store_id', 'v.value'])
    .where('v.store_id', 'in', [0, storeId]);
  const statements = [];
  if (numbers.length > 0) statements.push(gathering.add('option-names', named.where('v.option_id', 'in', numbers)));
  if (inTexts.length > 0) {
    const ofTexts = named
      .innerJoin('eav_attribute_option as o', 'o.option_id', 'v.option_id')
      .where('o.attribute_id', 'in', [...new Set(inTexts.map((one) => one.id))]);
    statements.push(gathering.add('text-option-names', ofTexts));
  }
  const readings = statements.map((statement) => rowsOf(statement, 'option_id'));
  return (results: Results): OptionNames =>
    (optionId) => {
      const rows = readings.flatMap((reading) => reading(results, optionId));
      return heldText((rows.find((row) => row.store_id === storeId) ?? rows.find((row) => row.store_id === 0))?.value);
    };
});

/** The axes of a product, whose values tell its variants apart and are no facts about it. */
const axesAsked = ask([], (asking) => axesOf(asking, asking.ids));

/** The values of the attributes that say facts. */
const shownValues = ask([], (asking) => {
  const held = ownValues(asking);
  return (results, id) => held.of(results, id);
});

/** The facts that a product of this type and set has, by the set's order of them. */
export const attributes = made(
  ['type_id', 'attribute_set_id'],
  [shownValues, optionNames, axesAsked],
  (row, [valuesOf, nameOf, chosen], { view }) => {
    const values = valuesOf();
    let axes: readonly Axis[] | undefined;
    const isAxis = ({ id }: ShownAttribute) => {
      axes ??= chosen();
      return axes.some((axis) => axis.attribute_id === id);
    };
    return view.native.shown
      .flatMap((attribute) => {
        const place = attribute.sets[row.attribute_set_id];
        const applies = attribute.applyTo?.includes(row.type_id) ?? true;
        if (!place || !applies || isAxis(attribute)) return [];
        const held = factsIn(attribute, values[attribute.code] ?? null, nameOf());
        if (held.length === 0) return [];
        const fact: ProductAttribute = { name: attribute.label, values: held, group: heldText(place.group) };
        return [{ place: place.place, fact }];
      })
      .sort((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
  },
);

function factsIn(attribute: ShownAttribute, value: EavValue, nameOf: OptionNames): string[] {
  const text = heldText(value);
  if (text === null) return [];
  if (attribute.hasOptions) return text.split(',').flatMap((option) => nameOf(Number(option)) ?? []);
  if (attribute.input === 'boolean') return [Number(text) === 1 ? 'Yes' : 'No'];
  if (attribute.type === 'decimal') return [plainDecimal(decimal(text))];
  return [attribute.input === 'date' ? text.slice(0, 10) : text];
}

/** The maker of a product; null for none and for one whose option was deleted. */
export const brand = made(['manufacturer', 'brand'], [optionNames], (row, [nameOf], { view }) => {
  const id = heldText(brandOf(view)?.code === 'brand' ? row.brand : row.manufacturer);
  if (id === null) return null;
  const name = /^\d+$/.test(id) ? nameOf()(Number(id)) : id;
  return name === null ? null : { nativeId: id, name };
});
