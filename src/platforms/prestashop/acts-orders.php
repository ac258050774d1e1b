<?php
namespace Drawbridge;

/** The statuses of PrestaShop's orders, what is written about them, and their tracking numbers. */
trait PrestaShopOrderActs
{
    /** The row of an order, whose shop becomes the one that its code is in. */
    private function orderRow(array $given): array
    {
        $id = $this->number($given['order']);
        $sql = 'select id_order, id_shop, current_state from ' . $this->table('orders') . ' where id_order = ?';
        $row = $this->rows($sql, [$id])[0] ?? null;
        if ($row === null) throw new ActFault('NOT_FOUND', 'The store has no such order.', 'id');
        $this->inShop((int) $row['id_shop']);
        return $row;
    }

    private function stateId(string $given): int
    {
        $sql = 'select id_order_state from ' . $this->table('order_state') . ' where id_order_state = ? and deleted = 0';
        $known = preg_match('~^[1-9]\d{0,9}$~D', $given) ? $this->value($sql, [(int) $given]) : null;
        if ($known === null) throw new ActFault('INVALID', 'The store has no such status.', 'statusId');
        return (int) $known;
    }

    private function order(array $given): Change
    {
        $row = $this->orderRow($given);
        $present = (int) $row['current_state'];
        $status = isset($given['status']) ? $this->stateId($given['status']) : $present;
        if (isset($given['expectedStatus']) && $given['expectedStatus'] !== (string) $present) throw self::stale('expectedStatusId');
        $comment = $this->stored($given);
        if ($comment !== '') $this->readable($comment);
        if (!isset($given['status']) && $comment === '') throw new ActFault('INVALID', 'There is nothing to change.', 'statusId');
        $notify = $given['notify'] ?? false;

        $mark = $this->orderState($given);
        return $this->changing('order', $given, $mark, function () use ($row, $present, $status, $comment, $notify): array {
            if ($status !== $present) $this->enter($status, (int) $row['id_order'], $notify);
            if ($comment === '') return [];
            $this->tidy();
            $this->write($comment, new \Order((int) $row['id_order']), $notify);
            return [];
        });
    }

    /** Puts an order into a status, as the back office does. */
    private function enter(int $status, int $id, bool $notify): void
    {
        $order = new \Order($id);
        $history = new \OrderHistory();
        [$history->id_order, $history->id_employee] = [$id, 0];
        $history->changeIdOrderState($status, $order, !$order->hasInvoice());
        if (!$notify) {
            $history->add(true);
            return;
        }
        $carrier = new \Carrier((int) $order->id_carrier, (int) $order->id_lang);
        $number = (string) $this->value('select tracking_number from ' . $this->table('order_carrier')
            . ' where id_order = ? order by id_order_carrier limit 1', [$id]);
        $isSent = $status === (int) \Configuration::get('PS_OS_SHIPPING') && $number !== '';
        // False where only the mail failed.
        $history->addWithemail(true, $isSent ? ['{followup}' => str_replace('@', $number, (string) $carrier->url)] : []);
    }

    /** Writes a message into the order's thread, for the staff alone unless the customer is told by the shop's own mail. */
    private function write(string $message, \Order $order, bool $notify): void
    {
        $customer = new \Customer((int) $order->id_customer);
        $thread = (int) \CustomerThread::getIdCustomerThreadByEmailAndIdOrder($customer->email, (int) $order->id);
        if ($thread === 0) {
            $new = new \CustomerThread();
            $of = ['id_contact' => 0, 'id_customer' => (int) $customer->id, 'id_shop' => (int) $order->id_shop,
                'id_order' => (int) $order->id, 'id_lang' => (int) $order->id_lang, 'email' => $customer->email,
                'status' => 'open', 'token' => \Tools::passwdGen(12)];
            foreach ($of as $field => $value) $new->$field = $value;
            $new->add();
            $thread = (int) $new->id;
        }
        $one = new \CustomerMessage();
        [$one->id_customer_thread, $one->message, $one->private] = [$thread, $message, $notify ? 0 : 1];
        // What no employee wrote is shown as the customer's own words: the first administrator stands for the shop.
        $sql = 'select min(id_employee) from ' . $this->table('employee') . ' where active = 1 and id_profile = 1';
        $one->id_employee = (int) $this->value($sql);
        $one->add();
        if (!$notify) return;
        $language = new \Language((int) $order->id_lang);
        $translator = \Context::getContext()->getTranslator();
        $title = $translator->trans('New message regarding your order', [], 'Emails.Subject', $language->locale);
        $isText = (int) \Configuration::get('PS_MAIL_TYPE', null, null, (int) $order->id_shop) === \Mail::TYPE_TEXT;
        $told = ['{lastname}' => $customer->lastname, '{firstname}' => $customer->firstname, '{id_order}' => (int) $order->id,
            '{order_name}' => $order->getUniqReference(),
            '{message}' => $isText ? htmlspecialchars_decode($message, ENT_NOQUOTES) : \Tools::nl2br($message)];
        // Never with $die, which would end PHP where a template is missing.
        \Mail::Send((int) $order->id_lang, 'order_merchant_comment', $title, $told, $customer->email,
            "$customer->firstname $customer->lastname", null, null, null, null, _PS_MAIL_DIR_, false, (int) $order->id_shop);
    }

