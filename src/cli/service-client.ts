import { request } from 'undici';
import { MisuseError } from './misuse-error.js';

/** What a service answers to a GraphQL operation. */
export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly [fact: string]: unknown };
  }[];
}

/** The service could not be asked, or refused to listen; the message says why, for people. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
}

/** Sends GraphQL operations to a running service. */
export class ServiceClient {
  readonly #endpoint: URL;

  /** `url` is the service's address, with or without `/graphql` at its end. Throws a MisuseError where it is none. */
  constructor(
    url: string,
    private readonly apiKey: string,
  ) {
    this.#endpoint = serviceAddress(url, 'graphql');
  }

  /** Sends one operation. Throws a ServiceUnavailableError where what answers is no Drawbridge, or does not know the key. */
  async send(query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    const endpoint = this.#endpoint;
    let status: number;
    let location: unknown;
    let text: string;
    try {
      const response = await request(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          authorization: `Bearer ${this.apiKey}`,
        },
        body: JSON.stringify({ query, variables }),
      });
      status = response.statusCode;
      location = response.headers.location;
      text = await response.body.text();
    } catch (error) {
      throw new ServiceUnavailableError(unreachedSentence(error, endpoint));
    }
    if (status === 401) {
      throw new ServiceUnavailableError(`The service at ${endpoint.origin} does not know the API key.`);
    }
    const target = status >= 300 && status < 400 ? URL.parse(String(location), endpoint.href) : null;
    if (target) {
      const address = target.href.replace(/\/graphql$/, '');
      throw new ServiceUnavailableError(`${endpoint.origin} sends to another address: use --url ${address}`);
    }
    const answer = parse(text);
    if (!answer) {
      throw new ServiceUnavailableError(
        `What answers at ${endpoint.href} is no Drawbridge (HTTP ${status}): see --url.`,
      );
    }
    return answer;
  }
}

/** The address of the service's path, such as `graphql`, below the address that it was given by. Throws a MisuseError. */
export function serviceAddress(url: string, path: string): URL {
  const root = URL.parse(url.replace(/\/graphql\/?$/, ''));
  if (!root || !/^https?:$/.test(root.protocol)) {
    throw new MisuseError(`--url must be the service's http:// or https:// address, but got: ${url}`);
  }
  if (root.username || root.password) throw new MisuseError('--url must hold no user name or password.');
  root.pathname = root.pathname.endsWith('/') ? root.pathname : `${root.pathname}/`;
  return new URL(path, root);
}

/** Why no answer came, for people. */
function unreachedSentence(error: unknown, { origin, hostname }: URL): string {
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === 'ENOTFOUND') return `There is no host named ${hostname}: see --url.`;
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH/.test(code)) return `${origin} speaks no TLS: use http:// in --url.`;
  if (/^HPE_|^UND_ERR_SOCKET/.test(code)) return `What answers at ${origin} speaks no HTTP (${code}): see --url.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return `The certificate of ${origin} is not trusted (${code}); that of a private authority is named by NODE_EXTRA_CA_CERTS.`;
  }
  return `No Drawbridge answers at ${origin}${code ? ` (${code})` : ''}. Is it running?`;
}

function parse(text: string): GraphqlAnswer | null {
  try {
    const answer = JSON.parse(text) as GraphqlAnswer | null;
    return answer !== null && typeof answer === 'object' && ('data' in answer || 'errors' in answer) ? answer : null;
  } catch {
    return null;
  }
}
