import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { type Connection, StoreConnection } from '../model/connections.js';
import { storeGlobalId } from '../model/ids.js';
import { PlatformInfo, type Store } from '../model/store.js';
import { Viewer } from '../model/viewer.js';
import type { GraphContext } from './context.js';
import { StoresArgs } from './list-arguments.js';
import { connectionFor } from './paging.js';
import { storeObject } from './store-object.js';

@Resolver()
export class AccountResolver {
  @Query(() => Viewer, { description: 'Who is asking.' })
  viewer(@Ctx() { caller }: GraphContext): Viewer {
    const { accountName, accountId, apiKeyName, scopes, storeIds, expiresAt, supportAccessId } = caller;
    const stores = storeIds?.map(storeGlobalId) ?? null;
    return { account: accountName, accountId, apiKeyName, scopes, storeIds: stores, expiresAt, supportAccessId };
  }

  @Query(() => [PlatformInfo], { description: 'The kinds of store software that the service understands.' })
  platforms(@Ctx() { platforms }: GraphContext): readonly PlatformInfo[] {
    return platforms;
  }

  @Query(() => StoreConnection, {
    description: 'The account’s stores, whatever their status, in the order they were connected in.',
  })
  async stores(
    @Args() args: StoresArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Store>> {
    const { caller, registry, platforms } = context;
    const list = { kind: 'stores', scope: caller.accountId, orderBy: 'CONNECTED_AT_ASC' };
    return connectionFor(
      context,
      list,
      args,
      info,
      (wanted) => registry.page(caller, { ...wanted, filter: args.filter ?? {} }),
      (record) => storeObject(record, platforms),
    );
  }
}
