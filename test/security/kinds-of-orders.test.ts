import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderBridgeConfig } from '../../bridge/package.js';
import { describeWhere } from '../support/machine.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';

/** What stands in every text of what is no order that the graph shows, and of the one that is. */
const [secret, plain] = ['NEVER-LEAVES', 'MAY-LEAVE'];
const shown = { id: 900_100, type: 'shop_order', status: 'wc-processing' };
/** What plugins, checkouts and the trash hold where orders are, each with all that an order has. */
const hidden = [
  { id: 900_101, type: 'shop_subscription', status: 'wc-active' },
  { id: 900_102, type: 'shop_order', status: 'wc-checkout-draft' },
  { id: 900_103, type: 'shop_order', status: 'trash' },
  { id: 900_104, type: 'shop_order_placehold', status: 'wc-processing' },
  { id: 900_105, type: 'shop_order', status: 'auto-draft' },
  { id: 900_106, type: 'SHOP_SUBSCRIPTION', status: 'wc-completed' },
];
/** Keys of orders that are listed, and one that the owner opened. */
const keys = ['_order_number', '_order_number_formatted', '_wc_shipment_tracking_items', '_refund_reason', 'gift'];
const postKeys = [...keys, '_billing_email', '_billing_first_name', '_shipping_city', '_customer_user', '_order_total'];

const values = (owner: number, some: readonly string[], mark: string) =>
  some.map((key) => `(${owner}, '${key}', '${mark}')`).join(', ');

/** All rows that WooCommerce keeps of an order: an item has its number and 10,000, a note 20,000 more. */
function rowsOf(prefix: string, { id, type, status }: typeof shown, inTables: boolean): string {
  const mark = id === shown.id ? plain : secret;
  const [item, note] = [id + 10_000, id + 20_000];
  const tables = `
    insert into ${prefix}wc_orders set id = ${id}, type = '${type}', status = '${status}', billing_email = '${mark}', transaction_id = '${mark}', date_created_gmt = now(), date_updated_gmt = now();
    insert into ${prefix}wc_order_addresses set order_id = ${id}, address_type = 'billing', first_name = '${mark}', city = '${mark}';
    insert into ${prefix}wc_order_operational_data set order_id = ${id}, date_paid_gmt = now();
    insert into ${prefix}wc_orders_meta (order_id, meta_key, meta_value) values ${values(id, keys, mark)};`;
  return `${inTables ? tables : ''}
    insert into ${prefix}posts set ID = ${id}, post_type = '${type}', post_status = '${status}', post_excerpt = '${mark}', post_date_gmt = now(), post_modified_gmt = now();
    insert into ${prefix}postmeta (post_id, meta_key, meta_value) values ${values(id, postKeys, mark)};
    insert into ${prefix}woocommerce_order_items set order_item_id = ${item}, order_id = ${id}, order_item_type = 'line_item', order_item_name = '${mark}';
    insert into ${prefix}woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) values ${values(item, ['_product_id', '_line_total', 'engraving'], mark)};
    insert into ${prefix}comments set comment_ID = ${note}, comment_post_ID = ${id}, comment_type = 'order_note', comment_approved = '1', comment_content = '${mark}', comment_date_gmt = now();
    insert into ${prefix}commentmeta set comment_id = ${note}, meta_key = 'is_customer_note', meta_value = '1';`;
}

/** Ways to ask for rows of a relation: all, by number, by way of itself and of a neighbour, and where nothing need be true. */
function hostile(relation: string, columns: readonly string[], number: string, all: readonly string[]): string[] {
  const list = columns.map((column) => `\`r\`.\`${column}\``).join(', ');
  const rows = `select ${list} from \`${relation}\` as \`r\``;
  const [first] = columns;
  const wanted = hidden.flatMap(({ id }) => [id, id + 10_000, id + 20_000]).join(', ');
  const order = all.includes('order') ? ['order', 'id'] : ['order_post', 'ID'];
  return [
    `${rows} order by \`r\`.\`${first}\` desc limit 5000`,
    `${rows} where \`r\`.\`${number}\` in (${wanted})`,
    `${rows} where \`r\`.\`${number}\` >= 900100 or 1 = 1 order by \`r\`.\`${first}\` desc limit 5000`,
    `select ${list} from \`${relation}\` as \`s\` left join \`${relation}\` as \`r\` on \`r\`.\`${number}\` >= \`s\`.\`${number}\` where \`s\`.\`${number}\` >= 900100 limit 5000`,
    `select ${list} from \`${order[0]}\` as \`o\` left join \`${relation}\` as \`r\` on \`r\`.\`${number}\` > 900100 where \`o\`.\`${order[1]}\` >= 900000 limit 5000`,
    `${rows} where exists (select 1 from \`${relation}\` as \`s\` where \`s\`.\`${number}\` > 900100) and \`r\`.\`${number}\` > 900100`,
    `select max(\`r\`.\`${number}\`) as \`most\`, count(*) as \`found\` from \`${relation}\` as \`r\` where \`r\`.\`${number}\` in (${wanted})`,
  ];
}

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'relations of orders, read with the key in hand',
  () => {
    describe.each([
      ['woo', 'wp_'],
      ['woolegacy', 'lg7_'],
    ])('of %s', (name, prefix) => {
      let store: MariaDbStore;
      beforeAll(async () => {
        store = await openMariaDbStore(name);
        const planted = [shown, ...hidden].map((one) => rowsOf(prefix, one, name === 'woo'));
        store.sql(`set session sql_mode = ''; ${planted.join('')}`);
        const keys = { [store.key.id]: Buffer.from(store.key.secret).toString('base64url') };
        const config = renderBridgeConfig({ keys, metafields: { order: ['gift'] } });
        writeFileSync(path.join(store.root, 'drawbridge/config.php'), config);
      });
      afterAll(() => store?.close());

      test('hold no row of a subscription, a draft or what is in the trash, however they are asked', async () => {
        const { relations } = (await store.call({ body: { verb: 'hello' } })).json as {
          relations: Record<string, string[]>;
        };
        const here = name === 'woo' ? /^order/ : /^order(?!_address|_operation|_meta|_field|$)(?!.*_hpos)/;
        const asked = Object.keys(relations).filter((relation) => here.test(relation));
        expect(asked.length).toBe(name === 'woo' ? 18 : 8);
        const [leaks, silent, failed]: string[][] = [[], [], []];
        for (const relation of asked) {
          const columns = relations[relation] as string[];
          const number = ['order_item_id', 'comment_ID', 'comment_id', 'order_id', 'post_id', 'id', 'ID'].find((one) =>
            columns.includes(one),
          ) as string;
          const texts: string[] = [];
          for (const sql of hostile(relation, columns, number, asked)) {
            const { json } = await store.call({ body: { verb: 'query', statements: [{ id: 'a', sql, params: [] }] } });
            const [result] = json.results;
            if (result.error) failed?.push(`${relation}: ${JSON.stringify(result.error)} of ${sql}`);
            else texts.push(JSON.stringify(result.rows));
          }
          const text = texts.join('\n');
          const numbers = hidden.some(({ id }) => [0, 10_000, 20_000].some((more) => text.includes(String(id + more))));
          if (text.includes(secret) || numbers) leaks?.push(relation);
          // What is beside it is looked at.
          if (![0, 10_000, 20_000].some((more) => text.includes(String(shown.id + more)))) silent?.push(relation);
        }
        expect({ leaks, silent, failed }).toEqual({ leaks: [], silent: [], failed: [] });
      }, 60_000);
    });
  },
);
