import type { Chance } from './chance.js';
import { type DirtyStore, spoiling } from './dirty-store.js';
import {
  type ListName,
  listNames,
  type ReadList,
  readEverything,
  type StoreGraph,
  type Thing,
} from './everything-read.js';

/** A filter: of which list, the values of things that it is tried with, and which things meet a value, told by what they show. */
export interface FilterCase {
  readonly list: ListName;
  readonly key: string;
  readonly values: (node: Thing) => readonly unknown[];
  /** Null where what the thing shows does not say it. */
  readonly meets: (node: Thing, value: never, folds: (text: string) => string) => boolean | null;
  /** The filter takes a list. */
  readonly many?: true;
}

const time = (text: unknown) => Date.parse(String(text));
const after = (field: string) => (node: Thing, value: string) =>
  node[field] !== null && time(node[field]) >= time(value);
const before = (field: string) => (node: Thing, value: string) =>
  node[field] !== null && time(node[field]) < time(value);
const both = (list: ListName, name: string, field: string): FilterCase[] => [
  { list, key: `${name}After`, values: (node) => [node[field]], meets: after(field) },
  { list, key: `${name}Before`, values: (node) => [node[field]], meets: before(field) },
];
/** SKUs of a product and its variants, which `variantSkus` holds. */
const skus = (node: Thing): readonly (string | null)[] => [node.sku, ...(node.variantSkus ?? [])];
type Folds = (text: string) => string;
const alike = (one: unknown, other: unknown, folds: Folds) =>
  one !== null && one !== undefined && folds(String(one)) === folds(String(other));
const holds = (one: unknown, part: unknown, folds: Folds) =>
  one !== null && one !== undefined && folds(String(one)).includes(folds(String(part)));
const middle = (text: unknown) =>
  typeof text === 'string' && text.trim().length > 4 ? text.trim().slice(1, -1).trim() : null;

const lineSkus = (node: Thing): (string | null)[] => node.lineItems.map((line: Thing) => line.sku);
const namesIn = (address: Thing) => [address?.firstName, address?.lastName];
/** What a search for orders looks at. */
const searched = (node: Thing) => [
  ...[node.number, node.email],
  ...[...namesIn(node.billingAddress), ...namesIn(node.shippingAddress), ...lineSkus(node)],
];

