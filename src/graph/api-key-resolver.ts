import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { ApiKeyRecord } from '../domain/api-key-records.js';
import { prefixOf } from '../domain/api-key-text.js';
import { ApiKey, CreateApiKeyInput, CreateApiKeyPayload, RevokeApiKeyPayload } from '../model/api-key.js';
import { ApiKeyConnection, type Connection } from '../model/connections.js';
import { parseGlobalId, storeGlobalId } from '../model/ids.js';
import type { GraphContext } from './context.js';
import { connectionFor, PagingArgs } from './paging.js';

@Resolver()
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, {
    description:
      'The account’s API keys, oldest first, revoked ones included; a key limited to certain stores sees those of its stores alone. ' +
      'The keys of support accesses are not among them.',
  })
  async apiKeys(
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ApiKey>> {
    const { caller, administration } = context;
    const list = { kind: 'apiKeys', scope: caller.accountId, orderBy: 'CREATED_AT_ASC' };
    return connectionFor(context, list, args, info, (wanted) => administration.apiKeys.page(caller, wanted), shown);
  }

  @Mutation(() => CreateApiKeyPayload, {
    description: 'Makes an API key that can do no more than the one that makes it. The key itself is shown this once.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The key wanted.' }) input: CreateApiKeyInput,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<CreateApiKeyPayload> {
    const { name, scopes, expiresAt = null, storeIds } = input;
    const wanted = { name, scopes, expiresAt, storeIds: storeIds?.map(storeUuid) ?? null };
    const { apiKey, secret, userErrors } = await administration.apiKeys.create(caller, wanted);
    return { apiKey: apiKey && shown(apiKey), secret, userErrors: [...userErrors] };
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Ends an API key at once, wherever the service runs. One that had ended already keeps its time.',
  })
  async revokeApiKey(
    @Arg('id', () => ID, { description: 'The key’s id.' }) id: string,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<RevokeApiKeyPayload> {
    const { apiKey, userErrors } = await administration.apiKeys.revoke(caller, id);
    return { apiKey: apiKey && shown(apiKey), userErrors: [...userErrors] };
  }
}

function shown({ id, name, scopes, storeIds, createdAt, expiresAt, lastUsedAt, revokedAt }: ApiKeyRecord): ApiKey {
  const stores = storeIds?.map(storeGlobalId) ?? null;
  return { id, name, prefix: prefixOf(id), scopes, storeIds: stores, createdAt, expiresAt, lastUsedAt, revokedAt };
}

/** The UUID in a store's global id; what is none is given on as it is, and is then not found. */
export function storeUuid(id: string): string {
  const parsed = parseGlobalId(id);
  return parsed?.type === 'Store' ? parsed.storeId : id;
}
