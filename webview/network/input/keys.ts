/** The network by keyboard: moving from agent to agent, selecting, pushing, and everything else that the pointer can do. */
import type { Input, InputEvents } from './input.js';
import type { NetworkView } from '../view/view.js';
import { neighbourTowards, type Direction } from '../graph/walk.js';

const ARROWS: Readonly<Partial<Record<string, Direction>>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Pixels of a push with Shift and an arrow key. */
const PUSH = 14;
const PUSHES: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-PUSH, 0],
  right: [PUSH, 0],
  up: [0, -PUSH],
  down: [0, PUSH],
};

/** The position of the keyboard focus in the network. */
interface Walk {
  standing: number | null;
  /** The agent whose neighbours the keys visit, and the current position among them. */
  centre: number | null;
  at: number;
}

type Act = () => void;

export function listenToKeys(view: NetworkView, events: InputEvents, input: Omit<Input, 'reset'>): { reset(): void } {
  const walk: Walk = { standing: null, centre: null, at: -1 };
  const steps = stepsOf(view, events, walk);
  const acts = { ...viewActs(events, input), ...agentActs(view, events, walk), ...steps.around };
  view.canvas.addEventListener('keydown', (event) => {
    const direction = ARROWS[event.key];
    const act = direction ? steps.towards(direction, event) : withoutArrow(acts, event);
    if (!act || event.metaKey) return;
    event.preventDefault();
    act();
  });
  view.canvas.addEventListener('blur', () => view.cursor(null));
  view.canvas.addEventListener('focus', () => {
    if (walk.standing !== null && view.canvas.matches(':focus-visible')) view.cursor(walk.standing);
  });
  return { reset: () => Object.assign(walk, { standing: null, centre: null, at: -1 }) };
}

const withoutArrow = (acts: Readonly<Partial<Record<string, Act>>>, event: KeyboardEvent): Act | undefined =>
  event.ctrlKey || (event.altKey && event.key !== 'Enter') ? undefined : acts[event.altKey ? 'Alt+Enter' : event.key];

function stepsOf(
  view: NetworkView,
  events: InputEvents,
  walk: Walk,
): { towards(direction: Direction, keys: KeyboardEvent): Act | null; readonly around: Readonly<Record<string, Act>> } {
  const stand = (agent: number): void => {
    walk.standing = agent;
    view.cursor(agent);
    events.walk(agent);
  };
  const first = (): number => events.selected() ?? view.positions.x.findIndex((_, agent) => !view.isAway(agent));
  const step = (direction: Direction, wanted: (agent: number) => boolean): void => {
    const { standing } = walk;
    const { x, y } = view.positions;
    walk.centre = null;
    const next = standing === null ? first() : (neighbourTowards(x, y, standing, direction, (agent) => !wanted(agent)) ?? standing);
    if (next >= 0) stand(next);
  };
  /** Moves to the next neighbour of the agent that had the focus at the start. */
  const turn = (by: 1 | -1): void => {
    walk.centre ??= walk.standing ?? first();
    const around = events.tied(walk.centre).filter((agent) => !view.isAway(agent));
    if (around.length === 0) return;
    walk.at = walk.standing === walk.centre || walk.standing === null ? (by === 1 ? 0 : around.length - 1) : walk.at + by;
    walk.at = (walk.at + around.length) % around.length;
    stand(around[walk.at]!);
  };
  return {
    towards: (direction, { ctrlKey, shiftKey, altKey }) => {
      if (altKey) return null;
      if (shiftKey) return () => push(view, events, walk.standing ?? events.selected(), direction);
      const tied = ctrlKey && walk.standing !== null ? new Set(events.tied(walk.standing)) : null;
      return () => step(direction, (agent) => !view.isAway(agent) && (!tied || tied.has(agent)));
    },
    around: { n: () => turn(1), p: () => turn(-1) },
  };
}

/** Moves an agent a little in a direction and pins it there. */
function push(view: NetworkView, events: InputEvents, agent: number | null, direction: Direction): void {
  if (agent === null) return;
  const { x, y } = view.where(agent);
  const [dx, dy] = PUSHES[direction];
  view.pin(agent, { x: x + dx, y: y + dy });
  events.pinned(agent);
}

/** Actions on the agent at the keyboard focus. */
function agentActs(view: NetworkView, events: InputEvents, walk: Walk): Readonly<Record<string, Act>> {
  const withOne = (act: (agent: number) => void) => (): void => {
    if (walk.standing !== null) act(walk.standing);
  };
  const choose = (agent: number): void => {
    walk.centre = null;
    events.select(agent);
  };
  const path = withOne((agent) => events.path(agent));
  return {
    Enter: withOne((agent) => {
      choose(agent);
      events.reveal(agent);
    }),
    ' ': withOne(choose),
    t: path,
    'Alt+Enter': path,
    g: withOne((agent) => events.gather(agent)),
    u: withOne((agent) => {
      view.pin(agent, null);
      events.pinned(agent);
    }),
  };
}

const viewActs = (events: InputEvents, input: Omit<Input, 'reset'>): Readonly<Record<string, Act>> => ({
  Escape: () => events.escape(),
  e: () => events.turnSteps(),
  U: () => events.unpinAll(),
  '+': () => input.zoomBy(1.3),
  '=': () => input.zoomBy(1.3),
  '-': () => input.zoomBy(1 / 1.3),
  '0': () => input.zoomToFit(),
});