    /** Throws where its messages cannot hold a comment: they take none that looks like a script, even where it is none. */
    private function readable(string $comment): void
    {
        $this->fitting($comment, $this->table('customer_message'), 'message', 'comment');
        if ((new \CustomerMessage())->validateField('message', $comment, null, [], true) === true) return;
        throw new ActFault('INVALID', 'The store takes no comment with the likes of "javascript:" or "onclick=".', 'comment');
    }

    /** A comment as its column holds it, which is of HTML. */
    private function stored(array $given): string
    {
        return htmlspecialchars(str_replace(["\r\n", "\r"], "\n", $given['comment'] ?? ''), ENT_NOQUOTES, 'UTF-8');
    }

    /** The order's status, and the last that was noted and written of it. */
    private function orderState(array $given): string
    {
        $row = $this->orderRow($given);
        $history = 'select max(id_order_history) from ' . $this->table('order_history') . ' where id_order = ?';
        return implode(' ', [$row['current_state'], (int) $this->value($history, [$row['id_order']]), $this->lastMessage($row)]);
    }

    private function lastMessage(array $row): int
    {
        $sql = 'select max(m.id_customer_message) from ' . $this->table('customer_message') . ' as m join '
            . $this->table('customer_thread') . ' as t on t.id_customer_thread = m.id_customer_thread where t.id_order = ?';
        return (int) $this->value($sql, [$row['id_order']]);
    }

    private function orderHolds(array $given, string $mark): bool
    {
        $row = $this->orderRow($given);
        [$was, $entry, $message] = explode(' ', $mark);
        if (isset($given['status']) && $row['current_state'] !== $given['status']) return false;
        $history = 'select 1 from ' . $this->table('order_history')
            . ' where id_order = ? and id_order_history > ? and id_order_state = ? limit 1';
        $isNew = isset($given['status']) && $given['status'] !== $was;
        if ($isNew && $this->value($history, [$row['id_order'], (int) $entry, (int) $given['status']]) === null) return false;
        if (($given['comment'] ?? '') === '') return true;
        $sql = 'select m.message from ' . $this->table('customer_message') . ' as m join ' . $this->table('customer_thread')
            . ' as t on t.id_customer_thread = m.id_customer_thread where t.id_order = ? and m.id_customer_message > ?';
        $plain = static fn (string $text): string => html_entity_decode($text, ENT_QUOTES, 'UTF-8');
        foreach ($this->rows($sql, [$row['id_order'], (int) $message]) as ['message' => $held]) {
            if ($plain($held) === $plain($this->stored($given))) return true;
        }
        return false;
    }

    // ---- Parcels: one row an order, from the moment of ordering ----

    private function shipment(array $given): Change
    {
        $row = $this->orderRow($given);
        if (isset($given['lines'])) throw new ActFault('UNSUPPORTED', 'PrestaShop keeps no parts of parcels.', 'lineItems');
        $sql = 'select id_order_carrier as id, tracking_number as number from ' . $this->table('order_carrier')
            . ' where id_order = ? order by id_order_carrier limit 1';
        $parcel = $this->rows($sql, [$row['id_order']])[0] ?? null;
        if ($parcel === null) throw new ActFault('REFUSED', 'Nothing of the order is sent.');
        if (trim((string) $parcel['number']) !== '') {
            throw new ActFault('REFUSED', 'The order has its shipment already: its tracking number can be changed.', 'trackingNumber');
        }
        return $this->carried('shipment', $given, $row, (int) $parcel['id']);
    }

