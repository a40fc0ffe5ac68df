import {
  foundInstallation,
  loadOfficialYears,
  loadRegister,
  machineClock,
  openInstallation,
  openInstallationClock,
} from '@qianmo/platform/server';
import { composeServer } from '@qianmo/server';

// Child process, there to be killed: the composed server on a folder's embedded database, fsync on, under its own
// supervisor. It differs from `qianmo start` only in the register (five localities) and in running no jobs.

const LOCALITIES = ['650000', '540200', '533124', '621221', '140430'];

const [folder = '', port = '0'] = process.argv.slice(2);
const say = (message: string) => process.stderr.write(`${message}\n`);
const machine = machineClock();
const installation = await openInstallation(folder, { say, now: machine.instant(), kind: 'test' });
const owner = await installation.owner();
const { id, createdAt } = installation.record;
await foundInstallation(owner, { id, kind: installation.kind, createdAt });
const { rowCount } = await owner.query('select from place.edition');
if (rowCount === 0) {
  await loadOfficialYears(owner);
  await loadRegister(owner, { at: machine.instant(), only: LOCALITIES });
}
await owner.end();

const { clock, close } = await openInstallationClock(installation.connection('qianmo_app'));
const { keys } = installation;
const totp = keys.masters.get(keys.currentMaster);
if (!totp) throw new Error('keys-damaged: the current master key is missing');
const server = await composeServer({
  connection: (role) => installation.connection(role),
  kind: installation.kind,
  clock,
  secrets: { device: keys.cookieSecret, totp, personal: keys },
  files: installation.filesFolder,
  trustProxy: false,
  tls: null,
  logger: true,
  poolSize: 16,
});
const url = await server.app.listen({ host: '127.0.0.1', port: Number(port) });
process.send?.({ url });

// The parent ends us by closing the channel; so does a parent that died.
process.once('disconnect', async () => {
  await server.stop();
  await close();
  await installation.stop();
  process.exit(0);
});
