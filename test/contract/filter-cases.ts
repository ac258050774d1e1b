import type { ListName } from './listing.js';

/** A thing of any list with everything selected. */
export type Thing = { readonly nativeId: string } & Record<string, unknown>;

const lower = (text: unknown) => String(text).toLowerCase();
const holds = (text: unknown, part: unknown) => lower(text ?? '').includes(lower(part));
const amount = (node: Thing) => (node.price as { amount: string }).amount;
const status = (node: Thing) => node.status as { nativeId: string; state: string };
const groupOf = (node: Thing) => (node.group as Thing | null)?.nativeId;
const categoryOf = (node: Thing) => (node.categories as Thing[])[0]?.nativeId;
const inCategory = (node: Thing, id: string | undefined) =>
  id === undefined || (node.categories as Thing[]).some((category) => category.nativeId === id);

const brandOf = (node: Thing) => (node.brand as Thing | null)?.nativeId;
const inTree = (node: Thing, root: string | undefined) =>
  (node.categories as Thing[]).some(({ nativeId, parentId }) => nativeId === root || parentId === root);
const total = (node: Thing) => (node.total as { amount: string }).amount;
const skusIn = (node: Thing) => (node.lineItems as { sku: string | null }[]).map(({ sku }) => sku);
const skuIn = (node: Thing) =>
  skusIn(node)
    .find((sku) => sku !== null)
    ?.split(' ')[0] ?? 'none';
const named = (node: Thing, field: string) => {
  const address = node[field] as { firstName: string | null; lastName: string | null } | null;
  return [address?.firstName, address?.lastName];
};
const said = (node: Thing) => [
  ...[node.number, node.email, ...skusIn(node)],
  ...[...named(node, 'billingAddress'), ...named(node, 'shippingAddress')],
];

/**
 * Filters of each list: what they are by, the filter made of a sample, and whether a thing meets it, told by the fields that
 * the platform itself gave.
 */
export const filterCases: readonly [
  ListName,
  string,
  (sample: Thing) => object,
  (node: Thing, sample: Thing) => boolean,
][] = [
  ['products', 'id', (s) => ({ ids: [s.nativeId] }), (n, s) => n.nativeId === s.nativeId],
  ['products', 'SKU', (s) => ({ skus: [s.sku] }), (n, s) => n.sku === s.sku],
  ['products', 'status', (s) => ({ status: s.status }), (n, s) => n.status === s.status],
  ['products', 'the whole name', (s) => ({ search: s.name }), (n, s) => holds(n.name, s.name) || holds(n.sku, s.name)],
  ['products', 'least price', (s) => ({ priceMin: amount(s) }), (n, s) => Number(amount(n)) >= Number(amount(s))],
  ['products', 'greatest price', (s) => ({ priceMax: amount(s) }), (n, s) => Number(amount(n)) <= Number(amount(s))],
  ['products', 'stock', () => ({ inStock: true }), (n) => (n.inventory as { available: boolean }).available],
  ['products', 'no stock', () => ({ inStock: false }), (n) => !(n.inventory as { available: boolean }).available],
  ['products', 'category', (s) => ({ categoryId: categoryOf(s) }), (n, s) => inCategory(n, categoryOf(s))],
  [
    'products',
    'a tree of categories',
    (s) => ({ categoryTreeId: categoryOf(s) ?? '0' }),
    (n, s) => inTree(n, categoryOf(s)),
  ],
  [
    'products',
    'brand',
    (s) => ({ brandIds: [brandOf(s) ?? 'none'] }),
    (n, s) => brandOf(n) !== undefined && brandOf(n) === brandOf(s),
  ],
  [
    'products',
    'time since',
    (s) => ({ createdAfter: s.createdAt }),
    (n, s) => Number(n.createdAt) >= Number(s.createdAt),
  ],
  [
    'products',
    'time until',
    (s) => ({ updatedBefore: s.updatedAt }),
    (n, s) => Number(n.updatedAt) < Number(s.updatedAt),
  ],
  ['categories', 'id', (s) => ({ ids: [s.nativeId] }), (n, s) => n.nativeId === s.nativeId],
  ['categories', 'name', (s) => ({ search: s.name }), (n, s) => holds(n.name, s.name)],
  ['categories', 'being enabled', (s) => ({ enabled: s.enabled }), (n, s) => n.enabled === s.enabled],
  ['orders', 'id', (s) => ({ ids: [s.nativeId] }), (n, s) => n.nativeId === s.nativeId],
  ['orders', 'number', (s) => ({ numbers: [s.number] }), (n, s) => n.number === s.number],
  [
    'orders',
    'status',
    (s) => ({ statusIds: [status(s).nativeId] }),
    (n, s) => status(n).nativeId === status(s).nativeId,
  ],
  ['orders', 'state', (s) => ({ states: [status(s).state] }), (n, s) => status(n).state === status(s).state],
  ['orders', 'e-mail', (s) => ({ email: String(s.email).toUpperCase() }), (n, s) => lower(n.email) === lower(s.email)],
  [
    'orders',
    'how far paid',
    (s) => ({ financialStatuses: [s.financialStatus] }),
    (n, s) => n.financialStatus === s.financialStatus,
  ],
  [
    'orders',
    'how far sent',
    (s) => ({ fulfillmentStatuses: [s.fulfillmentStatus] }),
    (n, s) => n.fulfillmentStatus === s.fulfillmentStatus,
  ],
  [
    'orders',
    'way of payment',
    (s) => ({ paymentMethod: String(s.paymentMethod).toUpperCase() }),
    (n, s) => lower(n.paymentMethod) === lower(s.paymentMethod),
  ],
  ['orders', 'least total', (s) => ({ totalMin: total(s) }), (n, s) => Number(total(n)) >= Number(total(s))],
  ['orders', 'greatest total', (s) => ({ totalMax: total(s) }), (n, s) => Number(total(n)) <= Number(total(s))],
  ['orders', 'text', (s) => ({ search: String(s.email) }), (n, s) => said(n).some((one) => holds(one, s.email))],
  ['orders', 'SKU', (s) => ({ search: skuIn(s) }), (n, s) => said(n).some((one) => holds(one, skuIn(s)))],
  ['orders', 'time since', (s) => ({ placedAfter: s.placedAt }), (n, s) => Number(n.placedAt) >= Number(s.placedAt)],
  ['orders', 'time until', (s) => ({ placedBefore: s.placedAt }), (n, s) => Number(n.placedAt) < Number(s.placedAt)],
  ['customers', 'id', (s) => ({ ids: [s.nativeId] }), (n, s) => n.nativeId === s.nativeId],
  [
    'customers',
    'e-mail',
    (s) => ({ emails: [String(s.email).toUpperCase()] }),
    (n, s) => lower(n.email) === lower(s.email),
  ],
  [
    'customers',
    'name',
    (s) => ({ search: s.lastName }),
    (n, s) => [n.firstName, n.lastName, n.email].some((one) => holds(one, s.lastName)),
  ],
  [
    'customers',
    'group',
    // Where a platform has no groups, none is in the one asked for.
    (s) => ({ groupId: groupOf(s) ?? '1' }),
    (n, s) => groupOf(n) === (groupOf(s) ?? '1'),
  ],
  [
    'customers',
    'time since',
    (s) => ({ createdAfter: s.createdAt }),
    (n, s) => Number(n.createdAt) >= Number(s.createdAt),
  ],
  [
    'customers',
    'change since',
    (s) => ({ updatedAfter: s.updatedAt ?? new Date(0) }),
    (n, s) => n.updatedAt !== null && Number(n.updatedAt) >= Number(s.updatedAt ?? 0),
  ],
];
