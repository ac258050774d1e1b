<?php
namespace Drawbridge;

// ---- PHP read as text, token by token: nothing of it is ever run ----

/** One file of PHP: plain statements are followed, and all others only cast doubt on what they touch. */
final class PhpText {
    private const TOKENS = '~\s+(*:space)|(?:#|//)(?:[^\r\n?]|\?(?!>))*+(*:space)|/\*.*?\*/(*:space)'
        . '|\?>(?:(?!<\?).)*+(?:<\?(?:php\b|=)?|$)(*:;)|\'[^\'\\\\]*+(?:\\\\.[^\'\\\\]*+)*+\'(*:single)'
        . '|"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+"(*:double)|<<<[ \t]*(["\']?)(\w+)\1\r?\n(?:.*?\n)?[ \t]*\2\b(*:heredoc)'
        . '|\$[A-Za-z_\x80-\xff][\w\x80-\xff]*(*:variable)'
        . '|\\\\?[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:\\\\[\w\x80-\xff]+)*(*:name)'
        . '|0[xX][0-9a-fA-F]+(*:number)|\d+(?:\.\d+)?(*:number)'
        . '|(?:\?\?=|\?\?|\?->|=>|->|::|===?|!==?|<=|>=|\|\||&&|\.=|\.\.\.)(*:sign)'
        . '|.(*:sign)~s';
    private const DECLARES = ['function', 'class', 'abstract', 'final', 'interface', 'trait', 'enum'];
    private const REQUIRES = ['require', 'require_once', 'include', 'include_once'];
    private const UNREAD = ['new', 'clone', 'function', 'fn', 'static', 'match', 'print', 'yield', 'throw',
        'empty', 'list', 'eval'];
    private const ASSIGNS = ['=', '.=', '??='];
    private const PAIRS = ['(' => ')', '[' => ']', '{' => '}'];

    /** [kind, text, line] of each token; the kind of a sign is the sign itself, and the last token is 'end'. */
    private array $tokens = [];
    private int $at = 0;
    private bool $ended = false;
    private string $file;
    private Settings $settings;

    public function __construct(string $source, string $file, Settings $settings) {
        [$this->file, $this->settings] = [$file, $settings];
        $line = 1;
        preg_match_all(self::TOKENS, "?>$source", $found, PREG_SET_ORDER);
        foreach ($found as [0 => $text, 'MARK' => $kind]) {
            if ($kind !== 'space') $this->tokens[] = [$kind === 'sign' ? $text : $kind, $text, $line];
            $line += substr_count($text, "\n");
        }
        $this->tokens[] = ['end', '', $line];
    }

    /** What the file returns, once all its statements have been followed. */
    public function run() {
        while (!$this->is('end') && !$this->ended) {
            $start = $this->at;
            try {
                $value = $this->statement();
            } catch (NotPlain $unread) {
                $this->at = $start;
                $this->pass();
                $this->doubt($start, $this->at);
            }
        }
        return $value ?? null;
    }

    /** The value of a file that is to hold nothing but `return` and a plain value; throws NotPlain. */
    public function returned() {
        do $value = $this->statement();
        while (!$this->ended && !$this->is('end'));
        return $value;
    }

    // ---- Statements ----

    private function statement() {
        if ($this->accept(';')) return null;
        switch ($this->word()) {
            case 'return':
                $this->at++;
                $value = $this->is(';') ? null : $this->expression();
                $this->expect(';', 'end');
                $this->ended = true;
                return $value;
            case 'exit':
            case 'die':
                $this->ended = true;
                return null;
            case 'if':
                return $this->condition();
            case 'const':
                do {
                    $name = $this->tokens[++$this->at][1];
                    $this->at++;
                    $this->expect('=');
                    $this->settings->define($name, $this->expression(), false);
                } while ($this->is(','));
                $this->expect(';');
                return null;
            case 'define':
                $this->at++;
                return $this->definition(false);
        }
        $kinds = array_column(array_slice($this->tokens, $this->at, 2), 0);
        if ($this->isConfig($this->at, 'define')) {
            $this->at += 3;
            return $this->definition(true);
        }
        if ($kinds[0] === 'variable' && ($kinds[1] ?? '') === '=') {
            $name = $this->tokens[$this->at][1];
            $this->at += 2;
            $value = $this->expression();
            $this->expect(';', 'end');
            $this->settings->define($name, $value, true);
            return null;
        }
        $this->expression();
        $this->expect(';', 'end');
        return null;
    }

