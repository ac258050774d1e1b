import { type RawBuilder, sql } from 'kysely';
import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type Gathering, groupsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-relations.js';

/** An attribute as Magento's EAV model names it. */
export interface EavAttribute {
  readonly id: number;
  readonly code: string;
  /** The table that its values are kept in: `varchar`, `int`, `decimal`, `text`, `datetime`; `static` for a column of the entity. */
  readonly type: string;
  /**
   * Whether `varchar` still holds values from before the attribute's type was changed. Magento reads a value from whichever table
   * it finds it in.
   */
  readonly strayed?: boolean;
}

/** The attributes of one kind of entity, by code. */
export type EavAttributes = Readonly<Record<string, EavAttribute>>;

/** A value as its table holds it: ids and whole numbers as numbers where it is `int`, else text. */
export type EavValue = string | number | null;

/** The values of an entity's attributes as columns, by their codes. */
export type EavRow<Code extends string = string> = Readonly<Record<Code, EavValue>>;

interface ValueRow {
  readonly entity_id: number;
  readonly attribute_id: number;
  /** Missing where an attribute has one value for all store views. */
  readonly store_id?: number;
  readonly value: EavValue;
}

/** Reads the attributes that were asked for, and no other. */
export interface EavValues<Code extends string = string> {
  /** The values of one entity in the default store view, or for all where that has none of its own; null where there is neither. */
  of(results: Results, id: number): EavRow<Code>;
  /** The same in another store view. */
  inView(storeId: number, results: Results, id: number): EavRow<Code>;
  /** The whole numbers among the values, such as ids of options; empty where no such attribute was asked for. */
  numbers(): number[];
}

const entities = {
  product: ['catalog_product_entity', 'productAttributes', ['varchar', 'int', 'decimal', 'text', 'datetime']],
  category: ['catalog_category_entity', 'categoryAttributes', ['varchar', 'int', 'text']],
  // Values of persons are the same in all store views.
  customer: ['customer_entity', 'customerAttributes', ['varchar', 'int']],
  // Those that the owner opened.
  customerField: ['customer_field', 'customerAttributes', ['varchar', 'int', 'decimal', 'text', 'datetime']],
  address: ['customer_address_entity', 'addressAttributes', ['varchar', 'int', 'text']],
} as const;

export type EavEntity = keyof typeof entities;

/**
 * Asks for attributes of the entities that `ids` stand for, by one statement for each type of value, called `prefix` and the type.
 * Values are looked for in the default store view, those named besides, and as the default in store 0. Attributes that the store
 * does not know read as null.
 */
export function eavOf<const Code extends string>(
  { view, gathering }: { readonly view: Magento1View; readonly gathering: Gathering },
  kind: EavEntity,
  ids: number[],
  codes: readonly Code[],
  { prefix = kind, storeIds = [] }: { readonly prefix?: string; readonly storeIds?: readonly number[] } = {},
): EavValues<Code> {
  const [entity, model, types] = entities[kind];
  const known = view.native[model];
  const wanted = codes.flatMap((code) => (Object.hasOwn(known, code) ? [known[code] as EavAttribute] : []));
  const byView = kind === 'product' || kind === 'category';
  const statements = new Map<string, Statement<ValueRow>>();
  for (const type of types) {
    const attributes = wanted.filter((one) => tablesOf(one).includes(type)).map((one) => one.id);
    if (attributes.length === 0) continue;
    const values = magento
      .selectFrom(`${entity}_${type} as v` as 'catalog_product_entity_varchar as v')
      .select(['v.entity_id', 'v.attribute_id', 'v.value'])
      .$if(byView, (query) =>
        query.select('v.store_id').where('v.store_id', 'in', [...new Set([0, view.native.storeId, ...storeIds])]),
      )
      .where('v.entity_id', 'in', ids)
      .where('v.attribute_id', 'in', [...new Set(attributes)]);
    statements.set(type, gathering.add(`${prefix}-${type}`, values));
  }
  const readings = new Map([...statements].map(([type, made]) => [type, valuesByAttribute(made)]));
  const attributes = new Map(
    wanted.map((one) => [
      one.code,
      { id: one.id, readings: tablesOf(one).flatMap((type) => readings.get(type) ?? []) },
    ]),
  );
  const heldBy = (results: Results, id: number, storeId: number, attribute: ReadAttribute): EavValue => {
    let own: ValueRow | undefined;
    let forAll: ValueRow | undefined;
    for (const read of attribute.readings) {
      for (const row of read(results, id).get(attribute.id) ?? []) {
        if (row.store_id === storeId) own ??= row;
        else if (!row.store_id) forAll ??= row;
      }
    }
    return (own ?? forAll)?.value ?? null;
  };
  // Each value is read when it is used, so that a failed statement costs only what needs it.
  const row = Object.defineProperties(
    {},
    Object.fromEntries(
      codes.map((code) => {
        const attribute = attributes.get(code);
        const get = function (this: Placed) {
          if (!attribute) return null;
          const { results, id, storeId } = this[place];
          return heldBy(results, id, storeId, attribute);
        };
        return [code, { get }];
      }),
    ),
  );
  const inView: EavValues<Code>['inView'] = (storeId, results, id) => {
    const placed: Placed = Object.create(row);
    placed[place] = { storeId, results, id };
    return placed as unknown as EavRow<Code>;
  };
  return {
    of: (results, id) => inView(view.native.storeId, results, id),
    inView,
    numbers() {
      const numbers = statements.get('int');
      return numbers ? valuesFrom(numbers as Statement<{ value: number }>, 'value') : [];
    },
  };
}

