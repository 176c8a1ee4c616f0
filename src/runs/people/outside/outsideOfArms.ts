/** The runs of an experiment next to the outside data that its scenario names, arm by arm. */
import { translated } from '../../../core/util/recordedText.js';
import type { LanguageService, Resolved } from '../../../language/api.js';
import type { ShownOutside } from '../../../protocol/outside.js';
import type { RunAnswers } from '../agentAnswers.js';
import { type OutsideData, outsideData } from './outsideData.js';

/** What one play of a run kept: measures say what the answers are of. */
interface KeptPlay {
  readonly measures: { readonly [id: string]: unknown };
  readonly answers?: RunAnswers;
}

interface ArmRuns {
  readonly arm: string;
  /** For each run of the design, what was kept of it, for example by the experiment and by its claims. */
  readonly runs: readonly (readonly KeptPlay[])[];
}

interface ArmOutside {
  readonly arm: string;
  /** Runs that keep all that is compared, and all runs. */
  readonly kept: number;
  readonly of: number;
  /** Without the problems that all arms share. */
  readonly shown: ShownOutside;
}

interface OutsideOfArms {
  readonly arms: readonly ArmOutside[];
  /** Why data cannot be read. */
  readonly problems: readonly string[];
}

/** Null for a scenario that names no table and no network. `breathe` gives pauses; if it rejects, so does the comparison. */
export async function outsideOfArms(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
  { arms, breathe }: { readonly arms: readonly ArmRuns[]; readonly breathe: () => Promise<void> | undefined },
): Promise<OutsideOfArms | null> {
  const outside = await outsideData(language, resolved, scenario);
  if (!outside) return null;
  const problems = outside.problems.map(translated);
  const compared: ArmOutside[] = [];
  for (const { arm, runs } of arms) {
    await breathe();
    const kept = runs.flatMap((plays) => answersOf(outside, plays) ?? []);
    const shown = await outside.shown(kept, breathe);
    const unlike = shown.problems.filter((problem) => !problems.includes(problem));
    compared.push({ arm, kept: kept.length, of: runs.length, shown: { sections: shown.sections, problems: unlike } });
  }
  return { arms: compared, problems };
}

/** Null where no play kept what is compared now. */
const answersOf = ({ measures }: OutsideData, plays: readonly KeptPlay[]): RunAnswers | null =>
  plays.find((play) => measures.every((measure) => measure in play.measures))?.answers ?? null;
