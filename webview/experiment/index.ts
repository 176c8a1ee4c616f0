/** Entry of the page of an experiment. It only connects the host and the page. */
import './experiment.css';
import { EXPERIMENT_VERSION, type FromExperiment, type ToExperiment } from '../../src/protocol/experiment.js';
import { registerControls } from '../ui/toolkit.js';
import { Page } from './page.js';
import { words } from './words.js';

declare function acquireVsCodeApi(): { postMessage(message: FromExperiment): void; setState(state: unknown): void };

registerControls();
const host = acquireVsCodeApi();
const page = new Page(document.getElementById('root') ?? document.body, (message) => host.postMessage(message));

function take(message: ToExperiment): void {
  switch (message.type) {
    case 'head':
      // The data to restore the page after a reload.
      host.setState({ uri: message.head.uri, experiment: message.head.experiment });
      return page.head(message.head);
    case 'table':
      return page.table(message.table);
    case 'progress':
      return page.progress(message.progress);
    case 'lost':
      return page.lost(message.lost);
    case 'compared':
      return page.compared(message.compared);
    case 'claims':
      return page.claims(message.claims);
    case 'outside':
      return page.outside(message.outside);
    case 'missing':
      return page.missing(message.problem);
  }
}

window.addEventListener('error', (event) => host.postMessage({ type: 'error', text: event.message }));
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const version: unknown = typeof data === 'object' && data !== null ? (data as { version?: unknown }).version : undefined;
  if (version === undefined) return;
  if (version === EXPERIMENT_VERSION) take(data as ToExperiment);
  else page.missing(words.otherVersion);
});
host.postMessage({ type: 'ready' });
