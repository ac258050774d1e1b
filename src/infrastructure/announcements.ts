import type { PGlite } from '@electric-sql/pglite';
import { type Kysely, sql } from 'kysely';

/** What instances of the service tell one another. */
export type AnnouncementTopic = 'api-key' | 'data-keys' | 'store' | 'store-config' | 'webhooks';

/** Takes what was announced; null where some announcements may have been missed, so that anything may have changed. */
export type Heard = (subject: string | null) => void;

/** The channel of LISTEN and NOTIFY. */
export const channel = 'drawbridge';

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
    const announced = payload === null ? null : announcedBy(payload);
    if (announced === null) {
      for (const listeners of this.#listeners.values()) for (const heard of listeners) heard(null);
      return;
    }
    const [topic, subject] = announced;
    for (const heard of this.#listeners.get(topic) ?? []) heard(subject);
  }
}

/** What a payload announces; null where it is none of ours: whoever may connect to a PostgreSQL database may notify there. */
function announcedBy(payload: string): [AnnouncementTopic, string] | null {
  try {
    const [topic, subject] = JSON.parse(payload);
    return typeof subject === 'string' ? [topic, subject] : null;
  } catch {
    return null;
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
