/** Statements that between them use all of the language, with the rows that the fixture's or any small table's data give. */
export const languageSamples: readonly {
  readonly sql: string;
  readonly params: unknown[];
  readonly rows: unknown[][];
}[] = [
  { sql: 'select 1 as `a`, 2.5 + 0.5 as `b`, 7 - 2 as `c`, -3 as `d`', params: [], rows: [[1, numeric(3), 5, -3]] },
  { sql: 'SELECT DISTINCT ? AS `a` UNION ALL SELECT ? AS `a`', params: [1, 1], rows: [[1], [1]] },
  { sql: 'select ? as `a` union select ? as `a` order by `a` desc', params: [1, 2], rows: [[2], [1]] },
  {
    sql: 'select `x`.`n` from (select ? as `n` union all select ? union all select ?) as `x` where `x`.`n` between ? and ? and `x`.`n` <> ? and `x`.`n` != ? order by `x`.`n` asc limit ?',
    params: [1, 2, 3, 1, 3, 2, 9, 5],
    rows: [[1], [3]],
  },
  {
    sql: 'select `x`.`n` from (select ? as `n`) as `x` left join (select ? as `n`) as `y` on `y`.`n` = `x`.`n` where `y`.`n` is null and not (`x`.`n` < ? or `x`.`n` > ?)',
    params: [1, 2, 1, 1],
    rows: [[1]],
  },
  {
    sql: 'select `x`.`n` from (select ? as `n`) as `x` inner join (select ? as `m`) as `y` on `y`.`m` >= `x`.`n` and `y`.`m` <= ? where `x`.`n` in (?, ?) and `x`.`n` not in (3) and `y`.`m` is not null',
    params: [1, 2, 2, 1, 2],
    rows: [[1]],
  },
  {
    sql: 'select case when `x`.`n` = ? then ? else ? end as `c` from (select ? as `n`) as `x` where exists (select 1 from (select ? as `m`) as `y` where `y`.`m` = `x`.`n`)',
    params: [1, 'one', 'other', 1, 1],
    rows: [['one']],
  },
  {
    sql: 'select `x`.`g`, count(*) as `c`, sum(`x`.`n`) as `s`, min(`x`.`n`) as `lo`, max(`x`.`n`) as `hi`, count(distinct `x`.`g`) as `d` from (select 1 as `g`, 10 as `n` union all select 1, 20 union all select 2, 5) as `x` group by `x`.`g` having count(*) > ?',
    params: [1],
    rows: [[1, 2, numeric(30), 10, 20, 1]],
  },
  {
    sql: 'select coalesce(null, ?) as `a`, lower(?) as `b`, upper(?) as `c`, length(?) as `d`, concat(?, ?) as `e`, instr(?, ?) as `f`, substr(?, 2, 2) as `g`, abs(-4) as `h`, nullif(1, 1) as `i`',
    params: ['x', 'AB', 'ab', 'abc', 'a', 'b', 'hay', 'y', 'abcd'],
    rows: [['x', 'ab', 'AB', 3, 'ab', 3, 'bc', 4, null]],
  },
  {
    sql: 'select round(5.0 / 4.0, 2) as `r` from (select 1 as `n`) as `x` where 10.0 / 4.0 > 2',
    params: [],
    rows: [[numeric(1.25)]],
  },
];

/** A value that is a number in SQLite and a decimal as text in MariaDB. */
function numeric(value: number): unknown {
  return { asymmetricMatch: (other: unknown) => other !== null && Number(other) === value };
}
