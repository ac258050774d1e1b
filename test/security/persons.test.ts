import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderBridgeConfig } from '../../bridge/package.js';
import { describeWhere } from '../support/machine.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';

/** What is planted of people who are no customers, and of what is nobody's to read; every such value has this text in it. */
const secret = 'NEVER-LEAVES';
/** The codes of coupons that nobody used yet, which have an area of their own. */
const unused = 'UNUSED-CODE';
/** What is planted for the staff alone. */
const staffs = 'STAFF-ALONE';
/** What is planted and may be read, to show that what is beside it is looked at. */
const plain = 'MAY-LEAVE';

/** Rows of a WordPress user with these words of his role. */
const user = (prefix: string, id: number, role: string, mark: string) => `
  insert into ${prefix}users set ID = ${id}, user_login = '${mark}', user_email = '${mark}@x.example', user_nicename = '${mark}', display_name = '${mark}';
  insert into ${prefix}usermeta (user_id, meta_key, meta_value) values (${id}, '${prefix}capabilities', 'a:1:{s:${role.length}:"${role}";b:1;}'),
    (${id}, 'first_name', '${mark}'), (${id}, 'last_name', '${mark}'), (${id}, 'billing_phone', '${mark}'), (${id}, 'shipping_city', '${mark}'), (${id}, '_woocommerce_persistent_cart_1', '${mark}'), (${id}, '_woocommerce_persistent_cart_2', '${secret}');`;
const file = (prefix: string, id: number, name: string, type: string) => `
  insert into ${prefix}posts set ID = ${id}, post_type = 'attachment', post_status = 'inherit', post_mime_type = '${type}', guid = 'https://x.example/wp-content/uploads/${name}';
  insert into ${prefix}postmeta (post_id, meta_key, meta_value) values (${id}, '_wp_attached_file', '${name}'), (${id}, '_wp_attachment_image_alt', '${name}');`;
const note = (prefix: string, id: number, text: string, told: number) => `
  insert into ${prefix}comments set comment_ID = ${id}, comment_post_ID = (select min(id) from ${prefix}wc_orders where type = 'shop_order' and status = 'wc-completed'), comment_type = 'order_note', comment_approved = '1', comment_content = '${text}';
  ${told ? `insert into ${prefix}commentmeta set comment_id = ${id}, meta_key = 'is_customer_note', meta_value = '1';` : ''}`;

const review = (prefix: string, id: number, text: string, user: number) => `
  insert into ${prefix}comments set comment_ID = ${id}, comment_post_ID = (select min(ID) from ${prefix}posts where post_type = 'product'), comment_type = 'review',
    comment_approved = '1', comment_content = '${text}', comment_author = '${text}', comment_author_email = '${secret}@x.example', comment_author_IP = '${secret}', user_id = ${user};`;

const wordPress = `${user('wp_', 900_001, 'administrator', `${secret}-admin`)} ${user('wp_', 900_002, 'shop_manager', `${secret}-staff`)}
  ${user('wp_', 900_003, 'customer', `${plain}-customer`)}
  ${file('wp_', 900_001, `2026/01/${plain}.jpg`, 'image/jpeg')} ${file('wp_', 900_002, `woocommerce_uploads/2026/${secret}.jpg`, 'image/jpeg')}
  ${file('wp_', 900_003, `2026/01/${secret}-paid.zip`, 'application/zip')}
  ${review('wp_', 900_003, `${secret}-answer`, 900_001)} ${review('wp_', 900_004, `${plain}-review`, 900_003)} ${review('wp_', 900_005, `${plain}-guest`, 0)}
  insert into wp_comments set comment_ID = 900006, comment_post_ID = 1, comment_type = 'comment', comment_approved = '1', comment_content = 'x', comment_author = 'x';
  insert into wp_commentmeta (comment_id, meta_key, meta_value) values (900004, 'rating', '${plain}-rating'), (900006, 'rating', '${secret}-rating');
  ${note('wp_', 900_001, `${staffs}-note`, 0)} ${note('wp_', 900_002, `${plain}-note`, 1)}
  insert into wp_posts set ID = 900014, post_type = 'shop_coupon', post_status = 'publish', post_title = '${unused}-coupon';
  insert into wp_postmeta (post_id, meta_key, meta_value) values (900014, 'customer_email', '${secret}@x.example'), (900014, '_used_by', '${secret}');`;

