// English texts of the pieces that all pages are made of.
export const ui = {
  'ui.back': 'Back',
  'ui.cancel': 'Cancel',
  'ui.close': 'Close',
  'ui.copied': 'Copied',
  'ui.copy': 'Copy',
  'ui.copyWhat': 'Copy: {what}',
  'ui.copyFailed': 'The browser does not let the page copy. Select the text and copy it yourself.',
  'ui.failed': 'That did not work. Please try again.',
  'ui.remove': 'Remove',
  'ui.retry': 'Try again',
  'ui.save': 'Save',
  'ui.saved': 'Saved',
  'ui.unreachable': 'The house does not answer. Please try again.',
} as const;
