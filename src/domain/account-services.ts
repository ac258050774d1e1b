import type { OpenDatabase } from '../infrastructure/database.js';
import { KeyRing } from '../infrastructure/key-ring.js';
import type { MasterKeys } from '../infrastructure/master-keys.js';
import { ApiKeyRecords } from './api-key-records.js';
import { ApiKeys } from './api-keys.js';
import { AuditLog, type AuditRecord } from './audit-log.js';
import type { Notifications } from './notifications.js';
import { Operator } from './operator.js';
import { StoreRegistry } from './store-registry.js';
import { SupportAccesses } from './support-access.js';

/** What everything around accounts is made of. */
export interface AccountServiceParts extends Pick<OpenDatabase, 'database' | 'announcements'> {
  readonly masterKeys: MasterKeys;
  readonly notifications: Notifications;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  readonly now: () => Date;
  /** Told of every entry of an audit log once it is kept. */
  readonly onAuditEntry: (entry: AuditRecord) => void;
}

/** Everything around accounts over one registry: for the service, and for commands that work on the registry themselves. */
export interface AccountServices {
  readonly keyRing: KeyRing;
  readonly registry: StoreRegistry;
  readonly apiKeyRecords: ApiKeyRecords;
  readonly apiKeys: ApiKeys;
  readonly auditLog: AuditLog;
  readonly supportAccesses: SupportAccesses;
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
  const supportAccesses = new SupportAccesses({ ...parts, records: apiKeyRecords, registry, auditLog });
  const operator = new Operator({ database, apiKeys, auditLog, keyRing, now, randomUuid });
  await operator.beginLogs();
  return { keyRing, registry, apiKeyRecords, apiKeys, auditLog, supportAccesses, operator };
}
