/** The tool `runs`: the runs of the workspace, newest first. */
import { folderFiles } from '../../node/ports.js';
import { storedRunState } from '../../runs/index.js';
import { parseManifest } from '../../trace/index.js';
import type { Json } from '../../core/util/json.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text, whole } from '../base/input.js';
import { runPlaces, type RunPlace, shownPath } from '../base/places.js';
import { idWord } from '../base/quotes.js';
import { tool } from '../base/tool.js';

interface ListInput {
  readonly scenario?: string;
  readonly most?: number;
}

export const runs = tool<ListInput>({
  name: 'runs',
  title: 'List runs',
  effect: 'reads',
  description:
    'Lists the recorded and active runs of the workspace, the newest first: id, scenario, seed, state, rounds, minds and parent.',
  input: inputOf({ scenario: text('Only runs of this scenario.'), most: whole('The most runs. Default: 20.', 1, 100) }),
  run: async ({ scenario, most = 20 }, host) => {
    const read = await Promise.all((await runPlaces(host)).map((place) => listed(host, place)));
    const found = read
      .filter((one) => one !== null)
      .filter((one) => scenario === undefined || one.scenario === scenario)
      .toSorted((a, b) => (a.created < b.created ? 1 : -1));
    return { runs: found.slice(0, most), ...(found.length > most ? { more: found.length - most } : {}) };
  },
});

interface Listed {
  readonly run: string;
  readonly created: string;
  readonly scenario: string;
  readonly [name: string]: Json;
}

/** The manifest of a run as metadata; null where the folder is not a run. */
async function listed(host: ToolHost, { dir }: RunPlace): Promise<Listed | null> {
  const text = await folderFiles(dir).read('manifest.json');
  const manifest = text === null ? null : parseManifest(text);
  if (!manifest) return null;
  const live = host.live().find((one) => one.dir === dir);
  return {
    ...{ run: idWord(manifest.id), folder: shownPath(host, dir), scenario: idWord(manifest.scenario), seed: manifest.seed },
    state: live ? live.live.state : await storedRunState(manifest.state, dir),
    rounds: manifest.rounds,
    minds: manifest.minds.map(({ id, kind }) => `${idWord(id)} (${kind})`),
    ...(manifest.nulls.length > 0 ? { nulls: manifest.nulls.map(idWord) } : {}),
    ...(manifest.parent === null ? {} : { fork_of: idWord(manifest.parent), after_event: manifest.fork }),
    created: idWord(manifest.created),
  };
}
