<?php
namespace Drawbridge;

// ---- What a row may weigh: databases send rows whole and PHP holds them whole, so long texts are cut on the way ----

/** A checked statement, as pieces, with what its top level selects. */
final class Outline {
    private const AFTER_COLUMNS = ['from', 'union', 'where', 'group', 'order', 'having', 'limit'];
    /** The pieces of SQL; a function's name has its parenthesis. */
    public array $parts;
    /** Of each select that is joined by `union`: where each of its columns begins and ends among the pieces. */
    private array $selects = [];
    /** Where the order or the limit of the whole begins. */
    private int $end;

    public function __construct(array $parts) {
        [$this->parts, $this->end] = [$parts, count($parts)];
        [$depth, $from, $isList] = [0, 0, false];
        foreach ($parts as $at => $part) {
            if ($depth === 0 && $isList && ($part === ',' || in_array($part, self::AFTER_COLUMNS, true))) {
                $this->selects[count($this->selects) - 1][] = [$from, $at];
                [$from, $isList] = [$at + 1, $part === ','];
            }
            if ($depth === 0 && $part === 'select') [$from, $isList, $this->selects[]] = [$at + 1, true, []];
            elseif ($depth === 0 && $part === 'distinct') $from = $at + 1;
            elseif ($depth === 0 && in_array($part, ['order', 'limit'], true)) $this->end = min($this->end, $at);
            elseif (substr($part, -1) === '(') $depth++;
            elseif ($part === ')') $depth--;
        }
        if ($isList) $this->selects[count($this->selects) - 1][] = [$from, count($parts)];
    }

    public function sql(): string {
        return implode(' ', $this->parts);
    }

    /** The columns' names, as SQLite gives them. */
    public function names(): array {
        $name = function (array $column): string {
            [$from, $to] = $column;
            $last = $this->parts[$to - 1];
            $isName = $last[0] === '`' && ($to - $from === 1 || in_array($this->parts[$to - 2], ['.', 'as'], true));
            return $isName ? trim($last, '`') : implode(' ', array_slice($this->parts, $from, $to - $from));
        };
        return array_map($name, $this->selects[0] ?? []);
    }

    /** Those of its columns that are a table's, as they are: place => name there. */
    public function ownColumns(): array {
        $own = [];
        foreach ($this->selects[0] ?? [] as $place => [$from, $to]) {
            if ($to - $from > 2 && $this->parts[$to - 2] === 'as') $to -= 2;
            $isOwn = $to - $from === 1 || $to - $from === 3 && $this->parts[$from + 1] === '.';
            if ($isOwn) $own[$place] = $this->parts[$to - 1];
        }
        return $own;
    }

    /** The statement without its order and with no rows, and how many of its values that takes away. */
    public function withoutRows(): array {
        $values = count(array_filter(array_slice($this->parts, $this->end), fn (string $part): bool => $part === '?'));
        return [implode(' ', array_slice($this->parts, 0, $this->end)) . ' limit 0', $values];
    }

    /** The statement with no more than so many characters of the columns at these places. */
    public function cut(array $places, int $characters): string {
        $parts = $this->parts;
        foreach ($this->selects as $columns) {
            foreach ($places as $place) {
                [$from, $to] = $columns[$place];
                $isNamed = $to - $from > 2 && $parts[$to - 2] === 'as';
                $last = $isNamed ? $to - 3 : $to - 1;
                $name = !$isNamed && $parts[$last][0] === '`' ? " as $parts[$last]" : '';
                $parts[$from] = "left($parts[$from]";
                $parts[$last] .= ", $characters)$name";
            }
        }
        return implode(' ', $parts);
    }

    /** SQLite's statement with each row's length in bytes after its columns, which are null in one of more bytes. */
    public function weighed(int $bytes): string {
        $columns = array_map(fn (int $at): string => "c$at", array_keys($this->selects[0]));
        $list = implode(', ', $columns);
        $length = implode(' + ', array_map(fn ($one): string => "coalesce(length(cast($one as blob)), 0)", $columns));
        $light = array_map(fn ($one): string => "case when bytes > $bytes then null else $one end", $columns);
        return "with whole($list) as ({$this->sql()}), weighed($list, bytes) as (select *, $length from whole)"
            . ' select ' . implode(', ', $light) . ', bytes from weighed';
    }
}

/** Which of a statement's columns are cut, so that rows have about $room bytes at most, and to how many characters. */
final class Cut {
    public array $places;
    public int $characters = 0;

    public function __construct(array $places, int $room) {
        $this->places = $places;
        // A character may take four bytes, of which two are in the reckoning.
        if ($places) $this->characters = max(1, intdiv($room, 2 * count($places)));
    }

    /** $lengths are the bytes that each column may have; refuses what could be too many long ones. */
    public static function ofLengths(array $lengths, int $room): self {
        [$places, $long, $short] = [[], 0, 0];
        foreach ($lengths as $place => $length) {
            if ($length > $room / 64) $places[] = $place;
            else $short += $length;
            if ($length > 1048576) $long++;
        }
        if ($long > MAX_LONG_TEXTS || $short > $room) throw breaks('TOO_WIDE');
        return new self($places, $room);
    }

    /** Whether something of this row was cut off. */
    public function isFelt(array $row): bool {
        foreach ($this->places as $place) if (strlen((string) $row[$place]) >= $this->characters) return true;
        return false;
    }
}

/** About how many bytes a row has as JSON, without making that; where it is mended, each odd byte may become three. */
function weightOf(array $row, bool $mended = false): int {
    $bytes = 2;
    foreach ($row as $cell) {
        $length = is_string($cell) ? strlen($cell) : 24;
        $bytes += $length + 3;
        if ($length < 4096) $bytes += $mended ? 5 * $length : $length;
        else foreach (count_chars($cell, 1) as $byte => $times) {
            $bytes += $times * ($byte < 32 ? 5 : ($byte === 34 || $byte === 92 ? 1 : ($mended && $byte > 127 ? 2 : 0)));
        }
    }
    return $bytes;
}
