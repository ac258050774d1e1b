import { Breaking, breakages } from './breaking.js';
import { chanceOf, shuffled } from './chance.js';
import type { DirtyStore } from './dirty-store.js';
import { graphOver, type StoreGraph, type Thing } from './everything-read.js';
import { filterCases, membershipFaults, orderFaults, type Shown, shownBy, sorted, sprinkle } from './membership.js';

/**
 * How much is tried. `DRAWBRIDGE_DIRT=full` breaks every column with every value and tries every filter with a dozen values;
 * `DRAWBRIDGE_DIRT=7` tries another sample (which 7 is of). `DRAWBRIDGE_DIRT_PART=2/4` breaks the second quarter of the columns alone.
 */
const asked = process.env.DRAWBRIDGE_DIRT ?? '1';
const isFull = asked === 'full';
const seed = isFull ? Number(process.env.DRAWBRIDGE_DIRT_SEED ?? 1) : Number(asked);
const [part = 1, parts = 1] = (process.env.DRAWBRIDGE_DIRT_PART ?? '1/1').split('/').map(Number);
/** Rows in a group that are broken together, and values that a filter is tried with. */
const [mostRows, mostValues] = [12, isFull ? 12 : 2];

interface Rounds {
  /** Statements that spoil the store in ways that were met before. */
  readonly known?: readonly string[];
  /** Whether a list by this shows what it is ordered by; all do where it is not said. */
  readonly ordered?: (list: string, by: string) => boolean;
  /** Groups of broken rows in the short form. */
  readonly shortGroups?: number;
}

/** Says in tests of its own what becomes of a store's neighbours where rows are broken, and of filters over spoilt values. */
export function describeDirt(
  open: () => Promise<DirtyStore>,
  { known = [], ordered = () => true, shortGroups = 5 }: Rounds = {},
): void {
  let dirty: DirtyStore;
  let graph: StoreGraph;
  beforeAll(async () => {
    dirty = await open();
    graph = await graphOver(dirty.store);
  }, 120_000);
  afterAll(async () => {
    await graph?.stop();
    await dirty?.store.close();
  });

  test('a row that is broken costs itself alone', async () => {
    const breaking = await Breaking.of(dirty, graph);
    const chance = chanceOf(seed);
    const every = shuffled(breakages(dirty, chance, isFull ? 5_000 : 300), chance);
    expect(every.length).toBeGreaterThan(300);
    const chosen = isFull ? every.filter((_, at) => at % parts === part - 1) : every.slice(0, shortGroups * mostRows);
    const all = breaking.groups(chosen, mostRows);
    const faults: string[] = [];
    for (const [at, some] of all.slice(0, isFull ? all.length : shortGroups).entries()) {
      const found = await breaking.faultsAfter(some);
      // A full run takes long: what it found is told as it goes.
      if (isFull)
        process.stderr.write(`${at + 1} of ${all.length}\n${found.map((fault) => `FAULT ${fault}\n`).join('')}`);
      faults.push(...found);
    }
    expect(faults).toEqual([]);
  }, 3_000_000);

  test('the levels of stock and the list of variants are what products and variants show', async () => {
    expectLevels(await shownBy(graph, false));
  });

  describe('with values that no form would take', () => {
    let shown: Shown;
    beforeAll(async () => {
      dirty.run([...known, ...sprinkle(dirty, chanceOf(seed), 0.05)]);
      await dirty.store.session().refresh();
      // In Magento a variant is a product of its own.
      shown = await shownBy(graph, dirty.platform.id !== 'MAGENTO1', pathsIn(dirty));
    }, 120_000);

    test('everything that is counted is shown, or named with what it lacks', () => {
      expect(shown.faults).toEqual([]);
    });

    test('filters find what shows a value that meets them, and nothing else', async () => {
      const faults: string[] = [];
      for (const one of filterCases) {
        faults.push(...(await membershipFaults(graph, shown, one, dirty.folds, mostValues)).faults);
      }
      expect(faults).toEqual([]);
    }, 600_000);

    test('the levels of stock and the list of variants are what products and variants show', () => {
      expectLevels(shown);
    });

    test('lists are in the order of what they show', async () => {
      const faults: string[] = [];
      for (const one of sorted) {
        if (ordered(one[0], one[1])) faults.push(...(await orderFaults(graph, shown, one)));
      }
      expect(faults).toEqual([]);
    });
  });
}

/** Holds a store's stock, and the list of its variants, against what its products and variants show. */
function expectLevels({ levels, nodes, dropped }: Shown): void {
  const products = new Map(nodes.products.map((one) => [one.nativeId, one]));
  const variants = new Map(nodes.variants.map((one) => [one.nativeId, one]));
  const listed = nodes.products.flatMap((one) => one.variants.map((variant: Thing) => variant.nativeId));
  for (const id of listed) expect(variants.has(id) || dropped.variants.has(id)).toBe(true);

  expect(levels.length).toBeGreaterThan(15);
  for (const { sku, tracked, quantity, available, product, variant } of levels) {
    const thing = variant ? variants.get(variant.nativeId) : products.get(product?.nativeId);
    if (!thing && dropped[variant ? 'variants' : 'products'].has((variant ?? product)?.nativeId)) continue;
    const of = { product, variant };
    const { tracked: wasTracked, quantity: pieces, available: isThere } = thing?.inventory ?? {};
    const right = { ...of, sku: thing?.sku, tracked: wasTracked, quantity: pieces, available: isThere };
    expect({ ...of, sku, tracked, quantity, available }).toEqual(right);
  }
}

/** The ids in the paths that Magento goes by for what is below a category; null for all others. */
function pathsIn(dirty: DirtyStore): (category: string) => readonly string[] | null {
  if (dirty.platform.id !== 'MAGENTO1') return () => null;
  const rows = dirty.rows('catalog_category_entity', '1 = 1', 10_000);
  const paths = new Map(rows.map(({ literals }) => [String(literals.entity_id), String(literals.path)]));
  return (category) => [category, ...(paths.get(category)?.replaceAll("'", '').split('/') ?? [])];
}
