<?php
namespace Drawbridge;

// ---- The check of a statement: token by token, and only what is listed here passes ----

/** What stands between two parentheses, or the whole statement. */
final class Scope {
    /** Whether it is a select, and whether that stands in the place of a table. */
    public bool $select;
    public bool $table;
    /** Of a select, the part that the token at hand is in: its 'columns', its 'from', or 'after' that. */
    public string $part = 'columns';

    public function __construct(bool $select, bool $table) {
        [$this->select, $this->table] = [$select, $table];
    }
}

final class Statement {
    /** Every word and sign that may stand in a statement => its kind: itself, or 'function'. */
    private const WORDS = ['select' => 'select', 'distinct' => 'distinct', 'from' => 'from', 'inner' => 'inner',
        'left' => 'left', 'join' => 'join', 'on' => 'on', 'as' => 'as', 'where' => 'where', 'and' => 'and',
        'or' => 'or', 'not' => 'not', 'in' => 'in', 'is' => 'is', 'null' => 'null', 'between' => 'between',
        'order' => 'order',
        'by' => 'by', 'asc' => 'asc', 'desc' => 'desc', 'group' => 'group', 'having' => 'having', 'limit' => 'limit',
        'case' => 'case', 'when' => 'when', 'then' => 'then', 'else' => 'else', 'end' => 'end', 'exists' => 'exists',
        'union' => 'union', 'all' => 'all',
        'count' => 'function', 'sum' => 'function', 'min' => 'function', 'max' => 'function', 'coalesce' => 'function',
        'lower' => 'function', 'upper' => 'function', 'length' => 'function', 'concat' => 'function',
        'instr' => 'function', 'substr' => 'function', 'replace' => 'function', 'abs' => 'function',
        'round' => 'function', 'nullif' => 'function',
        '<>' => '<>', '!=' => '!=', '<=' => '<=', '>=' => '>=', '=' => '=', '<' => '<', '>' => '>', '+' => '+',
        '-' => '-', '*' => '*', '/' => '/', '(' => '(', ')' => ')', ',' => ',', '.' => '.', '?' => '?'];
    /** The form of each kind of token; those in capitals are rules that are broken. */
    private const FORM = '~[ \t\r\n]+(*:space)|(?:--|/\*|\*/|#)(*:COMMENT)|`[A-Za-z_][A-Za-z0-9_]{0,63}`(*:name)'
        . '|[A-Za-z_][A-Za-z0-9_]*(*:word)|[0-9]{1,18}(?:\.[0-9]{1,18})?(?![A-Za-z0-9_.])(*:number)'
        . '|(?:<>|!=|<=|>=|[=<>+\-*/(),.?])(*:sign)|[0-9](*:NUMBER)|[\'"](*:STRING)|;(*:SEMICOLON)|@(*:VARIABLE)'
        . '|`(*:IDENTIFIER)|.(*:CHARACTER)~s';

    // How tokens may follow each other. An operand, such as a column or a number, and an operator take turns.
    private const ENDS_OPERAND = ['name', 'number', '?', ')', 'null', 'end'];
    private const BEGINS_OPERAND = ['name', 'number', '?', '(', 'function', 'null', 'case', 'exists', 'select'];
    private const OPERATORS = ['=', '<>', '!=', '<', '<=', '>', '>=', '/'];
    /** What must come right after a token of a kind. */
    private const AFTER = [
        'inner' => ['join'], 'left' => ['join'], 'from' => ['name', '('], 'join' => ['name', '('], 'as' => ['name'],
        '.' => ['name'], 'order' => ['by'], 'group' => ['by'], 'limit' => ['number', '?'], 'in' => ['('],
        'exists' => ['('], 'function' => ['('], 'union' => ['all', 'select'], 'all' => ['select'],
    ];
    /** What must come right before it; 'start' is the statement's start. */
    private const BEFORE = [
        'select' => ['start', '(', 'union', 'all'], 'distinct' => ['select', '('], 'by' => ['order', 'group'],
        'all' => ['union'], '.' => ['name'], 'as' => self::ENDS_OPERAND,
        ',' => ['name', 'number', '?', ')', 'null', 'end', 'asc', 'desc'],
    ];
    /** The kinds that open, close or go on in a scope => whether they end its columns and its `from`. */
    private const SCOPED = ['where' => true, 'group' => true, 'order' => true, 'having' => true, 'limit' => true,
        'union' => false, 'from' => false, 'join' => false, ',' => false, '(' => false, ')' => false];
    /** Where the first token stands: before it are 'start' and 'start'. */
    private const FIRST = 2;