/** Every filter of every list. */
export const filterCases: readonly FilterCase[] = [
  ...listNames.map((list) => ({
    list,
    key: 'ids',
    values: (node: Thing) => [node.nativeId],
    meets: (node: Thing, value: string) => node.nativeId === value,
    many: true as const,
  })),
  {
    list: 'products',
    key: 'skus',
    values: skus,
    meets: (n, v, f) => skus(n).some((one) => alike(one, v, f)),
    many: true,
  },
  {
    list: 'products',
    key: 'search',
    values: (n) => [n.name, ...skus(n), middle(n.name)],
    meets: (n, v, f) => [n.name, ...skus(n)].some((one) => holds(one, v, f)),
  },
  { list: 'products', key: 'status', values: (n) => [n.status], meets: (n, v) => n.status === v },
  {
    list: 'products',
    key: 'categoryId',
    values: (n) => n.categories.map((one: Thing) => one.nativeId),
    meets: (n, v) => n.categories.some((one: Thing) => one.nativeId === v),
  },
  {
    list: 'products',
    key: 'categoryTreeId',
    // What is above each of its categories, which `within` holds.
    values: (n) => n.within,
    meets: (n, v) => n.within.includes(v),
  },
  {
    list: 'products',
    key: 'brandIds',
    values: (n) => [n.brand?.nativeId],
    meets: (n, v, f) => alike(n.brand?.nativeId, v, f),
    many: true,
  },
  {
    list: 'products',
    key: 'priceMin',
    values: (n) => [n.price?.amount],
    meets: (n, v) => n.price !== null && Number(n.price.amount) >= Number(v),
  },
  {
    list: 'products',
    key: 'priceMax',
    values: (n) => [n.price?.amount],
    meets: (n, v) => n.price !== null && Number(n.price.amount) <= Number(v),
  },
  ...(['products', 'variants'] as const).map((list) => ({
    list,
    key: 'inStock',
    values: () => [true, false],
    meets: (n: Thing, v: boolean) => n.inventory.available === v,
  })),
  ...both('products', 'created', 'createdAt'),
  ...both('products', 'updated', 'updatedAt'),
  { list: 'variants', key: 'skus', values: (n) => [n.sku], meets: (n, v, f) => alike(n.sku, v, f), many: true },
  {
    list: 'variants',
    key: 'productIds',
    values: (n) => [n.product.nativeId],
    meets: (n, v) => n.product.nativeId === v,
    many: true,
  },
  {
    list: 'variants',
    key: 'updatedAfter',
    values: (n) => [n.updatedAt],
    // One without a time of its own goes by its product's.
    meets: (n, v) => (n.updatedAt === null ? null : after('updatedAt')(n, v)),
  },
  {
    list: 'categories',
    key: 'parentId',
    values: (n) => [n.parent?.nativeId],
    meets: (n, v) => n.parent?.nativeId === v,
  },
  {
    list: 'categories',
    key: 'search',
    values: (n) => [n.name, middle(n.name)],
    meets: (n, v, f) => holds(n.name, v, f),
  },
  { list: 'categories', key: 'enabled', values: () => [true, false], meets: (n, v) => n.enabled === v },
  { list: 'orders', key: 'numbers', values: (n) => [n.number], meets: (n, v, f) => alike(n.number, v, f), many: true },
  {
    list: 'orders',
    key: 'statusIds',
    values: (n) => [n.status.nativeId],
    meets: (n, v, f) => alike(n.status.nativeId, v, f),
    many: true,
  },
  { list: 'orders', key: 'states', values: (n) => [n.status.state], meets: (n, v) => n.status.state === v, many: true },
  {
    list: 'orders',
    key: 'customerId',
    values: (n) => [n.customer?.nativeId],
    meets: (n, v) => n.customer?.nativeId === v,
  },
  { list: 'orders', key: 'email', values: (n) => [n.email], meets: (n, v, f) => alike(n.email, v, f) },
  {
    list: 'orders',
    key: 'search',
    values: (n) => [n.number, n.email, n.billingAddress?.lastName, n.shippingAddress?.firstName, ...lineSkus(n)],
    meets(n, v, f) {
      const met = (folds: Folds) =>
        String(v)
          .split(/\s+/)
          .filter(Boolean)
          .every((word) => searched(n).some((one) => holds(one, word, folds)));
      // MariaDB finds letters with other accents where they take as many bytes, and not where they take more.
      return met(f) === met((text) => text.toLowerCase()) ? met(f) : null;
    },
  },
  ...(['financial', 'fulfillment'] as const).map((of) => ({
    list: 'orders' as const,
    key: `${of}Statuses`,
    values: (n: Thing) => [n[`${of}Status`]],
    meets: (n: Thing, v: string) => n[`${of}Status`] === v,
    many: true as const,
  })),
  {
    list: 'orders',
    key: 'paymentMethod',
    values: (n) => [n.paymentMethod],
    meets: (n, v, f) => alike(n.paymentMethod, v, f),
  },
  {
    list: 'orders',
    key: 'totalMin',
    values: (n) => [n.total.amount],
    meets: (n, v) => Number(n.total.amount) >= Number(v),
  },
  {
    list: 'orders',
    key: 'totalMax',
    values: (n) => [n.total.amount],
    meets: (n, v) => Number(n.total.amount) <= Number(v),
  },
  ...both('orders', 'placed', 'placedAt'),
  ...both('orders', 'updated', 'updatedAt'),
  { list: 'customers', key: 'emails', values: (n) => [n.email], meets: (n, v, f) => alike(n.email, v, f), many: true },
  {
    list: 'customers',
    key: 'search',
    values: (n) => [n.firstName, n.lastName, n.email, middle(n.email)],
    meets: (n, v, f) =>
      String(v)
        .split(/\s+/)
        .filter(Boolean)
        .every((word) => [n.firstName, n.lastName, n.email].some((one) => holds(one, word, f))),
  },
  { list: 'customers', key: 'groupId', values: (n) => [n.group?.nativeId], meets: (n, v) => n.group?.nativeId === v },
  ...both('customers', 'created', 'createdAt'),
  ...both('customers', 'updated', 'updatedAt'),
  {
    list: 'reviews',
    key: 'productId',
    values: (n) => [n.product?.nativeId],
    // What it is of may be gone.
    meets: (n, v) => (n.product === null ? null : n.product.nativeId === v),
  },
  {
    list: 'newsletterSubscribers',
    key: 'emails',
    values: (n) => [n.email],
    meets: (n, v, f) => alike(n.email, v, f),
    many: true,
  },
  { list: 'newsletterSubscribers', key: 'status', values: (n) => [n.status], meets: (n, v) => n.status === v },
  ...(['baskets', 'wishLists'] as const).map((list) => ({
    list,
    key: 'customerId',
    values: (n: Thing) => [n.customer?.nativeId],
    meets: (n: Thing, v: string) => (n.customer === null ? null : n.customer.nativeId === v),
  })),
  {
    list: 'baskets',
    key: 'ordered',
    values: () => [true, false],
    // The order that came of it may be none that is shown.
    meets: (n, v) => (n.order === null ? null : v),
  },
  ...both('baskets', 'updated', 'updatedAt'),
  {
    list: 'returns',
    key: 'orderId',
    values: (n) => [n.order?.nativeId],
    meets: (n, v) => (n.order === null ? null : n.order.nativeId === v),
  },
  ...both('returns', 'created', 'createdAt'),
  { list: 'reviews', key: 'status', values: (n) => [n.status], meets: (n, v) => n.status === v },
  ...both('reviews', 'created', 'createdAt'),
  { list: 'customers', key: 'hasOrders', values: () => [true, false], meets: (n, v) => n.hasOrders === v },
];

