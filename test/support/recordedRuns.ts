/** The recorded runs of `examples/recorded`: for their tests, and for the page of the gallery. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal } from '../../src/core/formats/markdown.js';
import { packedFiles, SOCRUN } from '../../src/node/packedRun.js';
import { openRecorded, type RecordedRun } from '../../src/runs/index.js';

export interface OpenedRecording {
  /** The scenario, which is also the name of the pack. */
  readonly id: string;
  /** Bytes of the pack. */
  readonly size: number;
  readonly run: RecordedRun;
}

export const RECORDED_TITLE = 'Recorded runs of real models';

const FOLDER = 'examples/recorded';
/** Messages and characters of a message that the page quotes. */
const QUOTED = 4;
const MOST_CHARACTERS = 160;

/** The recorded runs, by name. Throws if one cannot be opened. @param root of the repository */
export async function readRecordedRuns(root: string): Promise<readonly OpenedRecording[]> {
  const names = readdirSync(join(root, FOLDER)).filter((name) => name.endsWith(SOCRUN));
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = readFileSync(join(root, FOLDER, name));
      const opened = await openRecorded(packedFiles(bytes));
      if (!opened.ok) throw new Error(`${name}: ${opened.message}`);
      return { id: name.slice(0, -SOCRUN.length), size: bytes.length, run: opened.run };
    }),
  );
}

/** Their section of the page of the gallery: a table, and the first messages of each. */
export function recordedSection(recordings: readonly OpenedRecording[]): string {
  return [
    `## ${RECORDED_TITLE}`,
    `Two short societies, played by very small real language models and recorded word for word. *Society: Open a Recorded Run…*, or the end
of *New from Gallery…*, opens one in the panel; no model is asked. \`npm run society -- replay ${FOLDER}/NAME.socrun\` replays one exactly
from the texts and answers that it contains. \`npm run models -- record\` plays and packs them again. Models this small copy phrases and
forget their role. Their runs do not show how larger models or people behave; all data are synthetic.`,
    ...recordings.map(recordingText),
  ].join('\n\n');
}

function recordingText({ id, run, size }: OpenedRecording): string {
  const { manifest, model, events } = run;
  const names = new Map<string, string>([...model.agents].map(({ self }) => [self.id, self.name]));
  const messages = events.flatMap((event) =>
    event.type === 'message.sent' && event.author !== null ? [{ author: event.author, text: event.text }] : [],
  );
  const quoted = messages.slice(0, QUOTED).map(({ author, text }) => `- ${literal(names.get(author) ?? author)}: ${quotation(text)}`);
  const file = manifest.sources[0]?.uri ?? '';
  return [
    `### ${literal(model.title)}, ${literal(manifest.minds.map((mind) => mind.model).join(', '))}`,
    `\`${id}.socrun\` (${Math.round(size / 1000)} kB), from [${file}](../${FOLDER}/${file}). ${literal(manifest.label ?? '')}
${model.agents.length} agents, ${model.rounds} rounds, ${messages.length} messages. The first ${quoted.length}:`,
    quoted.join('\n'),
  ].join('\n\n');
}

/** A message in quotation marks, cut where it is long. */
function quotation(text: string): string {
  const line = text.replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim();
  return `“${literal(line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS).trimEnd()}…` : line)}”`;
}
