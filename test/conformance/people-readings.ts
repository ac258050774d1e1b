import type { BasketLine } from '../../src/model/basket.js';
import type { ReturnItem } from '../../src/model/order-return.js';
import type { WishListItem } from '../../src/model/wish-list.js';
import type { PeopleList } from '../contract/people-lists.js';

/** What is read of one list by a statement of our own: each row as JSON, in the order of the list by id. */
export interface Reading {
  readonly sql: string;
  /** Which of its values are times of the store's clock, and which are texts that the store keeps escaped; by place. */
  readonly times: readonly number[];
  readonly escaped?: readonly number[];
  /** The zone of those times, where they are not of the store's clock. */
  readonly zone?: string;
}

/** Of one real store: what is planted where it holds no rows, or none that are hard to read, and the readings of its lists. */
export interface Readings {
  /** As the platform's own code would write it. */
  readonly plant: string;
  readonly lists: Readonly<Partial<Record<PeopleList, Reading>>>;
}

const none = "'0001-01-02'";
const dated = (column: string) => `if(${column} > ${none}, ${column}, null)`;
const rated = (column: string) =>
  `if(${column} > 0, trim(trailing '.' from trim(trailing '0' from format(${column}, 2))), null)`;
const shown = (column: string) => `if(${column} = 1, 'APPROVED', 'PENDING')`;
const blank = (column: string) => `nullif(${column}, '')`;

/** What a thing holds, each piece an array, in the order given; as JSON within JSON. */
const pieces = (of: string, from: string, by: string) =>
  `coalesce(json_extract((select json_arrayagg(json_array(${of}) order by ${by}) from ${from}), '$'), json_array())`;

