import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { addResolversToSchema } from '@apollo/subgraph/dist/schema-helper/index.js';
import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  parse,
  print,
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
import { FacetsResolver } from './facets-resolver.js';
import { directive, federationDirectives, federationLink, shareable, sizedList } from './federation.js';
import { FeedResolver } from './feed-resolver.js';
import { GraphNames } from './graph-names.js';
import { markScopes, refuseFields } from './guard.js';
import { refuseCutTexts } from './input-texts.js';
import { InventoryResolver } from './inventory-resolver.js';
import { giveItemsAsPromises } from './item-promises.js';
import { metafieldsResolvers } from './metafields-resolver.js';
import { findNode, NodeResolver } from './node-resolver.js';
import { LineItemResolver, OrderResolver } from './order-resolver.js';
import { peopleResolvers } from './people-resolver.js';
import { PlacingResolver } from './placing-resolver.js';
import { preparedSdl } from './prepared-sdl.js';
import { ProductLinkResolver, ProductResolver, ProductVariantResolver } from './product-resolver.js';
import { CouponResolver, GiftCardResolver, PromotionsResolver } from './promotions-resolver.js';
import { ProductReviewsResolver, ReviewResolver, StoreReviewsResolver } from './review-resolver.js';
import { ShippingResolver } from './shipping-resolver.js';
import { StatisticsResolver } from './statistics-resolver.js';
import { StoreResolver } from './store-resolver.js';
import { SupportAccessResolver, ViewerResolver } from './support-resolver.js';
import { StoreTaxesResolver, TaxRateResolver } from './tax-resolver.js';
import { WebhookResolver } from './webhook-resolver.js';
import { WritingResolver } from './writing-resolver.js';
import {
  InventoryResultResolver,
  OrderResultResolver,
  PriceResultResolver,
  ProductResultResolver,
  ShipmentResultResolver,
  UserErrorResolver,
} from './writing-results-resolver.js';

/** The graph as a federation 2 subgraph, and its SDL as a gateway composes it. */
export interface Subgraph {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  /** The graph without what only gateways need, for clients' tools. */
  readonly clientSdl: string;
  /** What another process can build the same graph from sooner, in the place of `preparedSdl`. */
  readonly prepared: Readonly<Record<string, string>>;
}

/** How the graph presents itself to gateways and clients. What it does is the same whatever is chosen. */
export interface SubgraphOptions {
  /** What the names of types and root fields begin with, such as `Shop`; nothing by default. */
  readonly prefix?: string;
  /** Whether `node`, `nodes` are root fields; true by default. A graph of several subgraphs can have them from one alone. */
  readonly hasNode?: boolean;
  /** Whether the SDL tells what scopes are needed (`@requiresScopes`); true by default. Some gateways refuse what they do not know. */
  readonly tellsScopes?: boolean;
  /** Whether the SDL tells what lists cost (`@listSize`); false by default, since it takes a composer of federation 2.9. */
  readonly tellsCosts?: boolean;
  /**
   * Whether stores can be connected and accounts administered through the graph; true by default. Where stores and keys are somebody
   * else's, these root fields are left out, with all types that only they have.
   */
  readonly hasAccounts?: boolean;
}

const built = new Map<string, Subgraph>();

/** The graph as a federation 2 subgraph; built once for the process and for each way to present it. */
export function subgraph(options: SubgraphOptions = {}): Subgraph {
  const all = {
    prefix: '',
    hasNode: true,
    tellsScopes: true,
    tellsCosts: false,
    hasAccounts: true,
    ...withoutUndefined(options),
  };
  const key = keyOf(all);
  const known = built.get(key) ?? build(all);
  built.set(key, known);
  return known;
}

function keyOf(options: Required<SubgraphOptions>): string {
  return JSON.stringify(Object.entries(options).sort());
}

/**
 * What a graph declares, completed and found right by the federation's library: what gateways get that ask for its SDL. Options are
 * known by {@link keyOf}; what was prepared when the service was built is taken from there, as it takes a third of a start.
 */
function completeSdl(typeDefs: () => DocumentNode, options: Required<SubgraphOptions>): string {
  const prepared = preparedSdl[keyOf(options)];
  if (prepared !== undefined) return prepared;
  const service = buildSubgraphSchema({ typeDefs: typeDefs() }).getQueryType()?.getFields()._service?.resolve;
  const answer = service?.({}, {}, undefined, {} as GraphQLResolveInfo) as { readonly sdl: string } | undefined;
  if (!answer) throw new Error("a subgraph's schema must answer _service");
  return answer.sdl;
}

function withoutUndefined(options: SubgraphOptions): SubgraphOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** What connects stores and administers accounts. */
const ofAccounts = [
  ConnectingResolver,
  PlacingResolver,
  WebhookResolver,
  ApiKeyResolver,
  SupportAccessResolver,
  ViewerResolver,
  AuditResolver,
];

