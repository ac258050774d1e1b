<?php
final class wpdb extends StandInDatabase
{
    private $database;

    protected function open()
    {
        $this->database = new SQLite3(DB_DIR . '/' . DB_FILE);
        $this->database->enableExceptions(true);
        foreach (['sha1' => 'sha1', 'database' => function () { return 'shop'; }, 'get_lock' => function () { return 1; },
            'release_lock' => function () { return 1; }, 'concat' => function (...$parts) { return implode('', $parts); }] as $name => $does) {
            $this->database->createFunction($name, $does);
        }
        $this->query("attach ':memory:' as information_schema");
        $this->query('create table information_schema.columns as select \'shop\' as table_schema, m.name as table_name, c.name as'
            . " column_name, 4294967295 as character_maximum_length, 'utf8mb4' as character_set_name, 'longtext' as data_type"
            . ' from main.sqlite_master as m, pragma_table_info(m.name) as c');
    }

    public function _real_escape($text)
    {
        return SQLite3::escapeString($text);
    }

    protected function change($sql)
    {
        $this->database->exec($sql);
        return $this->database->changes();
    }

    protected function rows($sql)
    {
        $rows = [];
        $result = $this->database->query(str_replace('@@character_set_connection', "'utf8mb4'", $sql));
        while ($row = $result->fetchArray(SQLITE3_ASSOC)) $rows[] = $row;
        return $rows;
    }
}
