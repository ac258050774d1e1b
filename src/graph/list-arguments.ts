import { ArgsType, Field, ID, Int } from 'type-graphql';
import { BasketFilter } from '../model/basket.js';
import { CategoryFilter, CategoryOrder } from '../model/category.js';
import { CouponFilter } from '../model/coupon.js';
import { CustomerFilter, CustomerOrder } from '../model/customer.js';
import { GiftCardFilter } from '../model/gift-card.js';
import { IdOrder } from '../model/id-order.js';
import { NewsletterFilter } from '../model/newsletter.js';
import { OrderFilter, OrderOrder } from '../model/order.js';
import { ReturnFilter } from '../model/order-return.js';
import { ProductFilter, ProductOrder, VariantFilter } from '../model/product.js';
import { ReviewFilter, ReviewOrder } from '../model/review.js';
import { StoreFilter } from '../model/store.js';
import { TaxRateFilter } from '../model/tax-rate.js';
import { WishListFilter } from '../model/wish-list.js';
import { PagingArgs } from './paging.js';

const filterDescription = 'Which ones are wanted; every condition given must hold; null: all.';
const orderDescription = 'The order of the list; null: `ID_ASC`. A cursor belongs to the order it was given in.';

@ArgsType()
export class StoresArgs extends PagingArgs {
  @Field(() => StoreFilter, { nullable: true, description: filterDescription })
  filter?: StoreFilter | null;
}

@ArgsType()
export class ProductsArgs extends PagingArgs {
  @Field(() => ProductFilter, { nullable: true, description: filterDescription })
  filter?: ProductFilter | null;

  @Field(() => ProductOrder, { nullable: true, description: orderDescription })
  orderBy?: ProductOrder | null;
}

@ArgsType()
export class VariantsArgs extends PagingArgs {
  @Field(() => VariantFilter, { nullable: true, description: filterDescription })
  filter?: VariantFilter | null;
}

@ArgsType()
export class CategoriesArgs extends PagingArgs {
  @Field(() => CategoryFilter, { nullable: true, description: filterDescription })
  filter?: CategoryFilter | null;

  @Field(() => CategoryOrder, { nullable: true, description: orderDescription })
  orderBy?: CategoryOrder | null;
}

@ArgsType()
export class OrdersArgs extends PagingArgs {
  @Field(() => OrderFilter, { nullable: true, description: filterDescription })
  filter?: OrderFilter | null;

  @Field(() => OrderOrder, { nullable: true, description: orderDescription })
  orderBy?: OrderOrder | null;
}

@ArgsType()
export class CustomersArgs extends PagingArgs {
  @Field(() => CustomerFilter, { nullable: true, description: filterDescription })
  filter?: CustomerFilter | null;

  @Field(() => CustomerOrder, { nullable: true, description: orderDescription })
  orderBy?: CustomerOrder | null;
}

@ArgsType()
export class ReviewsArgs extends PagingArgs {
  @Field(() => ReviewFilter, { nullable: true, description: filterDescription })
  filter?: ReviewFilter | null;

  @Field(() => ReviewOrder, { nullable: true, description: orderDescription })
  orderBy?: ReviewOrder | null;
}

@ArgsType()
export class CouponsArgs extends PagingArgs {
  @Field(() => CouponFilter, { nullable: true, description: filterDescription })
  filter?: CouponFilter | null;

  @Field(() => IdOrder, { nullable: true, description: orderDescription })
  orderBy?: IdOrder | null;
}

@ArgsType()
export class GiftCardsArgs extends PagingArgs {
  @Field(() => GiftCardFilter, { nullable: true, description: filterDescription })
  filter?: GiftCardFilter | null;
}

@ArgsType()
export class TaxRatesArgs extends PagingArgs {
  @Field(() => TaxRateFilter, { nullable: true, description: filterDescription })
  filter?: TaxRateFilter | null;
}

@ArgsType()
export class NewsletterSubscribersArgs extends PagingArgs {
  @Field(() => NewsletterFilter, { nullable: true, description: filterDescription })
  filter?: NewsletterFilter | null;

  @Field(() => IdOrder, { nullable: true, description: orderDescription })
  orderBy?: IdOrder | null;
}

@ArgsType()
export class BasketsArgs extends PagingArgs {
  @Field(() => BasketFilter, { nullable: true, description: filterDescription })
  filter?: BasketFilter | null;

  @Field(() => IdOrder, { nullable: true, description: orderDescription })
  orderBy?: IdOrder | null;
}

@ArgsType()
export class WishListsArgs extends PagingArgs {
  @Field(() => WishListFilter, { nullable: true, description: filterDescription })
  filter?: WishListFilter | null;

  @Field(() => IdOrder, { nullable: true, description: orderDescription })
  orderBy?: IdOrder | null;
}

@ArgsType()
export class ReturnsArgs extends PagingArgs {
  @Field(() => ReturnFilter, { nullable: true, description: filterDescription })
  filter?: ReturnFilter | null;

  @Field(() => IdOrder, { nullable: true, description: orderDescription })
  orderBy?: IdOrder | null;
}

@ArgsType()
export class FeedArgs {
  @Field(() => Int, { nullable: true, description: 'The rows wanted, 1 to 250; null: 20.' })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only rows after this cursor of the same feed (same stores, same order); null: from the start.',
  })
  after?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The stores wanted, by global id; null: all of the account’s that have been verified and not disconnected. A store that ' +
      'the account does not have is refused with BAD_USER_INPUT.',
  })
  storeIds?: string[] | null;
}

@ArgsType()
export class ProductFeedArgs extends FeedArgs {
  @Field(() => ProductFilter, { nullable: true, description: filterDescription })
  filter?: ProductFilter | null;

  @Field(() => ProductOrder, { nullable: true, description: orderDescription })
  orderBy?: ProductOrder | null;
}

@ArgsType()
export class OrderFeedArgs extends FeedArgs {
  @Field(() => OrderFilter, { nullable: true, description: filterDescription })
  filter?: OrderFilter | null;

  @Field(() => OrderOrder, { nullable: true, description: orderDescription })
  orderBy?: OrderOrder | null;
}
