import type { OpenDatabase } from '../infrastructure/database.js';
import { JobQueue } from '../infrastructure/job-queue.js';
import { KeyRing } from '../infrastructure/key-ring.js';
import type { MasterKeys } from '../infrastructure/master-keys.js';
import { ApiKeyRecords } from './api-key-records.js';
import { ApiKeys } from './api-keys.js';
import { AuditLog, type AuditRecord } from './audit-log.js';
import { ExpiringKeys } from './expiring-keys.js';
import type { Notifications } from './notifications.js';
import { Operator } from './operator.js';
import { StoreRegistry } from './store-registry.js';
import { SupportAccesses } from './support-access.js';
import { type WebhookJob, WebhookNotifications } from './webhook-notifications.js';

/** What everything around accounts is made of. */
export interface AccountServiceParts extends Pick<OpenDatabase, 'database' | 'announcements' | 'run'> {
  readonly masterKeys: MasterKeys;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  readonly now: () => Date;
  /** Told of every entry of an audit log once it is kept. */
  readonly onAuditEntry: (entry: AuditRecord) => void;
  /** Takes what went wrong with the queue of webhooks. */
  readonly reportBug: (error: unknown) => void;
}

/** Everything around accounts over one registry: for the service, and for commands that work on the registry themselves. */
export interface AccountServices {
  readonly keyRing: KeyRing;
  readonly registry: StoreRegistry;
  readonly apiKeyRecords: ApiKeyRecords;
  readonly apiKeys: ApiKeys;
  readonly auditLog: AuditLog;
  readonly supportAccesses: SupportAccesses;
  readonly expiringKeys: ExpiringKeys;
  readonly notifications: Notifications;
  /** What is to be told, until the service has told it; to be closed before the database. */
  readonly webhookQueue: JobQueue<WebhookJob>;
  readonly operator: Operator;
}

/** Opens what accounts need. Throws an OperatorError where the master key does not open what is stored. */
export async function openAccountServices(parts: AccountServiceParts): Promise<AccountServices> {
  const { database, announcements, randomBytes, randomUuid, now } = parts;
  const keyRing = await KeyRing.open(parts);
  const mac = (text: string) => keyRing.mac(text);
  const registry = new StoreRegistry(database);
  const apiKeyRecords = new ApiKeyRecords(database, announcements);
  const apiKeys = new ApiKeys({ records: apiKeyRecords, registry, randomBytes, now });
  const auditLog = new AuditLog({ database, mac, now, randomUuid, onEntry: parts.onAuditEntry });
  const webhookQueue = new JobQueue<WebhookJob>({
    run: parts.run,
    name: 'webhooks',
    retry: webhookRetry,
    pollSeconds: 2,
    reportBug: parts.reportBug,
  });
  const add = (within: OpenDatabase['database'], jobs: readonly WebhookJob[]) => webhookQueue.add(within, jobs);
  const notifications = new WebhookNotifications({ database, add, randomUuid, now });
  const expiringKeys = new ExpiringKeys({ database, notifications, now });
  const supportAccesses = new SupportAccesses({ ...parts, notifications, records: apiKeyRecords, registry, auditLog });
  const operator = new Operator({ database, apiKeys, auditLog, keyRing, now, randomUuid });
  await operator.beginLogs();
  return {
    keyRing,
    registry,
    apiKeyRecords,
    apiKeys,
    auditLog,
    supportAccesses,
    expiringKeys,
    notifications,
    webhookQueue,
    operator,
  };
}

/** A webhook is tried for three days: after 15 seconds, then after twice as long each time, at last every four hours. */
const webhookRetry = { retries: 30, firstDelaySeconds: 15, maxDelaySeconds: 4 * 3600 };
