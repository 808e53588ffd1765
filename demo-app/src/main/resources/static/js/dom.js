export const byId = (id) => document.getElementById(id);

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const exactClock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

export const timeOf = (date) => clock.format(date);
export const exactTimeOf = (date) => exactClock.format(date);

/** A copy of the one element in a template. */
export const copyOf = (templateId) => byId(templateId).content.firstElementChild.cloneNode(true);

/** Adds to a list that scrolls, follows the end unless somebody has scrolled up, and forgets its oldest entries. */
export function append(list, item, max) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight <= list.clientHeight / 2;
  list.append(item);
  while (list.childElementCount > max) {
    list.firstElementChild.remove();
  }
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
}

/** Fills a list with one button per name. */
export function showChips(list, chips, onChoose) {
  list.replaceChildren(...chips.map(({ name, label = name }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = label;
    button.addEventListener("click", () => onChoose(name));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

/** A letter and a colour for somebody, always the same. */
export function dressAvatar(avatar, nickname) {
  const [initial] = nickname;
  avatar.textContent = initial.toUpperCase();
  let hue = 0;
  for (const character of nickname) {
    hue = (hue * 31 + character.codePointAt(0)) % 360;
  }
  avatar.style.setProperty("--hue", hue);
}
