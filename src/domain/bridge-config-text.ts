/** The keys that a store's config.php names, by id; those in comments too. */
export function keysIn(config: string): ReadonlyMap<string, string> {
  const lines = config.matchAll(/(['"])([A-Za-z0-9_.-]{1,64})\1\s*=>\s*(['"])([A-Za-z0-9_-]{43})\3/g);
  return new Map([...lines].map(([, , id = '', , secret = '']) => [id, secret]));
}

/**
 * The owner's config.php with these keys (id => secret in base64url) in place of those that it has; everything else stays as the
 * owner wrote it. Null where the list of keys cannot be told from the rest.
 */
export function withKeys(config: string, keys: ReadonlyMap<string, string>): string | null {
  const held = keysIn(config);
  if (held.size === keys.size && [...keys].every(([id, secret]) => held.get(id) === secret)) return config;
  const lists = [...config.matchAll(/['"]keys['"]\s*=>\s*(?:\[|array\s*\()/g)];
  const [list] = lists;
  if (lists.length !== 1 || !list) return null;
  const start = list.index + list[0].length;
  const length = config.slice(start).search(/[\])]/);
  if (length < 0) return null;
  const lines = [...keys].map(([id, secret]) => `\n        '${id}' => '${secret}',`).join('');
  return `${config.slice(0, start)}${lines}\n    ${config.slice(start + length)}`;
}
