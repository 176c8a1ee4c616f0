/** Prepares a fork of a recorded run, or returns what prevents it. Does not run or write anything. */
import type * as vscode from 'vscode';
import type { OverrideRequest } from '../../engine/index.js';
import type { LanguageService } from '../../language/api.js';
import type { EditedFile, Fork, ForkPoint, MindAccessPorts, RecordedRun } from '../../runs/index.js';
import { rooms } from '../window/rooms.js';
import type { Ready } from './launch.js';

/** The place where a run is forked, and the changes from there on. */
export interface ForkOf {
  readonly at: ForkPoint;
  readonly set?: readonly OverrideRequest[];
  /** Whether to continue with the current file. */
  readonly file?: boolean;
}

type PreparedFork =
  | { readonly ok: true; readonly ready: Ready; readonly fork: Fork; readonly sources: RecordedRun['sources'] }
  | { readonly ok: false; readonly code: string; readonly message: string };

interface ForkPorts {
  readonly language: LanguageService;
  readonly access: MindAccessPorts;
  /** The prompts of the parent. */
  readonly prompts: AsyncIterable<string> | undefined;
}

export async function prepareFork(uri: vscode.Uri, parent: RecordedRun, of: ForkOf, ports: ForkPorts): Promise<PreparedFork> {
  const { makeMinds, planFork } = await rooms.runs();
  const edit = of.file ? await editOf(uri, parent, ports.language) : null;
  if (edit && !edit.ok) return { ok: false, code: 'fork-failed', message: edit.message };
  const planned = planFork(parent, { at: of.at, set: of.set ?? [], file: edit?.file }, ports.prompts);
  if (!planned.ok) return { ok: false, code: 'fork-failed', message: planned.message };
  const { fork, model, texts } = planned;
  const { resolved, sources } = texts;
  const made = await makeMinds(resolved.society, model, ports.access, { events: fork.events, answers: fork.answers, resolved });
  if (!made.ok) return made;
  return { ok: true, ready: { ...made, model, resolved }, fork, sources };
}

type Edit = { readonly ok: true; readonly file: EditedFile } | { readonly ok: false; readonly message: string };

/** The edit between a run and the current text in the editor, saved or not. */
export async function editOf(uri: vscode.Uri, parent: RecordedRun, language: LanguageService): Promise<Edit> {
  const { loadEdited } = await rooms.runs();
  return loadEdited(language, uri.toString(), parent);
}
