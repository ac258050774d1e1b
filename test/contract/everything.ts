import { Selection, type SelectionTree } from '../../src/model/selection.js';

const money = { amount: {}, currencyCode: {} };
const named = { nativeId: {}, name: {} };
const image = { url: {}, alt: {}, position: {} };
const inventory = { tracked: {}, quantity: {}, available: {}, backorders: {} };
const address = leaves('firstName lastName company address1 address2 city region regionCode postcode country phone');

function leaves(names: string): SelectionTree {
  return Object.fromEntries(names.split(' ').map((name) => [name, {}]));
}

const category = { ...leaves('id nativeId name description slug enabled position'), image };

const variant = {
  ...leaves('id nativeId sku gtin'),
  price: money,
  salePrice: money,
  inventory,
  weight: leaves('value unit'),
  image,
  selectedOptions: leaves('name value'),
};

const product = {
  ...leaves('id nativeId type status name description shortDescription sku mpn gtin slug url tags createdAt updatedAt'),
  price: money,
  salePrice: money,
  specialPrices: { price: money, startsAt: {}, endsAt: {}, customerGroup: named, minQuantity: {} },
  inventory,
  weight: leaves('value unit'),
  dimensions: leaves('length width height unit'),
  brand: named,
  taxClass: named,
  categories: category,
  images: image,
  options: {
    ...leaves('nativeId name kind required'),
    values: { ...leaves('nativeId name quantity sku'), priceDelta: money },
  },
  variants: variant,
  attributes: leaves('name values group'),
  translations: leaves('language name description shortDescription'),
};

/** What products have besides, which is compared by itself with what real stores hold. */
const moreOfProducts = {
  links: leaves('kind nativeId'),
  downloads: leaves('nativeId name limit expiresAfterDays'),
  attributeSet: named,
};

const customer = {
  ...leaves('id nativeId email firstName lastName phone enabled acceptsMarketing createdAt updatedAt'),
  group: named,
  addresses: address,
  defaultBillingAddress: address,
  defaultShippingAddress: address,
};

const status = leaves('nativeId name state');

const order = {
  ...leaves(
    'id nativeId number financialStatus fulfillmentStatus currencyCode email phone shippingMethod paymentMethod',
  ),
  ...leaves('placedAt updatedAt'),
  status,
  subtotal: money,
  discountTotal: money,
  shippingTotal: money,
  taxTotal: money,
  total: money,
  refundedTotal: money,
  lineItems: {
    ...leaves('nativeId name sku quantity'),
    unitPrice: money,
    taxTotal: money,
    discountTotal: money,
    total: money,
    options: leaves('name value'),
  },
  totals: { ...leaves('code title'), amount: money },
  taxLines: { ...leaves('code title rate'), amount: money },
  discounts: { ...leaves('code title'), amount: money },
  customer,
  billingAddress: address,
  shippingAddress: address,
  transactions: { ...leaves('nativeId kind reference createdAt'), amount: money },
  shipments: leaves('nativeId carrier trackingNumber trackingNumbers trackingUrl createdAt'),
  refunds: { ...leaves('nativeId reason createdAt'), amount: money },
  history: { ...leaves('createdAt comment notified'), status },
};

const pieces = {
  quantity: {},
  amount: money,
  lineItem: { ...leaves('nativeId name sku'), parentLine: { nativeId: {} } },
};

const metafields = leaves('key value');
const wholeVariant = { ...variant, metafields };

/** As `everything`, with what few platforms hold. */
export const wholly = {
  products: new Selection({ ...product, ...moreOfProducts, metafields, variants: wholeVariant }),
  variants: new Selection(wholeVariant),
  categories: new Selection({ ...category, metafields }),
  orders: new Selection({ ...order, metafields }),
  customers: new Selection({ ...customer, metafields }),
} as const;

/** All that can be selected of each kind of thing, but for links that ask another question. */
export const everything = {
  product: new Selection(product),
  moreOfProducts: new Selection({ nativeId: {}, ...moreOfProducts }),
  variant: new Selection(variant),
  category: new Selection(category),
  order: new Selection(order),
  customer: new Selection(customer),
  /** What parcels and refunds of orders are about. */
  orderPieces: new Selection({ nativeId: {}, shipments: { lineItems: pieces }, refunds: { lineItems: pieces } }),
  review: new Selection(leaves('id nativeId author rating title body status createdAt updatedAt')),
  coupon: new Selection({
    ...leaves(
      'id nativeId code name description kind enabled percentage freeShipping usageLimit usageLimitPerCustomer',
    ),
    ...leaves('timesUsed usesLeft startsAt endsAt createdAt updatedAt'),
    amount: money,
    minimumSubtotal: money,
  }),
  taxRate: new Selection({
    ...leaves('id nativeId name enabled percentage priority compound appliesToShipping'),
    amount: money,
    taxClasses: named,
    places: leaves('country region continent postcodes cities'),
    zone: named,
    customerGroups: named,
  }),
  giftCard: new Selection({ ...leaves('id nativeId enabled createdAt endsAt'), value: money, balance: money }),
  newsletterSubscriber: new Selection(leaves('nativeId email firstName lastName status subscribedAt')),
  basket: new Selection({
    ...leaves('nativeId email currencyCode createdAt updatedAt'),
    lineItems: { ...leaves('name quantity'), unitPrice: money, options: leaves('name value') },
  }),
  wishList: new Selection({ ...leaves('nativeId name'), items: leaves('quantity comment addedAt') }),
  orderReturn: new Selection({
    ...leaves('nativeId status comment createdAt updatedAt'),
    items: leaves('name quantity reason'),
  }),
  counts: new Selection(leaves('products variants categories orders customers')),
};
