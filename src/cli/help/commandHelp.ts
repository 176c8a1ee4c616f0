/** The help of a command as data, and options that several commands have. */
import { marked } from '../../core/util/l10n.js';

/** An option or an argument with its description, a note, or an empty line. */
export type HelpPart = readonly [option: string, description: string] | string;

export interface CommandHelp {
  /** The usage, one form on each line. */
  readonly usage: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Options and notes; none where the summary is enough. */
  readonly details?: readonly HelpPart[];
}

export const UNDER_WAY: readonly HelpPart[] = [
  marked(
    'RUN is the folder or the id of a run that a process of the same user plays, in a terminal or in the editor. It can be left out if only one is under way at or below the current folder.',
  ),
];

export const CHOICES: readonly HelpPart[] = [
  ['--scenario ID', marked('which scenario (default: the first)')],
  ['--rounds N', marked("number of rounds, in place of the file's")],
  ['--mind ID', marked('one mind for all agents: builtin, random, or a model of the file')],
];

export const SIGNS: readonly HelpPart[] = [
  marked(
    'Signs in a transcript: ◇ the voice of the world, ◆ an act that others see, → the audience, ↳ the author of the original message of a reply, ⊘ not delivered to, ↻ changed before delivery, ▪ answers to a survey, (private) an act that no one sees',
  ),
];

export const BUDGET: readonly HelpPart[] = [
  [
    '--calls N, --tokens N, --money "N USD"',
    marked("the most that language models may take, in place of the file's budget; the run pauses there (exit code 3)"),
  ],
];

export const ANSWERS: readonly HelpPart[] = [
  ...BUDGET,
  ['--after-budget builtin', marked('do not pause: the built-in mind answers the rest, and each answer is marked')],
  [
    '--ahead auto|on|off',
    marked(
      'ask language models before their turn where the question is known: models whose calls are free (auto, the default), all models, or none; the run stays the same',
    ),
  ],
];
export const ROOTS: readonly HelpPart[] = [
  ['--language TAG', marked('the language of messages: en, de, es, zh or ja (default: that of the environment)')],
  [
    '--root FOLDER',
    marked(
      "with any command that reads a society: files that it names may also be in this folder. Without it they must be in the society's project (its repository) or its own folder; links cannot lead out of either",
    ),
  ],
];
