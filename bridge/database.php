<?php
namespace Drawbridge;

// ---- The database: one connection a request, in one read-only snapshot, values always bound ----

final class Database {
    /** 'mysql', 'mariadb' or 'sqlite' */
    public string $kind = 'sqlite';
    public string $version;
    private ?\PDO $pdo = null;
    private ?\mysqli $mysqli = null;
    private float $until;
    /** Of SQLite's statement at hand: when it must end, whether it did not, and how many rows were looked at. */
    private float $statementUntil = INF;
    private bool $late = false;
    private int $looked = 0;
    /** The names of columns that had to be cut in this request. */
    private array $long = [];
    /** Temporary files, which are there for as long as they are open. */
    private array $temporary = [];
    /** The one that is open, so that it is closed before anything is answered. */
    private static ?self $open = null;

    /** $to is what a connector says of it: see Connector::database. */
    public function __construct(array $to, float $until = INF) {
        $this->until = $until;
        self::$open = $this;
        $to += ['host' => 'localhost', 'port' => 3306, 'socket' => null, 'charset' => 'utf8mb4', 'tls' => null];
        try {
            if ($to['driver'] === 'sqlite') $this->openFile($to['database']);
            elseif (can('mysqli_stmt_get_result', 'mysqli_report', 'mysqli_init')) $this->openMysqli($to);
            elseif (self::has('pdo_mysql')) $this->openPdo($to);
            else throw new Refusal('DRIVER_MISSING');
            if ($to['driver'] !== 'sqlite') $this->beginSnapshot();
        } catch (\PDOException | \mysqli_sql_exception $error) {
            // The client knows no such charset.
            if (self::numberOf($error) === 2019) throw new Unresolved('charset');
            throw new Refusal(self::codeOf($error, $to['tls'] !== null), null, $error);
        }
    }

    /** Lets go of the snapshot and the connection; until then the merchant cannot alter a table that was read. */
    public static function close(): void {
        [$open, self::$open] = [self::$open, null];
        if ($open === null) return;
        try {
            $open->execute('rollback');
            if ($open->mysqli) $open->mysqli->close();
        } catch (\Throwable $error) {
            // A connection that is lost has no snapshot any more.
        }
        $open->pdo = $open->mysqli = null;
    }

    private static function has(string $extension): bool {
        return !can('extension_loaded') || extension_loaded($extension);
    }

    private function openFile(string $file): void {
        if (!self::has('pdo_sqlite')) throw new Refusal('DRIVER_MISSING');
        // Opened only where it exists, so that nothing is ever created; "query_only" then forbids all writing.
        if (!is_file($file)) throw new Refusal('DATABASE_UNAVAILABLE');
        $this->pdo = new \PDO("sqlite:$file", null, null, [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION]);
        $this->execute('pragma query_only = 1');
        // It has no limit of time of its own, so that each row is asked whether it is still wanted.
        @$this->pdo->sqliteCreateFunction('drawbridge_in_time', fn ($any): int => $this->inTime(), 1);
        $this->execute('begin');
        $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
    }

    private function openMysqli(array $to): void {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $this->mysqli = mysqli_init();
        $this->mysqli->options(MYSQLI_OPT_CONNECT_TIMEOUT, 5);
        $this->mysqli->options(MYSQLI_SET_CHARSET_NAME, self::charset($to));
        $flags = 0;
        if ($to['tls'] !== null) {
            [$ca, $cert, $key] = $this->certificates($to['tls']);
            if ("$ca$cert$key" !== '') $this->mysqli->ssl_set($key ?: null, $cert ?: null, $ca ?: null, null, null);
            $verify = $to['tls']['verify'] ?? null;
            $flags = MYSQLI_CLIENT_SSL | ($verify === false ? MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT : 0);
        }
        ['user' => $user, 'password' => $password, 'database' => $name, 'port' => $port, 'socket' => $socket] = $to;
        @$this->mysqli->real_connect(self::host($to), $user, $password, $name, $port, $socket, $flags);
        $this->version = $this->mysqli->server_info;
    }