/** Gift certificates of before OpenCart 4.1. */
const vouchers = `
  insert into oc_customer set customer_group_id = 1, firstname = '${plain}-customer', lastname = 'x', email = 'x@x.example', date_added = now();
  insert into oc_voucher set order_id = 1, code = 'NEVER-LEAV', from_name = '${secret}', from_email = '${secret}@x.example', to_name = '${secret}', to_email = '${secret}@x.example', message = '${secret}', amount = 50, status = 1, date_added = now();
  insert into oc_coupon set name = 'x', code = '${unused}-x', date_added = now();
  insert into oc_order_history set order_id = 1, order_status_id = 1, notify = 0, comment = '${staffs}-note', date_added = now();
  insert into oc_order_history set order_id = 1, order_status_id = 1, notify = 1, comment = '${plain}-note', date_added = now();`;

const stores: Readonly<Record<string, string>> = {
  opencart3: vouchers,
  woo: wordPress,
  presta8: `
    insert into ps_employee set id_profile = 1, id_lang = 1, firstname = '${secret}-admin', lastname = '${secret}', email = '${secret}@x.example', passwd = 'x', active = 1;
    insert into ps_address set id_customer = 0, id_supplier = 1, alias = 'supplier', firstname = '${secret}-supplier', lastname = '${secret}', address1 = '${secret}', city = '${secret}', phone = '${secret}';
    insert into ps_address set id_customer = 1, alias = 'home', firstname = '${plain}-customer', lastname = 'x', address1 = 'x', city = 'x';
    insert into ps_cart_rule set id_cart_rule = 900001, code = '${unused}-voucher', date_from = now(), date_to = now(), date_add = now(), date_upd = now();
    insert into ps_cart set id_customer = 1, id_currency = 1, secure_key = '${secret}', checkout_session_data = '${secret}', date_add = now(), date_upd = now();
    insert into ps_wishlist set id_customer = 1, token = '${secret}', name = '${plain}-list', date_add = now(), date_upd = now();
    insert into ps_emailsubscription set email = '${plain}@x.example', ip_registration_newsletter = '10.0.0.1', http_referer = '${secret}', active = 1;
    insert into ps_cart_rule set id_cart_rule = 900002, code = '${plain}-voucher', date_from = now(), date_to = now(), date_add = now(), date_upd = now();
    insert into ps_order_cart_rule set id_order = 1, id_cart_rule = 900002, name = 'x', value = 1, value_tax_excl = 1;
    insert into ps_customer_message set id_customer_thread = 1, message = '${staffs}-note', private = 1, date_add = now(), date_upd = now();
    insert into ps_customer_message set id_customer_thread = 1, message = '${plain}-note', private = 0, date_add = now(), date_upd = now();`,
  opencart4: `
    insert into oc_user set user_group_id = 1, username = '${secret}-admin', password = 'x', firstname = '${secret}', lastname = '${secret}', email = '${secret}@x.example', status = 1, date_added = now();
    insert into oc_coupon set name = 'x', code = '${unused}-coupon';
    insert into oc_customer set customer_group_id = 1, firstname = '${plain}-customer', lastname = 'x', email = 'x@x.example', date_added = now();
    insert into oc_cart set customer_id = 0, session_id = '${secret}', product_id = 40, \`option\` = '${secret}-guest', quantity = 1, date_added = now();
    insert into oc_cart set customer_id = 1, session_id = '${secret}', product_id = 40, \`option\` = '${plain}-basket', quantity = 1, date_added = now();
    insert into oc_return set order_id = 1, product = '${plain}-return', email = '${secret}@x.example', telephone = '${secret}', quantity = 1, date_added = now();
    insert into oc_order_history set order_id = 1, order_status_id = 1, notify = 0, comment = '${staffs}-note', date_added = now();
    insert into oc_order_history set order_id = 1, order_status_id = 1, notify = 1, comment = '${plain}-note', date_added = now();`,
  openmage: `
    insert into admin_user set firstname = '${secret}-admin', lastname = '${secret}', email = '${secret}@x.example', username = '${secret}', is_active = 1;
    insert into salesrule_coupon set rule_id = 1, code = '${unused}-coupon', is_primary = null;
    insert into newsletter_subscriber set store_id = 1, subscriber_email = '${plain}@x.example', subscriber_status = 4, subscriber_confirm_code = '${secret}';
    insert into review set review_id = 900001, entity_id = 1, entity_pk_value = 1, status_id = 1, created_at = now();
    insert into review set review_id = 900002, entity_id = 2, entity_pk_value = 1, status_id = 1, created_at = now();
    insert into review_detail set review_id = 900001, title = '${plain}-review', detail = 'x', nickname = 'x';
    insert into review_detail set review_id = 900002, title = '${secret}-of-a-customer', detail = '${secret}', nickname = '${secret}', customer_id = 2;
    insert into wishlist set customer_id = 2, sharing_code = '${secret}';
    insert into sales_flat_quote set store_id = 1, customer_email = '${plain}@x.example', items_count = 1, remote_ip = '${secret}', password_hash = '${secret}';
    insert into sales_flat_order_status_history set parent_id = (select min(entity_id) from sales_flat_order), is_visible_on_front = 0, comment = '${staffs}-note', created_at = now();
    insert into sales_flat_order_status_history set parent_id = (select min(entity_id) from sales_flat_order), is_visible_on_front = 1, comment = '${plain}-note', created_at = now();`,
  zencart: `
    insert into admin set admin_name = '${secret}-admin', admin_email = '${secret}@x.example', admin_pass = 'x';
    insert into coupons set coupon_type = 'P', coupon_code = '${unused}-coupon';
    insert into coupons set coupon_type = 'G', coupon_code = '${secret}-gift', coupon_amount = 50;
    insert into coupon_email_track set emailed_to = '${secret}@x.example';
    insert into customers set customers_firstname = '${plain}-customer', customers_lastname = 'x', customers_email_address = 'x@x.example';
    insert into orders_status_history set orders_id = 1, orders_status_id = 1, customer_notified = -1, comments = '${staffs}-note', date_added = now();
    insert into orders_status_history set orders_id = 1, orders_status_id = 1, customer_notified = 0, comments = '${plain}-note', date_added = now();`,
};

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'every relation, read with the key in hand',
  () => {
    describe.each(Object.entries(stores))('of %s', (name, planted) => {
      let store: MariaDbStore;
      beforeAll(async () => {
        store = await openMariaDbStore(name);
        store.sql(`set session sql_mode = '', foreign_key_checks = 0; ${prefixed(planted)}`);
      });
      afterAll(() => store?.close());

      /** The tables carry the store's own prefix, whatever the statements above say. */
      const prefixed = (sql: string) => {
        const all = store.sql('show tables').split('\n');
        const has = (table: string) =>
          all.filter((one) => one.endsWith(table)).sort((a, b) => a.length - b.length)[0] ?? table;
        return sql.replaceAll(/\b(insert into|from) (\w+)/g, (_all, word, table: string) => {
          const bare = table.replace(/^(?:wp|ps|oc)_/, '');
          return `${word} ${has(table === bare ? table : `_${bare}`)}`;
        });
      };

      /** Everything that every relation gives, the last rows first, and the relations that could not be read. */
      const everything = async () => {
        const { relations } = (await store.call({ body: { verb: 'hello' } })).json as {
          relations: Record<string, string[]>;
        };
        const texts: string[] = [];
        const failed: string[] = [];
        for (const [relation, columns] of Object.entries(relations)) {
          const list = columns.map((column) => `\`r\`.\`${column}\``).join(', ');
          const sql = `select ${list} from \`${relation}\` as \`r\` order by \`r\`.\`${columns[0]}\` desc limit 5000`;
          const { json } = await store.call({ body: { verb: 'query', statements: [{ id: 'a', sql, params: [] }] } });
          if (json.results[0].error) failed.push(`${relation}: ${json.results[0].error.code}`);
          else texts.push(JSON.stringify(json.results[0].rows));
        }
        return { count: texts.length, text: texts.join('\n'), failed };
      };

      test('holds nobody who is no customer, no file that is sold, and no code of a gift card', async () => {
        const { count, text, failed } = await everything();
        expect(count).toBeGreaterThan(20);
        // Where orders are among the posts there are no tables for them.
        expect(failed.filter((one) => !one.includes('hpos'))).toEqual([]);
        expect(text).toContain(plain);
        expect(text).toContain(`${staffs}-note`);
        expect(text).toContain(unused);
        expect(text.match(/NEVER-LEAV[\w-]*/g) ?? []).toEqual([]);
      });

      test('holds no note of the staff and no code that nobody used once the owner struck them out', async () => {
        const keys = { [store.key.id]: Buffer.from(store.key.secret).toString('base64url') };
        const areas = ['catalog', 'orders', 'customers', 'settings'];
        writeFileSync(path.join(store.root, 'drawbridge/config.php'), renderBridgeConfig({ keys, areas }));
        const { text } = await everything();
        expect(text).toContain(`${plain}-note`);
        expect(text).not.toContain(staffs);
        expect(text).not.toContain(unused);
      });
    });
  },
);
