<?php
namespace Drawbridge;

// ---- What a platform's part for writing says, and what all of them check alike ----

/** Why an act was not made: its code, and which argument it is about. Thrown only where nothing is changed. */
final class ActFault extends \Exception {
    public string $outcome;
    public ?string $field;
    /** Whether the same act may be tried again as it is. */
    public bool $retryable;

    public function __construct(string $outcome, string $message, ?string $field = null, bool $retryable = false) {
        parent::__construct($message);
        [$this->outcome, $this->field, $this->retryable] = [$outcome, $field, $retryable];
    }
}

/** An act that was checked and can be made. */
final class Change {
    /** What the store held before, as far as it helps to tell later whether it was made; no personal data. */
    public string $mark;
    /** Makes it, reads it back, and gives what else is to be answered; throws an ActFault where nothing was changed. */
    public \Closure $make;

    public function __construct(string $mark, \Closure $make) {
        [$this->mark, $this->make] = [$mark, $make];
    }
}

/**
 * A platform's part for writing: how its own code is started, and what of it makes each act. Everything is checked
 * against the store before the platform's code is called, since that seldom refuses, and read back after it.
 */
abstract class Acts {
    protected string $root;
    protected Connector $connector;
    /** What the owner's config.php says. */
    protected array $config;
    /** Whether the act that is being made has sent a change, and whether that is there for good. */
    protected bool $sent = false;
    protected bool $kept = false;

    final private function __construct() {}

    final public static function open(string $root, Connector $connector, array $config): self {
        $acts = new static();
        [$acts->root, $acts->connector, $acts->config] = [$root, $connector, $config];
        return $acts;
    }

    /** The platform, as its connector names it. */
    abstract public static function platform(): string;

    /** The acts of the list that it can make; all others are UNSUPPORTED. */
    public function acts(): array {
        return array_keys(ACTS);
    }

    /** Why the store cannot be changed now, such as an upgrade under way; null where it can. Nothing has run yet. */
    public function closed(): ?string {
        return null;
    }

    /**
     * The files that start the store's own code, each to be required in the global scope before the next is asked for.
     * $acts are those of the request, in case they decide how it is started.
     */
    abstract public function boot(array $acts): \Generator;

    /** The rows of a question to the store's database, over its own connection, as name => text. */
    abstract protected function ask(string $sql): array;

    /** Sends a statement over the store's own connection; the number of rows that it changed. */
    abstract protected function send(string $sql): int;

    /** A text as it stands between quotes in SQL. */
    abstract protected function escape(string $text): string;

    /** Begins with an act of which nothing was sent in this run. */
    final public function begin(): void {
        $this->sent = $this->kept = false;
    }

    /** Checks an act, and gives what makes it; throws an ActFault where it cannot be made. */
    abstract public function change(string $name, array $given): Change;

    /**
     * Asked after an end that nobody saw (a throw, an exit): true where what the act asks for is there, false where the
     * store is as the mark says that it was, null where that cannot be told.
     */
    abstract public function look(string $name, array $given, string $mark): ?bool;

    /** Takes back what is open on the store's connection. */
    public function rollBack(): void {
        $this->send('rollback');
    }

    /** Forgets what the store's code keeps from one act to the next. */
    public function tidy(): void {}

    /** Called once all acts are made, before the answer: what the store's code would still do at its end. */
    public function end(): void {}

    /** Takes the lock for the whole store on its own connection; false where another holds it for that long. */
    public function lock(int $seconds): bool {
        return $this->value('select get_lock(concat(?, sha1(database())), ?)', ['drawbridge ', $seconds]) === '1';
    }

    public function unlock(): void {
        $this->value('select release_lock(concat(?, sha1(database())))', ['drawbridge ']);
    }

    /** The SQL with each ? replaced by its value. */
    final protected function filled(string $sql, array $values): string {
        $parts = explode('?', $sql);
        $text = (string) array_shift($parts);
        foreach ($parts as $at => $part) {
            $value = $values[$at];
            $quoted = $value === null ? 'null' : "'" . $this->escape((string) $value) . "'";
            $text .= (is_int($value) ? $value : $quoted) . $part;
        }
        return $text;
    }