    private function openPdo(array $to): void {
        $place = $to['socket'] === null ? 'host=' . self::host($to) . ";port=$to[port]" : "unix_socket=$to[socket]";
        // The names of these moved from one class to another in PHP 8.5; their numbers stayed.
        [$buffered, $sslKey, $sslCert, $sslCa, $sslCipher, $sslVerify] = [1000, 1007, 1008, 1009, 1011, 1014];
        $options = [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_EMULATE_PREPARES => false,
            \PDO::ATTR_TIMEOUT => 5, $buffered => false];
        if ($to['tls'] !== null) {
            [$ca, $cert, $key] = $this->certificates($to['tls']);
            // PDO encrypts only where one of these is said, and would go on in plain text.
            $options += array_filter([$sslCa => $ca, $sslCert => $cert, $sslKey => $key, $sslCipher => 'DEFAULT']);
            $options[$sslVerify] = (bool) ($to['tls']['verify'] ?? $ca !== '');
        }
        $source = "mysql:$place;dbname=$to[database];charset=" . self::charset($to);
        $this->pdo = @new \PDO($source, $to['user'], $to['password'], $options);
        $this->version = $this->pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
    }

    private function beginSnapshot(): void {
        $this->kind = stripos($this->version, 'mariadb') === false ? 'mysql' : 'mariadb';
        $this->version = preg_replace('/^5\.5\.5-/', '', $this->version);
        $this->execute("set session sql_mode = '', sql_select_limit = " . (MAX_ROWS + 1));
        $this->limit(STATEMENT_SECONDS);
        $this->execute('set session transaction isolation level repeatable read');
        $this->execute('start transaction with consistent snapshot, read only');
    }

    /** Ends statements after this time, where the database can: MySQL since 5.7.8, MariaDB since 10.1. */
    private function limit(float $seconds): void {
        if ($this->kind === 'mysql' && version_compare($this->version, '5.7.8', '>=')) {
            $this->execute('set session max_execution_time = ' . max(1, (int) (1000 * $seconds)));
        } elseif ($this->kind === 'mariadb' && version_compare($this->version, '10.1.2', '>=')) {
            $this->execute(sprintf('set session max_statement_time = %F', max(0.001, $seconds)));
        }
    }

    private static function host(array $to): string {
        return strpos($to['host'], ':') === false ? $to['host'] : "[$to[host]]";
    }

    private static function charset(array $to): string {
        $charset = strtolower($to['charset']);
        if (!preg_match('~^\w+$~D', $charset)) throw new Unresolved('charset');
        // Stores that say utf8 mean a UTF-8 of three bytes; what is stored in four is to come out as well.
        return in_array($charset, ['utf8', 'utf8mb3'], true) ? 'utf8mb4' : $charset;
    }

    /**
     * CA, certificate and key as PHP takes them: files. Where a store gives their text, it goes into temporary files,
     * as the store itself does, and PHP deletes them when the request ends.
     */
    private function certificates(array $tls): array {
        $found = [];
        foreach (['ca', 'cert', 'key'] as $part) {
            $text = (string) ($tls[$part] ?? '');
            if ($text !== '' && !is_file($text)) {
                $title = $part === 'key' ? 'PRIVATE KEY' : 'CERTIFICATE';
                if (strpos($text, '-----BEGIN') === false) {
                    $text = "-----BEGIN $title-----\n" . chunk_split($text, 64, "\n") . "-----END $title-----\n";
                }
                if (!can('tmpfile', 'fwrite', 'stream_get_meta_data')) throw new Unresolved($part);
                $file = tmpfile();
                if ($file === false) throw new Unresolved($part);
                fwrite($file, $text);
                $this->temporary[] = $file;
                $text = stream_get_meta_data($file)['uri'];
            }
            $found[] = $text;
        }
        return $found;
    }