/** Where the values of a row are read; no attribute can have its name. */
const place = Symbol('place');

interface Placed {
  [place]: { readonly results: Results; readonly id: number; readonly storeId: number };
}

interface ReadAttribute {
  readonly id: number;
  readonly readings: readonly ReturnType<typeof valuesByAttribute>[];
}

/** Reads the values of one entity by the numbers of their attributes. */
function valuesByAttribute(values: Statement<ValueRow>) {
  const byAttribute = (rows: readonly ValueRow[]) =>
    new Map([...groupsOf(rows, 'entity_id')].map(([id, own]) => [id, groupsOf(own, 'attribute_id')]));
  const grouped = (results: Results) => results.ofRows(values, 'by attribute', byAttribute);
  return (results: Results, id: number): ReadonlyMap<number, readonly ValueRow[]> =>
    results.once(grouped).get(id) ?? none;
}

const none: ReadonlyMap<number, readonly ValueRow[]> = new Map();

function tablesOf(attribute: EavAttribute): readonly string[] {
  return attribute.strayed ? [attribute.type, 'varchar'] : [attribute.type];
}

/**
 * The value of an attribute as `of` shows it, as SQL: the default store view's own, else the one for all. `entity` names the column
 * that holds the entity's number.
 */
export function shownValue<T>(
  view: Magento1View,
  kind: 'product' | 'category',
  type: 'varchar' | 'int' | 'decimal',
  code: string,
  entity: string,
): RawBuilder<T | null> {
  const [name, model] = entities[kind];
  const value = magento
    .selectFrom(`${name}_${type} as a` as 'catalog_product_entity_varchar as a')
    .select('a.value')
    .where('a.entity_id', '=', sql.ref<number>(entity))
    .where('a.attribute_id', '=', view.native[model][code]?.id ?? 0)
    .where('a.store_id', 'in', [0, view.native.storeId])
    .orderBy('a.store_id', 'desc')
    .limit(1);
  return sql<T | null>`${value}`;
}

/** The value of an attribute of a product as `of` shows it, as SQL, whichever table it is found in. */
export function heldValue(view: Magento1View, attribute: EavAttribute, entity: string): RawBuilder<string | null> {
  const { storeId } = view.native;
  const valueIn = (type: string, store: readonly number[]) =>
    sql`(${magento
      .selectFrom(`catalog_product_entity_${type} as a` as 'catalog_product_entity_varchar as a')
      .select('a.value')
      .where('a.entity_id', '=', sql.ref<number>(entity))
      .where('a.attribute_id', '=', attribute.id)
      .where('a.store_id', 'in', [...store])
      .orderBy('a.store_id', 'desc')
      .limit(sql.lit(1))})`;
  const tables = tablesOf(attribute);
  if (tables.length === 1) return sql<string | null>`${valueIn(attribute.type, [0, storeId])}`;
  const places = [storeId, 0].flatMap((store) => tables.map((type) => valueIn(type, [store])));
  return sql<string | null>`coalesce(${sql.join(places)})`;
}
