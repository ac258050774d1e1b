import { type Expression, type RawBuilder, sql } from 'kysely';
import type { PrestaShopTables } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

type TextTable = Extract<keyof PrestaShopTables, `${string}_lang`>;

/** Which of the rows in several languages are meant. */
export interface InLanguage<Table extends TextTable> {
  readonly table: Table;
  readonly text: keyof PrestaShopTables[Table] & string;
  readonly key: keyof PrestaShopTables[Table] & string;
  /** The column that holds the key, such as `p.id_product`. */
  readonly of: string;
  /** The shop whose texts count, where each shop has its own. */
  readonly shop?: Expression<number> | null;
}

/** A text of the shop as an expression: in the default language, else in the first language that has one; null where none has. */
export function inLanguage<Table extends TextTable>(
  { native: { languageId } }: PrestaShopView,
  { table, text, key, of, shop }: InLanguage<Table>,
): RawBuilder<string | null> {
  const column = (name: string) => sql.ref(`tt.${name}`);
  const shopOnly = shop ? sql` and ${column('id_shop')} = ${shop}` : sql``;
  const held = sql`select ${column(text)} from ${sql.table(table)} as ${sql.ref('tt')} where ${column(key)} = ${sql.ref(of)}${shopOnly} and ${column(text)} <> ${''}`;
  const own = sql`${held} and ${column('id_lang')} = ${languageId} limit 1`;
  return sql<string | null>`coalesce((${own}), (${held} order by ${column('id_lang')} limit 1))`;
}
