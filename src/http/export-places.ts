/** How many exports one account may run at once, and how many run in all: each may hold tens of megabytes. */
const [mostOfAccount, mostInAll] = [4, 12];

/** The places that exports take while they run. */
export class ExportPlaces {
  readonly #taken = new Map<string, number>();

  /** Takes a place for an account: gives what lets go of it, once; or says, as a text, why there is none. */
  take(accountId: string): (() => void) | string {
    const own = this.#taken.get(accountId) ?? 0;
    if (own >= mostOfAccount) return `An account may run ${mostOfAccount} exports at once.`;
    const inAll = [...this.#taken.values()].reduce((sum, one) => sum + one, 0);
    if (inAll >= mostInAll) return `The service runs ${mostInAll} exports at once, and as many are running.`;
    this.#taken.set(accountId, own + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#taken.get(accountId) ?? 1) - 1;
      if (left > 0) this.#taken.set(accountId, left);
      else this.#taken.delete(accountId);
    };
  }
}
