import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What Apollo's `generate-persisted-query-manifest` writes, as far as it is read. */
const manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/** The id that clients give an operation of which nobody said otherwise. */
export function operationId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Reads the operations at a path: a manifest, or a folder of `.graphql` files (with those below it), of which each holds one. Gives
 * their texts by their ids. Throws an Error whose message says, for people, what is wrong with the path.
 */
export function readOperationList(path: string): ReadonlyMap<string, string> {
  if (isFolder(path)) {
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(graphql|gql)$/.test(name),
    );
    return new Map(
      files.map((name) => {
        const text = readFileSync(join(path, name), 'utf8');
        return [operationId(text), text];
      }),
    );
  }
  const read = manifest.safeParse(parsed(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error('it is neither a folder nor a manifest of persisted queries');
  return new Map(read.data.operations.map(({ id, body }) => [id, body]));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new Error(`it cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
