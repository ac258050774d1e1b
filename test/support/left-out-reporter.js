/** Prints at the end of a run which tests were left out, and why: their titles say it. */
export default class LeftOutReporter {
  onRunComplete(_contexts, results) {
    const leftOut = new Map();
    for (const file of results.testResults) {
      for (const test of file.testResults) {
        const title = test.ancestorTitles.find((ancestor) => ancestor.includes('[left out:'));
        if (title && test.status === 'pending') leftOut.set(title, (leftOut.get(title) ?? 0) + 1);
      }
    }
    for (const [title, count] of leftOut) process.stderr.write(`${count} tests left out: ${title}\n`);
    if (leftOut.size === 0) process.stderr.write('No part of the tests was left out.\n');
  }
}
