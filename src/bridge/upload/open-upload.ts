import { isPublicAddress } from '../address-guard.js';
import { UploadError, type UploadSession, type UploadTarget } from './upload.js';

/** Where uploads may go. */
export interface UploadGuard {
  /** Whether servers on loopback and private addresses may be connected to. */
  readonly allowPrivateAddresses: boolean;
  /** The IP addresses of a host; empty where it has none. */
  readonly resolveHost: (host: string) => Promise<readonly string[]>;
}

/** Logs in at the server and enters the directory; rejects with an UploadError. */
export type OpenUpload = (
  target: UploadTarget,
  place: { readonly directory: string; readonly signal: AbortSignal },
) => Promise<UploadSession>;

/**
 * Uploads to public addresses alone, unless private ones are allowed. A name is resolved once and what it resolved to is what is
 * connected to, for data connections too, so that a name that resolves differently the second time gains nothing.
 */
export function guardedUploads({ allowPrivateAddresses, resolveHost }: UploadGuard): OpenUpload {
  return async (target, { directory, signal }) => {
    const addresses = await resolveHost(target.host);
    if (addresses.length === 0) throw new UploadError('HOST_NOT_FOUND', 'There is no server of this name.');
    const allowed = addresses.filter((one) => allowPrivateAddresses || isPublicAddress(one));
    if (allowed.length === 0) {
      throw new UploadError(
        'ADDRESS_NOT_ALLOWED',
        'The address lies on this machine or in a private network, which the service does not connect to.',
      );
    }
    // The libraries are loaded once somebody uploads, which few ever do.
    const open =
      target.protocol === 'SFTP'
        ? (await import('./sftp-session.js')).openSftpSession
        : (await import('./ftp-session.js')).openFtpSession;
    return beforeAbort(
      firstReachable(allowed, (address) => open(target, { address, directory, signal })),
      signal,
    );
  };
}

/** Tries one address after another, until one answers. */
async function firstReachable<T>(addresses: readonly string[], open: (address: string) => Promise<T>): Promise<T> {
  const [address = '', ...others] = addresses;
  try {
    return await open(address);
  } catch (error) {
    if (others.length === 0 || !(error instanceof UploadError && error.code === 'HOST_UNREACHABLE')) throw error;
    return firstReachable(others, open);
  }
}

/** Settles as the promise does, or fails as soon as the signal is given: a server could keep a login from ever ending. */
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new UploadError('HOST_UNREACHABLE', 'The server took too long.'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([work, aborted]);
}
