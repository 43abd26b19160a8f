// Which elements may stand where people's words stand, and with which attributes. Whatever else is found there was made of the words.

/** Elements and the attributes that each may have. */
export type Allowed = Readonly<Record<string, readonly string[]>>;

/** What the formatting of a message makes. */
export const IN_MESSAGE: Allowed = {
  DIV: ['class'], P: ['dir', 'class'], PRE: ['tabindex', 'class'], CODE: ['class'], BLOCKQUOTE: ['class'], UL: ['class'], OL: ['start', 'class'], LI: ['dir', 'class'],
  A: ['href', 'target', 'rel', 'class'], SPAN: ['class'], STRONG: ['class'], EM: ['class'], S: ['class'],
};

/** What the page sets beside a name or a line of words. */
export const IN_LINE: Allowed = { SPAN: ['class', 'dir'], I: ['aria-hidden', 'class'], MARK: ['class'] };

/** What any element of the page may say of itself. None of it can run or ask for anything. */
const ANYWHERE = [
  'id', 'class', 'style', 'dir', 'lang', 'role', 'title', 'hidden', 'inert', 'tabindex', 'data-row', 'data-hit', 'popover', 'draggable', 'aria-autocomplete', 'aria-activedescendant', 'aria-controls', 'aria-current', 'aria-describedby',
  'aria-expanded', 'aria-haspopup', 'aria-hidden', 'aria-invalid', 'aria-label', 'aria-labelledby', 'aria-live', 'aria-modal', 'aria-orientation', 'aria-pressed', 'aria-selected', 'aria-valuemax', 'aria-valuemin', 'aria-valuenow', 'aria-valuetext', 'aria-checked', 'aria-disabled', 'aria-busy', 'aria-atomic',
];

const PLAIN = 'ASIDE B BDI BODY CODE DETAILS DIALOG DIV DL DD DT EM FIELDSET FOOTER FORM H1 H2 H3 HEAD HEADER HTML I LEGEND LI MAIN NAV NOSCRIPT OL P SECTION SMALL SPAN STRONG SUMMARY TITLE UL g svg';
const FURTHER: Allowed = {
  A: ['href', 'aria-label', 'target', 'rel', 'download'], BUTTON: ['type', 'disabled', 'popovertarget'], TIME: ['datetime'], LABEL: ['for'],
  IMG: ['src', 'alt', 'width', 'height', 'loading', 'decoding'], VIDEO: ['src', 'poster', 'controls', 'autoplay', 'playsinline', 'muted', 'preload'], AUDIO: ['src', 'controls', 'autoplay', 'preload'], PROGRESS: ['value', 'max'],
  INPUT: ['type', 'name', 'value', 'checked', 'disabled', 'autocomplete', 'autocapitalize', 'enterkeyhint', 'inputmode', 'maxlength', 'minlength', 'max', 'min', 'multiple', 'accept', 'placeholder', 'required', 'spellcheck', 'step'],
  TEXTAREA: ['rows', 'disabled', 'autocomplete', 'enterkeyhint', 'maxlength', 'placeholder'], SELECT: ['disabled'], OPTION: ['value', 'selected'], FORM: ['novalidate'], DIALOG: ['open'], DETAILS: ['open'],
  META: ['charset', 'name', 'content', 'media'], LINK: ['rel', 'href', 'type', 'as', 'crossorigin'], SCRIPT: ['type', 'src', 'crossorigin'],
  svg: ['viewBox', 'width', 'height', 'fill', 'stroke', 'shape-rendering'], path: ['d', 'fill', 'stroke'], circle: ['cx', 'cy', 'r'], ellipse: ['cx', 'cy', 'rx', 'ry'], line: ['x1', 'x2', 'y1', 'y2'], rect: ['x', 'y', 'width', 'height', 'rx'],
};

/** What the rest of the page is made of. Elements that can do more than show something are missing on purpose. */
export const ON_PAGE: Allowed = Object.fromEntries([...PLAIN.split(' '), ...Object.keys(FURTHER)].map((tag) => [tag, [...ANYWHERE, ...(FURTHER[tag] ?? [])]]));
