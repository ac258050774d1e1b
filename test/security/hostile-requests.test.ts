import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

const nul = '\u0000';
const graphql = (body: unknown) => ({ path: '/graphql', body: typeof body === 'string' ? body : JSON.stringify(body) });
const variable = 'query A($id: ID!) { store(id: $id) { name } }';
const hostile: Readonly<Record<string, Sent>> = {
  'NUL in the operation’s name': graphql({ query: '{ __typename }', operationName: `A${nul}` }),
  'NUL in a variable’s name': graphql({ query: '{ __typename }', variables: { [`a${nul}`]: 1 } }),
  'NUL in the name of an input’s field': graphql({
    query: 'query A($f: ProductFilter) { products(first: 1, filter: $f) { nodes { id } } }',
    variables: { f: { [`ids${nul}`]: ['1'] } },
  }),
  'NUL in a hash': graphql({ extensions: { persistedQuery: { version: 1, sha256Hash: `${nul}`.repeat(64) } } }),
  'NUL in a query': graphql({ query: `{ __typename ${nul} }` }),
  'NUL in a path': { path: '/graphql%00' },
  'NUL in a parameter': { path: `/graphql?query=%7B__typename%7D&variables=${encodeURIComponent('{"a":"\\u0000"}')}` },
  'NUL in a token of a download': { path: '/download/a%00b' },
  'NUL in a store that is exported': { path: '/export/products?storeId=a%00b&fields=id' },
  'NUL in the fields that are exported': { path: '/export/products?fields=%00' },
  'a path that is no UTF-8': { path: '/download/%ff%fe' },
  'a list of no end': graphql(`[${'['.repeat(100_000)}`),
  'lists in lists': graphql(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
  'objects in objects as variables': graphql(
    `{"query":${JSON.stringify(variable)},"variables":{"id":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}}`,
  ),
  'lists in lists as a variable': graphql(
    `{"query":${JSON.stringify(variable)},"variables":{"id":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  ),
  'lists in lists as extensions': graphql(
    `{"query":"{ __typename }","extensions":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  ),
  'lists in lists as a literal': graphql({
    query: `{ nodes(ids: ${'['.repeat(4_900)}"a"${']'.repeat(4_900)}) { id } }`,
  }),
  'fields in fields': graphql({ query: `{ ${'stores { nodes { '.repeat(1_500)} id ${'} }'.repeat(1_500)} }` }),
  'fragments in fragments': graphql({ query: `{ ${'... { '.repeat(3_000)} __typename ${'}'.repeat(3_000)} }` }),
  'types of variables in lists': graphql({
    query: `query A($a: ${'['.repeat(4_900)}ID${']'.repeat(4_900)}) { __typename }`,
  }),
  'directives without end': graphql({ query: `{ __typename ${'@skip(if: false) '.repeat(1_500)} }` }),
  '__proto__ as variables': graphql('{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}'),
  'constructor as an operation': graphql({ query: 'query A { __typename }', operationName: 'constructor' }),
  'toString as a variable': graphql({
    query: 'query A($toString: ID!) { store(id: $toString) { name } }',
    variables: {},
  }),
  'numbers beyond all': graphql(`{"query":${JSON.stringify(variable)},"variables":{"id":1e400}}`),
  'a body that is no object': graphql('"text"'),
  nothing: graphql('null'),
  'another charset': { ...graphql({ query: '{ __typename }' }), type: 'application/json; charset=utf-7' },
  'a surrogate by itself': graphql(`{"query":${JSON.stringify(variable)},"variables":{"id":"\\ud800"}}`),
};

interface Sent {
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
}

/** Sends it and sees that it costs little, is answered or refused, and was no bug. */
async function expectHarmless({ path, body, type = 'application/json' }: Sent): Promise<void> {
  const before = service.written().length;
  const began = process.cpuUsage();
  const answer = await fetch(`${service.url}${path}`, {
    headers: { authorization: 'Bearer demo', 'apollo-require-preflight': '1' },
    ...(body !== undefined && {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': type },
      body,
    }),
  });
  const text = await answer.text();
  const { user, system } = process.cpuUsage(began);
  expect(answer.status).toBeLessThan(500);
  expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  expect(service.written().slice(before)).not.toMatch(/bug/i);
  expect((user + system) / 1000).toBeLessThan(3_000);
}

test.each(Object.entries(hostile))('%s is refused or answered at once, and is no bug', (_, sent) =>
  expectHarmless(sent),
);

test('a query with half a character is refused before a store is asked', async () => {
  const half = { a: ['whole 🪑', { b: 'half \ud83e' }] };
  const codes = async (query: string, a: unknown) => {
    const answer = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { a } }),
    });
    const { errors = [] } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
    return errors.map(({ extensions }) => extensions.code);
  };
  const search = 'query ($a: String) { products(first: 1, filter: { search: $a }) { unanswered { code } } }';
  expect(await codes(search, half.a[0])).toEqual([]);
  expect(await codes(search, 'half \ud83e')).toEqual(['BAD_USER_INPUT']);
  expect(await codes('query ($a: [_Any!]!) { _entities(representations: $a) { __typename } }', [half])).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test('a query that nests as deep as parsing goes, or a little less, is refused and is no bug', async () => {
  const nested: readonly ((deep: number) => string)[] = [
    (deep) => `{ ${'stores { nodes { '.repeat(deep)} id ${'} }'.repeat(deep)} }`,
    (deep) => `{ ${'... { '.repeat(deep)} __typename ${'}'.repeat(deep)} }`,
    (deep) => `{ nodes(ids: ${'['.repeat(deep)}"a"${']'.repeat(deep)}) { id } }`,
    (deep) => `query A($a: ${'['.repeat(deep)}ID${']'.repeat(deep)}) { nodes(ids: $a) { id } }`,
    (deep) => `{ products(first: 1, filter: ${'{ ids: '.repeat(deep)}"a"${'}'.repeat(deep)}) { nodes { id } } }`,
    (deep) =>
      `{ ...f0 } ${Array.from({ length: deep }, (_x, i) => `fragment f${i} on Query { ...f${i + 1} }`).join(' ')} fragment f${deep} on Query { __typename }`,
  ];
  for (const query of nested)
    for (const deep of [20, 150, 300, 500, 700, 1_000, 1_400]) await expectHarmless(graphql({ query: query(deep) }));
});

