/** A calibration as one file that any browser opens without a network. Text only; the host or the command line creates it. */
import { translated } from '../../src/core/util/recordedText.js';
import type { CalibrationReport } from '../../src/protocol/calibration.js';
import { escapeHtml, languageTag, translationsScript } from '../ui/html.js';
import { words } from './words.js';

interface PageParts {
  /** The built script and style sheet. */
  readonly script: string;
  readonly style: string;
  /** SHA-256 of a text, in base64. */
  readonly hash: (text: string) => string;
}

/** Its policy allows only this script and style, by their hashes, so texts of a file cannot execute anything. */
export function calibrationHtml(report: CalibrationReport, { script, style, hash }: PageParts): string {
  const code = translationsScript() + script;
  const policy = `default-src 'none'; script-src 'sha256-${hash(code)}'; style-src 'sha256-${hash(style)}' 'sha256-${hash('')}'`;
  return `<!DOCTYPE html>
<html lang="${languageTag()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.title)}</title>
<style>${style}</style>
</head>
<body class="saved">
<div id="root"><h1>${escapeHtml(report.title)}</h1><ul>${report.findings.map((line) => `<li>${escapeHtml(translated(line))}</li>`).join('')}</ul><noscript><p>${escapeHtml(words.needsScript)}</p></noscript></div>
<script type="application/json" id="report">${JSON.stringify(report).replaceAll('<', '\\u003c')}</script>
<script>${code}</script>
</body>
</html>
`;
}
