/**
 * The HTML page that the host gives to the editor: a policy, a style sheet, one script and an empty root. Text only; it runs in the
 * host, without access to the page.
 */
import { t } from '../../src/core/util/l10n.js';

interface PanelHtml {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** A random value for each page, from a cryptographic source. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly title: string;
}

/**
 * A script that gives the page the texts of the language of its host; empty if they are English. It runs before the script of the page.
 */
export function translationsScript(): string {
  const table = globalThis.societyTranslations;
  return table === undefined ? '' : `globalThis.societyTranslations=${JSON.stringify(table).replaceAll('<', '\\u003c')};`;
}

/** The language tag of the texts. */
export const languageTag = (): string => t('en');

/** Escapes any text for an attribute or an element. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/**
 * The policy of the page: it can load only its own script by nonce, and styles, fonts and pictures of the extension. Its script
 * creates workers from blobs, which have the same policy.
 */
function contentPolicy(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `img-src ${cspSource} data:`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    'worker-src blob:',
  ].join('; ');
}

export function panelHtml({ scriptUri, styleUri, nonce, cspSource, title }: PanelHtml): string {
  const texts = translationsScript();
  return `<!DOCTYPE html>
<html lang="${languageTag()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
</head>
<body>
<div id="root"></div>
${texts === '' ? '' : `<script nonce="${escapeHtml(nonce)}">${texts}</script>\n`}<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}
