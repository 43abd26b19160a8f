// The pieces of which hostile texts are made: what a script would do, where a page might run it, and what might carry it there.

/** What a script does that runs where it must not; each is noticed by the canary. `%` is short where a name is short. */
export const DEEDS = [
  'alert(1)', 'canary=1', "fetch('/canary')", "document.title='canary'", 'confirm`1`', "location='/canary'", 'top.canary=1', "new Image().src='/canary'",
  'prompt(1)', "import('/canary')", "eval('canary=1')", "self['ale'+'rt'](1)", "[].map.constructor('canary=1')()", 'setTimeout("canary=1")', 'parent.canary=1',
] as const;

/** Elements that run a script of their own; `%` is what it does. */
export const MARKUP = [
  '<script>%</script>', '<script type=module>%</script>', '<svg><script>%</script></svg>', '<svg onload=%>', '<svg><animate onbegin=% attributeName=x dur=1s>',
  '<svg><set onbegin=% attributeName=x to=y>', '<svg><a xlink:href="javascript:%"><text y=9>x</text></a></svg>', '<svg><use href="/canary#x"></use></svg>',
  '<svg><foreignObject><img src=x onerror=%></foreignObject></svg>', '<svg><image href=x onerror=%>', '<math href="javascript:%">x</math>', '<math><mi xlink:href="javascript:%">x</mi></math>',
  '<math><annotation-xml encoding=text/html><img src=x onerror=%>', '<img src=x onerror=%>', '<img srcset=,, src=x onerror=%>', '<picture><source srcset=x><img onerror=%>', '<video src=x onerror=%>', '<video><source src=x onerror=%></video>',
  '<audio src=x onerror=%>', '<body onload=%>', '<body onpageshow=%>', '<details open ontoggle=%>x', '<input autofocus onfocus=%>', '<textarea autofocus onfocus=%>', '<select autofocus onfocus=%>',
  '<x tabindex=1 autofocus onfocus=%>', '<x contenteditable autofocus onfocus=%>', '<button autofocus onfocus=%>', '<marquee onstart=%>x', '<iframe src="javascript:%"></iframe>', '<iframe srcdoc="<script>parent.%</script>"></iframe>',
  '<iframe onload=%></iframe>', '<object data="javascript:%"></object>', '<object data=x onerror=%></object>', '<embed src="javascript:%">', '<form action="javascript:%"><button>x</form>', '<button formaction="javascript:%">x',
  '<a href="javascript:%">x</a>', '<a href=# onclick=%>x</a>', '<a ping=/canary href=#>x</a>', '<x onpointerenter=% style=position:fixed;inset:0>', '<style onload=%></style>', '<link rel=stylesheet href=/canary onerror=%>',
  '<link rel=prefetch href=/canary>', '<base href="javascript:%//">', '<meta http-equiv=refresh content="0;url=javascript:%">', '<template shadowrootmode=open><img src=x onerror=%></template>',
  '<noscript><p title="</noscript><img src=x onerror=%>">', '<dialog open oncancel=%>x', '<x popover=auto onbeforetoggle=%>', '<style>@keyframes k{}</style><x style=animation-name:k onanimationstart=%>',
] as const;

/** What ends the place that somebody's words were put into. */
export const BREAKOUTS = [
  '', '">', "'>", '`>', '-->', ']]>', '*/', '</title>', '</textarea>', '</script>', '</style>', '</noscript>', '</option></select>', '</p></div>', '</svg>', '" autofocus onfocus=alert(1) x="', '\\"', "';alert(1);'", '${', '}}',
] as const;

/** Ways to write `javascript:` that are not the plain one. */
export const SCHEMES = [
  'javascript:', 'JaVaScRiPt:', ' javascript:', '\u0001javascript:', 'java\tscript:', 'java\nscript:', 'java\u0000script:', 'javascript\u0009:', 'javascript&colon;', 'javascript&#58;', '&#106;avascript:', '&#x6a;avascript:',
  '\\u006aavascript:', 'javascript://a.example/%0a', 'ｊavascript:', 'javaſcript:', '\u200bjavascript:', '\u202ejavascript:', 'view-source:javascript:', 'feed:javascript:', 'jar:javascript:', 'vbscript:', 'livescript:', 'mocha:',
  'data:text/html,<script>', 'data:text/html;base64,', 'data:image/svg+xml,<svg onload=', 'data:application/xhtml+xml,', 'blob:https://a.example/', 'filesystem:https://a.example/', 'file:///', 'about:', 'intent:', 'ws:', 'chrome:', 'resource:', 'http://javascript:', 'https://a.example/#javascript:',
  '//javascript:', 'mailto:javascript:',
] as const;

/** How an address may be written so that it becomes a link; `%` is the address. */
export const LINKS = ['%', '<%>', '[x](%)', '[x](<%>)', '![x](%)', '[x]: %', '[x](% "t")', 'https://%', 'a@%', '(%)', 'https://a.example/?u=%', '<a href="%">x</a>'] as const;