    private function tracking(array $given): Change
    {
        $row = $this->orderRow($given);
        $parcel = $this->number($given['shipment'], 'shipmentId');
        $sql = 'select 1 from ' . $this->table('order_carrier') . ' where id_order_carrier = ? and id_order = ?';
        if ($this->value($sql, [$parcel, $row['id_order']]) === null) {
            throw new ActFault('NOT_FOUND', 'The order has no such shipment.', 'shipmentId');
        }
        return $this->carried('tracking', $given, $row, $parcel);
    }

    /** What gives a parcel its number, and then the order its status. */
    private function carried(string $name, array $given, array $row, int $parcel): Change
    {
        if (isset($given['trackingUrl'])) {
            throw new ActFault('UNSUPPORTED', "PrestaShop makes the address of the carrier's own.", 'trackingUrl');
        }
        if (isset($given['carrier']) && strcasecmp(trim($given['carrier']), $this->carrierOf($parcel)) !== 0) {
            throw new ActFault('UNSUPPORTED', "The carrier is the order's own, and its costs are that carrier's.", 'carrier');
        }
        $number = isset($given['trackingNumber']) ? trim($given['trackingNumber']) : null;
        $status = isset($given['status']) ? $this->stateId($given['status']) : null;
        if ($number === null && $status === null) throw new ActFault('INVALID', 'There is nothing to change.', 'trackingNumber');
        if ($number !== null) {
            $this->fitting($number, $this->table('order_carrier'), 'tracking_number', 'trackingNumber');
            $isOne = $number === '' ? $name === 'tracking' : \Validate::isTrackingNumber($number);
            if (!$isOne) throw new ActFault('INVALID', 'Such a tracking number the store does not take.', 'trackingNumber');
        }
        $notify = $given['notify'] ?? false;

        $mark = $this->parcelState($given);
        return $this->changing($name, $given, $mark, function () use ($row, $parcel, $number, $status, $notify): array {
            $carried = new \OrderCarrier($parcel);
            if ($number !== null && $number !== (string) $carried->tracking_number) {
                $carried->tracking_number = $number;
                $carried->update();
                if ($number !== '') $this->tellOfNumber($carried, new \Order((int) $row['id_order']), $notify);
            }
            if ($status !== null && $status !== (int) $row['current_state']) {
                $this->tidy();
                $this->enter($status, (int) $row['id_order'], $notify);
            }
            return ['shipment' => (string) $parcel];
        });
    }

    /** The shop's own mail, and those who listen for new numbers, as from the back office. */
    private function tellOfNumber(\OrderCarrier $carried, \Order $order, bool $notify): void
    {
        if ($notify) {
            try {
                $carried->sendInTransitEmail($order);
            } catch (\Throwable $error) {
                note('MAIL', get_class($error), $error->getFile(), $error->getLine());
            }
        }
        \Hook::exec('actionAdminOrdersTrackingNumberUpdate', ['order' => $order, 'customer' => new \Customer((int) $order->id_customer),
            'carrier' => new \Carrier((int) $order->id_carrier, (int) $order->id_lang)], null, false, true, false, (int) $order->id_shop);
    }

    private function carrierOf(int $parcel): string
    {
        $sql = 'select c.name from ' . $this->table('order_carrier') . ' as o join ' . $this->table('carrier')
            . ' as c on c.id_carrier = o.id_carrier where o.id_order_carrier = ?';
        $name = (string) $this->value($sql, [$parcel]);
        return $name === '0' ? (string) \Configuration::get('PS_SHOP_NAME') : $name;
    }

    private function parcelRow(array $given): array
    {
        $row = $this->orderRow($given);
        $of = isset($given['shipment']) ? ' and id_order_carrier = ' . $this->number($given['shipment'], 'shipmentId') : '';
        $sql = 'select tracking_number as number from ' . $this->table('order_carrier')
            . " where id_order = ?$of order by id_order_carrier limit 1";
        return [(string) $this->value($sql, [$row['id_order']]), $row['current_state']];
    }

    private function parcelState(array $given): string
    {
        return self::coded($this->parcelRow($given));
    }

    private function parcelHolds(array $given): bool
    {
        [$number, $state] = $this->parcelRow($given);
        if (isset($given['trackingNumber']) && $number !== trim($given['trackingNumber'])) return false;
        return !isset($given['status']) || $state === $given['status'];
    }
}
