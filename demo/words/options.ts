import type { Bilingual } from './branch.js';

/** An option that products offer, as the back office defines it. */
export interface OptionKind {
  readonly letter: string;
  readonly type: 'select' | 'radio' | 'checkbox' | 'text' | 'textarea' | 'date' | 'file';
  readonly name: Bilingual;
  readonly required: boolean;
  /** The values to choose from, each with what it adds to the net price in euro; none for what the shopper types. */
  readonly values: readonly (readonly [name: Bilingual, delta: number])[];
}

/** Every option by its letter in the goods lists; its place gives its id. */
export const optionKinds: readonly OptionKind[] = [
  {
    letter: 'c',
    type: 'select',
    name: ['Colour', 'Farbe'],
    required: true,
    values: [
      [['Chalk', 'Kreide'], 0],
      [['Sage', 'Salbei'], 0],
      [['Ink Blue', 'Tintenblau'], 0],
      [['Rust', 'Rost'], 0],
      [['Charcoal', 'Anthrazit'], 0],
      [['Mustard', 'Senf'], 2],
      [['Black & White', 'Schwarz & Weiß'], 3.5],
      [['Natural', 'Natur'], -1.5],
    ],
  },
  {
    letter: 's',
    type: 'select',
    name: ['Size', 'Größe'],
    required: true,
    values: [
      [['S', 'S'], 0],
      [['M', 'M'], 0],
      [['L', 'L'], 0],
      [['XL', 'XL'], 6],
    ],
  },
  { letter: 'e', type: 'text', name: ['Engraving', 'Gravur'], required: false, values: [] },
  {
    letter: 'g',
    type: 'checkbox',
    name: ['Gift Wrapping', 'Geschenkverpackung'],
    required: false,
    values: [
      [['Wrapped in cotton paper', 'In Baumwollpapier verpackt'], 4.5],
      [['Ribbon & dried flowers', 'Schleife & Trockenblumen'], 3],
    ],
  },
  { letter: 'n', type: 'textarea', name: ['Gift Note', 'Grußtext'], required: false, values: [] },
  { letter: 'd', type: 'date', name: ['Dispatch From', 'Versand ab'], required: true, values: [] },
  { letter: 'f', type: 'file', name: ['Your Artwork', 'Ihre Vorlage'], required: false, values: [] },
  {
    letter: 'w',
    type: 'radio',
    name: ['Guarantee', 'Garantie'],
    required: true,
    values: [
      [['2 years', '2 Jahre'], 0],
      [['5 years', '5 Jahre'], 9],
      [['10 years', '10 Jahre'], 16],
    ],
  },
];
