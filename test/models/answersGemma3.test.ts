import { describeAnswers } from '../support/modelAnswers.js';

describeAnswers('gemma3');