/** As `ModelCatalogReview::addReview` and the back office's `editReview` write them (`catalog/model/catalog/review.php`). */
const openCart = (prefix: string, isFour: boolean): Readings => ({
  plant:
    `insert into ${prefix}review (product_id, customer_id, author, text, rating, status, date_added, date_modified) values
    (30, 1, 'Zo&euml;', '', 5, 1, '2025-03-30 03:00:00', '2025-04-01 10:00:00'), (30, 0, 'Tom &amp; Jerry &quot;TJ&quot;', 'So &lt;so&gt; &amp; fine', 3, 0, '2025-03-30 01:59:59', '0000-00-00 00:00:00'),
    (42, 999, 'Gone', 'Account is gone', 0, 1, '2025-05-02 12:00:00', '0000-00-00 00:00:00'), (99999, 2, 'Lost', 'Product is gone', 1, 1, '2025-10-26 02:30:00', '0000-00-00 00:00:00'),
    (42, 3, '', '好', 4, 1, '0000-00-00 00:00:00', '0000-00-00 00:00:00');
    insert into ${prefix}cart (customer_id, session_id, product_id, \`option\`, quantity, date_added)
      select 1, 'secret', v.product_id, json_object(v.product_option_id, v.product_option_value_id), 2, '2025-03-30 03:00:00' from ${prefix}product_option_value v
      join ${prefix}product_option p using (product_option_id) join \`${prefix}option\` o on o.option_id = p.option_id where o.type in ('select', 'radio') order by 1, v.product_option_value_id limit 2;
    insert into ${prefix}cart (customer_id, session_id, product_id, \`option\`, quantity, date_added) values (1, 'secret', 40, '[]', 3, '2025-04-01 10:00:00'), (3, 'secret', 99999, '{}', 1, '2025-05-01 10:00:00'),
      (5, 'secret', 40, 'broken', 1, '2025-05-02 10:00:00'), (0, 'secret', 40, '[]', 1, '2025-05-02 10:00:00');
    ${isFour ? `insert into ${prefix}cart (customer_id, session_id, product_id, \`option\`, quantity, date_added) select 4, 'secret', product_id, '{}', 1, '2025-05-03 10:00:00' from ${prefix}product where master_id > 0 limit 1` : `insert into ${prefix}cart (api_id, customer_id, session_id, product_id, \`option\`, quantity, date_added) values (1, 2, 'staff', 40, '[]', 1, '2025-05-02 10:00:00')`};
    insert into ${prefix}customer_wishlist (customer_id, product_id, date_added) values (2, 42, '2025-03-30 03:00:00'), (2, 40, '2025-03-29 03:00:00'), (6, 99999, '2025-06-29 03:00:00'), (999, 40, '2025-06-29 03:00:00'), (7, 30, '2025-06-30 03:00:00')`.replace(
      '&euml;',
      'ë',
    ),
  lists: {
    reviews: {
      sql: `select json_array(review_id, product_id, if(customer_id > 0, customer_id, null), ${blank('author')}, ${rated('rating')}, null, ${blank('text')},
        ${shown('status')}, ${dated('date_added')}, ${dated('date_modified')}) from ${prefix}review order by review_id`,
      times: [8, 9],
      escaped: [3, 6],
    },
    newsletterSubscribers: {
      sql: `select json_array(customer_id, customer_id, email, firstname, lastname, 'SUBSCRIBED', null) from ${prefix}customer where newsletter = 1 order by customer_id`,
      times: [6],
      escaped: [2, 3, 4],
    },
    baskets: {
      sql: `select json_array(c.customer_id, c.customer_id, c.email, null, null, min(l.date_added), max(l.date_added), ${pieces(
        `${isFour ? 'if(p.master_id > 0, p.master_id, x.product_id), if(p.master_id > 0, x.product_id, null)' : 'x.product_id, null'}, x.quantity, null, null,
          coalesce(json_extract((select json_arrayagg(json_array(d.name, w.name)) from ${prefix}product_option_value v join ${prefix}option_description d on d.option_id = v.option_id and d.language_id = 1
            join ${prefix}option_value_description w on w.option_value_id = v.option_value_id and w.language_id = 1
            where json_valid(x.\`option\`) and v.product_option_value_id = json_value(x.\`option\`, concat('$."', v.product_option_id, '"'))), '$'), json_array())`,
        `${prefix}cart x left join ${prefix}product p on p.product_id = x.product_id where x.customer_id = c.customer_id ${isFour ? '' : 'and x.api_id = 0'}`,
        'x.cart_id',
      )}) from ${prefix}cart l join ${prefix}customer c using (customer_id) ${isFour ? '' : 'where l.api_id = 0'} group by c.customer_id order by c.customer_id`,
      times: [5, 6],
    },
    wishLists: {
      sql: `select json_array(c.customer_id, c.customer_id, null, ${pieces('x.product_id, null, 1, null, x.date_added', `${prefix}customer_wishlist x where x.customer_id = c.customer_id`, 'x.date_added, x.product_id')})
        from ${prefix}customer c where c.customer_id in (select customer_id from ${prefix}customer_wishlist) order by c.customer_id`,
      times: [],
    },
    returns: {
      sql: `select json_array(r.return_id, r.order_id, (select name from ${prefix}return_status s where s.return_status_id = r.return_status_id and s.language_id = 1), ${blank('r.comment')}, ${dated('r.date_added')},
          ${dated('r.date_modified')}, json_array(json_array(${isFour ? 'coalesce(nullif(p.master_id, 0), r.product_id), if(p.master_id > 0, r.product_id, null)' : 'r.product_id, null'}, r.product, r.quantity,
          (select name from ${prefix}return_reason s where s.return_reason_id = r.return_reason_id and s.language_id = 1))))
        from \`${prefix}return\` r left join ${prefix}product p on p.product_id = r.product_id order by r.return_id`,
      times: [4, 5],
      escaped: [3],
    },
  },
});

/** As `WC_Cart_Session::persistent_cart_update` writes it: a line of a product, one of a variation, and one of nothing. */
const persistentCart =
  'a:1:{s:4:"cart";a:3:{s:1:"a";a:4:{s:10:"product_id";i:63;s:12:"variation_id";i:0;s:8:"quantity";i:2;s:9:"variation";a:0:{}}' +
  's:1:"b";a:3:{s:10:"product_id";s:2:"81";s:12:"variation_id";i:82;s:8:"quantity";d:1.5;}s:1:"c";s:4:"none";}}';

