import { amount } from './amounts.js';
import { attributeTexts } from './attributes.js';
import type { Calendar } from './calendar.js';
import { addAddress } from './categories.js';
import { escaped, slug } from './html.js';
import type { DemoProduct, Discount } from './product.js';
import { optionId, optionValueId } from './product-options.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';

/** Adds a product with everything that hangs on it. */
export function addProduct(rows: Rows, product: DemoProduct, calendar: Calendar): void {
  const random = new Random(`rows ${product.id}`);
  const id = product.id;
  const added = calendar.time(product.addedDaysAgo, random.between(28_000, 64_000));
  const image = (view: number) =>
    `catalog/${slug(product.leaf.department.name[0])}/${slug(product.name[0])}-${view}.svg`;
  const stock = stockOf(random, product);
  const box = boxOf(product);
  rows.add('product', {
    product_id: id,
    master_id: product.masterId,
    model: product.model,
    location: product.digital ? '' : random.fill(`${random.pick(['A', 'B', 'C'])}-##-#`),
    variant: product.masterId ? variantJson(product) : '',
    override: product.masterId ? '{"model":1,"price":1,"quantity":1,"image":1,"product_code":1}' : '',
    quantity: stock.quantity,
    stock_status_id: stock.status,
    image: image(1),
    manufacturer_id: product.brandId,
    shipping: product.digital ? 0 : 1,
    price: amount(product.price),
    points: 0,
    tax_class_id: product.printed ? 2 : 1,
    date_available: calendar.date(product.addedDaysAgo),
    weight: Math.round(product.weightKg * 1000) / 1000,
    weight_class_id: 1,
    length: box[0],
    width: box[1],
    height: box[2],
    length_class_id: 1,
    subtract: stock.tracked ? 1 : 0,
    minimum: product.leaf.branch.name[0] === 'Cards & Wrapping' && id % 3 === 0 ? 2 : 1,
    rating: random.between(3, 5),
    sort_order: random.between(0, 20),
    status: product.enabled ? 1 : 0,
    date_added: added,
    date_modified: calendar.later(added, random.between(1, Math.max(2, product.addedDaysAgo * 20))),
  });
  addTexts(rows, product);
  addCodes(rows, product, random);
  const views = random.weighted({ 1: 2, 2: 4, 3: 4, 4: 2, 5: 1 });
  for (let view = 2; view <= Number(views); view++) {
    rows.add('product_image', {
      product_image_id: rows.nextId('product_image'),
      product_id: id,
      image: image(view),
      sort_order: view - 1,
    });
  }
  addOptions(rows, product, random);
  for (const discount of product.discounts) addDiscount(rows, id, discount, calendar);
  const categories = new Set([product.leaf.categoryId, ...product.leaf.above.slice(-1)]);
  for (const category of categories) rows.add('product_to_category', { product_id: id, category_id: category });
  for (const store of id % 5 < 2 ? [0, 1] : [0]) rows.add('product_to_store', { product_id: id, store_id: store });
  if (product.digital) addDownload(rows, product, added);
}

/** Length, width and height in centimetres: larger for what is heavier, and the same for all variants of one product. */
function boxOf(product: DemoProduct): readonly [number, number, number] {
  if (product.digital) return [0, 0, 0];
  const random = new Random(`box ${product.masterId || product.id}`);
  const side = () => Math.round((6 + 15 * Math.cbrt(product.weightKg)) * (0.6 + random.next() * 0.9) * 2) / 2;
  return [side(), side(), side()];
}

/** The chosen option values as 4.1 stores them: the option's id on the master to the value's id there. */
function variantJson(product: DemoProduct): string {
  return JSON.stringify(
    Object.fromEntries(product.chosen.map(({ option, value }) => [option.productOptionId, String(value.id)])),
  );
}

function stockOf(random: Random, product: DemoProduct): { quantity: number; status: number; tracked: boolean } {
  if (product.digital) return { quantity: 0, status: 7, tracked: false };
  if (product.id % 97 === 0) return { quantity: -random.between(1, 3), status: 6, tracked: true };
  if (random.chance(0.07)) return { quantity: 0, status: random.pick([5, 5, 8]), tracked: true };
  if (random.chance(0.05)) return { quantity: 0, status: 6, tracked: false };
  return {
    quantity: random.chance(0.2) ? random.between(1, 5) : random.between(6, 140),
    status: random.pick([6, 7, 7]),
    tracked: true,
  };
}

/** Every fourth product leads to the next ones of its category, as OpenCart keeps it: both ways. */
export function addRelated(rows: Rows, products: readonly DemoProduct[]): void {
  const shown = products.filter(({ deleted, masterId }) => !deleted && masterId === 0);
  for (const [at, { id, leaf }] of shown.entries()) {
    if (id % 4 !== 0) continue;
    for (const other of shown.slice(at + 1, at + 4).filter((one) => one.leaf === leaf && one.id % 4 !== 0)) {
      rows.add('product_related', { product_id: id, related_id: other.id });
      rows.add('product_related', { product_id: other.id, related_id: id });
    }
  }
}

