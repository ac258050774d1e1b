import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';

/** What a clock is ahead of UTC by, in minutes, for local times before `until`; null: for all that come. */
interface Ahead {
  readonly minutes: number;
  readonly until: string | null;
}

/** Years whose changes of the clock are known: no store kept orders before. */
const [firstYear, lastYear] = [2005, 2037];
const known = new LRUCache<string, readonly Ahead[]>({ max: 100 });

/** How a clock went through the years. A time that it showed twice is its first showing; one that it skipped counts on from before. */
function aheadOf(zone: string): readonly Ahead[] {
  const found = known.get(zone);
  if (found) return found;
  const at = (second: number) => DateTime.fromSeconds(second, { zone });
  const made: Ahead[] = [];
  let [second, minutes] = [Date.UTC(firstYear) / 1000, at(Date.UTC(firstYear) / 1000).offset];
  const [day, last] = [86_400, Date.UTC(lastYear) / 1000];
  for (; second < last; second += 20 * day) {
    let [before, after] = [second, second + 20 * day];
    const now = at(after).offset;
    if (now === minutes) continue;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (at(middle).offset === minutes) before = middle;
      else after = middle;
    }
    const until = DateTime.fromSeconds(after, { zone: 'utc' }).plus({ minutes: Math.max(minutes, now) });
    made.push({ minutes, until: until.toFormat('yyyy-MM-dd HH:mm:ss') });
    minutes = now;
  }
  made.push({ minutes, until: null });
  known.set(zone, made);
  return made;
}

/**
 * A column's time by a clock (`2025-03-30 01:59:59`) in UTC, as SQL and in the same form, for statements that hold it against times
 * in UTC; `instantOf` says the same. Databases know zones by names of their own, if at all, so that the rules are put into the statement.
 */
export function utcOf(column: string, zone: string): RawBuilder<string | null> {
  const local = sql.ref<string>(column);
  const times = aheadOf(zone);
  const offsets = [...new Set(times.map(({ minutes }) => minutes))];
  const which = times.map(({ minutes, until }) => {
    const offset = sql.lit(offsets.indexOf(minutes));
    return until === null ? sql`else ${offset}` : sql`when ${local} < ${until} then ${offset}`;
  });
  const each = offsets.map((minutes, at) => sql`when ${sql.lit(at)} then ${moved(local, minutes)}`);
  const words = sql` `;
  if (offsets.length === 1) return moved(local, offsets[0] ?? 0);
  return sql<string | null>`case (case ${sql.join(which, words)} end) ${sql.join(each, words)} end`;
}

/** A local time in UTC, which the clock is so many minutes ahead of: digit by digit, as statements can only add. */
function moved(local: Expression<string>, ahead: number): RawBuilder<string> {
  const part = (from: number, length: number) => sql<string>`substr(${local}, ${sql.lit(from)}, ${sql.lit(length)})`;
  const number = (from: number, length: number) => sql<number>`(${part(from, length)} + 0)`;
  const two = (value: Expression<number>) => sql<string>`substr(concat(${'0'}, ${value}), length(${value}), 2)`;
  const [year, month, day, hour, minute] = [number(1, 4), number(6, 2), number(9, 2), number(12, 2), number(15, 2)];
  const [hours, minutes] = [Math.floor(ahead / 60), ahead - Math.floor(ahead / 60) * 60];
  if (ahead === 0) return part(1, 19);

  const [more, less] = [sql.lit(Math.max(-hours, 0)), sql.lit(Math.max(hours, 0))];
  const borrowed = sql<number>`case when ${minute} < ${sql.lit(minutes)} then 1 else 0 end`;
  /** The hour, which may be one of the day before, or behind. */
  const shown = sql<number>`(${hour} + ${more} - ${less} - ${borrowed})`;
  const isBefore = sql<SqlBool>`${hour} + ${more} < ${less} + ${borrowed}`;
  const isBehind = sql<SqlBool>`${shown} > 23`;

  const february = sql`case when ${year} / 4 = round(${year} / 4.0) then 29 else 28 end`;
  const lastOf = sql<number>`case ${month} when 2 then ${february} when 4 then 30 when 6 then 30 when 9 then 30 when 11 then 30 else 31 end`;
  const lastBefore = sql<number>`case ${month} when 3 then ${february} when 5 then 30 when 7 then 30 when 10 then 30 when 12 then 30 else 31 end`;
  const before = sql`case
    when ${day} > 1 then concat(${part(1, 8)}, ${two(sql`(${day} - 1)`)})
    when ${month} > 1 then concat(${part(1, 5)}, ${two(sql`(${month} - 1)`)}, ${'-'}, ${lastBefore})
    else concat(${year} - 1, ${'-12-31'}) end`;
  const behind = sql`case
    when ${day} < ${lastOf} then concat(${part(1, 8)}, ${two(sql`(${day} + 1)`)})
    when ${month} < 12 then concat(${part(1, 5)}, ${two(sql`(${month} + 1)`)}, ${'-01'})
    else concat(${year} + 1, ${'-01-01'}) end`;

  const date = sql`case when ${isBefore} then ${before} when ${isBehind} then ${behind} else ${part(1, 10)} end`;
  const time = two(
    sql`(case when ${isBefore} then ${shown} + 24 when ${isBehind} then ${shown} - 24 else ${shown} end)`,
  );
  const rest = sql`case when ${minute} < ${sql.lit(minutes)} then ${minute} + ${sql.lit(60 - minutes)} else ${minute} - ${sql.lit(minutes)} end`;
  return sql<string>`concat(${date}, ${' '}, ${time}, ${':'}, ${two(sql`(${rest})`)}, ${part(17, 3)})`;
}
