import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A host's user for one test run, with the servers that let it in. */
export interface UploadServers {
  readonly username: string;
  readonly password: string;
  /** A private key that the SSH server lets in, locked with `keyPhrase`. */
  readonly privateKey: string;
  readonly keyPhrase: string;
  readonly ftpPort: number;
  readonly ftpsPort: number;
  readonly sftpPort: number;
  /** The host key of the SSH server, as ssh-keygen shows it. */
  readonly hostKey: string;
  /** The authority to trust for the FTPS server's certificate, which is for `localhost`. */
  readonly certificateFile: string;
  /** Gives the SSH server another host key. */
  changeHostKey(): Promise<void>;
  close(): Promise<void>;
}

/** Starts pure-ftpd without and with TLS, and OpenSSH, for a new user who owns the folder; FTP sees that folder as `/`. */
export async function startUploadServers(folder: string): Promise<UploadServers> {
  const place = await mkdtemp(join(tmpdir(), 'drawbridge-servers-'));
  await chmod(place, 0o711);
  const username = `drawbridge-${randomBytes(4).toString('hex')}`;
  const password = `Pass-${randomBytes(12).toString('hex')}`;
  const keyPhrase = `Phrase-${randomBytes(12).toString('hex')}`;
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: password, encoding: 'utf8' }).trim();
  execFileSync('useradd', ['-M', '-d', folder, '-s', '/usr/sbin/nologin', '-p', hash, username]);
  execFileSync('chown', ['-R', username, folder]);

  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', keyPhrase, '-f', join(place, 'login')]);
  const privateKey = execFileSync('cat', [join(place, 'login')], { encoding: 'utf8' });
  const certificateFile = join(place, 'certificate.pem');
  execFileSync(
    'openssl',
    // One key pair that signs itself: its certificate is authority and server in one.
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    ].concat(['-keyout', join(place, 'key.pem'), '-out', certificateFile]),
    { stdio: 'ignore' },
  );
  const both = join(place, 'both.pem');
  execFileSync('sh', ['-c', `cat ${join(place, 'key.pem')} ${certificateFile} > ${both} && chmod 600 ${both}`]);
  const accounts = join(place, 'accounts');
  execFileSync('pure-pw', ['useradd', username, '-f', accounts, '-u', username, '-d', folder], {
    input: `${password}\n${password}\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // pure-pw hashes so that each login takes seconds; the hash of the system's user is as good for a password of this one run.
  const [, , ...rest] = (await readFile(accounts, 'utf8')).split(':');
  await writeFile(accounts, [username, hash, ...rest].join(':'));
  execFileSync('pure-pw', ['mkdb', `${accounts}.pdb`, '-f', accounts], { stdio: 'ignore' });

  const [ftpPort, ftpsPort, sftpPort] = (await Promise.all([freePort(), freePort(), freePort()])) as [
    number,
    number,
    number,
  ];
  const processes = new Map<string, ChildProcess>();
  const ftp = (port: number, ...tls: string[]) =>
    spawn(
      'pure-ftpd',
      ['-S', `127.0.0.1,${port}`, '-l', `puredb:${accounts}.pdb`, '-A', '-E', '-H', '-u', '1', ...tls],
      {
        stdio: 'ignore',
      },
    );
  processes.set('ftp', ftp(ftpPort, '-Y', '0'));
  processes.set('ftps', ftp(ftpsPort, '-Y', '2', '-2', both));
  const ssh = async (name: string): Promise<string> => {
    const keyFile = join(place, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile]);
    await writeFile(
      join(place, 'sshd.conf'),
      [
        `ListenAddress 127.0.0.1:${sftpPort}`,
        `HostKey ${keyFile}`,
        `PidFile ${join(place, 'sshd.pid')}`,
        `AuthorizedKeysFile ${join(place, 'login.pub')}`,
        `AllowUsers ${username}`,
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication yes',
        'Subsystem sftp internal-sftp',
        'ForceCommand internal-sftp',
      ].join('\n'),
    );
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    processes.set('ssh', spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(place, 'sshd.conf')], { stdio: 'ignore' }));
    await listening(sftpPort);
    return execFileSync('ssh-keygen', ['-l', '-f', `${keyFile}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
  };
  const hostKey = await ssh('host-key');
  await Promise.all([listening(ftpPort), listening(ftpsPort)]);
  return {
    username,
    password,
    privateKey,
    keyPhrase,
    ftpPort,
    ftpsPort,
    sftpPort,
    hostKey,
    certificateFile,
    changeHostKey: async () => {
      await ended(processes.get('ssh'));
      await ssh('other-host-key');
    },
    close: async () => {
      await Promise.all([...processes.values()].map(ended));
      execFileSync('userdel', ['-f', username], { stdio: 'ignore' });
      await rm(place, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`a server must listen on port ${port}, but none does`);
}
