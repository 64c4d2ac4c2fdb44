// Revokes in two steps: a dry run that counts, and a confirmation that says the count.
import { attempt, call, confirmed, link, number, ofTenant, say } from './console.js';

const tokens = count => `${number(count)} client token${count === 1 ? '' : 's'}`;

/** Resolves to the report, or to nothing where it was left. */
export function revoke(what, body, button) {
  return attempt(async () => {
    const path = ofTenant('/revocations');
    const { json: counted } = await call('POST', path, { body: { ...body, dryRun: true } });
    const masters = body.masterToken ? ' The master tokens end with them; new ones must be put before these users are served again.' : '';
    const go = await confirmed(`Revoke ${tokens(counted.matched)}?`,
      `${what}. They end here at once${body.upstream === false ? '' : ', and are then asked to be ended upstream'}.${masters} This cannot be undone.`,
      `Revoke ${tokens(counted.matched)}`);
    if (!go) return undefined;
    const { json: report } = await call('POST', path, { body });
    say('good', `${tokens(report.revoked)} of ${number(report.matched)} revoked. `,
      link('revocations', { id: report.revocationId }, 'See the report'));
    return report;
  }, button);
}