    /** What kept the connection from being made. */
    private static function codeOf(\Exception $error, bool $encrypted): string {
        $number = self::numberOf($error);
        $text = $error->getMessage();
        if ($number === 1045 || $number === 1698) return 'DATABASE_LOGIN_REFUSED';
        if (stripos($text, 'getaddrinfo') !== false) return 'DATABASE_HOST_UNKNOWN';
        // A server that has no TLS hangs up on who wants it, which is 2006; 3159 wants it.
        $refused = $encrypted && $number === 2006 || in_array($number, [2026, 3159], true);
        $refused = $refused || preg_match('~\bSSL\b|certificate|insecure transport~i', $text);
        return $refused ? 'DATABASE_TLS_FAILED' : 'DATABASE_UNAVAILABLE';
    }

    private static function numberOf(\Exception $error): int {
        return (int) ($error instanceof \PDOException ? $error->errorInfo[1] ?? $error->getCode() : $error->getCode());
    }

    private function execute(string $sql): void {
        $this->pdo ? $this->pdo->exec($sql) : $this->mysqli->query($sql);
    }

    /** table in lower case => the columns it has, for those of these tables that exist. */
    public function columnsOf(array $tables): array {
        if ($tables === []) return [];
        $marks = implode(', ', array_fill(0, count($tables), '?'));
        $sql = $this->kind === 'sqlite'
            ? 'select m.name , c.name from sqlite_master as m join pragma_table_info(m.name) as c'
                . " where m.name in ($marks)"
            : 'select table_name , column_name from information_schema.columns'
                . " where table_schema = database() and table_name in ($marks)";
        $columns = [];
        $asked = new Outline(explode(' ', $sql));
        foreach ($this->fetch($asked, array_values($tables), MAX_ANSWER_BYTES) as $number => $row) {
            if ($number > 0) $columns[strtolower($row[0])][] = $row[1];
        }
        return $columns;
    }

    /** table in lower case => column => its collation, for the columns of these tables that hold text. */
    public function collationsOf(array $tables): array {
        $marks = implode(', ', array_fill(0, count($tables), '?'));
        $sql = 'select table_name , column_name , collation_name from information_schema.columns'
            . " where table_schema = database() and collation_name is not null and table_name in ($marks)";
        $collations = [];
        foreach ($this->own($sql, array_values($tables)) as [$table, $column, $collation]) {
            $collations[strtolower($table)][$column] = $collation;
        }
        return $collations;
    }

    /** 1 while SQLite's statement may go on; fails it where it took too long. */
    private function inTime(): int {
        if (++$this->looked % 64 === 0 && microtime(true) > $this->statementUntil) {
            $this->late = true;
            throw new StatementFault('STATEMENT_TIMEOUT');
        }
        return 1;
    }

    /**
     * The names of the columns of a checked statement, then its rows as they come: nothing is read ahead. Null in the
     * place of a row of more than about $room bytes, which is the last. $alike makes the same statement over texts in
     * one collation, for where the store's own cannot be compared.
     */
    public function rows(Outline $asked, array $values, int $room, ?\Closure $alike = null): \Generator {
        try {
            $left = $this->until - microtime(true);
            if ($left < STATEMENT_SECONDS) $this->limit($left);
            $this->statementUntil = microtime(true) + min($left, STATEMENT_SECONDS);
            foreach ($this->begun($asked, $values, $room, $alike) as $row) {
                if (microtime(true) > $this->until) throw new StatementFault('STATEMENT_TIMEOUT');
                yield $row;
            }
        } catch (\PDOException | \mysqli_sql_exception $error) {
            $number = self::numberOf($error);
            if ($number === 2006 || $number === 2013) throw new Refusal('DATABASE_UNAVAILABLE', null, $error);
            $late = $this->late || in_array($number, [1969, 3024, 1317], true);
            $this->late = false;
            throw new StatementFault($late ? 'STATEMENT_TIMEOUT' : 'STATEMENT_FAILED');
        }
    }

