// What the pages about scenarios gain by script: a limit on ticks, printing, copying.

const chosen = document.querySelector('table.scenarios');
if (chosen) {
  const boxes = [...chosen.querySelectorAll('input[name=s]')];
  const limit = () => {
    const isFull = boxes.filter(box => box.checked).length >= chosen.dataset.most;
    for (const box of boxes) box.disabled = isFull && !box.checked;
  };
  chosen.addEventListener('change', limit);
  // A browser that goes back keeps the ticks.
  limit();
}
document.querySelector('[data-prints]')?.addEventListener('click', () => print());
document.querySelector('[data-copies]')?.addEventListener('click', async ({ currentTarget: button }) => {
  const items = button.dataset.copies.split(' ').flatMap(id => [...document.getElementById(id).children]);
  await navigator.clipboard.writeText(items.map(item => item.textContent).join('\n'));
  button.textContent = button.dataset.copied;
});
