import { areas, each, kinds, orNull, type TablesOf } from '../../../src/platforms/relations.js';
import { queriesOver } from '../../../src/platforms/sql.js';

const { decimal, int, name, text, time } = kinds;

/** What may leave a corner shop. */
export const relations = {
  setting: areas.settings({ name, value: text }),
  shelf: areas.catalog({ ...each(int, 'id', 'above', 'shown'), title: text, place: orNull(int) }),
  item: areas.catalog({
    ...each(int, 'id', 'pieces', 'shown'),
    ...each(text, 'code', 'title', 'about', 'picture'),
    ...each(time, 'made', 'changed'),
    shelf: orNull(int),
    price: decimal,
  }),
  buyer: areas.customers({
    ...each(int, 'id', 'news'),
    ...each(text, 'mail', 'first', 'last', 'phone', 'street', 'town', 'zip'),
    ...each(time, 'joined', 'changed'),
  }),
  sale: areas.orders({
    ...each(int, 'id', 'pieces', 'state'),
    ...each(orNull(int), 'buyer', 'item'),
    ...each(text, 'mail', 'title'),
    ...each(decimal, 'price', 'postage', 'total'),
    ...each(time, 'placed', 'changed'),
  }),
};

export type CornerShopTables = TablesOf<typeof relations>;
export const cornershop = queriesOver<CornerShopTables>();
