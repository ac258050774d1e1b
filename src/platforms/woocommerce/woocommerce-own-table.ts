import { kinds } from '../relations.js';

const { int, name, text } = kinds;

/** A table of the site's own, and the only rows of it that may leave the store. */
export const from = (table: string, where?: string) => ({ table: `{own}${table}`, ...(where ? { where } : {}) });

/** The columns of `postmeta`. */
export const meta = { meta_id: int, post_id: int, meta_key: name, meta_value: text };
