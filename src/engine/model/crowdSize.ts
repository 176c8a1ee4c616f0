/** A bound of its own file, so that the editor can read it without the code of crowds. */

/** The fewest members of a population that can be a crowd. */
export const CROWD = 1_000;
