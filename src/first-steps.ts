import { defaultAccount } from './domain/accounts.js';
import type { Caller } from './domain/caller.js';
import { wholeAccount } from './domain/caller.js';

/** The API key that the demo accepts from its own machine. */
export const demoApiKey = 'demo';

/** A query that works on any service, for the start of the API page and for the command line that is printed. */
export const exampleQuery = `{
  stores(first: 3) {
    nodes {
      name
      status
      products(first: 3) {
        nodes {
          name
          price {
            amount
            currencyCode
          }
        }
      }
    }
  }
}
`;

/** Who asks with the demo's key. */
export const demoCaller: Caller = {
  ...wholeAccount(defaultAccount.id),
  accountName: defaultAccount.name,
  apiKeyName: 'demo',
  scopes: ['*'],
  actor: 'demo',
  expiresAt: null,
  supportAccessId: null,
};
