import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { openTcpProxy, type TcpProxy } from '../../bench/tcp-proxy.js';
import type { BridgeConfig } from '../../bridge/bridge-file.js';
import { bridgeFiles } from '../../bridge/package.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import { sharedFolder } from '../support/machine.js';
import { type Answered, type Call, callBridge } from '../support/php-runtime-caller.js';
import { freePort, serveSystemPhp } from '../support/system-php.js';

const run = promisify(execFile);

/** Where the platforms' real code is laid out, one folder a platform; null: nowhere on this machine. */
export const platformsFolder = process.env.DRAWBRIDGE_PLATFORMS_DIR ?? null;

/** One act as it is sent to a bridge. */
export interface SentAct {
  readonly id?: string;
  readonly do: string;
  readonly with: Readonly<Record<string, unknown>>;
}

/** A store that runs its platform's code over a database of ../shared/stores, with a bridge that may write. */
export interface PlatformStore {
  readonly root: string;
  readonly url: string;
  readonly key: StoreKey;
  readonly database: string;
  /** The way to it, where the layout asked for one that can be cut. */
  readonly way: TcpProxy | null;
  call(call?: Call): Promise<Answered>;
  /** The results of these acts. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of them
  act(...acts: readonly SentAct[]): Promise<any[]>;
  /** Writes the bridge anew; the store's own key stays. */
  configure(config: Partial<BridgeConfig>): void;
  /** The rows of a statement run by MariaDB's own client. */
  rows(sql: string): string[][];
  /** The mails that PHP handed to sendmail, each whole, in no order; they are forgotten then. */
  mails(): string[];
  /** What PHP prints that runs in the store, with a file of this text in its root. */
  page(name: string, php: string): Promise<string>;
  /** Kills PHP with all that it is at, and starts it again. */
  die(): Promise<void>;
  close(): Promise<void>;
}

/** What of a store's files is whose: `code` is copied into the root, `configure` then writes its own settings. */
export interface Layout {
  /** The store's name in ../shared/stores. */
  readonly store: string;
  /** The folder with the platform's code, real or a stand-in. */
  readonly code: string;
  /** Files in the root that are ours and not the stored ones, by their path. */
  readonly files: (place: {
    readonly root: string;
    readonly url: string;
    readonly login: Login;
  }) => Record<string, string>;
  readonly write?: boolean;
  /** Whether its address is that of a way to it that can be cut. */
  readonly cuttable?: boolean;
}

export interface Login {
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Opens a store of ../shared/stores under the platform's code. */
export async function openPlatformStore({
  store,
  code,
  files,
  write = true,
  cuttable = false,
}: Layout): Promise<PlatformStore> {
  const suffix = `writing_${randomBytes(4).toString('hex')}`;
  const root = mkdtempSync('/tmp/drawbridge-writing-');
  const options = { env: { ...process.env, DB_SUFFIX: suffix } };
  const port = await freePort();
  const way = cuttable ? await openTcpProxy(port) : null;
  const url = `http://127.0.0.1:${way?.port ?? port}/`;
  const { stdout } = await run(`${sharedFolder}stores/open-store`, [store, root], options);
  const login = JSON.parse(stdout) as Login;
  // Tens of thousands of files: by links where the disk is the same, which what is written below replaces.
  await run('cp', ['-al', '--remove-destination', `${code}/.`, root]).catch(() =>
    cpSync(code, root, { recursive: true, force: true }),
  );
  for (const [file, content] of Object.entries(files({ root, url, login }))) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    rmSync(path.join(root, file), { force: true });
    writeFileSync(path.join(root, file), content);
  }
  const key = { id: 'writing', secret: randomBytes(32) };
  mkdirSync(path.join(root, 'drawbridge'), { recursive: true });
  const configure = (config: Partial<BridgeConfig>) => {
    const keys = { [key.id]: key.secret.toString('base64url') };
    for (const file of bridgeFiles({ write, ...config, keys })) writeFileSync(path.join(root, file.path), file.content);
  };
  configure({});
  const mails = `${root}.mails`;
  mkdirSync(mails);
  const sendmail = path.join(mails, 'sendmail');
  writeFileSync(sendmail, `#!/bin/sh\nexec cat > "$(mktemp ${mails}/mail.XXXXXX)"\n`, { mode: 0o755 });
  const serve = () => serveSystemPhp(root, 4, port, { sendmail_path: sendmail });
  let host = await serve();
  const bridge = `${url}drawbridge/bridge.php`;
  const call = (one: Call = {}) => callBridge(bridge, key, one);
  const sql = (text: string) =>
    execFileSync('mariadb', ['-N', '-B', '--default-character-set=utf8mb4', login.database, '-e', text]).toString();
  return {
    root,
    url,
    key,
    database: login.database,
    way,
    call,
    configure,
    act: (...acts) => sendActs(bridge, key, acts),
    rows: (text) =>
      sql(text)
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t')),
    mails: () =>
      readdirSync(mails)
        .filter((name) => name.startsWith('mail.'))
        .map((name) => {
          const text = readFileSync(path.join(mails, name), 'utf8');
          rmSync(path.join(mails, name));
          return text;
        }),
    async page(name, text) {
      writeFileSync(path.join(root, name), text);
      return (await fetch(`${url}${name}`)).text();
    },
    async die() {
      process.kill(-host.pid, 'SIGKILL');
      await host.close();
      host = await serve();
    },
    async close() {
      await host.close();
      await way?.close();
      const users = ['localhost', '127.0.0.1'].map((host) => `'${login.user}'@'${host}'`).join(', ');
      execFileSync('mariadb', ['-e', `drop database if exists \`${login.database}\`; drop user if exists ${users};`]);
      for (const folder of [root, mails]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Sends acts to a bridge, each under an id of its own where it has none; their results. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of them
export async function sendActs(bridge: string, key: StoreKey, acts: readonly SentAct[]): Promise<any[]> {
  const sent = acts.map((one) => ({ id: newActId(), ...one }));
  const answer = await callBridge(bridge, key, { body: { verb: 'act', acts: sent } });
  if (answer.fault || answer.status !== 200) {
    throw new Error(`acts must be answered, but got: ${answer.status} ${answer.code ?? answer.fault}`);
  }
  return answer.json.results;
}

/** An id that no act has had. */
export function newActId(): string {
  return randomBytes(24).toString('base64url');
}

/** Describes tests that need a platform's real code; left out, with the reason, where it is not on this machine. */
export function describeWithCode(name: string, title: string, tests: (code: string) => void): void {
  const code = platformsFolder && path.join(platformsFolder, name);
  if (code && existsSync(code)) describe(title, () => tests(code));
  else
    describe.skip(`${title} [left out: needs the platform's code at DRAWBRIDGE_PLATFORMS_DIR/${name}]`, () =>
      tests(''));
}