/** The marks of our own formatting, each around something else. */
export const MARKS = ['**%**', '*%*', '~~%~~', '`%`', '``%``', '```\n%\n```', '```%', '> %', '> > %', '- %', '1. %', '999999999999. %', '@%', '@everyone%', 'https://a.example/%', '***%**', '*`%*`', '**~~`%', 'x\n\n%\n\n```', '# %', '| % |'] as const;

/** Styles that fetch, hide the page, or ran scripts once. */
export const STYLES = [
  '<style>*{background:url(/canary)}</style>', '<style>@import"/canary";</style>', '<style>body{display:none}</style>', '<x style="background:url(/canary)">x', '<x style="width:expression(canary=1)">x', '<x style="behavior:url(/canary)">x',
  '<x style="position:fixed;inset:0;z-index:9999">x', '<x style="-moz-binding:url(/canary#x)">x', '};*{background:url(/canary)}', ';background:url(/canary)', 'url(/canary)', 'red;}</style><img src=x onerror=alert(1)>', '<link rel=stylesheet href="data:text/css,*{background:url(/canary)}">',
  'var(--x);background-image:url(/canary)', '<style>input[value^="a"]{background:url(/canary)}</style>', '<style>@font-face{font-family:x;src:url(/canary)}*{font-family:x}</style>',
] as const;

/** Expressions of templates, and of our own messages' format. */
export const TEMPLATES = [
  '{{constructor.constructor("canary=1")()}}', '{{7*7}}', '${canary=1}', '#{canary=1}', '<%= canary=1 %>', '{@html "<img src=x onerror=alert(1)>"}', '{#if 1}x{/if}', '{name}', '{count, plural, one {x} other {<b>x</b>}}', "'{'", '{', '}', '{0}', '<b>{name}</b>',
  '{%raw%}x{%endraw%}', '[[${canary=1}]]', '<x v-html="canary=1">', '<x ng-app>{{$on.constructor("canary=1")()}}', '<x x-data x-init="canary=1">', '<x hx-on:load="canary=1">', '$$', '$&', '$1', "$'", '%s', '%n%n', '{{{x}}}', '`${canary=1}`', '<!--#exec cmd="x"-->', '<?php x ?>',
] as const;

/** Names under which a page or an object might find something else than it looks for. */
export const CLOBBERED = ['canary', 'app', 'body', 'head', 'cookie', 'location', 'document', 'self', 'defaultView', 'getElementById', 'createElement', 'children', 'attributes', 'parentNode', 'nodeName', 'innerHTML', 'forms', 'currentScript'] as const;

/** How an element takes such a name; `%` is the name. */
export const CLOBBERS = ['<a id=%></a>', '<form name=%></form>', '<img name=%>', '<form id=%><input name=%></form>', '<a id=%><a id=% name=x href=/canary></a>', '<iframe name=% srcdoc="<a id=x>"></iframe>', '<object id=%></object>'] as const;

/** Keys that an object has before anybody gives them to it, and words that mean something to a program. */
export const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'then', 'length', 'null', 'undefined', 'NaN', 'true', '0', '-1', '1e309', '[object Object]', '{"__proto__":{"canary":1}}', '../../canary', '%2e%2e%2fcanary', 'con', '.', '..'] as const;

/** Characters that turn, hide, join or end what stands around them. */
export const CHARACTERS = [
  '\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\u200e', '\u200f', '\u061c', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u2028', '\u2029', '\u0085', '\u0000', '\u0008', '\u001b', '\u007f', '\ufffe', '\ufffd', '\u{e0001}', '\u{e0041}', '\u{1f468}\u200d', '\u0300'.repeat(12), '\u1ab0'.repeat(8), '\u3164', '\u115f', '\ufdd0', '\u{10ffff}', '\ud800', '\udc00',
] as const;

/** What stands around such a character; `%` is the character. */
export const SENTENCES = ['%', '🍵%', '%<img src=x onerror=alert(1)>', 'a%b', '<scr%ipt>alert(1)</scr%ipt>', 'https://a.example/%gpj.exe', 'java%script:alert(1)', 'tea%', '**%x%**'] as const;

/** Places in which a parser reads on by other rules, and so may read twice what was read once. */
export const REGIONS = ['math', 'svg', 'noscript', 'template', 'table', 'select', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'plaintext', 'listing', 'mtext', 'desc', 'frameset', 'option', 'caption', 'p'] as const;

/** Texts that are one thing inside of a region and another outside; `@` is the region, `%` what would run. */
export const MUTATIONS = [
  '<@><p title="</@>%">', '<@><!--</@>%-->', '<@><![CDATA[</@>%]]>', '<math><@><style><!--</style><x title="--&gt;%">', '<svg><@><style><x title="</style>%">', '<@></@/%>', '<@ x="`></@>%`">', '<@>&lt;/@&gt;%</@>',
] as const;
