<?php
final class wpdb extends StandInDatabase
{
    private $database;

    protected function open()
    {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        [$host, $port] = explode(':', DB_HOST . ':3306');
        $this->database = new mysqli($host, DB_USER, DB_PASSWORD, DB_NAME, (int) $port);
        $this->database->set_charset(DB_CHARSET);
        // WordPress leaves strict mode.
        $this->database->query("set session sql_mode = ''");
    }

    public function _real_escape($text)
    {
        return $this->database->real_escape_string($text);
    }

    protected function change($sql)
    {
        $this->database->query($sql);
        return $this->database->affected_rows;
    }

    protected function rows($sql)
    {
        return $this->database->query($sql)->fetch_all(MYSQLI_ASSOC);
    }
}
