import assert from 'node:assert/strict';
import { createMetrics } from '../src/metrics.ts';

describe('the metrics', () => {
  it('count turns by channel and result and time them', async () => {
    const metrics = createMetrics();
    metrics.turn('directline', 'answered', 0.02);
    metrics.turn('directline', 'duplicate', 0.001);
    const text = await metrics.text();
    assert.match(text, /^turns_total\{channel="directline",result="answered"\} 1$/m);
    assert.match(text, /^turn_seconds_count\{channel="directline"\} 2$/m);
  });

  it('give a forged channel no series of its own', async () => {
    const metrics = createMetrics();
    for (let index = 0; index < 50; index += 1) metrics.turn(`forged-${index}`, 'failed', 1);
    assert.match(await metrics.text(), /^turns_total\{channel="other",result="failed"\} 50$/m);
  });

  it('count decisions of the recognisers, time commits and show the process', async () => {
    const metrics = createMetrics();
    metrics.recognised('local', 'none');
    metrics.commit(0.004);
    const text = await metrics.text();
    assert.match(text, /^recogniser_decisions_total\{source="local",decision="none"\} 1$/m);
    assert.match(text, /^commit_seconds_count 1$/m);
    assert.match(text, /^nodejs_eventloop_lag_seconds /m);
    assert.match(metrics.contentType, /^text\/plain/);
  });

  it('time requests by route and count open sockets when they are read', async () => {
    const metrics = createMetrics();
    let open = 1;
    metrics.watchSockets(() => open);
    metrics.request({ method: 'GET', route: '/api/staff/requests/:reference', status: 404, seconds: 0.01 });
    open = 3;
    const text = await metrics.text();
    assert.match(
      text,
      /^http_request_seconds_count\{method="GET",route="\/api\/staff\/requests\/:reference",status="404"\} 1$/m,
    );
    assert.match(text, /^open_sockets 3$/m);
  });

  it('are not shared between two servers of one process', async () => {
    const metrics = createMetrics();
    metrics.commit(1);
    assert.match(await createMetrics().text(), /^commit_seconds_count 0$/m);
  });
});
