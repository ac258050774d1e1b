import { setTimeout as pause } from 'node:timers/promises';
import type { Act, ActFault, ActName, ActResult } from '../bridge/acts.js';
import { maxRequestBytes } from '../bridge/statements.js';
import { ServiceError } from '../model/service-error.js';
import type { IdempotencyKeys } from './idempotency-keys.js';
import type { StoreRecord } from './store-record.js';
import type { StoreSession } from './store-session.js';

/** One change of one store, not yet sent. */
export interface WantedAct {
  readonly store: StoreRecord;
  /** Where it stands among all changes that the caller asked for, those left out counted too: that is the same when they are sent again. */
  readonly place: number;
  readonly do: ActName;
  readonly with: Readonly<Record<string, unknown>>;
}

/** What became of a change: as the bridge says, or why it could not be asked for. */
export type Outcome = Omit<ActResult, 'id'>;

/** A list of changes, and for whom. */
export interface WantedActs {
  readonly accountId: string;
  /** The caller's; null: none was given. */
  readonly idempotencyKey: string | null;
  /** All that the caller asked for, as text that is the same where that is the same. */
  readonly asked: string;
  readonly acts: readonly WantedAct[];
}

/** What writing is made of. */
export interface WritingParts {
  readonly idempotencyKeys: Pick<IdempotencyKeys, 'claim'>;
  /** A code over a text that only the service can make. */
  readonly mac: (text: string) => string;
  readonly randomBytes: (size: number) => Buffer;
  /** A clock that only goes forward, in milliseconds; the process's by default. */
  readonly elapsedMs?: () => number;
  /** The machine's timer by default. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** Milliseconds within which what the time of a request ran out for is sent again; 60,000 by default. */
  readonly patienceMs?: number;
}

/** Sessions that can change stores. */
export interface WritingSessions {
  of(store: StoreRecord): Pick<StoreSession, 'act' | 'platform'>;
}

/** The most acts that a bridge takes in one request. */
const maxActs = 250;
/** Bytes of acts in one request; what is left of a request's limit is for what goes around them. */
const maxActBytes = maxRequestBytes - 4096;

/**
 * Has stores changed: each store's changes in one signed request, or in several where its time or size does not suffice, in order,
 * and stores side by side. A change carries an id of its own, by which the bridge makes it once at most.
 */
export class StoreWriting {
  constructor(private readonly parts: WritingParts) {}

  /** What became of each change, in order. Throws IDEMPOTENCY_KEY_REUSED, and nothing is changed then. */
  async perform(wanted: WantedActs, sessions: WritingSessions): Promise<readonly Outcome[]> {
    const idOf = await this.#ids(wanted);
    const byStore = new Map<string, { store: StoreRecord; places: number[] }>();
    wanted.acts.forEach(({ store }, place) => {
      const known = byStore.get(store.id) ?? { store, places: [] };
      known.places.push(place);
      byStore.set(store.id, known);
    });
    const outcomes = new Map<number, Outcome>();
    await Promise.all(
      [...byStore.values()].map(async ({ store, places }) => {
        const acts = places.map((place): Act => {
          const { do: name, with: given, place: asked } = wanted.acts[place] as WantedAct;
          return { id: idOf(asked), do: name, with: given };
        });
        const found = await this.#changed(sessions.of(store), acts);
        places.forEach((place, i) => {
          outcomes.set(place, found[i] ?? notBegun);
        });
      }),
    );
    return wanted.acts.map((_, place) => outcomes.get(place) ?? notBegun);
  }

  /** The id of each act: the same again where the same is asked under the same key. */
  async #ids({ accountId, idempotencyKey, asked }: WantedActs): Promise<(place: number) => string> {
    if (idempotencyKey === null) return () => this.parts.randomBytes(24).toString('base64url');
    const since = await this.parts.idempotencyKeys.claim(accountId, idempotencyKey, asked);
    const of = ['drawbridge act 1', accountId, idempotencyKey, since.toISOString()];
    return (place) => this.parts.mac(JSON.stringify([...of, place]));
  }

  async #changed(session: ReturnType<WritingSessions['of']>, acts: readonly Act[]): Promise<readonly Outcome[]> {
    const outcomes = new Map<string, Outcome>();
    const told = () => acts.map(({ id }) => outcomes.get(id) ?? notBegun);
    try {
      const { writing, name } = await session.platform();
      for (const act of acts) {
        if (!writing?.acts.includes(act.do))
          outcomes.set(act.id, fault('UNSUPPORTED', `This cannot be changed in ${name}.`));
        else if (bytesOf(act) > maxActBytes)
          outcomes.set(act.id, fault('INVALID', 'It is longer than a store can be sent.'));
      }
      const { elapsedMs = () => performance.now(), wait = pause } = this.parts;
      const until = elapsedMs() + (this.parts.patienceMs ?? 60_000);
      for (;;) {
        const next = batchOf(acts.filter(({ id }) => !outcomes.has(id)));
        if (next.length === 0) return told();
        const results = await session.act(next);
        for (const { id, fault: why, shipment } of results) {
          if (why?.code !== 'NOT_BEGUN') outcomes.set(id, { fault: why, shipment });
        }
        // Whoever did not answer is not asked for more at once.
        if (results.every((one) => one.fault?.code === 'OUTCOME_UNKNOWN') || elapsedMs() > until) return told();
        if (results.every((one) => one.fault?.code === 'NOT_BEGUN')) await wait(500);
      }
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const why = faultOf(error);
      return acts.map(({ id }) => outcomes.get(id) ?? { fault: why, shipment: null });
    }
  }
}

const notBegun = fault('NOT_BEGUN', 'The time ran out before this was begun.', true);

function fault(code: string, message: string, retryable = false): Outcome {
  return { fault: { code, message, field: [], retryable }, shipment: null };
}

/** Why nothing was begun in a store that could not be asked. */
function faultOf({ code, message, retryable, facts }: ServiceError): ActFault {
  const { bridgeCode } = facts;
  if (bridgeCode === 'READ_ONLY' || bridgeCode === 'VERB_UNKNOWN') {
    const why = 'The store may only be read: its config.php does not allow writing, or its bridge has no part for it.';
    return { code: 'READ_ONLY', message: why, field: [], retryable: false };
  }
  return { code, message, field: [], retryable };
}

function bytesOf(act: Act): number {
  return Buffer.byteLength(JSON.stringify(act)) + 1;
}

/** As many of these acts, from the first, as one request takes. */
function batchOf(acts: readonly Act[]): readonly Act[] {
  let bytes = 0;
  const first = acts.findIndex((act) => {
    bytes += bytesOf(act);
    return bytes > maxActBytes;
  });
  return acts.slice(0, Math.min(maxActs, first < 0 ? acts.length : first));
}
