import { createLocalRecogniser } from '../src/language/local-recogniser.ts';
import { loadModel } from '../src/language/model-file.ts';

// Prints the milliseconds from the files of the model to a recogniser that has answered once.
const from = performance.now();
await createLocalRecogniser(loadModel()).recognise('?', null);
console.log(performance.now() - from);
