import { randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { openAccountServices } from '../domain/account-services.js';
import { type OperatorCommand, OperatorRefusal } from '../domain/operator.js';
import { readSettings, type Settings } from '../infrastructure/config.js';
import { openDatabase } from '../infrastructure/database.js';
import { masterKeysOf } from '../infrastructure/master-keys.js';
import { operatorSocket } from '../infrastructure/operator-socket-path.js';

/**
 * Runs a command of the operator: by the service that holds the data folder, where one does, else on the registry itself. A
 * registry in PostgreSQL is changed directly, and running instances hear of it. Throws an OperatorRefusal, an OperatorError or a
 * SettingsError with a message for people.
 */
export async function runOperatorCommand(
  environment: Readonly<Record<string, string | undefined>>,
  command: OperatorCommand,
  args: unknown,
): Promise<unknown> {
  const settings = readSettings(environment);
  if (settings.demo) {
    throw new OperatorRefusal(
      'The demo keeps its registry in memory, where no command reaches it: run this with the settings of a service of its own.',
    );
  }
  const answer = settings.databaseUrl === null ? await askService(settings, command, args) : null;
  return answer ? answer.body : onRegistry(settings, command, args);
}

/** What the running service answers; null where none runs on this data folder. */
async function askService(
  { dataDir }: Settings,
  command: OperatorCommand,
  args: unknown,
): Promise<{ readonly body: unknown } | null> {
  const answer = await new Promise<{ status: number; text: string } | null>((resolve, reject) => {
    const request = httpRequest({ socketPath: operatorSocket(dataDir), method: 'POST', path: '/' }, (response) => {
      readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(new OperatorRefusal(`The service on ${dataDir} could not be asked: ${error.code}.`));
    });
    request.end(JSON.stringify({ command, args }));
  });
  if (!answer) return null;
  const body = JSON.parse(answer.text) as { error?: string };
  if (answer.status !== 200) throw new OperatorRefusal(body.error ?? `The service answered ${answer.status}.`);
  return { body };
}

async function onRegistry(settings: Settings, command: OperatorCommand, args: unknown): Promise<unknown> {
  const { databaseUrl, dataDir } = settings;
  const opened = await openDatabase(databaseUrl ? { url: databaseUrl.reveal() } : { folder: dataDir });
  try {
    const { operator, webhookQueue } = await openAccountServices({
      ...opened,
      masterKeys: masterKeysOf(settings, randomBytes),
      randomBytes,
      randomUuid: randomUUID,
      now: () => new Date(),
      onAuditEntry: () => undefined,
      reportBug: (error) => {
        throw error;
      },
    });
    try {
      return JSON.parse(JSON.stringify(await operator[command](args as never)));
    } finally {
      await webhookQueue.close();
    }
  } finally {
    await opened.close();
  }
}
