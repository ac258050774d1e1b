import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from './connecting.js';
import { DateTime, Url } from './scalars.js';

export const WebhookTopic = {
  PING: 'PING',
  STORE_UNREACHABLE: 'STORE_UNREACHABLE',
  STORE_RECOVERED: 'STORE_RECOVERED',
  BRIDGE_OUTDATED: 'BRIDGE_OUTDATED',
  API_KEY_EXPIRING: 'API_KEY_EXPIRING',
  SUPPORT_ACCESS_GRANTED: 'SUPPORT_ACCESS_GRANTED',
  SUPPORT_ACCESS_ENDED: 'SUPPORT_ACCESS_ENDED',
} as const;
export type WebhookTopic = keyof typeof WebhookTopic;
registerEnumType(WebhookTopic, {
  name: 'WebhookTopic',
  description: 'What an account can be told of without asking.',
  valuesConfig: {
    PING: { description: 'Nothing happened: a test of the endpoint.' },
    STORE_UNREACHABLE: { description: 'A store does not answer any more.' },
    STORE_RECOVERED: { description: 'A store that did not answer does again.' },
    BRIDGE_OUTDATED: { description: 'A store’s bridge is older than the one that the service issues.' },
    API_KEY_EXPIRING: { description: 'An API key of the account is about to end.' },
    SUPPORT_ACCESS_GRANTED: { description: 'A technician was given access to a store for a while.' },
    SUPPORT_ACCESS_ENDED: { description: 'A technician’s access has ended.' },
  },
});

@ObjectType('WebhookEndpoint', {
  description:
    'Where an account is told what happened: a POST signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, ' +
    '`webhook-signature`), at least once and in no promised order, retried with growing pauses for three days.',
})
export class WebhookEndpoint {
  @Field(() => ID, { description: 'The endpoint’s id.' })
  id: string;

  @Field(() => Url, { description: 'The address that is called.' })
  url: string;

  @Field(() => [WebhookTopic], { description: 'What it is told of.' })
  topics: readonly WebhookTopic[];

  @Field(() => Boolean, {
    description:
      'Whether it is told anything. It becomes false by itself when it has failed for a day, or answers 410 (gone).',
  })
  enabled: boolean;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it last took what it was told; null: never.' })
  lastSucceededAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it last did not; null: never.' })
  lastFailedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'What went wrong last, and whether it is disabled for it; null after a success.',
  })
  lastError: string | null;
}

@InputType('CreateWebhookEndpointInput', { description: 'An endpoint to be made.' })
export class CreateWebhookEndpointInput {
  @Field(() => Url, { description: 'The address to call: https, on a public address.' })
  url: string;

  @Field(() => [WebhookTopic], { description: 'What it is to be told of.' })
  topics: WebhookTopic[];

  @Field(() => Boolean, { nullable: true, description: 'Whether it is told anything; true where left out.' })
  enabled?: boolean | null;
}

@InputType('UpdateWebhookEndpointInput', {
  description: 'What is to change about an endpoint; what is left out stays.',
})
export class UpdateWebhookEndpointInput {
  @Field(() => ID, { description: 'The endpoint’s id.' })
  id: string;

  @Field(() => Url, { nullable: true, description: 'The address to call.' })
  url?: string | null;

  @Field(() => [WebhookTopic], { nullable: true, description: 'What it is to be told of.' })
  topics?: WebhookTopic[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is told anything; true begins without the failures it had.',
  })
  enabled?: boolean | null;
}

@ObjectType('WebhookEndpointPayload', { description: 'What came of a mutation on an endpoint.' })
export class WebhookEndpointPayload {
  @Field(() => WebhookEndpoint, {
    nullable: true,
    description: 'The endpoint as it is now; null where it is not known.',
  })
  endpoint: WebhookEndpoint | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}

@ObjectType('CreateWebhookEndpointPayload', { description: 'What came of `createWebhookEndpoint`.' })
export class CreateWebhookEndpointPayload extends WebhookEndpointPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The secret to verify signatures with, `whsec_…`; shown this once. Null where there are userErrors.',
  })
  secret: string | null;
}

@ObjectType('DeleteWebhookEndpointPayload', { description: 'What came of `deleteWebhookEndpoint`.' })
export class DeleteWebhookEndpointPayload {
  @Field(() => ID, { nullable: true, description: 'The id of the endpoint that is gone; null where it is not known.' })
  deletedId: string | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}
