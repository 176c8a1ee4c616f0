/**
 * The editor's side of the page: posting messages, and the little that is remembered while the page is gone. What was
 * remembered is read with the distrust of anything stored by an older version.
 */
import type { FromPanel } from '../src/protocol/messages.js';

export interface Camera {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** What survives the page. All of it is about looking; nothing of the run is kept here but where its dots stood. */
export interface PanelState {
  /** The network's share of the panel, 0..1. */
  readonly split: number;
  /** The run all this is about. */
  readonly run: string | null;
  readonly selected: string | null;
  /** Null while the picture is fitted to its frame. */
  readonly camera: Camera | null;
  readonly follow: boolean;
  readonly list: boolean;
  readonly noticeDismissed: boolean;
  /** The tables of what is spent are open. */
  readonly cost: boolean;
  /** Where agents stood, in order of agents, so that a picture hidden during a run comes back as it was left. */
  readonly places: { readonly run: string; readonly xy: readonly number[] } | null;
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
      clearTimeout(timer);
      timer = window.setTimeout(() => api.setState(state), SAVE_DELAY);
    },
  };
}

/** A state from whatever was stored; each part that does not fit is its default. */
export function readState(stored: unknown): PanelState {
  const from: Partial<Record<string, unknown>> = typeof stored === 'object' && stored !== null ? stored : {};
  const split = from['split'];
  return {
    split: typeof split === 'number' && split > 0 && split < 1 ? split : 0.56,
    run: typeof from['run'] === 'string' ? from['run'] : null,
    selected: typeof from['selected'] === 'string' ? from['selected'] : null,
    camera: isCamera(from['camera']) ? from['camera'] : null,
    follow: from['follow'] !== false,
    list: from['list'] === true,
    noticeDismissed: from['noticeDismissed'] === true,
    cost: from['cost'] === true,
    places: isPlaces(from['places']) ? from['places'] : null,
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
