import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { subgraph } from '../../src/graph/schema.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type Ask, throughApolloGateway, throughHiveGateway } from './gateways.js';
import { opinionsSdl, serveOpinions } from './opinions-subgraph.js';

let service: ServiceUnderTest;
let opinions: Awaited<ReturnType<typeof serveOpinions>>;
/** For a gateway that knows no `@requiresScopes`, and refuses what it does not know. */
let plain: string;
let supergraph: string;

function composed(sdl: string): string {
  const { supergraphSdl = '', errors = [] } = composeServices([
    { name: 'drawbridge', url: `${service.url}/graphql`, typeDefs: parse(sdl) },
    { name: 'opinions', url: opinions.url, typeDefs: parse(opinionsSdl) },
  ]);
  expect(errors.map(({ message }) => message)).toEqual([]);
  return supergraphSdl;
}

beforeAll(async () => {
  [service, opinions] = await Promise.all([startTestService(), serveOpinions()]);
  const { data } = await ask(service, '{ _service { sdl } }');
  supergraph = composed(data._service.sdl);
  expect(supergraph).toContain('@requiresScopes(scopes: [["customers.read"]])');
  plain = composed(subgraph({ tellsScopes: false }).sdl);
  expect(plain).not.toContain('requiresScopes');
});
afterAll(async () => {
  await Promise.all([service?.close(), opinions?.close()]);
});

describe.each([
  ['@apollo/gateway', throughApolloGateway, () => plain],
  ['@graphql-hive/gateway', throughHiveGateway, () => supergraph],
])('through %s', (_, throughGateway, composedFor) => {
  const through = (use: (ask: Ask) => Promise<void>) => throughGateway(composedFor(), use);

  test('a list of the graph carries fields of another subgraph', () =>
    through(async (askGateway) => {
      const { data, errors } = await askGateway(`{
        stores { nodes {
          products(first: 5) { nodes { id name opinions { stars product { id name } } } }
          orders(first: 5) { nodes { id number opinion { id } } }
        } }
      }`);
      expect(errors).toBeUndefined();
      const [store] = data.stores.nodes;
      expect(store.products.nodes).toHaveLength(5);
      for (const product of store.products.nodes) {
        expect(product.opinions).toEqual([{ stars: 4, product: { id: product.id, name: product.name } }]);
      }
      for (const order of store.orders.nodes) expect(order.opinion).toEqual({ id: `opinion of ${order.id}` });
    }));

  test('a reference from another subgraph is resolved in one signed request', () =>
    through(async (askGateway) => {
      const { data } = await ask(service, '{ stores { nodes { products(first: 100) { nodes { id name sku } } } } }');
      const products: { id: string; name: string; sku: string }[] = data.stores.nodes[0].products.nodes;
      expect(products.length).toBeGreaterThan(20);
      service.calls.length = 0;
      const found = await askGateway(
        'query ($of: [ID!]!) { latestOpinions(of: $of) { product { id name sku brand { name } } } }',
        {
          of: products.map(({ id }) => id),
        },
      );
      expect(found.errors).toBeUndefined();
      expect(found.data.latestOpinions.map(({ product }: { product: object }) => product)).toMatchObject(products);
      expect(service.calls).toHaveLength(1);
    }));

  test('a reference to a thing that is gone is null, and its neighbours stay', () =>
    through(async (askGateway) => {
      const { data } = await ask(service, '{ stores { nodes { products(first: 1) { nodes { id name } } } } }');
      const [here] = data.stores.nodes[0].products.nodes;
      const gone = here.id.replace(/\d+$/, '999999999');
      const found = await askGateway('query ($of: [ID!]!) { latestOpinions(of: $of) { id product { id sku name } } }', {
        of: [here.id],
      });
      expect(found.data.latestOpinions[0].product.name).toBe(here.name);
      const missing = await ask(
        service,
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { id name } } }',
        { of: [here.id, gone].map((id) => ({ __typename: 'Product', id })) },
      );
      expect(missing.data?._entities).toEqual([{ id: here.id, name: here.name }, null]);
    }));
});
