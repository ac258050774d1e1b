import { type Random, seededRandom } from '../support/grown-operation.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { readByOwnCode } from './own-readings.js';
import type { PlatformStore } from './platform-store.js';
import type { WrittenStore } from './written-stores.js';

/** From which seed changes come; the variable says otherwise. */
const seed = Number(process.env.DRAWBRIDGE_WRITES_SEED ?? 11);

/** What the graph says of a product, or of an order. */
interface Held {
  readonly nativeId: string;
  readonly status: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: fields of either, by their names
  readonly [field: string]: any;
}
type Mutation = 'setInventory' | 'setPrices' | 'updateProducts' | 'updateOrders';
/** A change, what the store must say afterwards where it was made, and the only code with which it may be refused, where one is foreseen. */
interface Wanted {
  readonly mutation: Mutation;
  readonly of: Held;
  readonly change: Readonly<Record<string, unknown>>;
  readonly becomes: Readonly<Record<string, unknown>>;
  readonly code?: string;
}

const reading = `query ($ids: [ID!]!) { nodes(ids: $ids) {
  ... on Product { nativeId state: status name sku weight { value } price { amount } salePrice { amount } inventory { quantity } categories { nativeId } }
  ... on Order { nativeId status { nativeId } history { comment notified } lineItems { quantity product { nativeId } } total { amount } } } }`;

