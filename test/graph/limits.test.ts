import {
  type GraphQLObjectType,
  getIntrospectionQuery,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { measureOperation } from '../../src/graph/limits.js';
import { subgraph } from '../../src/graph/schema.js';
import {
  caller,
  type GraphRun,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  runOperations,
} from '../support/graph-run.js';

const { schema } = subgraph();

function measured(query: string, variables: Record<string, unknown> = {}, allStores = 0) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the query must hold one operation');
  const measure = measureOperation(schema, document, operation, variables);
  return { ...measure, cost: measure.cost + allStores * measure.costPerStore };
}

test('a type asked for by a variable is measured by its name each time, whatever was asked for before', () => {
  const document = parse(`query ($n: String!, $m: String) {
    ...Named
    b: __type(name: $m) { name }
  }
  fragment Named on Query { a: __type(name: $n) { fields { type { fields { type { fields { name args { name } } } } } } } }`);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const things = (variables: object) => measureOperation(schema, document, operation, { ...variables }).schemaThings;
  const of = [{ n: 'Nope' }, { n: 'Store' }, { n: '' }, { n: 'Store', m: 'Order' }, { n: 'Money', m: 'Order' }];
  const alone = of.map(
    (variables) =>
      measureOperation(
        schema,
        document,
        parse(document.loc?.source.body ?? '').definitions[0] as OperationDefinitionNode,
        variables,
      ).schemaThings,
  );
  expect(of.map(things)).toEqual(alone);
  expect(of.map(things).reverse()).not.toEqual(alone);
  expect(new Set(alone).size).toBe(4);
});

