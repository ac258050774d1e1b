/** Runs SQL and gives the rows as text, as MariaDB's own client prints them. */
export type Sql = (statement: string) => string[][];

/** What is multiplied together: all rows that belong to a thing get its copy's number. */
export type Kind = 'products' | 'orders' | 'customers';

/** How many things of each kind there are to be. */
export type Sizes = Readonly<Record<Kind, number>>;

/** Ids that tables share: each copy's are further up by as much as there is room for. */
export interface Ids {
  readonly kind: Kind;
  /** The table and column that number them. */
  readonly of: readonly [table: string, column: string];
}

/** A table that grows with a kind of thing. */
export interface GrowingTable {
  readonly table: string;
  readonly kind: Kind;
  /** Its columns that hold ids, and which. 0 stays 0. */
  readonly ids: Readonly<Record<string, string>>;
  /** Texts that each copy must have for itself. */
  readonly distinct?: readonly string[];
  /**
   * Columns with an expression of their own; `s.seq` is the number of the copy, `t` the row, `{product}` the distance
   * of such ids, and `{products}` how many copies there are of that kind, the row itself counted.
   */
  readonly set?: Readonly<Record<string, string>>;
  /** Which rows are copied. */
  readonly where?: string;
  /**
   * Whether it is a detail that pages read by the thing's id alone. The first and the last copies have such rows, and one in
   * eight of those between: what a page costs stays, and the store grows in a fraction of the time.
   */
  readonly detail?: true;
}

/** How a platform's store grows. */
export interface Growth {
  readonly prefix: string;
  /** The table that tells how many things of each kind there are. */
  readonly counted: Readonly<Record<Kind, readonly [table: string, where?: string]>>;
  readonly ids: Readonly<Record<string, Ids>>;
  readonly tables: readonly GrowingTable[];
}

/**
 * Multiplies a store's rows until it holds as many products, orders and customers as wanted: every copy with ids and names of its
 * own, linked to things of its copy, its times spread over the years before. The same store grows to the same rows each time.
 */
export function growStore(sql: Sql, { prefix, counted, ids, tables }: Growth, sizes: Sizes): void {
  const copiesOf = Object.fromEntries(
    (Object.keys(counted) as Kind[]).map((kind) => {
      const [table, where = 'true'] = counted[kind];
      const held = Number(sql(`select count(*) from \`${prefix}${table}\` as t where ${where}`)[0]?.[0]);
      return [kind, Math.max(0, Math.ceil(sizes[kind] / held) - 1)];
    }),
  ) as Record<Kind, number>;
  const strides = Object.fromEntries(
    Object.entries(ids).map(([name, { of }]) => {
      const greatest = Number(sql(`select coalesce(max(\`${of[1]}\`), 0) from \`${prefix}${of[0]}\``)[0]?.[0]);
      return [name, greatest + 1];
    }),
  );
  for (const growing of tables) {
    const copies = copiesOf[growing.kind];
    if (copies > 0) sql(insertion(sql, { prefix, ids, strides, copiesOf }, growing, copies));
  }
}

interface Known {
  readonly prefix: string;
  readonly ids: Growth['ids'];
  readonly strides: Readonly<Record<string, number>>;
  readonly copiesOf: Readonly<Record<Kind, number>>;
}

function insertion(sql: Sql, known: Known, growing: GrowingTable, copies: number): string {
  const { table, kind, distinct = [], set = {}, where = 'true', detail } = growing;
  const name = `\`${known.prefix}${table}\``;
  const columns = sql(
    `select column_name, data_type, extra from information_schema.columns where table_schema = database() and table_name = '${known.prefix}${table}' order by ordinal_position`,
  ).filter(([column = '', , extra = '']) => column in growing.ids || !/auto_increment|GENERATED/.test(extra));
  const values = columns.map(([column = '', type]) => {
    const cell = `t.\`${column}\``;
    const own = growing.ids[column];
    if (set[column]) return set[column];
    if (own) {
      const of = known.ids[own];
      const stride = known.strides[own];
      if (!of || stride === undefined) throw new Error(`ids must be named in the growth, but got: ${own}`);
      // What is of another kind is spread over that kind's copies.
      const copy = of.kind === kind ? 's.seq' : `(s.seq mod ${known.copiesOf[of.kind] + 1})`;
      return `if(${cell} > 0, ${cell} + ${stride} * ${copy}, ${cell})`;
    }
    if (distinct.includes(column)) return `if(${cell} <> '', concat(${cell}, '-', s.seq), ${cell})`;
    // A quarter of a day a copy: the newest things are the store's own, the oldest some years older.
    if (/^(datetime|timestamp)$/.test(type ?? '')) {
      return `if(${cell} > '1971-01-01' and ${cell} < '2037-01-01', ${cell} - interval (s.seq * 373) minute, ${cell})`;
    }
    return cell;
  });
  const edge = Math.min(12, copies);
  const which = detail ? ` where s.seq <= ${edge} or s.seq > ${copies - edge} or s.seq mod 8 = 0` : '';
  const names = columns.map(([column]) => `\`${column}\``).join(', ');
  const named = (expression: string) =>
    expression.replaceAll(/\{(\w+)\}/g, (_whole, own: string) =>
      String(known.strides[own] ?? known.copiesOf[own as Kind] + 1),
    );
  // From a table of its own, or MariaDB would write every new row twice; copy by copy, so that keys grow in their order.
  return `set sql_mode = '', unique_checks = 0, foreign_key_checks = 0, join_cache_level = 0;
    create temporary table growing as select * from ${name} as t where ${where};
    alter table ${name} disable keys;
    insert ignore into ${name} (${names})
      select straight_join ${named(values.join(', '))} from seq_1_to_${copies} as s join growing as t${which};
    alter table ${name} enable keys; analyze table ${name}`;
}
