<?php
namespace Drawbridge;

// ---- The verb for changes: each act is made once, by the store's own code, under one lock for the whole store ----

const ACT_SECONDS = 10, LOCK_SECONDS = 10, LAST_SECONDS = 5, LEDGER_SECONDS = 90000;

/**
 * What became of each act, in files of its own beside the bridge: that it was begun, then how it ended. An id names one
 * act for ever, so none is made twice; what is older than a day is forgotten. It holds no personal data.
 */
final class Ledger {
    private string $folder = __DIR__ . '/ledger';

    /** Whether acts can be noted; where they cannot, none is made. */
    public function opens(): bool {
        if (!can('fopen', 'fwrite', 'fflush', 'fclose', 'file_get_contents')) return false;
        if (!is_dir($this->folder) && can('mkdir')) @mkdir($this->folder, 0700);
        $tidies = random_int(1, 20) === 1 && can('glob', 'filemtime', 'unlink');
        foreach ($tidies ? glob("$this->folder/*") ?: [] : [] as $old) {
            if (filemtime($old) < time() - LEDGER_SECONDS) @unlink($old);
        }
        // What PHP's user may do shows only where it is done.
        $file = @fopen("$this->folder/open", 'c');
        return $file !== false && fclose($file);
    }

    /** What is noted of an act: 'of' (a code over what it is), 'mark', and 'end' where that was seen; null: nothing. */
    public function read(string $id): ?array {
        $lines = explode("\n", (string) contents($this->file($id)));
        if ($lines === [''] && !is_file($this->file($id))) return null;
        $begun = json_decode($lines[0], true);
        $end = json_decode($lines[1] ?? '', true);
        $mark = (string) ($begun['mark'] ?? '');
        return ['of' => $begun['of'] ?? null, 'mark' => $mark, 'end' => is_array($end) ? $end : null];
    }

    /** Notes that an act is about to be made; false where that cannot be noted, and it must not be made then. */
    public function begin(string $id, string $of, string $mark): bool {
        $file = @fopen($this->file($id), 'x');
        return $file !== false && $this->write($file, json_encode(['of' => $of, 'mark' => $mark], JSON));
    }

    /** Notes how an act ended that was begun. Where that cannot be noted, the store will be asked. */
    public function end(string $id, array $end): void {
        $file = @fopen($this->file($id), 'a');
        if ($file !== false) $this->write($file, json_encode($end, JSON | JSON_INVALID_UTF8_SUBSTITUTE));
    }

    private function write($file, string $line): bool {
        $whole = @fwrite($file, "$line\n") === strlen($line) + 1 && @fflush($file);
        // So that it outlives the machine's power, where PHP can see to that.
        if ($whole && can('fsync')) @fsync($file);
        @fclose($file);
        return $whole;
    }

    private function file(string $id): string {
        return "$this->folder/" . hash('sha256', $id);
    }
}

/** The acts of one request, from the check of their form to the answer, whatever the store's code does in between. */
final class Acting {
    private Answer $answer;
    private Acts $acts;
    private Ledger $ledger;
    /** What is asked: 'id', 'do', 'with'. */
    private array $asked;
    private array $results = [];
    /** The act that is being made: its id, name, arguments and mark. */
    private ?array $current = null;
    private bool $ran = false;
    /** Let go of where memory has run out. */
    private ?string $reserve;

    private function __construct() {
        $this->reserve = str_repeat('.', 524288);
    }

    /** Refuses what cannot be begun at all; nothing of the store has run yet. */
    public static function prepare(array $request, Answer $answer, array $connectors, array $parts): self {
        $acting = new self();
        $acting->answer = $answer;
        if (!is_array($request['acts'] ?? null) || !areActs($request['acts'])) throw new Refusal('MALFORMED');
        $acting->asked = $request['acts'];
        // What answers are made with must be there before anything of the store runs.
        $needed = ['header', 'json_encode', 'ob_start', 'ob_get_level', 'ob_end_clean', 'basename', 'sprintf'];
        if (!can(...$needed)) throw new Refusal('INTERNAL');
        if (!$answer->config['write']) throw new Refusal('READ_ONLY');
        // Where requests are not remembered, neither are acts.
        $acting->ledger = new Ledger();
        if (!$answer->remembered || !$acting->ledger->opens()) throw new Refusal('LEDGER_UNAVAILABLE');
        $connector = Store::connectorOf(dirname(__DIR__), $connectors, $answer->config);
        $part = partOf($connector, $parts);
        if ($part === null) throw new Refusal('READ_ONLY');
        $acting->acts = $part::open(dirname(__DIR__), $connector, $answer->config);
        return $acting;
    }

