<?php
namespace Drawbridge;

/** Parcels of Magento's orders, with the lines that are in them and one tracking number or more. */
trait Magento1ShipmentActs
{
    private function shipment(array $given): Change
    {
        $row = $this->orderRow($given);
        $id = (int) $row['entity_id'];
        $track = $this->track($given);
        $status = isset($given['status']) ? $this->knownStatus($given['status']) : null;
        $order = \Mage::getModel('sales/order')->load($id);
        if ($order->getForcedDoShipmentWithInvoice() || !$order->canShip()) {
            throw new ActFault('REFUSED', 'Nothing of the order is left to be sent, or it cannot be sent as it is.');
        }
        $lines = isset($given['lines']) ? $this->lines($order, $given['lines']) : [];
        $notify = $given['notify'] ?? false;
        $last = (int) $this->value('select max(entity_id) from ' . $this->table('sales/shipment') . ' where order_id = ?', [$id]);

        return new Change((string) $last, function () use ($row, $given, $track, $status, $notify): array {
            $shipment = null;
            $done = $this->transacted(function () use (&$shipment, $row, $given, $track, $status, $notify): array {
                $order = $this->lockedOrder($row);
                // Held against what is left now; Magento would send less in silence.
                $lines = isset($given['lines']) ? $this->lines($order, $given['lines']) : [];
                $shipment = \Mage::getModel('sales/service_order', $order)->prepareShipment($lines);
                $shipment->register();
                if ($track !== null) $shipment->addTrack(\Mage::getModel('sales/order_shipment_track')->addData($track));
                $shipment->setEmailSent($notify);
                $order->setCustomerNoteNotify($notify)->setIsInProcess(true);
                \Mage::getModel('core/resource_transaction')->addObject($shipment)->addObject($order)->save();
                if ($status !== null && $order->getStatus() !== $status) {
                    if (!$this->isOf($status, (string) $order->getState())) {
                        $why = 'The status is none of the state that the order is in once it is sent.';
                        throw $this->found($this->table('sales/order'), new ActFault('REFUSED', $why, 'statusId'));
                    }
                    $order->addStatusHistoryComment('', $status)->setIsVisibleOnFront(0)->setIsCustomerNotified(0);
                    $order->save();
                }
                return ['shipment' => (string) $shipment->getId()];
            });
            if ($notify) $this->mailed(static fn () => $shipment->sendEmail(true, ''));
            return $done;
        });
    }

    /** The pieces of each line that are to be sent, as Magento takes them; each is of the order, and that many are left of it. */
    private function lines($order, array $given): array
    {
        if ($given === []) throw new ActFault('INVALID', 'Left out, it is all that is left; empty, it is nothing.', 'lineItems');
        $lines = [];
        foreach ($given as $at => ['id' => $id, 'quantity' => $quantity]) {
            $item = preg_match('~^[1-9]\d{0,9}$~D', $id) ? $order->getItemById((int) $id) : null;
            if (!$item || isset($lines[$id])) {
                throw new ActFault('INVALID', 'The order has no such line, or it stands twice.', "lineItems.$at.nativeId");
            }
            // Lines that are not counted by themselves are sent with those above or below them.
            if ($item->getIsVirtual() || $item->isDummy(true)) {
                throw new ActFault('INVALID', 'The line is not sent by itself.', "lineItems.$at.nativeId");
            }
            $plain = $this->counted($quantity, "lineItems.$at.quantity", (bool) $item->getIsQtyDecimal());
            if ((float) $plain <= 0 || (float) $plain > (float) $item->getQtyToShip()) {
                throw new ActFault('INVALID', 'So many are not left to be sent.', "lineItems.$at.quantity");
            }
            $lines[(int) $id] = $plain;
        }
        return $lines;
    }

