/**
 * Keeps the models of texts and their drafts, so that only the changes of the next text of a file are analysed. A long
 * text is analysed in slices. A newer text of the same file stops the work on the older one and reuses its pieces.
 */
import { advance, beginDraft, type Draft } from './draftFile.js';
import { type FileModel, finish } from './file.js';

/**
 * Lets the host do other work after enough time; undefined if no pause is needed yet. The host measures the
 * time.
 */
export type Pause = () => Promise<void> | undefined;

interface Models {
  /** The model of a text, or of a newer text of the file if one arrived meanwhile. */
  of(uri: string, text: string): Promise<FileModel>;
  forget(uri: string): void;
  /** A counter of replaced models. The nodes of a replaced model may have moved. */
  replaced(): number;
}

interface Kept {
  readonly draft: Draft;
  /** The last draft that could be split into pieces. The next draft starts from it. */
  readonly base: Draft | null;
  model: Promise<FileModel>;
}

/**
 * The last model of each shared file, for all services. Opening a run makes a service of its own, and most runs have the same library.
 * No draft starts from these models, so their nodes never move.
 */
const shared = new Map<string, { readonly text: string; readonly model: Promise<FileModel> }>();

function sharedModel(uri: string, text: string, pause: Pause): Promise<FileModel> {
  const known = shared.get(uri);
  if (known?.text === text) return known.model;
  const model = analysed(beginDraft(uri, text, null), pause);
  shared.set(uri, { text, model });
  return model;
}

async function analysed(draft: Draft, pause: Pause): Promise<FileModel> {
  while (advance(draft)) {
    const turn = pause();
    if (turn) await turn;
  }
  return finish(draft);
}

/** `isShared`: whether a file is the same for most services. */
export function createModels(pause: Pause, isShared: (uri: string) => boolean = () => false): Models {
  const kept = new Map<string, Kept>();
  let replaced = 0;

  const complete = async (uri: string, own: Kept): Promise<FileModel> => {
    for (let more = true; more; ) {
      more = advance(own.draft);
      const turn = pause();
      if (!turn) continue;
      await turn;
      const newest = kept.get(uri);
      if (newest && newest !== own) return newest.model;
    }
    replaced++;
    const model = finish(own.draft);
    await pause();
    return model;
  };
  return {
    of: (uri, text) => {
      if (isShared(uri)) return sharedModel(uri, text, pause);
      const known = kept.get(uri);
      if (known && known.draft.text === text) return known.model;
      const draft = beginDraft(uri, text, known?.base ?? null);
      const own = { draft, base: draft.blocks ? draft : (known?.base ?? null) } as Kept;
      kept.set(uri, own);
      own.model = complete(uri, own);
      return own.model;
    },
    forget: (uri) => void kept.delete(uri),
    replaced: () => replaced,
  };
}
