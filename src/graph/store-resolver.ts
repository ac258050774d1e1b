import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import type { Ask, Plan } from '../bridge/plan.js';
import { type AsRead, valueRead } from '../model/as-read.js';
import { Category } from '../model/category.js';
import {
  CategoryConnection,
  type Connection,
  CustomerConnection,
  OrderConnection,
  ProductConnection,
  ProductVariantConnection,
} from '../model/connections.js';
import { Customer } from '../model/customer.js';
import { Order } from '../model/order.js';
import type { Page } from '../model/page.js';
import { Product, ProductVariant } from '../model/product.js';
import type { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import { Store, StoreCounts } from '../model/store.js';
import { StoreConfig } from '../model/store-config.js';
import type { AnyPlatform, Collection, StoreView } from '../platforms/platform.js';
import type { GraphContext } from './context.js';
import type { StoreNodes } from './entity-loaders.js';
import { linked } from './linked.js';
import { CategoriesArgs, CustomersArgs, OrdersArgs, ProductsArgs, VariantsArgs } from './list-arguments.js';
import { selectionBelow } from './selection.js';
import { storeList } from './store-list.js';
import { failsAlone } from './unanswered.js';

const oneOf = 'Exactly one of the two arguments must be given.';

@Resolver(() => Store)
export class StoreResolver {
  @FieldResolver(() => StoreConfig, {
    nullable: true,
    description: `The store’s own configuration, through a cache. ${failsAlone()}`,
  })
  async config(@Root() store: Store, @Ctx() { loaders }: GraphContext): Promise<AsRead<StoreConfig>> {
    const { config, fetchedAt, expiresAt } = await (await loaders.session(store)).config();
    return { ...config, fetchedAt, expiresAt };
  }

  @FieldResolver(() => StoreCounts, { nullable: true, description: `How many things the store holds. ${failsAlone()}` })
  async counts(
    @Root() store: Store,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<StoreCounts>> {
    const { loaders } = context;
    const session = await loaders.session(store);
    return session.ask((platform, view) => platform.counts(view, selectionBelow(context, info)));
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: `A product of the store; null where there is none. ${oneOf} ${failsAlone()}`,
  })
  async product(
    @Root() store: Store,
    @Arg('nativeId', () => ID, { nullable: true, description: 'The platform’s own id.' }) nativeId: string | null,
    @Arg('sku', () => String, {
      nullable: true,
      description:
        'The exact SKU, of the product or of one of its variants; where several have it, one that shoppers see comes first, ' +
        'then the one with the lowest id.',
    })
    sku: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    const selection = selectionBelow(context, info);
    const find = (filter: { readonly status?: 'ACTIVE' }) =>
      findOne(context, store, 'Product', { nativeId, sku }, selection, (value, { products }) =>
        lookup(products, { ...filter, skus: [value] }),
      );
    return (await find({ status: 'ACTIVE' })) ?? (sku === null || sku === undefined ? null : find({}));
  }

  @FieldResolver(() => ProductConnection, { nullable: true, description: `The store’s products. ${failsAlone()}` })
  async products(
    @Root() store: Store,
    @Args() args: ProductsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Product>>> {
    return storeList(store, 'products', '', args, context, info);
  }

  @FieldResolver(() => ProductVariant, {
    nullable: true,
    description: `A variant of a product of the store; null where there is none. ${oneOf} ${failsAlone()}`,
  })
  async variant(
    @Root() store: Store,
    @Arg('nativeId', () => ID, { nullable: true, description: 'The platform’s own id.' }) nativeId: string | null,
    @Arg('sku', () => String, {
      nullable: true,
      description: 'The exact SKU; where several have it, the one with the lowest id.',
    })
    sku: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<ProductVariant> | null> {
    const selection = selectionBelow(context, info);
    return findOne(context, store, 'ProductVariant', { nativeId, sku }, selection, (value, { variants }) =>
      lookup(variants, { skus: [value] }),
    );
  }

  @FieldResolver(() => ProductVariantConnection, {
    nullable: true,
    description: `All variants of the store’s products, by id, as a stock sync needs them. ${failsAlone()}`,
  })
  async variants(
    @Root() store: Store,
    @Args() args: VariantsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<ProductVariant>>> {
    return storeList(store, 'variants', '', args, context, info);
  }

  @FieldResolver(() => Category, {
    nullable: true,
    description: `A category of the store; null where there is none. ${failsAlone()}`,
  })
  async category(
    @Root() { storeId }: Store,
    @Arg('nativeId', () => ID, { description: 'The platform’s own id.' }) nativeId: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Category> | null> {
    return linked('Category', storeId, nativeId, context, info);
  }

  @FieldResolver(() => CategoryConnection, {
    nullable: true,
    description: `The store’s categories. ${failsAlone()}`,
  })
  async categories(
    @Root() store: Store,
    @Args() args: CategoriesArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Category>>> {
    return storeList(store, 'categories', '', args, context, info);
  }

  @FieldResolver(() => Order, {
    nullable: true,
    description: `An order of the store; null where there is none. ${oneOf} ${failsAlone()}`,
  })
  async order(
    @Root() store: Store,
    @Arg('nativeId', () => ID, { nullable: true, description: 'The platform’s own id.' }) nativeId: string | null,
    @Arg('number', () => String, { nullable: true, description: 'The number that the shopper sees.' }) number:
      | string
      | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Order> | null> {
    const selection = selectionBelow(context, info);
    return findOne(context, store, 'Order', { nativeId, number }, selection, (value, { orders }) =>
      lookup(orders, { numbers: [value] }),
    );
  }

  @FieldResolver(() => OrderConnection, { nullable: true, description: `The store’s orders. ${failsAlone()}` })
  async orders(
    @Root() store: Store,
    @Args() args: OrdersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Order>>> {
    return storeList(store, 'orders', '', args, context, info);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: `A customer of the store; null where there is none. ${oneOf} ${failsAlone()}`,
  })
  async customer(
    @Root() store: Store,
    @Arg('nativeId', () => ID, { nullable: true, description: 'The platform’s own id.' }) nativeId: string | null,
    @Arg('email', () => String, { nullable: true, description: 'The e-mail address; upper and lower case are alike.' })
    email: string | null,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Customer> | null> {
    const selection = selectionBelow(context, info);
    return findOne(context, store, 'Customer', { nativeId, email }, selection, (value, { customers }) =>
      lookup(customers, { emails: [value] }),
    );
  }

  @FieldResolver(() => CustomerConnection, { nullable: true, description: `The store’s customers. ${failsAlone()}` })
  async customers(
    @Root() store: Store,
    @Args() args: CustomersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Customer>>> {
    return storeList(store, 'customers', '', args, context, info);
  }
}

interface Lookup<T> {
  page: (view: StoreView, selection: Selection) => Plan<Page<AsRead<T>>, Ask>;
}

/** The first thing that a filter finds. */
function lookup<T, F>(collection: Pick<Collection<T, F, 'ID_ASC', Ask>, 'page'>, filter: F): Lookup<T> {
  const first = { limit: 1, backward: false, after: null, before: null, orderBy: 'ID_ASC', totalCount: false } as const;
  return { page: (view, selection) => collection.page(view, { ...first, filter, selection }) };
}

/** Finds a thing by its native id, or by what people know it by. */
async function findOne<K extends 'Product' | 'ProductVariant' | 'Order' | 'Customer'>(
  { loaders }: GraphContext,
  store: Store,
  kind: K,
  keys: Readonly<Record<string, string | null | undefined>>,
  selection: Selection,
  otherwise: (value: string, platform: AnyPlatform) => Lookup<StoreNodes[K]>,
): Promise<AsRead<StoreNodes[K]> | null> {
  const given = Object.entries(keys).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
  const [key] = given;
  if (!key || given.length > 1) {
    const names = Object.keys(keys).join(' and ');
    throw new ServiceError('BAD_USER_INPUT', `exactly one of ${names} must be given, but got ${given.length}.`);
  }
  if (key.name === 'nativeId') return loaders.thing(kind, store.storeId, key.value, selection);
  const session = await loaders.session(store);
  const page: Page<AsRead<StoreNodes[K]>> = await session.ask((platform, view) =>
    otherwise(key.value, platform).page(view, selection),
  );
  const [found] = page.rows;
  return found ? valueRead(found.node) : null;
}