    /** All rows of a statement of the bridge's own, which are few; its functions stand after its columns. */
    public function own(string $sql, array $values = []): array {
        $asked = new Outline(preg_split('~ |(,)~', $sql, -1, PREG_SPLIT_NO_EMPTY | PREG_SPLIT_DELIM_CAPTURE));
        return array_slice(iterator_to_array($this->rows($asked, $values, MAX_ANSWER_BYTES), false), 1);
    }

    /**
     * As fetch, with the statement run. A database refuses to compare a column with a text that has signs which the
     * column's charset lacks (Latin 1 has no emoji); such a text is no match, and those beside it are: the signs give
     * way to one that no text holds. Nor does it compare columns of two collations, as years of upgrades leave them.
     */
    private function begun(Outline $asked, array $values, int $room, ?\Closure $alike): \Generator {
        $held = $values;
        foreach (['~[^\x{0}-\x{ff}]~u', '~[^\x{0}-\x{7f}]~u', null] as $lacking) {
            try {
                $rows = $this->fetch($asked, $held, $room);
                $rows->rewind();
                return $rows;
            } catch (\PDOException | \mysqli_sql_exception $error) {
                // The numbers of an illegal mix of collations, of two, three and more.
                $isMixed = in_array(self::numberOf($error), [1267, 1270, 1271], true);
                if (!$isMixed || $lacking === null && $alike === null) throw $error;
            }
            foreach ($lacking === null ? [] : $held as $at => $value) {
                if (is_string($value)) $held[$at] = preg_replace($lacking, "\x1a", $value) ?? $value;
            }
        }
        $rows = $this->fetch($alike(), $values, $room);
        $rows->rewind();
        return $rows;
    }

    /** Columns' names, then each row: whole numbers that JSON's readers hold as int, all else as text. */
    private function fetch(Outline $asked, array $values, int $room): \Generator {
        if ($this->mysqli) return $this->fetchMysqli($asked, $values, $room);
        return $this->kind === 'sqlite' ? $this->fetchSqlite($asked, $values, $room)
            : $this->fetchPdo($asked, $values, $room);
    }

    private function fetchMysqli(Outline $asked, array $values, int $room): \Generator {
        [$statement, $names, $cut] = $this->prepared($asked, $room);
        try {
            $types = '';
            foreach ($values as $value) $types .= is_int($value) ? 'i' : (is_float($value) ? 'd' : 's');
            if ($values) $statement->bind_param($types, ...$values);
            $statement->execute();
            yield $names;
            $cells = array_fill(0, count($names), null);
            $bound = [];
            foreach (array_keys($cells) as $at) $bound[] = &$cells[$at];
            $statement->bind_result(...$bound);
            while ($statement->fetch()) {
                $isLong = $cut->places && $cut->isFelt($cells);
                yield $isLong ? null : plainCells($cells);
                if ($isLong) return;
            }
        } finally {
            $statement->close();
        }
    }

    /**
     * A statement that the database knows, the names of its columns, and where they are cut. How long columns may be is
     * known only then; those that were too long before in this request are cut at once, which spares a second question.
     */
    private function prepared(Outline $asked, int $room, bool $guesses = true): array {
        $guesses = $guesses && $this->long;
        $places = $guesses ? array_keys(array_intersect($asked->ownColumns(), $this->long)) : [];
        $guess = new Cut(count($places) > MAX_LONG_TEXTS ? [] : $places, $room);
        $statement = $this->mysqli->prepare($asked->cut($guess->places, $guess->characters));
        $fields = $statement->result_metadata()->fetch_fields();
        $cut = Cut::ofLengths(array_column($fields, 'length'), $room);
        $names = array_column($fields, 'name');
        if ($cut->places === $guess->places) return [$statement, $names, $cut];
        $statement->close();
        // Of what was cut in vain the length is not known.
        if ($guess->places) return $this->prepared($asked, $room, false);
        $long = array_intersect_key($asked->ownColumns(), array_flip($cut->places));
        $this->long = array_unique(array_merge($this->long, $long));
        return [$this->mysqli->prepare($asked->cut($cut->places, $cut->characters)), $names, $cut];
    }

