// Sets a new password with the token that is the last part of this page's address.

const form = document.querySelector("form");
const alert = form.querySelector("[role=alert]");
const [password, again] = form.querySelectorAll("input");
const token = decodeURIComponent(location.pathname.split("/").pop());
// The address holds the token: it must not stay in the history of a shared computer.
history.replaceState(null, "", form.dataset.left);

function refuse(sentence, field = password) {
  alert.textContent = sentence;
  field.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  alert.textContent = "";
  if (password.value !== again.value) {
    refuse(form.dataset.different, again);
    return;
  }
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const body = new URLSearchParams({ token, password: password.value });
    const answer = await fetch(form.dataset.confirm, { method: "POST", body });
    const content = await answer.json();
    if (answer.ok) {
      form.hidden = true;
      document.getElementById("done").hidden = false;
    } else {
      refuse(content.requirements ? `${form.dataset.lacks}: ${content.requirements}` : content.error);
    }
  } catch {
    refuse(form.dataset.unreachable);
  } finally {
    button.disabled = false;
  }
});
