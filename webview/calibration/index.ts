/** Entry of the page of a calibration, in the editor or as a saved file that has its report in the page. */
import '../experiment/experiment.css';
import './calibration.css';
import { CALIBRATION_VERSION, type CalibrationReport, type FromCalibration, type ToCalibration } from '../../src/protocol/calibration.js';
import { registerControls } from '../ui/toolkit.js';
import { Page } from './page.js';
import { words } from './words.js';

declare function acquireVsCodeApi(): { postMessage(message: FromCalibration): void };

registerControls();
const root = document.getElementById('root') ?? document.body;
const saved = document.getElementById('report');

function take(page: Page, message: ToCalibration): void {
  switch (message.type) {
    case 'head':
      return page.head(message.head);
    case 'status':
      return page.status(message.status);
    case 'report':
      return page.report(message.report);
    case 'missing':
      return page.missing(message.problem);
  }
}

if (saved) new Page(root, null).report(JSON.parse(saved.textContent ?? '') as CalibrationReport);
else {
  const host = acquireVsCodeApi();
  const page = new Page(root, (message) => host.postMessage(message));
  window.addEventListener('error', (event) => host.postMessage({ type: 'error', text: event.message }));
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const version: unknown = typeof data === 'object' && data !== null ? (data as { version?: unknown }).version : undefined;
    if (version === undefined) return;
    if (version === CALIBRATION_VERSION) take(page, data as ToCalibration);
    else page.missing(words.otherVersion);
  });
  host.postMessage({ type: 'ready' });
}
