/** Commands of the console, in addition to expressions. */
import { marked, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { indexOf } from '../../core/events/roster.js';
import { interview, modelAt } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import type { Inspector } from './inspector.js';
import { printable } from '../run/output.js';
import type { Answer } from '../run/requests.js';
import { Refused } from '../run/errors.js';

export type Command =
  | { readonly kind: 'goto'; readonly seq: number }
  | { readonly kind: 'ask'; readonly agent: string; readonly text: string; readonly samples: number }
  /** `what`: the name of the value that changes; null for no change. */
  | { readonly kind: 'fork'; readonly what: string | null; readonly value: string }
  | { readonly kind: 'what if'; readonly what: string; readonly value: string; readonly rounds?: number }
  | { readonly kind: 'keep' }
  | { readonly kind: 'help' };

/** Words that begin a command, for completion. */
export const COMMANDS = ['ask', 'fork', 'goto', 'help', 'keep', 'what if'] as const;

/** What the console answers to `help`. */
export const consoleHelp = (): string =>
  [
    ...HELP.map(([command, effect]) => `${command.padEnd(32)}${t(effect)}`),
    t(
      'What can be changed: stock, ada.trust, tie(ada, ben), the memory ada.3 (null forgets it), ada.3.importance, memory(ada) for one more, answer(ada) for her next answer.',
    ),
    t('Everything else is an expression: all.filter(a => a.trust < 0.5)'),
  ].join('\n');

/** Examples of commands, and what they do. */
const HELP = [
  ['goto 120', marked('go to an event')],
  ['ask ada "why did you leave?"', marked('a question off the record, at this moment; also: ask ada 5 times "…"')],
  ['fork', marked('a new run from here, with nothing changed')],
  ['fork ada.trust = 0.2', marked('a new run with this value')],
  ['what if ada.trust = 0.2', marked('play the change off the record and compare; also: … for 3 rounds')],
  ['keep', marked('keep the last change that was played as a run')],
] as const;

/** `ada.trust = 0.2`: a name and its new value. */
const CHANGE = /^([^=]*[^=<>!\s])\s*=(?![=>])\s*(\S.*)$/s;

/** The command in a line; null for an expression. Refuses a command that is incomplete. */
export function commandOf(line: string): Command | null {
  const goto = /^\s*goto\s+(\d+)\s*$/.exec(line);
  if (goto) return { kind: 'goto', seq: Number(goto[1]) };
  const ask = /^\s*ask\s+([\w.-]+)\s+(?:(\d{1,3})\s+times\s+)?(["“'«]?)(.+?)["”'»]?\s*$/s.exec(line);
  if (ask) return { kind: 'ask', agent: ask[1]!, text: ask[4]!, samples: Math.max(1, Number(ask[2] ?? 1)) };
  const word = /^\s*(keep|help|fork)\s*$/.exec(line)?.[1] as 'keep' | 'help' | 'fork' | undefined;
  if (word) return word === 'fork' ? { kind: word, what: null, value: '' } : ({ kind: word } as Command);
  const change = /^\s*(fork|what\s+if)(?:\s+(.+?))?\s*$/s.exec(line);
  return change ? changeOf(change[1] === 'fork' ? 'fork' : 'what if', change[2] ?? '') : null;
}

function changeOf(kind: 'fork' | 'what if', words: string): Command {
  const bounded = kind === 'what if' ? /^(.+?)\s+for\s+(\d+)\s+rounds?$/s.exec(words) : null;
  const change = CHANGE.exec(bounded?.[1] ?? words);
  if (!change)
    throw new Refused('incomplete-request', t('Name a change, as in `{0} ada.trust = 0.2`. `help` shows what can be changed.', kind));
  const [, what, value] = change as unknown as [string, string, string];
  if (kind === 'fork') return { kind, what, value };
  const rounds = bounded ? Number(bounded[2]) : undefined;
  if (rounds === 0) throw new Refused('incomplete-request', t('Play at least one round: `what if … for 1 round`.'));
  return { kind, what, value, ...(rounds === undefined ? {} : { rounds }) };
}

/** What an agent answers to a question at the cursor. No event records it. A paid mind is paid, after the user has agreed. */
export async function consoleAnswer(
  { debuggee }: Inspector,
  { agent, text, samples }: Extract<Command, { kind: 'ask' }>,
  token: CancellationToken,
): Promise<string> {
  const { run, state } = debuggee;
  if (indexOf(state.roster, agent) < 0) throw new Refused('unknown-agent', t('Unknown agent `{0}`. Use the id of an agent.', agent));
  if (!run.minds)
    throw new Refused('no-answer', t('No agent answers here: this run has no folder in this window. Run the file to ask its agents.'));
  const minds = await run.minds(agent, state);
  const model = modelAt(run.handle.model, state.seq);
  const answers = await interview(model, state, { agent, text, samples }, { sha256, minds, token }).finally(() => run.paid?.());
  if (answers.every((answer) => answer.text === null))
    throw new Refused('no-answer', t('No answer came: {0}.', translated(answers[0]?.reason ?? marked('no agent was asked'))));
  const said = answers.map((answer) =>
    answer.text === null
      ? t('(no answer: {0})', answer.reason === null ? t('none came') : translated(answer.reason))
      : printable(answer.text),
  );
  return said.length === 1 ? said[0]! : said.map((one, i) => `${i + 1}. ${one}`).join('\n');
}

/** What the console prints as the answer. */
export const said = (result: string): Answer => ({ body: { result, variablesReference: 0 } });