/** As WordPress's `wp_insert_comment` and `WC_Comments` write them; an answer by the staff is of the same type in the storefront. */
const wooCommerce = (prefix: string): Readings => ({
  plant: `insert into ${prefix}comments (comment_post_ID, comment_author, comment_author_email, comment_author_IP, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'Staff', 'staff@x.example', '10.0.0.1', now(), '2025-06-01 10:00:00', 'Thank you for this', '1', 'review', (select min(ID) from ${prefix}users) from ${prefix}posts p where p.post_type = 'product' limit 1;
    insert into ${prefix}comments (comment_post_ID, comment_author, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'Tom &amp; J', now(), '2025-06-02 10:00:00', 'Fine &amp; <em>dandy</em>', 'spam', 'review', (select max(user_id) from ${prefix}usermeta where meta_key = '${prefix}capabilities' and meta_value like '%"customer"%')
      from ${prefix}posts p where p.post_type = 'product' limit 1;
    insert into ${prefix}comments (comment_post_ID, comment_author, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'On a page', now(), '2025-06-02 10:00:00', 'No product', '1', 'review', 0 from ${prefix}posts p where p.post_type = 'page' limit 1;
    insert into ${prefix}usermeta (user_id, meta_key, meta_value) select user_id, '_woocommerce_persistent_cart_1', '${persistentCart}' from ${prefix}usermeta where meta_key = '${prefix}capabilities';
    insert into ${prefix}usermeta (user_id, meta_key, meta_value) select user_id, '_woocommerce_persistent_cart_2', '${persistentCart}' from ${prefix}usermeta where meta_key = '${prefix}capabilities';
    update ${prefix}usermeta m join (select max(umeta_id) as id from ${prefix}usermeta where meta_key = '_woocommerce_persistent_cart_1') x on x.id = m.umeta_id set m.meta_value = 'a:1:{s:4:"cart";a:0:{}}'`,
  lists: {
    baskets: {
      sql: `select json_array(m.umeta_id, m.user_id, u.user_email, null, null, null, null, json_extract('[[63, null, 2, null, null, []], [81, 82, 1.5, null, null, []]]', '$'))
        from ${prefix}usermeta m join ${prefix}users u on u.ID = m.user_id where m.meta_key = '_woocommerce_persistent_cart_1' and m.meta_value <> 'a:1:{s:4:"cart";a:0:{}}'
        and (exists (select 1 from ${prefix}usermeta r where r.user_id = m.user_id and r.meta_key = '${prefix}capabilities' and r.meta_value like '%"customer"%')
          or m.user_id in (${prefix === 'wp_' ? "select customer_id from wp_wc_orders where type = 'shop_order' and status not in ('trash', 'auto-draft', 'wc-checkout-draft', 'checkout-draft')" : `select meta_value from ${prefix}postmeta join ${prefix}posts on ID = post_id and post_type = 'shop_order' where meta_key = '_customer_user'`})) order by m.umeta_id`,
      times: [],
    },
    reviews: {
      sql: `select json_array(c.comment_ID, c.comment_post_ID, if(c.user_id > 0, c.user_id, null), ${blank('c.comment_author')},
          (select nullif(m.meta_value, '0') from ${prefix}commentmeta m where m.comment_id = c.comment_ID and m.meta_key = 'rating' limit 1), null, ${blank('c.comment_content')},
          case c.comment_approved when '1' then 'APPROVED' when '0' then 'PENDING' else 'REJECTED' end, ${dated('c.comment_date_gmt')}, null)
        from ${prefix}comments c join ${prefix}posts p on p.ID = c.comment_post_ID and p.post_type = 'product'
        where c.comment_type = 'review' and c.user_id not in (select user_id from ${prefix}usermeta where meta_key = '${prefix}capabilities' and meta_value like '%administrator%') order by c.comment_ID`,
      times: [8],
      escaped: [3],
      zone: 'UTC',
    },
  },
});

