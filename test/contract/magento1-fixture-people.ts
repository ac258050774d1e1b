import { noon, type Workshop } from './magento1-fixture.js';

/** The tables of what people leave at the fixture beside orders. */
export const peopleTables: Readonly<Record<string, string>> = {
  review_entity: 'entity_id integer primary key, entity_code text',
  review: 'review_id integer primary key, created_at text, entity_id int, entity_pk_value int, status_id int',
  review_detail:
    'detail_id integer primary key, review_id int, store_id int, title text, detail text, nickname text, customer_id int',
  rating_option_vote:
    'vote_id integer primary key, option_id int, remote_ip text, customer_id int, entity_pk_value int, rating_id int, review_id int, percent int, value int',
};

/** What people left: of every kind a few, and what makes them hard to read. */
export function addPeoplesRows(shop: Workshop): void {
  for (const code of ['product', 'customer', 'category']) shop.add('review_entity', { entity_code: code });
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
