/**
 * The host of the page: posts messages, and stores a small state while the page is closed. The stored state is validated, because
 * an older version may have written it.
 */
import { type Face, FACES } from '../network/graph/viewKinds.js';
import { FIRST_LOOKS, type Looks, ORDERS } from '../network/graph/viewOptions.js';
import { FIRST_GROUPS, FLOWS, type GroupsView } from '../network/graph/groupsView.js';
import type { Pin } from '../network/painting/overlay.js';
import type { FromPanel } from '../../src/protocol/messages.js';

export interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** The state that survives the page. It is only about the view; of the run itself it has only the positions of nodes. */
interface PanelState {
  /** The network's share of the panel, 0..1. */
  readonly split: number;
  /** The run that this state belongs to. */
  readonly run: string | null;
  readonly selected: string | null;
  /** The camera; null while the picture is fitted to its frame. */
  readonly camera: Camera | null;
  readonly follow: boolean;
  /** The view of the network. */
  readonly face: Face;
  readonly noticeDismissed: boolean;
  /** Whether the cost tables are open. */
  readonly cost: boolean;
  /** The options of the network. */
  readonly looks: Looks;
  /** The options of the view of groups. */
  readonly groups: GroupsView;
  /** The visible tab next to the network. */
  readonly tab: string;
  /** The measure on the timeline; null for the first one. */
  readonly along: string | null;
  /** Positions of nodes, in the order of agents, so that a hidden picture looks the same when it is shown again. */
  readonly places: { readonly run: string; readonly xy: readonly number[] } | null;
  /** Pinned agents. */
  readonly pins: { readonly run: string; readonly at: readonly Pin[] } | null;
}

export interface Host {
  post(message: FromPanel): void;
  readonly state: PanelState;
  save(patch: Partial<PanelState>): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const SAVE_DELAY = 250;

export function connect(): Host {
  const api = acquireVsCodeApi();
  let state = readState(api.getState());
  let timer = 0;
  return {
    post: (message) => api.postMessage(message),
    get state() {
      return state;
    },
    save(patch) {
      state = { ...state, ...patch };
      // The first request starts the timer, because a moving picture sends one in every frame.
      if (timer !== 0) return;
      timer = window.setTimeout(() => {
        timer = 0;
        api.setState(state);
      }, SAVE_DELAY);
    },
  };
}

/** Reads a state from a stored value. An invalid part gets its default. */
export function readState(stored: unknown): PanelState {
  const from: Partial<Record<string, unknown>> = typeof stored === 'object' && stored !== null ? stored : {};
  const split = from['split'];
  return {
    split: typeof split === 'number' && split > 0 && split < 1 ? split : 0.56,
    run: typeof from['run'] === 'string' ? from['run'] : null,
    selected: typeof from['selected'] === 'string' ? from['selected'] : null,
    camera: isCamera(from['camera']) ? from['camera'] : null,
    follow: from['follow'] !== false,
    face: FACES.find((face) => face === from['face']) ?? FACES[0],
    noticeDismissed: from['noticeDismissed'] === true,
    cost: from['cost'] === true,
    looks: readLooks(from['looks']),
    groups: readGroups(from['groups']),
    tab: typeof from['tab'] === 'string' ? from['tab'] : 'conversation',
    along: typeof from['along'] === 'string' ? from['along'] : null,
    places: isPlaces(from['places']) ? from['places'] : null,
    pins: isPins(from['pins']) ? from['pins'] : null,
  };
}

function readLooks(value: unknown): Looks {
  const { colour, size, least, ghosts, order }: Partial<Record<keyof Looks, unknown>> =
    typeof value === 'object' && value !== null ? value : {};
  return {
    colour: typeof colour === 'string' ? colour : FIRST_LOOKS.colour,
    size: typeof size === 'string' ? size : FIRST_LOOKS.size,
    least: typeof least === 'number' && least >= 0 && least <= 1 ? least : FIRST_LOOKS.least,
    ghosts: ghosts === true,
    order: ORDERS.find((one) => one === order) ?? FIRST_LOOKS.order,
  };
}

function readGroups(value: unknown): GroupsView {
  const { by, divide, flows }: Partial<Record<keyof GroupsView, unknown>> = typeof value === 'object' && value !== null ? value : {};
  return {
    by: Number.isSafeInteger(by) && Number(by) >= 0 ? Number(by) : FIRST_GROUPS.by,
    divide: Number.isSafeInteger(divide) && Number(divide) >= -1 ? Number(divide) : FIRST_GROUPS.divide,
    flows: FLOWS.find((one) => one === flows) ?? FIRST_GROUPS.flows,
  };
}

function isCamera(value: unknown): value is Camera {
  if (typeof value !== 'object' || value === null) return false;
  const { k, x, y }: Partial<Record<'k' | 'x' | 'y', unknown>> = value;
  return [k, x, y].every((part) => Number.isFinite(part)) && typeof k === 'number' && k > 0;
}

function isPlaces(value: unknown): value is NonNullable<PanelState['places']> {
  if (typeof value !== 'object' || value === null) return false;
  const { run, xy }: Partial<Record<'run' | 'xy', unknown>> = value;
  return typeof run === 'string' && Array.isArray(xy) && xy.every((part) => Number.isFinite(part));
}

function isPins(value: unknown): value is NonNullable<PanelState['pins']> {
  if (typeof value !== 'object' || value === null) return false;
  const { run, at }: Partial<Record<'run' | 'at', unknown>> = value;
  return (
    typeof run === 'string' && Array.isArray(at) && at.every((pin) => Array.isArray(pin) && pin.length === 3 && pin.every(Number.isFinite))
  );
}
