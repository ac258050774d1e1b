import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { notFound, type WebhookOutcome } from '../domain/webhook-endpoints.js';
import { type Connection, WebhookEndpointConnection } from '../model/connections.js';
import {
  CreateWebhookEndpointInput,
  CreateWebhookEndpointPayload,
  DeleteWebhookEndpointPayload,
  UpdateWebhookEndpointInput,
  type WebhookEndpoint,
  WebhookEndpointPayload,
} from '../model/webhook.js';
import type { GraphContext } from './context.js';
import { connectionFor, PagingArgs } from './paging.js';

const idDescription = 'The endpoint’s id.';

@Resolver()
export class WebhookResolver {
  @Query(() => WebhookEndpointConnection, { description: 'The account’s webhook endpoints, oldest first.' })
  async webhookEndpoints(
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<WebhookEndpoint>> {
    const { caller, administration } = context;
    const list = { kind: 'webhookEndpoints', scope: caller.accountId, orderBy: 'CREATED_AT_ASC' };
    return connectionFor(
      context,
      list,
      args,
      info,
      (wanted) => administration.webhooks.page(caller, wanted),
      (one) => one,
    );
  }

  @Mutation(() => CreateWebhookEndpointPayload, {
    description: 'Makes an endpoint that is told of these topics. Its secret is shown this once.',
  })
  async createWebhookEndpoint(
    @Arg('input', () => CreateWebhookEndpointInput, { description: 'The endpoint wanted.' })
    input: CreateWebhookEndpointInput,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<CreateWebhookEndpointPayload> {
    const { url, topics, enabled } = input;
    const { secret, ...outcome } = await administration.webhooks.create(caller, {
      url,
      topics,
      enabled: enabled ?? true,
    });
    return { ...payload(outcome), secret };
  }

  @Mutation(() => WebhookEndpointPayload, {
    description: 'Changes an endpoint: where it is, what it is told of, and whether it is told anything.',
  })
  async updateWebhookEndpoint(
    @Arg('input', () => UpdateWebhookEndpointInput, { description: 'Which endpoint, and what is to change.' })
    input: UpdateWebhookEndpointInput,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<WebhookEndpointPayload> {
    const { id, url, topics, enabled } = input;
    const wanted = { url: url ?? undefined, topics: topics ?? undefined, enabled: enabled ?? undefined };
    return payload(await administration.webhooks.update(caller, id, wanted));
  }

  @Mutation(() => DeleteWebhookEndpointPayload, {
    description: 'Forgets an endpoint with its secret; what it was still to be told is not told.',
  })
  async deleteWebhookEndpoint(
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<DeleteWebhookEndpointPayload> {
    if (await administration.webhooks.delete(caller, id)) return { deletedId: id, userErrors: [] };
    return { deletedId: null, userErrors: payload(notFound(['id'])).userErrors };
  }

  @Mutation(() => WebhookEndpointPayload, {
    description:
      'Tells an endpoint a PING at once, whatever its topics; the payload shows how that went. It is not retried.',
  })
  async testWebhookEndpoint(
    @Arg('id', () => ID, { description: idDescription }) id: string,
    @Ctx() { caller, administration }: GraphContext,
  ): Promise<WebhookEndpointPayload> {
    return payload(await administration.webhookDelivery.test(caller, id));
  }
}

function payload({ endpoint, userErrors }: WebhookOutcome): WebhookEndpointPayload {
  return { endpoint, userErrors: [...userErrors] };
}