const fragmentsOf = (count: number, deep: number, types = ['Query', '__typename']) => {
  const [type, leaf] = types;
  const inner = (next: string) => `${'... { '.repeat(deep)}${next}${' }'.repeat(deep)}`;
  const chain = Array.from({ length: count }, (_, i) => `fragment f${i} on ${type} { ${inner(`...f${i + 1}`)} }`);
  return `${chain.join(' ')} fragment f${count} on ${type} { ${leaf} }`;
};
// Each fragment is met first where it nests least.
const metLast = Array.from({ length: 11 }, (_, i) => `a${i}: __schema { ...f${10 - i} }`).join(' ');

test.each([
  ['fragments in fragments', `{ ${'... { '.repeat(3_000)} __typename ${'}'.repeat(3_000)} }`],
  ['fragments in named fragments', `{ ...f0 } ${fragmentsOf(10, 300)}`],
  ['a chain of named fragments', `{ ...f0 } ${fragmentsOf(1_200, 0)}`],
  ['fragments in introspection', `{ __schema { ${'... { '.repeat(3_000)} description ${'}'.repeat(3_000)} } }`],
  ['fragments met first where they nest least', `{ ${metLast} } ${fragmentsOf(10, 100, ['__Schema', 'description'])}`],
])('a query of %s is told that it is too deep', async (_, query) => {
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await answer.json()) as { errors: { message: string; extensions: unknown }[] };
  expect(answer.status).toBe(400);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({
    message: 'The query nests selections, fragments, lists or objects more than 300 deep.',
    extensions: { code: 'QUERY_TOO_DEEP', retryable: false },
  });
});

test('references that are none are refused one by one, and are no bug', async () => {
  const before = service.written().length;
  const storesAnswer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: '{"query":"{ stores(first: 1) { nodes { id } } }"}',
  });
  const { data } = (await storesAnswer.json()) as { data: { stores: { nodes: [{ id: string }] } } };
  const [{ id }] = data.stores.nodes;
  const ids: unknown[] = [{ toString: 1 }, { toString: null, valueOf: null }, [], [id], null, 5, { length: 3 }, id];
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query A($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
      variables: { of: ids.map((one) => ({ __typename: 'Store', id: one })) },
    }),
  });
  const got = (await answer.json()) as { data: { _entities: unknown[] }; errors: { extensions: { code: string } }[] };
  expect(got.data._entities).toEqual([null, null, null, null, null, null, null, { __typename: 'Store' }]);
  expect(got.errors.map(({ extensions }) => extensions.code)).toEqual(Array(7).fill('BAD_USER_INPUT'));
  expect(service.written().slice(before)).not.toMatch(/bug/i);
});
