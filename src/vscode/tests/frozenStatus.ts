/** How expectations that were tested stand to what was frozen of their file. */
import * as vscode from 'vscode';
import type { Tested, Verdict } from '../../runs/index.js';
import { textOf } from '../files/methods.js';
import { rooms } from '../window/rooms.js';

/** Words after a verdict; none where nothing was frozen. Rejects with a message if the frozen file cannot be read. */
export async function standingIn(uri: vscode.Uri, tested: Tested): Promise<(verdict: Verdict) => string> {
  const { frozenFile, readFrozen, testedStanding } = await (await rooms.runs()).frozenRoom();
  const frozen = readFrozen(await textOf(vscode.Uri.parse(frozenFile(uri.toString()))));
  return (verdict) => (frozen ? `; ${testedStanding(frozen, tested, verdict)}` : '');
}