/** The readings of each real store. */
export const readings: Readonly<Record<string, Readings>> = {
  opencart3: openCart('shop3_', false),
  opencart4: openCart('oc_', true),
  woo: wooCommerce('wp_'),
  woolegacy: wooCommerce('lg7_'),
  // As the module's `PostComment` writes them: of a customer without the name, of a guest with it, and in UTC.
  presta8: {
    plant: `insert into ps_product_comment (id_product, id_customer, id_guest, title, content, customer_name, grade, validate, deleted, date_add) values
      (1, 2, 0, 'Warm', 'and “soft”', '', 4.3333, 1, 0, '2025-07-01 23:30:00'), (1, 2, 0, '', 'never again', null, 0, 0, 0, '2025-07-02 10:00:00'),
      (99999, 0, 7, 'Lost', 'x', 'Guest & Co', 2.5, 1, 0, '2025-07-03 10:00:00'), (1, 0, 7, 'Taken away', 'x', 'Guest', 1, 1, 1, '2025-07-03 10:00:00');
      update ps_customer set newsletter = 1, newsletter_date_add = '2025-03-09 02:30:00' where id_customer in (2, 3, 4);
      insert into ps_emailsubscription (email, newsletter_date_add, ip_registration_newsletter, active) values ('Visitor@x.example', '2025-11-02 01:30:00', '10.0.0.1', 1), ('waits@x.example', null, '10.0.0.1', 0);
      insert into ps_cart (id_customer, id_guest, id_currency, secure_key, date_add, date_upd) values (3, 1, 2, 'secret', '2025-07-01 10:00:00', '2025-07-02 10:00:00'), (0, 2, 1, 'secret', '2025-07-03 10:00:00', '0000-00-00 00:00:00'),
        (0, 3, 1, 'secret', '2025-07-03 10:00:00', '2025-07-03 10:00:00');
      insert into ps_cart_product (id_cart, id_product, id_product_attribute, quantity, date_add) select id_cart, 1, if(id_customer, 2, 0), 3, now() from ps_cart where id_cart > 120 and id_guest < 3;
      insert into ps_wishlist (id_wishlist, id_customer, token, name, date_add, date_upd) values (1, 2, 'secret', 'My “wishlist”', now(), now()), (2, 2, 'secret', 'Empty', now(), now()), (3, 99999, 'secret', 'Gone', now(), now());
      insert into ps_wishlist_product (id_wishlist, id_product, id_product_attribute, quantity, priority) values (1, 2, 0, 3, 1), (1, 1, 2, 1, 1), (3, 99999, 0, 1, 1);
      insert into ps_order_return (id_customer, id_order, state, question, date_add, date_upd) values (2, 1, 1, 'Too “small”', '2025-03-09 03:30:00', '2025-03-10 10:00:00'), (2, 2, 99, '', '2025-11-02 01:30:00', '2025-11-03 10:00:00'), (3, 99999, 5, 'x', '2025-11-03 01:30:00', '2025-11-04 10:00:00');
      insert into ps_order_return_detail (id_order_return, id_order_detail, product_quantity) select r.id_order_return, d.id_order_detail, 1 from ps_order_return r join ps_order_detail d using (id_order)`,
    lists: {
      newsletterSubscribers: {
        sql: `select json_array(id, account, email, first, last, status, since) from (
          select id_customer * 2 as at, id_customer as id, id_customer as account, email, firstname as first, lastname as last, 'SUBSCRIBED' as status, newsletter_date_add as since from ps_customer where newsletter = 1 and is_guest = 0 and deleted = 0
          union all select id * 2 + 1, concat('N', id), null, email, null, null, if(active, 'SUBSCRIBED', 'UNCONFIRMED'), newsletter_date_add from ps_emailsubscription) s order by at`,
        times: [6],
      },
      baskets: {
        sql: `select json_array(k.id_cart, nullif(k.id_customer, 0), (select email from ps_customer c where c.id_customer = k.id_customer), (select iso_code from ps_currency u where u.id_currency = k.id_currency),
            (select min(o.id_order) from ps_orders o where o.id_cart = k.id_cart), ${dated('k.date_add')}, coalesce(${dated('k.date_upd')}, k.date_add),
            ${pieces('l.id_product, nullif(l.id_product_attribute, 0), l.quantity, null, null, json_array()', 'ps_cart_product l where l.id_cart = k.id_cart', 'l.id_product, l.id_product_attribute')})
          from ps_cart k where k.id_cart in (select id_cart from ps_cart_product) order by k.id_cart`,
        times: [5, 6],
      },
      wishLists: {
        sql: `select json_array(w.id_wishlist, w.id_customer, w.name, ${pieces('l.id_product, nullif(l.id_product_attribute, 0), l.quantity, null, null', 'ps_wishlist_product l where l.id_wishlist = w.id_wishlist', 'l.id_wishlist_product')}) from ps_wishlist w order by w.id_wishlist`,
        times: [],
      },
      returns: {
        sql: `select json_array(r.id_order_return, r.id_order, (select name from ps_order_return_state_lang s where s.id_order_return_state = r.state and s.id_lang = 2), ${blank('r.question')}, r.date_add, r.date_upd,
            ${pieces('d.product_id, nullif(d.product_attribute_id, 0), d.product_name, l.product_quantity, null', 'ps_order_return_detail l join ps_order_detail d using (id_order_detail) where l.id_order_return = r.id_order_return', 'd.id_order_detail')})
          from ps_order_return r order by r.id_order_return`,
        times: [4, 5],
      },
      reviews: {
        sql: `select json_array(r.id_product_comment, r.id_product, if(r.id_customer > 0, r.id_customer, null),
            coalesce(${blank('r.customer_name')}, (select concat(c.firstname, ' ', c.lastname) from ps_customer c where c.id_customer = r.id_customer)),
            ${rated('r.grade')}, ${blank('r.title')}, r.content, ${shown('r.validate')}, ${dated('r.date_add')}, null)
          from ps_product_comment r where r.deleted = 0 order by r.id_product_comment`,
        times: [8],
        zone: 'UTC',
      },
    },
  },
  // As `Mage_Review_Model_Resource_Review` writes them.
  openmage: {
    plant: `insert into review (created_at, entity_id, entity_pk_value, status_id) values ('2025-07-01 10:00:00', 1, 20, 2), ('2025-07-02 10:00:00', 1, 20, 3), ('2025-07-02 10:00:00', 3, 5, 1);
      insert into review_detail (review_id, store_id, title, detail, nickname, customer_id) select review_id, 1, concat('Title & ', review_id), 'Ünusual', 'Nick', null from review where created_at >= '2025-07-01';
      insert into newsletter_subscriber (store_id, change_status_at, customer_id, subscriber_email, subscriber_status, subscriber_confirm_code) values (1, '2025-07-01 10:00:00', 2, 'zoe.mueller@example.de', 1, 'secret'), (1, null, 0, 'Guest@x.example', 4, 'secret'),
        (1, '2025-07-02 10:00:00', 0, 'left@x.example', 3, 'secret'), (1, '2025-07-02 10:00:00', 3, 'waits@x.example', 2, 'secret');
      insert into sales_flat_quote (store_id, created_at, updated_at, is_active, items_count, customer_id, customer_email, quote_currency_code, base_currency_code) values (1, '2025-07-01 10:00:00', '2025-07-05 10:00:00', 1, 1, 2, 'zoe.mueller@example.de', 'EUR', 'USD'),
        (1, '2025-07-02 10:00:00', '0000-00-00 00:00:00', 1, 1, null, null, 'USD', 'USD'), (1, '2025-07-02 10:00:00', '2025-07-02 10:00:00', 1, 0, null, null, 'USD', 'USD');
      insert into sales_flat_quote_item (quote_id, product_id, product_type, sku, name, qty, price) select entity_id, 20, 'simple', 'x', 'Left & lost', 2.5, 12.3 from sales_flat_quote where is_active = 1 and items_count = 1;
      insert into wishlist (wishlist_id, customer_id, sharing_code, updated_at) values (1, 2, 'secret', '2025-07-01 10:00:00'), (2, 3, 'secret', '2025-07-01 10:00:00'), (3, 4, 'secret', null);
      insert into wishlist_item (wishlist_id, product_id, store_id, added_at, description, qty) values (1, 20, 1, '2025-07-01 10:00:00', 'For “Zoë”', 2), (1, 126, 1, '2025-07-02 10:00:00', null, 1), (2, 27, 1, null, '', 0.5)`,
    lists: {
      newsletterSubscribers: {
        sql: `select json_array(subscriber_id, nullif(customer_id, 0), subscriber_email, null, null, elt(subscriber_status, 'SUBSCRIBED', 'UNCONFIRMED', 'UNSUBSCRIBED', 'UNCONFIRMED'), change_status_at) from newsletter_subscriber order by subscriber_id`,
        times: [6],
        zone: 'UTC',
      },
      baskets: {
        sql: `select json_array(q.entity_id, nullif(q.customer_id, 0), q.customer_email, q.quote_currency_code, (select min(o.entity_id) from sales_flat_order o where o.quote_id = q.entity_id), q.created_at,
            coalesce(${dated('q.updated_at')}, q.created_at), ${pieces(
              "i.product_id, if(i.product_type = 'configurable', (select p.product_id from sales_flat_quote_item p where p.parent_item_id = i.item_id limit 1), null), i.qty, i.name, i.price, json_array()",
              'sales_flat_quote_item i where i.quote_id = q.entity_id and i.parent_item_id is null',
              'i.item_id',
            )}) from sales_flat_quote q where q.items_count > 0 order by q.entity_id`,
        times: [5, 6],
        zone: 'UTC',
      },
      wishLists: {
        sql: `select json_array(w.wishlist_id, w.customer_id, null, ${pieces(`i.product_id, null, i.qty, ${blank('i.description')}, i.added_at`, 'wishlist_item i where i.wishlist_id = w.wishlist_id', 'i.wishlist_item_id')}) from wishlist w order by w.wishlist_id`,
        times: [],
        zone: 'UTC',
      },
      reviews: {
        sql: `select json_array(r.review_id, r.entity_pk_value, d.customer_id, d.nickname,
            (select trim(trailing '.' from trim(trailing '0' from round(avg(v.percent) / 20, 2))) from rating_option_vote v where v.review_id = r.review_id), d.title, d.detail,
            elt(r.status_id, 'APPROVED', 'PENDING', 'REJECTED'), r.created_at, null)
          from review r join review_detail d using (review_id) where r.entity_id = 1 order by r.review_id`,
        times: [8],
        zone: 'UTC',
      },
    },
  },
  // As `product_reviews_write` writes them.
  zencart: {
    plant:
      `insert into zen_reviews (products_id, customers_id, customers_name, reviews_rating, status, date_added, last_modified) values
        (2, 2, 'Zoë & Co', 4, 0, '2025-03-09 02:30:00', '0001-01-01 00:00:00'), (2, 1, '', 2, 1, '2025-11-02 01:30:00', '2025-11-03 01:30:00'), (99999, null, 'Lost', null, 1, '2025-05-05 05:05:05', null);
      insert into zen_reviews_description (reviews_id, languages_id, reviews_text) select reviews_id, 1, concat('Says "', customers_name, '" <b>') from zen_reviews where reviews_id > 1 and reviews_rating is not null;
      update customers set customers_newsletter = '1' where customers_id in (2, 3, 4);
      insert into zen_customers_basket (customers_id, products_id, customers_basket_quantity, customers_basket_date_added) values (2, '1:abc', 2, '20250309'), (2, '3', 1.5, '20250311'), (3, '99999:abc', 1, '20251102'), (4, '2', 1, null), (99999, '2', 1, '20250101');
      insert into zen_customers_basket_attributes (customers_id, products_id, products_options_id, products_options_value_id, products_options_value_text, products_options_sort_order)
        select 2, '1:abc', if(products_options_id = 1, products_options_id, concat(products_options_id, '_chk', options_values_id)), options_values_id, if(products_options_id = 1, null, 'typed “x”'), '1'
        from zen_products_attributes join zen_products_options on products_options_id = options_id and language_id = 1 where products_id = 1 order by products_attributes_id limit 3`.replace(
        'update customers',
        'update zen_customers',
      ),
    lists: {
      newsletterSubscribers: {
        sql: `select json_array(customers_id, customers_id, customers_email_address, customers_firstname, customers_lastname, 'SUBSCRIBED', null) from zen_customers where customers_newsletter = '1' order by customers_id`,
        times: [6],
      },
      baskets: {
        sql: `select json_array(c.customers_id, c.customers_id, c.customers_email_address, null, null, (select date_format(min(customers_basket_date_added), '%Y-%m-%d') from zen_customers_basket l where l.customers_id = c.customers_id and l.customers_basket_date_added > ''),
            (select date_format(max(customers_basket_date_added), '%Y-%m-%d') from zen_customers_basket l where l.customers_id = c.customers_id and l.customers_basket_date_added > ''), ${pieces(
              `cast(l.products_id as unsigned), null, l.customers_basket_quantity, null, null, ${pieces(
                'o.products_options_name, coalesce(cast(b.products_options_value_text as char), v.products_options_values_name)',
                'zen_customers_basket_attributes b left join zen_products_options o on o.products_options_id = cast(b.products_options_id as unsigned) and o.language_id = 1 left join zen_products_options_values v on v.products_options_values_id = b.products_options_value_id and v.language_id = 1 where b.customers_id = c.customers_id and b.products_id = l.products_id',
                'b.customers_basket_attributes_id',
              )}`,
              'zen_customers_basket l where l.customers_id = c.customers_id',
              'l.customers_basket_id',
            )}) from zen_customers c where c.customers_id in (select customers_id from zen_customers_basket) order by c.customers_id`,
        times: [5, 6],
      },
      reviews: {
        sql: `select json_array(r.reviews_id, r.products_id, r.customers_id, ${blank('r.customers_name')}, ${rated('r.reviews_rating')}, null, d.reviews_text, ${shown('r.status')},
            ${dated('r.date_added')}, ${dated('r.last_modified')})
          from zen_reviews r left join zen_reviews_description d on d.reviews_id = r.reviews_id and d.languages_id = 1 order by r.reviews_id`,
        times: [8, 9],
      },
    },
  },
};

