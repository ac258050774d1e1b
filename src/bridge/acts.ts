import { z } from 'zod';
import { invalidAnswer } from './errors.js';

/** The acts that a bridge can be asked for, by the names that the protocol gives them. */
export const actNames = ['inventory', 'price', 'product', 'order', 'shipment', 'tracking'] as const;
export type ActName = (typeof actNames)[number];

/** One change of a store, as a bridge is asked for it. */
export interface Act {
  /** Its own for ever: a bridge makes one act under an id, however often it is asked. 22 to 64 characters of base64url. */
  readonly id: string;
  readonly do: ActName;
  /** Its arguments, by the protocol's names; those that are not given are left out. */
  readonly with: Readonly<Record<string, unknown>>;
}

/** Why an act was not made, or what is known of it. */
export interface ActFault {
  /** A code of the protocol, such as `STALE`. */
  readonly code: string;
  readonly message: string;
  /** Which argument of the change, as a path; empty where none. */
  readonly field: readonly string[];
  /** Whether nothing was changed and the same act may be asked for again. */
  readonly retryable: boolean;
}

/** What became of one act. */
export interface ActResult {
  readonly id: string;
  /** Null where what was asked is what the store holds. */
  readonly fault: ActFault | null;
  /** The native id of the shipment that was made or changed; null for all else. */
  readonly shipment: string | null;
}

/** A path into an act's arguments, such as `lines.0.quantity`; what else comes in its place does not spoil the outcome. */
const path = z
  .string()
  .max(200)
  .regex(/^[\w.]*$/);

const resultForm = z.object({
  id: z.string(),
  outcome: z.string().regex(/^[A-Z_]{1,40}$/),
  message: z.string().optional(),
  field: path.optional().catch(undefined),
  retryable: z.boolean().optional(),
  shipment: z.string().max(255).optional().catch(undefined),
});

/** Reads what a bridge said to `act`: one result for each act, in order; throws STORE_ANSWER_INVALID where that is not so. */
export function readActResults(body: unknown, acts: readonly Act[]): readonly ActResult[] {
  const read = z.object({ results: z.array(resultForm).length(acts.length) }).safeParse(body);
  if (!read.success || read.data.results.some(({ id }, i) => id !== acts[i]?.id)) {
    throw invalidAnswer(`it must hold a result for each of ${acts.length} acts, in their order`);
  }
  return read.data.results.map(({ id, outcome, message, field, retryable, shipment }) => ({
    id,
    fault:
      outcome === 'DONE'
        ? null
        : {
            code: outcome,
            message: (message ?? 'The store did not make the change.').slice(0, 500),
            field: field ? field.split('.') : [],
            retryable: retryable ?? false,
          },
    shipment: shipment ?? null,
  }));
}

/** What is told of acts that were sent and whose answer never came, or could not be believed. */
export function unknownOutcomes(acts: readonly Act[]): readonly ActResult[] {
  const message =
    'The change was sent and no answer came: whether it was made cannot be told. Asked again with the same idempotencyKey, it is ' +
    'never made twice.';
  return acts.map(({ id }) => ({
    id,
    fault: { code: 'OUTCOME_UNKNOWN', message, field: [], retryable: false },
    shipment: null,
  }));
}
