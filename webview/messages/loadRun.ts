/** Loads a run into the panel: the model grows with each part of its course, and is opened when its ties are complete. */
import type { PanelCourse, PanelSnapshot } from '../../src/protocol/course.js';
import type { Left } from '../../src/protocol/messages.js';
import { type Changes, createModel, type PanelModel, takePart } from '../state/model.js';

/** Milliseconds of work on parts in one frame of a run that is open. */
const BUDGET = 8;

interface Intake {
  begin(snapshot: PanelSnapshot | null, left: Left): Promise<void>;
  part(part: Partial<PanelCourse>, left: Left): Promise<void>;
}

interface IntakeEvents {
  /** Lets the page draw between two parts of the conversation, because the picture comes first. */
  readonly rest: () => Promise<void>;
  /** Opens the run. The previous run stays visible until the ties are complete. The ties are not shown yet. */
  readonly open: (model: PanelModel) => Promise<void>;
  /** The open run has got another part; `isWhole`: it was the last one. */
  readonly more: (model: PanelModel, changes: Changes, isWhole: boolean) => void;
}

export function createIntake({ rest, open, more }: IntakeEvents): Intake {
  let model: PanelModel | null = null;
  let isOpen = false;
  let spent = 0;
  const came = async (left: Left): Promise<void> => {
    if (!model || left === 'ties') return;
    isOpen = true;
    await open(model);
  };
  return {
    begin(snapshot, left) {
      model = snapshot && createModel(snapshot);
      isOpen = false;
      return came(left);
    },
    async part(part, left) {
      if (!model) return;
      if (isOpen && spent > BUDGET) {
        await rest();
        spent = 0;
      }
      const start = performance.now();
      const changes = takePart(model, part, left);
      spent += performance.now() - start;
      if (isOpen) more(model, changes, left === 'nothing');
      else await came(left);
    },
  };
}
