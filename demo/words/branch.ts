/** A text in the demo store's languages: English, German. */
export type Bilingual = readonly [en: string, de: string];

/**
 * A category with what is below it. A good is written
 * `English|German|lowest-highest net price in euro|kilograms|sizes, split by ;|options|materials`, where the options are letters:
 * c colour, s clothing size, v volume, e engraving, g gift wrapping, n gift note, d delivery date, f file;
 * materials are named, split by a comma, where they are not the branch's.
 */
export interface Branch {
  readonly name: Bilingual;
  readonly about: Bilingual;
  readonly below?: readonly Branch[];
  /** What the goods are made of: keys of `materials`. */
  readonly materials?: readonly string[];
  readonly goods?: readonly string[];
  readonly disabled?: true;
}
