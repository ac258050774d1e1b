import pg from 'pg';
import { type AnnouncementSource, channel } from './announcements.js';
import { registryPatienceMs } from './registry-patience.js';

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
