import { valueRead } from '../../src/model/as-read.js';
import { Selection } from '../../src/model/selection.js';
import type { Platform } from '../../src/platforms/platform.js';
import type { BridgedStore } from './bridged-store.js';
import { fixtures } from './fixtures.js';
import { type PeopleThing, peopleList, peopleListNames, peopleLists, peoplePage, peopleWalk } from './people-lists.js';

describe.each([...fixtures])('$platformId', ({ platformId, open }) => {
  let store: BridgedStore;
  let platform: Platform;
  beforeAll(async () => {
    store = await open();
    platform = (await store.session().platform()) as Platform;
  });
  afterAll(() => store?.close());
  beforeEach(() => void store.asked());

  describe.each(peopleListNames)('%s', (list) => {
    const { capability, everything, orders, filters } = peopleLists[list];
    const isKept = () => platform.capabilities.includes(capability);
    let known: readonly PeopleThing[] | undefined;
    const whole = async () => {
      known ??= (await peoplePage(store.session(), list)).rows.map(({ node }) => valueRead(node) as PeopleThing);
      return known;
    };

    test('are there where the platform claims them, whole, by one request', async () => {
      await store.session().config();
      store.asked();
      const nodes = await whole();
      if (!isKept()) return expect(nodes).toEqual([]);
      expect(store.asked()).toHaveLength(1);
      expect(nodes.length).toBeGreaterThan(4);
      for (const node of nodes) {
        expect(Object.values(node).filter((value) => value === undefined || value instanceof Error)).toEqual([]);
        for (const field of everything.fields) expect(node).toHaveProperty(field);
      }
      return expect(new Set(nodes.map(({ nativeId }) => nativeId)).size).toBe(nodes.length);
    });

    test('cost no statement for what is not selected', async () => {
      if (!isKept()) return;
      await store.session().config();
      store.asked();
      await peoplePage(store.session(), list, { selection: new Selection({ nativeId: {} }), totalCount: false });
      expect(store.asked().flat().length).toBeLessThanOrEqual(3);
    });

    test('are the same by id, and none for ids that none has', async () => {
      const nodes = (await whole()).slice(0, 10);
      const ids = [...nodes.map(({ nativeId }) => nativeId), '999999999', 'x y', '-1', '0', ''];
      const found = await store.session().ask<ReadonlyMap<string, unknown>>(
        (_platform, view) =>
          (peopleList(platform, list)?.byIds(view, ids, everything) as never) ?? {
            statements: [],
            decode: () => new Map(),
          },
      );
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(nodes.map((node) => [node.nativeId, node])));
    });

    test.each([...orders])('by %s come whole, page by page, either way', async (orderBy) => {
      if (!isKept()) return;
      const nodes = await whole();
      const forwards = await peopleWalk(store.session, list, { orderBy, limit: 6, backward: false });
      expect([...forwards].sort()).toEqual(nodes.map(({ nativeId }) => nativeId).sort());
      expect(await peopleWalk(store.session, list, { orderBy, limit: 7, backward: true })).toEqual(forwards);
      const opposite = orderBy.replace(/ASC$|DESC$/, (way) => (way === 'ASC' ? 'DESC' : 'ASC'));
      const all = await peoplePage(store.session(), list, { orderBy: opposite });
      expect(all.rows.map(({ node }) => (node as PeopleThing).nativeId).reverse()).toEqual(forwards);
      expect(all.totalCount).toBe(forwards.length);
    });

    test('filtered are just those that meet it', async () => {
      if (!isKept()) return;
      const nodes = await whole();
      for (const [what, filterOf, meets] of filters) {
        for (const sample of [nodes[0], nodes[Math.floor(nodes.length / 2)], nodes.at(-1)] as PeopleThing[]) {
          const filter = filterOf(sample);
          const page = await peoplePage(store.session(), list, { filter });
          const right = nodes.filter((node) => meets(node, sample)).map(({ nativeId }) => nativeId);
          const found = page.rows.map(({ node }) => (node as PeopleThing).nativeId);
          expect({ what, filter, found, count: page.totalCount }).toEqual({
            ...{ what, filter, found: right, count: right.length },
          });
        }
      }
    });
  });

  test('keeps no secret of anybody', async () => {
    for (const list of peopleListNames) {
      const page = await peoplePage(store.session(), list);
      expect(JSON.stringify(page)).not.toMatch(/never leaves|never to be seen|a secret/);
    }
    expect(platformId).toBe(platform.id);
  });
});
