import { committedOperation } from '../graph/committed-operation.js';
import { type DescribedBridge, type DescribedStore, describeBridge, describeStore } from './descriptions.js';
import { MisuseError } from './misuse-error.js';
import { type GraphqlAnswer, ServiceClient, ServiceUnavailableError } from './service-client.js';
import { type CommandSurroundings, exitCodes } from './surroundings.js';
import { readText } from './text-file.js';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly url: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

/** What a mutation on a store answers, as far as commands look at it. */
export interface Payload {
  readonly userErrors?: readonly { readonly code: string; readonly message: string }[];
  readonly store?: DescribedStore | null;
  readonly bridge?: DescribedBridge | null;
}

/** Asks the service that the command line names, and tells what it says. */
export class Asking {
  /** How the command ended, so far. */
  exitCode: number = exitCodes.done;

  constructor(
    readonly around: CommandSurroundings,
    private readonly options: () => GlobalOptions,
  ) {}

  get url(): string {
    return this.options().url;
  }

  get asJson(): boolean {
    return this.options().json === true;
  }

  /** The API key that was given, from wherever; null where none was. */
  async key(): Promise<string | null> {
    const { key: option, keyFile } = this.options();
    if (option !== undefined && keyFile !== undefined) throw new MisuseError('Give --key-file or --key, not both.');
    const given = keyFile === undefined ? option : (await readText(keyFile)).trim();
    const key = (given ?? this.around.environment.DRAWBRIDGE_API_KEY) || null;
    // What no header can hold would look as if nothing answered.
    if (key !== null && !/^[\x21-\x7e]+$/.test(key))
      throw new MisuseError('The API key must be one word, as it was given.');
    return key;
  }

  /** The API key, which must have been given. */
  async neededKey(): Promise<string> {
    const key = await this.key();
    if (key !== null) return key;
    throw new ServiceUnavailableError(
      'An API key is needed: --key-file, DRAWBRIDGE_API_KEY or --key (in demo mode: demo).',
    );
  }

  async send(query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    return new ServiceClient(this.url, await this.neededKey()).send(query, variables);
  }

  /** The text of a committed operation, in the names of the service's graph. */
  committed(name: string): Promise<string> {
    return committedOperation(name, this.around.environment.DRAWBRIDGE_GRAPH_PREFIX);
  }

  /** What a committed mutation answered, and its payload. */
  async changed(
    name: string,
    field: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly answer: GraphqlAnswer; readonly payload: Payload | null }> {
    const answer = await this.send(await this.committed(name), variables);
    return { answer, payload: (answer.data as Record<string, Payload | null> | null | undefined)?.[field] ?? null };
  }

  /** Runs a committed mutation and tells what came of it. */
  async change(name: string, field: string, variables: Readonly<Record<string, unknown>>): Promise<void> {
    const { answer, payload } = await this.changed(name, field, variables);
    if (this.asJson) this.json(answer);
    this.complain(answer, payload);
    if (this.asJson || !payload) return;
    if (payload.store) this.around.out(describeStore(payload.store));
    if (payload.bridge) this.around.out(describeBridge(payload.bridge, payload.store?.id ?? '<id>'));
  }

  /** Every store of the account. */
  async stores(): Promise<DescribedStore[]> {
    const query = await this.committed('stores');
    const found: DescribedStore[] = [];
    let after: string | null = null;
    do {
      const answer = await this.send(query, { first: 250, after });
      this.complain(answer);
      const page = (answer.data as { stores?: StoresPage } | null | undefined)?.stores;
      found.push(...(page?.nodes ?? []));
      if (page?.pageInfo.hasNextPage) {
        this.around.progress?.(`${found.length} of ${page.totalCount ?? 'many'} stores`);
        after = page.pageInfo.endCursor;
      } else after = null;
    } while (after !== null);
    this.around.progress?.(null);
    return found;
  }

  /** Tells the errors of an answer and, where there are any, ends the command as refused. */
  complain(answer: GraphqlAnswer, payload: Payload | null = null): void {
    const errors = (answer.errors ?? []).map(({ message, extensions }) => ({
      code: extensions?.code ?? 'ERROR',
      message,
    }));
    for (const { code, message } of [...errors, ...(payload?.userErrors ?? [])]) {
      this.around.err(`${code}: ${message}\n`);
      this.exitCode = exitCodes.refused;
    }
  }

  json(answer: unknown): void {
    this.around.out(`${JSON.stringify(answer, null, 2)}\n`);
  }
}

interface StoresPage {
  readonly totalCount: number | null;
  readonly nodes: readonly DescribedStore[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