const amount = (money: Thing) => (money ? Number(money.amount) : null);
const place = (n: Thing) => n.position;
const moment = (text: string | null) => (text === null ? null : time(text));

/** What lists can be ordered by and show as a number, null first. */
export const sorted: readonly (readonly [ListName, string, (node: Thing) => number | null])[] = [
  ['products', 'PRICE', (n) => amount(n.price)],
  ['products', 'CREATED_AT', (n) => moment(n.createdAt)],
  ['products', 'UPDATED_AT', (n) => moment(n.updatedAt)],
  ['orders', 'PLACED_AT', (n) => moment(n.placedAt)],
  ['orders', 'UPDATED_AT', (n) => moment(n.updatedAt)],
  ['orders', 'TOTAL', (n) => amount(n.total)],
  ['customers', 'CREATED_AT', (n) => moment(n.createdAt)],
  ['reviews', 'CREATED_AT', (n) => moment(n.createdAt)],
  ['categories', 'POSITION', place],
];

/** All that a store shows, with what its filters are held against. */
export interface Shown {
  readonly nodes: Readonly<Record<ListName, readonly Thing[]>>;
  /** Things that are counted and not shown, because they lack what must be there. */
  readonly dropped: Readonly<Record<ListName, ReadonlySet<unknown>>>;
  /** The stock of all that is counted. */
  readonly levels: readonly Thing[];
  readonly faults: readonly string[];
}

/** Reads a whole store; `withVariants` says whether a variant's SKU finds its product. */
export async function shownBy(
  graph: StoreGraph,
  withVariants: boolean,
  pathOf: (category: string) => readonly string[] | null = () => null,
): Promise<Shown> {
  const { lists, levels, errors } = await readEverything(graph);
  const faults = graph.bugs().map((bug) => `a bug: ${bug instanceof Error ? bug.stack?.slice(0, 500) : bug}`);
  const skuOf = new Map(lists.variants?.nodes.map((one) => [one.nativeId, one.sku]));
  const nodes = {} as Record<ListName, readonly Thing[]>;
  const dropped = {} as Record<ListName, ReadonlySet<unknown>>;
  for (const list of listNames) {
    if (lists[list] === null) faults.push(`${list} are null: ${JSON.stringify(errors.slice(0, 2))}`);
    nodes[list] = lists[list]?.nodes ?? [];
    const own = errors.filter(({ path }) => path?.length === 3 && path[1] === list && path[2] === 'nodes');
    dropped[list] = new Set(own.map(({ extensions }) => extensions.nativeId));
    const known = nodes[list].length + own.length;
    if (known !== lists[list]?.totalCount) faults.push(`${list}: ${known} of ${lists[list]?.totalCount}`);
  }
  const above = new Map(nodes.categories.map((one) => [one.nativeId, one.parent?.nativeId ?? null]));
  const buyers = new Set(nodes.orders.map(({ customer }) => customer?.nativeId));
  nodes.customers = nodes.customers.map((one) => ({ ...one, hasOrders: buyers.has(one.nativeId) }));
  nodes.products = nodes.products.map((product) => ({
    ...product,
    within: product.categories.flatMap(
      ({ nativeId }: Thing) => pathOf(nativeId)?.filter((id) => above.has(id)) ?? upwards(above, nativeId),
    ),
    variantSkus: withVariants ? product.variants.map((one: Thing) => skuOf.get(one.nativeId) ?? null) : [],
  }));
  return { nodes, dropped, levels: levels?.nodes ?? [], faults };
}