/** The values of things that such a reading has, in its order; a number is told as text. */
export const valuesOf: Readonly<Record<PeopleList, (node: Readonly<Record<string, unknown>>) => readonly unknown[]>> = {
  reviews: ({ nativeId, productId, customerId, author, rating, title, body, status, createdAt, updatedAt }) => [
    ...[nativeId, productId, customerId, author, rating, title, body, status, createdAt, updatedAt],
  ],
  newsletterSubscribers: ({ nativeId, customerId, email, firstName, lastName, status, subscribedAt }) => [
    ...[nativeId, customerId, email, firstName, lastName, status, subscribedAt],
  ],
  baskets: ({ nativeId, customerId, email, currencyCode, orderId, createdAt, updatedAt, lineItems }) => [
    ...[nativeId, customerId, email, currencyCode, orderId, createdAt, updatedAt],
    (lineItems as BasketLine[]).map(({ productId, variantId, quantity, name, unitPrice, options = [] }) => [
      ...[productId, variantId, quantity, name, unitPrice && String(Number(unitPrice.amount))],
      options.map((one) => [one.name, one.value]),
    ]),
  ],
  wishLists: ({ nativeId, customerId, name, items }) => [
    ...[nativeId, customerId, name],
    (items as WishListItem[]).map(({ productId, variantId, quantity, comment, addedAt }) => [
      ...[productId, variantId, quantity, comment, addedAt],
    ]),
  ],
  returns: ({ nativeId, orderId, status, comment, createdAt, updatedAt, items }) => [
    ...[nativeId, orderId, status, comment, createdAt, updatedAt],
    (items as ReturnItem[]).map(({ productId, variantId, name, quantity, reason }) => [
      ...[productId, variantId, name, quantity, reason],
    ]),
  ],
};
