import type { PGlite } from '@electric-sql/pglite';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { registryPatienceMs } from './postgres-pool.js';

/** What instances of the service tell one another. */
export type AnnouncementTopic = 'api-key' | 'data-keys' | 'store' | 'store-config';

/** Takes what was announced; null where some announcements may have been missed, so that anything may have changed. */
export type Heard = (subject: string | null) => void;

const channel = 'drawbridge';

/** Announces a change within a database or transaction, to every instance that listens. */
export async function announceWithin<Tables>(
  database: Kysely<Tables>,
  topic: AnnouncementTopic,
  subject: string,
): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify([topic, subject])})`.execute(database);
}

/**
 * What instances tell one another through the registry's database (LISTEN/NOTIFY): announced when the transaction commits,
 * heard by every instance that listens, the announcing one included.
 */
export class Announcements {
  readonly #listeners = new Map<AnnouncementTopic, Heard[]>();

  constructor(private readonly source: AnnouncementSource) {}

  /** Announces a change within a database or transaction. */
  async announce<Tables>(database: Kysely<Tables>, topic: AnnouncementTopic, subject: string): Promise<void> {
    await announceWithin(database, topic, subject);
  }

  /** Listens from now on; resolves once it does. */
  async listen(topic: AnnouncementTopic, heard: Heard): Promise<void> {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), heard]);
    await this.source.open((payload) => this.#hear(payload));
  }

  /** Whether announcements come in at this moment; while they don't, nothing may be taken for unchanged. */
  get hears(): boolean {
    return this.source.hears;
  }

  #hear(payload: string | null): void {
    if (payload === null) {
      for (const listeners of this.#listeners.values()) for (const heard of listeners) heard(null);
      return;
    }
    const [topic, subject] = JSON.parse(payload) as [AnnouncementTopic, string];
    for (const heard of this.#listeners.get(topic) ?? []) heard(subject);
  }
}

/** Where announcements come in from. */
export interface AnnouncementSource {
  readonly hears: boolean;
  /** Begins to listen, once however often it is called; null is heard where announcements may have been missed. */
  open(heard: (payload: string | null) => void): Promise<void>;
  close(): Promise<void>;
}

/** Announcements within one process over PGlite. */
export class PgliteSource implements AnnouncementSource {
  hears = false;

  constructor(private readonly database: PGlite) {}

  async open(heard: (payload: string | null) => void): Promise<void> {
    if (this.hears) return;
    this.hears = true;
    await this.database.listen(channel, heard);
  }

  async close(): Promise<void> {
    this.hears = false;
  }
}

/** How long to wait before a lost connection is made anew, in milliseconds. */
const reconnectMs = 500;

/** How often the connection is looked after, in milliseconds: one that is cut off without a word would hear nothing, and not know. */
const lookEveryMs = 5_000;

/** Announcements of a PostgreSQL server, over a connection of their own that is made anew where it breaks. */
export class PostgresSource implements AnnouncementSource {
  #client: pg.Client | null = null;
  #opening: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #closed = false;
  hears = false;

  constructor(private readonly connectionString: string) {}

  open(heard: (payload: string | null) => void): Promise<void> {
    this.#opening ??= this.#connect(heard);
    return this.#opening;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.hears = false;
    clearTimeout(this.#retry);
    clearInterval(this.#look);
    const client = this.#client;
    this.#client = null;
    if (client) await letGo(client);
  }

  async #connect(heard: (payload: string | null) => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      connectionTimeoutMillis: registryPatienceMs,
      query_timeout: registryPatienceMs,
      keepAlive: true,
    });
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = null;
      this.hears = false;
      clearInterval(this.#look);
      void letGo(client);
      heard(null);
      this.#again(heard);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => heard(payload ?? null));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      void letGo(client);
      throw error;
    }
    this.#client = client;
    this.hears = true;
    this.#look = setInterval(() => client.query('select 1').catch(lost), lookEveryMs);
    this.#look.unref();
    // Whatever was announced before the connection stood has not been heard.
    heard(null);
    if (this.#closed) await this.close();
  }

  #again(heard: (payload: string | null) => void): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#connect(heard).catch(() => this.#again(heard));
    }, reconnectMs);
    this.#retry.unref();
  }
}

/** Ends a connection; one whose other end says nothing any more is not waited for. */
async function letGo(client: pg.Client): Promise<void> {
  const late = setTimeout(() => client.connection.stream.destroy(), 1_000);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}
