import { noon, type Workshop } from './magento1-fixture.js';

/** The tables of what people leave at the fixture beside orders. */
export const peopleTables: Readonly<Record<string, string>> = {
  review_entity: 'entity_id integer primary key, entity_code text',
  review: 'review_id integer primary key, created_at text, entity_id int, entity_pk_value int, status_id int',
  review_detail:
    'detail_id integer primary key, review_id int, store_id int, title text, detail text, nickname text, customer_id int',
  rating_option_vote:
    'vote_id integer primary key, option_id int, remote_ip text, customer_id int, entity_pk_value int, rating_id int, review_id int, percent int, value int',
  sales_flat_quote:
    'entity_id integer primary key, store_id int, created_at text, updated_at text, is_active int, items_count int, customer_id int, customer_email text, quote_currency_code text, base_currency_code text, remote_ip text, password_hash text',
  sales_flat_quote_item:
    'item_id integer primary key, quote_id int, product_id int, parent_item_id int, product_type text, sku text, name text, qty decimal(12,4), price decimal(12,4)',
  wishlist: 'wishlist_id integer primary key, customer_id int, shared int, sharing_code text, updated_at text',
  wishlist_item:
    'wishlist_item_id integer primary key, wishlist_id int, product_id int, store_id int, added_at text, description text, qty decimal(12,4)',
};

/** What people left: of every kind a few, and what makes them hard to read. */
export function addPeoplesRows(shop: Workshop): void {
  for (const code of ['product', 'customer', 'category']) shop.add('review_entity', { entity_code: code });
  for (let id = 1; id <= 20; id += 1) {
    const quote = shop.add('sales_flat_quote', {
      store_id: 1,
      created_at: noon(id),
      updated_at: id === 4 ? '0000-00-00 00:00:00' : noon(id + 2),
      is_active: id > 12 ? 1 : 0,
      items_count: id === 20 ? 0 : 2,
      customer_id: id % 5 === 0 ? null : id,
      customer_email: id % 5 === 0 ? null : `Rider${id}@harrow.example`,
      quote_currency_code: id % 2 ? 'GBP' : 'EUR',
      base_currency_code: 'GBP',
      remote_ip: 'never to be seen',
      password_hash: 'never to be seen',
    });
    const parent = shop.add('sales_flat_quote_item', {
      ...{ quote_id: quote, product_id: 34, product_type: 'configurable', sku: 'x', name: 'Frame & fork' },
      ...{ qty: 2, price: 310.5 },
    });
    shop.add('sales_flat_quote_item', {
      ...{ quote_id: quote, product_id: 2, parent_item_id: parent, product_type: 'simple', sku: 'x', name: 'Frame' },
      ...{ qty: 1, price: 0 },
    });
    shop.add('sales_flat_quote_item', {
      ...{ quote_id: quote, product_id: 1 + (id % 9), product_type: 'simple', sku: 'y', name: `Part ${id}` },
      ...{ qty: id, price: 4.25 },
    });
    const list = shop.add('wishlist', {
      customer_id: id,
      shared: 0,
      sharing_code: 'never to be seen',
      updated_at: noon(id),
    });
    if (id % 4 > 0) {
      shop.add('wishlist_item', {
        ...{ wishlist_id: list, product_id: 1 + (id % 9), store_id: 1, added_at: noon(id * 2), qty: id % 3 },
        description: id % 2 ? `For ${id}` : null,
      });
    }
  }
  for (let id = 1; id <= 28; id += 1) {
    shop.add('review', {
      created_at: noon(id * 2),
      // One of a category, which is no review of a product; the last is of a product that is gone.
      entity_id: id === 9 ? 3 : 1,
      entity_pk_value: id === 28 ? 999 : 1 + (id % 9),
      status_id: 1 + (id % 3),
    });
    shop.add('review_detail', {
      review_id: id,
      store_id: id % 2,
      title: id % 4 === 0 ? '' : `Wheels & more ${id}`,
      detail: `Rode it for ${id} miles`,
      nickname: `Rider ${id}`,
      customer_id: id % 3 === 0 ? null : 1 + (id % 20),
    });
    for (let rating = 1; rating <= id % 4; rating += 1) {
      shop.add('rating_option_vote', {
        option_id: rating * 5,
        remote_ip: 'never to be seen',
        customer_id: null,
        entity_pk_value: 1 + (id % 9),
        rating_id: rating,
        review_id: id,
        percent: 20 * (1 + ((id + rating) % 5)),
        value: 0,
      });
    }
  }
}
