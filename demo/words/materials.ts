import type { Bilingual } from './branch.js';

/** What a good is made of. */
export interface Material {
  readonly name: Bilingual;
  /** One sentence for the description. */
  readonly story: Bilingual;
  readonly care: Bilingual;
}

/** Every material by key; goods name them in their branch. */
export const materials: Readonly<Record<string, Material>> = {
  stoneware: {
    name: ['Stoneware', 'Steinzeug'],
    story: [
      'Fired at 1,240 °C, it keeps its heat and shrugs off the dishwasher.',
      'Bei 1.240 °C gebrannt, hält es die Wärme und nimmt die Spülmaschine gelassen.',
    ],
    care: ['Dishwasher safe', 'Spülmaschinenfest'],
  },
  porcelain: {
    name: ['Porcelain', 'Porzellan'],
    story: [
      'Fine-bodied and slightly translucent when held to the light.',
      'Feinwandig und im Gegenlicht leicht durchscheinend.',
    ],
    care: ['Dishwasher safe', 'Spülmaschinenfest'],
  },
  glass: {
    name: ['Recycled glass', 'Recyceltes Glas'],
    story: [
      'Mouth-blown from recycled glass; tiny bubbles are its signature.',
      'Mundgeblasen aus recyceltem Glas; kleine Bläschen sind seine Handschrift.',
    ],
    care: ['Wash by hand in warm water', 'Von Hand warm spülen'],
  },
  copper: {
    name: ['Copper', 'Kupfer'],
    story: [
      'Copper answers to the smallest turn of the flame and mellows with use.',
      'Kupfer folgt der kleinsten Drehung der Flamme und wird mit der Zeit milder.',
    ],
    care: ['Polish now and then with lemon & salt', 'Ab und zu mit Zitrone & Salz polieren'],
  },
  stainless: {
    name: ['Stainless steel', 'Edelstahl'],
    story: [
      '18/10 steel, brushed so that fingerprints disappear.',
      '18/10-Stahl, gebürstet, damit Fingerabdrücke verschwinden.',
    ],
    care: ['Dishwasher safe', 'Spülmaschinenfest'],
  },
  castiron: {
    name: ['Cast iron', 'Gusseisen'],
    story: [
      'Sand-cast in one piece and seasoned three times with linseed oil.',
      'In einem Stück im Sandguss gegossen und dreimal mit Leinöl eingebrannt.',
    ],
    care: ['Rinse, dry and oil', 'Ausspülen, trocknen, ölen'],
  },
  carbonsteel: {
    name: ['Carbon steel', 'Karbonstahl'],
    story: [
      'It darkens as you use it; that patina is what protects it.',
      'Er dunkelt mit dem Gebrauch nach; diese Patina schützt ihn.',
    ],
    care: ['Dry at once, oil lightly', 'Sofort trocknen, leicht ölen'],
  },
  brass: {
    name: ['Solid brass', 'Massives Messing'],
    story: [
      'Unlacquered, so it ages from bright gold to a quiet brown.',
      'Unlackiert, altert es von hellem Gold zu ruhigem Braun.',
    ],
    care: ['Wipe with a soft, dry cloth', 'Mit weichem, trockenem Tuch abwischen'],
  },
  oak: {
    name: ['Oak', 'Eiche'],
    story: [
      'European oak, air-dried for two years and finished with hard-wax oil.',
      'Europäische Eiche, zwei Jahre luftgetrocknet und mit Hartwachsöl behandelt.',
    ],
    care: ['Wipe clean, oil twice a year', 'Abwischen, zweimal im Jahr ölen'],
  },
  ash: {
    name: ['Ash', 'Esche'],
    story: [
      'Tough, springy and pale, with a grain you can read from across the room.',
      'Zäh, federnd und hell, mit einer Maserung, die man von Weitem sieht.',
    ],
    care: ['Wipe clean, oil once a year', 'Abwischen, einmal im Jahr ölen'],
  },
  beech: {
    name: ['Beech', 'Buche'],
    story: ['Steamed beech is dense and splinter-free.', 'Gedämpfte Buche ist dicht und splittert nicht.'],
    care: ['Wipe with a damp cloth', 'Feucht abwischen'],
  },
  birch: {
    name: ['Birch', 'Birke'],
    story: [
      'From Nordic forests where two trees are planted for each one felled.',
      'Aus nordischen Wäldern, in denen für jeden Baum zwei gepflanzt werden.',
    ],
    care: ['Wipe with a damp cloth', 'Feucht abwischen'],
  },
  walnut: {
    name: ['Walnut', 'Nussbaum'],
    story: [
      'The boards are matched by eye, heartwood next to heartwood.',
      'Die Hölzer werden nach Augenmaß gewählt, Kernholz neben Kernholz.',
    ],
    care: ['Wipe clean, oil twice a year', 'Abwischen, zweimal im Jahr ölen'],
  },
  olivewood: {
    name: ['Olive wood', 'Olivenholz'],
    story: [
      'Cut only from trees too old to bear, so each grain is a one-off.',
      'Nur von Bäumen, die nicht mehr tragen: Jede Maserung ist ein Einzelstück.',
    ],
    care: ['Wash by hand, oil monthly', 'Von Hand spülen, monatlich ölen'],
  },
  linen: {
    name: ['Linen', 'Leinen'],
    story: [
      'Spun from long-fibre flax and stonewashed until it falls softly.',
      'Aus langfaserigem Flachs gesponnen und gewaschen, bis es weich fällt.',
    ],
    care: ['Machine wash at 40 °C', 'Maschinenwäsche bei 40 °C'],
  },
  cotton: {
    name: ['Organic cotton', 'Bio-Baumwolle'],
    story: [
      'Certified organic cotton, woven slowly for a dense, even hand.',
      'Zertifizierte Bio-Baumwolle, langsam gewebt für einen dichten, gleichmäßigen Griff.',
    ],
    care: ['Machine wash at 60 °C', 'Maschinenwäsche bei 60 °C'],
  },
  wool: {
    name: ['Lambswool', 'Lammwolle'],
    story: [
      'Undyed wool shows the colours of the flock: cream, grey, near-black.',
      'Ungefärbte Wolle zeigt die Farben der Herde: Creme, Grau, fast Schwarz.',
    ],
    care: ['Air out; hand wash cold', 'Auslüften; kalt von Hand waschen'],
  },
  felt: {
    name: ['Wool felt', 'Wollfilz'],
    story: [
      'Four millimetres of pressed wool that keeps its shape.',
      'Vier Millimeter gepresste Wolle, die ihre Form behält.',
    ],
    care: ['Brush off when dry', 'Trocken ausbürsten'],
  },
  seagrass: {
    name: ['Seagrass', 'Seegras'],
    story: [
      'Dried in the sun and plaited while it still smells of hay.',
      'In der Sonne getrocknet und geflochten, solange es nach Heu duftet.',
    ],
    care: ['Keep dry, dust with a brush', 'Trocken halten, abbürsten'],
  },
  rattan: {
    name: ['Rattan', 'Rattan'],
    story: [
      'Whole canes, steamed and bent around a form; no glue, no staples.',
      'Ganze Ruten, gedämpft und über eine Form gebogen; ohne Leim und Klammern.',
    ],
    care: ['Wipe with a damp cloth', 'Feucht abwischen'],
  },
  leather: {
    name: ['Vegetable-tanned leather', 'Pflanzlich gegerbtes Leder'],
    story: [
      'Tanned with oak bark for nine weeks; it darkens where you hold it.',
      'Neun Wochen mit Eichenrinde gegerbt; es dunkelt, wo man es anfasst.',
    ],
    care: ['Feed with leather balm', 'Mit Lederbalsam pflegen'],
  },
  enamel: {
    name: ['Enamelled steel', 'Emaillierter Stahl'],
    story: [
      'Two coats over steel, with a rim dipped by hand.',
      'Zwei Schichten auf Stahl, der Rand von Hand getaucht.',
    ],
    care: ['Dishwasher safe, not for microwaves', 'Spülmaschinenfest, nicht für die Mikrowelle'],
  },
  terracotta: {
    name: ['Terracotta', 'Terrakotta'],
    story: [
      'Breathes with the soil, so roots neither drown nor bake.',
      'Atmet mit der Erde, damit Wurzeln weder ertrinken noch verdorren.',
    ],
    care: ['Brush off lime with vinegar water', 'Kalk mit Essigwasser abbürsten'],
  },
  canvas: {
    name: ['Waxed canvas', 'Gewachster Segelstoff'],
    story: [
      'Beeswax and cotton: water rolls off, creases stay as memories.',
      'Bienenwachs und Baumwolle: Wasser perlt ab, Falten bleiben als Erinnerung.',
    ],
    care: ['Sponge clean, re-wax yearly', 'Abwischen, jährlich nachwachsen'],
  },
  paper: {
    name: ['Cotton paper', 'Baumwollpapier'],
    story: [
      'Milled from cotton offcuts, acid-free and pleasantly toothy.',
      'Aus Baumwollresten geschöpft, säurefrei und angenehm griffig.',
    ],
    care: ['Keep dry and out of direct sun', 'Trocken und vor Sonne geschützt lagern'],
  },
  ink: {
    name: ['Water-based ink', 'Tinte auf Wasserbasis'],
    story: [
      'Mixed from pure dyes, with just enough gum to shade well.',
      'Aus reinen Farbstoffen gemischt, mit gerade genug Gummi arabicum für schöne Schattierungen.',
    ],
    care: ['Rinse the pen between colours', 'Füller zwischen den Farben spülen'],
  },
  corundum: {
    name: ['Corundum', 'Korund'],
    story: [
      'Two grits in one stone: the coarse side sets the edge, the fine side polishes it.',
      'Zwei Körnungen in einem Stein: die grobe setzt die Schneide, die feine poliert sie.',
    ],
    care: ['Soak for ten minutes before use', 'Vor Gebrauch zehn Minuten wässern'],
  },
  rubber: {
    name: ['Natural rubber', 'Naturkautschuk'],
    story: [
      'It stays supple in the cold and leaves no taste in the water.',
      'Er bleibt auch bei Kälte geschmeidig und gibt keinen Geschmack ab.',
    ],
    care: ['Drain before the first frost', 'Vor dem ersten Frost entleeren'],
  },
  beeswax: {
    name: ['Beeswax', 'Bienenwachs'],
    story: [
      'It burns slowly, hardly drips and smells of nothing but honey.',
      'Es brennt langsam, tropft kaum und duftet nur nach Honig.',
    ],
    care: ['Trim the wick to 5 mm', 'Docht auf 5 mm kürzen'],
  },
  soap: {
    name: ['Plant oils', 'Pflanzenöle'],
    story: [
      'Olive, coconut and shea, scented with pressed peel & herbs.',
      'Olive, Kokos und Shea, beduftet mit gepressten Schalen & Kräutern.',
    ],
    care: ['Let it dry between uses', 'Zwischendurch trocknen lassen'],
  },
  seed: {
    name: ['Organically grown', 'Aus Bio-Anbau'],
    story: [
      'Grown on two small farms and cleaned on sieves older than we are.',
      'Auf zwei kleinen Höfen gezogen und auf Sieben gereinigt, die älter sind als wir.',
    ],
    care: ['Store cool and dry', 'Kühl und trocken lagern'],
  },
  file: {
    name: ['Download', 'Download'],
    story: [
      'Delivered by e-mail within minutes, with free updates for good.',
      'Kommt in wenigen Minuten per E-Mail, Aktualisierungen inklusive.',
    ],
    care: ['For personal use', 'Für den privaten Gebrauch'],
  },
};
