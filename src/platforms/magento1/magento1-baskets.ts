import type { Basket, BasketFilter } from '../../model/basket.js';
import type { IdOrder } from '../../model/id-order.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { changedAt, changeOf, utc } from './magento1-times.js';

const { asked, between, from, id, ids, listed, made, rowBeside, rowsBeside, where } = factsOf<
  Magento1View,
  Magento1Tables,
  'sales_flat_quote',
  'q'
>();

const items = rowsBeside('basket-items', 'i.quote_id', () =>
  magento
    .selectFrom('sales_flat_quote_item as i')
    .select(['i.item_id', 'i.parent_item_id', 'i.product_id', 'i.product_type', 'i.name', 'i.qty', 'i.price'])
    .orderBy('i.item_id'),
);

const order = rowBeside('basket-orders', 'o.quote_id', () =>
  magento.selectFrom('sales_flat_order as o').select('o.entity_id').orderBy('o.entity_id'),
);

/** Every quote that something is in; one stays when it is ordered. */
export const basket = listed<Basket, BasketFilter, IdOrder>({
  kind: null,
  from: 'sales_flat_quote as q',
  key: 'entity_id',
  statement: 'baskets',
  always: ['customerId', 'orderId'],
  fields: {
    customerId: from(['customer_id'], (row) => (row.customer_id ? String(row.customer_id) : null)),
    orderId: asked(order, (row) => (row ? String(row.entity_id) : null)),
    email: from(['customer_email'], (row) => heldText(row.customer_email)),
    currencyCode: from(['quote_currency_code'], (row) => heldText(row.quote_currency_code)),
    // Items below others are what those are made of.
    lineItems: made(['base_currency_code'], [items], (row, [rows], { view }) =>
      rows()
        .filter((item) => !item.parent_item_id)
        .map((item) => {
          const part = rows().find((one) => one.parent_item_id === item.item_id);
          const isVariant = item.product_type === 'configurable' && part?.product_id;
          return {
            storeId: view.storeId,
            productId: item.product_id ? String(item.product_id) : null,
            variantId: isVariant ? String(part?.product_id) : null,
            name: heldText(item.name),
            quantity: plainDecimal(decimal(item.qty)),
            // In the base currency (`Mage_Sales_Model_Quote_Item_Abstract::getConvertedPrice` converts it).
            unitPrice: money(decimal(item.price), heldText(row.base_currency_code) ?? view.config.defaultCurrency),
            options: [],
          };
        }),
    ),
    createdAt: from(['created_at'], (row) => instantOf(row.created_at, 'utc')),
    updatedAt: from(['updated_at', 'created_at'], changeOf),
  },
  list: {
    every: (query) => query.where('q.items_count', '>', 0),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('q.entity_id'),
      customerId: id('q.customer_id'),
      ordered: where((eb, wanted) => {
        const placed = eb.exists(
          eb.selectFrom('sales_flat_order as o').select('o.entity_id').whereRef('o.quote_id', '=', 'q.entity_id'),
        );
        return wanted ? placed : eb.not(placed);
      }),
      ...between('updated', changedAt('q'), utc),
    },
  },
});
