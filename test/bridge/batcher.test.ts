import { PlanBatcher } from '../../src/bridge/batcher.js';
import { answered, type Plan, resultsOf, type Statement, statement, valuesFrom } from '../../src/bridge/plan.js';
import { statementKind } from '../../src/bridge/statements.js';
import { ServiceError } from '../../src/model/service-error.js';
import { queriesOver } from '../../src/platforms/sql.js';
import { openSqliteStore } from './sqlite-store.js';

interface Relations {
  product: { product_id: number; brand_id: number };
  image: { image_id: number; product_id: number; file: string };
  brand: { brand_id: number; name: string };
}
const db = queriesOver<Relations>();

interface ProductPage {
  readonly ids: readonly number[];
  readonly files: readonly string[];
  readonly brands: readonly string[];
}

/** A page of products from an id on, with pictures and brands: three statements, two of which refer to the first. */
function pageFrom(first: number, size: number): Plan<ProductPage> {
  const page = statement(
    'page',
    db
      .selectFrom('product as p')
      .select(['p.product_id', 'p.brand_id'])
      .where('p.product_id', '>=', first)
      .orderBy('p.product_id')
      .limit(size),
  );
  const images = statement(
    'images',
    db
      .selectFrom('image as i')
      .select(['i.product_id', 'i.file'])
      .where('i.product_id', 'in', valuesFrom(page, 'product_id'))
      .orderBy('i.image_id'),
  );
  const brands = statement(
    'brands',
    db
      .selectFrom('brand as b')
      .select(['b.brand_id', 'b.name'])
      .where('b.brand_id', 'in', valuesFrom(page, 'brand_id')),
  );
  return {
    statements: [page, images, brands],
    decode: (results) => {
      const rows = results.rows(page);
      const brandOf = new Map(results.rows(brands).map((brand) => [brand.brand_id, brand.name]));
      return {
        ids: rows.map((row) => row.product_id),
        files: rows.flatMap((row) =>
          results
            .rows(images)
            .filter((image) => image.product_id === row.product_id)
            .map((image) => `${row.product_id}${image.file}`),
        ),
        brands: rows.map((row) => brandOf.get(row.brand_id) ?? '?'),
      };
    },
  };
}

/** The images of the first products in number, which no other plan's rows may change. */
function imageCount(products: number): Plan<number> {
  const first = statement(
    'first',
    db.selectFrom('product as p').select('p.product_id').orderBy('p.product_id').limit(products),
  );
  const count = statement(
    'count',
    db
      .selectFrom('image as i')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('i.product_id', 'in', valuesFrom(first, 'product_id')),
  );
  return { statements: [first, count], decode: (results) => results.rows(count)[0]?.n ?? 0 };
}

function failing(id = 'broken'): Plan<readonly unknown[]> {
  const broken: Statement = { id, sql: 'select `nothing` from `nowhere`', parameters: [] };
  const after: Statement = {
    id: 'after',
    sql: 'select `x` from `y` where `z` in (?)',
    parameters: [{ from: id, column: 'x' }],
  };
  return { statements: [broken, after], decode: (results) => results.rows(after) };
}

const pageOf = (first: number, size: number): ProductPage => {
  const ids = Array.from({ length: size }, (_, i) => first + i).filter((id) => id <= 20);
  return {
    ids,
    files: ids.flatMap((id) => [`${id}a`, `${id}b`]),
    brands: ids.map((id) => ['Moss', 'Ash', 'Elm'][id % 3] ?? '?'),
  };
};

function asker(maxRows?: number) {
  const store = openSqliteStore(maxRows);
  const batcher = new PlanBatcher(statementKind, store.query);
  const ask = async <T>(plan: Plan<T>): Promise<T> => plan.decode(resultsOf(await batcher.run(plan)));
  return { ...store, ask };
}

test('plans that are asked together travel in one request, and each gets its own results', async () => {
  const { ask, requests } = asker();
  expect(await Promise.all([ask(pageFrom(1, 2)), ask(pageFrom(5, 3)), ask(imageCount(4))])).toEqual([
    pageOf(1, 2),
    pageOf(5, 3),
    8,
  ]);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.map(({ id }) => id)).toEqual(expect.arrayContaining(['0.page', '1.page', '2.count']));
});

test('plans that are asked some promises or a turn of the event loop later still join', async () => {
  const { ask, requests } = asker();
  const later = async () => {
    for (let i = 0; i < 50; i++) await null;
    await new Promise((resolve) => process.nextTick(resolve));
    return ask(pageFrom(3, 1));
  };
  const turnLater = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return ask(pageFrom(4, 1));
  };
  await Promise.all([ask(pageFrom(1, 1)), later(), turnLater()]);
  expect(requests).toHaveLength(1);
});

test('equal statements are sent once', async () => {
  const { ask, requests } = asker();
  const found = await Promise.all([ask(pageFrom(1, 2)), ask(pageFrom(1, 2)), ask(pageFrom(2, 2))]);
  expect(found).toEqual([pageOf(1, 2), pageOf(1, 2), pageOf(2, 2)]);
  expect(requests.map((statements) => statements.length)).toEqual([6]);
});

test('a plan without statements costs no request', async () => {
  const { ask, requests } = asker();
  expect(await ask(answered(7))).toBe(7);
  expect(requests).toHaveLength(0);
});

