import type { Connection, Edge, PageInfo } from '../model/connections.js';

// The getters are those of classes: for an object that is written out with one, the engine makes a hidden class each time, which lives
// until its next full collection, and with it all that the getter sees: a whole page, say.

/** A page of a list whose edges and place are made when they are asked for. */
export class LateConnection<T> implements Connection<T> {
  constructor(
    readonly nodes: readonly T[],
    readonly totalCount: number | null,
    private readonly late: { readonly edges: () => readonly Edge<T>[]; readonly pageInfo: () => PageInfo },
  ) {}

  get edges(): readonly Edge<T>[] {
    return this.late.edges();
  }

  get pageInfo(): PageInfo {
    return this.late.pageInfo();
  }
}

/** A row of a page whose cursor is made when it is asked for. */
export class LateEdge<T> implements Edge<T> {
  constructor(
    readonly node: T,
    private readonly cursorOf: () => string,
  ) {}

  get cursor(): string {
    return this.cursorOf();
  }
}
