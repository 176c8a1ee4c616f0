/** Why a variable changed, as lines of text in the language of the reader. Texts of the file and of agents are untrusted. */
import type { NodeId } from '../../core/util/ids.js';
import { groupedFor, t } from '../../core/util/l10n.js';
import type { Json } from '../../core/util/json.js';
import type { Value } from '../../expr/index.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { AskedChange, PanelChange } from '../../protocol/panelRequests.js';
import { type ChangeWhy, changeWhy, lastChange } from './changeWhy.js';
import { oneLine, valueWords } from './inspectAgent.js';
import type { Reading } from './tracedScope.js';

/** The most agents whose readings are listed. */
const MOST_READ = 30;

/** Characters of a rule that is shown. */
const LONG = 160;

const shown = (value: Json | undefined): string => (value === undefined ? t('no value') : valueWords(value));

/** `state "well" → "ill"`, without the agent. */
export const changedWords = ({ variable, before, after }: Pick<ChangeWhy, 'variable' | 'before' | 'after'>): string =>
  `${variable} ${shown(before)} → ${shown(after)}`;

/** What was read of an agent, and what was drawn after it: `state ill; drew 0.213`. */
export function readWords({ values, draws }: Reading): string {
  const fields = [...values].map(([name, value]) => `${name} ${shown(plain(value))}`);
  const drawn = draws.length === 0 ? [] : [t('drew {0}', draws.map((draw) => String(Math.round(draw * 1000) / 1000)).join(', '))];
  return [fields.join(', '), ...drawn].filter((part) => part !== '').join('; ');
}

const plain = (value: Value): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && 'id' in value ? String(value.id) : (value as Json);

/** `placeOf` names the line of a node; null if it has none. */
export function changeLines(why: ChangeWhy, placeOf: (node: NodeId) => string | null): readonly string[] {
  const { agent, name, seq, round, node, rule, condition, read, isRepeated } = why;
  const at = (of: NodeId): string => placeOf(of) ?? of;
  const own = read.find((one) => one.agent === agent);
  const others = read.filter((one) => one.agent !== agent);
  const title = (one: Reading): string => (one.name === one.agent ? one.agent : `${one.name} (${one.agent})`);
  return [
    t('{0} ({1}): {2} in round {3}, event {4}', name, agent, changedWords(why), round, seq),
    node === null ? t('It was set by hand.') : `${at(node)}: ${rule ? oneLine(rule.source, LONG) : node}`,
    ...(condition ? [`${at(condition.node)}: if ${oneLine(condition.source, LONG)}`] : []),
    ...(own ? [t('it had: {0}', readWords(own))] : []),
    ...(others.length > 0
      ? [t(others.length === 1 ? 'it read {0} other agent:' : 'it read {0} other agents:', groupedFor(others.length))]
      : []),
    ...others.slice(0, MOST_READ).map((one) => `  ${title(one)}: ${readWords(one)}`),
    ...(others.length > MOST_READ ? [`  ${t('and {0} more', groupedFor(others.length - MOST_READ))}`] : []),
    ...(rule && !isRepeated
      ? [t('The rule does not give this value for the agent alone: it read changes of agents before it, or of its turn.')]
      : []),
  ];
}

/** Why a variable of an agent has its value after an event, for the panel; null if no event has set it. */
export function panelChange(
  model: ScenarioModel,
  timeline: Timeline,
  { agent, variable, seq }: Omit<AskedChange, 'kind'>,
): PanelChange | null {
  const last = lastChange(timeline, seq, agent, variable);
  const why = last === null ? null : changeWhy(model, timeline, last, agent, variable);
  if (!why) return null;
  const { rule, condition, read, round } = why;
  return {
    kind: 'change',
    text: t('{0} in round {1}', changedWords(why), round),
    seq: why.seq,
    node: why.node,
    rule: [...(rule ? [oneLine(rule.source, LONG)] : []), ...(condition ? [`if ${oneLine(condition.source, LONG)}`] : [])],
    read: read.slice(0, MOST_READ).map((one) => [one.name, readWords(one)]),
    more: Math.max(0, read.length - MOST_READ),
  };
}
