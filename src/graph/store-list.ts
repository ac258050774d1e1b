import type { GraphQLResolveInfo } from 'graphql';
import { type Answers, type Ask, answered } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import type { Basket, BasketFilter } from '../model/basket.js';
import type { Category, CategoryFilter, CategoryOrder } from '../model/category.js';
import type { Connection } from '../model/connections.js';
import type { Coupon, CouponFilter } from '../model/coupon.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../model/customer.js';
import type { GiftCard, GiftCardFilter } from '../model/gift-card.js';
import type { IdOrder } from '../model/id-order.js';
import type { NewsletterFilter, NewsletterSubscriber } from '../model/newsletter.js';
import type { Order, OrderFilter, OrderOrder } from '../model/order.js';
import type { OrderReturn, ReturnFilter } from '../model/order-return.js';
import type { Keyset, Page, PageRequest } from '../model/page.js';
import type { Product, ProductFilter, ProductOrder, ProductVariant, VariantFilter } from '../model/product.js';
import type { Review, ReviewFilter, ReviewOrder } from '../model/review.js';
import type { TaxRate, TaxRateFilter } from '../model/tax-rate.js';
import type { WishList, WishListFilter } from '../model/wish-list.js';
import type { PagePlan } from '../platforms/plans.js';
import type { StoreView } from '../platforms/platform.js';
import type { GraphContext } from './context.js';
import { connectionFor, type PageTold, type PageWanted, type PagingArgs } from './paging.js';
import { namedRow } from './whole-records.js';

/** The lists of stores: what is in them, what filters them, what orders them. */
interface StoreLists {
  products: { node: Product; filter: ProductFilter; order: ProductOrder };
  variants: { node: ProductVariant; filter: VariantFilter; order: 'ID_ASC' };
  categories: { node: Category; filter: CategoryFilter; order: CategoryOrder };
  orders: { node: Order; filter: OrderFilter; order: OrderOrder };
  customers: { node: Customer; filter: CustomerFilter; order: CustomerOrder };
  reviews: { node: Review; filter: ReviewFilter; order: ReviewOrder };
  coupons: { node: Coupon; filter: CouponFilter; order: IdOrder };
  taxRates: { node: TaxRate; filter: TaxRateFilter; order: 'ID_ASC' };
  giftCards: { node: GiftCard; filter: GiftCardFilter; order: 'ID_ASC' };
  newsletterSubscribers: { node: NewsletterSubscriber; filter: NewsletterFilter; order: IdOrder };
  baskets: { node: Basket; filter: BasketFilter; order: IdOrder };
  wishLists: { node: WishList; filter: WishListFilter; order: IdOrder };
  returns: { node: OrderReturn; filter: ReturnFilter; order: IdOrder };
}

/** The page of a list that no store of the platform has. */
function none({ totalCount }: PageWanted): Page<never> {
  return { rows: [], hasMore: false, totalCount: totalCount ? 0 : null };
}

/** Answers a connection over one of a store's lists. `parent` names the thing that the list hangs on, where that is not the store. */
export async function storeList<K extends keyof StoreLists>(
  { storeId }: { readonly storeId: string },
  kind: K,
  parent: string,
  args: PagingArgs & { filter?: StoreLists[K]['filter'] | null; orderBy?: StoreLists[K]['order'] | null },
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<AsRead<StoreLists[K]['node']>>> {
  type Row = AsRead<StoreLists[K]['node']>;
  const orderBy: StoreLists[K]['order'] = args.orderBy ?? 'ID_ASC';
  const ask = async (wanted: PageWanted, told?: PageTold): Promise<Page<Row>> => {
    const session = await context.loaders.session({ storeId });
    const request = { ...wanted, orderBy, filter: args.filter ?? {} };
    let plan: PagePlan<Row, Ask> | undefined;
    const page = await session.ask(
      (platform, view) => {
        const list = platform[kind] as unknown as
          | {
              page(
                view: StoreView,
                request: PageRequest<StoreLists[K]['filter'], StoreLists[K]['order']>,
              ): PagePlan<Row, Ask>;
            }
          | undefined;
        plan = list?.page(view, request) ?? answered(none(wanted));
        return plan;
      },
      told && { sent: told.sent, answered: (answers) => told.ends(endOf(plan, answers)) },
    );
    return { ...page, rows: page.rows.map((row) => namedRow(row, storeId)) };
  };
  return connectionFor<Row>(context, { kind, scope: `${storeId}/${parent}`, orderBy }, args, info, ask);
}

/** Where a page ends that has come; null where it cannot be told yet, as where its own statement failed: the page says why. */
function endOf(plan: PagePlan<unknown, Ask> | undefined, answers: Answers): Keyset | null {
  try {
    return plan?.end?.(answers) ?? null;
  } catch {
    return null;
  }
}
