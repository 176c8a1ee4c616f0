/** Gives the texts of the editor's language to all rooms and pages. The entry imports this first, before texts are made. */
import * as vscode from 'vscode';
import { setTranslations } from '../../core/util/l10n.js';

setTranslations(vscode.l10n.bundle);