/** A category and those above it, at most ten. */
function upwards(above: ReadonlyMap<string, string | null>, category: string): string[] {
  const path: string[] = [];
  for (let at: string | null | undefined = category; at && path.length <= 10; at = above.get(at)) path.push(at);
  return path;
}

/** Tries a filter with the values that things show, at most so many, and says where it finds others than those. */
export async function membershipFaults(
  graph: StoreGraph,
  { nodes, dropped }: Pick<Shown, 'nodes' | 'dropped'>,
  one: FilterCase,
  folds: Folds,
  most: number,
): Promise<{ readonly tried: number; readonly faults: string[] }> {
  const { list, key, meets, many } = one;
  const all = nodes[list].flatMap((node) => one.values(node)).filter((value) => value !== null && value !== undefined);
  const distinct = [...new Set(all.filter((value) => String(value).trim() !== ''))];
  const tried = distinct.filter((_value, at) => at % Math.ceil(distinct.length / most) === 0);
  const faults: string[] = [];
  for (let from = 0; from < tried.length; from += 24) {
    const some = tried.slice(from, from + 24);
    const enums = ['status', 'states', 'financialStatuses', 'fulfillmentStatuses'].includes(key);
    const fields = some.map((value, at) => {
      const literal = enums ? String(value) : JSON.stringify(value);
      const filter = `{ ${key}: ${many ? `[${literal}]` : literal} }`;
      return `f${at}: ${list}(first: 250, filter: ${filter}) { totalCount nodes { nativeId } }`;
    });
    const { data, errors } = await graph.run<{ store: Record<string, ReadList | null> }>(
      `query ($id: ID!) { store(id: $id) { ${fields.join(' ')} } }`,
      { id: graph.storeId },
    );
    if (errors) faults.push(`${list}.${key}: ${JSON.stringify(errors[0])}`);
    for (const bug of graph.bugs()) faults.push(`${list}.${key}: a bug: ${bug}`);
    for (const [at, value] of some.entries()) {
      const read = data?.store?.[`f${at}`];
      if (!read) continue;
      const meant = nodes[list].map((node) => ({ id: node.nativeId, met: meets(node, value as never, folds) }));
      const either = new Set([...dropped[list], ...meant.filter(({ met }) => met === null).map(({ id }) => id)]);
      const found = read.nodes.map(({ nativeId }) => nativeId).filter((id) => !either.has(id));
      const right = meant.filter(({ met }) => met).map(({ id }) => id);
      const [more, less] = [found.filter((id) => !right.includes(id)), right.filter((id) => !found.includes(id))];
      if (more.length + less.length > 0) {
        faults.push(
          `${list} by ${key} ${JSON.stringify(value)}: finds ${more.slice(0, 5)} too many, and not ${less.slice(0, 5)}`,
        );
      } else if (new Set(found).size !== found.length) {
        faults.push(`${list} by ${key} ${JSON.stringify(value)}: finds some twice`);
      }
      if (read.totalCount !== read.nodes.length) {
        faults.push(
          `${list} by ${key} ${JSON.stringify(value)}: counts ${read.totalCount}, and finds ${read.nodes.length}`,
        );
      }
    }
  }
  return { tried: tried.length, faults };
}

