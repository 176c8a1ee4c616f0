/** docs/settings.md: every setting, launch attribute and task attribute of the manifest, with its words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { cell } from './bundle.mjs';

/** @typedef {{ readonly type?: string, readonly default?: unknown, readonly enum?: readonly string[], readonly scope?: string, readonly minimum?: number, readonly maximum?: number, readonly description?: string, readonly markdownDescription?: string, readonly markdownEnumDescriptions?: readonly string[] }} Property */

/** Who can set a setting, by its scope in the manifest. @type {Readonly<Record<string, string>>} */
const SCOPES = {
  application: 'user',
  machine: 'user',
  'machine-overridable': 'user, workspace',
  window: 'user, workspace',
  resource: 'user, workspace, folder',
  'language-overridable': 'user, workspace, folder, language',
};

export function settingsPage() {
  const { contributes, capabilities } = json('package.json');
  const words = json('package.nls.json');
  const said = (/** @type {string | undefined} */ text) => (text ?? '').replace(/^%(.+)%$/, (whole, key) => words[key] ?? whole);
  const settings = [contributes.configuration]
    .flat()
    .flatMap((/** @type {{ properties: Record<string, Property> }} */ one) => Object.entries(one.properties));
  const restricted = new Set(capabilities.untrustedWorkspaces.restrictedConfigurations);
  const sections = settings.map(([name, one]) => {
    const facts = [
      `Type: ${typeWords(one)}. Default: \`${JSON.stringify(one.default)}\`. Set in: ${SCOPES[one.scope ?? 'window']}.`,
      ...(restricted.has(name) ? ['A workspace that is not trusted cannot set it.'] : []),
    ];
    const values = (one.enum ?? []).map((value, i) => `| \`${value}\` | ${cell(said(one.markdownEnumDescriptions?.[i]))} |`);
    const table = values.length === 0 ? '' : `\n\n| value | meaning |\n|---|---|\n${values.join('\n')}`;
    return `### \`${name}\`\n\n${said(one.markdownDescription ?? one.description)}\n\n${facts.join(' ')}${table}\n`;
  });
  const rows = (/** @type {Record<string, Property>} */ properties, /** @type {readonly string[]} */ required = []) =>
    Object.entries(properties)
      .map(([name, one]) => {
        const fallback = one.default === undefined ? '' : `\`${JSON.stringify(one.default)}\``;
        return `| ${required.includes(name) ? `**\`${name}\`**` : `\`${name}\``} | ${typeWords(one)} | ${fallback} | ${cell(said(one.description))} |`;
      })
      .join('\n');
  const [debuggerOf] = contributes.debuggers;
  const { launch, attach } = debuggerOf.configurationAttributes;
  const [task] = contributes.taskDefinitions;
  const matchers = contributes.problemMatchers.map(
    (/** @type {{ name: string, label: string }} */ one) => `| \`$${one.name}\` | ${said(one.label)} |`,
  );
  const head = '| attribute | type | default | meaning |\n|---|---|---|---|';
  return `[//]: # (Written by scripts/docs.mjs from package.json. Do not edit.)

# Settings

All settings of the extension, the attributes of launch configurations and of tasks, and the problem matchers. Names of required
attributes are in bold.

## Settings

${sections.join('\n')}
## Launch configurations

In \`launch.json\`, with \`"type": "${debuggerOf.type}"\`. [debugging.md](debugging.md) describes the debugger.

### \`"request": "launch"\`

${head}
${rows(launch.properties, launch.required)}

### \`"request": "attach"\`

${head}
${rows(attach.properties, attach.required)}

## Tasks

In \`tasks.json\`, with \`"type": "${task.type}"\`. *Tasks: Run Task* offers \`check .\` and \`test .\` for each folder without an entry.
The extension includes the command line, so nothing else has to be installed ([command-line.md](command-line.md)).

${head}
${rows(task.properties, task.required)}

| problem matcher | finds |
|---|---|
${matchers.join('\n')}

\`\`\`json
{
  "version": "2.0.0",
  "tasks": [
    {
      "type": "society",
      "command": "test",
      "args": ["towns", "--mind", "builtin"],
      "problemMatcher": ["$society", "$society-test"]
    }
  ]
}
\`\`\`
`;
}

/** @param {Property} property */
const typeWords = ({ type = 'any', enum: values, minimum, maximum }) =>
  values && type === 'string'
    ? values.map((value) => `\`${value}\``).join(', ')
    : `${type}${minimum === undefined ? '' : ` from ${minimum}`}${maximum === undefined ? '' : ` to ${maximum}`}`;

/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
