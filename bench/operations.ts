import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './processes.js';

/** The text of one of the operations that people paste. */
export function operation(name: string): string {
  return readFileSync(path.join(projectRoot, 'schema/operations', `${name}.graphql`), 'utf8');
}

/** One product by its native id, as a page of a shop asks for it. */
export const oneProduct = `query ($store: ID!, $id: ID!) {
  store(id: $store) {
    product(nativeId: $id) { id name sku price { amount currencyCode } inventory { available quantity } images { url } }
  }
}`;
