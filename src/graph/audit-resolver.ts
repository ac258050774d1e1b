import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { AuditEntry, AuditFilter } from '../model/audit.js';
import { AuditEntryConnection, type Connection } from '../model/connections.js';
import { Store } from '../model/store.js';
import { storeUuid } from './api-key-resolver.js';
import type { GraphContext } from './context.js';
import { connectionFor, PagingArgs } from './paging.js';
import { storeObject } from './store-object.js';

@ArgsType()
class AuditLogArgs extends PagingArgs {
  @Field(() => AuditFilter, {
    nullable: true,
    description: 'Which entries are wanted; every condition given must hold; null: all.',
  })
  filter?: AuditFilter | null;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'What was done to the account and its stores, newest first. A key limited to certain stores sees what was done to those.',
  })
  async auditLog(
    @Args() args: AuditLogArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AuditEntry>> {
    const { caller, administration } = context;
    const list = { kind: 'auditLog', scope: caller.accountId, orderBy: 'NUMBER_DESC' };
    const { storeId, ...conditions } = args.filter ?? {};
    const wanted = { ...conditions, storeId: storeId && storeUuid(storeId) };
    return connectionFor(context, list, args, info, (page) => administration.auditLog.page(caller, wanted, page));
  }

  @FieldResolver(() => Store, {
    nullable: true,
    description: 'The store that it was done to; null where it was to none.',
  })
  async store(@Root() { storeId }: AuditEntry, @Ctx() { loaders, platforms }: GraphContext): Promise<Store | null> {
    const record = storeId === null ? null : await loaders.store(storeId);
    return record && storeObject(record, platforms);
  }
}
