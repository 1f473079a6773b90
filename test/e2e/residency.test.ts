import assert from 'node:assert/strict';
import { startChat } from '../support/chat-client.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/until.ts';

/** A host that exists nowhere: whoever is sent there leaves a warning in the log. */
const ABROAD = 'https://language.invalid';
const ASKED = /the language service did not answer/g;

describe('texts of a 21Vianet tenant (rule R31)', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  before(async () => {
    data = await createDataFolder();
    const clu = { CLU_ENDPOINT: ABROAD, CLU_KEY: 'key', CLU_PROJECT: 'intake', CLU_DEPLOYMENT: 'production' };
    server = await startServer({ data, env: { ...clu, LOG_LEVEL: 'info' } });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  const asked = () => server.output().stderr.match(ASKED)?.length ?? 0;
  async function write(user: string, text: string): Promise<string> {
    const chat = await startChat(server, user);
    return (await chat.ask(text)).map((activity) => activity.text).join('\n');
  }

  it('stay with the local recogniser when the policy does not allow the host of the language service', async () => {
    assert.match(server.output().stderr, /"operators":\["21vianet"\].*stay with the local recogniser/);
    assert.match(await write('dl_contoso-admin', '全公司都收不到外部邮件'), /邮件收发/);
    assert.equal(asked(), 0);
  });

  it('are the only ones that do: those of the other operator are sent there, and understood when it is away', async () => {
    assert.match(await write('dl_northwind-admin', 'Nobody can receive mail from outside'), /receiving mail/);
    // Lines of the log are written together, a moment later.
    await until('the language service was asked', async () => asked() > 0);
  });
});