    final protected function rows(string $sql, array $values = []): array {
        return $this->ask($this->filled($sql, $values));
    }

    /** The first cell of the first row; null where there is none. */
    final protected function value(string $sql, array $values = []): ?string {
        $row = $this->rows($sql, $values)[0] ?? [];
        $cell = reset($row);
        return $cell === false || $cell === null ? null : (string) $cell;
    }

    final protected function run(string $sql, array $values = []): int {
        $this->sent = true;
        return $this->send($this->filled($sql, $values));
    }

    /** Makes a change in a transaction, where the store's tables know any: what throws has then changed nothing. */
    final protected function within(callable $work): array {
        $this->send('start transaction');
        $done = $work();
        $this->send('commit');
        $this->kept = true;
        return $done;
    }

    /** How far a change made within() has come, as the same run knows it; null where only the store can tell. */
    final protected function reached(string $table): ?bool {
        if ($this->kept) return true;
        return $this->sent && $this->isInnoDb($table) ? false : null;
    }

    /** A fault that is found after something was sent, told as such only where that can be taken back. */
    final protected function found(string $table, ActFault $fault): \Throwable {
        return !$this->sent || $this->isInnoDb($table) ? $fault : new \RuntimeException('not as asked');
    }

    final protected function isInnoDb(string $table): bool {
        $sql = 'select engine from information_schema.tables where table_schema = database() and table_name = ?';
        return strcasecmp((string) $this->value($sql, [$table]), 'InnoDB') === 0;
    }

    final protected function has(string $table, string $column): bool {
        $sql = 'select count(*) from information_schema.columns'
            . ' where table_schema = database() and table_name = ? and column_name = ?';
        return $this->value($sql, [$table, $column]) === '1';
    }

    final protected static function stale(string $field): ActFault {
        return new ActFault('STALE', 'The store holds something else by now.', $field);
    }

    /** What a change of prices wants: price, whether the sale changes, the sale in days, the price that is expected. */
    final protected function pricing(array $given, string $open): array {
        $price = isset($given['price']) ? $this->decimal($given['price'], 'price', 11, 4) : null;
        $changesSale = array_key_exists('salePrice', $given);
        if ($price === null && !$changesSale) throw new ActFault('INVALID', 'There is nothing to change.', 'price');
        $sale = isset($given['salePrice']) ? $this->saleDays($given['salePrice'], $open) : null;
        return [$price, $changesSale, $sale, $given['expectedPrice'] ?? null];
    }

    /**
     * A sale as days of the store's time zone (PHP's where none is given), the last one exclusive; $open stands for an end that is
     * open.
     */
    final protected function saleDays(array $given, string $open, ?\DateTimeZone $zone = null): array {
        $days = ['price' => $this->decimal($given['price'], 'salePrice.price', 11, 4)];
        foreach (['startsAt', 'endsAt'] as $end) {
            $moment = isset($given[$end]) ? date_create($given[$end]) : null;
            if ($moment) $moment->setTimezone($zone ?? new \DateTimeZone(date_default_timezone_get()));
            if ($moment === false || ($moment && $moment->format('His.u') !== '000000.000000')) {
                $why = "The store holds days alone: it must be a midnight of the store's.";
                throw new ActFault('INVALID', $why, "salePrice.$end");
            }
            if ($moment) $this->inYears($moment, "salePrice.$end");
            $days[$end] = $moment ? $moment->format('Y-m-d') : $open;
        }
        if ($days['endsAt'] !== $open && $days['startsAt'] !== $open && $days['endsAt'] <= $days['startsAt']) {
            throw new ActFault('INVALID', 'It must end after it starts.', 'salePrice.endsAt');
        }
        return $days;
    }

    /** Throws for a time that no column of dates holds, or holds for one that is open: they are of the years 1000 to 9999. */
    final protected function inYears(\DateTime $moment, string $field): void {
        if (preg_match('~^[1-9]\d{3}-~D', $moment->format('Y-'))) return;
        throw new ActFault('INVALID', 'The store holds no such time.', $field);
    }

