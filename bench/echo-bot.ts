import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, MessageFactory } from 'botbuilder';
import restify, { type Request, type Response } from 'restify';

/**
 * The yardstick: the EchoBot of the Bot Framework samples (02.echo-bot) on CloudAdapter and restify, without an app id,
 * and a `/readyz` by which a start can be measured. Nothing here is tuned: it is what a newcomer gets.
 */
class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const said = `Echo: ${context.activity.text}`;
      await context.sendActivity(MessageFactory.text(said, said));
      await next();
    });
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new EchoBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/readyz', async (_req: Request, res: Response) => {
  res.send(200, { ready: true });
});
server.post('/api/messages', async (req: Request, res: Response) => {
  await adapter.process(req, res, (context) => bot.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
// An orderly end writes the compile cache and the CPU profile.
process.once('SIGTERM', () => process.exit(0));
