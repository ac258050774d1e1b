/** Everything that a key can be allowed, by name; `*` stands for all of it. */
export const scopes = [
  'stores.read',
  'stores.write',
  'catalog.read',
  'catalog.write',
  'orders.read',
  'orders.write',
  'customers.read',
  'promotions.read',
  'keys.write',
  'support.write',
  'audit.read',
  'webhooks.write',
] as const;
export type Scope = (typeof scopes)[number];

/** Whether a text is the name of a scope, or `*`. */
export function isScope(text: string): text is Scope | '*' {
  return text === '*' || (scopes as readonly string[]).includes(text);
}

/** Whether these scopes hold this one. */
export function holds(held: readonly string[], scope: Scope): boolean {
  return held.includes('*') || held.includes(scope);
}

/** Whether these scopes hold all of those. */
export function holdsAll(held: readonly string[], wanted: readonly string[]): boolean {
  return held.includes('*') || wanted.every((scope) => held.includes(scope));
}
