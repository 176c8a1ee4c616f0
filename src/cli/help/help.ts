/** What `society --help` and `society COMMAND --help` print. */
import { columnsOf, padded, wrapped } from '../../core/util/columns.js';
import { t } from '../../core/util/l10n.js';
import { type CommandHelp, type HelpPart, ROOTS } from './commandHelp.js';
import { EXCHANGES } from './exchangeHelp.js';
import { PROMPTS } from './promptHelp.js';
import { RESULTS } from './resultHelp.js';
import { RUNNING } from './runHelp.js';
import { STUDIES } from './studyHelp.js';

/** In the order of the list: write, run, look, test, exchange. */
const COMMANDS: { readonly [command: string]: CommandHelp } = { ...RUNNING, ...PROMPTS, ...RESULTS, ...STUDIES, ...EXCHANGES };

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** The most columns of a line. */
const WIDE = 130;

/** Columns before the description of an option. */
const LEFT = 29;

function partText(part: HelpPart): string {
  if (typeof part === 'string')
    return wrapped(t(part), WIDE - 2)
      .map((line) => `  ${line}`.trimEnd())
      .join('\n');
  const [option, description] = part;
  const lines = wrapped(t(description), WIDE - LEFT);
  const isLong = option.length > LEFT - 4;
  const indented = (isLong ? lines : lines.slice(1)).map((line) => `${' '.repeat(LEFT)}${line}`);
  return [`  ${isLong ? option : `${padded(option, LEFT - 2)}${lines[0]}`}`, ...indented].join('\n');
}

const partsText = (parts: readonly HelpPart[]): string => `${parts.map(partText).join('\n')}\n`;

/** All commands, one line each. */
export function allHelp(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(12)} ${t(summary)}`);
  const head = `${t('society: write, run and compare societies of agents')}\n\n${t('Usage:')} society COMMAND [options]`;
  const ways = `  society COMMAND --help     ${t('options of a command')}\n  society --version          ${t('the version')}`;
  return `${head}\n\n${rows.join('\n')}\n\n${ways}\n${partsText(ROOTS)}`;
}

/** One command with its options; all commands where there is no such command. */
export function helpOf(command: string): string {
  const help = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!help) return allHelp();
  const { usage, details } = help;
  const summary = t(help.summary);
  const head = t('Usage:');
  const ways = usage.map((way, i) => `${i === 0 ? head : padded('', columnsOf(head))} society ${way}`).join('\n');
  const told = t('{0}.', `${summary.charAt(0).toUpperCase()}${summary.slice(1)}`);
  return `${ways}\n\n${told}\n${details === undefined ? '' : `\n${partsText(details)}`}`;
}
