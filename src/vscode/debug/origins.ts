/** From a value that the debugger shows to what made it what it is: the line in the file, or the moment. */
import * as vscode from 'vscode';
import type { Origin, ShownValue } from '../../debug/index.js';
import { toUri, TYPE } from './configuration.js';

const { t } = vscode.l10n;

/** Shows the line that has set a value. `argument`: the value, as the menu of the variables view names it. */
export async function goToLine(argument: unknown): Promise<void> {
  const found = await originOf(argument);
  if (!found) return;
  const { place } = found.origin;
  if (!place) return void vscode.window.showInformationMessage(t('No line of the file has set this value.'));
  const start = new vscode.Position(place.line - 1, 0);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(toUri(place.path), { selection, viewColumn: vscode.ViewColumn.One });
}

/** Takes the cursor to the event that has set a value. */
export async function goToEvent(argument: unknown): Promise<void> {
  const found = await originOf(argument);
  if (!found) return;
  const { session, origin } = found;
  if (origin.seq === null) return void vscode.window.showInformationMessage(t('No event has set this value. It comes from the file.'));
  await session.customRequest('society/seek', { seq: origin.seq });
}

/** Asks the session that is stopped; what it refuses, it has told the user. */
async function originOf(argument: unknown): Promise<{ readonly session: vscode.DebugSession; readonly origin: Origin } | null> {
  const session = vscode.debug.activeDebugSession;
  const value = shownValue(argument);
  if (session?.type !== TYPE || !value) {
    void vscode.window.showInformationMessage(t('Choose this in the menu of a value in Variables, while a society is stopped.'));
    return null;
  }
  try {
    return { session, origin: (await session.customRequest('society/origin', value)) as Origin };
  } catch (error) {
    void vscode.window.showInformationMessage(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** What the menu of the variables view gives its commands. */
function shownValue(argument: unknown): ShownValue | null {
  const { container, variable } = (argument ?? {}) as { readonly container?: Partial<ShownValue>; readonly variable?: Partial<ShownValue> };
  const [variablesReference, name] = [container?.variablesReference, variable?.name];
  return typeof variablesReference === 'number' && typeof name === 'string' ? { variablesReference, name } : null;
}
