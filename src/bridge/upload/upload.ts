import type { SecretText } from '../../infrastructure/secret.js';
import { withoutEnd } from '../../model/trimming.js';

/** How files get onto a store's server. */
export type UploadProtocol = 'FTP' | 'FTPS' | 'SFTP';

/** Where a store's files lie and who may change them; held for one upload and written down nowhere. */
export interface UploadTarget {
  readonly protocol: UploadProtocol;
  /** A host name or an IP address. */
  readonly host: string;
  /** 0: the protocol's own port. */
  readonly port: number;
  readonly username: string;
  /** With a private key: the phrase that opens it. */
  readonly password: SecretText | null;
  /** SFTP alone: a private key as OpenSSH or PuTTY writes it. */
  readonly privateKey: SecretText | null;
  /** SFTP alone: the host key that the server must have, as `SHA256:…`; null: whichever it has. */
  readonly hostKey: string | null;
}

/** Where on the network and on the server an upload goes. */
export interface UploadPlace {
  /** The IP address that the target's host was found at. */
  readonly address: string;
  /** The store's root on the server: absolute, or below where the login begins. */
  readonly directory: string;
  /** Ends the session when given, whatever it is doing. */
  readonly signal: AbortSignal;
}

/** What can go wrong on the way to a store's files; each is something that the merchant can mend. */
export type UploadFault =
  | 'ADDRESS_NOT_ALLOWED'
  | 'HOST_NOT_FOUND'
  | 'HOST_UNREACHABLE'
  | 'TLS_NOT_OFFERED'
  | 'CERTIFICATE_INVALID'
  | 'HOST_KEY_CHANGED'
  | 'PRIVATE_KEY_INVALID'
  | 'LOGIN_REFUSED'
  | 'DIRECTORY_NOT_FOUND'
  | 'PERMISSION_DENIED'
  | 'UPLOAD_FAILED';

/** A failed step on a store's server. It never carries what the server said nor what it was told: either may quote a password. */
export class UploadError extends Error {
  override readonly name = 'UploadError';

  constructor(
    readonly code: UploadFault,
    message: string,
  ) {
    super(message);
  }
}

/** A store's server while someone is logged in there. Paths are relative to the store's root, with `/` between their parts. */
export interface UploadSession {
  /** The server's host key, as `SHA256:…`; null where the protocol has none. */
  readonly hostKey: string | null;
  /** What lies in a folder, by name; null where there is no such folder. `''` is the store's root. */
  names(folder: string): Promise<readonly string[] | null>;
  /** A small text file; null where there is none. */
  read(file: string): Promise<string | null>;
  write(file: string, text: string): Promise<void>;
  makeFolder(folder: string): Promise<void>;
  /** Says who may read a file, by its mode; false where the server lets this user not. */
  setMode(file: string, mode: number): Promise<boolean>;
  /** Gives a file another name that nothing has yet; false where there is no such file. */
  rename(from: string, to: string): Promise<boolean>;
  /** Deletes a file; nothing happens where there is none. */
  removeFile(file: string): Promise<void>;
  /** Deletes an empty folder. */
  removeFolder(folder: string): Promise<void>;
  close(): void;
}

/** Bytes that are read of one file of the server; a bridge's config.php has a few hundred. */
export const maxReadBytes = 64 * 1024;

/** Milliseconds that the server may stay silent. */
export const silenceMs = 15_000;

/** The folder of a store's root from where the login begins; a directory that is not absolute is below that. */
export function rootBelow(loginFolder: string, directory: string): string {
  const base = directory.startsWith('/') ? directory : `${loginFolder}/${directory}`;
  return withoutEnd(base.replace(/\/+/g, '/'), '/') || '/';
}
