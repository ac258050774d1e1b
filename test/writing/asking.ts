import { existsSync, readFileSync } from 'node:fs';
import type { ConnectedStore } from './connected-store.js';
import { operations } from './operations.js';
import type { PlatformStore } from './platform-store.js';

type Mutation = keyof typeof operations;

/** What tests of a store ask it and the service that is connected to it, once both are there. */
export function asking(of: () => { readonly store: PlatformStore; readonly shop: ConnectedStore }) {
  const change = async (mutation: Mutation, changes: readonly object[], key?: string) => {
    const reply = await of().shop.ask(operations[mutation], { changes, key });
    expect(reply.errors).toBeUndefined();
    return reply.data[mutation].results;
  };
  return {
    /** The first cell of the first row, in the store's database; an empty text where there is none. */
    one: (sql: string) => of().store.rows(sql)[0]?.[0] ?? '',
    /** The results of changes. */
    change,
    /** The code that a change is refused with. */
    codeOf: async (mutation: Mutation, wrong: object) => (await change(mutation, [wrong]))[0].userErrors[0]?.code,
    /** How often the store's own code was told of each hook, as its witness has noted them in `var/witness`. */
    seen(): Record<string, number> {
      const file = `${of().store.root}/var/witness`;
      const told: Record<string, number> = {};
      for (const name of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
        told[name] = (told[name] ?? 0) + 1;
      }
      return told;
    },
  };
}
