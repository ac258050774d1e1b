import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Product, ProductFilter, ProductOrder } from '../../model/product.js';
import type { ProductCondition, ProductType } from '../../model/product-kinds.js';
import type { Selection } from '../../model/selection.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import {
  attributesOfCombinations,
  combinationsOf,
  customizationsOf,
  imagesOfCombinations,
  optionsOf,
} from './prestashop-combinations.js';
import { type PrestaShopView, viewOf } from './prestashop-config.js';
import { basisOf, type GoodsRow, goodsRows, gtinOf } from './prestashop-goods.js';
import { taxClassOf } from './prestashop-listed.js';
import { ecotaxMoney, fullPrice, lowest, priceMoney, pricesOf } from './prestashop-prices.js';
import {
  categoriesOf,
  categorySlugsOf,
  downloadsOf,
  featuresOf,
  manufacturersOf,
  productImages,
  tagsOf,
  textsOf,
  translationsOf,
} from './prestashop-product-details.js';
import { filteredProducts, productKeys, realProducts } from './prestashop-product-list.js';
import { stockOf } from './prestashop-stock.js';
import { heldText } from './prestashop-tables.js';
import { imagesOf, productUrl } from './prestashop-urls.js';
import { type VariantParts, variantShape } from './prestashop-variants.js';

/** Products; combinations are their variants. */
export const products: Collection<Product, ProductFilter, ProductOrder> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(
      filteredProducts(view, request.filter, request.orderBy),
      productKeys(request.orderBy),
      request,
      (gathering, listed) => productReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => realProducts().select('p.id_product as id').where('p.id_product', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => productReading(view, gathering, from, selection));
  },
};

