/** One thing that was looked at on the way to a store, for people. */
export interface Finding {
  /** A FAULT keeps the store from being reached or read; a WARNING may, or will. */
  readonly level: 'OK' | 'WARNING' | 'FAULT';
  /** What was looked at: the host's name, its certificate, the bridge's page, its answer to a question, clocks, reading the store. */
  readonly about: 'NAME' | 'CERTIFICATE' | 'PAGE' | 'BRIDGE' | 'CLOCK' | 'READING';
  /** What was found and, where it is no good, what to do. */
  readonly sentence: string;
}
