import type { Branch } from './branch.js';

/** Paper and desk. */
export const desk: Branch = {
  name: ['Paper & Desk', 'Papier & Schreibtisch'],
  about: ['For people who still write things down.', 'Für Menschen, die noch aufschreiben.'],
  below: [
    {
      name: ['Notebooks', 'Notizbücher'],
      about: [
        'Opens flat, takes fountain-pen ink and does not bleed through.',
        'Liegt flach auf, verträgt Füllertinte und schlägt nicht durch.',
      ],
      materials: ['paper', 'leather', 'linen'],
      goods: [
        'Notebook|Notizbuch|12-28|0.3|A6;A5;B5|ce',
        'Sketchbook|Skizzenbuch|16-34|0.5|A5;A4|c|paper',
        'Week Planner|Wochenplaner|19-32|0.35|A5|ce|paper,linen',
        'Guest Book|Gästebuch|34-68|0.9||ceg|linen,leather',
      ],
    },
    {
      name: ['Pens & Ink', 'Stifte & Tinte'],
      about: ['The pleasure of a line that starts at once.', 'Die Freude an einem Strich, der sofort anspringt.'],
      below: [
        {
          name: ['Fountain Pens', 'Füller'],
          about: [
            'Nibs tuned by hand, with converter and a short cartridge in the box.',
            'Von Hand abgestimmte Federn, mit Konverter und kurzer Patrone.',
          ],
          materials: ['brass', 'walnut', 'stainless'],
          goods: [
            'Fountain Pen|Füllfederhalter|39-168|0.03|EF;F;M;B|ceg',
            'Pocket Pen|Taschenfüller|34-78|0.02|F;M|ce',
            'Rollerball|Tintenroller|29-89|0.03||ce',
            'Mechanical Pencil|Druckbleistift|24-64|0.02|0.5 mm;0.7 mm|e',
          ],
        },
        {
          name: ['Inks', 'Tinten'],
          about: ['Shades with depth, well behaved in any pen.', 'Farben mit Tiefe, in jedem Füller gut erzogen.'],
          materials: ['ink'],
          goods: [
            'Bottled Ink|Tinte im Glas|11-26|0.14|30 ml;50 ml|c',
            'Ink Cartridges|Tintenpatronen|5-9|0.03|x6;x12|c',
            'Ink Sampler|Tinten-Probierset|19-34|0.2|x5;x8|g',
            'Drawing Ink|Zeichentusche|9-18|0.12|28 ml|c',
          ],
        },
      ],
    },
    {
      name: ['Desk Accessories', 'Für den Schreibtisch'],
      about: [
        'Keeps the surface clear and the pencil where you left it.',
        'Hält die Platte frei und den Bleistift dort, wo er lag.',
      ],
      materials: ['oak', 'walnut', 'felt', 'leather'],
      goods: [
        'Desk Tray|Ablageschale|24-58|0.6||c|oak,walnut,leather',
        'Pen Stand|Stiftehalter|18-42|0.4||e|oak,walnut',
        'Desk Mat|Schreibtischunterlage|39-89|0.7|60 × 40 cm;90 × 45 cm|ce|felt,leather',
        'Letter Opener|Brieföffner|16-38|0.07||e|brass',
      ],
    },
    {
      name: ['Cards & Wrapping', 'Karten & Verpackung'],
      about: [
        'Printed with plant-based ink on paper heavy enough to stand.',
        'Mit Pflanzenfarbe gedruckt, auf Papier, das von allein steht.',
      ],
      materials: ['paper'],
      goods: [
        'Greeting Cards|Grußkarten|9-18|0.1|x5;x10|n',
        'Wrapping Paper|Geschenkpapier|7-16|0.2|x3;x5|c',
        'Ribbon|Geschenkband|4-11|0.05|5 m;10 m|c|cotton,linen',
        'Wax Seal Kit|Siegelset|28-52|0.4||f|brass',
      ],
    },
  ],
};
