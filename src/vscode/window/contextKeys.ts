/** Context keys of the extension, and calls that wait a moment and then happen once. */
import type { Disposable } from '../../core/util/lifecycle.js';
import * as vscode from 'vscode';

// Does something a little later, once for all who ask meanwhile.

interface Soon extends Disposable {
  ask(): void;
}

/** @param delay milliseconds from the first who asks. */
export function soon(delay: number, act: () => void): Soon {
  let timer: NodeJS.Timeout | null = null;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = null;
        act();
      }, delay);
    },
    dispose: () => {
      if (timer) clearTimeout(timer);
    },
  };
}

interface ContextKeys {
  /** A run is under way in this window. */
  readonly 'society.running': boolean;
  /** The last run pauses at its budget. */
  readonly 'society.paused': boolean;
  /** A run is looked at. */
  readonly 'society.looking': boolean;
  /** What is looked at is a past moment of it. */
  readonly 'society.past': boolean;
  /** The panel has shown a run. */
  readonly 'society.panelShown': boolean;
  /** Two runs were compared. */
  readonly 'society.comparing': boolean;
  /** The mind of an agent was shown. */
  readonly 'society.mindShown': boolean;
  /** The lists of agents and of memories show only some. */
  readonly 'society.agentsFiltered': boolean;
  readonly 'society.memoriesFiltered': boolean;
}

/** Steps of the walkthrough that the extension ticks itself. */
export type DoneStep = 'open' | 'write' | 'run' | 'panel' | 'break' | 'memory';

type StepKeys = { readonly [step in DoneStep as `society.did.${step}`]: boolean };

type Keys = ContextKeys & StepKeys;

const known: { [key in keyof Keys]?: Keys[key] } = {};

/** What is shown for the first time is a step. */
const SHOWN: { readonly [key: string]: DoneStep } = { 'society.panelShown': 'panel', 'society.mindShown': 'memory' };

const shown = new vscode.EventEmitter<DoneStep>();
export const onDidShow = shown.event;

export function setContext<K extends keyof Keys>(key: K, value: Keys[K]): void {
  if (known[key] === value) return;
  known[key] = value;
  void vscode.commands.executeCommand('setContext', key, value);
  const step = SHOWN[key];
  if (step !== undefined && value) shown.fire(step);
}
