/** The rows of the *Mind* view for an agent at a moment. This file does not depend on the tree. */
import * as vscode from 'vscode';
import { agentAt, varsOf } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { AgentState, State, Variables } from '../../core/events/state.js';
import {
  lastWords,
  memoriesOf,
  type MemorySeen,
  memoryCount,
  oneLine,
  recalledOf,
  spentFor,
  tiesOf,
  valueWords,
  MEMORY_KINDS,
} from '../../runs/views/inspectAgent.js';
import type { ShownRun } from '../moment/shownRun.js';

const { t } = vscode.l10n;

/** Maximum length of a text in a row. The tooltip has the whole text. */
const TEXT = 140;
const MOST_WORDS = 20;

export interface Row {
  /** A stable id, so that open rows stay open. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: string;
  readonly command?: vscode.Command;
  readonly context?: string;
  readonly open?: boolean;
  readonly children?: () => Row[];
}

interface MindShown {
  readonly run: ShownRun;
  readonly state: State;
  readonly agent: string;
  /** Shows only memories that contain this text. */
  readonly filter: string;
  /** How many memories are listed. */
  readonly memories: number;
}

export function mindRows(shown: MindShown): Row[] {
  const { state, run } = shown;
  const index = indexOf(state.roster, shown.agent);
  const agent = index < 0 ? undefined : agentAt(state, index);
  if (!agent) return [{ id: 'away', label: awayWords(shown), icon: 'circle-slash' }];
  return [
    ...variableRows(varsOf(state, index)),
    ...rewardRows(agent),
    ...group('recalled', t('Recalled'), 'lightbulb', recalledOf(agent).map(memoryRow('recalled')), true),
    memoriesRow(shown, agent),
    ...group('ties', t('Ties'), 'type-hierarchy-sub', tieRows(state, index)),
    ...group('words', t('Last messages'), 'comment', wordRows(state, agent)),
    ...costRows(run, state, agent),
  ];
}

/** The text for an agent of another run, or for an agent that joins later. */
const awayWords = ({ run, agent }: MindShown): string =>
  indexOf(run.timeline.head.roster, agent) < 0
    ? t('{0} does not take part in this run.', agent)
    : t('{0} has not joined yet at this moment.', agent);

/** Rows under a heading with their number; no heading without rows. */
function group(id: string, label: string, icon: string, rows: readonly Row[], open = false): Row[] {
  return rows.length === 0 ? [] : [{ id, label, description: String(rows.length), icon, open, children: () => [...rows] }];
}

const variableRows = (vars: Variables): Row[] =>
  Object.entries(vars)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ id: `var.${name}`, label: name, description: valueWords(value), icon: 'symbol-variable' }));

const rewardRows = ({ rewards }: AgentState): Row[] =>
  Object.entries(rewards).map(([name, values]) => ({
    id: `reward.${name}`,
    label: t('reward {0}', name),
    description: t('{0}, {1} in total', valueWords(values.at(-1) ?? 0), valueWords(values.reduce((all, value) => all + value, 0))),
    icon: 'star-empty',
  }));

const memoryRow =
  (under: string) =>
  ({ id, text, round, kind, importance, recalled }: MemorySeen): Row => ({
    id: `${under}.${id}`,
    label: oneLine(text, TEXT),
    description: [...(recalled ? [recalled.score.toFixed(2)] : []), t('round {0}', round), t(MEMORY_KINDS[kind])].join(' · '),
    tooltip: [
      text,
      t('Round {0}, {1}, importance {2}', round, t(MEMORY_KINDS[kind]), importance),
      ...(recalled
        ? [
            t(
              'Recalled with score {0}: recency {1}, importance {2}, relevance {3}',
              ...[recalled.score, recalled.recency, recalled.importance, recalled.relevance].map((part) => part.toFixed(2)),
            ),
          ]
        : []),
    ].join('\n\n'),
    context: 'memory',
  });

function memoriesRow({ filter, memories }: MindShown, agent: AgentState): Row {
  const children = (): Row[] => {
    const found = memoriesOf(agent, 0, memories + 1, filter);
    const rows = found.slice(0, memories).map(memoryRow('memory'));
    if (found.length <= memories) return rows;
    return [...rows, { id: 'memory.more', label: t('Older memories…'), command: { command: 'society.moreMemories', title: '' } }];
  };
  const count = String(memoryCount(agent));
  const description = filter === '' ? count : t('{0}, with “{1}”', count, filter);
  return { id: 'memories', label: t('Memories'), description, icon: 'history', context: 'memories', open: filter !== '', children };
}

const tieRows = (state: State, index: number): Row[] =>
  tiesOf(state, index).map(({ network, id, name, strength }) => ({
    id: `tie.${network}.${id}`,
    label: name,
    description: `${strength.toFixed(2)} · ${network}`,
    command: { command: 'society.showAgent', title: t('Show Agent'), arguments: [id] },
  }));

const wordRows = (state: State, agent: AgentState): Row[] =>
  lastWords(state, agent, MOST_WORDS).map(({ id, seq, text, round, action }) => ({
    id: `word.${id}`,
    label: oneLine(text === '' ? action : text, TEXT),
    description: t('round {0}', round),
    tooltip: `${text}\n\n${t('Click to go to this moment.')}`,
    command: { command: 'society.goTo', title: t('Go to This Moment'), arguments: [seq] },
  }));

function costRows(run: ShownRun, state: State, { id }: AgentState): Row[] {
  const spent = spentFor(run.booked(), id, state.round);
  if (!spent) return [];
  const description = t('{0} calls, {1} tokens in, {2} out', spent.calls, spent.input, spent.output);
  return [{ id: 'cost', label: t('Cost'), description, icon: 'credit-card' }];
}