    /** The id of a language in a list of the store's, code => id; INVALID for one that it does not have. */
    final protected function languageIn(array $ids, string $wanted, string $field): int {
        foreach ($ids as $code => $id) {
            $code = strtr((string) $code, '_', '-');
            if (strcasecmp($code, $wanted) === 0) return (int) $id;
        }
        throw new ActFault('INVALID', 'The store has no such language.', $field);
    }

    /** A native id that is a number, as platforms have them; NOT_FOUND for any other. */
    final protected function number(string $id, string $field = 'id'): int {
        if (preg_match('~^[1-9]\d{0,9}$~D', $id)) return (int) $id;
        throw new ActFault('NOT_FOUND', 'The store has nothing of this id.', $field);
    }

    /** A number of pieces, as a platform holds it that counts whole ones alone. */
    final protected function pieces(string $decimal, string $field): int {
        if (preg_match('~^-?\d{1,9}(\.0+)?$~D', $decimal)) return (int) $decimal;
        throw new ActFault('INVALID', 'The store counts whole pieces.', $field);
    }

    /** A decimal of at most this many digits before and after the point, as a column of the platform's holds it. */
    final protected function decimal(string $decimal, string $field, int $before, int $after): string {
        if (preg_match("~^0*(\d{1,$before})(\.\d{1,$after}0*)?$~D", $decimal)) return $decimal;
        $most = "at most $before digits before the point and $after after it";
        throw new ActFault('INVALID', "It must be 0 or more, with $most.", $field);
    }

    /** Throws where a text, as the store would hold it, is too long for its column or has letters that get lost. */
    final protected function fitting(string $stored, string $table, string $column, string $field): void {
        if (preg_match('~[\x00-\x08\x0b\x0c\x0e-\x1f]~', $stored)) {
            throw new ActFault('INVALID', 'The text holds a control character.', $field);
        }
        $sql = 'select character_maximum_length as longest, character_set_name as letters, data_type as kind,'
            . ' @@character_set_connection as sent from information_schema.columns'
            . ' where table_schema = database() and table_name = ? and column_name = ?';
        $of = $this->rows($sql, [$table, $column])[0] ?? null;
        if ($of === null) throw new ActFault('UNSUPPORTED', 'The store has no place for this.', $field);
        $of = array_change_key_case($of);
        $counted = strpos((string) $of['kind'], 'text') === false ? $this->length($stored) : strlen($stored);
        if ($of['longest'] !== null && $counted > (int) $of['longest']) {
            throw new ActFault('INVALID', "The text is longer than the store holds, which is $of[longest].", $field);
        }
        foreach (array_filter([$of['sent'], $of['letters']]) as $charset) {
            if ($charset === 'utf8mb4') continue;
            $short = in_array($charset, ['utf8', 'utf8mb3', 'ucs2'], true);
            // What is sent in three bytes at most cannot be asked about either.
            $lost = preg_match('~[\x{10000}-\x{10FFFF}]~u', $stored) || (!$short && $this->changes($stored, $charset));
            if ($lost) throw new ActFault('INVALID', 'The text has a character that the store cannot hold.', $field);
        }
    }

    private function length(string $text): int {
        return (int) preg_match_all('~.~su', $text);
    }

    private function changes(string $text, string $charset): bool {
        if (!preg_match('~^\w+$~D', $charset)) return true;
        $sql = "select hex(convert(convert(? using $charset) using utf8mb4)) = hex(convert(? using utf8mb4))";
        return $this->value($sql, [$text, $text]) !== '1';
    }

    /** Whether two decimals are the same number. */
    final protected static function same(string $one, string $other): bool {
        return self::plain($one) === self::plain($other);
    }

    /** The sum of two decimals of at most four digits after the point, to the digit. */
    final protected static function sum(string $one, string $other): string {
        return self::plain(sprintf('%.4F', round((float) $one * 10000 + (float) $other * 10000) / 10000));
    }

    final protected static function plain(string $decimal): string {
        if (!preg_match('~^(-?)0*(\d*)(?:\.(\d*?)0*)?$~D', $decimal, $part)) return $decimal;
        $text = ($part[2] === '' ? '0' : $part[2]) . (($part[3] ?? '') === '' ? '' : ".$part[3]");
        return ($text === '0' ? '' : $part[1]) . $text;
    }
}
