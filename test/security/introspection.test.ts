import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import {
  caller,
  type GraphRun,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  runOperations,
} from '../support/graph-run.js';

/** The limits that the service has by default. */
const limits = { maxDepth: 15, maxAliases: 50, maxCost: 100_000 };

let graph: GraphRun;
/** How many operations were executed, rather than answered from what was kept. */
let executed = 0;

beforeAll(async () => {
  graph = await runOperations(
    () => ({
      caller,
      registry: inMemoryRegistry([]),
      connections: noConnections,
      administration: noAdministration,
      writing: noWriting,
      platforms: [],
      sessions: {
        foresee: () => undefined,
        of: () => {
          throw new Error('nothing may be asked of a store');
        },
      },
    }),
    {
      limits,
      plugins: [
        {
          async requestDidStart() {
            return {
              async executionDidStart() {
                executed += 1;
              },
            };
          },
        },
      ],
    },
  );
});
afterAll(() => graph.stop());

/** What an operation is answered with, or the codes of its errors; it may take neither long nor much memory. */
async function bounded(query: string, variables: Record<string, unknown> = {}) {
  const memory = process.memoryUsage().rss;
  const began = performance.now();
  const { data, errors } = await graph.run(query, variables);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(process.memoryUsage().rss - memory).toBeLessThan(150 * 1024 * 1024);
  return { data, codes: errors?.map(({ extensions }) => extensions?.code) };
}

const aliased = (count: number, field: string) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ')} }`;
/** The standard query's selection of the whole schema, as the fragment S. */
const whole = getIntrospectionQuery()
  .replace(/^[^{]*\{\s*__schema/, 'fragment S on __Schema')
  .replace(/\}\s*\}/, '}');

test.each<[string, string, string]>([
  ['1,250 aliases of __schema', `${aliased(1_250, '__schema { ...S }')} ${whole}`, 'QUERY_TOO_MANY_ALIASES'],
  ['900 aliases of __type', aliased(900, '__type(name: "Product") { name }'), 'QUERY_TOO_MANY_ALIASES'],
  [
    'aliases within __schema',
    `{ __schema { types { ${Array.from({ length: 60 }, (_, i) => `a${i}: name`).join(' ')} } } }`,
    'QUERY_TOO_MANY_ALIASES',
  ],
  [
    'aliases in a fragment that is spread often',
    `{ __schema { ${'...F '.repeat(6)} } } fragment F on __Schema { ${Array.from({ length: 10 }, (_, i) => `a${i}: queryType { name }`).join(' ')} }`,
    'QUERY_TOO_MANY_ALIASES',
  ],
  ['the whole schema fifty times', `${aliased(50, '__schema { ...S }')} ${whole}`, 'QUERY_TOO_COSTLY'],
  ['the schema as text fifty times', aliased(50, '_service { sdl }'), 'QUERY_TOO_COSTLY'],
  [
    'the schema as text fifty times in one',
    `{ _service { ${Array.from({ length: 50 }, (_, i) => `a${i}: sdl`).join(' ')} } }`,
    'QUERY_TOO_COSTLY',
  ],
  [
    'fields of types of fields of types',
    '{ __schema { types { fields { type { ofType { possibleTypes { fields { type { ofType { fields { type { name } } } } } } } } } } } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
])('%s is refused at once', async (_, query, code) => {
  executed = 0;
  const { codes } = await bounded(query);
  expect(codes).toContain(code);
  expect(executed).toBe(0);
});

/** What tools ask, with the options that they set. */
const tools: readonly [string, string][] = [
  ['graphql-js', getIntrospectionQuery()],
  ['GraphiQL', getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true })],
  ['Apollo', getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true })],
  [
    'codegen',
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  ],
];

test.each(tools)('the introspection of %s passes, and is executed once however often it is asked', async (_, query) => {
  executed = 0;
  const answers = [await bounded(query), await bounded(query), await bounded(query)];
  for (const { data, codes } of answers) {
    expect(codes).toBeUndefined();
    expect(buildClientSchema(data as unknown as IntrospectionQuery).getType('Product')).toBeDefined();
  }
  expect(answers[2]).toEqual(answers[0]);
  expect(executed).toBe(1);
});

test('what is kept is told apart by variables and by operation, and never holds anything but the schema', async () => {
  const query = 'query A($name: String!) { __type(name: $name) { name } } query B { __typename }';
  const named = async (name: string) =>
    (await graph.run(query.replace(/ query B.*/, ''), { name })).data as unknown as { __type: { name: string } | null };
  expect([await named('Product'), await named('Order'), await named('Product'), await named('None')]).toEqual([
    { __type: { name: 'Product' } },
    { __type: { name: 'Order' } },
    { __type: { name: 'Product' } },
    { __type: null },
  ]);
  executed = 0;
  const mixed = '{ __typename ...F } fragment F on Query { viewer { account } }';
  await graph.run(mixed);
  await graph.run(mixed);
  expect(executed).toBe(2);
});

test('a gateway gets the schema as text', async () => {
  const { data, codes } = await bounded('{ _service { sdl } }');
  expect(codes).toBeUndefined();
  expect((data as unknown as { _service: { sdl: string } })._service.sdl).toContain('type Product');
});

test('the default values of variables count: a page of 250 of 250 is refused whoever says so', async () => {
  const nestedLists = (of: string) =>
    `${of} { stores(first: $n) { nodes { products(first: $n) { nodes { categories { id } variants { id } } } } } }`;
  expect((await bounded(nestedLists('query ($n: Int = 250)'))).codes).toEqual(['QUERY_TOO_COSTLY']);
  expect((await bounded(nestedLists('query ($n: Int!)'), { n: 250 })).codes).toEqual(['QUERY_TOO_COSTLY']);
  expect((await bounded(nestedLists('query ($n: Int = 250)'), { n: 2 })).codes).toBeUndefined();
});
