/**
 * `society ps`, `pause`, `resume`, `stop`, `budget`: runs that another process plays, in a terminal or in the editor. A command reaches
 * the process over a socket that only the same user can use.
 */
import { aligned } from '../../core/util/columns.js';
import { marked, t } from '../../core/util/l10n.js';
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moneyText } from '../../minds/index.js';
import { type ControlReply, controlRoom, type ControlStatus, type NewLimits } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { wholeNumber } from '../terminal/files.js';
import { displayPath, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { moneyGiven } from '../terminal/spending.js';

interface UnderWay {
  readonly dir: string;
  readonly status: ControlStatus;
}

/** Lists the runs under way at and below folders. */
export async function ps(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('ps', args, { json: { type: 'boolean' } });
  const found = await underWay(positionals.length > 0 ? positionals : ['.']);
  if (values.json) process.stdout.write(jsonText(found.map(({ dir, status }) => ({ run: shown(dir), ...status }))));
  else process.stdout.write(found.length === 0 ? t('no run under way\n') : table(found));
  return 0;
}

export const pause = (args: readonly string[]): Promise<number> =>
  command('pause', args, marked('{0} paused after the current step: round {1} of {2}, {3}\n'));
export const resume = (args: readonly string[]): Promise<number> =>
  command('resume', args, marked('{0} continues: round {1} of {2}, {3}\n'));
export const stop = (args: readonly string[]): Promise<number> =>
  command('stop', args, marked('{0} stops after the current step: round {1} of {2}, {3}\n'));

/** Shows the budget of a run, or changes it. */
export async function budget(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('budget', args, {
    ...{ calls: { type: 'string' }, tokens: { type: 'string' }, money: { type: 'string' } },
    json: { type: 'boolean' },
  });
  const limits: NewLimits = {
    ...limit('calls', values.calls),
    ...limit('tokens', values.tokens),
    ...(values.money === undefined ? {} : { money: values.money === 'none' ? null : moneyGiven(values.money) }),
  };
  const isChange = Object.keys(limits).length > 0;
  const dir = await runNamed('budget', positionals);
  const { control } = await controlRoom();
  const status = statusIn(dir, await control(dir, isChange ? 'budget' : 'status', isChange ? limits : undefined));
  process.stdout.write(values.json ? jsonText({ run: shown(dir), ...status }) : `${spending(status)}\n`);
  return 0;
}

async function command(name: 'pause' | 'resume' | 'stop', args: readonly string[], done: string): Promise<number> {
  const { values, positionals } = argumentsOf(name, args, { json: { type: 'boolean' } });
  const dir = await runNamed(name, positionals);
  const { control } = await controlRoom();
  const status = statusIn(dir, await control(dir, name));
  const line = t(done, shown(dir), status.round, status.rounds, plural(status.events, 'event'));
  process.stdout.write(values.json ? jsonText({ run: shown(dir), ...status }) : printable(line));
  return 0;
}

function statusIn(dir: string, reply: ControlReply | null): ControlStatus {
  if (reply === null)
    throw new Error(t('no process of yours plays {0} now. Continue a run that has stopped with: society run --resume {0}', shown(dir)));
  if (!reply.ok) throw new Error(reply.message);
  return reply.status;
}

/** The folder of the run that is named by its folder, or by its id if it is under way at or below the current folder. */
async function runNamed(name: string, positionals: readonly string[]): Promise<string> {
  const [given, ...more] = positionals;
  if (more.length > 0) throw new UsageError(t('{0} needs one run.', name));
  if (given !== undefined && statSync(resolve(given), { throwIfNoEntry: false })?.isDirectory()) return resolve(given);
  const found = await underWay(['.']);
  const fitting = found.filter(({ dir, status }) => given === undefined || status.id === given || basename(dir) === given);
  const [only] = fitting;
  if (fitting.length === 1 && only) return only.dir;
  const names = (fitting.length > 0 ? fitting : found).map(({ dir }) => shown(dir)).join(', ');
  if (given === undefined)
    throw new UsageError(
      names === '' ? t('{0} needs a run. No run is under way here.', name) : t('{0} needs a run. Under way: {1}.', name, names),
    );
  if (fitting.length > 1) throw new UsageError(t('Several runs are named {0}: {1}. Name the folder of one.', given, names));
  throw new UsageError(
    names === '' ? t('No run {0} is under way here.', given) : t('No run {0} is under way here. Under way: {1}.', given, names),
  );
}

async function underWay(folders: readonly string[]): Promise<readonly UnderWay[]> {
  const paths = folders.map((folder) => {
    if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(t('The folder {0} does not exist.', folder));
    return resolve(folder);
  });
  return (await controlRoom()).runsUnderWay(paths);
}

function limit(name: 'calls' | 'tokens', value: string | undefined): Pick<NewLimits, 'calls' | 'tokens'> {
  if (value === 'none') return { [name]: null };
  const number = wholeNumber(name, value, 0);
  return number === undefined ? {} : { [name]: number };
}

const shown = (dir: string): string => displayPath(pathToFileURL(dir).href);

const PLACES: { readonly [place: string]: string } = { terminal: marked('terminal'), editor: marked('editor') };

const STATES: { readonly [state in ControlStatus['state']]: string } = {
  running: marked('running'),
  held: marked('paused'),
  ending: marked('ending'),
};

/** One line for each run, in columns. */
function table(runs: readonly UnderWay[]): string {
  const rows = [
    [t('RUN'), t('STATE'), t('ROUND'), t('SPENT'), t('PROCESS')],
    ...runs.map(({ dir, status }) => [
      ...[shown(dir), t(STATES[status.state]), `${status.round}/${status.rounds}`, spending(status)],
      `${status.pid} (${t(PLACES[status.place] ?? status.place)})`,
    ]),
  ];
  return aligned(rows)
    .map((line) => `${printable(line)}\n`)
    .join('');
}

/** For example `12 of 100 calls, 5040 tokens, 0.01 of 1.00 USD`. */
function spending({ spent, limits }: ControlStatus): string {
  const calls = limits.calls === undefined ? t('{0} calls', spent.calls) : t('{0} of {1} calls', spent.calls, limits.calls);
  const tokens = limits.tokens === undefined ? t('{0} tokens', spent.tokens) : t('{0} of {1} tokens', spent.tokens, limits.tokens);
  const most = limits.money && moneyText(limits.money.amount, limits.money.currency);
  return [calls, tokens, ...(most ? [t('{0} of {1}', moneyText(spent.money, '').trim(), most)] : [])].join(', ');
}
