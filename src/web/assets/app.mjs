// What the frame gains by script. Every page works without it.

const menu = document.querySelector('details.folded');

// Escape closes the folded menu and returns to its button; so does a touch beside it.
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
document.addEventListener('click', event => {
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
