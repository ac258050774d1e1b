import type { Branch } from './branch.js';

/** Bath and body. */
export const bath: Branch = {
  name: ['Bath & Body', 'Bad & Pflege'],
  about: ['Few ingredients, all of them named.', 'Wenige Zutaten, alle genannt.'],
  below: [
    {
      name: ['Soaps', 'Seifen'],
      about: ['Cold-stirred and left to ripen for six weeks.', 'Kalt gerührt und sechs Wochen gereift.'],
      materials: ['soap'],
      goods: [
        'Hand Soap|Handseife|6-12|0.11|100 g|n',
        'Shaving Soap|Rasierseife|11-22|0.15|120 g|g',
        'Shampoo Bar|Haarseife|9-15|0.08|75 g|',
        "Gardener's Scrub|Gärtnerseife|8-16|0.2|150 g|",
      ],
    },
    {
      name: ['Towels', 'Handtücher'],
      about: ['Dries you rather than pushing the water about.', 'Trocknet, statt das Wasser nur zu verschieben.'],
      materials: ['cotton', 'linen'],
      goods: [
        'Bath Towel|Badetuch|26-54|0.7|70 × 140 cm;100 × 150 cm|ce',
        'Hand Towel|Handtuch|14-28|0.3|50 × 100 cm|ce',
        'Bath Mat|Badematte|24-48|0.9|50 × 80 cm|c|cotton',
        'Bathrobe|Bademantel|69-128|1.3||csg',
      ],
    },
    {
      name: ['Brushes & Combs', 'Bürsten & Kämme'],
      about: ['Set by hand, bristle by bristle.', 'Von Hand eingezogen, Borste für Borste.'],
      materials: ['beech', 'olivewood', 'walnut'],
      goods: [
        'Hair Brush|Haarbürste|24-59|0.12||e',
        'Bath Brush|Badebürste|18-36|0.2||',
        'Beard Comb|Bartkamm|12-24|0.03||eg',
        'Clothes Brush|Kleiderbürste|22-44|0.18||e',
      ],
    },
  ],
};

/** Kids and play. */
export const play: Branch = {
  name: ['Kids & Play', 'Kinder & Spiel'],
  about: ['Toys that survive the second child.', 'Spielzeug, das auch das zweite Kind übersteht.'],
  below: [
    {
      name: ['Wooden Toys', 'Holzspielzeug'],
      about: [
        'Sanded smooth, coloured with water-based stain, safe to chew.',
        'Glatt geschliffen, mit Wasserbeize gefärbt und zum Kauen geeignet.',
      ],
      materials: ['beech', 'birch'],
      goods: [
        'Building Blocks|Bauklötze|28-68|1.8|x30;x60|e',
        'Toy Train|Holzeisenbahn|34-79|0.9||en',
        'Stacking Rings|Stapelringe|19-32|0.4||c',
        'Pull-Along Duck|Nachziehente|22-38|0.35||eg',
      ],
    },
    {
      name: ['Games & Puzzles', 'Spiele & Puzzles'],
      about: [
        'For rainy Sundays, two to six players and one referee.',
        'Für verregnete Sonntage, zwei bis sechs Spieler und einen Schiedsrichter.',
      ],
      materials: ['paper', 'birch'],
      goods: [
        'Jigsaw Puzzle|Puzzle|19-36|0.7|500 pcs;1000 pcs|f|paper',
        'Memory Game|Memospiel|14-26|0.4||',
        'Chess Set|Schachspiel|49-138|1.6||eg|birch,walnut',
        'Dominoes|Domino|18-34|0.5||e|birch,beech',
      ],
    },
    {
      name: ['Nursery', 'Kinderzimmer'],
      about: [
        'Quiet colours, round corners, machine washable where it counts.',
        'Ruhige Farben, runde Ecken und waschbar, wo es zählt.',
      ],
      materials: ['cotton', 'wool', 'birch'],
      goods: [
        'Mobile|Mobile|29-58|0.25|||birch,felt',
        'Soft Rabbit|Stoffhase|24-44|0.2||ceg|cotton,wool',
        'Play Mat|Krabbeldecke|49-98|1.2|100 × 100 cm|c|cotton,wool',
        'Height Chart|Messlatte|22-42|0.5||e|birch',
      ],
    },
  ],
};

/** Patterns and workshops: goods that need no parcel. */
export const digital: Branch = {
  name: ['Patterns & Workshops', 'Anleitungen & Kurse'],
  about: ['Things to make, and people to learn from.', 'Dinge zum Selbermachen und Menschen, von denen man lernt.'],
  below: [
    {
      name: ['Sewing Patterns', 'Schnittmuster'],
      about: [
        'A4 and plotter files, tested by three sewers who had never seen them.',
        'Als A4- und Plotterdatei, von drei Näherinnen zum ersten Mal genäht.',
      ],
      materials: ['file'],
      goods: [
        'Apron Pattern|Schnittmuster Schürze|7-12|0||',
        'Tote Bag Pattern|Schnittmuster Tragetasche|5-9|0||',
        'Quilt Pattern|Schnittmuster Steppdecke|9-16|0||',
        "Child's Coat Pattern|Schnittmuster Kindermantel|9-15|0||",
      ],
    },
    {
      name: ['Online Workshops', 'Online-Kurse'],
      about: [
        'Recorded in our workshop, yours to watch as often as you like.',
        'In unserer Werkstatt aufgenommen, so oft anzusehen, wie Sie mögen.',
      ],
      materials: ['file'],
      goods: [
        'Sourdough Workshop|Sauerteig-Kurs|29-49|0||',
        'Knife Sharpening Workshop|Schärfkurs|24-39|0||',
        'Bookbinding Workshop|Buchbinde-Kurs|34-59|0||',
        'Candle Dipping Workshop|Kerzenzieh-Kurs|24-42|0||',
      ],
    },
    {
      name: ['Ready to Unveil', 'Bald zu sehen'],
      about: ["Not on sale yet: next season's courses.", 'Noch nicht im Verkauf: die Kurse der nächsten Saison.'],
      disabled: true,
      materials: ['file'],
      goods: [
        'Natural Dyeing Workshop|Pflanzenfärbe-Kurs|34-56|0||',
        'Spoon Carving Workshop|Löffelschnitz-Kurs|29-49|0||',
        'Basket Weaving Workshop|Korbflecht-Kurs|39-64|0||',
        'Lino Print Workshop|Linoldruck-Kurs|24-44|0||',
      ],
    },
  ],
};
