import type { Bilingual } from './branch.js';

/** A maker, what it makes and the names of its ranges. */
export interface Brand {
  readonly name: string;
  readonly country: string;
  /** The English names of the categories it works for; what is below them counts. */
  readonly makes: readonly string[];
  readonly story: Bilingual;
  readonly ranges: readonly string[];
}

/** The makers; all of them are invented. */
export const brands: readonly Brand[] = [
  {
    name: 'Norrhamn',
    country: 'SE',
    makes: ['Kitchen & Table', 'Home & Living'],
    story: [
      'Norrhamn has worked out of the same boat shed since 1962.',
      'Norrhamn arbeitet seit 1962 im selben Bootshaus.',
    ],
    ranges: ['Halden', 'Skärva', 'Lumi', 'Vinga', 'Strand', 'Tofta'],
  },
  {
    name: 'Hollins & Reed',
    country: 'GB',
    makes: ['Kitchen & Table', 'Garden & Outdoors', 'Bath & Body'],
    story: [
      "Hollins & Reed still stamp every piece with the maker's initials.",
      'Hollins & Reed prägen noch immer die Initialen der Macher in jedes Stück.',
    ],
    ranges: ['Ashdown', 'Pemberley Lane', 'Wick', 'Tolland', 'Harrow', 'Brindle'],
  },
  {
    name: 'Atelier Brumaire',
    country: 'FR',
    makes: ['Home & Living', 'Kitchen & Table', 'Bath & Body'],
    story: [
      'A workshop of nine people in the hills above Grenoble.',
      'Eine Werkstatt mit neun Menschen in den Hügeln über Grenoble.',
    ],
    ranges: ['Écume', 'Garance', 'Lavoir', 'Petit Matin', 'Ondée', 'Solène'],
  },
  {
    name: 'Mühlbach Söhne',
    country: 'DE',
    makes: ['Cookware', 'Knives & Boards', 'Hand Tools', 'Watering', 'Candlesticks & Lanterns'],
    story: [
      'Fourth-generation smiths who answer the telephone themselves.',
      'Schmiede in vierter Generation, die noch selbst ans Telefon gehen.',
    ],
    ranges: ['Eifel', 'Werkbank', 'Saale', 'Kontor', 'Rhön', 'Immergut'],
  },
  {
    name: 'Kaarnala',
    country: 'FI',
    makes: ['Kids & Play', 'Storage', 'Frames', 'Clocks & Mirrors', 'Cutting Boards', 'Coffee & Tea', 'Bed Linen'],
    story: ['Kaarnala plants a birch for every order.', 'Kaarnala pflanzt für jede Bestellung eine Birke.'],
    ranges: ['Pihla', 'Tuuli', 'Kesä', 'Onni', 'Havu', 'Sointu'],
  },
  {
    name: 'Papeterie Lunaire',
    country: 'FR',
    makes: ['Notebooks', 'Cards & Wrapping', 'Inks', 'Games & Puzzles'],
    story: [
      'Bound on machines from 1931, checked by eyes from this morning.',
      'Gebunden auf Maschinen von 1931, geprüft von Augen von heute früh.',
    ],
    ranges: ['Minuit', 'Croissant', 'Clarté', 'Marée', 'Perigée', 'Halo'],
  },
  {
    name: 'Kamifuji',
    country: 'JP',
    makes: ['Paper & Desk', 'Coffee & Tea', 'Kitchen Knives', 'Plates & Bowls'],
    story: ['Two brothers, one street in Gifu, no hurry.', 'Zwei Brüder, eine Straße in Gifu, keine Eile.'],
    ranges: ['Asagiri', 'Hinoki', 'Sazanami', 'Tsuki', 'Komorebi', 'Shiro'],
  },
  {
    name: 'Wren & Tiller',
    country: 'GB',
    makes: ['Garden & Outdoors'],
    story: [
      'Tested on an allotment in Kent, in all its weathers.',
      'Erprobt in einem Schrebergarten in Kent, bei jedem Wetter.',
    ],
    ranges: ['Orchard', 'Potager', 'Marsh', 'Fennel', 'Downland', 'Old Wall'],
  },
  {
    name: 'Groenhof',
    country: 'NL',
    makes: ['Seeds & Bulbs', 'Soaps', 'Pots & Planters', 'Picnic & Camp'],
    story: [
      'Groenhof grows, dries and packs behind the dyke at Hoorn.',
      'Groenhof zieht, trocknet und packt hinter dem Deich von Hoorn.',
    ],
    ranges: ['Polder', 'Zomerdijk', 'Klaver', 'Duinroos', 'Wilgen', 'Zilt'],
  },
  {
    name: 'Ravnsø',
    country: 'DK',
    makes: ['Home & Living', 'Kids & Play'],
    story: [
      'Quiet shapes from a loud, friendly studio in Aarhus.',
      'Leise Formen aus einem lauten, freundlichen Studio in Aarhus.',
    ],
    ranges: ['Stille', 'Klit', 'Hygen', 'Bølge', 'Måne', 'Tåge'],
  },
  {
    name: 'Casa Alvorada',
    country: 'PT',
    makes: ['Tableware', 'Coffee & Tea', 'Vases', 'Pots & Planters', 'Baking'],
    story: [
      'Clay from the river below, glaze from the recipe above the kiln.',
      'Ton aus dem Fluss, Glasur nach dem Rezept über dem Ofen.',
    ],
    ranges: ['Maré Baixa', 'Telha', 'Azenha', 'Luar', 'Figueira', 'Sal'],
  },
  {
    name: 'Filatura Bassetti-Corvo',
    country: 'IT',
    makes: ['Textiles', 'Towels', 'Table Linen', 'Nursery'],
    story: [
      'Spinning, dyeing and weaving under one very long roof.',
      'Spinnen, färben und weben unter einem sehr langen Dach.',
    ],
    ranges: ['Nebbia', 'Collina', 'Terrazza', 'Papavero', 'Lago', 'Brina'],
  },
  {
    name: "Tinkers' Row",
    country: 'IE',
    makes: ['Kids & Play', 'Cards & Wrapping'],
    story: [
      'Made beside the canal in Tullamore by people who play with the samples.',
      'Am Kanal von Tullamore gemacht, von Leuten, die mit den Mustern spielen.',
    ],
    ranges: ['Puddle', 'Magpie', 'Tumble', 'Lantern Hill', 'Button', 'Skipjack'],
  },
  {
    name: 'Feder & Falz',
    country: 'AT',
    makes: ['Paper & Desk', 'Online Workshops', 'Ready to Unveil'],
    story: [
      'A bindery in Graz that teaches every Saturday.',
      'Eine Buchbinderei in Graz, die jeden Samstag unterrichtet.',
    ],
    ranges: ['Murgasse', 'Kanzlei', 'Schloßberg', 'Achtel', 'Lesesaal', 'Tintling'],
  },
  {
    name: 'Studio Pracownia',
    country: 'PL',
    makes: ['Sewing Patterns', 'Online Workshops', 'Ready to Unveil', 'Wooden Toys', 'Nursery', 'Textiles'],
    story: [
      'Everything is drawn, cut and tested in a former tram depot in Łódź.',
      'Alles wird in einem alten Straßenbahndepot in Łódź gezeichnet, geschnitten und erprobt.',
    ],
    ranges: ['Wisła', 'Zorza', 'Len', 'Mgła', 'Jarzębina', 'Kredka'],
  },
  {
    name: 'Salt "Slow" Supply',
    country: 'NO',
    makes: ['Online Workshops', 'Ready to Unveil', 'Bath & Body', 'Candles', 'Baking', 'Coffee & Tea'],
    story: [
      'Salt "Slow" Supply makes one batch a week, and then goes fishing.',
      'Salt "Slow" Supply macht eine Charge pro Woche und geht dann angeln.',
    ],
    ranges: ['Fjæra', 'Tang', 'Nordlys', 'Skjell', 'Brygge', 'Havn'],
  },
];
