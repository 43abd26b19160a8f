
// Looks for one picture by HTTPS: it loads only where the certificate is trusted.
const state = document.getElementById('state');
const text = state.firstElementChild;
let round = 0;
function look() {
  const picture = new Image();
  picture.onload = () => { state.classList.add('trusted'); text.textContent = state.dataset.trusted; };
  picture.onerror = () => { text.textContent = state.dataset.untrusted; setTimeout(look, 3000); };
  picture.src = state.dataset.probe + '?' + (round += 1);
}
look();