test('a statement that fails costs its own plan alone, and what refers to it fails for the same reason', async () => {
  const { ask } = asker();
  const [broken, whole] = await Promise.allSettled([ask(failing()), ask(pageFrom(1, 2))]);
  expect(broken).toMatchObject({
    status: 'rejected',
    reason: { code: 'STORE_STATEMENT_FAILED', facts: { bridgeCode: 'STATEMENT_FAILED', statement: 'after' } },
  });
  expect(whole).toEqual({ status: 'fulfilled', value: pageOf(1, 2) });
});

test('a request that fails as a whole fails every plan in it, and the next is asked afresh', async () => {
  const store = openSqliteStore();
  let down = true;
  const batcher = new PlanBatcher(statementKind, (statements) => {
    if (down) throw new ServiceError('STORE_UNREACHABLE', 'down');
    return store.query(statements);
  });
  const found = await Promise.allSettled([batcher.run(pageFrom(1, 1)), batcher.run(pageFrom(2, 1))]);
  expect(found.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
    'STORE_UNREACHABLE',
    'STORE_UNREACHABLE',
  ]);
  down = false;
  expect(await batcher.run(pageFrom(1, 1))).toHaveLength(3);
});

describe('where plans need more than 64 statements', () => {
  const many = (count: number, size: number) =>
    Array.from({ length: count }, (_, i) => pageFrom(1 + (i % 20), size + Math.floor(i / 20)));

  test('statements that differ only in what they refer to are folded, and one request is enough', async () => {
    const { ask, requests } = asker();
    const found = await Promise.all(many(30, 2).map(ask));
    expect(found).toEqual(many(30, 2).map((_, i) => pageOf(1 + (i % 20), 2 + Math.floor(i / 20))));
    expect(requests.map((statements) => statements.length)).toEqual([32]);
  });

  test('what is counted over a reference is not folded', async () => {
    const { ask, requests } = asker();
    const counts = Array.from({ length: 15 }, (_, i) => imageCount(i + 1));
    const found = await Promise.all([...many(20, 2).map(ask), ...counts.map(ask)]);
    expect(found.slice(20)).toEqual(counts.map((_, i) => 2 * (i + 1)));
    expect(requests.map((statements) => statements.length)).toEqual([20 + 2 + 15 + 15]);
  });

  test('more than one request is made where folding is not enough, none of them too large', async () => {
    const { ask, requests } = asker();
    expect(await Promise.all(many(100, 1).map(ask))).toEqual(
      many(100, 1).map((_, i) => pageOf(1 + (i % 20), 1 + Math.floor(i / 20))),
    );
    expect(requests).toHaveLength(2);
    expect(Math.max(...requests.map((statements) => statements.length))).toBeLessThanOrEqual(64);
  });

  test('plans whose folded rows come back cut short are asked for again, unfolded', async () => {
    const { ask, requests } = asker(10);
    expect(await Promise.all(many(30, 2).map(ask))).toEqual(
      many(30, 2).map((_, i) => pageOf(1 + (i % 20), 2 + Math.floor(i / 20))),
    );
    expect(requests.length).toBeGreaterThan(2);
    expect(Math.max(...requests.map((statements) => statements.length))).toBeLessThanOrEqual(64);
  });

  test('a plan that fails among folded ones costs itself alone', async () => {
    const { ask } = asker();
    const broken = many(25, 2).map((plan, i): Plan<ProductPage> => {
      const [page, ...rest] = plan.statements;
      if (i !== 7 || !page) return plan;
      return { ...plan, statements: [{ ...page, sql: 'select `gone` from `product`', parameters: [] }, ...rest] };
    });
    const found = await Promise.allSettled(broken.map(ask));
    expect(found.map(({ status }) => status)).toEqual(broken.map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')));
    expect(found[24]).toEqual({ status: 'fulfilled', value: pageOf(5, 3) });
  });

  test('a plan that is too large by itself fails alone', async () => {
    const { ask } = asker();
    const statements = Array.from(
      { length: 65 },
      (_, i): Statement => ({ id: `s${i}`, sql: 'select ?', parameters: [i] }),
    );
    const [large, small] = await Promise.allSettled([ask({ statements, decode: () => 1 }), ask(pageFrom(1, 1))]);
    expect(large).toMatchObject({ status: 'rejected', reason: { code: 'REQUEST_TOO_LARGE' } });
    expect(small).toEqual({ status: 'fulfilled', value: pageOf(1, 1) });
  });

  test('so are they where their text is longer than a request may be', async () => {
    const { ask, requests } = asker();
    const long = (i: number): Plan<unknown> => {
      const one: Statement<{ n: number }> = {
        id: 'a',
        sql: 'select length(?) as n',
        parameters: [`${i}${'x'.repeat(400_000)}`],
      };
      return { statements: [one], decode: (results) => results.rows(one)[0]?.n };
    };
    expect(await Promise.all([1, 2, 3].map((i) => ask(long(i))))).toEqual([400_001, 400_001, 400_001]);
    expect(requests.map((statements) => statements.length)).toEqual([2, 1]);
  });
});

test('a plan that refers to a statement it does not have before is a fault of the plan', async () => {
  const { ask } = asker();
  const later: Statement = { id: 'a', sql: 'select ?', parameters: [{ from: 'b', column: 'x' }] };
  await expect(ask({ statements: [later], decode: () => 1 })).rejects.toThrow(
    'a reference must be to an earlier statement',
  );
});
