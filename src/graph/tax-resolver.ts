import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { type Connection, TaxRateConnection } from '../model/connections.js';
import { Store } from '../model/store.js';
import { TaxRate } from '../model/tax-rate.js';
import type { GraphContext } from './context.js';
import { TaxRatesArgs } from './list-arguments.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';
import { failsAlone } from './unanswered.js';

/** What a store charges for others. */
@Resolver(() => Store)
export class StoreTaxesResolver {
  @FieldResolver(() => TaxRateConnection, {
    nullable: true,
    description: `The taxes that the store charges, by id; those of whole countries and of each postcode alike. ${failsAlone()}`,
  })
  async taxRates(
    @Root() store: Store,
    @Args() args: TaxRatesArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<TaxRate>>> {
    return storeList(store, 'taxRates', '', args, context, info);
  }
}

@Resolver(() => TaxRate)
export class TaxRateResolver {
  @FieldResolver(() => Store, { description: 'The store that charges it.' })
  async store(@Root() rate: TaxRate, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(rate), platforms);
  }
}
