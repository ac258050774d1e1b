<?php
namespace Drawbridge;

// ---- The check of a statement: token by token, and only what is listed here passes ----

/** A piece of a statement; its kind is the keyword or sign itself, or 'name', 'number' or 'function'. */
final class Token {
    public string $kind;
    public string $text;

    public function __construct(string $kind, string $text) {
        [$this->kind, $this->text] = [$kind, $text];
    }
}

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
    private const KEYWORDS = ['select', 'distinct', 'from', 'inner', 'left', 'join', 'on', 'as', 'where', 'and', 'or',
        'not', 'in', 'is', 'null', 'between', 'order', 'by', 'asc', 'desc', 'group', 'having', 'limit', 'case', 'when',
        'then', 'else', 'end', 'exists', 'union', 'all'];
    private const FUNCTIONS = ['count', 'sum', 'min', 'max', 'coalesce', 'lower', 'upper', 'length', 'concat', 'instr',
        'substr', 'replace', 'abs', 'round', 'nullif'];
    /** The form of each kind of token; those in capitals are rules that are broken. */
    private const FORMS = [
        'space' => '[ \t\r\n]+',
        'COMMENT' => '(?:--|/\*|\*/|#)',
        'name' => '`[A-Za-z_][A-Za-z0-9_]{0,63}`',
        'word' => '[A-Za-z_][A-Za-z0-9_]*',
        'number' => '[0-9]{1,18}(?:\.[0-9]{1,18})?(?![A-Za-z0-9_.])',
        'sign' => '(?:<>|!=|<=|>=|[=<>+\-*/(),.?])',
        'NUMBER' => '[0-9]',
        'STRING' => '[\'"]',
        'SEMICOLON' => ';',
        'VARIABLE' => '@',
        'IDENTIFIER' => '`',
        'CHARACTER' => '.',
    ];

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
    private const AFTER_FROM = ['where', 'group', 'order', 'having', 'limit'];

    private array $relations;
    private array $areas;
    private array $tokens;
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
    /** Places of the parentheses that close a subquery which stands for a table. */
    private array $closesTable = [];

    /** The statement as pieces of SQL, every relation replaced by its definition; throws the rule that it breaks. */
    public static function parts(string $sql, array $relations, array $areas): array {
        $statement = new self($sql, $relations, $areas);
        $parts = [];
        foreach ($statement->tokens as $at => $token) {
            // MySQL wants a function's parenthesis right after its name.
            $calls = $token->kind === '(' && $statement->kind($at - 1) === 'function';
            if (isset($statement->places[$at])) $parts[] = $statement->definition($at);
            else $parts[] = $calls ? array_pop($parts) . '(' : $token->text;
        }
        return $parts;
    }

    private function __construct(string $sql, array $relations, array $areas) {
        if (strlen($sql) > MAX_STATEMENT_BYTES) throw breaks('TOO_LONG');
        [$this->relations, $this->areas, $this->scopes] = [$relations, $areas, [new Scope(true, false)]];
        $this->tokens = self::tokens($sql);
        if ($this->kind(0) !== 'select') throw breaks('NOT_SELECT');
        foreach (array_keys($this->tokens) as $at) {
            $this->checkNeighbours($at);
            $this->checkScope($at);
            if ($this->kind($at) === 'name') $this->checkName($at);
        }
        if (count($this->scopes) !== 1) throw breaks('PARENTHESES');
        $this->checkColumns();
    }

    private static function tokens(string $sql): array {
        $forms = [];
        foreach (self::FORMS as $kind => $form) $forms[] = $form . "(*:$kind)";
        preg_match_all('~' . implode('|', $forms) . '~s', $sql, $found);
        $tokens = [];
        foreach ($found[0] as $at => $text) {
            $kind = $found['MARK'][$at];
            $word = strtolower($text);
            if ($kind === 'space') continue;
            if ($kind === strtoupper($kind)) throw breaks($kind);
            if ($kind === 'name' || $kind === 'number') $tokens[] = new Token($kind, $text);
            elseif ($kind === 'sign' || in_array($word, self::KEYWORDS, true)) $tokens[] = new Token($word, $word);
            elseif (in_array($word, self::FUNCTIONS, true)) $tokens[] = new Token('function', $word);
            else throw breaks('WORD');
        }
        return $tokens;
    }

    private function kind(int $at): string {
        return $this->tokens[$at]->kind ?? ($at < 0 ? 'start' : 'end of statement');
    }

    private function name(int $at): string {
        return isset($this->tokens[$at]) ? trim($this->tokens[$at]->text, '`') : '';
    }

    private function checkNeighbours(int $at): void {
        [$before, $kind, $after] = [$this->kind($at - 1), $this->kind($at), $this->kind($at + 1)];
        if (!in_array($after, self::AFTER[$kind] ?? [$after], true)) throw breaks('SYNTAX');
        if (!in_array($before, self::BEFORE[$kind] ?? [$before], true)) throw breaks('SYNTAX');
        $mayNot = in_array($before, self::ENDS_OPERAND, true) ? self::BEGINS_OPERAND : self::OPERATORS;
        if (in_array($kind, $mayNot, true)) throw breaks('SYNTAX');
        $counts = $before === '(' && $after === ')' && $this->tokens[$at - 2]->text === 'count';
        if ($kind === '*' && !$counts) throw breaks('STAR');
    }

    /** Parentheses, and the order of a select's parts: columns, then `from` with its joins, then the rest. */
    private function checkScope(int $at): void {
        [$before, $kind, $after] = [$this->kind($at - 1), $this->kind($at), $this->kind($at + 1)];
        $scope = end($this->scopes);
        if (in_array($kind, self::AFTER_FROM, true)) {
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
    private function checkName(int $at): void {
        [$before, $name, $after] = [$this->kind($at - 1), $this->name($at), $this->kind($at + 1)];
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
            if ($before === '.' || $this->kind($at + 3) === '.') throw breaks('QUALIFIED_TABLE');
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
        foreach ($relation->parts as $column => $part) $list = str_replace("`$column`", "$part as `$column`", $list);
        $conditions = [$relation->condition];
        if ($relation->shown !== null && !in_array('internal', $this->areas, true)) {
            $column = $relation->internal;
            if ($column === null) $conditions[] = $relation->shown;
            else $list = str_replace("`$column`", "case when $relation->shown then `$column` end as `$column`", $list);
        }
        if ($relation->watched) $conditions[] = 'drawbridge_in_time(`' . ($columns[0] ?? 'rowid') . '`)';
        $conditions = array_filter($conditions);
        $where = $conditions ? ' where (' . implode(') and (', $conditions) . ')' : '';
        $alias = $this->kind($at + 1) === 'as' ? '' : ' as ' . $this->tokens[$at]->text;
        return "(select $list from `" . str_replace('`', '``', $relation->table) . "`$where)$alias";
    }
}
