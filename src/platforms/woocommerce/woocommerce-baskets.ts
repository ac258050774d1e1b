import type { Basket, BasketFilter, BasketLine } from '../../model/basket.js';
import type { IdOrder } from '../../model/id-order.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { anyRelations } from '../entity.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { WooCommerceTables } from './woocommerce-relations.js';
import { type PhpValue, phpText, phpValue } from './woocommerce-serialized.js';

const { asked, from, id, ids, listed, none, rowNumbered } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'basket_hpos',
  'b'
>();

/** The longest text that is read as a basket, and the most lines that are told of one: whoever has an account can write there. */
const [longest, mostLines] = [1_000_000, 1_000];

/** The lines of a persistent cart (`WC_Cart_Session::persistent_cart_update`): an array of them by a key, below `cart`. */
function linesIn(text: string | null, storeId: string): BasketLine[] {
  const held = text && text.length <= longest ? phpValue(text) : null;
  return Object.values(membersOf(membersOf(held).cart))
    .slice(0, mostLines)
    .flatMap((line) => {
      const { product_id: product, variation_id: variation, quantity } = membersOf(line);
      const [productId, variantId] = [idOf(product), idOf(variation)];
      if (productId === null) return [];
      const pieces = decimalOrNull(phpText(quantity));
      return [
        {
          storeId,
          productId,
          variantId,
          name: null,
          quantity: pieces ? plainDecimal(pieces) : '0',
          unitPrice: null,
          options: [],
        },
      ];
    });
}

function membersOf(value: PhpValue | undefined): Readonly<Record<string, PhpValue>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, PhpValue>>) : {};
}

function idOf(value: PhpValue | undefined): string | null {
  const text = phpText(value);
  return /^[1-9]\d{0,14}$/.test(text) ? text : null;
}

/** What customers put into their baskets: one each. Those of guests are in their sessions, with whatever plugins keep there. */
const basketAmong = (place: 'hpos' | 'posts') => {
  const shopper = rowNumbered('user_id', 'basket-shoppers', 'u.ID', () =>
    anyRelations.selectFrom(`customer_${place} as u`).select('u.user_email'),
  );
  return listed<Basket, BasketFilter, IdOrder>({
    kind: null,
    // Both relations are rows of one table.
    from: `basket_${place} as b` as 'basket_hpos as b',
    key: 'umeta_id',
    statement: 'baskets',
    always: ['customerId', 'orderId'],
    fields: {
      customerId: from(['user_id'], (row) => String(row.user_id)),
      // A basket is emptied when it is ordered.
      orderId: none(null),
      email: asked(shopper, (row) => heldText((row as { user_email?: string | null } | null)?.user_email)),
      ...{ currencyCode: none(null), createdAt: none(null), updatedAt: none(null) },
      lineItems: from(['meta_value'], (row, { view }) => linesIn(row.meta_value, view.storeId)),
    },
    list: {
      every: (query) => query.where('b.meta_value', '<>', emptied),
      orders: { ID: { column: null } },
      filter: {
        ids: ids('b.umeta_id'),
        customerId: id('b.user_id'),
        ordered: (query, wanted) => (wanted ? null : query),
        updatedAfter: () => null,
        updatedBefore: () => null,
      },
    },
  });
};

/** What WooCommerce leaves of a basket that was emptied. */
const emptied = 'a:1:{s:4:"cart";a:0:{}}';

const [amongTables, amongPosts] = [basketAmong('hpos'), basketAmong('posts')];

/** The baskets of a store, by where it keeps its orders: of users, only those of customers are let out. */
export const basketIn = ({ native }: WooCommerceView) => (native.ordersInTables ? amongTables : amongPosts);
