import { type Command, Option } from 'commander';
import type { Asking } from './asking.js';
import { type DescribedPlacement, describePlacement, describeStore } from './descriptions.js';
import { MisuseError } from './misuse-error.js';
import { storeId } from './store-commands.js';
import { withProgress } from './surroundings.js';
import { readText } from './text-file.js';
import { passwordVariable, uploadPassword } from './upload-password.js';

/** Adds the commands that put a bridge on its store's server and take it away. */
export function addPlacingCommands(program: Command, asking: Asking): void {
  const place = async (mutation: Placing, id: string, options: PlacingOptions): Promise<void> => {
    const input = { storeId: storeId(id), ...(await uploadOf(asking, options)) };
    const { answer, payload } = await withProgress(
      asking.around,
      () => mutation.doing,
      () => asking.changed(mutation.operation, mutation.field, { input }),
    );
    if (asking.asJson) asking.json(answer);
    else if (payload) {
      const { placement } = payload as { placement?: DescribedPlacement | null };
      if (placement) asking.around.out(describePlacement(placement));
      if (payload.store && !payload.userErrors?.length) asking.around.out(describeStore(payload.store));
    }
    asking.complain(answer, payload);
  };

  upload(program.command('install-bridge <id>'))
    .description('uploads the bridge of a store to its server, beside what is there, and verifies it')
    .action((id: string, options: PlacingOptions) => place(installing, id, options));
  upload(program.command('uninstall-bridge <id>'))
    .description('takes the bridge of a store away from its server; the store stays connected')
    .action((id: string, options: PlacingOptions) => place(uninstalling, id, options));
}

interface Placing {
  readonly operation: string;
  readonly field: string;
  readonly doing: string;
}

const installing: Placing = { operation: 'install-bridge', field: 'installBridge', doing: 'Placing the bridge' };
const uninstalling: Placing = {
  operation: 'uninstall-bridge',
  field: 'uninstallBridge',
  doing: 'Taking the bridge away',
};

interface PlacingOptions {
  readonly protocol: string;
  readonly host: string;
  readonly port?: string;
  readonly user: string;
  readonly directory: string;
  readonly passwordFile?: string;
  readonly privateKeyFile?: string;
  readonly hostKey?: string;
  readonly replaceOther?: boolean;
}

/** The options of an upload. None takes a secret itself: the list of processes shows arguments to everybody on the machine. */
function upload(command: Command): Command {
  return command
    .requiredOption('--host <host>', 'the name or IP address of the server that the store’s files are on')
    .requiredOption('--user <name>', 'who logs in there')
    .requiredOption('--directory <path>', 'the store’s root there, such as public_html')
    .addOption(
      new Option('--protocol <protocol>', 'how files get there; plain FTP sends the password in the clear')
        .choices(['sftp', 'ftps', 'ftp'])
        .default('sftp'),
    )
    .option('--port <number>', 'the port, when not the protocol’s own')
    .option('--password-file <file>', `a file that holds the password, - for standard input (or ${passwordVariable})`)
    .option('--private-key-file <file>', 'SFTP: a file that holds the private key; the password is then its phrase')
    .option('--host-key <fingerprint>', 'SFTP: the host key that the server must have, as ssh-keygen -l shows it')
    .option('--replace-other', 'a bridge of another store or service that lies there may be replaced or taken away');
}

async function uploadOf(asking: Asking, options: PlacingOptions): Promise<Record<string, unknown>> {
  const { host, user: username, directory, hostKey, replaceOther } = options;
  const port = options.port === undefined ? undefined : Number(options.port);
  if (port !== undefined && !Number.isInteger(port)) throw new MisuseError('--port must be a whole number.');
  const privateKey = options.privateKeyFile === undefined ? undefined : await readText(options.privateKeyFile);
  const password = await uploadPassword(options.passwordFile, asking.around);
  if (password === null && privateKey === undefined) {
    throw new MisuseError(
      `A password is needed: --password-file, ${passwordVariable} or, from standard input, --password-file -. For SFTP also --private-key-file.`,
    );
  }
  const protocol = options.protocol.toUpperCase();
  return { protocol, host, port, username, password, privateKey, hostKey, directory, replaceOther };
}