    private function fetchPdo(Outline $asked, array $values, int $room): \Generator {
        // How long its columns may be is known only once it was run.
        [$sql, $fewer] = $asked->withoutRows();
        $statement = $this->executed($sql, array_slice($values, 0, count($values) - $fewer));
        $columns = array_map([$statement, 'getColumnMeta'], array_keys(array_fill(0, $statement->columnCount(), 0)));
        $statement->closeCursor();
        $cut = Cut::ofLengths(array_column($columns, 'len'), $room);
        $statement = $this->executed($asked->cut($cut->places, $cut->characters), $values);
        try {
            yield array_column($columns, 'name');
            while ($row = $statement->fetch(\PDO::FETCH_NUM)) {
                $isLong = $cut->isFelt($row);
                yield $isLong ? null : plainCells($row);
                if ($isLong) return;
            }
        } finally {
            $statement->closeCursor();
        }
    }

    private function fetchSqlite(Outline $asked, array $values, int $room): \Generator {
        $names = $asked->names();
        // Its expressions nest a thousand deep at most, and it does not say how long its columns may be.
        if (count($names) > 900) throw breaks('TOO_WIDE');
        $statement = $this->executed($asked->weighed($room), $values);
        try {
            yield $names;
            while ($row = $statement->fetch(\PDO::FETCH_NUM)) {
                // Old PHP gives numbers as text; the column's type in this row says what they are.
                foreach (PHP_VERSION_ID < 80100 ? array_keys($row) : [] as $at) {
                    $type = $row[$at] === null ? '' : $statement->getColumnMeta($at)['native_type'] ?? '';
                    if ($type === 'integer') $row[$at] = (int) $row[$at];
                    if ($type === 'double') $row[$at] = (float) $row[$at];
                }
                $isLong = array_pop($row) > $room;
                yield $isLong ? null : plainCells($row);
                if ($isLong) return;
            }
        } finally {
            $statement->closeCursor();
        }
    }

    private function executed(string $sql, array $values): \PDOStatement {
        $statement = $this->pdo->prepare($sql);
        foreach ($values as $at => $value) {
            $type = is_int($value) ? \PDO::PARAM_INT : \PDO::PARAM_STR;
            $statement->bindValue($at + 1, is_float($value) ? plainNumber($value) : $value, $type);
        }
        $statement->execute();
        return $statement;
    }
}

/** What these hold, in an array of its own; a number that JSON's readers would not hold exactly is its text. */
function plainCells(array $cells): array {
    $row = [];
    foreach ($cells as $cell) {
        $isPlain = is_int($cell) ? $cell <= MAX_EXACT && $cell >= -MAX_EXACT : !is_float($cell);
        $row[] = $isPlain ? $cell : plainNumber($cell);
    }
    return $row;
}

/** A number as text without an exponent, with the fewest digits that read back as the same number. */
function plainNumber($number): string {
    $text = is_int($number) ? (string) $number : preg_replace('/\.0(?=E|$)/', '', var_export($number, true));
    if (!preg_match('/^(-?)(\d)(?:\.(\d+))?E([+-]\d+)$/', $text, $part)) return $text;
    [$digits, $exponent] = [$part[2] . $part[3], (int) $part[4]];
    if ($exponent < 0) return $part[1] . '0.' . str_repeat('0', -$exponent - 1) . $digits;
    return $part[1] . str_pad($digits, $exponent + 1, '0');
}
