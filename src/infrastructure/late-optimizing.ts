import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 optimize functions of WebAssembly as late as it can be told to, 165 times as late as it would (its budget is 13 million bytes
 * of code gone through). What a start runs is hardly run again, and optimizing one function of PostgreSQL's took 0.7 s and 640 MB. It counts
 * for what is loaded afterwards, and for as long as the process lives: V8 tells nobody what it would do by itself.
 */
export function optimizeWebAssemblyLate(): void {
  setFlagsFromString('--wasm-tiering-budget=2147483647');
}
