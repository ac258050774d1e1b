/** The kinds of things whose fields an owner can open in the bridge's `config.php`. */
export const metafieldKinds = ['product', 'category', 'order', 'customer'] as const;
export type MetafieldKind = (typeof metafieldKinds)[number];
