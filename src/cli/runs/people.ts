/** `society people RUN… --of EXPRESSION --csv FILE --column NAME`: compares final values of agents with survey data. */
import { readFile } from 'node:fs/promises';
import { tableOf } from '../../engine/index.js';
import { compareWithPeople, type BesidePeople, columnOf, type Described, valuesAtEnd } from '../../runs/expectations/compareWithPeople.js';
import { argumentsOf } from '../terminal/arguments.js';
import { jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';

export async function people(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('people', args, {
    of: { type: 'string' },
    csv: { type: 'string' },
    column: { type: 'string' },
    json: { type: 'boolean' },
  });
  const { of, csv, column, json } = values;
  if (positionals.length === 0) throw new UsageError('people needs one run folder, or several.');
  if (of === undefined || csv === undefined || column === undefined)
    throw new UsageError('people needs --of EXPRESSION, --csv FILE and --column NAME.');
  const runs = await Promise.all(positionals.map(openRecording));
  const table = tableOf(csv, await readFile(csv, 'utf8'));
  const fatal = table.problems.find((problem) => problem.fatal);
  if (fatal) throw new UsageError(`${csv}:${fatal.line}: ${fatal.message}`);
  const compared = compareWithPeople(
    runs.map((run) => valuesAtEnd(run, of)),
    columnOf(table, column),
  );
  process.stdout.write(json ? jsonText(compared) : `${printable(words(compared, of, `${csv}, ${column}`))}\n`);
  return 0;
}

const number = (value: number): string => (Number.isFinite(value) ? String(Math.round(value * 1e4) / 1e4) : '∞');
const missing = (count: number): string => (count === 0 ? '' : `, ${count} without a value`);

const described = ({ n, missing: left, mean, sd }: Described): string => `mean ${number(mean)}, sd ${number(sd)}, n = ${n}${missing(left)}`;

function words(compared: BesidePeople, of: string, where: string): string {
  const limits = 'Synthetic agents compared with people: similar distributions do not show similar causes.';
  if (compared.kind === 'words') {
    const { agents, people: theirs, shares, rmse, divergence } = compared;
    return [
      `agents, ${of}: ${plural(agents.n, 'value')}${missing(agents.missing)}`,
      `people, ${where}: ${plural(theirs.n, 'value')}${missing(theirs.missing)}`,
      ...shares.map((share) => `  ${share.word}: ${number(share.agents)} of agents, ${number(share.people)} of people`),
      `root mean squared difference of shares ${number(rmse)}, divergence ${number(divergence)} nats`,
      limits,
    ].join('\n');
  }
  const { runs, agents, people: theirs, difference, interval, wasserstein, ks } = compared;
  const chance = ks.p === null ? '' : ks.p < 0.001 ? ', p < 0.001' : `, p = ${ks.p.toFixed(3)}`;
  return [
    `agents, ${of}: ${described(agents)}`,
    `people, ${where}: ${described(theirs)}`,
    `difference of means ${number(difference)}${interval ? ` [${number(interval.low)}, ${number(interval.high)}]` : ''}`,
    `Wasserstein distance ${number(wasserstein)}, Kolmogorov–Smirnov D = ${number(ks.d)}${chance}`,
    runs > 1
      ? `The interval counts each of the ${runs} runs once, because agents of one run depend on each other.`
      : 'Interval and p take the agents of the run as independent. Give several runs to drop that assumption.',
    limits,
  ].join('\n');
}
