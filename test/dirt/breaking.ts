import type { Chance } from './chance.js';
import { type CellKind, type DirtyStore, mending, removing, spoiling, type Victim } from './dirty-store.js';
import {
  type ListName,
  listNames,
  type ReadError,
  readEverything,
  type StoreGraph,
  type Thing,
} from './everything-read.js';
import { type Link, type Plant, plants } from './plants.js';

/** Values as imports, plugins and repairs by hand leave them, by what a column holds; null besides, where it may be. */
const spoilt: Readonly<Record<CellKind, readonly string[]>> = {
  whole: ['0', '-1', '999999999'],
  decimal: ['0', '-1.5', '99999999'],
  text: ["''", "'  '", `'<b>&amp;"\u{1F9E8}'`, "'x'", "'0'", "'-1'", "'1,5'", "'a:1:{'"],
  time: ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'", "'0001-01-01 00:00:00'"],
};

/** One way in which one row is broken. */
export interface Breakage {
  readonly victim: Victim;
  /** Null: the row is taken away. */
  readonly column: string | null;
  readonly value: string | null;
  /** Things that the row is a part of; null where it is no thing's own, such as a setting. */
  readonly parts: () => ReadonlySet<string> | null;
}

function once<T>(read: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => {
    held ??= { value: read() };
    return held.value;
  };
}

const partOf = (list: ListName, id: string) => `${list} ${id}`;

/** Every column that leaves the store, each with every value that it can be spoilt with, in one row of its relation, which is among the first `most`. */
export function breakages(dirty: DirtyStore, chance: Chance, most: number): Breakage[] {
  const plant = plants[dirty.platform.id] as Plant;
  const all: Breakage[] = [];
  for (const [relation, { columns: exposed }] of Object.entries(dirty.platform.relations ?? {})) {
    const held = dirty.columns(relation)?.filter(({ name }) => Object.hasOwn(exposed, name)) ?? [];
    const rows = held.length > 0 ? dirty.rows(relation, '1 = 1', most) : [];
    const by = plant.keyed[relation];
    const sorts = new Map<string | null, Victim[]>();
    for (const row of rows) {
      const sort = by === undefined ? null : (row.cells[by] ?? null);
      sorts.set(sort, [...(sorts.get(sort) ?? []), row]);
    }
    for (const [sort, some] of sorts) {
      const cells = held.filter(({ name, key }) => !key && (sort === null || name !== by));
      const victims = [...cells.map((cell) => [cell, some[chance(some.length)]] as const)];
      for (const [{ name, kind, nullable }, victim] of victims) {
        if (!victim) continue;
        const spreads = plant.spreading.some((one) => one === relation || one === `${relation}.${name}`);
        const parts = once(() => (spreads ? null : partsOf(dirty, plant, victim)));
        for (const value of [...spoilt[kind], ...(nullable ? ['null'] : [])]) {
          if (value !== victim.literals[name]) all.push({ victim, column: name, value, parts });
        }
      }
      const gone = some[chance(some.length)];
      if (!gone) continue;
      const parts = once(() => (plant.spreading.includes(relation) ? null : partsOf(dirty, plant, gone)));
      all.push({ victim: gone, column: null, value: null, parts });
    }
  }
  return all;
}

/** The things that a row is a part of, as it names them; null where it names none. */
function partsOf(dirty: DirtyStore, { links }: Plant, row: Victim, followed = 0): ReadonlySet<string> | null {
  const parts = new Set<string>();
  for (const [column, cell] of Object.entries(row.cells)) {
    const link = links[`${row.relation}.${column}`] ?? links[column];
    if (link === undefined || cell === null || cell === '0') continue;
    for (const one of (Array.isArray(link) ? link : [link]) as Link[]) {
      if (typeof one === 'string') parts.add(partOf(one, cell));
      else if (followed < 2) {
        const { rows: relation, by } = one;
        if (relation === row.relation || dirty.columns(relation) === null) continue;
        const quoted = `'${cell.replaceAll("'", "''")}'`;
        for (const further of dirty.rows(relation, `\`${by}\` = ${quoted}`, 50)) {
          for (const part of partsOf(dirty, { links } as Plant, further, followed + 1) ?? []) parts.add(part);
        }
      }
    }
  }
  return parts.size > 0 ? parts : null;
}

type Reading = Awaited<ReturnType<typeof readEverything>>;

