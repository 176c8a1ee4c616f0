/**
 * The map of the sources: what each room owns and may import, and the parts of a room, lowest first. A part imports only parts at or
 * below its own place. `test/unit/architecture.test.ts` enforces it, and `scripts/docs.mjs` writes the tables of docs/architecture.md.
 */

export interface Room {
  readonly does: string;
  /** Rooms, besides itself; `*` is any. */
  readonly imports: readonly string[];
  /** Lowest first: a folder, a file, or `.` for the files of the room's own folder. */
  readonly parts?: readonly (readonly [path: string, does: string])[];
  /** Folders without a rank. */
  readonly others?: readonly (readonly [path: string, does: string])[];
}

export const ROOMS: { readonly [room: string]: Room } = {
  'src/core': {
    does: 'events, state, reduce, timeline, random streams, exact maths',
    imports: [],
    parts: [
      ['util', 'JSON, ids, URIs, lists in chunks, exact maths, cancellation: code that does not depend on societies'],
      ['random', 'named random streams and distributions'],
      ['formats', 'CSV, XML, GraphML, GEXF and Markdown as text'],
      ['columns', 'one variable of many agents as typed arrays, and the texts of such lists in events'],
      ['events', 'the events of a run, the state that they fold to, and the timeline'],
      ['.', 'what several rooms share: strategies, labels of minds, terms of surveys, associations of fields'],
    ],
  },
  'src/expr': {
    does: 'expressions: parse, check, compile to closures, templates',
    imports: ['src/core'],
    parts: [
      ['values', 'values, types, and the environment that an expression runs in'],
      ['syntax', 'text to tree'],
      ['functions', 'the functions and measures that an expression can call, with their descriptions'],
      ['check', 'the static check of a tree: types, names, loops'],
      ['compile', 'tree to closure; templates, statements, and the names that a tree uses'],
      ['columns', 'tree to closures over columns of agents, for rules and measures of crowds'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/language': {
    does: 'text → tree → model; diagnostics, completion, hover, definition, outline',
    imports: ['src/core', 'src/expr'],
    parts: [
      ['generated', 'types and validator made from the schema'],
      ['text', 'lines, quotes, passages, findings with their edits'],
      ['tokens', 'the estimate of the tokens of a text'],
      ['syntax', 'YAML text to a tolerant tree with spans'],
      ['schema', 'what the schema says about a place in a tree, as text'],
      ['incremental', 'a file as pieces: an edit re-reads only the pieces that it touches'],
      ['program', 'a file with its imports, the library and data files'],
      ['names', 'which names are in scope at a place: agents, variables, parameters, prompts'],
      ['merge', 'imports and `extends` merged into one society'],
      ['api.ts', 'the interface of the room for editors, the command line and the engine'],
      ['checks', 'findings that need more than the schema'],
      ['features', 'features of an editor: completion, hover, navigation, formatting, code actions'],
      ['.', 'the language service'],
    ],
  },
  'src/language/checks': {
    does: 'findings that need more than the schema',
    imports: [],
    parts: [
      ['common', 'the input of a check, and helpers to read it'],
      ['expressions', 'expressions, templates and numbers'],
      ['ids', 'references, cycles, inherited keys, unused definitions'],
      ['person', 'one persona'],
      ['world', 'a world and its cast'],
      ['study', 'scenarios, interventions, experiments, samples, models, API keys in a file'],
      ['.', 'the order of the checks'],
    ],
  },
  'src/language/features': {
    does: 'features of an editor',
    imports: [],
    parts: [
      ['position', 'what is at the cursor'],
      ['annotations', 'hover, inlay hints, semantic tokens'],
      ['completion', 'completion items, by the kind of place'],
      ['navigation', 'definitions, references, rename, symbols, folding, links'],
      ['formatting', 'the formatter'],
      ['codeActions', 'quick fixes and refactorings'],
    ],
  },
  'src/analysis': {
    does: 'folds and measures over runs',
    imports: ['src/core', 'src/expr', 'src/language'],
    parts: [
      ['network/graph.ts', 'a network as arrays of numbers'],
      ['statistics', 'estimates, intervals, tests, agreement'],
      ['people', 'answers of agents compared with those of people'],
      ['measures/measure.ts', 'what a measure is'],
      ['network', 'measures of a tie network, communities, null graphs'],
      ['talk', 'measures of messages'],
      ['outcomes', 'opinions, resources, cascades, feeds'],
      ['evidence', 'what single rows of claim cards need: conformity, trends over time, lucky guesses'],
      ['empirical', 'networks compared with empirical networks and with random graphs'],
      ['ergm', 'exponential random graph models: pseudo-likelihood, simulation, bootstrap'],
      ['sensitivity', 'Morris and Sobol designs and indices'],
      ['calibration', 'priors, particles, regression adjustment, posteriors, ranks'],
      ['measures', 'the table of measures'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/engine': {
    does: 'compile, plan, advance, memory, ties, prompts, answers',
    imports: ['src/core', 'src/expr', 'src/language', 'src/analysis'],
    parts: [
      ['model', 'the compiled society as plain data, the question to a mind, engine flags'],
      ['evaluation', 'formulas, scopes, selectors and schedules at a moment of a run'],
      ['privacy', 'secrets, and which fields are private'],
      ['population', 'personas and populations become agents'],
      ['turns', 'who acts, and in which order'],
      ['observation', 'what an agent sees and may do: feed, situation, options, answer, prompt'],
      ['perturbation', 'changes of questions that should not matter: the order of options, names, white space'],
      ['memory', 'what an agent remembers and recalls'],
      ['phases', 'what the kinds of phases share: acts, effects, ratings, codes, newcomers, the beginning of a round'],
      ['phaseKinds', 'one file for each kind of phase: whose turns, what is asked, what an answer and the end of the phase do'],
      ['plan', 'decides what happens next: the agenda, and the questions to minds'],
      ['compile', 'a resolved society becomes a model: worlds, networks, prompts'],
      ['drive', 'advances a run: asks minds, also ahead of time'],
      ['preview', 'prompts before a run, interviews after a moment'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/minds': {
    does: 'the built-in and the random mind, OpenAI-compatible endpoints, trust, and the layers around a mind: budget, rates, retries, repair, fallback',
    imports: ['src/core', 'src/expr', 'src/language', 'src/analysis', 'src/engine', 'src/node'],
    parts: [
      ['trust', 'which addresses and keys a file may use, and what is redacted'],
      ['prices', 'prices of models'],
      ['shared', 'answers fitted to a schema, the uniform mind, the substitute for a mind that fails'],
      ['plainForm', 'forms in plain text for servers that enforce no schema: their lines, and the reader of the answer'],
      ['builtin', 'the rule-based mind'],
      ['recordedAnswers', 'minds that give recorded or scripted answers'],
      ['person', 'a person who plays an agent'],
      ['openai', 'OpenAI-compatible endpoints'],
      ['layers', 'layers around a model: retries, repair, rates, budget, fallback'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/minds/builtin': {
    does: 'the rule-based mind',
    imports: [],
    parts: [
      ['phrases', 'the phrase book, and the constants of docs/builtin-mind.md'],
      ['perceive', 'the persona as the mind uses it, what a message is about, attitudes'],
      ['decide', 'what an agent could do, and the choice'],
      ['speak', 'from an intent to words'],
      ['answers', 'the answer to each kind of question'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/trace': { does: 'run folders: journal, manifest, blobs, the index of a long run', imports: ['src/core'] },
  'src/protocol': { does: 'messages between host and panel', imports: ['src/core'] },
  'src/node': {
    does: 'the ports on Node: files, paths, hashing, the network, the event loop, threads',
    imports: ['src/core', 'src/trace'],
  },
  'src/web': {
    does: 'the same ports in a browser, which the bundle for the web has in place of `src/node`: files of the editor, hashing, the network',
    imports: ['src/core', 'src/trace', 'src/node'],
  },
  'src/runs': {
    does: 'live and recorded runs, their forks, comparisons and expectations; the views that panel and editor show',
    imports: [
      'src/core',
      'src/expr',
      'src/language',
      'src/analysis',
      'src/engine',
      'src/minds',
      'src/trace',
      'src/node',
      'src/protocol',
      'src/exchange',
    ],
    parts: [
      ['load', 'a file with its tables and settings becomes a model'],
      ['setup', 'minds for a model: consent, limits, journals of calls'],
      ['cost', 'the cost of a run, and its forecast'],
      ['summary', 'the summary of a run: what never happened, what was lost, which expectations held'],
      ['live', 'live runs, and recorded runs'],
      ['control', 'commands of other processes for a live run: status, pause, resume, stop, budget'],
      ['forks', 'changes to the past, and the comparison of two runs'],
      ['views', 'what panel and editor show of a run, folded from its state'],
      ['crowds', 'groups of agents in a society with more agents than the panel draws: their ties, flows and shares; search'],
      ['expectations', 'expectations played over seeds'],
      ['networks', 'networks of runs compared with empirical networks'],
      ['people', 'agents of runs compared with tables of people'],
      ['coverage', 'which lines of a file a run used'],
      ['diagnose', 'what a report of a fault needs to know, without private data'],
      ['experiments', 'many runs: design, play, results, threads'],
      ['calibration', 'parameters fitted to data: generations of runs, posteriors, reports'],
      ['claims', 'claim cards: each expectation and comparison against chance, null runs, wordings, models and parts'],
      ['frozen', 'expectations frozen before a run, and their status'],
      ['methods', 'methods texts, and preregistrations with deviations from them'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/runs/experiments': {
    does: 'many runs of one design',
    imports: [],
    parts: [
      ['design', 'arms, seeds, keys of runs, the forecast of the cost'],
      ['results', 'comparisons, sensitivity, tables'],
      ['play', 'plays the missing runs, with local minds or with minds that need outside access'],
      ['threads', 'runs in worker threads'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/exchange': {
    does: 'imports people and ties from files of other tools, and exports people and runs to them; bytes in, text or bytes out',
    imports: ['src/core', 'src/expr', 'src/language', 'src/analysis', 'src/engine'],
    parts: [
      ['import', 'files of other tools become a society'],
      ['export', 'people and single runs as files of other programs'],
      ['tables', 'tidy tables of runs with a data dictionary; loaded when they are exported'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/exchange/import': {
    does: 'files of other tools become a society',
    imports: [],
    parts: [
      ['parse', 'bytes to records, and the log of how each field was imported'],
      ['people', 'records to personas'],
      ['graphs', 'GraphML, GEXF and edge lists to ties'],
      ['simulators', 'one file for each simulator'],
      ['.', 'the import from bytes to a society file'],
    ],
  },
  'src/debug': {
    does: 'the debug adapter, without an editor',
    imports: [
      ...['src/core', 'src/expr', 'src/language', 'src/analysis', 'src/engine', 'src/minds', 'src/trace', 'src/node', 'src/protocol'],
      'src/runs',
    ],
    parts: [
      ['run', 'the run of a session: gate, source places, titles of events'],
      ['breakpoints', 'breakpoints, and whether an event hits them'],
      ['cursor', 'the displayed moment, and the target of each step'],
      ['inspect', 'stack, scopes, variables, console'],
      ['session', 'one file for each group of requests of the protocol'],
      ['.', 'the entry point of the room'],
    ],
  },
  'src/gallery': {
    does: 'the published societies of `examples/gallery`: their pages, and the files that a copy includes',
    imports: ['src/core', 'src/language'],
  },
  'src/tools': {
    does: 'tools for assistants as plain functions: what each reads or does, its input, and who permits it',
    imports: [
      ...['src/core', 'src/language', 'src/analysis', 'src/engine', 'src/minds', 'src/trace', 'src/node', 'src/protocol', 'src/runs'],
      'src/gallery',
    ],
    parts: [
      ['base', 'what a tool is, its input, paths, permissions, and quoted words of agents'],
      ['authoring', 'tools about files, the documentation and the gallery'],
      ['runs', 'tools about runs'],
      ['studies', 'tools about claims and experiments'],
      ['.', 'the list of all tools, and one call'],
    ],
  },
  'src/cli': {
    does: 'the command line; only `queue` uses Redis',
    imports: ['*'],
    parts: [
      ['queue', 'distributes runs over Redis'],
      ['mcp', 'a server of the Model Context Protocol for the tools; loaded when it is started'],
      ['help', 'the help of each command'],
      ['terminal', 'arguments, output, files, a person at the terminal'],
      ['authoring', 'one file for each command about a file'],
      ['experiments', 'commands about many runs, and what they share'],
      ['runs', 'one file for each command about runs'],
      ['.', 'the table of commands'],
    ],
  },
  'src/vscode': {
    does: 'the extension; `moment` owns which moment of which run is shown, `past` forks and compares runs, `experiments` plays experiments',
    imports: ['*'],
  },
  webview: {
    does: 'the D3 panel, the report of a run as one file (`report`), and the page of an experiment (`experiment`)',
    imports: ['src/protocol', 'src/core', 'src/analysis'],
    parts: [
      ['ui', 'DOM, menus, tabs, palettes, texts: code that does not depend on runs'],
      ['state', 'the panel model, and the rows that the panel shows'],
      ['messages', 'the messages between host and panel'],
      ['shell', 'the panes and the header'],
      ['.', 'the entry point of the panel'],
    ],
    others: [
      ['timeline', 'the timeline over rounds, and the displayed moment'],
      ['measures', 'charts and tables of measures'],
      ['conversation', 'the conversation'],
      ['agent', 'the mind of an agent'],
      ['network', 'the picture of the network'],
      ['styles', 'style sheets'],
      ['report', 'the report of a run as one file'],
      ['experiment', 'the page of an experiment'],
      ['calibration', 'the page of a calibration'],
    ],
  },
  'webview/network': {
    does: 'the picture of the network',
    imports: [],
    parts: [
      ['graph', 'nodes and ties as arrays of numbers, and paths in them'],
      ['layout', 'the force layout; our own implementation is faster, see simulation.ts'],
      ['painting', 'drawing on a canvas, also in a worker'],
      ['view', 'what is shown: the state of the view'],
      ['groups', 'groups of a society with more agents than the panel draws, and the neighbourhood of one agent'],
      ['controls', 'tool bar, options, lists, cards'],
    ],
    others: [
      ['sight', 'the selection, and its paths'],
      ['matrix', 'the network as a matrix'],
      ['save', 'the picture as a file'],
      ['input', 'pointer and keys'],
    ],
  },
};

/** Folders that can be deleted, each with the one file that imports from it. `import()` counts too. */
export const SEPARABLE: readonly {
  readonly folder: string;
  readonly registeredIn: string;
  readonly does: string;
  readonly left: string;
}[] = [
  {
    folder: 'src/exchange/import/simulators',
    registeredIn: 'src/exchange/import/formats.ts',
    does: 'formats of other simulators',
    left: 'the import and the two `...` entries of the table of formats',
  },
  {
    folder: 'src/exchange/export/run/trace',
    registeredIn: 'src/exchange/export/runs.ts',
    does: 'a run as an OpenTelemetry trace',
    left: 'the import and the entry `otlp` of `folderWriters`',
  },
  {
    folder: 'src/runs/methods',
    registeredIn: 'src/runs/index.ts',
    does: 'methods texts and preregistrations',
    left: '`methodsRoom` and `preregistrationRoom`, and the commands that load them: `cli/runs/methods.ts`, `cli/authoring/preregister.ts`, and `vscode/files/reports.ts`',
  },
  {
    folder: 'src/cli/queue',
    registeredIn: 'src/cli/terminal/redis.ts',
    does: 'distributes runs over Redis',
    left: '`redis.ts`, the command `worker`, the option `--queue` of `experiment`, and the entry `queue` in `esbuild.mjs`',
  },
];

/** The place of a file among the parts of a room; null where the room has none, or its parts do not list it. */
export function rankIn(room: string, path: string): number | null {
  const parts = ROOMS[room]?.parts;
  if (!parts || !path.startsWith(`${room}/`)) return null;
  const rest = path.slice(room.length + 1);
  for (const name of [rest, rest.includes('/') ? (rest.split('/')[0] ?? '') : '.']) {
    const at = parts.findIndex(([part]) => part === name);
    if (at >= 0) return at;
  }
  return null;
}
