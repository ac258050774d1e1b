import { createHash, timingSafeEqual } from 'node:crypto';
import ssh2, { type Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { withoutEnd } from '../../model/trimming.js';
import {
  maxReadBytes,
  rootBelow,
  silenceMs,
  UploadError,
  type UploadPlace,
  type UploadSession,
  type UploadTarget,
} from './upload.js';

/** What SFTP's status codes say: nothing of this name, and not allowed. */
const missing = 2;
const denied = 3;

/**
 * Logs in over SFTP. The server's host key is compared with the one wanted before the name and password are sent.
 * Rejects with an UploadError.
 */
export async function openSftpSession(
  target: UploadTarget,
  { address, directory, signal }: UploadPlace,
): Promise<UploadSession> {
  const client = new ssh2.Client();
  signal.addEventListener('abort', () => client.destroy(), { once: true });
  try {
    const hostKey = await logIn(client, target, address);
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, opened) => (error ? reject(noSftp()) : resolve(opened)));
    });
    const home = await new Promise<string>((resolve, reject) => {
      sftp.realpath('.', (error, path) => (error ? reject(failed(error)) : resolve(path)));
    });
    const session = new SftpSession(client, sftp, rootBelow(home, directory), hostKey);
    if ((await session.names('')) === null) {
      throw new UploadError('DIRECTORY_NOT_FOUND', 'The server has no such directory.');
    }
    return session;
  } catch (error) {
    client.destroy();
    throw error instanceof UploadError ? error : failed(error);
  }
}

function noSftp(): UploadError {
  return new UploadError('LOGIN_REFUSED', 'The server lets this user in, but not to its files over SFTP.');
}

/** The fingerprint of a host key as `ssh-keygen -l` shows it. */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${withoutEnd(createHash('sha256').update(key).digest('base64'), '=')}`;
}

function logIn(client: Client, target: UploadTarget, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let shown = '';
    let fault: UploadError | null = null;
    const config: ConnectConfig = {
      host: address,
      port: target.port || 22,
      username: target.username,
      readyTimeout: silenceMs,
      keepaliveInterval: silenceMs,
      keepaliveCountMax: 1,
      hostVerifier: (key: Buffer) => {
        shown = hostKeyFingerprint(key);
        if (target.hostKey === null || sameText(target.hostKey, shown)) return true;
        fault = new UploadError(
          'HOST_KEY_CHANGED',
          `The server's host key is ${shown}, which is not the one expected; nothing was sent to it. Ask the host whether it ` +
            'changed its key, and give the new one as hostKey.',
        );
        return false;
      },
      ...credentials(target),
    };
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
      finish(prompts.map(() => target.password?.reveal() ?? '')),
    );
    client.once('ready', () => resolve(shown));
    // Once a session stands, what breaks fails the step under way; without a listener it would end the process.
    client.on('error', (error: Error & { level?: string }) => reject(fault ?? connectFault(error.level, shown)));
    client.once('close', () => reject(fault ?? connectFault(undefined, shown)));
    client.connect(config);
    // Each step is a small question and its answer, which would otherwise wait for one another's acknowledgement.
    client.setNoDelay(true);
  });
}

function credentials({ password, privateKey }: UploadTarget): ConnectConfig {
  if (privateKey === null) return { password: password?.reveal() ?? '', tryKeyboard: true };
  const phrase = password === null ? {} : { passphrase: password.reveal() };
  if (ssh2.utils.parseKey(privateKey.reveal(), phrase.passphrase) instanceof Error) {
    throw new UploadError('PRIVATE_KEY_INVALID', 'The private key cannot be read, or its password is wrong.');
  }
  return { privateKey: privateKey.reveal(), ...phrase };
}

function connectFault(level: string | undefined, hostKey: string): UploadError {
  if (level === 'client-authentication') {
    return new UploadError('LOGIN_REFUSED', 'The server does not accept this user name with this password or key.');
  }
  return hostKey === ''
    ? new UploadError('HOST_UNREACHABLE', 'No SFTP server answers at this host and port.')
    : new UploadError('UPLOAD_FAILED', 'The connection to the server ended.');
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function statusOf(error: unknown): number | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : null;
}

function failed(error: unknown): UploadError {
  if (error instanceof UploadError) return error;
  const status = statusOf(error);
  if (status === denied) {
    return new UploadError('PERMISSION_DENIED', 'The server does not let this user do that in the given directory.');
  }
  return new UploadError(
    'UPLOAD_FAILED',
    `The server did not do what it was asked to${status === null ? '' : ` (${status})`}.`,
  );
}

class SftpSession implements UploadSession {
  constructor(
    private readonly client: Client,
    private readonly sftp: SFTPWrapper,
    private readonly root: string,
    readonly hostKey: string,
  ) {}

  async names(folder: string): Promise<readonly string[] | null> {
    const found = await this.#unlessMissing<{ filename: string }[]>((done) =>
      this.sftp.readdir(this.#at(folder), done),
    );
    return found?.map(({ filename }) => filename).filter((name) => name !== '.' && name !== '..') ?? null;
  }

  async read(file: string): Promise<string | null> {
    const stats = await this.#unlessMissing<{ size: number }>((done) => this.sftp.stat(this.#at(file), done));
    if (stats === null) return null;
    if (stats.size > maxReadBytes) throw failed(null);
    const bytes = await this.#unlessMissing<Buffer>((done) => this.sftp.readFile(this.#at(file), done));
    return bytes?.toString('utf8') ?? null;
  }

  async write(file: string, text: string): Promise<void> {
    await this.#done((done) => this.sftp.writeFile(this.#at(file), Buffer.from(text), { mode: 0o644 }, done));
  }

  async setMode(file: string, mode: number): Promise<boolean> {
    return new Promise((resolve) => this.sftp.chmod(this.#at(file), mode, (error) => resolve(!error)));
  }

  async makeFolder(folder: string): Promise<void> {
    await this.#done((done) => this.sftp.mkdir(this.#at(folder), { mode: 0o755 }, done));
  }

  async rename(from: string, to: string): Promise<boolean> {
    const renamed = await this.#unlessMissing<true>((done) =>
      this.sftp.rename(this.#at(from), this.#at(to), (error) => done(error, true)),
    );
    return renamed !== null;
  }

  async removeFile(file: string): Promise<void> {
    await this.#unlessMissing<void>((done) => this.sftp.unlink(this.#at(file), done));
  }

  async removeFolder(folder: string): Promise<void> {
    await this.#done((done) => this.sftp.rmdir(this.#at(folder), done));
  }

  close(): void {
    this.client.end();
    this.client.destroy();
  }

  #at(path: string): string {
    return path === '' ? this.root : `${this.root === '/' ? '' : this.root}/${path}`;
  }

  /** What was asked for; null where there is nothing of this name. */
  #unlessMissing<T>(ask: (done: (error: Error | null | undefined, found?: T) => void) => void): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(failed(null));
      this.client.once('close', gone);
      ask((error, found) => {
        this.client.off('close', gone);
        if (!error) resolve(found ?? null);
        else if (statusOf(error) === missing) resolve(null);
        else reject(failed(error));
      });
    });
  }

  async #done(ask: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
    const outcome = await this.#unlessMissing<true>((done) => ask((error) => done(error, true)));
    if (outcome === null) throw failed(null);
  }
}