    /** The files that start the store's own code; none where everything that is asked was made before. */
    public function boot(): \Generator {
        if (can('ignore_user_abort')) ignore_user_abort(true);
        $this->answer->dying = function (): void { $this->died(); };
        if ($this->isOver()) return;
        $closed = $this->acts->closed();
        if ($closed !== null) throw new ActFault('NOT_BEGUN', $closed, null, true);
        self::hideRequest(dirname(__DIR__));
        // What the store's code prints goes nowhere, whatever it does with output of its own.
        $answer = $this->answer;
        $answer->held = '';
        ob_start(static fn (string $text, int $phase): string => $phase & PHP_OUTPUT_HANDLER_FINAL ? $answer->held : '');
        yield from $this->acts->boot($this->asked);
    }

    public function run(): void {
        $this->ran = true;
        self::hushErrors();
        if (!$this->isOver()) {
            $patience = (int) min(LOCK_SECONDS, $this->answer->until - microtime(true) - LAST_SECONDS);
            $locked = $patience > 0 && $this->acts->lock($patience);
            $until = min(microtime(true) + ACT_SECONDS, $this->answer->until - LAST_SECONDS);
            foreach ($this->asked as $act) {
                $this->results[] = $this->one($act, $locked, $until);
                $this->current = null;
            }
            $this->acts->end();
            if ($locked) $this->acts->unlock();
        } else {
            foreach ($this->asked as $act) $this->results[] = $this->known($act) ?? [];
        }
        $this->finish();
    }

    /** Called where the store's code did not start, or threw where nothing of ours was under way. */
    public function failed(\Throwable $error): void {
        if ($this->answer->sent) return;
        self::hushErrors();
        if (!$error instanceof ActFault) note('BOOT', get_class($error), $error->getFile(), $error->getLine());
        $fault = $error instanceof ActFault ? $error : null;
        $this->rest($fault ?? new ActFault('REFUSED', "The store's own code did not start.", null, true));
        $this->finish();
    }

    /** Called where PHP ends before the answer: the store's code has left, or a limit of PHP's was reached. */
    private function died(): void {
        $this->reserve = null;
        self::hushErrors();
        if (can('ini_set')) ini_set('memory_limit', '-1');
        $last = can('error_get_last') ? error_get_last() : null;
        $fatal = $last !== null && in_array($last['type'], [E_ERROR, E_PARSE, E_CORE_ERROR, E_COMPILE_ERROR], true);
        $place = $fatal ? [$last['file'], $last['line']] : [__FILE__, 0];
        note('ENDED', $fatal ? "error of type $last[type]" : 'exit', ...$place);
        if ($this->current !== null) {
            [$act, $mark] = $this->current;
            $this->results[] = $this->known($act) ?? $this->lookedAt($act, $mark);
            $this->current = null;
        }
        $this->rest($this->ran ? self::notBegun("The store's own code ended the request before this.")
            : new ActFault('REFUSED', "The store's own code did not start.", null, true));
        $this->finish();
    }

    private function one(array $act, bool $locked, float $until): array {
        $known = $this->known($act);
        if ($known !== null) return $known;
        ['id' => $id, 'do' => $name] = $act;
        $this->acts->begin();
        if (!$locked) return self::result($id, self::notBegun('Other changes to the store took too long.'));
        $noted = $this->ledger->read($id);
        // Begun, and its end unseen: only what the store holds can tell.
        if ($noted !== null) return $this->lookedAt($act, $noted['mark'], true);
        $open = in_array(ACTS[$name][0] ?? null, $this->answer->config['areas'], true);
        if (microtime(true) > $until) return self::result($id, self::notBegun('The time ran out before this.'));
        $of = codeOf($act);
        try {
            $can = in_array($name, $this->acts->acts(), true) && !array_diff_key($act['with'], ACTS[$name][1]);
            if (!$can) throw new ActFault('UNSUPPORTED', 'This cannot be changed in such a store.');
            if (!$open) throw new ActFault('AREA_CLOSED', "The store's owner does not open this part of it.");
            $change = $this->acts->change($name, $act['with']);
        } catch (ActFault $fault) {
            // Nothing was begun, so where it may be tried again nothing need be remembered.
            $result = self::result($id, $fault);
            if (!$fault->retryable && $this->ledger->begin($id, $of, '')) $this->ledger->end($id, $result);
            return $result;
        } catch (\Throwable $error) {
            note('REFUSED', get_class($error), $error->getFile(), $error->getLine());
            $words = "The store's own code failed before anything was changed.";
            return self::result($id, new ActFault('REFUSED', $words, null, true));
        }
        if (!$this->ledger->begin($id, $of, $change->mark)) {
            return self::result($id, new ActFault('LEDGER_UNAVAILABLE', 'The bridge can note nothing in its folder.'));
        }
        $this->current = [$act, $change->mark];
        try {
            $result = ['id' => $id, 'outcome' => 'DONE'] + ($change->make)();
        } catch (ActFault $fault) {
            $this->rolledBack();
            $result = self::result($id, $fault);
        } catch (\Throwable $error) {
            note('THREW', get_class($error), $error->getFile(), $error->getLine());
            return $this->lookedAt($act, $change->mark);
        }
        $this->ledger->end($id, $result);
        $this->acts->tidy();
        return $result;
    }

