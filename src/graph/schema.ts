import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  printSchema,
  visit,
} from 'graphql';
import { buildSchemaSync, createResolversMap, getMetadataStorage } from 'type-graphql';
import { globalIdOf, nodeTypes, parseGlobalId } from '../model/ids.js';
import type { Node } from '../model/node.js';
import { Json } from '../model/scalars.js';
import { ServiceError } from '../model/service-error.js';
import { AccountResolver } from './account-resolver.js';
import { ApiKeyResolver } from './api-key-resolver.js';
import { auditMutations } from './audit.js';
import { AuditResolver } from './audit-resolver.js';
import { CategoryResolver } from './category-resolver.js';
import { ConnectingResolver } from './connecting-resolver.js';
import type { GraphContext } from './context.js';
import { CustomerResolver } from './customer-resolver.js';
import { FeedResolver } from './feed-resolver.js';
import { markScopes, refuseFields } from './guard.js';
import { InventoryResolver } from './inventory-resolver.js';
import { findNode, NodeResolver } from './node-resolver.js';
import { LineItemResolver, OrderResolver } from './order-resolver.js';
import { PlacingResolver } from './placing-resolver.js';
import { ProductResolver, ProductVariantResolver } from './product-resolver.js';
import { StoreResolver } from './store-resolver.js';
import { SupportAccessResolver, ViewerResolver } from './support-resolver.js';
import { WebhookResolver } from './webhook-resolver.js';

/** The graph as a federation 2 subgraph, and its SDL as a gateway composes it. */
export interface Subgraph {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}

const built = new Map<boolean, Subgraph>();

/**
 * The graph as a federation 2 subgraph; built once for the process. Its SDL tells gateways what scopes are needed
 * (`@requiresScopes`) unless that is not wanted, for gateways that refuse what they do not know. The graph itself asks for them
 * either way.
 */
export function subgraph({ tellsScopes = true } = {}): Subgraph {
  const known = built.get(tellsScopes) ?? build(tellsScopes);
  built.set(tellsScopes, known);
  return known;
}

function build(tellsScopes: boolean): Subgraph {
  // Fields without a resolver of their own are read by GraphQL itself.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  const plain = buildSchemaSync({
    resolvers: [
      AccountResolver,
      NodeResolver,
      FeedResolver,
      InventoryResolver,
      StoreResolver,
      ProductResolver,
      ProductVariantResolver,
      CategoryResolver,
      OrderResolver,
      LineItemResolver,
      CustomerResolver,
      ConnectingResolver,
      PlacingResolver,
      WebhookResolver,
      ApiKeyResolver,
      SupportAccessResolver,
      ViewerResolver,
      AuditResolver,
    ],
    validate: false,
    skipCheck: true,
  });
  const schema = buildSubgraphSchema({
    typeDefs: typeDefinitions(plain, tellsScopes),
    resolvers: resolversOf(plain) as never,
  });
  refuseFields(schema);
  auditMutations(schema);
  return { schema, sdl: `${printSubgraphSchema(schema)}\n` };
}

const federation = (imports: readonly string[]) =>
  parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(imports)})`);
const key = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'key' }, arguments: [keyFields()] } as const;

const rootDescriptions: Readonly<Record<string, string>> = {
  Query:
    'Everything that can be asked. Nothing of a store is kept by the service: what is asked of one is read there and then.',
  Mutation:
    'Everything that can be changed. Payloads tell in `userErrors` what the caller can mend; faults of the service or of a ' +
    'store are errors with `extensions.code`.',
};

/** The schema's types, those with a global id marked as entities, the roots described; with the one scalar that no field has yet. */
function typeDefinitions(plain: GraphQLSchema, tellsScopes: boolean): DocumentNode {
  const types = parse(`${printSchema(plain)}\n"""${Json.description}"""\nscalar JSON`);
  const marked = visit(types, {
    ObjectTypeDefinition(node) {
      const description = rootDescriptions[node.name.value];
      if (description) return { ...node, description: { kind: Kind.STRING, value: description } };
      return (nodeTypes as readonly string[]).includes(node.name.value) ? { ...node, directives: [key] } : undefined;
    },
  });
  const { definitions } = markScopes(marked, plain, tellsScopes);
  const link = federation(tellsScopes ? ['@key', '@requiresScopes'] : ['@key']);
  return { ...marked, definitions: [...link.definitions, ...definitions] };
}

function keyFields() {
  const value = { kind: Kind.STRING, value: 'id' } as const;
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'fields' }, value } as const;
}

type ResolverMap = Record<string, Record<string, unknown>>;

function resolversOf(plain: GraphQLSchema): ResolverMap {
  const resolvers = createResolversMap(plain) as unknown as ResolverMap;
  // Things are plain objects, told apart by their ids, never by their class.
  for (const of of Object.values(resolvers)) delete of.__isTypeOf;
  return {
    ...resolvers,
    Query: { ...resolvers.Query, _entities: findEntities },
    _Entity: { __resolveType: (value: { id: string }) => parseGlobalId(value.id)?.type },
    JSON: Json as unknown as Record<string, unknown>,
  };
}

/**
 * The things that a gateway refers to, through the same loaders as every other: one plan for each store and type. A reference
 * that is none fails alone, which the library's own resolver would not see to.
 */
function findEntities(
  _root: unknown,
  { representations }: { representations: readonly { __typename: string; id?: unknown }[] },
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Node | null>[] {
  return representations.map(async ({ __typename, id }) => {
    const type = nodeTypes.find((name) => name === __typename);
    if (!type) {
      throw new ServiceError('BAD_USER_INPUT', `__typename must be one of ${nodeTypes.join(', ')}, but got another.`);
    }
    return findNode(globalIdOf(type, String(id)), context, info);
  });
}
