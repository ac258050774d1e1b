import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** The content type of a body that is encrypted, asked or answered. */
export const encryptedType = 'application/vnd.drawbridge+aes256gcm';

const ivBytes = 12;
const tagBytes = 16;

/** Encrypts a request's body: iv, ciphertext and tag, under a key of its own that the request's nonce makes. */
export function sealRequest(body: Uint8Array, secret: Uint8Array, nonce: string, iv: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', derive(secret, 'request', nonce), iv);
  return Buffer.concat([iv, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts the answer to the request with this nonce; throws where it was not encrypted for it. */
export function openAnswer(sealed: Buffer, secret: Uint8Array, nonce: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', derive(secret, 'answer', nonce), sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]);
}

/** Whether what is sent to this address could be read on the way: plain http to another machine. */
export function isExposed(url: URL): boolean {
  return url.protocol === 'http:' && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

function derive(secret: Uint8Array, direction: 'request' | 'answer', nonce: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), `drawbridge-v1 ${direction} ${nonce}`, 32));
}
