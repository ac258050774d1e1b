import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Accounts } from '../domain/accounts.js';
import type { Caller } from '../domain/caller.js';
import { isScope } from '../model/scope.js';
import { ServiceError } from '../model/service-error.js';

/** Whose access tokens are believed, and what their claims mean. */
export interface TokenIssuer {
  /** What `iss` must say. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** What `aud` must hold. */
  readonly audience: string;
  /** The claim with the id of the account. */
  readonly accountClaim: string;
  /** The claim with the scopes: text separated by spaces, or a list. Texts that are no scope of ours are passed over. */
  readonly scopeClaim: string;
}

/** Algorithms by which the issuer's secret never has to be known here. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Knows whose a JWT of the issuer is; its keys are fetched from its JWKS address and kept for ten minutes. */
export class AccessTokens {
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly accounts: Pick<Accounts, 'find'>,
    private readonly now: () => Date,
  ) {
    this.#keys = createRemoteJWKSet(new URL(issuer.jwksUrl), { timeoutDuration: 3_000 });
  }

  /**
   * Whose token this is; null where it is none of the issuer's, has expired, or names no account of ours.
   * Throws TOKEN_ISSUER_UNAVAILABLE where the issuer's keys cannot be had.
   */
  async authenticate(token: string): Promise<Caller | null> {
    const { issuer, audience, accountClaim, scopeClaim } = this.issuer;
    const claims = await this.#verified(token, { issuer, audience, algorithms });
    const accountId = claims?.[accountClaim];
    const expiresAt = new Date((claims?.exp ?? 0) * 1000);
    // An end that no calendar holds is none.
    if (Number.isNaN(expiresAt.getTime())) return null;
    if (!claims || typeof accountId !== 'string' || accountId.includes('\0')) return null;
    const account = await this.accounts.find(accountId);
    if (account?.id !== accountId) return null;
    const subject = String(claims.sub ?? 'nobody')
      .replace(/\p{Cc}/gu, '')
      .slice(0, 100);
    return {
      accountId,
      accountName: account.name,
      storeIds: null,
      apiKeyName: 'access token',
      scopes: scopesIn(claims[scopeClaim]),
      actor: `token (${subject})`,
      expiresAt,
      supportAccessId: null,
    };
  }

  async #verified(
    token: string,
    expected: { readonly issuer: string; readonly audience: string; readonly algorithms: string[] },
  ): Promise<JWTPayload | null> {
    try {
      const options = { ...expected, currentDate: this.now(), clockTolerance: 30, requiredClaims: ['exp'] };
      return (await jwtVerify(token, this.#keys, options)).payload;
    } catch (error) {
      // What the token itself is at fault for has a code of its own; all else is the issuer's, or the network's.
      if (error instanceof errors.JOSEError && error.code !== 'ERR_JWKS_TIMEOUT' && error.code !== 'ERR_JOSE_GENERIC') {
        return null;
      }
      const message = 'The keys of the issuer of access tokens could not be had.';
      throw new ServiceError('TOKEN_ISSUER_UNAVAILABLE', message, {}, { cause: error });
    }
  }
}

function scopesIn(claim: unknown): string[] {
  const texts = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return [...new Set(texts.filter((text): text is string => typeof text === 'string' && isScope(text)))];
}
