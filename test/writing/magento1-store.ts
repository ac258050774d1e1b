import type { Layout } from './platform-store.js';

/** What the store's own observers are told of, each with its own line in `var/witness`. */
const events = [
  'cataloginventory_stock_item_save_commit_after',
  'catalog_product_save_after',
  'catalog_product_save_commit_after',
  'sales_order_save_commit_after',
  'order_cancel_after',
  'sales_order_shipment_save_after',
  'sales_order_shipment_track_save_after',
] as const;

/** How an OpenMage store is laid out, with a small module that notes which events its observers were told of. */
export function magento1Layout(code: string): Layout {
  const observers = events
    .map((name) => {
      const observer = '<class>Drawbridge_Witness_Model_Observer</class><method>saw</method>';
      return `<${name}><observers><witness>${observer}</witness></observers></${name}>`;
    })
    .join('');
  return {
    store: 'openmage',
    code,
    files: () => ({
      'app/etc/modules/Drawbridge_Witness.xml':
        '<config><modules><Drawbridge_Witness><active>true</active><codePool>local</codePool></Drawbridge_Witness></modules></config>',
      'app/code/local/Drawbridge/Witness/etc/config.xml': `<config><global><events>${observers}</events></global></config>`,
      'app/code/local/Drawbridge/Witness/Model/Observer.php': `<?php
class Drawbridge_Witness_Model_Observer {
    public function saw($observer) {
        file_put_contents(BP . '/var/witness', $observer->getEvent()->getName() . "\\n", FILE_APPEND);
        $mood = BP . '/var/mood';
        if (is_file($mood) && trim(strstr(file_get_contents($mood), ' ', true)) === $observer->getEvent()->getName()) {
            $does = trim(strstr(file_get_contents($mood), ' '));
            echo 'noise';
            if ($does === 'exit') exit('left');
            if ($does === 'throw') throw new Exception('a module fails');
            if ($does === 'fatal') missing_function_of_a_module();
        }
    }
}
`,
    }),
  };
}
