/** A recorded run next to the outside data that its scenario names: for its owner, and for other people. */
import type { Timeline } from '../../../core/events/timeline.js';
import { t } from '../../../core/util/l10n.js';
import { errorText } from '../../../core/util/recordedText.js';
import { type ScenarioModel, withholder } from '../../../engine/index.js';
import { watched } from '../../../expr/index.js';
import type { LanguageService, Resolved } from '../../../language/api.js';
import type { OutsideSection, ShownOutside } from '../../../protocol/outside.js';
import type { RunAnswers } from '../agentAnswers.js';
import { type OutsideData, outsideData } from './outsideData.js';
import { outsideMeasures, outsideRecord, outsideSpecs } from './outsideRecord.js';

type Language = Pick<LanguageService, 'data' | 'resolve'>;

/** A run with its own society. */
interface RunBeside {
  readonly model: ScenarioModel;
  readonly resolved: Pick<Resolved, 'society'>;
  readonly timeline: Timeline;
}

interface Beside {
  readonly outside: OutsideData;
  /** What is compared of the run. */
  readonly record: RunAnswers;
}

/**
 * The data are next to the file of the run, `uri`: they are found from the file as it is now, and compared as the run names them. Null where
 * the run names none; `lost` where `uri` is null, because the file is not there.
 */
export async function outsideOfRun(
  language: Language,
  uri: string | null,
  { model, resolved: { society }, timeline }: RunBeside,
): Promise<Beside | 'lost' | null> {
  const specs = outsideSpecs(society.scenarios?.[model.scenario] ?? {});
  if (outsideMeasures(specs).length === 0) return null;
  if (uri === null) return 'lost';
  const outside = await outsideData(language, { ...(await language.resolve(uri)), society }, model.scenario);
  return outside && { outside, record: outsideRecord(model, timeline, specs) };
}

/** For a report. An entry that reads something private is left out, and private words are removed. Never rejects because of data. */
export async function reportedOutside(
  language: Language,
  uri: string | null,
  run: RunBeside,
  breathe: () => Promise<void> | undefined,
): Promise<ShownOutside> {
  const { model, timeline } = run;
  const { open, closed } = openEntries(run);
  const left = closed.map((id) => t('{0}: it reads private values of agents, so it is not in the report.', id));
  try {
    const found = await outsideOfRun(language, uri, { ...run, resolved: { society: open } });
    if (found === null) return { sections: [], problems: left };
    if (found === 'lost')
      return {
        sections: [],
        problems: [...left, t('The file of the run is not at its usual place, so the data that it names are not found.')],
      };
    const { sections, problems } = await found.outside.shown([found.record], breathe);
    const without = withholder(model, timeline.head);
    return { sections: sections.map((one) => shared(one, without)), problems: [...left, ...problems.map(without)] };
  } catch (error) {
    return { sections: [], problems: [...left, errorText(error)] };
  }
}

/** The society of a run with the entries of `compare_with` that read nothing private, and the ids of the others. */
function openEntries({ model, resolved: { society }, timeline }: RunBeside) {
  const scenario = society.scenarios?.[model.scenario] ?? {};
  const isClosed = ([id, reference]: readonly [string, object]): boolean =>
    watched(() => outsideRecord(model, timeline, outsideSpecs({ compare_with: { [id]: reference } }))).isPrivate;
  const entries = Object.entries(scenario.compare_with ?? {});
  const closed = entries.filter(isClosed).map(([id]) => id);
  const compare_with = Object.fromEntries(entries.filter(([id]) => !closed.includes(id)));
  const open = { ...society, scenarios: { ...society.scenarios, [model.scenario]: { ...scenario, compare_with } } };
  return { open, closed };
}

const shared = (section: OutsideSection, without: (text: string) => string): OutsideSection => ({
  ...section,
  about: without(section.about),
  rows: section.rows.map(({ figure, cells: [a, b, c, d], isMatch }) => ({
    figure: without(figure),
    cells: [without(a), without(b), without(c), without(d)],
    isMatch,
  })),
  notes: section.notes.map(without),
  text: without(section.text),
});
