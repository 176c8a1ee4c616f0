/**
 * The HTML page that the host gives to the editor: a policy, a style sheet, one script and an empty root. Text only; it runs in the
 * host, without access to the page.
 */

interface PanelHtml {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** A random value for each page, from a cryptographic source. */
  readonly nonce: string;
  readonly cspSource: string;
  readonly title: string;
}

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
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
</head>
<body>
<div id="root"></div>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}
