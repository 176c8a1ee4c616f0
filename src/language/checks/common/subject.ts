import type { Entry } from '../../syntax/node.js';

/** An entry of a section, as in `personas.ada`. */
export interface Subject {
  readonly section: string;
  readonly entry: Entry;
  /** The text of the file. */
  readonly text: string;
}
