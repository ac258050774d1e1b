<?php
namespace Drawbridge;

/** Shipments as the extension Shipment Tracking, and others like it, keep them with an order. */
trait WooCommerceShipmentActs
{
    private function shipment(array $given): Change
    {
        $id = $this->number($given['order'], 'orderId');
        $present = $this->orderStatus($id);
        if (isset($given['lines'])) throw new ActFault('UNSUPPORTED', 'A shipment in WooCommerce has no parts.', 'lineItems');
        $status = isset($given['status']) ? $this->statusId($given['status']) : $present;
        if (!isset($given['trackingNumber'])) {
            throw new ActFault('INVALID', 'WooCommerce holds a shipment by its tracking number.', 'trackingNumber');
        }
        $parcel = $this->parcel($given);
        $words = $this->words($parcel);
        $notify = $given['notify'] ?? false;
        $before = array_column($this->parcels($this->orderObject($id)), 'tracking_id');

        $mark = implode(' ', $before);

        return new Change($mark, function () use ($id, $present, $status, $parcel, $words, $notify, $before): array {
            $order = $this->orderObject($id);
            $this->sent = true;
            // The extension's own function, where the store has it.
            if (function_exists('wc_st_add_tracking_number')) {
                wc_st_add_tracking_number($id, $parcel['tracking_number'], $parcel['custom_tracking_provider'],
                    $parcel['date_shipped'], $parcel['custom_tracking_link'] ?: false);
            } else {
                $parcel['tracking_id'] = bin2hex(random_bytes(16));
                $this->keepParcels($order, array_merge($this->parcels($order), [$parcel]));
            }
            $order = $this->orderObject($id);
            $new = array_diff(array_column($this->parcels($order), 'tracking_id'), $before);
            if (count($new) !== 1) throw new \RuntimeException('no shipment');
            $this->sparing(!$notify, function () use ($order, $id, $present, $status, $words, $notify): void {
                if ($status !== $present) $this->putInto($order, $id, $present, $status);
                if ($notify) $this->addNote($order, $words, true);
            });
            return ['shipment' => (string) reset($new)];
        });
    }

    private function tracking(array $given): Change
    {
        $id = $this->number($given['order'], 'orderId');
        $this->orderStatus($id);
        $order = $this->orderObject($id);
        $place = $this->placeOf($this->parcels($order), $given['shipment']);
        if ($place === null) throw new ActFault('NOT_FOUND', 'The order has no such shipment.', 'shipmentId');
        $asked = array_intersect_key($this->parcel($given), self::asked($given));
        if ($asked === []) throw new ActFault('INVALID', 'There is nothing to change.', 'trackingNumber');
        $wanted = $asked + (array) $this->parcels($order)[$place];
        $words = $this->words($wanted);
        $notify = $given['notify'] ?? false;

        return new Change('', function () use ($id, $place, $asked, $words, $notify, $given): array {
            $order = $this->orderObject($id);
            $parcels = $this->parcels($order);
            $parcels[$place] = array_merge((array) $parcels[$place], $asked);
            $this->sent = true;
            $this->keepParcels($order, $parcels);
            if ($notify) $this->addNote($order, $words, true);
            return ['shipment' => $given['shipment']];
        });
    }

    /** The keys of a parcel that these arguments are about. */
    private static function asked(array $given): array
    {
        $keys = [];
        if (isset($given['trackingNumber'])) $keys['tracking_number'] = true;
        if (isset($given['carrier'])) $keys += ['tracking_provider' => true, 'custom_tracking_provider' => true];
        if (isset($given['trackingUrl'])) $keys['custom_tracking_link'] = true;
        return $keys;
    }

    /** A parcel as the extension holds it. */
    private function parcel(array $given): array
    {
        if (get_option('woocommerce_feature_fulfillments_enabled') === 'yes') {
            throw new ActFault('UNSUPPORTED', 'The store keeps its shipments as fulfillments, which are not written.');
        }
        $meta = get_option('woocommerce_custom_orders_table_enabled') === 'yes'
            ? $GLOBALS['wpdb']->prefix . 'wc_orders_meta' : $GLOBALS['wpdb']->postmeta;
        foreach (['carrier', 'trackingNumber'] as $field) {
            $text = $given[$field] ?? null;
            if ($text === null) continue;
            if ($text === '' || wc_clean($text) !== $text) {
                throw new ActFault('INVALID', 'The store would hold it otherwise.', $field);
            }
            $this->fitting($text, $meta, 'meta_value', $field);
        }
        $url = $given['trackingUrl'] ?? '';
        if ($url !== '' && (!preg_match('~^https?://~i', $url) || esc_url_raw($url) !== $url)) {
            throw new ActFault('INVALID', 'The store would hold it otherwise.', 'trackingUrl');
        }
        return ['tracking_provider' => '', 'custom_tracking_provider' => $given['carrier'] ?? '',
            'custom_tracking_link' => $url, 'tracking_number' => $given['trackingNumber'] ?? '',
            'date_shipped' => (string) time()];
    }

    /** What a customer is told of a parcel. */
    private function words(array $parcel): string
    {
        $carrier = ($parcel['tracking_provider'] ?? '') ?: ($parcel['custom_tracking_provider'] ?? '');
        $words = [$carrier, $parcel['tracking_number'] ?? '', $parcel['custom_tracking_link'] ?? ''];
        return $this->note(implode(' ', array_filter($words, 'strlen')), 'trackingNumber');
    }

    private function parcels(\WC_Order $order): array
    {
        $order->read_meta_data(true);
        $held = $order->get_meta('_wc_shipment_tracking_items', true, 'edit');
        return is_array($held) ? array_values($held) : [];
    }

    private function keepParcels(\WC_Order $order, array $parcels): void
    {
        $order->update_meta_data('_wc_shipment_tracking_items', $parcels);
        $order->save();
        if ($this->parcels($this->orderObject($order->get_id())) !== $parcels) throw new \RuntimeException('not as asked');
    }

    /** Where a parcel stands, by the id that reading gives it. */
    private function placeOf(array $parcels, string $shipment): ?int
    {
        foreach ($parcels as $at => $parcel) {
            $id = is_array($parcel) ? (string) ($parcel['tracking_id'] ?? '') : '';
            if (($id === '' ? (string) $at : $id) === $shipment) return $at;
        }
        return null;
    }

    private function orderStatus(int $id): string
    {
        try {
            return $this->statusHeld($id);
        } catch (ActFault $fault) {
            throw new ActFault($fault->outcome, $fault->getMessage(), 'orderId');
        }
    }

    private function lookAtShipment(array $given, string $mark): ?bool
    {
        $order = $this->orderObject((int) $given['order']);
        $parcels = $this->parcels($order);
        if (isset($given['shipment'])) {
            $place = $this->placeOf($parcels, $given['shipment']);
            $asked = array_intersect_key($this->parcel($given), self::asked($given));
            $isSo = $place !== null && array_intersect_key((array) $parcels[$place], $asked) == $asked;
            return $isSo ? true : ($this->sent ? null : false);
        }
        $known = explode(' ', $mark);
        foreach ($parcels as $parcel) {
            $isNew = !in_array((string) ($parcel['tracking_id'] ?? ''), $known, true);
            if (!$isNew || ($parcel['tracking_number'] ?? '') !== ($given['trackingNumber'] ?? '')) continue;
            $isInStatus = !isset($given['status']) || $this->statusHeld($order->get_id()) === self::statusName($given['status']);
            return $isInStatus ? true : null;
        }
        return $this->sent ? null : false;
    }
}
