import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { bridgeAgent } from '../bridge/address-guard.js';
import { bridgePage, clockFinding, pageFinding } from '../bridge/diagnosis/bridge-page.js';
import type { Finding } from '../bridge/diagnosis/finding.js';
import { certificateFinding, nameFinding } from '../bridge/diagnosis/host.js';
import { strangerFinding } from '../bridge/diagnosis/stranger.js';
import { bridgeUrl, storeUrl } from '../domain/store-address.js';
import { ServiceError } from '../model/service-error.js';
import type { Asking } from './asking.js';
import type { DescribedStore } from './descriptions.js';
import { MisuseError } from './misuse-error.js';
import { ServiceUnavailableError } from './service-client.js';
import { exitCodes, withProgress } from './surroundings.js';

/** Adds the command that says why a store cannot be reached or read. */
export function addDoctor(program: Command, asking: Asking): void {
  program
    .command('doctor <url>')
    .description(
      'says in sentences why a store cannot be reached or read; a store that is connected is verified as well',
    )
    .option('--bridge-url <address>', 'where its bridge answers, when not at <url>/drawbridge/bridge.php')
    .action(async (url: string, options: { bridgeUrl?: string }) => {
      const root = readAddress(storeUrl, url);
      const given = options.bridgeUrl === undefined ? null : readAddress(bridgeUrl, options.bridgeUrl);
      const findings: Finding[] = [];
      const found = (finding: Finding): Finding => {
        findings.push(finding);
        if (!asking.asJson) asking.around.out(`${marks[finding.level]}  ${finding.sentence}\n`);
        return finding;
      };
      await withProgress(
        asking.around,
        () => 'Looking',
        async () => {
          const known = await connectedStore(asking, root);
          const bridge = given ?? new URL(known.store?.bridge?.url ?? new URL('drawbridge/bridge.php', root));
          await lookFromHere(bridge, asking.around.now?.() ?? new Date(), found);
          await lookFromService(asking, known, found);
        },
      );
      if (asking.asJson) asking.json(findings);
      if (findings.some(({ level }) => level === 'FAULT')) asking.exitCode = exitCodes.refused;
    });
}

const marks: Readonly<Record<Finding['level'], string>> = { OK: 'ok   ', WARNING: 'mind ', FAULT: 'FAULT' };

type Found = (finding: Finding) => Finding;

/** Looks at the way to the bridge step by step, from this machine; a fault ends it, for the next steps would meet it again. */
async function lookFromHere(bridge: URL, now: Date, found: Found): Promise<void> {
  const isFault = (finding: Finding): boolean => found(finding).level === 'FAULT';
  if (isFault(await nameFinding(bridge))) return;
  if (bridge.protocol === 'https:' && isFault(await certificateFinding(bridge, now))) return;
  // Whoever runs the command may reach private addresses anyhow.
  const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
  try {
    const page = await bridgePage(bridge, dispatcher);
    const clock = clockFinding(page, now);
    if (clock) found(clock);
    if (isFault(pageFinding(page))) return;
    found(await strangerFinding(bridge, { dispatcher, randomBytes, now: () => new Date() }));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reason = error.facts.reason ? ` (${error.facts.reason})` : '';
    found({ level: 'FAULT', about: 'PAGE', sentence: `${error.message}${reason}` });
  } finally {
    await dispatcher.close();
  }
}

/** The store of this address among those of the account, or why that is not known. */
type Known = { readonly store: DescribedStore | null; readonly whyNot: string | null };

async function connectedStore(asking: Asking, root: URL): Promise<Known> {
  if ((await asking.key()) === null) {
    return { store: null, whyNot: 'no API key was given' };
  }
  try {
    const stores = await asking.stores();
    const store = stores.find(({ url }) => url === root.href) ?? null;
    const unknown =
      asking.exitCode === exitCodes.done
        ? 'it has no store of this address: drawbridge connect'
        : 'it does not tell this key its stores';
    return { store, whyNot: store ? null : unknown };
  } catch (error) {
    if (!(error instanceof ServiceUnavailableError)) throw error;
    return { store: null, whyNot: error.message.replace(/\.$/, '') };
  }
}

/** Has the service verify the store, and read its settings: what PHP, settings and database have to do with is only seen by a key. */
async function lookFromService(asking: Asking, { store, whyNot }: Known, found: Found): Promise<void> {
  const told = (level: Finding['level'], sentence: string) => found({ level, about: 'READING', sentence });
  if (!store) {
    const unseen = 'so nothing is said of the store’s PHP, settings, tables and database';
    told('WARNING', `The service was not asked (${whyNot}), ${unseen}.`);
    return;
  }
  if (store.status === 'DISCONNECTED') {
    told('FAULT', 'The store is disconnected: drawbridge connect.');
    return;
  }
  const { answer, payload } = await asking.changed('verify-store', 'verifyStore', { id: store.id });
  const read =
    payload?.userErrors?.length || answer.errors?.length
      ? null
      : await asking.send(await asking.committed('store-config'), { id: store.id });
  const faults = [
    ...(payload?.userErrors ?? []),
    ...[...(answer.errors ?? []), ...(read?.errors ?? [])].map(({ message, extensions }) => ({
      code: extensions?.code ?? 'ERROR',
      message: extensions?.setting ? `${message} (${extensions.setting})` : message,
    })),
  ];
  for (const { code, message } of faults) told('FAULT', `The service says: ${message} (${code})`);
  if (faults.length > 0 || !payload?.store) return;
  const { platform, platformVersion, bridge } = payload.store;
  told(
    'OK',
    `The service reads it: ${platform?.name} ${platformVersion ?? ''} on PHP ${bridge?.phpVersion}, ${bridge?.databaseVersion}.`,
  );
  if (bridge?.outdated) {
    told('WARNING', `Its bridge ${bridge.version} is older than the service's: drawbridge issue-bridge ${store.id}.`);
  }
}

function readAddress(read: (text: string) => URL | { readonly message: string }, text: string): URL {
  const address = read(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (address instanceof URL) return address;
  throw new MisuseError(address.message);
}
