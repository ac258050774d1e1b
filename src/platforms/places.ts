import type { Place } from '../model/place.js';

/** A place of which a store says this; everywhere in all else. */
export function placeOf(said: Partial<Place>): Place {
  return { country: null, region: null, continent: null, postcodes: [], cities: [], ...said };
}

/** A range of postcodes as the graph writes it. */
export function postcodeRange(from: string, to: string): string {
  return from === to ? from : `${from}...${to}`;
}
