import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { answered } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import { ShippingMethod } from '../model/shipping-method.js';
import { ShippingZone } from '../model/shipping-zone.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { wholeList } from './facets-resolver.js';

/** How a store sends what was ordered. */
@Resolver(() => Store)
export class ShippingResolver {
  @FieldResolver(() => [ShippingZone], {
    nullable: true,
    description: `The zones that the merchant divided the world into for sending, in the store’s order. ${wholeList}`,
  })
  async shippingZones(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<readonly ShippingZone[]> {
    return (await loaders.session(store)).ask(({ shipping }, view) => shipping?.zones(view) ?? answered([]));
  }

  @FieldResolver(() => [ShippingMethod], {
    nullable: true,
    description: `The ways in which the store sends what was ordered, those too that are switched off, in its order. ${wholeList}`,
  })
  async shippingMethods(
    @Root() store: Store,
    @Ctx() { loaders }: GraphContext,
  ): Promise<readonly AsRead<ShippingMethod>[]> {
    return (await loaders.session(store)).ask(({ shipping }, view) => shipping?.methods(view) ?? answered([]));
  }
}
