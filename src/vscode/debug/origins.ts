/** Goes from a value in the debugger to its origin: the line in the file, or the event. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { Origin, ShownValue } from '../../debug/index.js';
import { toUri, TYPE } from './configuration.js';

const { t } = vscode.l10n;

/** Shows the line that set a value. `argument`: the value, as the context menu of the Variables view passes it. */
export async function goToLine(argument: unknown): Promise<void> {
  const found = await originOf(argument);
  if (!found) return;
  const { place } = found.origin;
  if (!place) return void vscode.window.showInformationMessage(t('No line of the file set this value.'));
  const start = new vscode.Position(place.line - 1, 0);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(toUri(place.path), { selection, viewColumn: vscode.ViewColumn.One });
}

/** Moves the cursor to the event that set a value. */
export async function goToEvent(argument: unknown): Promise<void> {
  const found = await originOf(argument);
  if (!found) return;
  const { session, origin } = found;
  if (origin.seq === null) return void vscode.window.showInformationMessage(t('No event set this value. It comes from the file.'));
  await session.customRequest('society/seek', { seq: origin.seq });
}

/** Asks the stopped session. If it refuses, it shows the reason itself. */
async function originOf(argument: unknown): Promise<{ readonly session: vscode.DebugSession; readonly origin: Origin } | null> {
  const session = vscode.debug.activeDebugSession;
  const value = shownValue(argument);
  if (session?.type !== TYPE || !value) {
    void vscode.window.showInformationMessage(
      t('Use this command in the context menu of a value in the Variables view while the debugger is stopped.'),
    );
    return null;
  }
  try {
    return { session, origin: (await session.customRequest('society/origin', value)) as Origin };
  } catch (error) {
    void vscode.window.showInformationMessage(errorText(error));
    return null;
  }
}

/** The argument that the menu of the Variables view passes to its commands. */
function shownValue(argument: unknown): ShownValue | null {
  const { container, variable } = (argument ?? {}) as { readonly container?: Partial<ShownValue>; readonly variable?: Partial<ShownValue> };
  const [variablesReference, name] = [container?.variablesReference, variable?.name];
  return typeof variablesReference === 'number' && typeof name === 'string' ? { variablesReference, name } : null;
}