    /** A kind => the kinds that were found to may follow it (kind => true). */
    private static array $follows = [];

    private array $relations;
    private array $areas;
    /** Of each token: its kind, and its text as it goes into SQL. */
    private array $kinds = ['start', 'start'];
    private array $texts = ['', ''];
    /** The scopes around the token at hand, the innermost last. */
    private array $scopes;
    /** Place of a relation's name => the name by which the statement knows that table. */
    private array $places = [];
    /** That name => the columns (name => true) of what bears it; null where a subquery does. */
    private array $tables = [];
    /** That name, or '' where a column has no table before it => the columns that are used (name => true). */
    private array $used = [];
    /** What a column without a table, or of a subquery, may be called (name => true): all declared, or aliases. */
    private array $columns = [];
    /** Places of functions' names. */
    private array $calls = [];
    /** Places of the parentheses that close a subquery which stands for a table. */
    private array $closesTable = [];

    /** The statement as pieces of SQL, every relation replaced by its definition; throws the rule that it breaks. */
    public static function parts(string $sql, array $relations, array $areas): array {
        $statement = new self($sql, $relations, $areas);
        $parts = $statement->texts;
        foreach ($statement->places as $at => $known) $parts[$at] = $statement->definition($at);
        foreach ($statement->calls as $at) {
            // MySQL wants a function's parenthesis right after its name.
            $parts[$at] .= '(';
            unset($parts[$at + 1]);
        }
        return array_slice($parts, self::FIRST);
    }

    private function __construct(string $sql, array $relations, array $areas) {
        if (strlen($sql) > MAX_STATEMENT_BYTES) throw breaks('TOO_LONG');
        [$this->relations, $this->areas, $this->scopes] = [$relations, $areas, [new Scope(true, false)]];
        $this->read($sql);
        $kinds = $this->kinds;
        if ($kinds[self::FIRST] !== 'select') throw breaks('NOT_SELECT');
        for ($at = self::FIRST; isset($this->texts[$at]); $at++) {
            [$before, $kind, $after] = [$kinds[$at - 1], $kinds[$at], $kinds[$at + 1]];
            if ($kind === '*' && !$this->counts($at)) throw breaks('STAR');
            if (!isset(self::$follows[$kind][$after])) self::checkNeighbours($kind, $after);
            if ($kind === 'function') $this->calls[] = $at;
            elseif ($kind === 'name') $this->checkName($at, $before, $after);
            elseif (isset(self::SCOPED[$kind])) $this->checkScope($at, $before, $kind, $after);
        }
        if (count($this->scopes) !== 1) throw breaks('PARENTHESES');
        $this->checkColumns();
    }

    private function read(string $sql): void {
        preg_match_all(self::FORM, $sql, $found);
        foreach ($found['MARK'] ?? [] as $at => $mark) {
            $text = $found[0][$at];
            if ($mark === 'space') continue;
            if ($mark === 'word') $text = strtolower($text);
            if ($mark === 'word' || $mark === 'sign') $kind = self::WORDS[$text] ?? null;
            else $kind = $mark === 'name' || $mark === 'number' ? $mark : null;
            if ($kind === null) throw breaks(strtoupper($mark));
            $this->kinds[] = $kind;
            $this->texts[] = $text;
        }
        // As far as is looked ahead.
        array_push($this->kinds, ...array_fill(0, 3, 'end of statement'));
    }

    private function name(int $at): string {
        return trim($this->texts[$at] ?? '', '`');
    }

    /** Whether the star there is that of `count(*)`. */
    private function counts(int $at): bool {
        return $this->kinds[$at - 1] === '(' && $this->kinds[$at + 1] === ')' && $this->texts[$at - 2] === 'count';
    }

    private static function checkNeighbours(string $kind, string $after): void {
        if (!in_array($after, self::AFTER[$kind] ?? [$after], true)) throw breaks('SYNTAX');
        if (!in_array($kind, self::BEFORE[$after] ?? [$kind], true)) throw breaks('SYNTAX');
        $mayNot = in_array($kind, self::ENDS_OPERAND, true) ? self::BEGINS_OPERAND : self::OPERATORS;
        if (in_array($after, $mayNot, true)) throw breaks('SYNTAX');
        self::$follows[$kind][$after] = true;
    }

