import { parse, validate } from 'graphql';
import { subgraph } from '../../src/graph/schema.js';
import { errorCodes } from '../../src/model/service-error.js';
import { grownOperation, seededRandom } from '../support/grown-operation.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

/** How many operations are tried, and the seed of the first; `npm run fuzz` tries 20,000. */
const count = Math.min(20_000, Number(process.env.DRAWBRIDGE_FUZZ ?? 80));
const firstSeed = Number(process.env.DRAWBRIDGE_FUZZ_SEED ?? 1);

/** What GraphQL and Apollo refuse with by themselves. */
const refusals = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
];

let service: ServiceUnderTest;
let storeId: string;
beforeAll(async () => {
  service = await startTestService();
  const { data } = await ask(service, '{ stores { nodes { id } } }');
  storeId = data.stores.nodes[0].id;
});
afterAll(() => service?.close());

test(
  `${count} operations grown from the schema are answered or refused with a code, none with a bug, and the service goes on`,
  async () => {
    const { schema } = subgraph();
    const inStore = storeId.replace('/Store/', '/');
    const material = {
      ids: [
        storeId,
        ...['Product', 'ProductVariant', 'Category', 'Order', 'Customer'].map((type) => `${inStore}/${type}/1`),
        'gid://drawbridge/Store/00000000-0000-4000-8000-000000000000',
        '1',
        '',
        '-1',
        '99999999999999999999',
        'no id',
        "'; drop table stores; --",
        'gid://drawbridge/',
      ],
      texts: [
        '',
        'a',
        'default',
        '2020-02-29T00:00:00Z',
        '2020-01-01',
        '12.50',
        'EUR',
        'https://127.0.0.1:9/',
        'stores.read',
        '\u{1f600}',
        '\ud800',
        '%_\\',
        '\'"`',
        'x'.repeat(3_000),
      ],
      mutations: 0.15,
    };
    // What would end the store that all others ask, for the rest of the run.
    const ends = /disconnectStore|rotateStoreKey|uninstallBridge|updateStore|issueBridge/;
    const isValid = (query: string) => {
      try {
        return validate(schema, parse(query)).length === 0;
      } catch {
        return false;
      }
    };
    let valid = 0;
    let answered = 0;
    const codes = new Map<string, number>();
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const { query, variables } = grownOperation(schema, seededRandom(seed), material);
      if (ends.test(query) && `${query}${JSON.stringify(variables)}`.includes(storeId)) continue;
      if (isValid(query)) valid += 1;
      const began = performance.now();
      const { status, data, errors } = await ask(service, query, variables);
      const took = performance.now() - began;
      const of = { seed, query, variables };
      if (data && Object.values(data).some((value) => value !== null)) answered += 1;
      for (const { extensions } of errors ?? []) {
        const code = String(extensions.code);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (code === 'INTERNAL_SERVER_ERROR' || !(Object.hasOwn(errorCodes, code) || refusals.includes(code))) {
          expect({ of, code }).toEqual({ of, code: 'a code of its own' });
        }
      }
      if (status >= 500 || took > 20_000) expect({ of, status, took }).toEqual({ of, status: 200, took: 'less' });
    }
    expect(service.written()).not.toContain('A bug');
    expect(valid).toBeGreaterThan(count * 0.3);
    expect(answered).toBeGreaterThan(count * 0.1);
    expect((await ask(service, '{ stores { nodes { id } } }')).data.stores.nodes.length).toBeGreaterThan(0);
    if (count > 1_000)
      process.stdout.write(
        `${count} from seed ${firstSeed}: ${valid} valid, ${answered} answered, ${JSON.stringify([...codes])}\n`,
      );
  },
  30_000 + count * 2_000,
);
