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
});
