import type { Branch } from './branch.js';

/** Kitchen and table: the store's largest department. */
export const kitchen: Branch = {
  name: ['Kitchen & Table', 'Küche & Tisch'],
  about: [
    'Tools we cook with ourselves, and the things a long table needs.',
    'Werkzeug, mit dem wir selbst kochen, und alles für eine lange Tafel.',
  ],
  below: [
    {
      name: ['Coffee & Tea', 'Kaffee & Tee'],
      about: ['From the first cup to the last pot.', 'Von der ersten Tasse bis zur letzten Kanne.'],
      below: [
        {
          name: ['Brewing', 'Zubereitung'],
          about: [
            'Slow, quick or on the stove: pick your way.',
            'Langsam, schnell oder auf dem Herd: ganz nach Geschmack.',
          ],
          below: [
            {
              name: ['Pour-Over', 'Handfilter'],
              about: [
                'Made for a slow morning and a clear, bright cup.',
                'Gemacht für langsame Morgen und eine klare, helle Tasse.',
              ],
              materials: ['stoneware', 'glass', 'copper', 'stainless'],
              goods: [
                'Pour-Over Kettle|Wasserkessel mit Schwanenhals|54-98|1.15|0.8 l;1.0 l|cg|copper,stainless',
                'Coffee Dripper|Kaffeefilterhalter|18-42|0.38|1-2 cups;2-4 cups|c|stoneware,glass,porcelain',
                'Coffee Server|Kaffeekanne|26-48|0.45|0.4 l;0.6 l;0.8 l||glass,stoneware',
                'Filter Stand|Filterständer|34-72|0.9|||oak,walnut,brass',
              ],
            },
            {
              name: ['Espresso & Moka', 'Espresso & Mokka'],
              about: [
                'Small machines with a big voice, for strong coffee at home.',
                'Kleine Geräte mit großer Stimme, für starken Kaffee zu Hause.',
              ],
              materials: ['stainless', 'walnut', 'beech'],
              goods: [
                'Moka Pot|Mokkakanne|32-68|0.72|3 cups;6 cups|c|stainless',
                'Hand Grinder|Handmühle|59-165|0.65||e|walnut,beech,stainless',
                'Espresso Tamper|Espresso-Stempel|28-56|0.42|54 mm;58 mm|e',
                'Milk Pitcher|Milchkännchen|16-34|0.24|0.35 l;0.5 l||stainless',
              ],
            },
            {
              name: ['Teapots & Infusers', 'Teekannen & Siebe'],
              about: [
                'Pots that pour without a drip and keep the second cup warm.',
                'Kannen, die nicht tropfen und die zweite Tasse warm halten.',
              ],
              materials: ['stoneware', 'porcelain', 'castiron', 'glass'],
              goods: [
                'Teapot|Teekanne|38-88|0.95|0.6 l;0.9 l;1.2 l|c',
                'Tea Infuser|Teesieb|9-19|0.08|||stainless,brass',
                'Tea Warmer|Stövchen|22-44|0.6|||castiron,stoneware,porcelain',
                'Matcha Bowl|Matcha-Schale|24-52|0.41||c|stoneware',
              ],
            },
          ],
        },
        {
          name: ['Mugs & Cups', 'Becher & Tassen'],
          about: [
            'Thrown by hand, so no two sit quite alike in yours.',
            'Von Hand gedreht: Keine liegt ganz wie die andere in der Hand.',
          ],
          materials: ['stoneware', 'porcelain', 'enamel'],
          goods: [
            'Mug|Becher|14-28|0.36|0.25 l;0.35 l|cg|stoneware,porcelain',
            'Espresso Cups|Espressotassen|26-46|0.5|x2;x4|c|porcelain,stoneware',
            'Camp Mug|Emaillebecher|12-19|0.18|0.3 l|ce|enamel',
            'Cappuccino Cup & Saucer|Cappuccinotasse mit Untertasse|18-32|0.48||c|stoneware,porcelain',
          ],
        },
        {
          name: ['Jars & Tins', 'Gläser & Dosen'],
          about: [
            'Close them well and the beans stay fresh for weeks.',
            'Gut verschlossen bleiben Bohnen wochenlang frisch.',
          ],
          materials: ['stainless', 'glass', 'oak'],
          goods: [
            'Coffee Tin|Kaffeedose|16-34|0.31|250 g;500 g|c|stainless',
            'Preserving Jars|Einmachgläser|18-36|1.9|x4;x6||glass',
            'Bread Bin|Brotkasten|62-118|2.8||e|oak,stainless,beech',
            'Spice Jars|Gewürzgläser|21-39|0.85|x6;x9||glass',
          ],
        },
      ],
    },
    {
      name: ['Cookware', 'Kochgeschirr'],
      about: ['Heavy where it matters, light where it helps.', 'Schwer, wo es zählt, leicht, wo es hilft.'],
      below: [
        {
          name: ['Pans', 'Pfannen'],
          about: ['One good pan outlives ten cheap ones.', 'Eine gute Pfanne überlebt zehn billige.'],
          below: [
            {
              name: ['Cast Iron', 'Gusseisen'],
              about: [
                'Holds its heat, goes from stove to oven and gets better every year.',
                'Hält die Hitze, geht vom Herd in den Ofen und wird jedes Jahr besser.',
              ],
              materials: ['castiron'],
              goods: [
                'Skillet|Bratpfanne|44-98|2.4|20 cm;24 cm;28 cm|',
                'Grill Pan|Grillpfanne|52-104|2.9|26 cm|',
                'Pancake Pan|Pfannkuchenpfanne|38-66|1.7|23 cm|',
                'Roasting Dish|Bräter|88-189|4.6|4.0 l;6.0 l|c',
              ],
            },
            {
              name: ['Carbon Steel', 'Karbonstahl'],
              about: [
                'Quick to heat and quick to answer when you turn it down.',
                'Schnell heiß und sofort da, wenn man die Flamme kleiner dreht.',
              ],
              materials: ['carbonsteel'],
              goods: [
                'Frying Pan|Stielpfanne|39-89|1.6|24 cm;28 cm;32 cm|',
                'Wok|Wok|54-96|1.9|30 cm;34 cm|',
                'Crêpe Pan|Crêpepfanne|29-49|1.1|24 cm|',
                'Paella Pan|Paellapfanne|34-78|2.1|36 cm;46 cm|',
              ],
            },
          ],
        },
        {
          name: ['Pots & Casseroles', 'Töpfe & Kasserollen'],
          about: ['For soups that simmer all Sunday.', 'Für Suppen, die den ganzen Sonntag ziehen.'],
          materials: ['stainless', 'copper', 'enamel'],
          goods: [
            'Casserole|Kasserolle|79-198|3.4|2.5 l;4.0 l;5.5 l|c',
            'Saucepan|Stieltopf|46-112|1.3|1.2 l;1.8 l|',
            'Stockpot|Suppentopf|72-145|2.7|6.0 l;9.0 l|',
            'Steamer Insert|Dämpfeinsatz|24-46|0.6|20 cm;24 cm||stainless',
          ],
        },
      ],
    },
    {
      name: ['Knives & Boards', 'Messer & Bretter'],
      about: ['Sharp, honest and easy to look after.', 'Scharf, ehrlich und leicht zu pflegen.'],
      below: [
        {
          name: ['Kitchen Knives', 'Küchenmesser'],
          about: [
            'Ground thin, balanced at the bolster, sharpened before it leaves us.',
            'Dünn ausgeschliffen, am Kropf ausgewogen und vor dem Versand geschärft.',
          ],
          materials: ['carbonsteel', 'stainless'],
          goods: [
            "Chef's Knife|Kochmesser|78-210|0.24|18 cm;21 cm|eg",
            'Paring Knife|Gemüsemesser|24-62|0.08|8 cm;10 cm|e',
            'Bread Knife|Brotmesser|49-110|0.2|23 cm|e',
            'Whetstone|Schleifstein|29-74|0.8|1000/3000;3000/8000||corundum',
          ],
        },
        {
          name: ['Cutting Boards', 'Schneidebretter'],
          about: [
            'End grain and long grain, oiled twice and kind to your edge.',
            'Stirnholz und Langholz, zweimal geölt und gut zur Klinge.',
          ],
          materials: ['oak', 'walnut', 'olivewood', 'beech'],
          goods: [
            'Cutting Board|Schneidebrett|34-96|1.6|30 × 20 cm;40 × 28 cm;50 × 35 cm|e',
            'Breakfast Board|Frühstücksbrett|14-26|0.4|x1;x2|e',
            'Butcher Block|Hackblock|98-240|5.2|45 × 30 cm|',
            'Cheese Board|Käsebrett|28-58|0.9||eg',
          ],
        },
      ],
    },
    {
      name: ['Tableware', 'Gedeckter Tisch'],
      about: ['Mix it, stack it, use it every day.', 'Mischen, stapeln, jeden Tag benutzen.'],
      below: [
        {
          name: ['Plates & Bowls', 'Teller & Schalen'],
          about: [
            'Glazed in small batches; a little variation is part of it.',
            'In kleinen Serien glasiert; leichte Unterschiede gehören dazu.',
          ],
          materials: ['stoneware', 'porcelain'],
          goods: [
            'Dinner Plate|Essteller|16-34|0.78|26 cm;28 cm|c',
            'Pasta Bowl|Pastaschale|17-36|0.7|22 cm|c',
            'Serving Platter|Servierplatte|32-74|1.4|34 cm;40 cm|',
            'Breakfast Bowls|Müslischalen|29-58|1.2|x2;x4|c',
          ],
        },
        {
          name: ['Glassware', 'Gläser & Karaffen'],
          about: ['Thin at the rim and heavy at the foot.', 'Dünn am Rand, schwer am Fuß.'],
          materials: ['glass'],
          goods: [
            'Tumblers|Trinkgläser|19-38|0.9|x4;x6|c',
            'Wine Glasses|Weingläser|34-76|0.75|x2;x6|e',
            'Carafe|Karaffe|24-54|0.8|0.75 l;1.0 l|',
            'Water Jug|Wasserkrug|28-49|1.1|1.5 l|',
          ],
        },
        {
          name: ['Table Linen', 'Tischwäsche'],
          about: [
            'Washed soft before it reaches you, softer every time after.',
            'Weich gewaschen, bevor es ankommt, und mit jeder Wäsche weicher.',
          ],
          materials: ['linen', 'cotton'],
          goods: [
            'Tablecloth|Tischdecke|48-128|0.7|140 × 200 cm;160 × 260 cm|c',
            'Napkins|Servietten|22-48|0.3|x4;x6|c',
            'Tea Towel|Geschirrtuch|11-19|0.12|x1;x2|c',
            'Apron|Schürze|32-58|0.35||ce',
          ],
        },
      ],
    },
    {
      name: ['Baking', 'Backen'],
      about: ['For sourdough people and birthday people alike.', 'Für Sauerteigmenschen und Geburtstagsmenschen.'],
      materials: ['beech', 'rattan', 'carbonsteel', 'stoneware'],
      goods: [
        'Proving Basket|Gärkörbchen|15-29|0.3|22 cm;26 cm||rattan',
        'Rolling Pin|Nudelholz|17-36|0.6|40 cm|e|beech,walnut',
        'Loaf Tin|Kastenform|16-34|0.7|25 cm;30 cm||carbonsteel',
        'Pie Dish|Pieform|22-42|1.0|24 cm|c|stoneware',
      ],
    },
  ],
};
