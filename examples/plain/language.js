// The page in the language of the browser: English stands in the document, Chinese beside it in attributes.
'use strict';

const inChinese = navigator.language.toLowerCase().startsWith('zh');

/** The one of two texts that this reader reads. */
function text(english, chinese) {
  return inChinese ? chinese : english;
}

if (inChinese) {
  document.documentElement.lang = 'zh';
  document.title = '视频通话';
  for (const element of document.querySelectorAll('[data-zh]')) element.textContent = element.dataset.zh;
  for (const element of document.querySelectorAll('[data-zh-label]')) {
    element.setAttribute('aria-label', element.dataset.zhLabel);
  }
}
