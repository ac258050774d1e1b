import type { Random } from './grown-operation.js';
import { oneOf } from './mutated-bytes.js';

/** A statement as it is sent to a bridge. */
export interface GrownStatement {
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
}

/** Grows a statement that the protocol takes out of what a bridge says it lets out: relation => columns. */
export function grownStatement(relations: Readonly<Record<string, readonly string[]>>, random: Random): GrownStatement {
  return new Growing(relations, random).statement();
}

class Growing {
  readonly #params: (string | number | null)[] = [];
  readonly #names: readonly string[];

  constructor(
    private readonly relations: Readonly<Record<string, readonly string[]>>,
    private readonly random: Random,
  ) {
    this.#names = Object.keys(relations).filter((name) => relations[name]?.length);
  }

  statement(): GrownStatement {
    const sql = this.#chance(0.1) ? this.#union() : this.#select('t', true);
    return { sql, params: this.#params };
  }

  #union(): string {
    return `${this.#select('t', false, 2)} union ${this.#chance(0.5) ? 'all ' : ''}${this.#select('u', false, 2)}`;
  }

  /** A select of its own aliases; `count` columns where that is wanted. */
  #select(alias: string, ordered: boolean, count = 1 + Math.floor(this.random() * 4)): string {
    const relation = this.#one(this.#names);
    const columns = (this.relations[relation] ?? []).map((name) => `\`${alias}\`.\`${name}\``);
    const grouped = this.#chance(0.15) ? this.#one(columns) : null;
    const list = Array.from({ length: count }, (_, i) => {
      const value = grouped ? (i === 0 ? grouped : this.#sum(columns)) : this.#value(columns);
      return `${value} as \`c${i}\``;
    });
    const source = this.#chance(0.1)
      ? `(select ${columns.map((one) => one.replace(`\`${alias}\``, '`o`')).join(', ')} from \`${relation}\` as \`o\`)`
      : `\`${relation}\``;
    const joined = this.#chance(0.3) ? this.#join(columns, `${alias}j`) : '';
    const wheres = Array.from({ length: Math.floor(this.random() * 4) }, () => this.#condition(columns));
    return [
      `select ${!grouped && this.#chance(0.1) ? 'distinct ' : ''}${list.join(', ')} from ${source} as \`${alias}\`${joined}`,
      wheres.length > 0 ? `where ${wheres.join(this.#chance(0.8) ? ' and ' : ' or ')}` : '',
      grouped ? `group by ${grouped}` : '',
      grouped && this.#chance(0.3) ? 'having count(*) > 1' : '',
      ordered && this.#chance(0.6)
        ? `order by ${grouped ?? this.#one(columns)} ${this.#chance(0.5) ? 'asc' : 'desc'}`
        : '',
      ordered && this.#chance(0.8) ? `limit ${Math.floor(this.random() * 20)}` : '',
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** Another relation that has a column of one of these names; nothing where there is none. */
  #join(columns: readonly string[], alias: string): string {
    const name = this.#one(columns).split('.')[1]?.replaceAll('`', '') ?? '';
    const others = this.#names.filter((one) => this.relations[one]?.includes(name));
    const on = `\`${alias}\`.\`${name}\``;
    const mine = columns.find((one) => one.endsWith(`.\`${name}\``));
    return ` ${this.#chance(0.5) ? 'inner' : 'left'} join \`${this.#one(others)}\` as \`${alias}\` on ${on} = ${mine}`;
  }

  #sum(columns: readonly string[]): string {
    const column = this.#one(columns);
    return this.#one(['count(*)', `count(distinct ${column})`, `sum(${column})`, `min(${column})`, `max(${column})`]);
  }

  #value(columns: readonly string[]): string {
    const [one, other] = [this.#one(columns), this.#one(columns)];
    const how = Math.floor(this.random() * 24);
    if (how < 12) return one;
    if (how === 12) return `case when ${this.#condition(columns)} then ${one} else ${this.#param()} end`;
    if (how === 13) return `instr(${one}, ${this.#param()})`;
    if (how === 14) return `(select count(*) from \`${this.#one(this.#names)}\` as \`n\`)`;
    return this.#one([
      `coalesce(${one}, ${other}, 0)`,
      `lower(${one})`,
      `upper(${one})`,
      `length(${one})`,
      `substr(${one}, 1, 3)`,
      `abs(${one})`,
      `round(${one}, 2)`,
      `nullif(${one}, 0)`,
      `${one} + 1`,
    ]);
  }

  #condition(columns: readonly string[]): string {
    const one = this.#one(columns);
    const how = Math.floor(this.random() * 7);
    if (how === 0) return `${one} is ${this.#chance(0.5) ? 'not ' : ''}null`;
    if (how === 1) return `${one} in (${this.#param()}, ${this.#param()})`;
    if (how === 2) return `${one} between ${this.#param()} and ${this.#param()}`;
    if (how === 3) return `(${this.#condition(columns)} or not ${one} = ${this.#param()})`;
    if (how === 4) {
      const relation = this.#one(this.#names);
      const column = this.#one(this.relations[relation] ?? []);
      return `${this.#chance(0.5) ? 'not ' : ''}exists (select 1 from \`${relation}\` as \`e\` where \`e\`.\`${column}\` = ${one})`;
    }
    return `${one} ${this.#one(['=', '<>', '<', '>='])} ${this.#param()}`;
  }

  #param(): string {
    if (this.#chance(0.4)) return String(Math.floor(this.random() * 5));
    this.#params.push(this.#one([0, 1, 2, -1, 1.5, 2 ** 53, '', 'a', '%', '2024-01-01', 'é🪑', null]));
    return '?';
  }

  #one<T>(all: readonly T[]): T {
    return oneOf(all, this.random);
  }

  #chance(of: number): boolean {
    return this.random() < of;
  }
}
