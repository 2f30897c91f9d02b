// The agreement as a form: what it comes to is asked for while somebody writes. Without this there is a button.

const writing = document.getElementById('andra');
if (writing) {
  let waiting, asking;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams(new FormData(writing));
    body.set('gor', 'utfall');
    const beside = document.getElementById('utfall');
    beside.ariaBusy = 'true';
    try {
      const answer = await fetch(writing.getAttribute('action'), { method: 'POST', body, headers: { accept: 'text/html' }, signal: asking.signal });
      if (answer.ok) put(await answer.text());
      beside.ariaBusy = null;
    } catch (reason) {
      if (reason.name !== 'AbortError') beside.ariaBusy = null;
    }
  };
  // The sentence stays where it is, so that what it now says is read aloud.
  const put = html => {
    const found = document.createElement('template');
    found.innerHTML = html;
    const said = document.getElementById('utfall-sagt'), now = found.content.getElementById('utfall-sagt').textContent;
    if (said.textContent !== now) said.textContent = now;
    document.getElementById('utfall-tabell').replaceChildren(...found.content.getElementById('utfall-tabell').childNodes);
  };
  writing.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 350);
  });
}
