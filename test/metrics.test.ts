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

  it('count what limits and overload turned away, and show the load when they are read', async () => {
    const metrics = createMetrics();
    let level: 'normal' | 'busy' | 'full' = 'normal';
    metrics.watchLoad(
      () => 7,
      () => level,
    );
    assert.match(await metrics.text(), /^overload_level 0$/m);
    level = 'full';
    metrics.refused('visitor');
    metrics.shed('new');
    const text = await metrics.text();
    assert.match(text, /^refused_total\{limit="visitor"\} 1$/m);
    assert.match(text, /^refused_total\{limit="connections"\} 0$/m);
    assert.match(text, /^shed_total\{kind="new"\} 1$/m);
    assert.match(text, /^shed_total\{kind="running"\} 0$/m);
    assert.match(text, /^requests_in_flight 7$/m);
    assert.match(text, /^overload_level 2$/m);
  });

  it('begin at 0 what an alert counts, and put an unknown reason under other', async () => {
    const metrics = createMetrics();
    assert.match(await metrics.text(), /^outgoing_sends_total\{result="dead"\} 0$/m);
    metrics.outgoingSent('dead');
    metrics.storeRetried('conflict');
    metrics.storeRetried('something new');
    metrics.leaseWaited(0.3);
    metrics.loopLag(0.02);
    const text = await metrics.text();
    assert.match(text, /^outgoing_sends_total\{result="dead"\} 1$/m);
    assert.match(text, /^store_retries_total\{reason="conflict"\} 1$/m);
    assert.match(text, /^store_retries_total\{reason="other"\} 1$/m);
    assert.match(text, /^event_loop_lag_seconds_bucket\{le="0\.025"\} 1$/m);
    assert.match(text, /^conversation_lease_wait_seconds_bucket\{le="0\.5"\} 1$/m);
  });

  it('show which parts are ready', async () => {
    const metrics = createMetrics();
    let isConnected = true;
    metrics.watchReadiness(async () => ({ ready: isConnected, parts: { database: isConnected, knowledge: true } }));
    assert.match(await metrics.text(), /^service_ready 1$/m);
    isConnected = false;
    const text = await metrics.text();
    assert.match(text, /^service_ready 0$/m);
    assert.match(text, /^part_ready\{part="database"\} 0$/m);
    assert.match(text, /^part_ready\{part="knowledge"\} 1$/m);
  });

  it('are not shared between two servers of one process', async () => {
    const metrics = createMetrics();
    metrics.commit(1);
    assert.match(await createMetrics().text(), /^commit_seconds_count 0$/m);
  });
});
