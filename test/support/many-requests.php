<?php
// Stands before a bridge's own text, whose last line then calls Many::answer in the place of serve: answers many requests in one run
// of PHP. What PHP and the web server are between two requests is done here, and all else is the bridge's own.
namespace Drawbridge;

final class Many
{
    public static string $body = '';
    public static int $status = 200;
    /** Fields of the answer's head, name => value. */
    public static array $fields = [];
    public static ?\Closure $ending = null;
    /** What PHP had to say, but for what the bridge silences with `@`. */
    public static array $complaints = [];

    public static function answer(array $connectors): void
    {
        $asked = json_decode((string) \file_get_contents('php://input'), true);
        [$server, $answers] = [$_SERVER, []];
        foreach ($asked as ['method' => $method, 'target' => $target, 'headers' => $headers, 'body' => $body]) {
            [self::$body, self::$status, self::$fields, self::$ending] = [base64_decode($body), 200, [], null];
            $_SERVER = ['REQUEST_METHOD' => $method, 'REQUEST_URI' => $target, 'REMOTE_ADDR' => '127.0.0.1',
                'QUERY_STRING' => explode('?', $target, 2)[1] ?? '', 'CONTENT_LENGTH' => (string) strlen(self::$body)] + $server;
            foreach ($headers as $name => $value) {
                $key = strtoupper(strtr($name, '-', '_'));
                $_SERVER[$key === 'CONTENT_TYPE' ? $key : "HTTP_$key"] = $value;
            }
            \ob_start();
            serve($connectors);
            if (self::$ending !== null) (self::$ending)();
            while (\ob_get_level() > 1) \ob_end_flush();
            $text = base64_encode((string) \ob_get_clean());
            $answers[] = json_encode(['status' => self::$status, 'headers' => self::$fields, 'body' => $text]);
        }
        echo implode("\n", $answers), "\n", json_encode(self::$complaints);
    }
}

function header(string $line, bool $replace = true, int $status = 0): void
{
    [$name, $value] = explode(':', $line, 2);
    Many::$fields[strtolower($name)] = trim($value);
    if ($status > 0) Many::$status = $status;
}

function file_get_contents(string $file, ...$more)
{
    return $file === 'php://input' ? substr(Many::$body, 0, $more[3]) : \file_get_contents($file, ...$more);
}

function register_shutdown_function(callable $ending): void
{
    Many::$ending = $ending;
}

function ob_get_level(): int
{
    return \ob_get_level() - 1;
}

set_error_handler(static function ($level, $message, $file, $line) {
    if (strpos(file($file)[$line - 1] ?? '', '@') === false) Many::$complaints[] = "$message in line $line";
    return true;
});
?>
