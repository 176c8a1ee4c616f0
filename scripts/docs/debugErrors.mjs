/** docs/debug-errors.md: the errors of a debug session, with the id of each. */

/** @type {readonly (readonly [from: number, title: string])[]} */
const GROUPS = [
  [1000, 'The session'],
  [2000, 'What is shown'],
  [3000, 'Steps'],
  [4000, 'Overrides and changes off the record'],
  [5000, 'Forks'],
  [6000, 'Runs that are launched or attached to'],
];

/** @param {Pick<typeof import('../../src/debug/run/errors.js'), 'DEBUG_ERRORS'>} catalogue */
export function debugErrorsPage({ DEBUG_ERRORS }) {
  const errors = Object.entries(DEBUG_ERRORS);
  const sections = GROUPS.map(([from, title]) => {
    const rows = errors
      .filter(([, { id }]) => id >= from && id < from + 1000)
      .map(([code, { id, when }]) => `| ${id} | \`${code}\` | ${when} |`);
    return `## ${title}\n\n| id | code | when |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `[//]: # (Written by scripts/docs.mjs. Do not edit.)

# Errors of the debugger

A request that a debug session refuses is answered with an error of the Debug Adapter Protocol. Its \`id\` says what kind of error it
is and never changes its meaning; its text says what happened. [debugging.md](debugging.md) describes the requests.

${sections.join('\n')}`;
}
