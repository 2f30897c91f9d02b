// The comparison, live: the form works without this, which only sends it while you drag and puts the answer in.

const form = document.getElementById('jamfor');
if (form) {
  let running = false, queued = null, said;

  // One request at a time; of those that wait the latest wins. It is written down when it is asked for: the answer to
  // the one before may come in between.
  const update = (submitter = queued?.submitter) => send({ submitter, query: String(new URLSearchParams(new FormData(form, submitter))) });
  const send = async asked => {
    if (running) { queued = asked; return; }
    running = true;
    document.getElementById('resultat').ariaBusy = 'true';
    try {
      const answer = await fetch(`${form.getAttribute('action')}?${asked.query}`, { headers: { accept: 'application/json' } });
      if (!answer.ok) { location.search = asked.query; return; }
      show(await answer.json());
    } finally {
      running = false;
      if (queued) { const next = queued; queued = null; send(next); } else document.getElementById('resultat').ariaBusy = null;
    }
  };

  const show = ({ val, dolda, panel, resultat, query, besked }) => {
    const held = document.activeElement;
    morph('resultat', resultat);
    // While more is asked for, the fields already say something newer.
    if (queued) return;
    for (const [id, html] of Object.entries({ val, dolda, panel })) morph(id, html);
    // A button that has done its work may be gone: the keyboard goes on from the scenario.
    if (!held.isConnected) document.querySelector('input[name=aktiv]:checked').focus();
    history.replaceState(null, '', `?${query}`);
    for (const field of document.querySelectorAll('#spara-fran, #dela-fran')) field.value = query;
    document.getElementById('excel').setAttribute('href', `/jamfor.xlsx?${query}`);
    clearTimeout(said);
    said = setTimeout(() => { document.getElementById('besked').textContent = besked; }, 700);
  };

  // Makes the element look like `html`, touching only what differs: focus and open menus survive.
  const morph = (id, html) => {
    const wanted = document.createElement('template');
    wanted.innerHTML = html;
    sync(document.getElementById(id), wanted.content);
  };
  const sync = (old, wanted) => {
    const nodes = [...wanted.childNodes];
    while (old.childNodes.length > nodes.length) old.lastChild.remove();
    nodes.forEach((node, i) => {
      const known = old.childNodes[i];
      if (!known) old.append(node);
      else if (known.nodeName !== node.nodeName || known.id !== node.id) known.replaceWith(node);
      else if (known.nodeType === Node.TEXT_NODE) { if (known.data !== node.data) known.data = node.data; }
      else { attributes(known, node); sync(known, node); }
    });
  };
  const attributes = (old, wanted) => {
    for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    if ('checked' in old) old.checked = wanted.hasAttribute('checked');
    if (old.nodeName === 'OPTION') old.selected = wanted.hasAttribute('selected');
    // What someone is writing is left alone.
    if (old.nodeName === 'INPUT' && old !== document.activeElement && old.value !== wanted.value) old.value = wanted.value;
  };

  // The fields beside the heading belong to the form, and do not stand in it.
  document.addEventListener('input', ({ target }) => {
    if (target.form !== form) return;
    if (target.dataset.for) document.getElementById(target.dataset.for).value = target.value;
    // Another scenario is looked at: the fields that stand there belong to the one before.
    if (target.name === 'aktiv') form.elements.redigerar.disabled = true;
    update();
  });
  // A number that is out of bounds is shown as it is calculated with, once it is no longer being written.
  form.addEventListener('change', ({ target }) => { if (target.inputMode === 'decimal') update(); });
  form.addEventListener('submit', event => { event.preventDefault(); update(event.submitter ?? undefined); });

  const choose = number => {
    const radio = document.getElementById(`aktiv-${number}`);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event('input', { bubbles: true }));
  };
  form.addEventListener('click', event => {
    const head = event.target.closest('a[data-aktiv]');
    if (!head || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    choose(head.dataset.aktiv);
  });

  const panel = document.getElementById('panel-d'), presents = document.getElementById('presentera');
  const present = on => {
    document.documentElement.classList.toggle('present', on);
    presents.setAttribute('aria-pressed', on);
    panel.open = !on;
  };
  presents.addEventListener('click', () => present(!document.documentElement.classList.contains('present')));
  document.getElementById('skrivut').addEventListener('click', () => print());
  const link = document.getElementById('lank'), copyLink = link.textContent;
  let thanked;
  link.addEventListener('click', async () => {
    // Where there is no form to save, too: the workbook's address says the same.
    await copied(new URL(new URL(document.getElementById('excel').href).search, location).href);
    link.textContent = link.dataset.copied;
    clearTimeout(thanked);
    thanked = setTimeout(() => { link.textContent = copyLink; }, 3000);
  });
  // Over plain HTTP within an organisation the browser has no clipboard to write to, but still copies what is selected.
  const copied = async text => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement('textarea');
    field.value = text;
    link.after(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    link.focus();
  };
  document.addEventListener('keydown', event => {
    if (event.target.matches('input:not([type=radio], [type=checkbox], [type=range]), select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-6]$/.test(event.key)) choose(event.key - 1);
    if (event.key === 'p' || event.key === 'P') present(!document.documentElement.classList.contains('present'));
    if (event.key === 'Escape') present(false);
  });
  if (matchMedia('(max-width: 900px)').matches) panel.open = false;
}
document.documentElement.classList.add('js');
