/** `society why RUN AGENT.VARIABLE`: the last change of a variable of an agent, the rule that made it, and the agents that it read. */
import { someAgents } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { NodeId } from '../../core/util/ids.js';
import { didYouMean, didYouMeanPerson } from '../../core/util/suggest.js';
import type { Timeline } from '../../core/events/timeline.js';
import { nameOf } from '../../language/program/uri.js';
import { changeLines, changeWhy, lastChange, type RecordedRun, timelineOf } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { wholeNumber } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { t } from '../../core/util/l10n.js';

export async function why(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('why', args, {
    round: { type: 'string' },
    at: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path, what = ''] = positionals;
  const [, agent, variable] = /^(.+)\.([^.]+)$/.exec(what) ?? [];
  if (path === undefined || positionals.length !== 2 || agent === undefined || variable === undefined)
    throw new UsageError(t('why needs a run folder and a variable of an agent, such as `ada.trust`.'));
  const run = await openRecording(path);
  const timeline = timelineOf(run);
  const { roster } = timeline.head;
  if (indexOf(roster, agent) < 0) {
    throw new UsageError(t('Unknown agent `{0}`.{1}', agent, didYouMeanPerson(agent, someAgents(timeline.head, agent))));
  }
  const names = run.model.agentVars.map(({ id }) => id);
  const seq = lastChange(timeline, momentOf(values, timeline), agent, variable);
  if (seq === null) throw new UsageError(t('No event up to here sets `{0}`.{1}', what, didYouMean(variable, names)));
  const found = changeWhy(run.model, timeline, seq, agent, variable)!;
  if (values.json) {
    const read = found.read.map((one) => ({ ...one, values: Object.fromEntries(one.values) }));
    process.stdout.write(jsonText({ ...found, rule: found.rule && { node: found.rule.node, source: found.rule.source }, read }));
  } else process.stdout.write(printable(`${changeLines(found, placesOf(run)).join('\n')}\n`));
  return 0;
}

/** The last event that counts. */
function momentOf({ round, at }: { readonly round?: string | undefined; readonly at?: string | undefined }, timeline: Timeline): number {
  if (round !== undefined && at !== undefined) throw new UsageError(t('--round and --at exclude each other.'));
  const seq = wholeNumber('at', at, 0);
  const last = wholeNumber('round', round, 0);
  if (last === undefined) return seq ?? timeline.events.length - 1;
  // `rounds` has the first event of each round.
  return (timeline.rounds[last] ?? timeline.events.length) - 1;
}

/** `town.society:34`. */
const placesOf =
  ({ resolved }: RecordedRun) =>
  (node: NodeId): string | null => {
    for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
      const span = resolved.nodes.get(path);
      if (span) return `${nameOf(span.source)}:${span.range.start.line + 1}`;
    }
    return null;
  };
