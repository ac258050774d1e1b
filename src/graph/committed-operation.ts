import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, print } from 'graphql';
import { packageRoot } from '../infrastructure/package-root.js';
import { GraphNames } from './graph-names.js';

/** The text of one of the committed operations, such as `connect-store`, for a graph whose names begin with the prefix. */
export async function committedOperation(name: string, graphPrefix = ''): Promise<string> {
  const text = await readFile(join(packageRoot, 'schema', 'operations', `${name}.graphql`), 'utf8');
  return graphPrefix === '' ? text : print(new GraphNames(graphPrefix).renameOperation(parse(text)));
}
