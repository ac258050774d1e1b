import { ServiceError } from './service-error.js';

/** The kinds of things that have a global id. */
export const nodeTypes = [
  'Store',
  'Product',
  'ProductVariant',
  'Category',
  'Order',
  'Customer',
  'Review',
  'Coupon',
  'GiftCard',
  'TaxRate',
] as const;
export type NodeType = (typeof nodeTypes)[number];
export type StoreNodeType = Exclude<NodeType, 'Store'>;

export type GlobalId = { type: 'Store'; storeId: string } | { type: StoreNodeType; storeId: string; nativeId: string };

const form = /^gid:\/\/drawbridge\/(?:Store\/([0-9a-f-]{36})|([0-9a-f-]{36})\/([A-Z][A-Za-z]+)\/([^/\s]{1,200}))$/;

/** The global id of a store. */
export function storeGlobalId(storeId: string): string {
  return `gid://drawbridge/Store/${storeId}`;
}

/** The global id of a thing in a store, made of the store's id and the platform's own id; stable for as long as both are. */
export function globalId(storeId: string, type: StoreNodeType, nativeId: string | number): string {
  return `gid://drawbridge/${storeId}/${type}/${encodeURIComponent(String(nativeId))}`;
}

/** Reads a global id; null where the text is not one. */
export function parseGlobalId(id: string): GlobalId | null {
  const match = form.exec(id);
  if (!match) return null;
  // Copied: a part of a text keeps the whole text in memory, here perhaps a mutation with a password written into it.
  if (match[1]) return { type: 'Store', storeId: Buffer.from(match[1]).toString() };
  const [, , storeId, type, native] = match as unknown as [string, undefined, string, string, string];
  if (type === 'Store' || !(nodeTypes as readonly string[]).includes(type)) return null;
  try {
    const nativeId = decodeURIComponent(native);
    // No database takes it in a text, and no platform has it in an id.
    return nativeId.includes('\0') ? null : { type: type as StoreNodeType, storeId, nativeId };
  } catch {
    return null;
  }
}

/** Reads a global id that must be of one type; throws BAD_USER_INPUT where it is not. */
export function globalIdOf<T extends NodeType>(type: T, id: string): Extract<GlobalId, { type: T }> {
  const parsed = parseGlobalId(id);
  if (parsed?.type !== type) {
    throw new ServiceError(
      'BAD_USER_INPUT',
      `id must be the global id of a ${type}, but got: ${JSON.stringify(id.slice(0, 80))}`,
    );
  }
  return parsed as Extract<GlobalId, { type: T }>;
}
