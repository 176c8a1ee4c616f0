/** docs/diagnostics.md: every diagnostic with what it means, why it matters, a bad and a good example. */
import { cell, MARK } from './bundle.mjs';

/** @typedef {import('../../test/support/diagnostics.js').Catalogue} Catalogue */
/** @typedef {import('../../test/support/diagnostics.js').Catalogued} Catalogued */

const HEAD = `# Diagnostics

This page lists the diagnostics that the editor and \`society check\` report for a \`.society\` file. Each has a code. The code is shown with its message and links
to this page. **Errors** keep a file from being run, **warnings** and **infos** do not. Many bring a quick fix (\`Ctrl+.\`, on a
Mac \`Cmd+.\`). Every example here is run by a test: the bad one has exactly this diagnostic, the good one has none.
`;

const RUN = `## What a run adds

Some things are known only when a scenario is about to be run. The editor shows them at their line, \`society check\` and
\`society run\` print them.
`;

const FAULTS = `## Faults in a run

A fault of an expression is an event at its line, in the run's record and in the debugger. It never ends a run.

| code | |
|---|---|
`;

/** @param {Catalogue} catalogue */
export function diagnosticsPage({ language, run, faults }) {
  const chapters = language.map(
    ({ chapter, intro, codes }) => `## ${chapter}\n\n${intro}\n\n${index(codes)}\n\n${codes.map(entry).join('\n')}`,
  );
  // A code that the language reports too already has its entry.
  const known = new Set(language.flatMap(({ codes }) => codes.map(({ code }) => code)));
  const own = run.filter(({ code }) => !known.has(code));
  const added = `${RUN}\n${index(run)}\n\n${own.map(entry).join('\n')}`;
  const list = faults.map(([code, means]) => `| \`${code}\` | ${cell(means)} |`).join('\n');
  return `${MARK}${HEAD}\n${chapters.join('\n')}\n${added}\n${FAULTS}${list}\n`;
}

/** @param {readonly Catalogued[]} codes */
const index = (codes) =>
  [
    '| code | | |',
    '|---|---|---|',
    ...codes.map(({ code, severity, means }) => `| [${code}](#${code}) | ${severity} | ${cell(means)} |`),
  ].join('\n');

/** @param {Catalogued} entry */
function entry({ code, severity, means, why, fix, bad, good, made, files }) {
  const place = bad ? placeOf(bad) : null;
  return [
    `### ${code}`,
    '',
    `*${severity[0]?.toUpperCase()}${severity.slice(1)}.* ${means} ${why}${fix === null ? '' : ` **Quick fix:** ${lower(fix)}`}`,
    '',
    ...Object.entries(files).flatMap(([path, text]) => [`In \`${path}\`:`, '', block(text)]),
    ...(bad ? [place === null ? 'Bad:' : `Bad, ${place}:`, '', block(bad.text)] : []),
    ...(made === null ? [] : [`Bad: ${lower(made)}`, '']),
    ...(good === null ? [] : ['Good:', '', block(good)]),
  ].join('\n');
}

/** @param {string} text */
const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

/** @param {string} text */
const block = (text) => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\`\n`;

/** Where a bad example is marked, in words. @param {{ text: string, marks: readonly (readonly [number, number])[] }} marked */
function placeOf({ text, marks }) {
  const [first] = marks;
  if (!first) return null;
  const [start, end] = first;
  const line = text.slice(0, start).split('\n').length;
  const [words = ''] = text.slice(start, end).split('\n');
  return words.trim() === '' ? `in line ${line}` : `at \`${words.includes('`') ? words.replaceAll('`', '') : words}\` in line ${line}`;
}
