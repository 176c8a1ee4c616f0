/** Context keys of the extension. */
import * as vscode from 'vscode';

interface ContextKeys {
  /** A run is active in this window. */
  readonly 'society.running': boolean;
  /** The last run is paused at its budget. */
  readonly 'society.paused': boolean;
  /** A run is shown. */
  readonly 'society.looking': boolean;
  /** The shown moment is in the past. */
  readonly 'society.past': boolean;
  /** The panel has shown a run. */
  readonly 'society.panelShown': boolean;
  /** The user has compared two runs. */
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

/** Context keys that complete a step when they are first set. */
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
