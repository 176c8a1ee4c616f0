/** Published works that societies here can rest on, by the names that files and measures give them. Only those whose entries are sure. */
import { NETWORKS } from './works/networks.js';
import { STATISTICS } from './works/statistics.js';
import { SYSTEMS } from './works/systems.js';
import type { Work } from './works/work.js';

export { bibtexOf, type Work, workLine } from './works/work.js';

export const WORKS: readonly Work[] = [...SYSTEMS, ...NETWORKS, ...STATISTICS];
