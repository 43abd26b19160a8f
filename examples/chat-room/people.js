// The people on the left, one pane each on the right. A person's number chooses the picture and the name.
'use strict';

const NAMES = [
  ['Bamboo', '青竹'],
  ['Plum', '红梅'],
  ['Crane', '白鹤'],
  ['Maple', '丹枫'],
  ['Koi', '锦鲤'],
  ['Cloud', '闲云'],
];

/** The server gives numbers from 1, the lowest free one first; from the seventh on names get a number too. */
function nameOf(seq) {
  const [english, chinese] = NAMES[(seq - 1) % NAMES.length];
  const round = Math.ceil(seq / NAMES.length);
  return text(english, chinese) + (round > 1 ? ` ${round}` : '');
}

function pictureOf(seq) {
  return `pictures/person${((seq - 1) % NAMES.length) + 1}.svg`;
}

class People {
  constructor(list, panes, friend) {
    this.list = list;
    this.panes = panes;
    this.friend = friend;
    this.byId = new Map();
    this.chosen = undefined;
    this.choose(undefined);
  }

  /** Takes the server's list; panes of those who stay stay. */
  update(persons, me) {
    const others = persons.filter(({ id }) => id !== me);
    const here = new Set(others.map(({ id }) => id));
    for (const [id, person] of this.byId) {
      if (!here.has(id)) this.remove(id, person);
    }
    for (const { id, seq } of others) {
      if (!this.byId.has(id)) this.add(id, seq);
    }
    if (!this.byId.has(this.chosen)) this.choose(this.byId.keys().next().value);
  }

  /** Writes a line into somebody's pane. */
  write(id, line, time, mine) {
    const person = this.byId.get(id);
    if (person === undefined) return;
    const item = make('li', mine ? 'mine' : '', make('span', '', line));
    if (time) item.append(make('time', '', time));
    person.pane.append(item);
    person.preview.textContent = line;
    if (id === this.chosen) item.scrollIntoView({ block: 'end' });
    else person.dot.hidden = false;
  }

  choose(id) {
    this.byId.get(this.chosen)?.show(false);
    this.chosen = id;
    this.byId.get(id)?.show(true);
    this.friend.textContent = this.name(id) ?? text('Nobody here yet', '暂无好友');
  }

  name(id) {
    return this.byId.get(id)?.name;
  }

  add(id, seq) {
    const name = nameOf(seq);
    const dot = make('span', 'dot');
    dot.hidden = true;
    const picture = make('img');
    picture.src = pictureOf(seq);
    picture.alt = '';
    const preview = make('span', 'preview');
    const button = make('button', '', make('span', 'portrait', picture, dot), make('span', 'name', name), preview);
    button.type = 'button';
    button.addEventListener('click', () => this.choose(id));
    const row = make('li', '', button);
    const pane = make('ul', 'pane');
    pane.hidden = true;
    pane.setAttribute('aria-label', text(`Messages with ${name}`, `与${name}的消息`));
    const show = (shown) => {
      button.setAttribute('aria-current', String(shown));
      pane.hidden = !shown;
      if (shown) dot.hidden = true;
    };
    this.list.append(row);
    this.panes.append(pane);
    this.byId.set(id, { name, row, pane, preview, dot, show });
  }

  remove(id, { row, pane }) {
    row.remove();
    pane.remove();
    this.byId.delete(id);
  }
}

function make(tag, className = '', ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
