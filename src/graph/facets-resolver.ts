import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AttributeSet } from '../model/attribute-set.js';
import { Brand } from '../model/product.js';
import { Store } from '../model/store.js';
import { StoreAttribute } from '../model/store-attribute.js';
import { StoreLocation } from '../model/store-location.js';
import type { GraphContext } from './context.js';

/** What every list that comes whole says of itself. */
export const wholeList =
  'Null, with the reason in `errors`, where the store does not answer, or holds more than 10,000; empty where the platform has none.';

/** The lists that products of a store can be sorted out by, and where it is. */
@Resolver(() => Store)
export class FacetsResolver {
  @FieldResolver(() => [Brand], {
    nullable: true,
    description: `All brands of the store, by name; their ids are for \`ProductFilter.brandIds\`. ${wholeList}`,
  })
  async brands(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly Brand[]> {
    return (await loaders.session(store)).ask(({ facets }, view) => facets.brands(view));
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: `All tags that products of the store have in its default language, in the order of the alphabet. ${wholeList}`,
  })
  async tags(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly string[]> {
    return (await loaders.session(store)).ask(({ facets }, view) => facets.tags(view));
  }

  @FieldResolver(() => [AttributeSet], {
    nullable: true,
    description: `The forms of product that the store has, in its order. ${wholeList}`,
  })
  async attributeSets(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly AttributeSet[]> {
    return (await loaders.session(store)).ask(({ facets }, view) => facets.attributeSets(view));
  }

  @FieldResolver(() => [StoreLocation], {
    nullable: true,
    description: `The merchant’s shops and places of collection, those too that shoppers are not shown. ${wholeList}`,
  })
  async locations(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly StoreLocation[]> {
    return (await loaders.session(store)).ask(({ facets }, view) => facets.locations(view));
  }

  @FieldResolver(() => [StoreAttribute], {
    nullable: true,
    description: `What products of the store are described by, in the store’s order; attributes that a single product made up for itself are left out. ${wholeList}`,
  })
  async attributes(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly StoreAttribute[]> {
    return (await loaders.session(store)).ask(({ facets }, view) => facets.attributes(view));
  }
}
