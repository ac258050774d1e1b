import type { Metafield } from '../../model/metafield.js';
import type { MetafieldKind } from '../../model/metafield-kind.js';
import { type Ask, anyRelations } from '../entity.js';
import { unescaped } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { relations } from './opencart-relations.js';

type FieldRelation = 'order_field' | 'customer_field' | 'address_field';

interface Source {
  readonly relation: FieldRelation;
  /** The column that says whose a row is. */
  readonly owner: string;
  /** The column that the rows of one owner go by, where there are several. */
  readonly by?: string;
}

type Row = Readonly<Record<string, string | null>>;

/** OpenCart's custom fields that the owner opened, in the owner's order, as `custom_field.7`: the column, and the field's number. */
export function metafieldsIn(kind: MetafieldKind, sources: readonly Source[]): Ask<OpenCartView, unknown, Metafield[]> {
  return {
    columns: [],
    prepare: ({ view, gathering, ids }) => {
      const opened = view.columns.metafields(kind).flatMap((key) => {
        const [column = '', field] = key.split(/\.(.*)/);
        return field ? [{ key, column, field }] : [];
      });
      const readings = sources.flatMap(({ relation, owner, by = owner }) => {
        const columns = relations[relation].parts?.columns ?? [];
        const wanted = opened.filter(({ column }) => columns.includes(column) && view.columns.has(relation, column));
        if (wanted.length === 0) return [];
        const held = anyRelations
          .selectFrom(`${relation} as f`)
          .select([...new Set(wanted.map(({ column }) => column))].map((column) => `f.${column}`))
          .orderBy(`f.${by}`);
        return [{ wanted, rows: gathering.rows(relation.replace('_', '-'), `f.${owner}`, ids, held) }];
      });
      return (results, id) =>
        opened.flatMap((one) =>
          readings
            .flatMap(({ wanted, rows }) =>
              wanted.includes(one)
                ? (rows(results, id) as unknown as readonly Row[]).flatMap((row) => valueIn(row[one.column], one.field))
                : [],
            )
            .map((value) => ({ key: one.key, value })),
        );
    },
  };
}

/** What stands under a number in the JSON of a column; nothing where the shopper left it empty. */
function valueIn(json: string | null | undefined, field: string): string[] {
  const held = new Map(Object.entries(JSON.parse(json || '{}') as object)).get(field) as unknown;
  const text = typeof held === 'string' ? unescaped(held) : JSON.stringify(held ?? '');
  return ['', '""', '[]'].includes(text) ? [] : [text];
}
