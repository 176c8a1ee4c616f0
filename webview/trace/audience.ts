/** To whom something was said, in words. No page. */
import type { PanelMessage } from '../../src/protocol/course.js';
import { names } from '../ui/format.js';
import { type PanelModel, nameOf } from '../state/model.js';
import { labelText } from '../state/names.js';
import { words } from '../ui/strings.js';

/** To whom, for all that is not said to everybody. */
export function howOf(model: PanelModel, { action, audience, to, replyTo }: PanelMessage): string {
  const who = names(to.map((agent) => labelText(nameOf(model, agent))));
  if (audience === 'direct') return words.privately(who);
  const said = words.action(action);
  if (audience === 'self') return `${said} ${words.toSelf}`;
  if (audience === 'group') return `${said}, ${words.toGroup(to.length, who)}`;
  if (audience === 'neighbours') return `${said}, ${words.toNeighbours(to.length, who)}`;
  return who !== '' && replyTo === null ? `${said} ${words.addressed(who)}` : said;
}
