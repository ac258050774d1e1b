import type { Results } from '../../src/bridge/plan.js';
import type { StoreSession } from '../../src/domain/store-session.js';
import { valueRead } from '../../src/model/as-read.js';
import type { Keyset, Page, PageRequest } from '../../src/model/page.js';
import { Selection } from '../../src/model/selection.js';
import type { PagePlan } from '../../src/platforms/plans.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';

/** The lists that every platform has. */
export const lists = {
  products: (platform: Platform) => platform.products,
  categories: (platform: Platform) => platform.categories,
  orders: (platform: Platform) => platform.orders,
  customers: (platform: Platform) => platform.customers,
} as const;
export type ListName = keyof typeof lists;

/** Every order that a list can come in, by the contract. */
export const ordersOf: Readonly<Record<ListName, readonly string[]>> = {
  products: bothWays('ID NAME PRICE CREATED_AT UPDATED_AT'),
  categories: bothWays('ID NAME POSITION'),
  orders: bothWays('ID PLACED_AT UPDATED_AT TOTAL'),
  customers: bothWays('ID EMAIL CREATED_AT'),
};

function bothWays(names: string): string[] {
  return names.split(' ').flatMap((name) => [`${name}_ASC`, `${name}_DESC`]);
}

interface Thing {
  readonly nativeId: string;
}

/** A page none of whose rows is an error. */
export interface UnbrokenPage<T = Thing> extends Page<T> {
  readonly rows: readonly { readonly node: T; readonly at: Keyset }[];
}

/** One page of a list, asked through a session; fails where one of its rows is an error. */
export async function askPage(
  session: StoreSession,
  list: ListName,
  request: Partial<PageRequest<object, string>>,
): Promise<UnbrokenPage> {
  const whole: PageRequest<object, string> = {
    limit: 250,
    backward: false,
    after: null,
    before: null,
    orderBy: 'ID_ASC',
    filter: {},
    selection: new Selection({ nativeId: {} }),
    totalCount: false,
    ...request,
  };
  let plan: PagePlan<Thing> | undefined;
  let end: Keyset | null | undefined;
  const page: Page<Thing> = await session.ask(
    (platform: Platform, view) => {
      plan = (lists[list](platform) as Collection<Thing, object, string>).page(view, whole);
      return plan;
    },
    {
      sent: () => undefined,
      answered: async (answers) => {
        end = plan?.end?.(answers as Results);
      },
    },
  );
  // What a plan tells of its page before the rows are read is what the rows tell.
  if (end !== undefined) expect(end).toEqual(page.hasMore && !whole.backward ? page.rows.at(-1)?.at : null);
  return { ...page, rows: page.rows.map(({ node, at }) => ({ node: valueRead(node), at })) };
}

/** The native ids of a list, page by page from one end to the other; in the list's order either way. */
export async function walk(
  open: () => StoreSession,
  list: ListName,
  orderBy: string,
  { limit, backward }: { readonly limit: number; readonly backward: boolean },
): Promise<string[]> {
  const ids: string[] = [];
  let request: Partial<PageRequest<object, string>> = { orderBy, limit, backward };
  for (;;) {
    const page = await askPage(open(), list, request);
    const own = page.rows.map(({ node }) => node.nativeId);
    if (backward) ids.unshift(...own);
    else ids.push(...own);
    if (!page.hasMore) return ids;
    if (own.length !== limit)
      throw new Error(`a page with more to follow must hold ${limit} rows, but got: ${own.length}`);
    const last = backward ? page.rows[0] : page.rows.at(-1);
    request = { ...request, [backward ? 'before' : 'after']: last?.at };
  }
}
