import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductType } from '../../model/product-kinds.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import { axesOf } from './magento1-axes.js';
import { type Magento1View, viewOf } from './magento1-config.js';
import { type EavAttribute, eavOf } from './magento1-eav.js';
import { galleryOf } from './magento1-images.js';
import { taxClassOf } from './magento1-listed.js';
import { gtinCodes, type ShownAttribute } from './magento1-model.js';
import { customOptionsOf, optionsOf } from './magento1-options.js';
import { bundlesOf, groupedLinks, variantLinks } from './magento1-parts.js';
import { pricesOf } from './magento1-prices.js';
import {
  attributesOf,
  brandAttribute,
  brandOf,
  categoriesOf,
  optionNamesOf,
  productUrl,
  requestPathsOf,
  tagsOf,
  translationsOf,
} from './magento1-product-details.js';
import { filteredProducts, productKeys } from './magento1-product-list.js';
import { inventoryOf } from './magento1-stock.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';
import { moneyOf, type PriceParts, pricePairOf } from './magento1-totals.js';
import { gtinOf, kinOf, variantShape, weightOf } from './magento1-variants.js';

/** All products; a simple one that is a variant of another is both. */
export const products: Collection<Product, ProductFilter, ProductOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const { filter, orderBy, selection } = request;
    return pagePlan(filteredProducts(view, filter, orderBy), productKeys(orderBy), request, (gathering, listed) =>
      productReading(view, gathering, listed, selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      magento.selectFrom('catalog_product_entity as e').select('e.entity_id as id').where('e.entity_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => productReading(view, gathering, from, selection));
  },
};

const types: Readonly<Record<string, ProductType>> = {
  simple: 'SIMPLE',
  configurable: 'VARIABLE',
  grouped: 'GROUPED',
  bundle: 'BUNDLE',
  virtual: 'VIRTUAL',
  downloadable: 'DOWNLOADABLE',
};

/** The attributes that each field is made of. */
const codesOf: Readonly<Record<string, readonly string[]>> = {
  status: ['status'],
  name: ['name'],
  description: ['description'],
  shortDescription: ['short_description'],
  mpn: ['mpn'],
  gtin: gtinCodes,
  slug: ['url_key'],
  weight: ['weight'],
  taxClass: ['tax_class_id'],
  images: ['image'],
  translations: ['name', 'description', 'short_description'],
  price: ['price_type'],
  salePrice: ['price_type'],
  specialPrices: ['price_type'],
  options: ['price_type'],
};

/** Reads the products that a statement lists, with what is selected of them; null for one that does not exist. */
function productReading(
  view: Magento1View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Product> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const { native } = view;
  const ids = valuesFrom(listed, 'id');
  const ofVariants = selection.at('variants');
  const variantsPriced = wants('variants') && ofVariants.has('price', 'salePrice');
  const priced = wants('price', 'salePrice', 'specialPrices');
  const optionValues = wants('options');
  const composed = priced || optionValues;

  const row = rowOf(
    gathering.add(
      'rows',
      magento
        .selectFrom('catalog_product_entity as e')
        .select(['e.entity_id', 'e.attribute_set_id', 'e.type_id', 'e.sku', 'e.created_at', 'e.updated_at'])
        .where('e.entity_id', 'in', ids),
    ),
    'entity_id',
  );
  const brand = wants('brand') ? brandAttribute(view) : undefined;
  const attributes: (EavAttribute | undefined)[] = [
    ...selection.fields.flatMap((field) => codesOf[field] ?? []).map((code) => native.productAttributes[code]),
    ...(wants('attributes') ? native.shown : []),
    brand,
  ];
  const languages = wants('translations') ? native.languageStores.map((one) => one.storeId) : [];
  const values = eavOf(gathering, 'product', 'catalog_product_entity', ids, attributes, [native.storeId, ...languages]);

  const links = wants('variants') || composed || wants('attributes') ? variantLinks(gathering, ids) : null;
  const groups = priced ? groupedLinks(gathering, ids) : null;
  // Merchants may have taken Magento's bundles out.
  const bundled = composed && view.columns.has('catalog_product_bundle_selection');
  const bundles = bundled ? bundlesOf(view, gathering, ids) : null;
  const variants = links ? rowsOf(links, 'parent_id') : null;
  const axes = links ? axesOf(view, gathering, ids, valuesFrom(links, 'id')) : null;
  const madeOf = [...(groups ? [groups] : []), ...(bundles ? [bundles.parts] : [])] as Statement<{ id: number }>[];
  const prices =
    composed || variantsPriced
      ? pricesOf(view, gathering, valuesFrom([listed, ...madeOf], 'id'), {
          regularOnly: !wants('salePrice', 'specialPrices') && !ofVariants.has('salePrice'),
        })
      : null;
  const kinOfAll = [...(links ? [links] : []), ...madeOf] as Statement<{ id: number }>[];
  const kin =
    kinOfAll.length > 0 && (wants('variants') || composed)
      ? kinOf(view, gathering, valuesFrom(kinOfAll, 'id'), ofVariants, composed)
      : null;
  const counted = [
    ...(wants('inventory') ? [listed] : []),
    ...(links && ofVariants.has('inventory') ? [links as Statement<{ id: number }>] : []),
  ];
  const stock = counted.length > 0 ? inventoryOf(view, gathering, valuesFrom(counted, 'id')) : null;
  const priceParts: PriceParts | null =
    prices && composed
      ? {
          prices,
          variants,
          axes,
          grouped: groups ? rowsOf(groups, 'parent_id') : null,
          bundles,
          isEnabled: (results, id) => Number(kin?.values.value(results, id, 'status')) === 1,
          priceType: (results, id) => values.value(results, id, 'price_type'),
        }
      : null;
  const options =
    optionValues && prices
      ? optionsOf(view, {
          prices,
          axes,
          variants,
          bundles,
          custom: customOptionsOf(view, gathering, ids),
          partOf: (results, id) => ({
            name: textOf(kin?.values.value(results, id, 'name')) ?? String(id),
            sku: textOf(kin?.row(results, id)?.sku),
          }),
          hasFixedPrice: (results, id) => Number(values.value(results, id, 'price_type')) === 1,
        })
      : null;
  const shape =
    kin && wants('variants')
      ? variantShape(view, { axes, prices: variantsPriced ? prices : null, kin, stock }, ofVariants)
      : null;
  const inTexts = [
    ...(wants('attributes') ? native.shown.filter((one) => one.hasOptions && one.input === 'multiselect') : []),
    ...attributes.filter((one) => one?.strayed && (one === brand || native.shown.includes(one as ShownAttribute))),
  ].flatMap((one) => one?.id ?? []);
  const names = wants('attributes', 'brand') ? optionNamesOf(view, gathering, values, [...new Set(inTexts)]) : null;
  const facts = wants('attributes') ? attributesOf(view, values, names) : null;
  const translations = wants('translations') ? translationsOf(view, values) : null;
  const gallery = wants('images') ? galleryOf(view, gathering, ids) : null;
  const categories = wants('categories') ? categoriesOf(view, gathering, ids, selection.at('categories')) : null;
  const tags = wants('tags') ? tagsOf(view, gathering, ids) : null;
  const paths = wants('url') ? requestPathsOf(view, gathering, ids) : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const value = (code: string) => values.value(results, id, code);
    const type = held.type_id;
    const product: AsRead<Product> = {
      id: globalId(view.storeId, 'Product', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    if (wants('type')) product.type = types[type] ?? 'SIMPLE';
    if (wants('status')) product.status = orError(() => (Number(value('status')) === 1 ? 'ACTIVE' : 'DISABLED'));
    // Where there is no name, the SKU is what the back office knows it by.
    if (wants('name')) product.name = orError(() => textOf(value('name')) ?? textOf(held.sku) ?? String(id));
    if (wants('description')) product.description = orError(() => textOf(value('description')));
    if (wants('shortDescription')) product.shortDescription = orError(() => textOf(value('short_description')));
    if (wants('sku')) product.sku = textOf(held.sku);
    if (wants('mpn')) product.mpn = orError(() => textOf(value('mpn')));
    if (wants('gtin')) product.gtin = orError(() => gtinOf(value));
    if (wants('slug')) product.slug = orError(() => textOf(value('url_key')));
    if (paths) product.url = orError(() => productUrl(view, id, paths(results, id)));
    if (priceParts && prices) {
      const pair = () => pricePairOf(priceParts, results, id, type);
      if (wants('price')) product.price = orError(() => moneyOf(pair(), view.config.defaultCurrency).price);
      if (wants('salePrice')) product.salePrice = orError(() => moneyOf(pair(), view.config.defaultCurrency).salePrice);
      if (wants('specialPrices')) {
        product.specialPrices = orError(() => prices.all(results, id, pair().regular, type === 'bundle'));
      }
    }
    if (stock && wants('inventory')) product.inventory = orError(() => stock(results, id, type));
    if (wants('weight')) product.weight = orError(() => weightOf(value('weight')));
    if (wants('dimensions')) product.dimensions = null;
    if (wants('brand')) {
      product.brand = orError(() =>
        brand ? brandOf(value(brand.code), (option) => names?.(results, option) ?? null) : null,
      );
    }
    if (wants('taxClass')) product.taxClass = orError(() => taxClassOf(view, Number(value('tax_class_id'))));
    if (categories) product.categories = orError(() => categories(results, id));
    if (gallery) product.images = orError(() => gallery(results, id, value('image')));
    if (options) product.options = orError(() => options(results, id, type));
    if (wants('variants')) {
      product.variants = orError(() => (variants?.(results, id) ?? []).flatMap((link) => shape?.(results, link) ?? []));
    }
    if (facts) {
      product.attributes = orError(() => {
        const chosen = new Set((axes?.of(results, id) ?? []).map((axis) => axis.attribute_id));
        return facts(results, id, { type, set: held.attribute_set_id }, chosen);
      });
    }
    if (tags) product.tags = orError(() => tags(results, id));
    if (translations) product.translations = orError(() => translations(results, id));
    if (wants('createdAt')) product.createdAt = instantOf(held.created_at, 'utc');
    if (wants('updatedAt')) product.updatedAt = instantOf(held.updated_at, 'utc');
    return product;
  };
}