    /** What Magento holds of a tracking number; null where none is given. Named as one of its own carriers, it is that one's. */
    private function track(array $given): ?array
    {
        if (isset($given['trackingUrl'])) {
            throw new ActFault('UNSUPPORTED', 'Magento holds no addresses to follow parcels at.', 'trackingUrl');
        }
        [$carrier, $number] = [trim($given['carrier'] ?? ''), trim($given['trackingNumber'] ?? '')];
        if ($carrier === '' && $number === '') return null;
        if ($number === '') throw new ActFault('INVALID', 'Magento holds a carrier with a tracking number alone.', 'trackingNumber');
        $table = $this->table('sales/shipment_track');
        $this->fitting($number, $table, $this->numberColumn(), 'trackingNumber');
        $this->fitting($carrier, $table, 'title', 'carrier');
        $code = 'custom';
        foreach (\Mage::getSingleton('shipping/config')->getAllCarriers() as $known => $model) {
            $names = [$known, (string) $model->getConfigData('title')];
            foreach ($model->isTrackingAvailable() ? $names : [] as $name) if (strcasecmp($name, $carrier) === 0) $code = $known;
        }
        return ['carrier_code' => $code, 'title' => $carrier, 'number' => $number, 'track_number' => $number];
    }

    /** Called `number` before 1.6. */
    private function numberColumn(): string
    {
        return $this->has($this->table('sales/shipment_track'), 'track_number') ? 'track_number' : 'number';
    }

    private function tracking(array $given): Change
    {
        $id = (int) $this->orderRow($given)['entity_id'];
        $parcel = $this->number($given['shipment'], 'shipmentId');
        $of = 'select entity_id from ' . $this->table('sales/shipment') . ' where entity_id = ? and order_id = ?';
        if ($this->value($of, [$parcel, $id]) === null) {
            throw new ActFault('NOT_FOUND', 'The order has no such shipment.', 'shipmentId');
        }
        $tracks = $this->table('sales/shipment_track');
        $number = $this->numberColumn();
        $first = "select entity_id, carrier_code, title, $number as number from $tracks where parent_id = ? order by entity_id limit 1";
        $held = $this->rows($first, [$parcel])[0] ?? null;
        $named = isset($given['carrier']) || isset($given['trackingNumber']);
        // What is left out stays as it is.
        $asHeld = $held ? ['carrier' => (string) $held['title'], 'trackingNumber' => (string) $held['number']] : [];
        $track = $this->track($given + ($named ? $asHeld : []));
        $notify = $given['notify'] ?? false;
        if ($track === null && !$notify) throw new ActFault('INVALID', 'There is nothing to change.', 'trackingNumber');
        if ($held && !isset($given['carrier']) && $track) $track['carrier_code'] = $held['carrier_code'];

        return new Change('', function () use ($parcel, $held, $track, $notify, $first): array {
            $shipment = null;
            $done = $this->transacted(function () use (&$shipment, $parcel, $held, $track, $first): array {
                $this->value('select entity_id from ' . $this->table('sales/shipment') . ' where entity_id = ? for update', [$parcel]);
                $this->sent = true;
                $shipment = \Mage::getModel('sales/order_shipment')->load($parcel);
                if ($track !== null && $held) {
                    $shipment->getTrackById((int) $held['entity_id'])->addData($track)->save();
                } elseif ($track !== null) {
                    $shipment->addTrack(\Mage::getModel('sales/order_shipment_track')->addData($track));
                    $shipment->save();
                }
                $now = $this->rows($first, [$parcel])[0] ?? [];
                $isThere = $track === null || ($now['number'] === $track['number'] && (string) $now['title'] === $track['title']);
                if ($isThere) return ['shipment' => (string) $parcel];
                throw $this->found($this->table('sales/shipment_track'), new ActFault('REFUSED', 'The store holds something else.'));
            });
            // What the back office's "Send Tracking Information" does.
            if ($notify) $this->mailed(static fn () => $shipment->sendEmail(true)->setEmailSent(true)->save());
            return $done;
        });
    }

    /** Whether the order has a shipment as asked that is newer than the newest of before. */
    private function lookAtShipment(array $given, int $last): ?bool
    {
        $sql = 'select s.entity_id, t.' . $this->numberColumn() . ' as number from ' . $this->table('sales/shipment') . ' as s left join '
            . $this->table('sales/shipment_track') . ' as t on t.parent_id = s.entity_id where s.order_id = ? and s.entity_id > ?';
        foreach ($this->rows($sql, [(int) $given['order'], $last]) as $row) {
            if ((string) $row['number'] === trim($given['trackingNumber'] ?? '')) return true;
        }
        return null;
    }
}
