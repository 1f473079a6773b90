import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { createClientAddresses } from '../../src/http/client-address.ts';

/** A request as the server sees it: the other end of its connection, and what it says about others. */
function request(peer: string | undefined, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const req = new IncomingMessage(socket);
  if (forwardedFor !== undefined) req.headers['x-forwarded-for'] = forwardedFor;
  return req;
}

describe('the client address', () => {
  const direct = createClientAddresses([]);
  const behind = createClientAddresses(['10.0.0.0/8', '2001:db8:ffff::/48', 'loopback']);

  it('is the other end of the connection when no proxy is trusted, whatever the header says', () => {
    for (const header of [undefined, '198.51.100.7', '127.0.0.1', '::1', ', ,', 'unknown']) {
      assert.equal(direct.addressOf(request('203.0.113.9', header)), '203.0.113.9');
      assert.equal(behind.addressOf(request('203.0.113.9', header)), '203.0.113.9');
    }
  });

  it('is the last one that no trusted proxy wrote for another', () => {
    for (const [header, expected] of [
      ['198.51.100.7', '198.51.100.7'],
      ['198.51.100.7, 10.1.2.3', '198.51.100.7'],
      ['6.6.6.6, 198.51.100.7', '198.51.100.7'],
      ['6.6.6.6, 198.51.100.7, 10.1.2.3, 127.0.0.1', '198.51.100.7'],
      ['2001:db8::5', '2001:db8::5'],
      ['10.7.7.7', '10.7.7.7'],
    ] as const) {
      assert.equal(behind.addressOf(request('10.0.0.2', header)), expected, header);
    }
  });

  it('is the same with the port that some gateways add', () => {
    assert.equal(behind.addressOf(request('10.0.0.2', '198.51.100.7:51234')), '198.51.100.7');
    assert.equal(behind.addressOf(request('10.0.0.2', '198.51.100.7:51234, 10.1.2.3:443')), '198.51.100.7');
    assert.equal(behind.addressOf(request('10.0.0.2', '[2001:db8::5]:51234')), '2001:db8::5');
  });

  it('falls back to the proxy for what is no address, so that nobody escapes the limits', () => {
    for (const header of ['unknown', '_hidden', 'x'.repeat(5000), '1.2.3.4.5', '', '999.1.1.1', '<script>']) {
      assert.equal(behind.addressOf(request('10.0.0.2', header)), '10.0.0.2', header);
    }
  });

  it('shows IPv4 over a dual-stack socket as IPv4, trusted or not', () => {
    assert.equal(direct.callerOf(request('::ffff:203.0.113.9')), '203.0.113.9');
    assert.equal(behind.callerOf(request('::ffff:10.0.0.2', '::ffff:198.51.100.7')), '198.51.100.7');
  });

  it('counts IPv6 by the network of 64 bits', () => {
    for (const [address, expected] of [
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
      ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
      ['2001:db8::1', '2001:db8:0:0::/64'],
      ['::1', '0:0:0:0::/64'],
      ['fe80::1%eth0', 'fe80:0:0:0::/64'],
      ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
      ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ] as const) {
      assert.equal(direct.callerOf(request(address)), expected, address);
    }
    assert.equal(direct.callerOf(request('203.0.113.9')), '203.0.113.9');
  });

  it('counts all addresses of one network together, however they are written', () => {
    const part = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    fc.assert(
      fc.property(fc.tuple(part, part, part, part), (last) => {
        const address = `2001:db8:0:7:${last.join(':')}`;
        const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
        assert.equal(direct.callerOf(request(address)), '2001:db8:0:7::/64');
        assert.equal(direct.callerOf(request(short)), '2001:db8:0:7::/64');
      }),
    );
  });

  it('never throws for a header, and never takes one from an untrusted peer', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (header) => {
        assert.equal(direct.callerOf(request('203.0.113.9', header)), '203.0.113.9');
        assert.equal(typeof behind.callerOf(request('10.0.0.2', header)), 'string');
      }),
    );
  });

  it('is told for each request, also where a proxy sends those of several people over one connection', () => {
    const { socket } = request('10.0.0.2');
    const over = (header: string) => {
      const req = new IncomingMessage(socket);
      req.headers['x-forwarded-for'] = header;
      return behind.addressOf(req);
    };
    assert.deepEqual(['198.51.100.7', '198.51.100.7', '198.51.100.8', 'unknown', '198.51.100.7'].map(over), [
      '198.51.100.7',
      '198.51.100.7',
      '198.51.100.8',
      '10.0.0.2',
      '198.51.100.7',
    ]);
  });

  it('is nobody in particular when the connection is gone', () => {
    assert.equal(direct.addressOf(request(undefined)), 'unknown');
  });

  it('of a connection is null for a trusted proxy only', () => {
    assert.equal(behind.peerOf(request('10.0.0.2').socket), null);
    assert.equal(behind.peerOf(request('203.0.113.9').socket), '203.0.113.9');
    assert.equal(direct.peerOf(request('10.0.0.2').socket), '10.0.0.2');
  });

  it('tells of a proxy of the own network that was forgotten, and not of strangers who send the header', () => {
    const told: string[] = [];
    const addresses = createClientAddresses(['10.0.0.0/8'], (address) => told.push(address));
    const forgotten = request('192.168.1.4', '198.51.100.7');
    addresses.peerOf(forgotten.socket);
    addresses.callerOf(forgotten);
    addresses.addressOf(forgotten);
    addresses.callerOf(request('203.0.113.9', '198.51.100.7'));
    addresses.callerOf(request('10.0.0.2', '198.51.100.7'));
    addresses.callerOf(request('192.168.1.5'));
    assert.deepEqual(told, ['192.168.1.4']);
  });

  it('refuses trust that cannot be read, or trust in everybody', () => {
    for (const entry of ['everybody', '10.0.0.0/33', '0.0.0.0/0', '10.0.0', '']) {
      assert.throws(() => createClientAddresses([entry]), TypeError, entry);
    }
  });
});
