import { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../../src/bridge/plan.js';
import type { FileStore } from '../../contract/bridged-store.js';
import { openSqliteStore } from '../../contract/sqlite-store.js';
import { prefix, woocommerceStore } from '../../contract/woocommerce-fixture.js';

describe('what the bridge of a WooCommerce store lets out', () => {
  let store: FileStore;
  beforeAll(async () => {
    store = await openSqliteStore(woocommerceStore('tables'));
  });
  afterAll(() => store?.close());

  const rows = async (sql: string): Promise<readonly unknown[]> =>
    store.session().ask((): Plan<readonly unknown[]> => {
      const statement = { id: 'one', sql, parameters: [] };
      return { statements: [statement], decode: (results) => results.rows(statement) };
    });

  test.each([
    ['options that are no configuration', 'select `o`.`option_value` from `option` as `o`', 'a secret of the shop'],
    [
      'keys of users that are no address',
      'select `m`.`meta_value` from `customer_meta_hpos` as `m`',
      'a secret of this user',
    ],
    [
      'keys of orders that are none of theirs',
      'select `m`.`meta_value` from `order_meta` as `m`',
      'a secret of this order',
    ],
    [
      'what lines carry for no shopper',
      'select `m`.`meta_value` from `order_item_option_hpos` as `m`',
      'not for shoppers',
    ],
    ['notes in the trash', 'select `n`.`comment_content` from `order_note_hpos` as `n`', 'Thrown away'],
    ['reviews among the notes', 'select `n`.`comment_content` from `order_note_hpos` as `n`', 'A lovely pot'],
  ])('holds no %s', async (_what, sql, secret) => {
    const all = await rows(sql);
    expect(all.length).toBeGreaterThan(3);
    expect(JSON.stringify(all)).not.toContain(secret);
  });

  test('holds no user who is no customer', async () => {
    const users = (await rows('select `u`.`ID` from `customer_hpos` as `u` order by `u`.`ID`')) as { ID: number }[];
    const ids = users.map((row) => row.ID);
    expect(ids).toContain(1);
    expect(ids).not.toContain(14);
    expect(ids).not.toContain(22);
  });

  test.each([
    ['a password', 'select `u`.`user_pass` from `customer_hpos` as `u`'],
    ['a name to sign in with', 'select `u`.`user_login` from `customer_hpos` as `u`'],
    ['an address on the net', 'select `o`.`ip_address` from `order` as `o`'],
    ['who wrote a note', 'select `n`.`comment_author` from `order_note_hpos` as `n`'],
    ['the table of users', 'select `u`.`ID` from `users` as `u`'],
    ['the table of options', 'select `u`.`option_id` from `options` as `u`'],
    ['another site of the network', 'select `u`.`ID` from `kiln_3_posts` as `u`'],
  ])('refuses %s', async (_what, sql) => {
    await expect(rows(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^STORE_/) });
  });

  describe('where rows lack what they must hold', () => {
    beforeAll(() => {
      const database = new DatabaseSync(store.database);
      database.exec(`update ${prefix}wc_orders set customer_id = 22, status = null
        where id = (select min(id) from ${prefix}wc_orders where type = 'shop_order');
        update ${prefix}postmeta set meta_value = null where meta_key = '_wp_attachment_image_alt'`);
      database.close();
    });

    test('holds the customer of an order without a status, as it holds the order', async () => {
      const orders = 'select `o`.`id` from `order` as `o` where `o`.`customer_id` = 22';
      expect(await rows(orders)).toHaveLength(1);
      for (const relation of ['customer_hpos', 'all_customer_hpos']) {
        expect(await rows(`select \`u\`.\`ID\` from \`${relation}\` as \`u\` where \`u\`.\`ID\` = 22`)).toHaveLength(1);
      }
    });

    test('holds the first text of a picture, though it is none', async () => {
      const alt = 'select `m`.`meta_id` from `attachment_meta` as `m` where `m`.`meta_value` is null';
      expect((await rows(alt)).length).toBeGreaterThan(0);
    });
  });
});
