import { DatabaseSync } from 'node:sqlite';
import { serialize } from 'php-serialize';
import { Gathering } from '../../../src/platforms/gathering.js';
import { beginsInArray, metaByPlaces, numberAt } from '../../../src/platforms/woocommerce/woocommerce-id-lists.js';
import { galleryIds } from '../../../src/platforms/woocommerce/woocommerce-images.js';

/** What a statement finds in these texts, kept under a key of posts 1, 2, … */
function found(key: string, texts: readonly string[], statement: { sql: string; parameters: readonly unknown[] }) {
  const database = new DatabaseSync(':memory:');
  database.exec(
    'create table product_meta (meta_id integer primary key, post_id integer, meta_key text, meta_value text)',
  );
  const insert = database.prepare('insert into product_meta (post_id, meta_key, meta_value) values (?, ?, ?)');
  for (const [at, text] of texts.entries()) insert.run(at + 1, key, text);
  const rows = database.prepare(statement.sql).all(...(statement.parameters as never[])) as {
    post_id: number;
    id: number | string | null;
  }[];
  database.close();
  // Places without a number are null, and no value to whoever refers to them.
  const numbered = rows.filter(({ id }) => id !== null);
  return texts.map((_text, at) => numbered.filter((row) => row.post_id === at + 1).map((row) => Number(row.id)));
}

test('a list parted by commas is taken apart by the database, however long', () => {
  const long = Array.from({ length: 400 }, (_none, at) => 1_000_000 + at);
  const gathering = new Gathering();
  galleryIds(gathering, [1, 2, 3, 4]);
  const [statement] = gathering.statements;
  if (!statement) throw new Error('there must be a statement');
  const named = { ...statement, sql: statement.sql.replace('`attachment_id`', '`id`') };
  const ids = found('_product_image_gallery', ['36,37,60', '7', '', long.join(',')], named);
  expect(ids.map((one) => one.sort((a, b) => a - b))).toEqual([[36, 37, 60], [7], [], long]);
});

test('the numbers of a serialized array are found, as numbers and as texts', () => {
  const statement = metaByPlaces(beginsInArray)
    .select((eb) => ['m.post_id', numberAt(eb as never, ';').as('id')])
    .compile();
  const lists = [[13, 14, 12], ['77', '1234567'], [], Array.from({ length: 200 }, (_none, at) => 5000 + at)];
  const ids = found(
    '_children',
    lists.map((list) => serialize(list)),
    statement,
  );
  for (const [at, list] of lists.entries()) expect(ids[at]).toEqual(expect.arrayContaining(list.map(Number)));
});
