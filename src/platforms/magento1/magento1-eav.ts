import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { magento, type ValueTable, type ValueType, valueTypes } from './magento1-tables.js';

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

/** Reads values of attributes that were asked for. */
export interface EavValues {
  /** The value in a store view, or the default one where the view has none of its own; null where there is neither. */
  value(results: Results, id: number, code: string): EavValue;
  /** The same in another store view that was asked for. */
  valueIn(storeId: number, results: Results, id: number, code: string): EavValue;
  /** The statement that reads values of this type; null where no such attribute was asked for. */
  statement(type: ValueType): Statement<ValueTable> | null;
}

/**
 * Asks for attributes of the entities that `ids` stand for: one statement for each type of value. Values are looked for in the
 * given store views and, as the default, in store 0. Attributes that the store does not know read as null.
 */
export function eavOf(
  gathering: Gathering,
  prefix: string,
  entity: 'catalog_product_entity' | 'catalog_category_entity',
  ids: number[],
  attributes: readonly (EavAttribute | undefined)[],
  storeIds: readonly [number, ...number[]],
): EavValues {
  const known = new Map(attributes.flatMap((one) => (one ? [[one.code, one] as const] : [])));
  const stores = [...new Set([0, ...storeIds])];
  const statements = new Map<string, Statement<ValueTable>>();
  for (const type of valueTypes) {
    const wanted = [...known.values()].filter((one) => tablesOf(one).includes(type)).map((one) => one.id);
    if (wanted.length === 0) continue;
    const made = gathering.add(
      `${prefix}-${type}`,
      magento
        .selectFrom(`${entity}_${type} as v` as 'catalog_product_entity_varchar as v')
        .select(['v.entity_id', 'v.attribute_id', 'v.store_id', 'v.value'])
        .where('v.entity_id', 'in', ids)
        .where('v.attribute_id', 'in', wanted)
        .where('v.store_id', 'in', stores),
    );
    statements.set(type, made);
  }
  const readings = new Map([...statements].map(([type, made]) => [type, rowsOf(made, 'entity_id')]));
  const valueIn: EavValues['valueIn'] = (storeId, results, id, code) => {
    const attribute = known.get(code);
    if (!attribute) return null;
    const rows = tablesOf(attribute).flatMap((type) => readings.get(type)?.(results, id) ?? []);
    const held = rows.filter((row) => row.attribute_id === attribute.id);
    return (held.find((row) => row.store_id === storeId) ?? held.find((row) => row.store_id === 0))?.value ?? null;
  };
  return {
    value: (results, id, code) => valueIn(storeIds[0], results, id, code),
    valueIn,
    statement: (type) => statements.get(type) ?? null,
  };
}

function tablesOf(attribute: EavAttribute): readonly string[] {
  return attribute.strayed ? [attribute.type, 'varchar'] : [attribute.type];
}

/** Asks for attributes of customers or their addresses, which hold one value each. */
export function personalEavOf(
  gathering: Gathering,
  prefix: string,
  entity: 'customer_entity' | 'customer_address_entity',
  ids: number[],
  attributes: readonly (EavAttribute | undefined)[],
) {
  const known = new Map(attributes.flatMap((one) => (one ? [[one.code, one] as const] : [])));
  const statements = (['varchar', 'int', 'text'] as const).flatMap((type) => {
    const wanted = [...known.values()].filter((one) => one.type === type).map((one) => one.id);
    if (wanted.length === 0) return [];
    const made = gathering.add(
      `${prefix}-${type}`,
      magento
        .selectFrom(`${entity}_${type} as v` as 'customer_entity_varchar as v')
        .select(['v.entity_id', 'v.attribute_id', 'v.value'])
        .where('v.entity_id', 'in', ids)
        .where('v.attribute_id', 'in', wanted),
    );
    return [[type as string, made] as const];
  });
  const readings = new Map(statements.map(([type, made]) => [type, rowsOf(made, 'entity_id')]));
  return {
    value(results: Results, id: number, code: string): EavValue {
      const attribute = known.get(code);
      const rows = attribute && readings.get(attribute.type);
      return rows?.(results, id).find((row) => row.attribute_id === attribute?.id)?.value ?? null;
    },
    /** The ids that whole-number values name, such as those of regions. */
    numbers: (): number[] => {
      const numbers = statements.find(([type]) => type === 'int')?.[1];
      return numbers ? valuesFrom(numbers as Statement<{ value: number }>, 'value') : [];
    },
  };
}
