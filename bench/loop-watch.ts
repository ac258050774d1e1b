// Loaded into the service by `--import`: writes, every second, a line about its process to the file that DRAWBRIDGE_BENCH_WATCH names.
import { appendFileSync } from 'node:fs';

/** A line of the file. */
export interface Watched {
  /** The longest that the event loop was kept busy without a pause, in milliseconds of its thread's processor time. */
  readonly longestMs: number;
  /** Memory that the process holds, in megabytes. */
  readonly rssMb: number;
}

const file = process.env.DRAWBRIDGE_BENCH_WATCH;
if (file) {
  let [longest, before] = [0, process.threadCpuUsage()];
  // Between two of these turns at least ten milliseconds of the clock go by; what is more of the processor's is one piece of work.
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.threadCpuUsage();
  }, 10).unref();
  setInterval(() => {
    const line: Watched = { longestMs: longest, rssMb: process.memoryUsage.rss() / 2 ** 20 };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    longest = 0;
  }, 1_000).unref();
}