function addTexts(rows: Rows, product: DemoProduct): void {
  const { leaf, material, brand, size } = product;
  const labels = [
    { material: 'Material', size: 'Size', care: 'Care' },
    { material: 'Material', size: 'Größe', care: 'Pflege' },
  ];
  for (const [index, name] of product.name.entries()) {
    const label = labels[index] as (typeof labels)[number];
    const facts = [
      `<li>${label.material}: ${escaped(material.name[index] as string)}</li>`,
      ...(size[index] ? [`<li>${label.size}: ${escaped(size[index])}</li>`] : []),
      `<li>${label.care}: ${escaped(material.care[index] as string)}</li>`,
    ];
    const about = escaped(leaf.branch.about[index] as string);
    const html = `<p>${about} ${escaped(material.story[index] as string)}</p>\r\n<ul>${facts.join('')}</ul>\r\n<p><em>${escaped(brand.story[index] as string)}</em></p>`;
    rows.add('product_description', {
      product_id: product.id,
      language_id: index + 1,
      name: escaped(name),
      description: escaped(html),
      tag: escaped([leaf.branch.name[index], material.name[index]].join(', ')),
      meta_title: escaped(name),
      meta_description: escaped(leaf.branch.about[index] as string),
      meta_keyword: '',
    });
    const keyword = slug(name) + (index === 1 && slug(name) === slug(product.name[0]) ? '-de' : '');
    addAddress(rows, index + 1, 'product_id', String(product.id), keyword);
    for (const [place, texts] of attributeTexts(product, new Random(`attributes ${product.id}`)).entries()) {
      if (texts?.[index]) {
        rows.add('product_attribute', {
          product_id: product.id,
          attribute_id: place + 1,
          language_id: index + 1,
          text: escaped(texts[index]),
        });
      }
    }
  }
}

function addCodes(rows: Rows, product: DemoProduct, random: Random): void {
  const codes: [string, string][] = [['SKU', product.sku]];
  if (!product.digital && random.chance(0.8)) codes.push(['EAN', checked(`200${String(product.id).padStart(9, '0')}`)]);
  if (!product.digital && random.chance(0.15))
    codes.push(['UPC', checked(`4${String(product.id * 37).padStart(10, '0')}`)]);
  if (random.chance(0.5)) codes.push(['MPN', `${product.brand.country}${random.fill('####-@#')}`]);
  for (const [code, value] of codes) {
    rows.add('product_code', { product_code_id: rows.nextId('product_code'), product_id: product.id, code, value });
  }
}

/** A GTIN with its check digit; the prefixes used are those kept for codes inside a shop. */
function checked(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function addOptions(rows: Rows, product: DemoProduct, random: Random): void {
  for (const { productOptionId, kind, values } of product.options) {
    rows.add('product_option', {
      product_option_id: productOptionId,
      product_id: product.id,
      option_id: optionId(kind.letter),
      value: '',
      required: kind.required ? 1 : 0,
    });
    for (const { id, name, delta } of values) {
      const tracked = kind.letter === 'c' || kind.letter === 's';
      rows.add('product_option_value', {
        product_option_value_id: id,
        product_option_id: productOptionId,
        product_id: product.id,
        option_id: optionId(kind.letter),
        option_value_id: optionValueId(kind.letter, name[0]),
        quantity: tracked ? random.pick([0, 3, 8, 12, 20, 45]) : 0,
        subtract: tracked ? 1 : 0,
        price: Math.abs(amount(delta)),
        price_prefix: delta < 0 ? '-' : '+',
        points: 0,
        points_prefix: '+',
        weight: 0,
        weight_prefix: '+',
      });
    }
  }
}

function addDiscount(rows: Rows, productId: number, discount: Discount, calendar: Calendar): void {
  const date = (daysAgo: number | null) => (daysAgo === null ? '0000-00-00' : calendar.date(daysAgo));
  rows.add('product_discount', {
    product_discount_id: rows.nextId('product_discount'),
    product_id: productId,
    customer_group_id: discount.customerGroupId,
    quantity: discount.quantity,
    priority: 1,
    price: discount.price,
    type: discount.type,
    special: discount.special ? 1 : 0,
    date_start: date(discount.fromDaysAgo),
    date_end: date(discount.toDaysAgo),
  });
}

function addDownload(rows: Rows, product: DemoProduct, added: string): void {
  const downloadId = rows.nextId('download');
  const file = `${slug(product.name[0])}.zip`;
  rows.add('download', {
    download_id: downloadId,
    filename: `${file}.${product.sku.toLowerCase()}`,
    mask: file,
    date_added: added,
  });
  for (const [index, name] of product.name.entries()) {
    rows.add('download_description', { download_id: downloadId, language_id: index + 1, name: escaped(name) });
  }
  rows.add('product_to_download', { product_id: product.id, download_id: downloadId });
}