/** Breaks rows of a store, several at once that have nothing to do with each other, and says what else came of it. */
export class Breaking {
  /** The things that the store shows when nothing is broken. */
  readonly #known: ReadonlySet<string>;

  private constructor(
    private readonly dirty: DirtyStore,
    private readonly graph: StoreGraph,
    private readonly before: Reading,
  ) {
    const parts = listNames.flatMap(
      (list) => before.lists[list]?.nodes.map((node) => partOf(list, node.nativeId)) ?? [],
    );
    this.#known = new Set(parts);
  }

  static async of(dirty: DirtyStore, graph: StoreGraph): Promise<Breaking> {
    return new Breaking(dirty, graph, await readEverything(graph));
  }

  /** Breakages in groups that have nothing to do with each other, at most so many at once; those that everything may change of apart. */
  groups(all: readonly Breakage[], most: number): Breakage[][] {
    const made: { isAll: boolean; parts: Set<string>; rows: Set<string>; some: Breakage[] }[] = [];
    for (const one of all) {
      const isAll = this.#isAll(one);
      const parts = isAll ? [] : [...(one.parts() ?? [])];
      const row = `${one.victim.table} ${one.victim.found}`;
      let group = made.find(
        (held) =>
          held.isAll === isAll &&
          held.some.length < most &&
          !held.rows.has(row) &&
          !parts.some((part) => held.parts.has(part)),
      );
      if (!group) {
        group = { isAll, parts: new Set(), rows: new Set(), some: [] };
        made.push(group);
      }
      for (const part of parts) group.parts.add(part);
      group.rows.add(row);
      group.some.push(one);
    }
    return made.map(({ some }) => some);
  }

  /** Whether everything may be another where this is broken: a setting, or a part of things that nobody sees. */
  #isAll(one: Breakage): boolean {
    return ![...(one.parts() ?? [])].some((part) => this.#known.has(part));
  }

  /** What is wrong with what is read after these, each named with the breakage that did it. */
  async faultsAfter(some: readonly Breakage[]): Promise<string[]> {
    const faults = await this.#together(some);
    if (faults.length === 0 || some.length === 1) return faults.map((fault) => `${told(some[0])}: ${fault}`);
    const each: string[] = [];
    for (const one of some) each.push(...(await this.#together([one])).map((fault) => `${told(one)}: ${fault}`));
    return each.length > 0 ? each : faults.map((fault) => `${some.map(told).join(' + ')}: ${fault}`);
  }

  async #together(some: readonly Breakage[]): Promise<string[]> {
    const { dirty, graph } = this;
    const isSetting = some.some(({ parts, victim }) => parts() === null || this.#isSetting(victim));
    dirty.run(
      some.map(({ victim, column, value }) =>
        column === null ? removing(victim) : spoiling(victim, column, value ?? 'null'),
      ),
    );
    let after: Reading;
    try {
      if (isSetting) await dirty.store.session().refresh();
      after = await readEverything(graph);
    } catch (error) {
      return [`cannot be read: ${error}`];
    } finally {
      dirty.run(some.flatMap(({ victim, column }) => mending(victim, column === null)));
      if (isSetting) await dirty.store.session().refresh();
    }
    return [
      ...graph.bugs().map((bug) => `a bug: ${bug instanceof Error ? bug.stack?.slice(0, 400) : bug}`),
      ...this.#faults(some, after),
    ];
  }

  get #plant(): Plant {
    return plants[this.dirty.platform.id] as Plant;
  }

  #isSetting({ relation }: Victim): boolean {
    return this.dirty.platform.relations?.[relation]?.area === 'settings';
  }

