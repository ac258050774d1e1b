import { units } from './amounts.js';
import type { Leaf } from './categories.js';
import type { DemoProduct, Discount } from './product.js';
import { addedOptions, type OptionIds } from './product-options.js';
import { Random } from './random.js';
import type { Bilingual } from './words/branch.js';
import { type Brand, brands } from './words/brands.js';
import { type Material, materials } from './words/materials.js';

/** Makes the catalog: of every good so many products of different makers, with variants of some. */
export function makeProducts(leaves: readonly Leaf[], perGood: number): DemoProduct[] {
  const products: DemoProduct[] = [];
  const ids: OptionIds = { productOption: 0, productOptionValue: 0 };
  const names = new Set<string>();
  for (const leaf of leaves) {
    for (const good of leaf.branch.goods ?? []) {
      const random = new Random(`product ${leaf.branch.name[0]} ${good}`);
      const makers = brands.filter((brand) => brand.makes.some((name) => leaf.names.includes(name)));
      const ranges = random.some(
        makers.flatMap((brand) => brand.ranges.map((range) => ({ brand, range }))),
        perGood,
      );
      for (const [index, { brand, range }] of ranges.entries()) {
        const product = makeProduct(random, leaf, good, brand, range, index, products.length + 1, ids);
        if (names.has(product.name[0])) continue;
        names.add(product.name[0]);
        products.push(product, ...variantsOf(random, product, products.length + 2));
      }
    }
  }
  return products;
}

function makeProduct(
  random: Random,
  leaf: Leaf,
  good: string,
  brand: Brand,
  range: string,
  index: number,
  id: number,
  ids: OptionIds,
): DemoProduct {
  const [en = '', de = '', prices = '', kilograms = '0', sizeList = '', letters = '', made = ''] = good.split('|');
  const sizes = sizeList.split(';');
  const sizeIndex = index % sizes.length;
  const size = sizeWords(sizes[sizeIndex] ?? '');
  const [low = 0, high = 0] = prices.split('-').map(Number);
  const price = niceAmount(low + ((high - low) * (sizeIndex + random.next())) / sizes.length, random);
  const materialKey = random.pick(made ? made.split(',') : (leaf.branch.materials ?? []));
  const digital = materialKey === 'file';
  const price4 = units(price);
  return {
    id,
    masterId: 0,
    name: [`${range} ${en}${suffix(size[0])}`, `${range} ${de}${suffix(size[1])}`],
    model: `${initials(brand.name)}-${initials(en)}${random.fill('###')}`,
    sku: `HH-${String(10_000 + id)}`,
    leaf,
    brand,
    brandId: brands.indexOf(brand) + 1,
    material: materials[materialKey] as Material,
    size,
    price: price4,
    weightKg: Number(kilograms) * (1 + sizeIndex * 0.35),
    digital,
    printed: materialKey === 'paper' && leaf.branch.name[0] === 'Cards & Wrapping',
    addedDaysAgo: random.chance(0.08) ? random.between(1, 45) : random.between(60, 1500),
    enabled: !leaf.branch.disabled && !random.chance(0.03),
    deleted: id % 47 === 19,
    options: addedOptions(random, letters, price >= 150 && !digital, ids),
    discounts: makeDiscounts(random, price, id),
    chosen: [],
  };
}

/** Every thirteenth product with a colour is also kept as variants, each with a stock, a code and a price of its own. */
function variantsOf(random: Random, master: DemoProduct, firstId: number): DemoProduct[] {
  const option = master.options.find(({ kind }) => kind.letter === 'c');
  if (!option || master.deleted || master.id % 13 !== 0) return [];
  return random.some(option.values, 3).map((value, index) => ({
    ...master,
    id: firstId + index,
    masterId: master.id,
    name: [`${master.name[0]} – ${value.name[0]}`, `${master.name[1]} – ${value.name[1]}`] as const,
    model: `${master.model}-${value.name[0].slice(0, 4).toUpperCase()}`,
    sku: `${master.sku}-${index + 1}`,
    price: master.price + value.delta,
    deleted: false,
    options: [],
    discounts: [],
    chosen: [{ option, value }],
  }));
}

function makeDiscounts(random: Random, price: number, id: number): Discount[] {
  const discounts: Discount[] = [];
  const cut = (share: number) => Math.round(price * (1 - share) * 20) / 20;
  if (price < 120 && random.chance(0.2)) {
    discounts.push(
      {
        customerGroupId: 1,
        quantity: 4,
        special: false,
        type: 'F',
        price: cut(0.06),
        fromDaysAgo: null,
        toDaysAgo: null,
      },
      {
        customerGroupId: 1,
        quantity: 10,
        special: false,
        type: 'F',
        price: cut(0.12),
        fromDaysAgo: null,
        toDaysAgo: null,
      },
    );
  }
  if (random.chance(0.25)) {
    discounts.push({
      customerGroupId: 2,
      quantity: 6,
      special: false,
      type: 'P',
      price: 20,
      fromDaysAgo: null,
      toDaysAgo: null,
    });
  }
  const windows: (readonly [number | null, number | null])[] = [
    [random.between(3, 25), -random.between(3, 30)],
    [random.between(120, 300), random.between(40, 110)],
    [-random.between(5, 30), -random.between(31, 60)],
    [random.between(5, 60), null],
    [null, -random.between(2, 90)],
    [null, null],
  ];
  if (random.chance(0.2)) {
    const [fromDaysAgo, toDaysAgo] = windows[id % windows.length] as readonly [number | null, number | null];
    const type = random.weighted({ F: 7, P: 2, S: 1 });
    const figure = {
      F: cut(random.pick([0.1, 0.15, 0.2, 0.25, 0.3])),
      P: random.pick([10, 15, 25]),
      S: price > 20 ? 5 : 1,
    }[type];
    discounts.push({ customerGroupId: 1, quantity: 1, special: true, type, price: figure, fromDaysAgo, toDaysAgo });
    if (random.chance(0.3)) {
      discounts.push({
        customerGroupId: 2,
        quantity: 1,
        special: true,
        type: 'F',
        price: cut(0.35),
        fromDaysAgo,
        toDaysAgo,
      });
    }
  }
  return discounts;
}

/** A price one would print: whole, .50, .90 or .95. */
function niceAmount(rough: number, random: Random): number {
  const whole = Math.floor(rough);
  return whole >= 100 ? whole - (whole % 5) + random.pick([0, 4]) : whole + random.pick([0, 0.5, 0.9, 0.95]);
}

function sizeWords(size: string): Bilingual {
  if (size === '' || size === 'x1') return ['', ''];
  const pieces = /^x(\d+)$/.exec(size)?.[1];
  if (pieces) {
    return Number(pieces) <= 12 ? [`set of ${pieces}`, `${pieces}er-Set`] : [`pack of ${pieces}`, `${pieces} Stück`];
  }
  const en = size.replace(/(\d)-(\d)/g, '$1–$2').replace('pcs', 'pieces');
  const de = en
    .replace(/(\d)\.(\d)/g, '$1,$2')
    .replace('cups', 'Tassen')
    .replace('pieces', 'Teile')
    .replace('varieties', 'Sorten')
    .replace('for ', 'für ');
  return [en, de];
}

function suffix(size: string): string {
  return size ? `, ${size}` : '';
}

function initials(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word[0])
    .join('')
    .toUpperCase();
}
