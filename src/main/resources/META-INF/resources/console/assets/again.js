// Waits for a service that is away, or has no database, and loads the page again when it can be shown.

const PAUSE = 3_000;
const TRIES = 200; // ten minutes, or more where each is waited for
const UNAVAILABLE = 503;

/** Asks for this page itself: it has no data, and needs the database only for the session. */
export function loadWhenBack(tries = TRIES) {
  if (tries === 0) return;
  setTimeout(async () => {
    const answer = await fetch(location.href, { credentials: 'same-origin' }).catch(() => undefined);
    if (!answer || answer.status === UNAVAILABLE) loadWhenBack(tries - 1);
    else location.replace(location.href);
  }, PAUSE);
}

// The page of an error. The form to sign in needs no database to be shown: nobody is to lose sight of why it failed.
const told = document.querySelector('[data-waits]');
if (told && location.pathname !== '/console/sign-in') {
  told.textContent = 'Nothing is lost. The page is loaded again as soon as it can be shown.';
  loadWhenBack();
}
