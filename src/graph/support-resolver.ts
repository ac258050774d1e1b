import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { type Connection, SupportAccessConnection } from '../model/connections.js';
import { Store } from '../model/store.js';
import {
  GrantSupportAccessInput,
  GrantSupportAccessPayload,
  SupportAccess,
  SupportAccessPayload,
} from '../model/support-access.js';
import { Viewer } from '../model/viewer.js';
import { storeUuid } from './api-key-resolver.js';
import type { GraphContext } from './context.js';
import { connectionFor, PagingArgs } from './paging.js';
import { storeObject } from './store-object.js';

@ArgsType()
class SupportAccessArgs extends PagingArgs {
  @Field(() => ID, { nullable: true, description: 'Only access to this store, by global id; null: to any.' })
  storeId?: string | null;
}

@Resolver(() => SupportAccess)
export class SupportAccessResolver {
  @Query(() => SupportAccessConnection, {
    description: 'Access that technicians have or had to the account’s stores, oldest first.',
  })
  async supportAccess(
    @Args() { storeId, ...args }: SupportAccessArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<SupportAccess>> {
    const { caller, administration } = context;
    const list = { kind: 'supportAccess', scope: caller.accountId, orderBy: 'GRANTED_AT_ASC' };
    const of = storeId === null || storeId === undefined ? null : storeUuid(storeId);
    return connectionFor(context, list, args, info, (wanted) =>
      administration.supportAccesses.page(caller, of, wanted),
    );
  }

  @Mutation(() => GrantSupportAccessPayload, {
    description:
      'Lets a technician into one store for at most 72 hours, with the scopes given and no other. Their key is shown this once; ' +
      'notifications tell of the start and of the end.',
  })
  async grantSupportAccess(
    @Arg('input', () => GrantSupportAccessInput, { description: 'Who, where, why, how far and for how long.' })
    input: GrantSupportAccessInput,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<GrantSupportAccessPayload> {
    const { remember, ...wanted } = input;
    const { grant, secret, userErrors } = await administration.supportAccesses.grant(caller, {
      ...wanted,
      storeId: storeUuid(input.storeId),
      remember: remember ?? [],
    });
    return { grant, secret, userErrors: [...userErrors] };
  }

  @Mutation(() => SupportAccessPayload, {
    description: 'Ends support access at once, wherever the service runs. One that had ended already keeps its time.',
  })
  async revokeSupportAccess(
    @Arg('id', () => ID, { description: 'The access’s id.' }) id: string,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<SupportAccessPayload> {
    const { grant, userErrors } = await administration.supportAccesses.revoke(caller, id);
    return { grant, userErrors: [...userErrors] };
  }

  @FieldResolver(() => Store, { description: 'The one store that it opens.' })
  async store(@Root() access: SupportAccess, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(access), platforms);
  }
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @FieldResolver(() => SupportAccess, {
    nullable: true,
    description: 'The support access that the key belongs to; null for any other key.',
  })
  async supportAccess(
    @Root() { supportAccessId }: Viewer,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<SupportAccess | null> {
    return supportAccessId === null ? null : administration.supportAccesses.find(caller, supportAccessId);
  }
}
