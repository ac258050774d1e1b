<?php
class StandIn_Sales_Order_Status_History extends StandIn_Row
{
    const TABLE = 'sales_flat_order_status_history', EVENT = 'sales_order_status_history';
}

class StandIn_Sales_Order_Item extends StandIn_Row
{
    const TABLE = 'sales_flat_order_item', KEY = 'item_id', EVENT = 'sales_order_item';

    /** Whether it is sent with the line above it. */
    public function isDummy($isShipment)
    {
        return $this->data['parent_item_id'] !== null;
    }

    public function getQtyToShip()
    {
        $rest = $this->data['qty_ordered'] - $this->data['qty_shipped'] - $this->data['qty_refunded'] - $this->data['qty_canceled'];
        return $this->data['is_virtual'] || $this->isDummy(true) ? 0 : max($rest, 0);
    }
}

class StandIn_Sales_Order extends StandIn_Row
{
    const TABLE = 'sales_flat_order', EVENT = 'sales_order';
    private $history = [];
    private $items = [];

    public function load($id)
    {
        parent::load($id);
        foreach (Mage::getSingleton('core/resource')->rows('select item_id from sales_flat_order_item where order_id = ' . (int) $id) as $row) {
            $this->items[$row['item_id']] = (new StandIn_Sales_Order_Item())->load($row['item_id']);
        }
        return $this;
    }

    public function getItemById($id)
    {
        return $this->items[$id] ?? null;
    }

    public function items()
    {
        return $this->items;
    }

    private function isIn(array $states)
    {
        return in_array($this->data['state'], $states, true);
    }

    public function canCancel()
    {
        return $this->isIn(['new', 'pending_payment']);
    }

    public function canHold()
    {
        return !$this->isIn(['canceled', 'payment_review', 'complete', 'closed', 'holded']);
    }

    public function canUnhold()
    {
        return $this->isIn(['holded']);
    }

    public function canShip()
    {
        return $this->isIn(['new', 'processing']) && array_filter($this->items, static fn ($item) => $item->getQtyToShip() > 0) !== [];
    }

    private function become($state, $status = null)
    {
        $sql = "select status from sales_order_status_state where state = '$state' and is_default = 1";
        return $this->addData(['state' => $state, 'status' => $status ?? Mage::getSingleton('core/resource')->cell($sql)]);
    }

    public function cancel()
    {
        foreach ($this->items as $item) {
            $pieces = $item->getQtyToShip();
            $item->setQtyCanceled($item->getQtyCanceled() + $pieces)->save();
            Mage::getSingleton('core/resource')->exec("update cataloginventory_stock_item set qty = qty + $pieces where product_id = "
                . (int) $item->getProductId());
        }
        Mage::dispatchEvent('order_cancel_after');
        return $this->become('canceled');
    }

    public function hold()
    {
        $this->addData(['hold_before_state' => $this->data['state'], 'hold_before_status' => $this->data['status']]);
        return $this->become('holded');
    }

    public function unhold()
    {
        return $this->become($this->data['hold_before_state'], $this->data['hold_before_status']);
    }

    public function addStatusHistoryComment($comment, $status = false)
    {
        if ($status !== false) $this->data['status'] = $status;
        $row = ['parent_id' => $this->getId(), 'comment' => $comment, 'status' => $this->data['status'], 'entity_name' => 'order',
            'created_at' => gmdate('Y-m-d H:i:s')];
        return $this->history[] = (new StandIn_Sales_Order_Status_History())->addData($row);
    }

    protected function saved()
    {
        foreach ($this->history as $entry) $entry->save();
        $this->history = [];
    }

    public function save()
    {
        if ($this->getIsInProcess() && $this->isIn(['new', 'processing'])) {
            $isDone = !$this->canShip() && (float) $this->data['total_due'] <= 0;
            $this->become($isDone ? 'complete' : 'processing');
        }
        $this->setIsInProcess(null);
        return parent::save();
    }

    public function sendOrderUpdateEmail($isTold, $comment)
    {
        witness('mail order');
    }
}

final class StandIn_Sales_Service_Order
{
    private $order;

    public function __construct($order)
    {
        $this->order = $order;
    }

    /** What is asked beyond what is left is cut down in silence. */
    public function prepareShipment($lines)
    {
        $shipment = new StandIn_Sales_Order_Shipment();
        foreach ($this->order->items() as $id => $item) {
            $pieces = min($lines === [] ? $item->getQtyToShip() : $lines[$id] ?? 0, $item->getQtyToShip());
            if ($pieces > 0) $shipment->lines[] = [$item, $pieces];
        }
        $data = ['order_id' => $this->order->getId(), 'store_id' => $this->order->getStoreId(), 'increment_id' => 'S' . uniqid(),
            'created_at' => gmdate('Y-m-d H:i:s'), 'total_qty' => array_sum(array_column($shipment->lines, 1))];
        return $shipment->addData($data);
    }
}

class StandIn_Sales_Order_Shipment extends StandIn_Row
{
    const TABLE = 'sales_flat_shipment', EVENT = 'sales_order_shipment';
    public $lines = [];
    private $tracks = [];

    public function register()
    {
        if ($this->lines === []) throw new Mage_Core_Exception('Cannot create an empty shipment.');
        foreach ($this->lines as [$item, $pieces]) $item->setQtyShipped($item->getQtyShipped() + $pieces);
    }

    public function addTrack($track)
    {
        $this->tracks[] = $track;
    }

    public function getTrackById($id)
    {
        return Mage::getModel('sales/order_shipment_track')->load($id);
    }

    protected function saved()
    {
        foreach ($this->lines as [$item, $pieces]) {
            $item->save();
            Mage::getSingleton('core/resource')->exec("insert into sales_flat_shipment_item set parent_id = {$this->getId()}, order_item_id = "
                . "{$item->getId()}, qty = $pieces");
        }
        foreach ($this->tracks as $track) $track->addData(['parent_id' => $this->getId(), 'order_id' => $this->getOrderId()])->save();
        [$this->lines, $this->tracks] = [[], []];
    }

    public function sendEmail($isTold, $comment = '')
    {
        witness('mail shipment');
        return $this;
    }
}

class StandIn_Sales_Order_Shipment_Track extends StandIn_Row
{
    const TABLE = 'sales_flat_shipment_track', EVENT = 'sales_order_shipment_track';
}

final class StandIn_Core_Resource_Transaction
{
    private $all = [];

    public function addObject($one)
    {
        $this->all[] = $one;
        return $this;
    }

    public function save()
    {
        foreach ($this->all as $one) $one->save();
    }
}
