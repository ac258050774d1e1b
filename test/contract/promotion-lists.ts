import type { StoreSession } from '../../src/domain/store-session.js';
import { valueRead } from '../../src/model/as-read.js';
import type { Keyset, PageRequest } from '../../src/model/page.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import { everything } from './everything.js';
import type { Thing } from './filter-cases.js';

/** The lists of coupons, gift cards and taxes, which not every platform has. */
export type PromotionList = 'coupons' | 'giftCards' | 'taxRates';

type Listed = Collection<Thing, object, string>;

const selections = {
  coupons: everything.coupon,
  giftCards: everything.giftCard,
  taxRates: everything.taxRate,
} as const;

/** A list as a platform has it; undefined where it has none. */
export const promotionList = (platform: Platform, list: PromotionList) =>
  platform[list] as unknown as Listed | undefined;

/** One page of such a list, asked through a session, with everything selected; fails where one of its rows is an error. */
export async function promotionPage(
  session: StoreSession,
  list: PromotionList,
  request: Partial<PageRequest<object, string>> = {},
): Promise<{
  readonly nodes: readonly Thing[];
  readonly places: readonly Keyset[];
  hasMore: boolean;
  totalCount: number | null;
}> {
  const whole: PageRequest<object, string> = {
    limit: 250,
    backward: false,
    after: null,
    before: null,
    orderBy: 'ID_ASC',
    filter: {},
    selection: selections[list],
    totalCount: true,
    ...request,
  };
  const none = { statements: [], decode: () => ({ rows: [], hasMore: false, totalCount: 0 }) };
  const page = await session.ask(
    (platform: Platform, view) => promotionList(platform, list)?.page(view, whole) ?? none,
  );
  return {
    nodes: page.rows.map(({ node }) => valueRead(node)),
    places: page.rows.map(({ at }) => at),
    hasMore: page.hasMore,
    totalCount: page.totalCount,
  };
}

/** The whole list. */
export async function promotionsOf(session: StoreSession, list: PromotionList): Promise<readonly Thing[]> {
  return (await promotionPage(session, list)).nodes;
}
