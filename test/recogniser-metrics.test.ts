import assert from 'node:assert/strict';
import { createMetrics } from '../src/metrics.ts';

describe('the metrics of the recognisers', () => {
  it('count what became of texts for the language service, and how it compares with the local recogniser', async () => {
    const metrics = createMetrics();
    metrics.languageService('answered');
    metrics.languageService('budget');
    metrics.languageServiceAgreed('only-clu');
    const text = await metrics.text();
    assert.match(text, /^language_service_texts_total\{outcome="answered"\} 1$/m);
    assert.match(text, /^language_service_texts_total\{outcome="budget"\} 1$/m);
    assert.match(text, /^language_service_texts_total\{outcome="slow"\} 0$/m, 'told before its first time');
    assert.match(text, /^language_service_agreement_total\{agreement="only-clu"\} 1$/m);
    assert.match(text, /^language_service_agreement_total\{agreement="same"\} 0$/m);
  });

  it('count what happened next, and whether the topic was right', async () => {
    const metrics = createMetrics();
    const recognised = 'billing.renew' as const;
    metrics.recognitionEnded({ outcome: 'solved', recognised, topic: recognised });
    metrics.recognitionEnded({ outcome: 'corrected', recognised, topic: 'billing.cancel' });
    metrics.recognitionEnded({ outcome: 'corrected', recognised, topic: null });
    const text = await metrics.text();
    for (const [outcome, topic, count] of [
      ['solved', 'same', 1],
      ['corrected', 'other', 1],
      ['corrected', 'unknown', 1],
      ['rephrased', 'other', 0],
    ]) {
      assert.match(
        text,
        new RegExp(`^recognition_outcomes_total\\{outcome="${outcome}",topic="${topic}"\\} ${count}$`, 'm'),
      );
    }
  });
});
