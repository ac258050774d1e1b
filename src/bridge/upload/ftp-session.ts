import { Readable, Writable } from 'node:stream';
import { Client, FTPError } from 'basic-ftp';
import { systemCode } from '../errors.js';
import {
  maxReadBytes,
  rootBelow,
  silenceMs,
  UploadError,
  type UploadPlace,
  type UploadSession,
  type UploadTarget,
} from './upload.js';

/**
 * Logs in over FTP, or over FTPS with the certificate checked before the name and password are sent.
 * Rejects with an UploadError.
 */
export async function openFtpSession(
  target: UploadTarget,
  { address, directory, signal }: UploadPlace,
): Promise<UploadSession> {
  const client = new Client(silenceMs);
  signal.addEventListener('abort', () => client.close(), { once: true });
  try {
    await logIn(client, target, address);
    const root = rootBelow(await client.pwd(), directory);
    const session = new FtpSession(client, root);
    await session.enter();
    return session;
  } catch (error) {
    client.close();
    throw error instanceof UploadError ? error : failed(error);
  }
}

async function logIn(client: Client, target: UploadTarget, address: string): Promise<void> {
  const { host, username, password } = target;
  await client.connect(address, target.port || 21).catch(() => {
    throw new UploadError('HOST_UNREACHABLE', 'No FTP server answers at this host and port.');
  });
  if (target.protocol === 'FTPS') {
    const named = host === address ? {} : { servername: host };
    await client.useTLS({ host: address, ...named, rejectUnauthorized: true }).catch((error: unknown) => {
      throw tlsFault(error);
    });
  }
  await client.sendIgnoringError('OPTS UTF8 ON');
  await client.login(username, password?.reveal() ?? '').catch((error: unknown) => {
    if (!(error instanceof FTPError)) throw error;
    const hint = target.protocol === 'FTP' ? ' Some servers let nobody in without encryption: try FTPS.' : '';
    throw new UploadError('LOGIN_REFUSED', `The server does not accept this user name and password.${hint}`);
  });
  await client.useDefaultSettings();
  if (target.protocol === 'FTPS') {
    await client.send('PROT P').catch(() => {
      throw new UploadError('TLS_NOT_OFFERED', 'The server would not encrypt the files that are sent to it.');
    });
  }
}

function tlsFault(error: unknown): UploadError {
  if (error instanceof FTPError) {
    return new UploadError('TLS_NOT_OFFERED', 'The server does not offer encryption (AUTH TLS); use SFTP or FTP.');
  }
  const code = systemCode(error) ?? '';
  if (/^ERR_SSL|^ECONN|^EPIPE/.test(code) || code === '') {
    return new UploadError('HOST_UNREACHABLE', 'The server ended the connection while it was to be encrypted.');
  }
  return new UploadError(
    'CERTIFICATE_INVALID',
    `The server's certificate cannot be trusted (${code}); use the host name that it was issued for, or SFTP.`,
  );
}

/** The replies that say that there is nothing of this name; everything else with 55x is taken as a refusal. */
function isMissing(error: unknown): boolean {
  return error instanceof FTPError && error.code === 550 && !/denied|permission|not permitted/i.test(error.message);
}

function failed(error: unknown): UploadError {
  if (error instanceof FTPError && [550, 553].includes(error.code)) {
    return new UploadError('PERMISSION_DENIED', 'The server does not let this user do that in the given directory.');
  }
  const code = error instanceof FTPError ? ` (${error.code})` : '';
  return new UploadError('UPLOAD_FAILED', `The server did not do what it was asked to${code}.`);
}

class FtpSession implements UploadSession {
  readonly hostKey = null;

  constructor(
    private readonly client: Client,
    private readonly root: string,
  ) {}

  async enter(): Promise<void> {
    await this.client.cd(this.root).catch((error: unknown) => {
      if (!isMissing(error)) throw failed(error);
      throw new UploadError('DIRECTORY_NOT_FOUND', 'The server has no such directory.');
    });
  }

  async names(folder: string): Promise<readonly string[] | null> {
    try {
      await this.client.cd(this.#at(folder));
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error);
    }
    const found = await this.client.list().catch((error: unknown) => {
      throw failed(error);
    });
    return found.map(({ name }) => name).filter((name) => name !== '.' && name !== '..');
  }

  async read(file: string): Promise<string | null> {
    const chunks: Buffer[] = [];
    let length = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        length += chunk.length;
        if (length <= maxReadBytes) chunks.push(chunk);
        done(length <= maxReadBytes ? null : new Error('the file is larger than is read'));
      },
    });
    try {
      await this.client.downloadTo(sink, this.#at(file));
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async write(file: string, text: string): Promise<void> {
    await this.#done(this.client.uploadFrom(Readable.from([Buffer.from(text)]), this.#at(file)));
  }

  async setMode(file: string, mode: number): Promise<boolean> {
    // Not every server has it, and none need.
    return this.client.send(`SITE CHMOD ${mode.toString(8)} ${this.#at(file)}`).then(
      () => true,
      (error: unknown) => {
        if (error instanceof FTPError) return false;
        throw failed(error);
      },
    );
  }

  async makeFolder(folder: string): Promise<void> {
    await this.#done(this.client.send(`MKD ${this.#at(folder)}`));
  }

  async rename(from: string, to: string): Promise<boolean> {
    try {
      await this.client.send(`RNFR ${this.#at(from)}`);
    } catch (error) {
      if (isMissing(error)) return false;
      throw failed(error);
    }
    await this.#done(this.client.send(`RNTO ${this.#at(to)}`));
    return true;
  }

  async removeFile(file: string): Promise<void> {
    await this.client.remove(this.#at(file)).catch((error: unknown) => {
      if (!isMissing(error)) throw failed(error);
    });
  }

  async removeFolder(folder: string): Promise<void> {
    // A server may refuse to delete the folder that one is in.
    await this.#done(this.client.cd(this.root));
    await this.#done(this.client.send(`RMD ${this.#at(folder)}`));
  }

  close(): void {
    this.client.close();
  }

  #at(path: string): string {
    return path === '' ? this.root : `${this.root === '/' ? '' : this.root}/${path}`;
  }

  async #done(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      throw failed(error);
    });
  }
}
