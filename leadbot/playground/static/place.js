// Where the person is, and how the server is asked.

export function place() {
  const { as, in: room, thread, tab } = document.body.dataset;
  return { as, in: room, thread: thread || "", tab: tab || "" };
}

export async function post(what, given = {}) {
  return send(`/do/${what}`, given);
}

export async function suggestions(given) {
  return (await send("/suggestions", given)).options ?? [];
}

async function send(path, given) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      keepalive: path === "/do/keep", // it may be sent while the page goes away
      body: JSON.stringify({ ...place(), ...given }),
    });
    if (answer.ok) return await answer.json();
    return { notice: "That did not work. Load the page again, and have another go." };
  } catch {
    return { notice: "The demo has stopped. Start it again with leadbot demo." };
  }
}

let hiding;

export function notice(text) {
  const line = document.getElementById("notice");
  clearTimeout(hiding);
  line.textContent = text;
  line.hidden = !text;
  hiding = setTimeout(() => (line.hidden = true), 8000);
}