    /** Parentheses, and the order of a select's parts: columns, then `from` with its joins, then the rest. */
    private function checkScope(int $at, string $before, string $kind, string $after): void {
        $scope = end($this->scopes);
        if (self::SCOPED[$kind]) {
            if (!$scope->select) throw breaks('SYNTAX');
            $scope->part = 'after';
        } elseif ($kind === 'union') {
            if (!$scope->select) throw breaks('SYNTAX');
            $scope->part = 'columns';
        } elseif ($kind === 'from' || $kind === 'join') {
            $due = $kind === 'from' ? 'columns' : 'from';
            if (!$scope->select || $scope->part !== $due) throw breaks('SYNTAX');
            $scope->part = 'from';
        } elseif ($kind === ',' && $scope->select && $scope->part === 'from') {
            throw breaks('COMMA_JOIN');
        } elseif ($kind === '(') {
            $isTable = $before === 'from' || $before === 'join';
            if (($isTable || $before === 'exists') && $after !== 'select') throw breaks('SYNTAX');
            $this->scopes[] = new Scope($after === 'select', $isTable);
        } elseif ($kind === ')') {
            if (count($this->scopes) === 1) throw breaks('PARENTHESES');
            if (array_pop($this->scopes)->table) $this->closesTable[$at] = true;
        }
    }

    /** A name is that of a relation, an alias, a table before a column, or a column. */
    private function checkName(int $at, string $before, string $after): void {
        $name = $this->name($at);
        if ($before === 'from' || $before === 'join') {
            if ($after === '.') throw breaks('QUALIFIED_TABLE');
            $relation = $this->relations[$name] ?? null;
            if ($relation === null) throw new StatementFault('RELATION_UNKNOWN');
            if (!in_array($relation->area, $this->areas, true)) throw new StatementFault('AREA_CLOSED');
            $known = $after === 'as' ? $this->name($at + 2) : $name;
            $this->places[$at] = $known;
            $columns = array_fill_keys($relation->columns, true);
            if (!array_key_exists($known, $this->tables)) $this->tables[$known] = $columns;
            elseif ($this->tables[$known] !== null) $this->tables[$known] += $columns;
            $this->columns += $columns;
        } elseif ($before === 'as') {
            if ($after === '.') throw breaks('SYNTAX');
            if (isset($this->closesTable[$at - 2])) $this->tables[$name] = null;
            elseif (!isset($this->places[$at - 2])) $this->columns[$name] = true;
        } elseif ($after === '.') {
            if ($before === '.' || $this->kinds[$at + 3] === '.') throw breaks('QUALIFIED_TABLE');
        } else {
            $table = $before === '.' ? $this->name($at - 2) : '';
            $this->used[$table][$name] = true;
        }
    }

    private function checkColumns(): void {
        foreach ($this->used as $table => $names) {
            if ($table !== '' && !array_key_exists($table, $this->tables)) throw breaks('QUALIFIER_UNKNOWN');
            $exposed = $this->tables[$table] ?? $this->columns;
            foreach ($names as $name => $is) if (!isset($exposed[$name])) throw breaks('COLUMN_NOT_EXPOSED');
        }
    }

    /** What a relation's name is replaced by: its rows that may leave, with no more of its columns than are used. */
    private function definition(int $at): string {
        $relation = $this->relations[$this->name($at)];
        // A column that this version of the store lacks must not spoil a statement that does not use it.
        [$bare, $own] = [$this->used[''] ?? [], $this->used[$this->places[$at]] ?? []];
        $isUsed = static fn (string $column): bool => isset($bare[$column]) || isset($own[$column]);
        $columns = array_values(array_filter($relation->columns, $isUsed));
        $list = $columns ? '`' . implode('`, `', $columns) . '`' : '1';
        foreach ($relation->parts + $relation->collated as $column => $part) {
            $list = str_replace("`$column`", "$part as `$column`", $list);
        }
        $conditions = [$relation->condition];
        if ($relation->shown !== null && !in_array('internal', $this->areas, true)) {
            $column = $relation->internal;
            if ($column === null) $conditions[] = $relation->shown;
            else $list = str_replace("`$column`", "case when $relation->shown then `$column` end as `$column`", $list);
        }
        if ($relation->watched) $conditions[] = 'drawbridge_in_time(`' . ($columns[0] ?? 'rowid') . '`)';
        $conditions = array_filter($conditions);
        $where = $conditions ? ' where (' . implode(') and (', $conditions) . ')' : '';
        $alias = $this->kinds[$at + 1] === 'as' ? '' : ' as ' . $this->texts[$at];
        return "(select $list from `" . str_replace('`', '``', $relation->table) . "`$where)$alias";
    }
}
