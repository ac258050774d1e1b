import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ServiceError } from '../model/service-error.js';
import type { GraphContext } from './context.js';

/** The operations that an operator lists. */
export interface ListedOperations {
  /** Their texts by their ids: what a manifest calls them, else the SHA-256 of the text in hexadecimal. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether nothing else is answered. */
  readonly only: boolean;
}

const noneListed: ListedOperations = { texts: new Map(), only: false };

/** The most bytes of operations' texts that automatic persisted queries hold, for all accounts together. */
const keptBytes = 8 * 1024 * 1024;

/**
 * The texts of operations that clients name by an id in place of sending them (`extensions.persistedQuery.sha256Hash`): those that
 * the operator lists, and those that a client of the same account sent before, for as long as there is room. Mutations are not
 * kept: their texts may hold a password.
 */
export class PersistedOperations {
  readonly #account = new AsyncLocalStorage<string>();
  readonly #listedTexts: ReadonlySet<string>;
  readonly #sent = new LRUCache<string, string>({
    maxSize: keptBytes,
    sizeCalculation: (text, key) => Buffer.byteLength(text) + key.length,
  });

  constructor(private readonly listed: ListedOperations = noneListed) {
    this.#listedTexts = new Set(listed.texts.values());
  }

  /** Runs a request as one of the account's: what it sends is remembered for that account alone. */
  within<T>(accountId: string, request: () => T): T {
    return this.#account.run(accountId, request);
  }

  /** For Apollo Server, which keeps and finds texts by `apq:` and the id. */
  get cache() {
    return {
      get: async (key: string) => this.listed.texts.get(key.replace(/^apq:/, '')) ?? this.#sent.get(this.#own(key)),
      set: async (key: string, text: string) => {
        if (!this.listed.only && isQuery(text)) this.#sent.set(this.#own(key), text);
      },
      delete: async (key: string) => this.#sent.delete(this.#own(key)),
    };
  }

  /** Refuses what is not listed, where nothing else is answered. */
  get plugin(): ApolloServerPlugin<GraphContext> {
    const { listed } = this;
    const refuseUnlisted = async ({ source }: { readonly source: string }) => {
      if (!listed.only || this.#listedTexts.has(source)) return;
      const message = 'Only the operations that the operator lists are answered here, and this is none of them.';
      const originalError = new ServiceError('OPERATION_NOT_LISTED', message);
      throw new GraphQLError(message, { originalError, extensions: { http: { status: 403 } } });
    };
    return { requestDidStart: async () => ({ didResolveOperation: refuseUnlisted }) };
  }

  #own(key: string): string {
    return `${this.#account.getStore() ?? ''} ${key}`;
  }
}

function isQuery(text: string): boolean {
  return parse(text, { noLocation: true }).definitions.every(
    (one) => one.kind !== Kind.OPERATION_DEFINITION || one.operation === 'query',
  );
}
