/**
 * A run as one file that any browser opens, without a network: the panel with what it is told of the run inside. Text only;
 * it is made in the host or by the command line.
 */
import type { PanelSnapshot } from '../../src/protocol/course.js';
import type { ReportedExpectation } from '../../src/protocol/reported.js';
import { escapeHtml } from '../html.js';
import { words } from '../words.js';
import { expectedHtml } from './expected.js';

export interface ReportParts {
  readonly snapshot: PanelSnapshot;
  /** What was expected of the run. */
  readonly expected: readonly ReportedExpectation[];
  /** The built script and style sheet of the report. */
  readonly script: string;
  readonly style: string;
  /** SHA-256 of a text, in base64. */
  readonly hash: (text: string) => string;
}

/** The policy names the script and the style by their hashes: nothing else runs, whatever was said in the run. */
export function reportHtml({ snapshot, expected, script, style, hash }: ReportParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash(script)}'`,
    `style-src 'sha256-${hash(style)}'`,
    'img-src data: blob:',
    'worker-src blob:',
  ].join('; ');
  const { run } = snapshot;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(run.title)}</title>
<style>${style}</style>
</head>
<body class="report">
${expectedHtml(expected)}<div id="root"><h1>${escapeHtml(run.title)}</h1><p>${escapeHtml(words.provenance(run.scenario, run))}</p><noscript><p>${escapeHtml(words.needsScript)}</p></noscript></div>
<script type="application/json" id="snapshot">${embedded(snapshot)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that can stand inside an element: no text in it ends the element. */
const embedded = (snapshot: PanelSnapshot): string => JSON.stringify(snapshot).replaceAll('<', '\\u003c');