    /** Whether this is `Config::define(` or the like: a framework's own list of constants, whose last values count. */
    private function isConfig(int $at, string $what): bool {
        $tokens = array_slice($this->tokens, $at, 4);
        return array_column($tokens, 0) === ['name', '::', 'name', '('] && $tokens[2][1] === $what
            && preg_match('~(^|\\\\)Config$~', $tokens[0][1]);
    }

    /** What follows `define`: a name, a value, and perhaps a third argument. */
    private function definition(bool $last) {
        $this->expect('(');
        $arguments = $this->list(')');
        $this->expect(';', 'end');
        if (is_string($arguments[0] ?? null)) $this->settings->define($arguments[0], $arguments[1] ?? null, $last);
        return null;
    }

    /** An `if` on a variable of the environment, without an `else`, is followed or passed over; others are doubted. */
    private function condition() {
        $this->at++;
        $this->expect('(');
        $called = in_array($this->word(), ['env', 'getenv'], true);
        $value = $called ? $this->operand() : new Unclear();
        if ($value instanceof Unclear) throw new NotPlain((string) $this->tokens[$this->at][2]);
        $this->expect(')');
        $body = $this->at;
        $this->passBody();
        if (in_array($this->word(), ['else', 'elseif'], true)) throw new NotPlain((string) $this->tokens[$this->at][2]);
        $after = $this->at;
        if ($value) {
            $this->at = $body;
            if ($this->is(':')) throw new NotPlain((string) $this->tokens[$this->at][2]);
            if (!$this->accept('{')) $this->statement();
            else while (!$this->ended && !$this->is('}')) $this->statement();
        }
        $this->at = $after;
        return null;
    }

    /** Goes past one statement, whatever it is. */
    private function pass(): void {
        $word = $this->word();
        if ($this->is('{')) {
            $this->passGroup();
        } elseif (in_array($word, ['if', 'elseif', 'for', 'foreach', 'while', 'switch', 'catch', 'declare'], true)) {
            $this->at++;
            if ($this->is('(')) $this->passGroup();
            $this->passBody();
            if (in_array($this->word(), ['else', 'elseif'], true)) $this->pass();
        } elseif (in_array($word, ['else', 'do', 'try', 'finally'], true)) {
            $this->at++;
            $this->passBody();
            $more = ['do' => ['while'], 'try' => ['catch', 'finally']][$word] ?? ['else', 'elseif'];
            while (in_array($this->word(), $more, true)) $this->pass();
        } elseif (in_array($word, self::DECLARES, true)) {
            while (!$this->is('{', ';', 'end')) $this->is('(', '[') ? $this->passGroup() : $this->at++;
            if (!$this->is('end')) $this->is('{') ? $this->passGroup() : $this->at++;
        } else {
            while (!$this->is(';', 'end', '}')) $this->is('(', '[', '{') ? $this->passGroup() : $this->at++;
            if (!$this->is('end')) $this->at++;
        }
    }

    private function passBody(): void {
        if (!$this->accept(':')) { $this->pass(); return; }
        while (!$this->is('end') && strncmp($this->word(), 'end', 3) !== 0) {
            if (in_array($this->word(), ['else', 'elseif', 'case', 'default'], true)) {
                while (!$this->is(':', 'end', ';')) $this->is('(') ? $this->passGroup() : $this->at++;
                $this->at++;
            } else {
                $this->pass();
            }
        }
        if (!$this->is('end')) $this->at++;
        $this->accept(';');
    }

