/** What a client asked for below one field, as a tree of field names: `{ images: { url: {} } }`. */
export interface SelectionTree {
  readonly [field: string]: SelectionTree;
}

/** The part of a query below one field. A platform puts into a plan only what is selected. */
export class Selection {
  static readonly none = new Selection({});

  #key: string | undefined;

  constructor(private readonly tree: SelectionTree) {}

  /** Whether any of these fields is selected. */
  has(...fields: readonly string[]): boolean {
    return fields.some((field) => Object.hasOwn(this.tree, field));
  }

  /** The selection below a field; empty where the field is not selected. */
  at(field: string): Selection {
    const below = Object.hasOwn(this.tree, field) ? this.tree[field] : undefined;
    return below ? new Selection(below) : Selection.none;
  }

  /** The selected field names, without aliases or arguments. */
  get fields(): readonly string[] {
    return Object.keys(this.tree);
  }

  /** The same tree as plain data, with its fields sorted: equal selections give equal text. */
  get key(): string {
    this.#key ??= this.#sorted();
    return this.#key;
  }

  #sorted(): string {
    const sorted = (tree: SelectionTree): string =>
      Object.keys(tree)
        .sort()
        .map((field) => `${field}{${sorted(tree[field] ?? {})}}`)
        .join(' ');
    return sorted(this.tree);
  }
}
