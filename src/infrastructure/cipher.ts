import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts small secrets for storage, with AES-256-GCM. An envelope is text, `v1.<master key id>.<nonce>.<ciphertext and tag>`;
 * it opens only under the same master key and for the same purpose that it was sealed for.
 */
export class Cipher {
  /** Which master key this is, said in every envelope: no part of the key, and not enough to guess it by. */
  readonly keyId: string;
  readonly #key: Uint8Array;

  /** `masterKey` must be 32 bytes. */
  constructor(
    masterKey: Uint8Array,
    private readonly random: (size: number) => Buffer = randomBytes,
  ) {
    if (masterKey.length !== 32) throw new Error(`masterKey must be 32 bytes, but got: ${masterKey.length}`);
    this.keyId = createHash('sha256').update('drawbridge master key id').update(masterKey).digest('hex').slice(0, 12);
    this.#key = new Uint8Array(hkdfSync('sha256', masterKey, '', 'drawbridge envelope v1', 32));
  }

  /** Seals a secret for one purpose, such as `store <id> key <key id>`. */
  seal(secret: Uint8Array, purpose: string): string {
    const nonce = this.random(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(this.#bound(purpose));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return ['v1', this.keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** Opens an envelope; throws where it was changed, sealed for another purpose or sealed with another master key. */
  open(envelope: string, purpose: string): Buffer {
    const [version, keyId, nonce, sealed] = envelope.split('.');
    if (version !== 'v1' || !nonce || !sealed) throw new Error('An envelope must be of version v1.');
    if (keyId !== this.keyId) {
      throw new Error(
        `The envelope must be opened with the master key ${keyId}, but the service runs with ${this.keyId}.`,
      );
    }
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(this.#bound(purpose)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  }

  #bound(purpose: string): Buffer {
    return Buffer.from(`v1.${this.keyId}.${purpose}`, 'utf8');
  }
}
