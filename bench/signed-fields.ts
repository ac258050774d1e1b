import type { IncomingMessage } from 'node:http';
import { contentDigest, mac, signatureBase } from '../src/bridge/signature.js';

/** The header fields of a signed answer to this request, as a bridge makes them. */
export function signedFields(body: Buffer, { headers }: IncomingMessage, secret: Buffer): Record<string, string> {
  const asked = /:(.*):/.exec(String(headers.signature))?.[0] ?? '';
  const keyId = /keyid="([^"]*)"/.exec(String(headers['signature-input']))?.[1] ?? '';
  const digest = contentDigest(body);
  const parameters = `;created=${Math.floor(Date.now() / 1000)};keyid="${keyId}";alg="hmac-sha256";tag="drawbridge-v1"`;
  const components = [
    ['"@status"', '200'],
    ['"content-digest"', digest],
    ['"signature";req;key="drawbridge"', asked],
  ] as const;
  const list = components.map(([identifier]) => identifier).join(' ');
  return {
    'content-digest': digest,
    'signature-input': `drawbridge=(${list})${parameters}`,
    signature: `drawbridge=:${mac(signatureBase(components, parameters), secret)}:`,
  };
}
