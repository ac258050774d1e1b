import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { Category } from '../model/category.js';
import { Customer } from '../model/customer.js';
import { type GlobalId, globalIdOf, parseGlobalId } from '../model/ids.js';
import { Node } from '../model/node.js';
import { Order } from '../model/order.js';
import { Product } from '../model/product.js';
import { ServiceError } from '../model/service-error.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { maxPageSize } from './paging.js';
import { refusalsOf, refuse } from './refusals.js';
import { selectionBelow } from './selection.js';
import { storeObject } from './store-object.js';

const missing = 'null where the account has none of this id. An id of another type is refused with BAD_USER_INPUT.';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its global id; null where the account has nothing of this id.',
  })
  async node(
    @Arg('id', () => ID, { description: 'A global id.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    return findNode(readId(id), context, info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Several things by their global ids, in the order asked; null for each that the account does not have.',
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'Global ids, at most 250.' }) ids: string[],
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | null | Error)[]> {
    if (ids.length > maxPageSize) {
      const message = `ids must have at most ${maxPageSize} entries, but got: ${ids.length}`;
      throw new ServiceError('BAD_USER_INPUT', message, { argument: 'ids' });
    }
    const found = ids.map(async (id) => findNode(readId(id), context, info));
    return Promise.all(found.map((node) => node.catch((error: Error) => error)));
  }

  @Query(() => Store, { nullable: true, description: `A store by its global id; ${missing}` })
  async store(
    @Arg('id', () => ID, { description: 'The store’s global id.' }) id: string,
    @Ctx() context: GraphContext,
  ): Promise<Store | null> {
    return findStore(globalIdOf('Store', id).storeId, context);
  }

  @Query(() => Product, { nullable: true, description: `A product by its global id; ${missing}` })
  async product(
    @Arg('id', () => ID, { description: 'The product’s global id.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    const { storeId, nativeId } = globalIdOf('Product', id);
    return linked('Product', storeId, nativeId, context, info);
  }

  @Query(() => Order, { nullable: true, description: `An order by its global id; ${missing}` })
  async order(
    @Arg('id', () => ID, { description: 'The order’s global id.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Order> | null> {
    const { storeId, nativeId } = globalIdOf('Order', id);
    return linked('Order', storeId, nativeId, context, info);
  }

  @Query(() => Customer, { nullable: true, description: `A customer by their global id; ${missing}` })
  async customer(
    @Arg('id', () => ID, { description: 'The customer’s global id.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Customer> | null> {
    const { storeId, nativeId } = globalIdOf('Customer', id);
    return linked('Customer', storeId, nativeId, context, info);
  }

  @Query(() => Category, { nullable: true, description: `A category by its global id; ${missing}` })
  async category(
    @Arg('id', () => ID, { description: 'The category’s global id.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Category> | null> {
    const { storeId, nativeId } = globalIdOf('Category', id);
    return linked('Category', storeId, nativeId, context, info);
  }
}

function readId(id: string): GlobalId {
  const parsed = parseGlobalId(id);
  if (!parsed)
    throw new ServiceError('BAD_USER_INPUT', `id must be a global id, but got: ${JSON.stringify(id.slice(0, 80))}`);
  return parsed;
}

/**
 * Anything by its global id, with what is selected of its type; null where the account has nothing of this id. Throws FORBIDDEN
 * where the key lacks what the type needs.
 */
export async function findNode(id: GlobalId, context: GraphContext, info: GraphQLResolveInfo): Promise<Node | null> {
  refuse(refusalsOf(context).ofThing(id.type));
  if (id.type === 'Store') return findStore(id.storeId, context);
  return context.loaders.thing(id.type, id.storeId, id.nativeId, selectionBelow(context, info, id.type));
}

async function findStore(storeId: string, { loaders, platforms }: GraphContext): Promise<Store | null> {
  const record = await loaders.store(storeId);
  return record && storeObject(record, platforms);
}
