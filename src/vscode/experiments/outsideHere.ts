/** What the runs of an experiment have kept next to the data that its scenario names; loaded when there are such data. */
import { breather } from '../../node/yieldToEventLoop.js';
import { dirname } from '../../node/paths.js';
import type { ExperimentOutside } from '../../protocol/experiment.js';
import type { ExperimentRun, Plan } from '../../runs/experiments/index.js';
import { pathOf } from '../window/paths.js';
import { rooms } from '../window/rooms.js';
import type { ExperimentSession } from './session.js';

/** Arms that are compared here: a network of a thousand agents takes seconds for each. The command line compares all. */
const MOST_ARMS = 12;

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

/** Null if the scenario names no data. `isOver`: whether the result is no longer wanted; the promise then rejects. */
export async function outsideHere(session: ExperimentSession, plan: Plan, isOver: () => boolean): Promise<ExperimentOutside | null> {
  const { outsideOfArms } = await (await rooms.runs()).peopleRoom();
  const pause = breather(BREATH_MS);
  const breathe = async (): Promise<void> => {
    await pause();
    if (isOver()) throw new Error('A later comparison has begun.');
  };
  const { scenario } = plan.experiment;
  const arms = playsOf(plan, session.cells, await claimRuns(session)).slice(0, MOST_ARMS);
  const found = await outsideOfArms(await session.ports.language.service(), plan.resolved, scenario, { arms, breathe });
  const named = Object.values(plan.resolved.society.scenarios?.[scenario]?.compare_with ?? {});
  const kind = named.some((reference) => 'people' in reference) ? 'people' : 'network';
  const command = ['society', kind, session.head?.file ?? '', '--experiment', plan.id].map(quoted).join(' ');
  return found && { ...found, command, more: plan.arms.length - arms.length, isWorking: false };
}

/** The runs that the claims of the file keep, by key. */
async function claimRuns({ ports: { uri } }: ExperimentSession): Promise<ReadonlyMap<string, ExperimentRun>> {
  const [room, { folderFiles }, { claimsPlace }] = await Promise.all([
    rooms.experiments(),
    import('../../node/ports.js'),
    import('../../node/runPlace.js'),
  ]);
  const text = await folderFiles(claimsPlace(dirname(pathOf(uri)))).read(room.RUNS);
  return (await room.readKeptGently(text ?? '', breather(BREATH_MS))).cells;
}

/** For each arm and each run of its design, what the experiment and what the claims kept. Arms with equal settings share their runs. */
function playsOf({ arms, jobs }: Plan, cells: readonly ExperimentRun[], claimed: ReadonlyMap<string, ExperimentRun>) {
  const played = new Map(cells.map((cell) => [cell.key, cell]));
  return arms.map(({ id }) => ({
    arm: id,
    runs: jobs.flatMap(({ arm, key }) => (arm.id === id ? [[played.get(key) ?? [], claimed.get(key) ?? []].flat()] : [])),
  }));
}

const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`);
