import { describeAnswers } from '../support/modelAnswers.js';

describeAnswers('smollm2');
