import { valuesFrom } from '../../bridge/plan.js';
import type { OptionKind, ProductOption, ProductOptionValue, SelectedOption } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { type Gathering, type Reading } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { nameOf } from './opencart-names.js';
import { facts, hasVariants } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';
import { piecesOf } from './opencart-stock.js';

const kinds: Readonly<Record<string, OptionKind>> = {
  select: 'SELECT',
  radio: 'RADIO',
  checkbox: 'CHECKBOX',
  image: 'SWATCH',
  text: 'TEXT',
  textarea: 'TEXTAREA',
  file: 'FILE',
  date: 'DATE',
  time: 'TIME',
  datetime: 'DATETIME',
};

/** What a shopper chooses on a product; with the values where these, or the options that variants are made of, are selected. */
export const options = facts.ask([], ({ view, gathering, ids, selection }) => {
  const named = hasVariants(view) && selection.at('variants').has('selectedOptions');
  const withValues = named || selection.at('options').has('values');
  return gathering.once('options', () => optionsOf(view, gathering, ids, withValues));
});

const optionsOfMaster = facts.ask(['master_id'], ({ view, gathering, rows }) => {
  const read = gathering.once('options', () => optionsOf(view, gathering, valuesFrom(rows, 'master_id'), true));
  return (results, _id, row) => read(results, row.master_id ?? 0);
});

/**
 * What makes a variant, from the JSON that OpenCart keeps with it: by the option's id on the product, the id of a value there, a
 * list of such ids, or the text that was filled in. In the order of the product's options; what the product no longer offers is
 * left out.
 */
export const selectedOptions = facts.made(['variant'], [optionsOfMaster], (row, [offered]) =>
  chosenFrom(row.variant, offered()),
);

/** What was chosen of a product's options, by such JSON; carts keep it in the same form. */
export function chosenFrom(json: string | null, offered: readonly ProductOption[]): SelectedOption[] {
  const chosen = parsed(json);
  return offered.flatMap((option): SelectedOption[] => {
    const given = chosen[option.nativeId];
    const values = (Array.isArray(given) ? given : [given]).filter(
      (one) => typeof one === 'string' || typeof one === 'number',
    );
    const names = values.map((one) => nameOfValue(option, String(one))).filter((name) => name !== null);
    return names.length > 0 ? [{ name: option.name, value: names.join(', ') }] : [];
  });
}

function nameOfValue(option: ProductOption, value: string): string | null {
  const offered = option.values.find((one) => one.nativeId === value);
  if (offered) return offered.name;
  return option.values.length > 0 ? null : plainText(value);
}

function parsed(json: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/**
 * Reads the options of products in the storefront's order. The ids are those of the option and value as offered on this product
 * (`product_option_id`, `product_option_value_id`), which carts and orders use.
 */
export function optionsOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  withValues: boolean,
  of = '',
): Reading<ProductOption[]> {
  const offered = opencart
    .selectFrom('product_option as po')
    .innerJoin('option as o', 'o.option_id', 'po.option_id')
    .select(['po.product_option_id', 'po.required', 'o.type'])
    .select(nameOf(view, 'option_description', 'option_id', 'po.option_id').as('name'))
    .orderBy('o.sort_order')
    .orderBy('po.product_option_id');
  const choices = opencart
    .selectFrom('product_option_value as pv')
    .innerJoin('option_value as v', 'v.option_value_id', 'pv.option_value_id')
    .select(['pv.product_option_id', 'pv.product_option_value_id', 'pv.quantity', 'pv.price', 'pv.price_prefix'])
    .select(nameOf(view, 'option_value_description', 'option_value_id', 'pv.option_value_id').as('name'))
    .orderBy('v.sort_order')
    .orderBy('pv.product_option_value_id');
  const options = gathering.rows(`${of}options`, 'po.product_id', ids, offered);
  const values = withValues ? gathering.rows(`${of}option-values`, 'pv.product_id', ids, choices) : () => [];
  const valueAt = (value: ReturnType<typeof values>[number]): ProductOptionValue => {
    const delta = decimal(value.price).times(value.price_prefix === '-' ? -1 : 1);
    return {
      nativeId: String(value.product_option_value_id),
      name: unescaped(value.name ?? String(value.product_option_value_id)),
      priceDelta: money(delta, view.config.defaultCurrency),
      quantity: piecesOf(value.quantity),
      sku: null,
    };
  };
  return (results, id) =>
    options(results, id).map((option) => ({
      nativeId: String(option.product_option_id),
      name: unescaped(option.name ?? String(option.product_option_id)),
      kind: kinds[option.type] ?? 'OTHER',
      required: option.required === 1,
      values: values(results, id)
        .filter((value) => value.product_option_id === option.product_option_id)
        .map(valueAt),
    }));
}