    private function passGroup(): void {
        $close = self::PAIRS[$this->tokens[$this->at++][0]];
        while (!$this->is($close, 'end')) $this->is('(', '[', '{') ? $this->passGroup() : $this->at++;
        if (!$this->is('end')) $this->at++;
    }

    /** Whatever these tokens might set is not known from here on. */
    private function doubt(int $from, int $to): void {
        $resume = $this->at;
        $declared = in_array(strtolower($this->tokens[$from][1]), self::DECLARES, true);
        for ($i = $from; $i < $to; $i++) {
            [$kind, $text] = $this->tokens[$i];
            $next = $this->tokens[$i + 1] ?? ['end', ''];
            $word = $kind === 'name' ? strtolower(ltrim($text, '\\')) : '';
            $after = $this->tokens[$i + 2][0] ?? 'end';
            if ($word === 'define' && $next[0] === '(' && in_array($after, ['single', 'double'], true)) {
                $this->at = $i + 2;
                $name = $this->operand();
                $last = $i > 0 && $this->tokens[$i - 1][0] === '::';
                if (is_string($name)) $this->settings->define($name, new Unclear(), $last);
            } elseif ($word === 'const' && !$declared && $next[0] === 'name' && $after === '=') {
                $this->settings->define($next[1], new Unclear(), false);
            } elseif ($kind === 'variable' && !$declared && ($i === $from || in_array($next[0], self::ASSIGNS, true))) {
                $this->settings->define($text, new Unclear(), true);
            } elseif (in_array($word, self::REQUIRES, true)) {
                $this->at = $i + 1;
                try {
                    $file = $this->settings->requirable($this->expression(), $this->file);
                } catch (NotPlain $unread) {
                    $file = null;
                }
                if ($file === null) continue;
                $inner = new self((string) contents($file), $file, $this->settings);
                $inner->doubt(0, count($inner->tokens) - 1);
            }
        }
        $this->at = $resume;
    }

    // ---- Expressions: what cannot be told is Unclear ----

    private function expression() {
        $value = $this->coalesced();
        while ($this->accept('?')) {
            $then = $this->is(':') ? $value : $this->expression();
            $this->expect(':');
            $else = $this->coalesced();
            if (!$value instanceof Unclear) $value = $value ? $then : $else;
        }
        return $value;
    }

    private function coalesced() {
        $value = $this->compared();
        if (!$this->accept('??')) return $value;
        $else = $this->coalesced();
        return $value ?? $else;
    }

    private function compared() {
        $value = $this->joined();
        if (!$this->is('===', '!==')) return $value;
        $same = $this->tokens[$this->at++][0] === '===';
        $other = $this->joined();
        return $value instanceof Unclear || $other instanceof Unclear ? new Unclear() : ($value === $other) === $same;
    }

    private function joined() {
        $value = $this->operand();
        while ($this->is('.', '|')) {
            $sign = $this->tokens[$this->at++][0];
            $other = $this->operand();
            if ($sign === '|') $value = is_int($value) && is_int($other) ? $value | $other : new Unclear();
            else $value = is_scalar($value) && is_scalar($other) ? $value . $other : new Unclear();
        }
        return $value;
    }

