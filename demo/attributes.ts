import { escaped } from './html.js';
import type { DemoProduct } from './product.js';
import type { Random } from './random.js';
import type { Rows } from './rows.js';
import type { Bilingual } from './words/branch.js';

const groups: readonly { readonly name: Bilingual; readonly attributes: readonly Bilingual[] }[] = [
  {
    name: ['Material & Make', 'Material & Herstellung'],
    attributes: [
      ['Material', 'Material'],
      ['Made in', 'Hergestellt in'],
      ['Range', 'Serie'],
    ],
  },
  {
    name: ['Care & Use', 'Pflege & Gebrauch'],
    attributes: [
      ['Care', 'Pflege'],
      ['Size', 'Größe'],
    ],
  },
  {
    name: ['Service', 'Service'],
    attributes: [
      ['Guarantee', 'Garantie'],
      ['Packaging', 'Verpackung'],
    ],
  },
];

const guarantees: readonly Bilingual[] = [
  ['2 years', '2 Jahre'],
  ['5 years', '5 Jahre'],
  ['For life', 'Lebenslang'],
];
const packagings: readonly Bilingual[] = [
  ['Recycled card, no plastic', 'Recycelte Pappe, kein Plastik'],
  ['Cotton bag', 'Baumwollbeutel'],
  ['Wood wool & card', 'Holzwolle & Pappe'],
];

/** Adds the attributes that the back office defines, in their groups. */
export function addAttributes(rows: Rows): void {
  for (const [index, group] of groups.entries()) {
    const groupId = index + 1;
    rows.add('attribute_group', { attribute_group_id: groupId, sort_order: groupId });
    for (const [language, name] of group.name.entries()) {
      rows.add('attribute_group_description', {
        attribute_group_id: groupId,
        language_id: language + 1,
        name: escaped(name),
      });
    }
    for (const [place, names] of group.attributes.entries()) {
      const attributeId = rows.nextId('attribute');
      rows.add('attribute', { attribute_id: attributeId, attribute_group_id: groupId, sort_order: place + 1 });
      for (const [language, name] of names.entries()) {
        rows.add('attribute_description', {
          attribute_id: attributeId,
          language_id: language + 1,
          name: escaped(name),
        });
      }
    }
  }
}

const countryNames = ['en', 'de'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));

/** What a product says for each attribute, in the order of their ids; null where it says nothing. */
export function attributeTexts(product: DemoProduct, random: Random): (Bilingual | null)[] {
  const madeIn = countryNames.map((names) => names.of(product.brand.country) ?? '') as [string, string];
  const range = product.brand.ranges.find((one) => product.name[0].startsWith(`${one} `)) ?? '';
  const guarantee = random.pick(guarantees);
  const packaging = random.pick(packagings);
  return [
    product.material.name,
    madeIn,
    [range, range],
    product.material.care,
    product.size[0] ? product.size : null,
    product.digital ? null : guarantee,
    product.digital ? null : packaging,
  ];
}
