import { units } from './amounts.js';
import { escaped } from './html.js';
import type { OfferedOption } from './product.js';
import type { Random } from './random.js';
import type { Rows } from './rows.js';
import { optionKinds } from './words/options.js';

/** The last ids given out; both grow. */
export interface OptionIds {
  productOption: number;
  productOptionValue: number;
}

/** The options of one product: those its good names by letter, and a longer guarantee for what is dear. */
export function addedOptions(random: Random, letters: string, dear: boolean, ids: OptionIds): OfferedOption[] {
  const wanted = dear && random.chance(0.4) ? `${letters}w` : letters;
  return optionKinds
    .filter((kind) => wanted.includes(kind.letter))
    .map((kind) => {
      const offered = kind.letter === 'c' ? random.some(kind.values, random.between(2, 5)) : kind.values;
      return {
        productOptionId: ++ids.productOption,
        kind,
        values: offered.map(([name, delta]) => ({ id: ++ids.productOptionValue, name, delta: units(delta) })),
      };
    });
}

/** Adds the options that the back office defines, with their values in both languages. */
export function addOptionKinds(rows: Rows): void {
  for (const [index, kind] of optionKinds.entries()) {
    const optionId = index + 1;
    rows.add('option', { option_id: optionId, type: kind.type, validation: '', sort_order: optionId });
    for (const [language, name] of kind.name.entries()) {
      rows.add('option_description', { option_id: optionId, language_id: language + 1, name: escaped(name) });
    }
    for (const [place, [names]] of kind.values.entries()) {
      const valueId = optionValueId(kind.letter, names[0]);
      rows.add('option_value', { option_value_id: valueId, option_id: optionId, image: '', sort_order: place + 1 });
      for (const [language, name] of names.entries()) {
        rows.add('option_value_description', {
          option_value_id: valueId,
          language_id: language + 1,
          option_id: optionId,
          name: escaped(name),
        });
      }
    }
  }
}

/** The id of an option by its letter. */
export function optionId(letter: string): number {
  return optionKinds.findIndex((kind) => kind.letter === letter) + 1;
}

/** The id of an option's value by its English name. */
export function optionValueId(letter: string, name: string): number {
  let before = 0;
  for (const kind of optionKinds) {
    const place = kind.values.findIndex(([names]) => names[0] === name);
    if (kind.letter === letter && place >= 0) return before + place + 1;
    before += kind.values.length;
  }
  throw new Error(`option value must exist, but got: ${letter} ${name}`);
}
