import type { Branch } from './branch.js';

/** Home and living: light, textiles, storage and what hangs on the wall. */
export const home: Branch = {
  name: ['Home & Living', 'Wohnen'],
  about: [
    'Warm light, honest cloth and a place for everything.',
    'Warmes Licht, ehrliche Stoffe und ein Platz für alles.',
  ],
  below: [
    {
      name: ['Lighting', 'Licht'],
      about: ['Light for reading, for dinner and for doing nothing.', 'Licht zum Lesen, zum Essen und zum Nichtstun.'],
      below: [
        {
          name: ['Table Lamps', 'Tischleuchten'],
          about: [
            'A pool of warm light, dimmed with a turn of the base.',
            'Eine warme Lichtinsel, mit einer Drehung am Fuß gedimmt.',
          ],
          materials: ['brass', 'oak', 'stoneware', 'linen'],
          goods: [
            'Table Lamp|Tischleuchte|69-189|2.1|36 cm;48 cm|c|brass,oak,stoneware',
            'Reading Lamp|Leseleuchte|79-165|1.8||c|brass',
            'Bedside Lamp|Nachttischleuchte|49-98|1.2||c|linen,oak,brass',
            'Portable Lamp|Akkuleuchte|89-149|0.9||cg|brass',
          ],
        },
        {
          name: ['Pendant Lights', 'Pendelleuchten'],
          about: [
            'Hangs low over the table, glare-free from every seat.',
            'Hängt tief über dem Tisch, blendfrei von jedem Platz.',
          ],
          materials: ['brass', 'glass', 'rattan', 'enamel'],
          goods: [
            'Pendant Light|Pendelleuchte|98-289|1.9|28 cm;40 cm|c',
            'Globe Light|Kugelleuchte|119-240|2.4|25 cm;30 cm||glass',
            'Enamel Shade|Emailleschirm|54-112|1.3|32 cm|c|enamel',
            'Ceiling Rose|Baldachin|18-34|0.3||c|brass,enamel',
          ],
        },
        {
          name: ['Candlelight', 'Kerzenlicht'],
          about: ['For the hours after dinner.', 'Für die Stunden nach dem Essen.'],
          below: [
            {
              name: ['Candles', 'Kerzen'],
              about: [
                'Poured and dipped in small runs, and never in a hurry.',
                'In kleinen Mengen gegossen und gezogen, ohne Eile.',
              ],
              materials: ['beeswax'],
              goods: [
                'Dinner Candles|Tafelkerzen|14-26|0.32|x4;x6|c',
                'Pillar Candle|Stumpenkerze|12-29|0.55|10 cm;15 cm|c',
                'Scented Candle|Duftkerze|24-46|0.42|180 g;300 g|gn',
                'Tealights|Teelichter|9-18|0.28|x12;x24|',
              ],
            },
            {
              name: ['Candlesticks & Lanterns', 'Kerzenhalter & Laternen'],
              about: [
                'Steady on the sill, out on the step, down at the end of the jetty.',
                'Sicher auf der Fensterbank, vor der Tür, am Ende des Stegs.',
              ],
              materials: ['brass', 'castiron', 'glass'],
              goods: [
                'Candlestick|Kerzenhalter|19-58|0.6|12 cm;20 cm|',
                'Lantern|Laterne|39-98|1.7|25 cm;40 cm|c|brass,castiron',
                'Candle Snuffer|Kerzenlöscher|14-28|0.11||e|brass',
                'Wall Sconce|Wandkerzenhalter|34-69|0.8|||brass,castiron',
              ],
            },
          ],
        },
      ],
    },
    {
      name: ['Textiles', 'Textilien'],
      about: [
        'Woven in mills that still know every loom by name.',
        'Gewebt in Betrieben, die jeden Webstuhl beim Namen kennen.',
      ],
      below: [
        {
          name: ['Blankets & Throws', 'Decken & Plaids'],
          about: [
            'Light enough for summer evenings, warm enough for an open window in March.',
            'Leicht genug für Sommerabende, warm genug für ein offenes Fenster im März.',
          ],
          materials: ['wool', 'cotton'],
          goods: [
            'Throw|Plaid|69-148|0.9|130 × 180 cm|cg',
            'Bedspread|Tagesdecke|98-220|1.8|180 × 240 cm;220 × 260 cm|c',
            'Picnic Blanket|Picknickdecke|59-96|1.3|150 × 150 cm|c|wool',
            'Baby Blanket|Babydecke|39-72|0.4|80 × 100 cm|cen',
          ],
        },
        {
          name: ['Cushions', 'Kissen'],
          about: [
            'Feather-filled or cover only, with a hidden zip.',
            'Mit Federfüllung oder als Hülle, der Reißverschluss liegt verdeckt.',
          ],
          materials: ['linen', 'wool', 'cotton'],
          goods: [
            'Cushion|Kissen|34-78|0.6|45 × 45 cm;50 × 50 cm|c',
            'Cushion Cover|Kissenhülle|22-48|0.2|45 × 45 cm;60 × 40 cm|c',
            'Floor Cushion|Bodenkissen|72-138|3.2|70 × 70 cm|c',
            'Seat Pad|Sitzkissen|19-42|0.4|x1;x4|c',
          ],
        },
        {
          name: ['Bed Linen', 'Bettwäsche'],
          about: [
            'Cool on the skin in July and cosy in January.',
            'Kühl auf der Haut im Juli und behaglich im Januar.',
          ],
          materials: ['linen', 'cotton'],
          goods: [
            'Duvet Cover|Bettbezug|78-189|1.4|140 × 200 cm;200 × 200 cm;240 × 220 cm|c',
            'Pillowcases|Kissenbezüge|28-64|0.35|x2|c',
            'Fitted Sheet|Spannbetttuch|39-98|0.9|90 × 200 cm;180 × 200 cm|c',
            'Quilt|Steppdecke|119-260|2.2|200 × 220 cm|c|cotton',
          ],
        },
      ],
    },
    {
      name: ['Storage', 'Aufbewahrung'],
      about: ['Everything off the floor.', 'Nichts mehr auf dem Boden.'],
      below: [
        {
          name: ['Baskets', 'Körbe'],
          about: [
            'Woven by hand; the last row is signed by the weaver.',
            'Von Hand geflochten; die letzte Reihe trägt das Zeichen der Flechterin.',
          ],
          materials: ['seagrass', 'rattan', 'felt'],
          goods: [
            'Laundry Basket|Wäschekorb|58-118|1.9|40 l;65 l||seagrass,rattan',
            'Log Basket|Holzkorb|64-129|2.3|||rattan,felt',
            'Market Basket|Marktkorb|36-72|0.8||e|seagrass,rattan',
            'Storage Baskets|Aufbewahrungskörbe|29-64|0.9|x2;x3|c',
          ],
        },
        {
          name: ['Shelves & Hooks', 'Regale & Haken'],
          about: [
            'Comes with the right screws, and a drawing that is actually clear.',
            'Mit den richtigen Schrauben und einer Zeichnung, die man versteht.',
          ],
          materials: ['oak', 'ash', 'brass', 'birch'],
          goods: [
            'Wall Shelf|Wandregal|49-138|2.7|60 cm;90 cm;120 cm||oak,ash,birch',
            'Peg Rail|Hakenleiste|32-84|1.2|45 cm;75 cm||oak,ash,birch',
            'Coat Hooks|Garderobenhaken|18-44|0.4|x2;x4||brass,oak',
            'Shoe Rack|Schuhregal|79-149|4.8|70 cm||oak,ash,birch',
          ],
        },
      ],
    },
    {
      name: ['Wall & Decor', 'Wand & Dekoration'],
      about: ['The finishing touches, and a few quiet show-offs.', 'Der letzte Schliff und ein paar leise Angeber.'],
      below: [
        {
          name: ['Frames', 'Rahmen'],
          about: [
            'Solid wood, real glass, and a mount cut to the millimetre.',
            'Massives Holz, echtes Glas und ein millimetergenaues Passepartout.',
          ],
          materials: ['oak', 'ash', 'walnut'],
          goods: [
            'Photo Frame|Fotorahmen|18-44|0.6|5" × 7";8" × 10"|ceg',
            'Gallery Frame|Galerierahmen|34-89|1.5|30 × 40 cm;50 × 70 cm|c',
            'Poster Rail|Posterleiste|21-39|0.3|30 cm;50 cm|',
            'Pressed Flower Print|Blumendruck|24-52|0.2|A4;A3|f|paper',
          ],
        },
        {
          name: ['Vases', 'Vasen'],
          about: [
            'For one stem from the garden or the whole market stall.',
            'Für einen Stiel aus dem Garten oder den ganzen Marktstand.',
          ],
          materials: ['stoneware', 'glass', 'porcelain', 'brass'],
          goods: [
            'Bud Vase|Solitärvase|14-32|0.3|12 cm;16 cm|c',
            'Table Vase|Tischvase|28-69|0.9|20 cm;26 cm|cg',
            'Floor Vase|Bodenvase|79-178|4.4|45 cm;60 cm|',
            'Flower Frog|Blumenigel|16-28|0.5|||brass',
          ],
        },
        {
          name: ['Clocks & Mirrors', 'Uhren & Spiegel'],
          about: [
            'Silent movement, clear face, nothing that beeps.',
            'Lautloses Werk, klares Zifferblatt, nichts, was piept.',
          ],
          materials: ['oak', 'brass', 'ash'],
          goods: [
            'Wall Clock|Wanduhr|54-129|0.9|25 cm;32 cm|c',
            'Round Mirror|Rundspiegel|68-198|3.6|40 cm;60 cm;80 cm|',
            'Alarm Clock|Wecker|34-66|0.3||c',
            'Hand Mirror|Handspiegel|22-46|0.25||eg',
          ],
        },
      ],
    },
  ],
};
