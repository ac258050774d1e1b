import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { Category } from '../model/category.js';
import { Product, ProductLink, ProductVariant } from '../model/product.js';
import { ServiceError } from '../model/service-error.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { selectionBelow } from './selection.js';
import { storeObject } from './store-object.js';
import { wholeList } from './whole-records.js';

@Resolver(() => Product)
export class ProductResolver {
  @FieldResolver(() => Store, { description: 'The store that sells it.' })
  async store(@Root() product: Product, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(product), platforms);
  }

  @FieldResolver(() => [Category], { description: 'The categories it stands in, not those above them.' })
  categories(
    @Root() { categories }: AsRead<Product>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): AsRead<Category>[] | ServiceError | undefined {
    if (!Array.isArray(categories)) return categories;
    return wholeList(categories, info, selectionBelow(context, info), context);
  }

  @FieldResolver(() => [ProductVariant], {
    description:
      'The forms it is sold in, each with a price and stock of its own, all of them; empty where there are none. Where they are ' +
      'many, `Store.variants(filter: { productIds })` brings them page by page.',
  })
  variants(
    @Root() { variants }: AsRead<Product>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): AsRead<ProductVariant>[] | ServiceError | undefined {
    if (!Array.isArray(variants)) return variants;
    return wholeList(variants, info, selectionBelow(context, info), context);
  }
}

@Resolver(() => ProductVariant)
export class ProductVariantResolver {
  @FieldResolver(() => Product, { description: 'The product that this is a form of.' })
  async product(
    @Root() { storeId, productId, id }: ProductVariant,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product>> {
    const product = await linked('Product', storeId, productId, context, info);
    if (!product) throw new ServiceError('NOT_FOUND', 'The store no longer holds the product of this variant.', { id });
    return product;
  }
}

@Resolver(() => ProductLink)
export class ProductLinkResolver {
  @FieldResolver(() => Product, {
    nullable: true,
    description: 'The product that it leads to; null where it leads to a variant, or the product was deleted.',
  })
  async product(
    @Root() { storeId, nativeId }: ProductLink,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    return linked('Product', storeId, nativeId, context, info);
  }

  @FieldResolver(() => ProductVariant, {
    nullable: true,
    description: 'The variant that it leads to; null where it leads to a product, or the variant was deleted.',
  })
  async variant(
    @Root() { storeId, nativeId }: ProductLink,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<ProductVariant> | null> {
    return linked('ProductVariant', storeId, nativeId, context, info);
  }
}
