import type { StoreSession } from '../../src/domain/store-session.js';
import type { Capability } from '../../src/model/capability.js';
import type { Page, PageRequest } from '../../src/model/page.js';
import type { Selection } from '../../src/model/selection.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import { everything } from './everything.js';

/** A thing of such a list with everything selected. */
export type PeopleThing = { readonly nativeId: string } & Record<string, unknown>;

type Case = readonly [
  what: string,
  filter: (sample: PeopleThing) => object,
  meets: (node: PeopleThing, sample: PeopleThing) => boolean,
];

interface ListOfPeoples {
  readonly capability: Capability;
  readonly collection: (platform: Platform) => unknown;
  readonly everything: Selection;
  readonly orders: readonly string[];
  /** Filters made of a sample, and whether a thing meets them, told by the fields that the platform itself gave. */
  readonly filters: readonly Case[];
}

const lower = (text: unknown) => String(text).toLowerCase();
const byId: Case = ['ids', (s) => ({ ids: [s.nativeId] }), (n, s) => n.nativeId === s.nativeId];
const since = (name: string, field: string): Case[] => [
  [
    `${name}After`,
    (s) => ({ [`${name}After`]: s[field] ?? new Date(0) }),
    (n, s) => n[field] !== null && Number(n[field]) >= Number(s[field] ?? 0),
  ],
  [
    `${name}Before`,
    (s) => ({ [`${name}Before`]: s[field] ?? new Date(0) }),
    (n, s) => n[field] !== null && Number(n[field]) < Number(s[field] ?? 0),
  ],
];

/** What platforms keep of people beside their orders: lists that not every platform has. */
export const peopleLists = {
  reviews: {
    capability: 'review.read',
    collection: ({ reviews }) => reviews,
    everything: everything.review,
    orders: ['ID_ASC', 'ID_DESC', 'CREATED_AT_ASC', 'CREATED_AT_DESC'],
    filters: [
      byId,
      ['productId', (s) => ({ productId: s.productId }), (n, s) => n.productId === s.productId],
      ...['APPROVED', 'PENDING', 'REJECTED'].map(
        (status): Case => [status, () => ({ status }), (n) => n.status === status],
      ),
      ...since('created', 'createdAt'),
    ],
  },
  newsletterSubscribers: {
    capability: 'newsletter.read',
    collection: ({ newsletterSubscribers }) => newsletterSubscribers,
    everything: everything.newsletterSubscriber,
    orders: ['ID_ASC', 'ID_DESC'],
    filters: [
      byId,
      ['emails', (s) => ({ emails: [String(s.email).toUpperCase()] }), (n, s) => lower(n.email) === lower(s.email)],
      ...['SUBSCRIBED', 'UNCONFIRMED', 'UNSUBSCRIBED'].map(
        (status): Case => [status, () => ({ status }), (n) => n.status === status],
      ),
    ],
  },
  baskets: {
    capability: 'basket.read',
    collection: ({ baskets }) => baskets,
    everything: everything.basket,
    orders: ['ID_ASC', 'ID_DESC'],
    filters: [
      byId,
      [
        'customerId',
        (s) => ({ customerId: s.customerId ?? '999' }),
        (n, s) => n.customerId === (s.customerId ?? '999'),
      ],
      ['ordered', () => ({ ordered: true }), (n) => n.orderId !== null],
      ['not ordered', () => ({ ordered: false }), (n) => n.orderId === null],
      ...since('updated', 'updatedAt'),
    ],
  },
  wishLists: {
    capability: 'wish-list.read',
    collection: ({ wishLists }) => wishLists,
    everything: everything.wishList,
    orders: ['ID_ASC', 'ID_DESC'],
    filters: [byId, ['customerId', (s) => ({ customerId: s.customerId }), (n, s) => n.customerId === s.customerId]],
  },
  returns: {
    capability: 'return.read',
    collection: ({ returns }) => returns,
    everything: everything.orderReturn,
    orders: ['ID_ASC', 'ID_DESC'],
    filters: [
      byId,
      ['orderId', (s) => ({ orderId: s.orderId }), (n, s) => n.orderId === s.orderId],
      ...since('created', 'createdAt'),
    ],
  },
} as const satisfies Readonly<Record<string, ListOfPeoples>>;
export type PeopleList = keyof typeof peopleLists;
export const peopleListNames = Object.keys(peopleLists) as PeopleList[];

type Lists = Readonly<Record<PeopleList, ListOfPeoples>>;

/** The list as a platform has it; undefined where it has none. */
export function peopleList(platform: Platform, list: PeopleList): Collection<PeopleThing, object, string> | undefined {
  return (peopleLists as Lists)[list].collection(platform) as Collection<PeopleThing, object, string> | undefined;
}

/** One page of such a list, with everything selected unless something else is said; empty where the platform has none. */
export async function peoplePage(
  session: StoreSession,
  list: PeopleList,
  request: Partial<PageRequest<object, string>> = {},
): Promise<Page<PeopleThing>> {
  const whole = {
    ...{ limit: 250, backward: false, after: null, before: null, orderBy: 'ID_ASC', filter: {}, totalCount: true },
    selection: peopleLists[list].everything,
    ...request,
  };
  const empty: Page<PeopleThing> = { rows: [], hasMore: false, totalCount: 0 };
  return session.ask<Page<PeopleThing>>(
    (platform: Platform, view) =>
      (peopleList(platform, list)?.page(view, whole) as never) ?? { statements: [], decode: () => empty },
  );
}

/** The native ids of such a list, page by page from one end to the other; in the list's order either way. */
export async function peopleWalk(
  open: () => StoreSession,
  list: PeopleList,
  { orderBy, limit, backward }: { readonly orderBy: string; readonly limit: number; readonly backward: boolean },
): Promise<string[]> {
  const ids: string[] = [];
  let edge: object = {};
  for (;;) {
    const page = await peoplePage(open(), list, { orderBy, limit, backward, ...edge, totalCount: false });
    const own = page.rows.map(({ node }) => (node as PeopleThing).nativeId);
    if (backward) ids.unshift(...own);
    else ids.push(...own);
    if (!page.hasMore) return ids;
    if (own.length !== limit) throw new Error(`a page with more to follow must hold ${limit}, but got: ${own.length}`);
    edge = backward ? { before: page.rows[0]?.at } : { after: page.rows.at(-1)?.at };
  }
}