    /** What came of an act whose end nobody saw, as the store tells it. */
    private function lookedAt(array $act, string $mark, bool $later = false): array {
        $seen = null;
        $this->rolledBack();
        try {
            $seen = $this->acts->look($act['do'], $act['with'], $mark);
            $this->acts->tidy();
        } catch (\Throwable $error) {
            note('LOOK', get_class($error), $error->getFile(), $error->getLine());
        }
        // Later on, others may have put back what it was.
        $undone = $seen === false && !$later;
        $fault = $undone ? new ActFault('REFUSED', "The store's own code would not, and nothing was changed.")
            : self::unknown();
        $result = $seen === true ? ['id' => $act['id'], 'outcome' => 'DONE'] : self::result($act['id'], $fault);
        if ($seen === true || $undone) $this->ledger->end($act['id'], $result);
        return $result;
    }

    private function rolledBack(): void {
        try {
            $this->acts->rollBack();
        } catch (\Throwable $error) {
            note('ROLLBACK', get_class($error), $error->getFile(), $error->getLine());
        }
    }

    /** What was answered before, or that the id is another act's; null where its end was not seen. */
    private function known(array $act): ?array {
        $noted = $this->ledger->read($act['id']);
        if ($noted === null) return null;
        if ($noted['of'] !== null && !hash_equals($noted['of'], codeOf($act))) {
            return self::result($act['id'], new ActFault('ID_REUSED', 'Another act was made under this id.'));
        }
        return $noted['end'] === null ? null : $noted['end'] + ['again' => true];
    }

    private function isOver(): bool {
        foreach ($this->asked as $act) if ($this->known($act) === null) return false;
        return true;
    }

    private function rest(ActFault $fault): void {
        foreach (array_slice($this->asked, count($this->results)) as $act) {
            $begun = $this->ledger->read($act['id']) !== null;
            $this->results[] = $this->known($act) ?? self::result($act['id'], $begun ? self::unknown() : $fault);
        }
    }

    private function finish(): void {
        if (can('headers_sent', 'header_remove') && !headers_sent()) header_remove();
        $flags = JSON | JSON_INVALID_UTF8_SUBSTITUTE;
        $this->answer->json(200, json_encode(['results' => $this->results], $flags));
        if (can('flush')) flush();
        // What the store's code prints at its own end goes nowhere either.
        ob_start(static fn (string $text): string => '');
    }

    /** The store's own handler may end PHP at a warning, even one that is silenced. */
    private static function hushErrors(): void {
        if (can('set_error_handler')) set_error_handler(static fn (): bool => true);
    }

    private static function unknown(): ActFault {
        return new ActFault('OUTCOME_UNKNOWN', 'It was begun, and how it ended cannot be told.');
    }

    private static function notBegun(string $why): ActFault {
        return new ActFault('NOT_BEGUN', $why, null, true);
    }

    private static function result(string $id, ActFault $fault): array {
        $told = ['field' => $fault->field, 'message' => $fault->getMessage(), 'retryable' => $fault->retryable ?: null];
        $told = array_filter($told, static fn ($one): bool => $one !== null);
        return ['id' => $id, 'outcome' => $fault->outcome] + $told;
    }

    /** The store's code sees a visit to its front page, nothing of the bridge's request. */
    private static function hideRequest(string $root): void {
        $_GET = $_POST = $_REQUEST = $_COOKIE = $_FILES = [];
        foreach (array_keys($_SERVER) as $name) {
            $ours = '~^(HTTP_(?!HOST$|X_FORWARDED_PROTO$|X_FORWARDED_SSL$)|CONTENT_|PATH_|ORIG_)~';
            if (preg_match($ours, $name)) unset($_SERVER[$name]);
        }
        $folder = rtrim(strtr(dirname(dirname($_SERVER['SCRIPT_NAME'] ?? '/')), '\\', '/'), '/');
        $page = ['SCRIPT_NAME' => "$folder/index.php", 'PHP_SELF' => "$folder/index.php", 'REQUEST_URI' => "$folder/",
            'SCRIPT_FILENAME' => "$root/index.php", 'REQUEST_METHOD' => 'GET', 'QUERY_STRING' => '',
            // Stores start no session for a crawler.
            'HTTP_USER_AGENT' => 'Mozilla/5.0 (compatible; Googlebot/2.1; Drawbridge)'];
        $_SERVER = $page + $_SERVER;
        if (can('chdir')) chdir($root);
    }
}

/** A code over what an act is, so that its id is nobody else's; the id itself, which is not kept, is its key. */
function codeOf(array $act): string {
    return hash_hmac('sha256', json_encode([$act['do'], $act['with']], JSON), $act['id']);
}

/** The part for writing of the store's platform; null where there is none. */
function partOf(Connector $connector, array $parts): ?string {
    foreach ($parts as $part) if ($part::platform() === $connector->platform()) return $part;
    return null;
}