/** Where a list is not in the order of what its things show; `near` is by how much two may be the wrong way round. */
export async function orderFaults(
  graph: StoreGraph,
  { nodes }: Pick<Shown, 'nodes'>,
  [list, by, read]: (typeof sorted)[number],
  near = 0,
): Promise<string[]> {
  const { data, errors } = await graph.run<{ store: Record<'asc' | 'desc', ReadList | null> }>(
    `query ($id: ID!) { store(id: $id) {
      asc: ${list}(first: 250, orderBy: ${by}_ASC) { nodes { nativeId } totalCount }
      desc: ${list}(first: 250, orderBy: ${by}_DESC) { nodes { nativeId } totalCount }
    } }`,
    { id: graph.storeId },
  );
  if (errors) return [`${list} by ${by}: ${JSON.stringify(errors[0])}`];
  const ids = (one: 'asc' | 'desc') => data?.store[one]?.nodes.map(({ nativeId }) => nativeId) ?? [];
  const [up, down] = [ids('asc'), ids('desc').reverse()];
  const faults = up.join() === down.join() ? [] : [`${list} by ${by} are not the same both ways`];
  const known = new Map(nodes[list].map((node) => [node.nativeId, read(node)]));
  const shown = up
    .filter((id) => known.has(id))
    .map((id) => ({ id, value: known.get(id) ?? Number.NEGATIVE_INFINITY }));
  if (shown.length !== known.size) faults.push(`${list} by ${by}: ${shown.length} of ${known.size}`);
  for (const [at, { id, value }] of shown.entries()) {
    const next = shown[at + 1];
    if (next && next.value < value - near)
      faults.push(`${list} by ${by}: ${id} of ${value} before ${next.id} of ${next.value}`);
  }
  return faults;
}

/** Spoils cells all over a store, its settings aside, with values of every kind, also with those of other rows. */
export function sprinkle(dirty: DirtyStore, chance: Chance, share: number): string[] {
  const statements: string[] = [];
  const spoilt = {
    whole: ['0', '-1', '3', '1'],
    decimal: ['0', '-1.5', '19.9'],
    text: ["''", "'  '", `'\u{1F9E8}'`, "'1,5'", "'.5'", "'None'", "'0'"],
    time: ["'0000-00-00 00:00:00'", "'2031-01-01 00:00:00'", "'2019-05-05 12:00:00'"],
  } as const;
  for (const [relation, { columns: exposed, area }] of Object.entries(dirty.platform.relations ?? {})) {
    if (area === 'settings') continue;
    const columns = dirty.columns(relation)?.filter(({ name, key }) => Object.hasOwn(exposed, name) && !key) ?? [];
    if (columns.length === 0) continue;
    const rows = dirty.rows(relation, '1 = 1', 2_000);
    if (rows.length < 3) continue;
    for (const { name, kind, nullable } of columns) {
      // What rows are told apart by in a real store, no tool can spoil there.
      if (!dirty.isKeyed && kind === 'whole' && /(^|_)id(_|$)|parent/i.test(name)) continue;
      const times = Math.max(1, Math.round(rows.length * share));
      for (let i = 0; i < Math.min(times, 12); i++) {
        const [row, other] = [rows[chance(rows.length)], rows[chance(rows.length)]];
        if (!row || !other) continue;
        const held = row.literals[name] ?? 'null';
        const padded = kind === 'text' && held !== 'null' ? [dirty.padded(held)] : [];
        const values = [
          ...spoilt[kind],
          ...(nullable ? ['null'] : []),
          other.literals[name] ?? 'null',
          ...padded,
          ...padded,
        ];
        statements.push(spoiling(row, name, values[chance(values.length)] ?? 'null'));
      }
    }
    const numbered = dirty.columns(relation)?.find((column) => column.numbered);
    if (numbered && dirty.isKeyed) {
      for (let i = 0; i < 3; i++) {
        const row = rows[chance(rows.length)];
        if (!row) continue;
        const cells = Object.entries(row.literals).filter(([name]) => name !== numbered.name && name !== 'rowid');
        const names = cells.map(([name]) => `\`${name}\``);
        statements.push(`insert into \`${row.table}\` (${names}) values (${cells.map(([, literal]) => literal)})`);
      }
    }
  }
  return statements;
}
