// Progress as it happens.
import { get, passes, quiet, sentence, say } from './console.js';

const LONGEST = 600_000;
const PAUSE = 3_000;

/**
 * Shows what a call says as it changes, for ten minutes at most. Where the stream breaks off the call itself tells why;
 * a service that is away is waited for.
 */
export function watch(path, seen, ended) {
  let source;
  let waiting;
  let told = false;
  let stopped = false;
  const stop = why => {
    stopped = true;
    clearTimeout(over);
    clearTimeout(waiting);
    source.close();
    if (why) say('bad', why);
  };
  const over = setTimeout(() => stop('Watching has paused after ten minutes. Load the page again to go on.'), LONGEST);
  const take = progress => {
    seen(progress);
    if (ended(progress)) stop();
    return ended(progress);
  };
  const open = () => {
    source = new EventSource(`${path}/watch`);
    source.onmessage = event => take(JSON.parse(event.data));
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) goOn(); };
  };
  const goOn = async () => {
    try {
      const progress = await get(path);
      if (stopped) return;
      if (told) quiet();
      told = false;
      if (!take(progress)) waiting = setTimeout(open, PAUSE);
    } catch (refused) {
      if (stopped) return;
      if (!passes(refused)) return stop(sentence(refused));
      if (!told) say('bad', sentence(refused));
      told = true;
      waiting = setTimeout(goOn, PAUSE);
    }
  };
  open();
}
