import type { Branch } from './branch.js';

/** Garden and outdoors. */
export const garden: Branch = {
  name: ['Garden & Outdoors', 'Garten & Draußen'],
  about: [
    'For allotments, balconies and the bit of ground behind the shed.',
    'Für Schrebergärten, Balkone und das Stück Erde hinter dem Schuppen.',
  ],
  below: [
    {
      name: ['Hand Tools', 'Handwerkzeug'],
      about: ['Forged to be sharpened, not replaced.', 'Geschmiedet zum Schärfen, nicht zum Ersetzen.'],
      below: [
        {
          name: ['Digging & Planting', 'Graben & Pflanzen'],
          about: [
            'A forged head on a steam-bent handle that fits both hands.',
            'Ein geschmiedetes Blatt an einem dampfgebogenen Stiel für beide Hände.',
          ],
          materials: ['carbonsteel', 'ash'],
          goods: [
            'Hand Trowel|Handschaufel|22-44|0.35||e|carbonsteel',
            'Border Spade|Beetspaten|59-98|2.0||e|carbonsteel',
            'Hand Fork|Handgabel|22-42|0.35||e|carbonsteel',
            'Dibber|Pflanzholz|16-29|0.28||e|ash',
          ],
        },
        {
          name: ['Pruning & Cutting', 'Schneiden'],
          about: [
            'Clean cuts heal fast: the blades open with a click and stay true.',
            'Saubere Schnitte heilen schnell: Die Klingen öffnen mit einem Klick und bleiben genau.',
          ],
          materials: ['carbonsteel', 'stainless'],
          goods: [
            'Secateurs|Gartenschere|39-84|0.27||eg',
            'Garden Snips|Blumenschere|19-38|0.12||',
            'Pruning Saw|Astsäge|34-62|0.3|21 cm;27 cm|',
            'Hedge Shears|Heckenschere|48-96|1.1||',
          ],
        },
      ],
    },
    {
      name: ['Pots & Planters', 'Töpfe & Kübel'],
      about: [
        'Frost-proof to minus fifteen, with a hole where it belongs.',
        'Frostfest bis minus fünfzehn Grad, mit dem Loch an der richtigen Stelle.',
      ],
      materials: ['terracotta', 'stoneware', 'seagrass'],
      goods: [
        'Flower Pot|Blumentopf|12-39|1.2|14 cm;18 cm;24 cm|c|terracotta,stoneware',
        'Planter|Pflanzkübel|49-129|6.5|35 cm;45 cm|c|terracotta,stoneware',
        'Hanging Planter|Blumenampel|24-49|0.9||c|terracotta,seagrass',
        'Herb Pots|Kräutertöpfe|22-46|1.6|x3||terracotta',
      ],
    },
    {
      name: ['Seeds & Bulbs', 'Saatgut & Zwiebeln'],
      about: [
        'Open-pollinated, tested for germination and packed with a sowing calendar.',
        'Samenfest, auf Keimfähigkeit geprüft und mit Aussaatkalender verpackt.',
      ],
      materials: ['seed'],
      goods: [
        'Wildflower Mix|Wildblumenmischung|6-14|0.04|20 g;50 g|n',
        'Heirloom Tomato Seeds|Tomaten-Raritäten|4-9|0.02|5 varieties;8 varieties|',
        'Tulip Bulbs|Tulpenzwiebeln|9-24|0.5|x20;x50|d',
        'Kitchen Herb Seeds|Küchenkräuter-Saatgut|5-12|0.03|6 varieties|n',
      ],
    },
    {
      name: ['Watering', 'Bewässerung'],
      about: [
        'Balanced when full, drip-free when tipped.',
        'Ausgewogen, wenn sie voll ist, tropffrei, wenn man sie kippt.',
      ],
      materials: ['stainless', 'copper', 'enamel'],
      goods: [
        'Watering Can|Gießkanne|32-79|1.1|1.5 l;5.0 l;9.0 l|c',
        'Plant Mister|Pflanzensprüher|14-32|0.25|0.3 l||brass,glass',
        'Garden Hose|Gartenschlauch|45-98|3.8|15 m;25 m||rubber',
        'Rain Gauge|Regenmesser|18-36|0.3||e|copper,glass',
      ],
    },
    {
      name: ['Picnic & Camp', 'Picknick & Lager'],
      about: [
        'Packs small, cleans easily, does not mind the rain.',
        'Klein verpackt, schnell sauber, unbeeindruckt vom Regen.',
      ],
      materials: ['canvas', 'enamel', 'leather'],
      goods: [
        'Picnic Hamper|Picknickkorb|89-189|4.2|for 2;for 4|eg|rattan',
        'Canvas Tote|Segeltuchtasche|29-58|0.5||ce|canvas',
        'Camp Stool|Campinghocker|49-92|1.6||c|canvas',
        'Enamel Plates|Emailleteller|26-44|0.8|x2;x4|c|enamel',
      ],
    },
  ],
};
