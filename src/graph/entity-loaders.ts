import DataLoader from 'dataloader';
import { type Ask, answered, type Plan } from '../bridge/plan.js';
import type { StoreRecord } from '../domain/store-record.js';
import type { AsRead } from '../model/as-read.js';
import type { Category } from '../model/category.js';
import type { Coupon } from '../model/coupon.js';
import type { Customer } from '../model/customer.js';
import type { GiftCard } from '../model/gift-card.js';
import { storeGlobalId } from '../model/ids.js';
import type { Order } from '../model/order.js';
import type { Product, ProductVariant } from '../model/product.js';
import type { Review } from '../model/review.js';
import type { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import type { TaxRate } from '../model/tax-rate.js';
import type { AnyPlatform, StoreView } from '../platforms/platform.js';
import type { ContextParts } from './context.js';

/** The things that stores hold, by the name of their type. */
export interface StoreNodes {
  Product: Product;
  ProductVariant: ProductVariant;
  Category: Category;
  Order: Order;
  Customer: Customer;
  Review: Review;
  Coupon: Coupon;
  GiftCard: GiftCard;
  TaxRate: TaxRate;
}

interface ThingKey {
  readonly storeId: string;
  /** A type of `StoreNodes`, or the children of a category. */
  readonly kind: keyof StoreNodes | 'children';
  readonly nativeId: string;
  readonly selection: Selection;
}

type Finder = (
  platform: AnyPlatform,
  view: StoreView,
  ids: readonly string[],
  selection: Selection,
) => Plan<ReadonlyMap<string, unknown>, Ask>;

const finders: Readonly<Record<ThingKey['kind'], Finder>> = {
  Product: ({ products }, view, ids, selection) => products.byIds(view, ids, selection),
  ProductVariant: ({ variants }, view, ids, selection) => variants.byIds(view, ids, selection),
  Category: ({ categories }, view, ids, selection) => categories.byIds(view, ids, selection),
  Order: ({ orders }, view, ids, selection) => orders.byIds(view, ids, selection),
  Customer: ({ customers }, view, ids, selection) => customers.byIds(view, ids, selection),
  Review: ({ reviews }, view, ids, selection) => reviews?.byIds(view, ids, selection) ?? answered(new Map()),
  Coupon: ({ coupons }, view, ids, selection) => coupons?.byIds(view, ids, selection) ?? answered(new Map()),
  GiftCard: ({ giftCards }, view, ids, selection) => giftCards?.byIds(view, ids, selection) ?? answered(new Map()),
  TaxRate: ({ taxRates }, view, ids, selection) => taxRates?.byIds(view, ids, selection) ?? answered(new Map()),
  children: (platform, view, ids, selection) => platform.categoryChildren(view, ids, selection),
};

/** The most ids that a platform is asked for in one plan. */
const maxIds = 250;

/**
 * Finds things by id, for one request of one account. What is asked for within a turn becomes one plan for each store, type
 * and selection. Another account's store is just not found.
 */
export class EntityLoaders {
  readonly #stores: DataLoader<string, StoreRecord | null>;
  readonly #things: DataLoader<ThingKey, unknown, string>;
  #all: Promise<readonly StoreRecord[]> | undefined;
  readonly #selectionKeys = new WeakMap<Selection, string>();

  constructor(private readonly parts: Pick<ContextParts, 'caller' | 'registry' | 'sessions'>) {
    this.#stores = new DataLoader(async (ids) => {
      const records = await parts.registry.find(parts.caller, ids);
      const byId = new Map(records.map((record) => [record.id, record]));
      return ids.map((id) => byId.get(id) ?? null);
    });
    this.#things = new DataLoader((keys) => this.#find(keys), {
      cacheKeyFn: (key) => `${this.#groupOf(key)} ${key.nativeId}`,
    });
  }

  /** The account's store of this UUID; null where it has none. */
  store(storeId: string): Promise<StoreRecord | null> {
    return this.#stores.load(storeId);
  }

  /** All of the account's stores that can be asked: verified once, and not disconnected. Read once. */
  allStores(): Promise<readonly StoreRecord[]> {
    this.#all ??= this.parts.registry
      .all(this.parts.caller)
      .then((all) => all.filter(({ status }) => status === 'ACTIVE' || status === 'UNREACHABLE'));
    return this.#all;
  }

  /** As `store`, for a thing whose store must be there; throws NOT_FOUND where it is not. */
  async storeOf({ storeId }: { readonly storeId: string }): Promise<StoreRecord> {
    const record = await this.store(storeId);
    if (!record) {
      throw new ServiceError('NOT_FOUND', 'The account has no store of this id.', { storeId: storeGlobalId(storeId) });
    }
    return record;
  }

  /** The session with the store of a thing; throws NOT_FOUND where the account has no such store. */
  async session(of: { readonly storeId: string }) {
    return this.parts.sessions.of(await this.storeOf(of));
  }

  /** A thing by its store and native id; null where there is none. Rejects with the ServiceError of a store that does not answer. */
  async thing<K extends keyof StoreNodes>(
    kind: K,
    storeId: string,
    nativeId: string,
    selection: Selection,
  ): Promise<AsRead<StoreNodes[K]> | null> {
    return ((await this.#things.load({ kind, storeId, nativeId, selection })) ?? null) as AsRead<StoreNodes[K]> | null;
  }

  /** The direct children of a category, in the platform's order. */
  async children(
    category: Pick<Category, 'storeId' | 'nativeId'>,
    selection: Selection,
  ): Promise<readonly AsRead<Category>[]> {
    const { storeId, nativeId } = category;
    const found = await this.#things.load({ kind: 'children', storeId, nativeId, selection });
    return (found ?? []) as readonly AsRead<Category>[];
  }

  /** Makes a store known as it is now, and forgets everything read before it was changed. */
  changed(record: StoreRecord): void {
    this.#all = undefined;
    this.#things.clearAll();
    this.#stores.clear(record.id).prime(record.id, record);
  }

  /** Forgets every thing that was read, as after some were changed. */
  forgetThings(): void {
    this.#things.clearAll();
  }

  async #find(keys: readonly ThingKey[]): Promise<unknown[]> {
    const groups = new Map<string, ThingKey[]>();
    for (const key of keys) {
      const name = this.#groupOf(key);
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push(key);
    }
    const found = new Map<ThingKey, unknown>();
    await Promise.all(
      [...groups.values()]
        .flatMap((group) => chunksOf(group, maxIds))
        .map(async (chunk) => {
          try {
            const things = await this.#ask(chunk);
            for (const key of chunk) found.set(key, things.get(key.nativeId) ?? null);
          } catch (error) {
            for (const key of chunk) found.set(key, error);
          }
        }),
    );
    return keys.map((key) => found.get(key));
  }

  /** Asks one store for things of one kind and selection. */
  async #ask(keys: readonly ThingKey[]): Promise<ReadonlyMap<string, unknown>> {
    const [first] = keys;
    const record = first && (await this.store(first.storeId));
    if (!record) return new Map();
    const ids = keys.map(({ nativeId }) => nativeId);
    return this.parts.sessions
      .of(record)
      .ask((platform, view) => finders[first.kind](platform, view, ids, first.selection));
  }

  #groupOf({ kind, storeId, selection }: ThingKey): string {
    const key = this.#selectionKeys.get(selection) ?? selection.key;
    this.#selectionKeys.set(selection, key);
    return `${storeId} ${kind} ${key}`;
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