    private function operand() {
        [$kind, $text, $line] = $this->tokens[$this->at];
        $word = $this->word();
        if (in_array($word, self::UNREAD, true) || $kind === 'end') throw new NotPlain((string) $line);
        $this->at++;
        if (in_array($word, self::REQUIRES, true)) {
            $file = $this->settings->requirable($this->expression(), $this->file);
            return $file === null ? new Unclear() : $this->settings->read($file);
        }
        if ($word === 'isset') {
            $this->expect('(');
            $value = $this->expression();
            $this->expect(')');
            return $value instanceof Unclear ? $value : $value !== null;
        }
        switch ($kind) {
            case '!':
                $value = $this->operand();
                return $value instanceof Unclear ? $value : !$value;
            case '-':
            case '@':
                $value = $this->operand();
                return $kind === '@' ? $value : (is_int($value) || is_float($value) ? -$value : new Unclear());
            case '(':
                $cast = strtolower($this->tokens[$this->at][1]);
                if (in_array($cast, ['string', 'int', 'bool'], true) && $this->tokens[$this->at + 1][0] === ')') {
                    $this->at += 2;
                    $value = $this->operand();
                    if (is_scalar($value)) settype($value, $cast);
                    return $value;
                }
                $value = $this->expression();
                $this->expect(')');
                return $this->followed($value);
            case '[':
                return $this->followed($this->list(']'));
            case 'single':
                return $this->followed(preg_replace('~\\\\([\'\\\\])~', '$1', substr($text, 1, -1)));
            case 'double':
                return $this->followed($this->settings->interpolated(substr($text, 1, -1)));
            case 'number':
                return strpos($text, '.') === false ? intval($text, 0) : (float) $text;
            case 'heredoc':
                return $this->settings->heredoc($text);
            case 'variable':
                if (!in_array($text, ['$_ENV', '$_SERVER'], true)) {
                    return $this->followed($this->settings->value($text));
                }
                if (!$this->accept('[')) return new Unclear();
                $name = $this->expression();
                $this->expect(']');
                if ($this->is('=')) throw new NotPlain((string) $line);
                return is_string($name) ? $this->settings->given($name) : new Unclear();
            case 'name':
                if ($this->isConfig($this->at - 1, 'get')) {
                    $this->at += 3;
                    $arguments = $this->list(')');
                    $asked = $arguments[0] ?? null;
                    return is_string($asked) ? $this->settings->value($asked) : new Unclear();
                }
                if (!$this->is('(')) return $this->followed($this->constant(ltrim($text, '\\')));
                $this->at++;
                $arguments = $this->list(')');
                if ($word === 'array') return $this->followed($arguments);
                return $this->followed($this->settings->call($word, $arguments));
        }
        throw new NotPlain((string) $line);
    }

    /** What is taken out of a value: an element of an array; a property or a call's answer is not told. */
    private function followed($value) {
        while ($this->is('[', '->', '?->', '::', '(')) {
            $sign = $this->tokens[$this->at++][0];
            if ($sign === '[') {
                $key = $this->expression();
                $this->expect(']');
                $value = is_array($value) && is_scalar($key) ? $value[$key] ?? null : new Unclear();
            } else {
                if ($sign === '(') $this->list(')');
                else $this->at++;
                $value = new Unclear();
            }
        }
        return $value;
    }

    /** The elements of an array, or the arguments of a call, up to the sign that closes them. */
    private function list(string $close): array {
        $values = [];
        while (!$this->accept($close)) {
            $value = $this->expression();
            if ($this->accept('=>')) {
                $key = $value;
                $value = $this->expression();
                if (is_scalar($key)) $values[$key] = $value;
            } else {
                $values[] = $value;
            }
            if (!$this->is($close)) $this->expect(',');
        }
        return $values;
    }

    private function constant(string $name) {
        $known = ['true' => true, 'false' => false, 'null' => null];
        if (array_key_exists(strtolower($name), $known)) return $known[strtolower($name)];
        if ($name === '__DIR__') return dirname($this->file);
        if ($name === '__FILE__') return $this->file;
        $own = preg_match('~^(?:MYSQLI_CLIENT_\w+|DIRECTORY_SEPARATOR|PHP_EOL)$~', $name) && defined($name);
        return $own ? constant($name) : $this->settings->value($name);
    }

    // ---- Tokens ----

    private function is(string ...$kinds): bool {
        return in_array($this->tokens[$this->at][0], $kinds, true);
    }

    private function word(): string {
        return $this->is('name') ? strtolower(ltrim($this->tokens[$this->at][1], '\\')) : '';
    }

    private function accept(string $kind): bool {
        return $this->is($kind) && (bool) ++$this->at;
    }

    private function expect(string ...$kinds): void {
        if (!$this->is(...$kinds)) throw new NotPlain((string) $this->tokens[$this->at][2]);
        if (!$this->is('end')) $this->at++;
    }
}