/** Changes a store so often by chance. Code that is the platform's own (and no stand-in) also says itself what the store holds in the end. */
export function describeWrites(
  kind: WrittenStore,
  opened: () => PlatformStore,
  { writes, isOwn }: { readonly writes: number; readonly isOwn: boolean },
): void {
  let store: PlatformStore;
  let service: ServiceUnderTest;
  let shop: ConnectedStore;
  beforeAll(async () => {
    store = opened();
    service = await startTestService();
    shop = await connectTo(service, store, { key: 'demo' });
  }, 240_000);
  afterAll(async () => {
    await service?.close();
  });
  const ids = (sql: string) => store.rows(sql).map(([id]) => id ?? '');
  const held = async (type: 'Product' | 'Order', some: readonly string[]): Promise<Held[]> => {
    const { data, errors } = await shop.ask(reading, { ids: some.map((id) => shop.gid(type, id)) });
    expect(errors).toBeUndefined();
    return data.nodes.map(plain);
  };

  test(
    `${writes} changes leave what was asked for and nothing else, from seed ${seed}`,
    async () => {
      const random = seededRandom(seed);
      const orders = new Map((await held('Order', ids(kind.orders).slice(0, 4))).map((one) => [one.nativeId, one]));
      // An order's status moves the stock of what it holds.
      const sold = new Set(
        [...orders.values()].flatMap(({ lineItems }) => lineItems.map(({ product }: Held) => product)),
      );
      const free = ids(kind.products).filter((id) => !sold.has(id));
      const products = new Map((await held('Product', free.slice(0, 6))).map((one) => [one.nativeId, one]));
      expect([products.size > 2, orders.size > 2]).toEqual([true, true]);
      const { data } = await shop.ask(
        'query ($id: ID!) { store(id: $id) { config { defaultLanguage orderStatuses { nativeId } } } }',
        { id: shop.id },
      );
      const facts = {
        language: data.store.config.defaultLanguage,
        statuses: [...new Set([...orders.values()].map(({ status }) => String(status)))],
        categories: [...new Set([...products.values()].flatMap(({ categories }) => categories as string[]))].sort(),
      };
      const comments: string[] = [];
      const told: Record<string, number> = {};

      for (let i = 0; i < writes; i += 1) {
        const wanted = grow(random, i, [...products.values()], [...orders.values()], facts);
        const { mutation, of, change, becomes, code: foreseen } = wanted;
        const [type, map] =
          mutation === 'updateOrders' ? (['Order', orders] as const) : (['Product', products] as const);
        const id = shop.gid(type, of.nativeId);
        const reply = await shop.ask(operations[mutation], { changes: [{ id, ...change }] });
        const error = reply.data?.[mutation].results[0].userErrors[0];
        const outcome = error?.code ?? 'DONE';
        told[`${mutation} ${outcome}`] = (told[`${mutation} ${outcome}`] ?? 0) + 1;
        // Rules of a platform's own may refuse a price beside a sale, and a status.
        const may = foreseen ? [foreseen] : ['DONE', 'INVALID', 'REFUSED'];
        expect([change, may]).toEqual([change, expect.arrayContaining([outcome])]);
        const [now] = (await held(type, [of.nativeId])) as [Held];
        if (outcome === 'DONE') {
          expect([change, now]).toEqual([change, { ...of, ...follows(mutation, now), ...becomes }]);
          if (typeof change.comment === 'string') comments.push(change.comment);
        } else expect([change, now]).toEqual([change, of]);
        map.set(of.nativeId, now);
      }
      // What nobody changed since is as it was left, and so say the store's own classes or its database.
      expect(await held('Product', [...products.keys()])).toEqual([...products.values()]);
      expect(await held('Order', [...orders.keys()])).toEqual([...orders.values()]);
      for (const comment of comments) expect([comment, ids(kind.comments(comment))]).toEqual([comment, ['1']]);
      for (const { nativeId, quantity } of products.values()) {
        expect(Number(ids(kind.stock(nativeId))[0])).toBe(quantity);
      }
      if (isOwn) await expectOwnReading(kind.name, store, products, orders);
      process.stdout.write(`${kind.name}: ${writes} changes from seed ${seed}: ${JSON.stringify(told)}\n`);
      const done = Object.entries(told).filter(([what]) => what.endsWith('DONE'));
      expect(done.reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(writes * 0.6);
      expect(done.length).toBe(4);
    },
    60_000 + writes * 4_000,
  );
}

/** Expects the platform's own classes to say what the graph says. */
async function expectOwnReading(
  name: string,
  store: PlatformStore,
  products: ReadonlyMap<string, Held>,
  orders: ReadonlyMap<string, Held>,
): Promise<void> {
  const own = await readByOwnCode(name, store, [...products.keys()], [...orders.keys()]);
  own.products.forEach((said, at) => {
    const { name, sku, quantity, price, state } = [...products.values()][at] as Held;
    const all = { name, sku, quantity, price, active: state === 'ACTIVE' };
    const amounts = Object.fromEntries(
      (['quantity', 'price'] as const).filter((of) => said[of] !== undefined).map((of) => [of, Number(said[of])]),
    );
    expect(all).toMatchObject({ ...said, ...amounts });
  });
  expect(own.statuses).toEqual([...orders.values()].map(({ status }) => status));
}

/** Numbers as numbers, and of other things their ids, so that what is compared is what is meant. */
function plain({ weight, price, salePrice, inventory, categories, status, total, lineItems, ...rest }: Held): Held {
  const amount = (money: { amount: string } | null) => money && Number(money.amount);
  if (!inventory) {
    const lines = lineItems.map(({ quantity, product }: Held) => ({ quantity, product: product?.nativeId ?? null }));
    return { ...rest, status: (status as Held).nativeId, total: amount(total), lineItems: lines };
  }
  return {
    ...rest,
    status: null,
    weight: weight && Number(weight.value),
    price: amount(price),
    salePrice: amount(salePrice),
    quantity: inventory.quantity === null ? null : Number(inventory.quantity),
    categories: categories.map(({ nativeId }: Held) => nativeId).sort(),
  };
}

/** What may change along with what was asked: a sale where the price does, the history where the order does. */
function follows(mutation: Mutation, now: Held): Readonly<Record<string, unknown>> {
  if (mutation === 'setPrices') return { salePrice: now.salePrice };
  return mutation === 'updateOrders' ? { history: now.history } : {};
}

/** One change by chance; each number is used once, so that no text comes twice. */
function grow(
  random: Random,
  i: number,
  products: readonly Held[],
  orders: readonly Held[],
  facts: { readonly language: string; readonly statuses: readonly string[]; readonly categories: readonly string[] },
): Wanted {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const number = (to: number) => Math.floor(random() * to);
  const of = pick(products);
  switch (number(4)) {
    case 0: {
      const quantity = number(500);
      const by = number(9) - 4 || 5;
      if (random() < 0.2) {
        const expectedQuantity = String(of.quantity + 1);
        return { mutation: 'setInventory', of, change: { quantity, expectedQuantity }, becomes: {}, code: 'STALE' };
      }
      return random() < 0.5
        ? { mutation: 'setInventory', of, change: { quantity }, becomes: { quantity }, code: 'DONE' }
        : {
            mutation: 'setInventory',
            of,
            change: { adjustBy: by },
            becomes: { quantity: of.quantity + by },
            code: 'DONE',
          };
    }
    case 1: {
      const price = (2000 + number(9000)) / 100;
      const sale = random() < 0.5 ? Math.floor(price * 50) / 100 : null;
      if (sale === null) return { mutation: 'setPrices', of, change: { price, salePrice: null }, becomes: { price } };
      return {
        mutation: 'setPrices',
        of,
        change: { price, salePrice: { price: sale } },
        becomes: { price, salePrice: sale },
      };
    }
    case 2: {
      const name = `Stuhl ${i} & "Söhne"`;
      const state = random() < 0.3 ? 'DISABLED' : 'ACTIVE';
      const categories = facts.categories.filter(() => random() < 0.5);
      const any: readonly Pick<Wanted, 'change' | 'becomes'>[] = [
        { change: { translations: [{ language: facts.language, name }] }, becomes: { name } },
        { change: { sku: `CHANCE-${i}` }, becomes: { sku: `CHANCE-${i}` } },
        { change: { weight: `${number(90)}.25` }, becomes: {} },
        { change: { status: state }, becomes: { state } },
        { change: { categoryIds: categories }, becomes: { categories } },
      ];
      const one = pick(any.filter(({ change }) => (change.categoryIds as [] | undefined)?.length !== 0));
      const weight = typeof one.change.weight === 'string' ? { weight: Number(one.change.weight) } : {};
      return {
        mutation: 'updateProducts',
        of,
        change: one.change,
        becomes: { ...one.becomes, ...weight },
        code: 'DONE',
      };
    }
    default: {
      const order = pick(orders);
      const comment = `by chance, ${i}`;
      if (random() < 0.5)
        return { mutation: 'updateOrders', of: order, change: { comment }, becomes: {}, code: 'DONE' };
      const statusId = pick(facts.statuses);
      return { mutation: 'updateOrders', of: order, change: { statusId, comment }, becomes: { status: statusId } };
    }
  }
}
