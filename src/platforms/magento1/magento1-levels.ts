/** Levels 0 and 1 are the root of all trees and the roots of each store's: technical, and no categories of the shop. */
export const firstLevel = 2;