/** Reads the products that a statement lists, with what is selected of them; null for one that does not exist. */
function productReading(
  view: PrestaShopView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Product> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const ofVariants = selection.at('variants');
  const wantsOfAny = (field: string) => wants(field) || ofVariants.has(field);
  const rows = goodsRows(view, gathering, ids, [...new Set([...selection.fields, ...ofVariants.fields])]);
  const own = rowOf(rows, 'id_product');
  const withOptions = wants('options') || ofVariants.has('selectedOptions');
  const combinations =
    wants('variants', 'type', 'price', 'salePrice', 'specialPrices') || withOptions
      ? combinationsOf(view, gathering, ids)
      : null;
  const withImages = combinations && ofVariants.has('image');
  const parts: VariantParts = {
    prices: wantsOfAny('salePrice') || wants('specialPrices') ? pricesOf(view, gathering, ids) : null,
    stock: wantsOfAny('inventory')
      ? stockOf(view, gathering, ids, { combinations: ofVariants.has('inventory') })
      : null,
    attributes:
      combinations && withOptions
        ? attributesOfCombinations(view, gathering, valuesFrom(combinations.listed, 'id'))
        : null,
    images: withImages ? imagesOfCombinations(view, gathering, combinations.listed) : null,
  };
  const texts = wants('name', 'description', 'shortDescription', 'slug', 'url')
    ? textsOf(view, gathering, ids, selection)
    : null;
  const categorySlugs =
    wants('url') && view.native.productRoute?.includes('category:') ? categorySlugsOf(view, gathering, rows) : null;
  const translations = wants('translations')
    ? translationsOf(view, gathering, ids, selection.at('translations'))
    : null;
  const images = wants('images') ? productImages(view, gathering, ids) : null;
  const manufacturers = wants('brand') ? manufacturersOf(gathering, rows) : null;
  const categories = wants('categories') ? categoriesOf(view, gathering, ids, selection.at('categories')) : null;
  const features = wants('attributes') ? featuresOf(view, gathering, ids) : null;
  const tags = wants('tags') ? tagsOf(view, gathering, ids) : null;
  const downloads = wants('type') ? downloadsOf(gathering, ids) : null;
  const customizations = wants('options') ? customizationsOf(view, gathering, ids) : null;

  return (results, id) => {
    const row = own(results, id);
    if (!row) return null;
    const product: AsRead<Product> = {
      id: globalId(view.storeId, 'Product', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const forms = () => combinations?.rows(results, id) ?? [];
    const { prices, stock, attributes } = parts;
    if (downloads) {
      product.type = orError(() => typeOf(row, forms().length > 0, () => downloads(results, id)));
    }
    if (wants('status')) product.status = row.active === 1 ? 'ACTIVE' : 'DISABLED';
    if (texts) {
      const text = () => texts(results, id);
      // Where there is no text in the default language, the reference is what the back office knows it by.
      if (wants('name')) product.name = orError(() => text()?.name || row.reference || String(id));
      if (wants('description')) product.description = orError(() => heldText(text()?.description));
      if (wants('shortDescription')) product.shortDescription = orError(() => heldText(text()?.description_short));
      if (wants('slug')) product.slug = orError(() => heldText(text()?.link_rewrite));
      if (wants('url')) {
        product.url = orError(() =>
          productUrl(view, {
            id,
            slug: heldText(text()?.link_rewrite),
            ean13: heldText(row.ean13),
            reference: heldText(row.reference),
            category: heldText(categorySlugs?.(results, row.id_category_default ?? 0)?.link_rewrite),
          }),
        );
      }
    }
    if (wants('sku')) product.sku = heldText(row.reference);
    if (wants('mpn')) product.mpn = heldText(row.mpn);
    if (wants('gtin')) product.gtin = gtinOf(row);
    if (wants('price')) {
      product.price = orError(() => {
        const each = forms().map((form) => fullPrice({ price: row.price ?? 0 }, form));
        return priceMoney(view, lowest(each) ?? fullPrice({ price: row.price ?? 0 }, null));
      });
    }
    if (prices && wants('salePrice')) {
      product.salePrice = orError(() => {
        const basis = basisOf(view, row);
        const held = forms();
        const each = (held.length > 0 ? held : [null]).map((form) => prices.inForce(results, basis, form));
        return priceMoney(view, lowest(each));
      });
    }
    if (prices && wants('specialPrices')) {
      product.specialPrices = orError(() => prices.all(results, basisOf(view, row), forms()));
    }
    if (wants('ecotax')) product.ecotax = ecotaxMoney(view, decimal(row.ecotax));
    if (wants('condition')) product.condition = conditionOf(row.condition);
    if (stock && wants('inventory')) product.inventory = orError(() => stock(results, id, 0));
    const plain = (cell: GoodsRow['weight']): string => plainDecimal(decimal(cell));
    if (wants('weight')) product.weight = { value: plain(row.weight), unit: view.config.weightUnit };
    if (wants('dimensions')) {
      const unit = view.config.dimensionUnit;
      product.dimensions = { length: plain(row.depth), width: plain(row.width), height: plain(row.height), unit };
    }
    if (manufacturers) {
      product.brand = orError(() => {
        const brand = manufacturers(results, row.id_manufacturer ?? 0);
        return brand ? { nativeId: String(brand.id_manufacturer), name: brand.name ?? '' } : null;
      });
    }
    if (wants('taxClass')) product.taxClass = orError(() => taxClassOf(view, row.id_tax_rules_group ?? 0));
    if (categories) product.categories = orError(() => categories(results, id));
    if (images) product.images = orError(() => imagesOf(view, images(results, id)));
    if (wants('options')) {
      product.options = orError(() => [
        ...optionsOf(forms().flatMap((form) => attributes?.(results, form.id) ?? [])),
        ...(customizations?.(results, id) ?? []),
      ]);
    }
    if (wants('variants')) {
      product.variants = orError(() =>
        forms().map((form) => variantShape(view, parts, results, form, () => row, ofVariants)),
      );
    }
    if (features) product.attributes = orError(() => features(results, id));
    if (tags) product.tags = orError(() => tags(results, id));
    if (translations) product.translations = orError(() => translations(results, id));
    if (wants('createdAt')) product.createdAt = instantOf(row.date_add, view.config.timeZone);
    if (wants('updatedAt')) product.updatedAt = instantOf(row.date_upd, view.config.timeZone);
    return product;
  };
}

/** What there is counts before what is said: `product_type` is blank for products from before 1.7.8. */
function typeOf(row: GoodsRow, variable: boolean, downloadable: () => boolean): ProductType {
  const said = row.product_type;
  if (variable || said === 'combinations') return 'VARIABLE';
  if (said === 'pack' || row.cache_is_pack === 1) return 'BUNDLE';
  if (said === 'virtual' || row.is_virtual === 1) return downloadable() ? 'DOWNLOADABLE' : 'VIRTUAL';
  return 'SIMPLE';
}

function conditionOf(held: string | null | undefined): ProductCondition | null {
  if (held === 'used') return 'USED';
  if (held === 'refurbished') return 'REFURBISHED';
  return held === 'new' ? 'NEW' : null;
}