describe('the measure of an operation', () => {
  test('counts a thing as one, and what is below a paged list once for each row', () => {
    expect(measured('{ viewer { account } }').cost).toBe(1);
    // stores, 5 rows, and of each its config.
    expect(measured('{ stores(first: 5) { nodes { config { name } } } }').cost).toBe(1 + 5 * 2);
    expect(measured('query ($n: Int) { stores(first: $n) { nodes { id } } }', { n: 7 }).cost).toBe(1 + 7);
    expect(measured('{ stores { nodes { id } } }').cost).toBe(1 + 20);
    expect(measured('{ stores(last: 3) { edges { node { id } } } }').cost).toBe(1 + 3 * 2);
  });

  test('multiplies lists within lists', () => {
    const { cost } = measured('{ stores(first: 10) { nodes { products(first: 100) { nodes { id } } } } }');
    expect(cost).toBe(1 + 10 * (1 + (1 + 100)));
  });

  test('counts what is asked for by id once for each id', () => {
    expect(measured('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }).cost).toBe(3);
    const representations = Array.from({ length: 100 }, () => ({ __typename: 'Product', id: 'x' }));
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { brand { name } } } }';
    expect(measured(query, { r: representations }).cost).toBe(200);
  });

  test('counts the stores that a list over many is asked of', () => {
    const feed = 'query ($ids: [ID!]) { orders(first: 10, storeIds: $ids) { nodes { id } } }';
    expect(measured(feed, { ids: ['a', 'b', 'c'] }).cost).toBe(1 + 10 + 3);
    expect(measured(feed, {}, 200).cost).toBe(1 + 10 + 200);
    expect(measured('{ stores { nodes { id } } }', {}, 200).cost).toBe(measured('{ stores { nodes { id } } }').cost);
  });

  test('is that of each asking, where an operation is asked again with other variables or by somebody else', () => {
    const document = parse(
      'query ($n: Int, $ids: [ID!], $after: String) { stores(first: $n, after: $after) { nodes { id } } nodes(ids: $ids) { id } }',
    );
    const operation = getOperationAST(document);
    if (!operation) throw new Error('the query must hold one operation');
    const measure = (variables: object, held?: readonly string[]) =>
      measureOperation(schema, document, operation, { ...variables }, held);
    expect(measure({ n: 5 }).cost).toBe(1 + 5 + 1);
    expect(measure({ n: 5, after: 'a' }).cost).toBe(1 + 5 + 1);
    expect(measure({ n: 5, after: 'b' })).toBe(measure({ n: 5, after: 'a' }));
    expect(measure({ n: 6, after: 'a' }).cost).toBe(1 + 6 + 1);
    expect(measure({ n: 6, after: 'a', ids: ['a', 'b'] }).cost).toBe(1 + 6 + 2);
    expect(measure({ n: 6, after: 'a', ids: ['a', 'b', 'c'] }).cost).toBe(1 + 6 + 3);
    expect(measure({ n: 'six' }).cost).toBe(0);
    expect(measure({ n: 6, after: 'a' }, []).cost).toBeLessThan(measure({ n: 6, after: 'a' }).cost);
  });

  test('counts what will be executed: by the variables’ defaults, and without what is skipped', () => {
    const paged =
      'query ($n: Int = 7, $no: Boolean = false) { stores(first: $n) { nodes { id } } ... @include(if: $no) { viewer { account } } }';
    expect(measured(paged)).toMatchObject({ cost: 1 + 7 });
    expect(measured(paged, { n: 9, no: true })).toMatchObject({ cost: 1 + 9 + 1 });
    expect(measured('{ stores(first: 5) { nodes @skip(if: true) { id } } }').cost).toBe(1);
  });

  test('counts depth through fragments', () => {
    expect(measured('{ stores { nodes { ...F } } } fragment F on Store { platform { id } }').depth).toBe(4);
  });

  test('counts aliases, those in fragments each time they are spread', () => {
    const query =
      '{ a: viewer { account } b: viewer { ...F } viewer { ...F } } fragment F on Viewer { x: account y: scopes }';
    expect(measured(query).aliases).toBe(6);
    expect(measured('{ viewer: viewer { account } }').aliases).toBe(0);
  });

  test('finds out quickly what fragments that double one another come to', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Category { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`,
    );
    const query = `query { category(id: "x") { ...F0 } } ${doubling.join(' ')} fragment F60 on Category { id }`;
    expect(measured(query).cost).toBeGreaterThan(1e17);
  });

  test('counts the things of the schema that introspection returns, beyond those of the whole schema', () => {
    const types = Object.keys(schema.getTypeMap()).length;
    expect(measured('{ __schema { types { name } } }')).toMatchObject({ schemaThings: 1 + types, cost: 0, depth: 0 });
    expect(measured('{ a: __type(name: "Money") { ...F } } fragment F on __Type { fields { x: name } }')).toMatchObject(
      {
        aliases: 2,
        schemaThings: 1 + Object.keys((schema.getType('Money') as GraphQLObjectType).getFields()).length,
      },
    );
    expect(measured('{ __type(name: "NoSuch") { fields { name } } __typename }')).toMatchObject({ schemaThings: 0 });
    const whole = getIntrospectionQuery();
    expect(measured(whole)).toMatchObject({ depth: 0, aliases: 0, cost: 0 });
    const { schemaThings } = measured(whole);
    const [head = '', ...fragments] = whole.split('fragment ');
    const twice = head.replace(/__schema[\s\S]*(?=\})/, (once) => `a: ${once} b: ${once}`);
    const measure = measured([twice, ...fragments].join('fragment '));
    expect(measure).toMatchObject({ aliases: 2, schemaThings: schemaThings * 2 });
    expect(measure.cost).toBeGreaterThan(schemaThings * 0.8);
    const deep = '{ __schema { types { fields { type { ofType { fields { args { type { name } } } } } } } } }';
    expect(measured(deep).depth).toBe(8);
  });
});

describe('a graph with narrow limits', () => {
  let graph: GraphRun;
  beforeAll(async () => {
    const parts = {
      caller,
      registry: inMemoryRegistry([]),
      connections: noConnections,
      administration: noAdministration,
      writing: noWriting,
      platforms: [],
    };
    const sessions = {
      foresee: () => undefined,
      of: () => {
        throw new Error('nothing may be asked of a store');
      },
    };
    graph = await runOperations(() => ({ ...parts, sessions }), {
      limits: { maxDepth: 4, maxAliases: 2, maxCost: 50, maxTokens: 400 },
    });
  });
  afterAll(() => graph.stop());

  const codesOf = async (query: string, variables?: Record<string, unknown>) =>
    (await graph.run(query, variables)).errors?.map(({ extensions }) => extensions?.code);

  test.each([
    ['QUERY_TOO_DEEP', '{ stores { nodes { config { taxClasses { name } } } } }'],
    ['QUERY_TOO_MANY_ALIASES', '{ a: viewer { account } b: viewer { account } c: viewer { account } }'],
    ['QUERY_TOO_COSTLY', '{ stores(first: 100) { nodes { id } } }'],
  ])('answers %s', async (code, query) => {
    expect(await codesOf(query)).toEqual([code]);
  });

  test('counts by the variables that were sent', async () => {
    const query = 'query ($n: Int) { stores(first: $n) { nodes { id } } }';
    expect(await codesOf(query, { n: 40 })).toBeUndefined();
    expect(await codesOf(query, { n: 60 })).toEqual(['QUERY_TOO_COSTLY']);
  });

  test('refuses to read a query of too many words', async () => {
    expect(await codesOf(`{ viewer { ${'account '.repeat(500)} } }`)).toEqual(['GRAPHQL_PARSE_FAILED']);
  });

  test.each(['\n', '\r', '\r\n'])('refuses a query of too many lines, each ended by %j', async (end) => {
    const query = (lines: number) => `{${end.repeat(lines - 1)} _service { sdl } }`;
    expect(await codesOf(query(2_000))).toBeUndefined();
    expect(await codesOf(query(2_001))).toEqual(['QUERY_TOO_COSTLY']);
  });

  test('still answers introspection and a gateway', async () => {
    expect(await codesOf(getIntrospectionQuery())).toBeUndefined();
    const { data } = await graph.run<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(data?._service.sdl).toContain('@key(fields: "id")');
  });
});
