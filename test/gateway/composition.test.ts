import { composeServices as composeApollo } from '@apollo/composition';
import { composeServices as composeGuild, compositionHasErrors } from '@theguild/federation-composition';
import { federateSubgraphs, LATEST_ROUTER_COMPATIBILITY_VERSION } from '@wundergraph/composition';
import { parse } from 'graphql';
import { type SubgraphOptions, subgraph } from '../../src/graph/schema.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type Ask, throughApolloGateway, throughHiveGateway } from './gateways.js';
import { serveVendor, vendorSdl } from './vendor-subgraph.js';

const relaySdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Parcel @key(fields: "id") { id: ID! }
  type ParcelConnection { nodes: [Parcel!]! pageInfo: PageInfo! }
  type Query { parcels: ParcelConnection! }
`;

/** Each composer: what is wrong with two subgraphs beside each other. */
const composers: Readonly<Record<string, (ours: string, theirs: string) => readonly string[]>> = {
  '@apollo/composition': (ours, theirs) =>
    (composeApollo([subgraphOf('drawbridge', ours), subgraphOf('vendor', theirs)]).errors ?? []).map(textOf),
  '@theguild/federation-composition': (ours, theirs) => {
    const result = composeGuild([subgraphOf('drawbridge', ours), subgraphOf('vendor', theirs)]);
    return compositionHasErrors(result) ? result.errors.map(textOf) : [];
  },
  '@wundergraph/composition': (ours, theirs) => {
    const subgraphs = [subgraphOf('drawbridge', ours), subgraphOf('vendor', theirs)].map(({ typeDefs, ...one }) => ({
      ...one,
      definitions: typeDefs,
    }));
    const result = federateSubgraphs({ subgraphs, version: LATEST_ROUTER_COMPATIBILITY_VERSION });
    return result.success ? [] : result.errors.map(textOf);
  },
};

function subgraphOf(name: string, sdl: string) {
  return { name, url: `http://${name}.test/graphql`, typeDefs: parse(sdl) };
}

function textOf({ message }: { readonly message: string }): string {
  return message;
}

const asVendor: SubgraphOptions = { prefix: 'Shop', hasNode: false };

describe.each(Object.entries(composers))('%s', (_, compose) => {
  test('composes the graph with a Relay-style one that has a PageInfo of its own', () => {
    expect(compose(subgraph().sdl, relaySdl)).toEqual([]);
  });

  test.each([
    ['', asVendor],
    [' and the costs of lists', { ...asVendor, tellsCosts: true }],
    [' and without scopes', { ...asVendor, tellsScopes: false }],
  ])('composes it under a prefix%s with a vendor’s, whose names are the same', (__, options) => {
    expect(compose(subgraph(options).sdl, vendorSdl)).toEqual([]);
  });

  test('does not compose the two without a prefix, which is what it is for', () => {
    expect(compose(subgraph({ hasNode: false }).sdl, vendorSdl)).not.toEqual([]);
  });
});

