<?php
namespace Drawbridge;

/** Statuses and notes of orders, in both places where WooCommerce keeps them. */
trait WooCommerceOrderActs
{
    private function order(array $given): Change
    {
        $id = $this->number($given['order']);
        $present = $this->statusHeld($id);
        $status = isset($given['status']) ? $this->statusId($given['status']) : $present;
        $expected = isset($given['expectedStatus']) ? self::statusName($given['expectedStatus']) : null;
        if ($expected !== null && $expected !== $present) throw self::stale('expectedStatusId');
        $comment = $this->note($given['comment'] ?? '', 'comment');
        if (!isset($given['status']) && $comment === '') throw new ActFault('INVALID', 'There is nothing to change.', 'statusId');
        $notify = $given['notify'] ?? false;
        $mark = $present . ' ' . $this->lastNote($id);

        return new Change($mark, function () use ($id, $present, $status, $expected, $comment, $notify): array {
            // Payments change orders at any time.
            if ($expected !== null && $this->statusHeld($id) !== $expected) throw self::stale('expectedStatusId');
            $order = $this->orderObject($id);
            $this->sparing(!$notify, function () use ($order, $id, $present, $status, $comment, $notify): void {
                if ($status !== $present) $this->putInto($order, $id, $present, $status);
                if ($comment !== '') $this->addNote($order, $comment, $notify);
            });
            return [];
        });
    }

    /** Puts an order into a status as the merchant's own hand does; throws an ActFault where that has changed nothing. */
    private function putInto(\WC_Order $order, int $id, string $present, string $status): void
    {
        $this->sent = true;
        try {
            $order->update_status(substr($status, 3), '', true);
        } catch (\Throwable $error) {
            if ($this->statusHeld($id) !== $status) throw $error;
            // What a plugin threw once the status was set changes nothing of that.
            note('THREW', get_class($error), $error->getFile(), $error->getLine());
        }
        $this->readBack([$this->statusHeld($id)], [$present], [$status]);
    }

    /** A note that the customer is told of, or one for the staff alone. */
    private function addNote(\WC_Order $order, string $html, bool $told): void
    {
        $this->sent = true;
        $note = (int) $order->add_order_note($html, $told ? 1 : 0);
        if ($note < 1) throw new \RuntimeException('no note');
    }

    /** A text as a note, which is HTML and printed as such, holds it. WordPress takes backslashes away, but not their number. */
    private function note(string $text, string $field): string
    {
        $html = str_replace('\\', '&#92;', htmlspecialchars($text, ENT_NOQUOTES, 'UTF-8'));
        $comments = $GLOBALS['wpdb']->comments;
        if ($GLOBALS['wpdb']->get_col_charset($comments, 'comment_content') === 'utf8') $html = wp_encode_emoji($html);
        $this->fitting($html, $comments, 'comment_content', $field);
        return $html;
    }

    /** Sends no mail of WooCommerce's own to customers while this is done, where they are to be spared. */
    private function sparing(bool $spared, callable $work): void
    {
        $filters = [];
        foreach ($spared ? WC()->mailer()->get_emails() : [] as $email) {
            if ($email->is_customer_email()) $filters[] = "woocommerce_email_enabled_$email->id";
        }
        $never = static function (): bool { return false; };
        foreach ($filters as $filter) add_filter($filter, $never, PHP_INT_MAX);
        try {
            $work();
        } finally {
            foreach ($filters as $filter) remove_filter($filter, $never, PHP_INT_MAX);
        }
    }

    private function orderObject(int $id): \WC_Order
    {
        $order = wc_get_order($id);
        if ($order instanceof \WC_Order) return $order;
        throw new ActFault('REFUSED', 'WooCommerce does not know this kind of order.');
    }

    /** The status of an order as the database holds it, such as wc-pending; NOT_FOUND where it has no such order. */
    private function statusHeld(int $id): string
    {
        $wpdb = $GLOBALS['wpdb'];
        $status = get_option('woocommerce_custom_orders_table_enabled') === 'yes'
            ? $this->value("select status from `{$wpdb->prefix}wc_orders` where id = ? and type = 'shop_order'", [$id])
            : $this->value("select post_status from `$wpdb->posts` where ID = ? and post_type = 'shop_order'", [$id]);
        // A checkout that was not finished is no order, nor is what the merchant threw away.
        $none = ['trash', 'auto-draft', 'checkout-draft', 'wc-checkout-draft'];
        if ($status !== null && !in_array($status, $none, true)) return $status;
        throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
    }

    private static function statusName(string $given): string
    {
        return strpos($given, 'wc-') === 0 ? $given : "wc-$given";
    }

    private function statusId(string $given): string
    {
        $status = self::statusName($given);
        if ($status !== 'wc-checkout-draft' && array_key_exists($status, wc_get_order_statuses())) return $status;
        throw new ActFault('INVALID', 'The store has no such status.', 'statusId');
    }

    private function lastNote(int $id): int
    {
        $sql = 'select max(comment_ID) from `' . $GLOBALS['wpdb']->comments . '` where comment_post_ID = ?';
        return (int) $this->value($sql, [$id]);
    }

    /** Whether it is in the status that is asked for, and has the comment in a note that is newer than the newest of before. */
    private function lookAtOrder(array $given, string $mark): ?bool
    {
        [$before, $last] = explode(' ', "$mark ");
        $id = (int) $given['order'];
        $present = $this->statusHeld($id);
        $comment = $this->note($given['comment'] ?? '', 'comment');
        $sql = 'select count(*) from `' . $GLOBALS['wpdb']->comments . '` where comment_post_ID = ? and comment_ID > ?'
            . ' and comment_content = ?';
        $isNoted = $comment === '' || $this->value($sql, [$id, (int) $last, $comment]) !== '0';
        $isInStatus = !isset($given['status']) || $present === self::statusName($given['status']);
        if ($isNoted && $isInStatus) return true;
        return $present === $before && $this->lastNote($id) === (int) $last ? false : null;
    }
}
