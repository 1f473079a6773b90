const FONT = 'system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** How Web Chat looks here; all else is its default. */
export const STYLE_OPTIONS = Object.freeze({
  accent: '#0f6cbd',
  primaryFont: FONT,
  backgroundColor: '#f4f3f0',
  subtle: '#605e5c',
  rootHeight: '100%',
  rootWidth: '100%',
  paddingRegular: 14,
  // White, because the colours that cards give to words are made for it: on grey they are too pale to read.
  bubbleBackground: '#ffffff',
  bubbleBorderColor: '#dcdad6',
  bubbleBorderRadius: 14,
  bubbleMaxWidth: 640,
  bubbleMinHeight: 36,
  bubbleTextColor: '#1b1a19',
  bubbleFromUserBackground: '#0f6cbd',
  bubbleFromUserBorderColor: '#0f6cbd',
  bubbleFromUserBorderRadius: 14,
  bubbleFromUserTextColor: '#ffffff',
  cardEmphasisBackgroundColor: '#f4f3f0',
  suggestedActionLayout: 'flow',
  suggestedActionBackgroundColor: '#ffffff',
  suggestedActionBorderColor: '#0f6cbd',
  suggestedActionBorderRadius: 18,
  suggestedActionTextColor: '#0c3b5e',
  sendBoxBackground: '#ffffff',
  sendBoxBorderTop: '1px solid #dcdad6',
  sendBoxTextWrap: true,
  // A card longer than the window is shown from its top, where the severity and the first fields stand.
  autoScrollSnapOnPage: true,
  autoScrollSnapOnActivity: true,
  // What the server takes, so that the picker of files shows that first; the server looks at the content itself.
  uploadAccept:
    'image/png,image/jpeg,image/gif,image/webp,image/bmp,application/pdf,text/plain,.log,.csv,.json,.eml,.msg',
  uploadMultiple: true,
});