describe('beside a vendor’s graph', () => {
  let service: ServiceUnderTest;
  let vendor: Awaited<ReturnType<typeof serveVendor>>;
  let products: readonly string[] = [];
  beforeAll(async () => {
    [service, vendor] = await Promise.all([
      startTestService({ DRAWBRIDGE_GRAPH_PREFIX: 'Shop', DRAWBRIDGE_GRAPH_NODE: 'off' }),
      serveVendor(() => products),
    ]);
    const { data } = await ask(service, '{ shopStores { nodes { products(first: 3) { nodes { id } } } } }');
    products = data.shopStores.nodes[0].products.nodes.map(({ id }: { id: string }) => id);
  });
  afterAll(async () => {
    await Promise.all([service?.close(), vendor?.close()]);
  });

  function supergraph(options: SubgraphOptions): string {
    const { supergraphSdl, errors } = composeApollo([
      { name: 'drawbridge', url: `${service.url}/graphql`, typeDefs: parse(subgraph(options).sdl) },
      { name: 'vendor', url: vendor.url, typeDefs: parse(vendorSdl) },
    ]);
    if (!supergraphSdl) throw new Error(`the subgraphs must compose, but got: ${errors?.map(textOf).join('; ')}`);
    return supergraphSdl;
  }

  test('the SDL that the service gives is the one of its settings', async () => {
    const { data } = await ask(service, '{ _service { sdl } }');
    expect(data._service.sdl).toContain('type ShopStore implements Node\n  @key(fields: "id")');
    expect(data._service.sdl).not.toMatch(/^ {2}nodes?\(/m);
  });

  describe.each([
    ['@apollo/gateway', throughApolloGateway, { ...asVendor, tellsScopes: false }],
    ['@graphql-hive/gateway', throughHiveGateway, asVendor],
  ] as const)('through %s', (_, through, options) => {
    const asking = (use: (askGateway: Ask) => Promise<void>) => through(supergraph(options), use);

    test('entities cross from us to the vendor and back in one query', () =>
      asking(async (askGateway) => {
        const { data, errors } = await askGateway(`{
          stores { label }
          shopStores { nodes { __typename orders(first: 2) { nodes {
            id number total { amount currencyCode }
            parcels { edges { node { to { city } sentAt order { number } contents { id name insurance { amount } } } } }
          } } } }
        }`);
        expect(errors).toBeUndefined();
        expect(data.stores).toEqual([{ label: 'Depot' }]);
        expect(data.shopStores.nodes[0].__typename).toBe('ShopStore');
        const orders = data.shopStores.nodes[0].orders.nodes;
        expect(orders).toHaveLength(2);
        for (const { number, parcels } of orders) {
          const [{ node }] = parcels.edges;
          expect(node).toMatchObject({ order: { number }, to: { city: 'Ghent' } });
          expect(node.contents.map(({ id }: { id: string }) => id)).toEqual(products);
          for (const { name, insurance } of node.contents) {
            expect(name).toEqual(expect.any(String));
            expect(insurance).toEqual({ amount: 1.5 });
          }
        }
      }));

    test('`node` is the vendor’s, and finds what is ours through it', () =>
      asking(async (askGateway) => {
        const { data } = await askGateway('{ shopStores { nodes { orders(first: 1) { nodes { id number } } } } }');
        const [order] = data.shopStores.nodes[0].orders.nodes;
        const found = await askGateway('query ($id: ID!) { node(id: $id) { ... on Parcel { order { number } } } }', {
          id: `parcel of ${order.id}`,
        });
        expect(found).toEqual({ data: { node: { order: { number: order.number } } } });
      }));
  });

  test('`node` is left out of the service, and its errors speak of the graph’s own names', async () => {
    expect((await ask(service, '{ node(id: "x") { id } }')).errors?.[0]?.message).toContain(
      'Cannot query field "node"',
    );
    const { errors } = await ask(
      service,
      '{ _entities(representations: [{ __typename: "Product", id: "x" }]) { __typename } }',
    );
    expect(errors?.[0]?.message).toContain('ShopProduct');
  });

  test('inputs, variables and mutations go by the prefixed names, and stay as guarded as they are', async () => {
    const { data, errors } = await ask(
      service,
      `mutation ($input: ShopConnectStoreInput!) { shopConnectStore(input: $input) { store { id } userErrors { __typename code } } }`,
      { input: { url: 'http://127.0.0.1:9/', platform: 'none of ours' } },
    );
    expect(errors).toBeUndefined();
    expect(data.shopConnectStore).toEqual({
      store: null,
      userErrors: [{ __typename: 'ShopUserError', code: expect.any(String) }],
    });
    const log = await ask(service, '{ shopAuditLog(first: 1) { nodes { action } } }');
    expect(log.data.shopAuditLog.nodes).toEqual([{ action: 'connectStore' }]);
  });
});
