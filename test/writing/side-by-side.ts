/** What work done so often gives, so many at once: PHP's own server drops whoever finds it too busy. */
export async function sideBySide<T>(times: number, atOnce: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < times) done.push(await work(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}
