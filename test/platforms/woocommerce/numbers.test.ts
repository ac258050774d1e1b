import { DatabaseSync } from 'node:sqlite';
import { queriesOver } from '../../../src/platforms/sql.js';
import { exactNumberIn, numberOf } from '../../../src/platforms/woocommerce/woocommerce-numbers.js';

const parts = ['', ' ', '-', '.', '0', '19', '5 ', '- ', '.5', '0.', 'e', '1,'];
const texts = [
  ...parts.flatMap((one) => parts.flatMap((two) => parts.map((three) => one + two + three))),
  ...[
    '12345678901234',
    '123456789012345',
    '            12',
    '             1 ',
    '1e5',
    'free',
    '19.99\t',
    '１',
    '1 000',
    '-0',
  ],
];

test('a text is a number in SQL where it is one, and the same number', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table texts (held text)');
  const insert = database.prepare('insert into texts values (?)');
  for (const text of texts) insert.run(text);
  const { sql, parameters } = queriesOver<{ texts: { held: string } }>()
    .selectFrom('texts')
    .select(['held', exactNumberIn('held').as('number')])
    .compile();
  const rows = database.prepare(sql).all(...(parameters as never[])) as { held: string; number: number | null }[];
  database.close();
  // SQL knows no zero below zero.
  const right = (text: string) => numberOf(text)?.plus(0).toNumber() ?? null;
  expect(rows.map(({ held, number }) => [held, number])).toEqual(texts.map((text) => [text, right(text)]));
});
