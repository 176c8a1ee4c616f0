/** The page of a calibration as a file: its report is data, and no text of it can end an element or run. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { type CalibrationReport, isFromCalibration } from '../../../src/protocol/calibration.js';
import { calibrationHtml } from '../../../webview/calibration/html.js';

const REPORT: CalibrationReport = {
  ...{ id: 'fit', title: '</script><script>alert(1)</script>', scenario: 'town', method: 'smc', speakers: 'nobody', synthetic: true },
  ...{ isWhole: true, isReached: true, tolerance: 1, runs: { all: 10, known: 0, lost: 0 }, generations: [], particles: 5, size: 5 },
  ...{ parameters: [], ridges: [], targets: [], check: 0, findings: ['<img src=x onerror=alert(2)>'] },
};

describe('the page of a calibration', () => {
  it('is one file whose texts cannot run', () => {
    const html = calibrationHtml(REPORT, {
      script: 'take()',
      style: 'p{}',
      hash: (text) => createHash('sha256').update(text).digest('base64'),
    });
    assert.equal(html.match(/<script/g)!.length, 2);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /default-src &#39;none&#39;; script-src &#39;sha256-/);
    const [, embedded = ''] = /<script type="application\/json" id="report">(.*)<\/script>\n<script>/.exec(html) ?? [];
    assert.deepEqual(JSON.parse(embedded), REPORT);
  });

  it('sends only known messages', () => {
    assert.ok(isFromCalibration({ type: 'ready' }) && isFromCalibration({ type: 'do', command: 'stop' }));
    for (const wrong of [null, 'ready', { type: 'do', command: 'rm' }, { type: 'error' }, {}]) assert.ok(!isFromCalibration(wrong));
  });
});
