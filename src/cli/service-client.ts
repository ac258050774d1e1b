import { request } from 'undici';

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
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** Sends one operation. Throws a ServiceUnavailableError where what answers is no Drawbridge, or does not know the key. */
  async send(query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
    const endpoint = new URL('graphql', this.url.endsWith('/') ? this.url : `${this.url}/`);
    let status: number;
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
      text = await response.body.text();
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const reason = typeof code === 'string' ? ` (${code})` : '';
      throw new ServiceUnavailableError(`No Drawbridge answers at ${endpoint.origin}${reason}. Is it running?`);
    }
    if (status === 401)
      throw new ServiceUnavailableError(`The service at ${endpoint.origin} does not know the API key.`);
    const answer = parse(text);
    if (!answer)
      throw new ServiceUnavailableError(`What answers at ${endpoint.href} is no Drawbridge (HTTP ${status}).`);
    return answer;
  }
}

function parse(text: string): GraphqlAnswer | null {
  try {
    const answer = JSON.parse(text) as GraphqlAnswer | null;
    return answer !== null && typeof answer === 'object' && ('data' in answer || 'errors' in answer) ? answer : null;
  } catch {
    return null;
  }
}
