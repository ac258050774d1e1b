import { assembleBridge, connectorFiles } from '../../bridge/assemble.js';
import type { Statement } from '../../src/bridge/plan.js';
import type { RealStore } from './real-store.js';

/** How a statement was answered: how long that took, and what the database read for it. */
export interface Explained {
  readonly id: string;
  /** Processor time of the database's own thread where the machine tells it, so that what else runs here counts for nothing; else by the clock. */
  readonly ms: number;
  /** A line of `EXPLAIN` each: the table and how many of its rows the database expects to read. */
  readonly reads: readonly { readonly table: string; readonly rows: number }[];
  /** Why it was not answered, by the bridge's own code; null where it was. */
  readonly fault: string | null;
}

/** Where the script lies that a store explains its statements with, below the store's root. */
const place = 'drawbridge/explain.php';

/** The files by which a store explains statements: the bridge itself, whose last line does that in place of serving. */
export function explainingFiles(): Readonly<Record<string, string>> {
  const bridge = assembleBridge(connectorFiles());
  const classes = /^serve\(\[(.*)\]\);$/m.exec(bridge)?.[1] ?? '';
  const patient = bridge.replace(/\bSTATEMENT_SECONDS = \d+/, 'STATEMENT_SECONDS = 120');
  return { [place]: patient.replace(/^serve\(\[.*\]\);$/m, () => script.replace('CLASSES', classes)) };
}

const script = `
foreach ([CLASSES] as $class) if ($connector = $class::detect(dirname(__DIR__))) break;
$relations = array_map(fn (array $declared) => new Relation($declared), $connector->relations());
$database = new Database($connector->database(), INF);
$statements = json_decode(file_get_contents('php://input'), true);
[$earlier, $said] = [new Earlier($statements), []];
$thread = iterator_to_array($database->rows(
    new Outline(['select TID from information_schema.processlist where ID = connection_id()']), [], PHP_INT_MAX), false)[1][0];
$now = fn () => (int) @file_get_contents("/proc/$thread/schedstat") ?: hrtime(true);
foreach ($statements as ['id' => $id, 'sql' => $sql, 'params' => $params]) {
    $bound = bind(Statement::parts($sql, $relations, ['catalog', 'orders', 'customers', 'settings', 'promotions']), $params, $earlier);
    if ($bound === null) $earlier->begin($id, null);
    if ($bound === null) continue;
    ['asked' => $asked, 'values' => $values] = $bound;
    $explain = new Outline(array_merge(['explain'], $asked->parts));
    $plan = array_slice(iterator_to_array($database->rows($explain, $values, PHP_INT_MAX), false), 1);
    $sorts = preg_match('~filesort|temporary~', implode(' ', array_column($plan, 9)));
    $reads = [];
    foreach ($plan as $row) {
        // What is read in the order of an index ends with the page.
        if (!$sorts && strpos($sql, ' limit ') && in_array($row[3], ['ref', 'range', 'index'], true)) continue;
        // Looked up by its key, however many rows the database expects where it does not know the key yet.
        if (strncmp((string) $row[1], 'DEPENDENT', 9) === 0 && $row[5] === 'PRIMARY') continue;
        if (is_numeric($row[8])) $reads[] = ['table' => $row[2], 'rows' => (int) $row[8]];
    }
    $began = $now();
    $fault = null;
    try {
        foreach ($database->rows($asked, $values, PHP_INT_MAX) as $number => $row) {
            $number === 0 ? $earlier->begin($id, $row) : $earlier->keep($id, $row);
        }
    } catch (StatementFault $refused) {
        // What took longer than the bridge allows is told as taking so long; what hangs on it has nothing to hang on.
        $fault = $refused->getMessage();
        $earlier->begin($id, null);
    }
    $said[] = ['id' => $id, 'ms' => ($now() - $began) / 1e6, 'reads' => $reads, 'fault' => $fault];
}
echo json_encode($said);
`;

/** Runs the statements of a plan in a store with those files, and explains each. */
export async function explained(store: RealStore, statements: readonly Statement[]): Promise<readonly Explained[]> {
  const body = statements.map(({ id, sql, parameters }) => ({ id, sql, params: parameters }));
  const answer = await fetch(`${store.url}${place}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  if (!text.startsWith('[')) throw new Error(`statements must be explained, but the store said: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