function build(options: Required<SubgraphOptions>): Subgraph {
  const names = new GraphNames(options.prefix);
  // Fields without a resolver of their own are read by GraphQL itself.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  const plain = buildSchemaSync({
    resolvers: [
      AccountResolver,
      ...(options.hasAccounts ? ofAccounts : []),
      NodeResolver,
      FeedResolver,
      InventoryResolver,
      StoreResolver,
      FacetsResolver,
      ShippingResolver,
      StatisticsResolver,
      ProductResolver,
      ProductVariantResolver,
      ProductLinkResolver,
      ...metafieldsResolvers,
      CategoryResolver,
      OrderResolver,
      LineItemResolver,
      CustomerResolver,
      ReviewResolver,
      StoreReviewsResolver,
      ProductReviewsResolver,
      StoreTaxesResolver,
      TaxRateResolver,
      PromotionsResolver,
      CouponResolver,
      GiftCardResolver,
      ...peopleResolvers,
      WritingResolver,
      UserErrorResolver,
      InventoryResultResolver,
      PriceResultResolver,
      ProductResultResolver,
      OrderResultResolver,
      ShipmentResultResolver,
    ],
    // All others that were declared, unless they are given here.
    orphanedTypes: [],
    validate: false,
    skipCheck: true,
  });
  const typeDefs = () => names.rename(typeDefinitions(plain, options));
  const complete = completeSdl(typeDefs, options);
  const schema = buildASTSchema(parse(complete, { noLocation: true }), { assumeValid: true });
  const service = { Query: { _service: () => ({ sdl: complete }) } };
  for (const resolvers of [service, resolversOf(plain, names, options)]) {
    addResolversToSchema(schema, resolvers as never);
  }
  names.note(schema);
  refuseCutTexts(schema);
  refuseFields(schema);
  auditMutations(schema);
  giveItemsAsPromises(schema);
  // Printed where somebody asks: the service itself does not.
  return {
    schema,
    prepared: { [keyOf(options)]: complete },
    get sdl() {
      return `${printSubgraphSchema(schema)}\n`;
    },
    get clientSdl() {
      return `${print(forClients(typeDefs()))}\n`;
    },
  };
}

/** The root fields that find anything by its global id. */
const relayFields: readonly string[] = ['node', 'nodes'];

/** A subgraph's document without its directives and what it links to. */
function forClients(typeDefs: DocumentNode): DocumentNode {
  const plain: DocumentNode = visit(typeDefs, {
    Directive: ({ name }) => (federationDirectives.has(name.value) ? null : undefined),
  });
  return { ...plain, definitions: plain.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION) };
}

const rootDescriptions: Readonly<Record<string, string>> = {
  Query:
    'Everything that can be asked. Nothing of a store is kept by the service: what is asked of one is read there and then.',
  Mutation:
    'Everything that can be changed. Payloads tell in `userErrors` what the caller can mend; faults of the service or of a ' +
    'store are errors with `extensions.code`.',
};

/** The schema's types, those with a global id marked as entities, the roots described; with the one scalar that no field has yet. */
function typeDefinitions(plain: GraphQLSchema, options: Required<SubgraphOptions>): DocumentNode {
  const types = parse(
    `${printSchema(plain)}\n"""${Json.description}"""\nscalar JSON @specifiedBy(url: "${Json.specifiedByURL}")`,
  );
  const marked = visit(types, {
    ObjectTypeDefinition(node) {
      const name = node.name.value;
      const text = rootDescriptions[name];
      if (text) {
        const fields = node.fields?.filter((field) => options.hasNode || !relayFields.includes(field.name.value));
        return { ...node, fields, description: { kind: Kind.STRING, value: text, block: true } };
      }
      if ((nodeTypes as readonly string[]).includes(name))
        return { ...node, directives: [directive('key', { fields: 'id' })] };
      return shareable.includes(name) ? { ...node, directives: [directive('shareable')] } : undefined;
    },
    FieldDefinition: (node) => (options.tellsCosts ? sizedList(node, plain) : undefined),
  });
  const { definitions } = markScopes(marked, plain, options.tellsScopes);
  const link = federationLink([
    '@key',
    '@shareable',
    ...(options.tellsScopes ? ['@requiresScopes'] : []),
    ...(options.tellsCosts ? ['@listSize'] : []),
  ]);
  return { ...marked, definitions: [...link.definitions, ...definitions] };
}

type ResolverMap = Record<string, Record<string, unknown>>;

function resolversOf(plain: GraphQLSchema, names: GraphNames, { hasNode }: Required<SubgraphOptions>): ResolverMap {
  const resolvers = createResolversMap(plain) as unknown as ResolverMap;
  // Things are plain objects, told apart by their ids, never by their class.
  for (const of of Object.values(resolvers)) delete of.__isTypeOf;
  if (!hasNode) for (const field of relayFields) delete resolvers.Query?.[field];
  const typeOf = (value: { id: string }) => {
    const type = parseGlobalId(value.id)?.type;
    return type && names.type(type);
  };
  const renamed = names.renameResolvers<unknown>({
    ...resolvers,
    Node: { __resolveType: typeOf },
    JSON: Json as unknown as Record<string, unknown>,
  });
  return {
    ...renamed,
    Query: { ...renamed.Query, _entities: findEntities(names) },
    _Entity: { __resolveType: typeOf },
  };
}

/**
 * The things that a gateway refers to, through the same loaders as every other: one plan for each store and type. A reference
 * that is none fails alone, which the library's own resolver would not see to.
 */
function findEntities(names: GraphNames) {
  return (
    _root: unknown,
    { representations }: { representations: readonly { __typename: string; id?: unknown }[] },
    context: GraphContext,
    info: GraphQLResolveInfo,
  ): Promise<Node | null | Error>[] => {
    const found = representations.map(async ({ __typename, id }) => {
      const type = nodeTypes.find((name) => names.type(name) === __typename);
      if (!type) {
        const known = nodeTypes.map((name) => names.type(name)).join(', ');
        throw new ServiceError('BAD_USER_INPUT', `__typename must be one of ${known}, but got another.`);
      }
      // Anything may stand in a reference: what is no text may not even be made one.
      return findNode(globalIdOf(type, typeof id === 'string' ? id : ''), context, info);
    });
    // A program puts the null of a promise that is rejected at the end of what is there of the list by then, and its length is wrong.
    return found.map((node) => node.catch((error: Error) => error));
  };
}
