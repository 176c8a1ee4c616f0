/** The list of all tools. */
import { check } from './authoring/check.js';
import { explain } from './authoring/explain.js';
import { gallery } from './authoring/gallery.js';
import { searchDocs } from './authoring/searchDocs.js';
import { write } from './authoring/write.js';
import type { Tool } from './base/tool.js';
import { compare, whatIf } from './runs/compare.js';
import { runs } from './runs/list.js';
import { people } from './runs/people.js';
import { run, stop } from './runs/run.js';
import { status } from './runs/status.js';
import { why } from './runs/causes.js';
import { experiment } from './studies/experiment.js';
import { verify } from './studies/verify.js';

/** All tools, in the order of the lists. */
export const TOOLS: readonly Tool[] = [
  ...[check, explain, searchDocs, gallery, write],
  ...[run, status, stop, runs, people, why, whatIf, compare],
  ...[verify, experiment],
];
