/** Entry of the page. It only connects the host, the panel and the messages between them. */
import './panel.css';
import { PROTOCOL_VERSION, type ToPanel } from '../src/protocol/messages.js';
import { createAsking } from './messages/hostRequests.js';
import { connect } from './messages/host.js';
import { inTurn, turn } from './ui/frame.js';
import { Panel } from './shell/panel.js';
import { receive } from './messages/validateMessage.js';
import { registerControls } from './ui/toolkit.js';
import { words } from './ui/strings.js';

const host = connect();
const asking = createAsking(host);

/** Does one thing after the other. */
const next = inTurn((act: () => Promise<void> | void) => act());

/** Made in tasks of its own before the first message is handled, because the script alone takes long to load. */
let panel: Panel;
next(async () => {
  await turn();
  registerControls();
  panel = new Panel(document.getElementById('root') ?? document.body, host);
  await panel.begin(asking);
});

/** Messages are unpacked when they are handled, so waiting messages cost nothing. */
const take = ({ data }: MessageEvent<unknown>): void => next(() => taken(data));

function taken(data: unknown): Promise<void> | void {
  const received = receive(data);
  if (received && 'message' in received) return act(received.message);
  if (!received) return;
  host.post({ type: 'error', text: words.otherVersion });
  panel.missing(words.otherVersion);
}

function act(message: ToPanel): Promise<void> | void {
  if (message.type === 'snapshot') return panel.show(message.snapshot, message.left);
  if (message.type === 'part') return panel.part(message.part, message.left);
  if (message.type === 'delta') return panel.update(message.delta);
  if (message.type === 'moment') return panel.moment(message.moment, message.went);
  if (message.type === 'select') return panel.select(message.agent);
  if (message.type === 'beside') return panel.beside(message.beside);
  if (message.type === 'breakpoints') return panel.breakpoints(message.seqs);
  // An answer can name an agent that the last change has made known.
  panel.settle();
  return asking.answered(message.id, message.answer, message.problem);
}

window.addEventListener('error', (event) => host.post({ type: 'error', text: event.message }));
window.addEventListener('message', take);
host.post({ type: 'ready', version: PROTOCOL_VERSION });
// In a task of its own, before the first message.
next(async () => {
  await turn();
  panel.prepare();
});
