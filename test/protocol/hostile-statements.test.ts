import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore, secretMark, type TestStore } from '../support/php-runtime-store.js';

/** Statements that must not pass, by why not: a rule of the language, or the code of a statement error. */
const hostile: { reason: string; statements: string[] }[] = JSON.parse(
  readFileSync(new URL('./hostile-statements.json', import.meta.url), 'utf8'),
);
const all = hostile.flatMap(({ reason, statements }) => statements.map((sql) => ({ reason, sql })));
const ownCodes = ['RELATION_UNKNOWN', 'STATEMENT_FAILED'];

function inTens<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

describe.each(phpRuntimes)('under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php, { connector: 'OPENCART' } as object);
  });
  afterAll(() => store.close());

  test('DB-SQL-1: no hostile statement passes, and each is refused for the reason named', async () => {
    expect(new Set(all.map(({ sql }) => sql)).size).toBeGreaterThanOrEqual(200);
    const surprises: unknown[] = [];
    for (const some of inTens(all, 64)) {
      const results = await store.query(
        ...some.map(({ sql }) => ({ sql, params: Array.from({ length: sql.split('?').length - 1 }, () => 1) })),
      );
      some.forEach(({ sql, reason }, i) => {
        const got = results[i].error;
        const right = ownCodes.includes(reason)
          ? got?.code === reason
          : got?.code === 'STATEMENT_REFUSED' && got.reason === reason;
        if (!right) surprises.push({ sql, reason, got: got ?? results[i] });
      });
      expect(JSON.stringify(results)).not.toContain(secretMark);
    }
    expect(surprises).toEqual([]);
  });

  test('DB-SQL-2: whatever is sent as a statement, nothing leaves that is not declared', async () => {
    const pieces = fc.oneof(
      fc.constantFrom(
        ...'select distinct from inner left join on as where and or not in is null between order by asc desc group having limit case when then else end exists union all'.split(
          ' ',
        ),
        ...'count sum min max coalesce lower upper length concat instr substr replace abs round nullif'.split(' '),
        ...[
          '=',
          '<>',
          '!=',
          '<',
          '<=',
          '>',
          '>=',
          '+',
          '-',
          '*',
          '/',
          '(',
          ')',
          ',',
          '.',
          '?',
          ' ',
          '\n',
          ';',
          "'",
          '"',
          '`',
          '--',
          '/*',
          '*/',
          '#',
          '@',
          '\\',
          '\0',
        ],
      ),
      fc.constantFrom(
        ...[
          'product',
          'customer',
          'user',
          'oc_user',
          'oc_customer',
          'setting',
          'session',
          'password',
          'token',
          'product_id',
          'customer_id',
          'value',
          'key',
          'p',
          'x',
          'sqlite_master',
          'sql',
        ].map((name) => `\`${name}\``),
      ),
      fc.constantFrom(
        'select `product_id` from `product`',
        'select `value` from `setting`',
        '(select `customer_id` from `customer`) as `x`',
        'count(*)',
        '1',
        '2.5',
      ),
      fc.string({ maxLength: 4, unit: 'binary' }),
    );
    const statement = fc.array(pieces, { minLength: 1, maxLength: 14 }).map((parts) => parts.join(' '));
    const begun = fc.tuple(fc.boolean(), statement).map(([whole, text]) => (whole ? text : `select ${text}`));
    await fc.assert(
      fc.asyncProperty(fc.array(begun, { minLength: 64, maxLength: 64 }), async (statements) => {
        const results = await store.query(...statements.map((sql) => sql.replaceAll(/[\ud800-\udfff]/g, '')));
        expect(results).toHaveLength(64);
        for (const result of results) {
          expect(result.error?.code ?? 'OK').toMatch(/^(?:OK|STATEMENT_REFUSED|STATEMENT_FAILED|RELATION_UNKNOWN)$/);
        }
        expect(JSON.stringify(results)).not.toContain(secretMark);
      }),
      { numRuns: 40 },
    );
    expect(await store.complaints()).toBe('');
  });
});
