/**
 * `society ps`, `pause`, `resume`, `stop`, `budget`: runs that another process plays, in a terminal or in the editor. A command reaches
 * the process over a socket that only the same user can use.
 */
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
  else process.stdout.write(found.length === 0 ? 'no run under way\n' : table(found));
  return 0;
}

export const pause = (args: readonly string[]): Promise<number> => command('pause', args, 'paused after the current step');
export const resume = (args: readonly string[]): Promise<number> => command('resume', args, 'continues');
export const stop = (args: readonly string[]): Promise<number> => command('stop', args, 'stops after the current step');

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
  const line = `${shown(dir)} ${done}: round ${status.round} of ${status.rounds}, ${plural(status.events, 'event')}\n`;
  process.stdout.write(values.json ? jsonText({ run: shown(dir), ...status }) : printable(line));
  return 0;
}

function statusIn(dir: string, reply: ControlReply | null): ControlStatus {
  if (reply === null)
    throw new Error(
      `no process of yours plays ${shown(dir)} now. Continue a run that has stopped with: society run --resume ${shown(dir)}`,
    );
  if (!reply.ok) throw new Error(reply.message);
  return reply.status;
}

/** The folder of the run that is named by its folder, or by its id if it is under way at or below the current folder. */
async function runNamed(name: string, positionals: readonly string[]): Promise<string> {
  const [given, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`${name} needs one run.`);
  if (given !== undefined && statSync(resolve(given), { throwIfNoEntry: false })?.isDirectory()) return resolve(given);
  const found = await underWay(['.']);
  const fitting = found.filter(({ dir, status }) => given === undefined || status.id === given || basename(dir) === given);
  const [only] = fitting;
  if (fitting.length === 1 && only) return only.dir;
  const names = (fitting.length > 0 ? fitting : found).map(({ dir }) => shown(dir)).join(', ');
  if (given === undefined)
    throw new UsageError(`${name} needs a run. ${names === '' ? 'No run is under way here.' : `Under way: ${names}.`}`);
  if (fitting.length > 1) throw new UsageError(`Several runs are named ${given}: ${names}. Name the folder of one.`);
  throw new UsageError(`No run ${given} is under way here.${names === '' ? '' : ` Under way: ${names}.`}`);
}

async function underWay(folders: readonly string[]): Promise<readonly UnderWay[]> {
  const paths = folders.map((folder) => {
    if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`The folder ${folder} does not exist.`);
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

const STATES: { readonly [state in ControlStatus['state']]: string } = { running: 'running', held: 'paused', ending: 'ending' };

/** One line for each run, in columns. */
function table(runs: readonly UnderWay[]): string {
  const rows = [
    ['RUN', 'STATE', 'ROUND', 'SPENT', 'PROCESS'],
    ...runs.map(({ dir, status }) => [
      ...[shown(dir), STATES[status.state], `${status.round}/${status.rounds}`, spending(status)],
      `${status.pid} (${status.place})`,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `${printable(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')).trimEnd()}\n`).join('');
}

/** For example `12 of 100 calls, 5040 tokens, 0.01 of 1.00 USD`. */
function spending({ spent, limits }: ControlStatus): string {
  const of = (used: number, most: number | undefined, unit: string): string => `${used}${most === undefined ? '' : ` of ${most}`} ${unit}`;
  const money = limits.money ? [`${moneyText(spent.money, '').trim()} of ${moneyText(limits.money.amount, limits.money.currency)}`] : [];
  return [of(spent.calls, limits.calls, 'calls'), of(spent.tokens, limits.tokens, 'tokens'), ...money].join(', ');
}
