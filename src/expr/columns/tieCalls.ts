/** Neighbours and ties over columns. A missing agent has no neighbours and no ties, as in the row-wise code. */
import { placeBetween } from '../../core/util/search.js';
import type { CallExpression } from '../syntax/parse.js';
import { lengthBlocks } from './blocks.js';
import type { ChangingTies, RowLists, TieLists } from './columnScope.js';
import { nearLanes, strengthLanes } from './lanes/agentLanes.js';
import type { ListLanes, NumberLanes } from './lanes/block.js';
import { rowLanes } from './lanes/codeLanes.js';
import { type Context, type Locals, type RowCode, type RowList, refuse, type Typed } from './typedCode.js';

type Call = (context: Context, node: CallExpression, locals: Locals) => Typed | null;

/** The agents that a call names, and its network. */
function agentsIn(context: Context, node: CallExpression, locals: Locals, count: number): readonly RowCode[] {
  if (node.arguments.length < count || node.arguments.length > count + 1) return refuse('An agent is missing here.', node);
  return node.arguments.slice(0, count).map((arg) => {
    const code = context.compile(arg, locals);
    return code.kind === 'agent' ? code : refuse('This is not an agent.', arg);
  });
}

function networkIn(node: CallExpression, count: number): string | null {
  const arg = node.arguments[count];
  if (!arg) return null;
  if (arg.type === 'Identifier') return arg.name;
  return arg.type === 'Literal' && typeof arg.value === 'string' ? arg.value : refuse('A network by its name is expected here.', arg);
}

function neighboursIn(context: Context, node: CallExpression): RowLists {
  const network = networkIn(node, 1);
  return context.scope.neighbours(network) ?? refuse(network === null ? 'There is no network.' : `\`${network}\` is not in columns.`, node);
}

function tiesIn(context: Context, node: CallExpression, agents: number): TieLists {
  const network = networkIn(node, agents);
  return context.scope.ties(network) ?? refuse(network === null ? 'There is no network.' : `\`${network}\` is not in columns.`, node);
}

/** A view of lists that are computed when they are first read, which the number of their agents does not need. */
const unreadView = (lists: RowLists): RowList['view'] => ({
  get rows() {
    return lists.to;
  },
  ...{ from: 0, to: 0 },
});

/** The list of the agent that a call names. */
function listOf(context: Context, node: CallExpression, locals: Locals, lists: RowLists & Partial<TieLists>): Typed {
  const { start, end } = lists;
  const [agent] = agentsIn(context, node, locals, 1) as [RowCode];
  const view = lists.isUnread ? unreadView(lists) : { rows: lists.to, from: 0, to: 0 };
  const { cell, run } = agent;
  const open = cell
    ? (): void => {
        const { row } = cell;
        view.from = start[row]!;
        view.to = end[row]!;
      }
    : (): void => {
        const row = run();
        view.from = row < 0 ? 0 : start[row]!;
        view.to = row < 0 ? 0 : end[row]!;
      };
  const lanes = (): ListLanes => nearLanes(lists, rowLanes(context, agent));
  const near = cell ? { near: { start, end, cell } } : {};
  return { kind: 'agents', maybe: false, cost: agent.cost + 2, view, open, lanes, ...near };
}

const changingIn = ({ scope }: Context, node: CallExpression, agents: number): ChangingTies | null =>
  scope.changingTies?.(networkIn(node, agents)) ?? null;

function changingList(context: Context, node: CallExpression, locals: Locals, ties: ChangingTies): Typed {
  const [agent] = agentsIn(context, node, locals, 1) as [RowCode];
  const { run, cell, cost } = agent;
  const view = { rows: ties.to, from: 0, to: 0 };
  const open = (): void => {
    const row = run();
    view.rows = ties.to;
    view.from = row < 0 ? 0 : ties.start[row]!;
    view.to = row < 0 ? 0 : ties.end[row]!;
  };
  const lanes = (): ListLanes => nearLanes(ties, rowLanes(context, agent));
  return { kind: 'agents', maybe: false, cost: cost + 2, view, open, lanes, ...(cell ? { ties: { ties, from: cell } } : {}) };
}

/** The strength of a tie, 0 if there is none. A loop over the ties of an agent asks for one tie after another, which needs no search. */
function strengthReader(ties: ChangingTies): (row: number, target: number) => number {
  let place = -1;
  return (row, target) => {
    if (row < 0 || target < 0) return 0;
    const { to, start, end } = ties;
    const last = end[row]!;
    place++;
    if (!(place >= start[row]! && place < last && to[place] === target)) place = placeBetween(to, start[row]!, last, target);
    return place < last && to[place] === target ? ties.strength[place]! : 0;
  };
}

export const tieCalls: { readonly [name: string]: Call } = {
  neighbours: (context, node, locals) => listOf(context, node, locals, neighboursIn(context, node)),
  tied: (context, node, locals) => {
    const changing = changingIn(context, node, 1);
    return changing ? changingList(context, node, locals, changing) : listOf(context, node, locals, tiesIn(context, node, 1));
  },
  degree: (context, node, locals) => {
    const [agent] = agentsIn(context, node, locals, 1) as [RowCode];
    const { start, end } = neighboursIn(context, node);
    const { cell, run } = agent;
    const degree = (): number => {
      const row = run();
      return row < 0 ? 0 : end[row]! - start[row]!;
    };
    return { kind: 'number', maybe: false, cost: agent.cost + 2, run: degree, ...(cell ? { blocks: lengthBlocks(start, end, cell) } : {}) };
  },
  tie: (context, node, locals) => {
    const [a, b] = agentsIn(context, node, locals, 2) as [RowCode, RowCode];
    const [from, other] = [a.run, b.run];
    const cost = a.cost + b.cost + 2;
    const changing = changingIn(context, node, 2);
    const ties = changing ?? tiesIn(context, node, 2);
    const strength = strengthReader(ties);
    const lanes = (into?: Float64Array): NumberLanes => strengthLanes(rowLanes(context, a), rowLanes(context, b), ties, into);
    const between = a.cell && b.cell ? { tie: { ties, from: a.cell, to: b.cell } } : {};
    return { kind: 'number', maybe: false, cost, run: () => strength(from(), other()), lanes, ...between };
  },
};