  #faults(some: readonly Breakage[], after: Reading): string[] {
    const faults = after.errors.flatMap((error) => faultOf(error));
    const parts = some.some((one) => this.#isAll(one))
      ? null
      : new Set(some.flatMap(({ parts: own }) => [...(own() ?? [])]));
    const may = (list: ListName, node: Thing) => parts === null || mayChange(parts, list, node);
    for (const list of listNames) {
      const [right, read] = [this.before.lists[list], after.lists[list]];
      if (!read) {
        faults.push(`${list} are null`);
        continue;
      }
      const dropped = after.errors.filter(({ path }) => path?.length === 3 && path[1] === list && path[2] === 'nodes');
      if (read.nodes.length + dropped.length !== Math.min(read.totalCount, 250)) {
        faults.push(
          `${list}: ${read.nodes.length} and ${dropped.length} dropped are not the ${read.totalCount} counted`,
        );
      }
      const byId = new Map(read.nodes.map((node) => [node.nativeId, node]));
      const named = new Set(dropped.map(({ extensions }) => extensions.nativeId));
      for (const node of right?.nodes ?? []) {
        const now = byId.get(node.nativeId);
        if (may(list, node) || (parts !== null && linesMayChange(parts, this.#plant, list, node))) {
          if (now === undefined && !named.has(node.nativeId) && !some.some((one) => this.#hides(one))) {
            faults.push(`${list} ${node.nativeId} is gone without a word`);
          }
        } else if (!same(ownFacts(now), ownFacts(node))) {
          faults.push(`${list} ${node.nativeId} changed, too: ${difference(ownFacts(node), ownFacts(now))}`);
        }
      }
    }
    for (const { code, message } of after.levels?.unanswered ?? [])
      faults.push(`levels unanswered: ${code} ${message}`);
    if (!after.levels) faults.push('levels are null');
    if (!after.config) faults.push('the configuration is null');
    return faults;
  }

  #hides({ victim, column }: Breakage): boolean {
    const { hiding, keyed } = this.#plant;
    const [name, key] = [`${victim.relation}.${column}`, victim.cells[keyed[victim.relation] ?? '']];
    return column === null || hiding.includes(name) || hiding.includes(`${name} of ${key}`);
  }
}

/** Whether a thing may be another where these are broken: it is one of them, or a product with its variants. */
function mayChange(parts: ReadonlySet<string>, list: ListName, node: Thing): boolean {
  if (parts.has(partOf(list, node.nativeId))) return true;
  // What products are sold together costs and is in stock as each of them is.
  const composed = node.type === 'GROUPED' || node.type === 'BUNDLE';
  if (list === 'products' && composed) return [...parts].some((part) => part.startsWith('products '));
  if (list === 'variants') return parts.has(partOf('products', node.product?.nativeId));
  // What was chosen is told by what the product offers now.
  if (list === 'baskets') {
    return node.lineItems.some(
      ({ product, variant }: Thing) =>
        parts.has(partOf('products', product?.nativeId)) || parts.has(partOf('variants', variant?.nativeId)),
    );
  }
  if (list === 'orders') return node.customer !== null && parts.has(partOf('customers', node.customer.nativeId));
  return list === 'products' && node.variants.some(({ nativeId }: Thing) => parts.has(partOf('variants', nativeId)));
}

/** Whether an order has a line of a broken product, where lines say what that is now. */
function linesMayChange(parts: ReadonlySet<string>, { linesAsProducts }: Plant, list: ListName, node: Thing): boolean {
  if (list !== 'orders' || !linesAsProducts) return false;
  return node.lineItems.some(
    ({ product, variant }: Thing) =>
      parts.has(partOf('products', product?.nativeId)) || parts.has(partOf('variants', variant?.nativeId)),
  );
}

function told(breakage: Breakage | undefined): string {
  if (!breakage) return '';
  const { victim, column, value } = breakage;
  const where = Object.entries(victim.cells)
    .slice(0, 4)
    .map(([name, cell]) => `${name} ${cell?.slice(0, 20)}`)
    .join(', ');
  return column === null
    ? `${victim.relation} without the row of ${where}`
    : `${victim.relation}.${column} = ${value} (${where})`;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const links = new Set(['product', 'variant', 'variants', 'customer', 'order', 'categories', 'parent', 'children']);

/** A thing without its links to others, which say what those are. */
function ownFacts(thing: Thing): Thing {
  return thing && JSON.parse(JSON.stringify(thing, (key, value) => (links.has(key) ? undefined : value)));
}

function difference(one: Thing, other: Thing): string {
  if (other === undefined) return 'it is gone';
  const fields = Object.keys(one).filter((field) => !same(one[field], other[field]));
  return fields
    .map(
      (field) =>
        `${field} ${JSON.stringify(one[field])?.slice(0, 100)} -> ${JSON.stringify(other[field])?.slice(0, 100)}`,
    )
    .join('; ');
}

/** What an error must be that says what one record lacks. */
function faultOf({ path, message, extensions }: ReadError): string[] {
  const { code, retryable, nativeId } = extensions;
  const at = path?.join('.');
  if (code !== 'STORE_RECORD_INVALID') return [`${code} at ${at}: ${message}`];
  if (retryable !== false) return [`${at} may be asked for again: ${message}`];
  if (typeof nativeId !== 'string') return [`an error at ${at} names no record: ${message}`];
  return [];
}
