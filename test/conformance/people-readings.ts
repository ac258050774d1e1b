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

/** As `ModelCatalogReview::addReview` and the back office's `editReview` write them (`catalog/model/catalog/review.php`). */
const openCart = (prefix: string): Readings => ({
  plant:
    `insert into ${prefix}review (product_id, customer_id, author, text, rating, status, date_added, date_modified) values
    (30, 1, 'Zo&euml;', '', 5, 1, '2025-03-30 03:00:00', '2025-04-01 10:00:00'), (30, 0, 'Tom &amp; Jerry &quot;TJ&quot;', 'So &lt;so&gt; &amp; fine', 3, 0, '2025-03-30 01:59:59', '0000-00-00 00:00:00'),
    (42, 999, 'Gone', 'Account is gone', 0, 1, '2025-05-02 12:00:00', '0000-00-00 00:00:00'), (99999, 2, 'Lost', 'Product is gone', 1, 1, '2025-10-26 02:30:00', '0000-00-00 00:00:00'),
    (42, 3, '', '好', 4, 1, '0000-00-00 00:00:00', '0000-00-00 00:00:00')`.replace('&euml;', 'ë'),
  lists: {
    reviews: {
      sql: `select json_array(review_id, product_id, if(customer_id > 0, customer_id, null), ${blank('author')}, ${rated('rating')}, null, ${blank('text')},
        ${shown('status')}, ${dated('date_added')}, ${dated('date_modified')}) from ${prefix}review order by review_id`,
      times: [8, 9],
      escaped: [3, 6],
    },
  },
});

/** As WordPress's `wp_insert_comment` and `WC_Comments` write them; an answer by the staff is of the same type in the storefront. */
const wooCommerce = (prefix: string): Readings => ({
  plant: `insert into ${prefix}comments (comment_post_ID, comment_author, comment_author_email, comment_author_IP, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'Staff', 'staff@x.example', '10.0.0.1', now(), '2025-06-01 10:00:00', 'Thank you for this', '1', 'review', (select min(ID) from ${prefix}users) from ${prefix}posts p where p.post_type = 'product' limit 1;
    insert into ${prefix}comments (comment_post_ID, comment_author, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'Tom &amp; J', now(), '2025-06-02 10:00:00', 'Fine &amp; <em>dandy</em>', 'spam', 'review', (select max(user_id) from ${prefix}usermeta where meta_key = '${prefix}capabilities' and meta_value like '%"customer"%')
      from ${prefix}posts p where p.post_type = 'product' limit 1;
    insert into ${prefix}comments (comment_post_ID, comment_author, comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id)
      select p.ID, 'On a page', now(), '2025-06-02 10:00:00', 'No product', '1', 'review', 0 from ${prefix}posts p where p.post_type = 'page' limit 1`,
  lists: {
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
  opencart3: openCart('shop3_'),
  opencart4: openCart('oc_'),
  woo: wooCommerce('wp_'),
  woolegacy: wooCommerce('lg7_'),
  // As the module's `PostComment` writes them: of a customer without the name, of a guest with it, and in UTC.
  presta8: {
    plant: `insert into ps_product_comment (id_product, id_customer, id_guest, title, content, customer_name, grade, validate, deleted, date_add) values
      (1, 2, 0, 'Warm', 'and “soft”', '', 4.3333, 1, 0, '2025-07-01 23:30:00'), (1, 2, 0, '', 'never again', null, 0, 0, 0, '2025-07-02 10:00:00'),
      (99999, 0, 7, 'Lost', 'x', 'Guest & Co', 2.5, 1, 0, '2025-07-03 10:00:00'), (1, 0, 7, 'Taken away', 'x', 'Guest', 1, 1, 1, '2025-07-03 10:00:00')`,
    lists: {
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
      insert into review_detail (review_id, store_id, title, detail, nickname, customer_id) select review_id, 1, concat('Title & ', review_id), 'Ünusual', 'Nick', null from review where created_at >= '2025-07-01'`,
    lists: {
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
    plant: `insert into zen_reviews (products_id, customers_id, customers_name, reviews_rating, status, date_added, last_modified) values
        (2, 2, 'Zoë & Co', 4, 0, '2025-03-09 02:30:00', '0001-01-01 00:00:00'), (2, 1, '', 2, 1, '2025-11-02 01:30:00', '2025-11-03 01:30:00'), (99999, null, 'Lost', null, 1, '2025-05-05 05:05:05', null);
      insert into zen_reviews_description (reviews_id, languages_id, reviews_text) select reviews_id, 1, concat('Says "', customers_name, '" <b>') from zen_reviews where reviews_id > 1 and reviews_rating is not null`,
    lists: {
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
};
