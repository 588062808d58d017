/** Settings that people ask for, in the form of `known-commands.ts`: id | title as the settings editor shows it | phrases. */
export const knownSettings = `
editor.fontSize | Editor: Font Size | font size, text size, size of the font, schriftgröße, taille de police, tamaño de fuente
editor.fontFamily | Editor: Font Family | font, font family, other font, change font, use fira code, monospace font
editor.fontLigatures | Editor: Font Ligatures | ligatures, font ligatures, fira code ligatures
editor.lineHeight | Editor: Line Height | line height, line spacing, space between lines
editor.tabSize | Editor: Tab Size | tab size, tab width, indent with 2 spaces, indent size, indentation width, spaces per tab, indent width, einrückung
editor.insertSpaces | Editor: Insert Spaces | insert spaces, spaces instead of tabs, tabs instead of spaces, use tabs for indentation
editor.detectIndentation | Editor: Detect Indentation | detect indentation, ignores my tab size
editor.formatOnSave | Editor: Format On Save | format on save, autoformat on save, format when saving, format automatically when i save, beim speichern formatieren, formatear al guardar
editor.formatOnPaste | Editor: Format On Paste | format on paste, format when pasting
editor.formatOnType | Editor: Format On Type | format on type, format while typing
editor.codeActionsOnSave | Editor: Code Actions On Save | code actions on save, organize imports on save, eslint fix on save, sort imports on save, fix on save
editor.defaultFormatter | Editor: Default Formatter | set prettier as default formatter, prettier as formatter, default formatter setting
editor.lineNumbers | Editor: Line Numbers | line numbers, relative line numbers, zeilennummern
editor.rulers | Editor: Rulers | ruler, rulers, vertical line at 80, line at column 100, column ruler
editor.wordWrapColumn | Editor: Word Wrap Column | wrap column, wrap at 80 characters, wrap at column
editor.cursorStyle | Editor: Cursor Style | cursor style, block cursor, cursor shape, thick cursor
editor.cursorBlinking | Editor: Cursor Blinking | cursor blinking, blinking cursor, stop blinking
editor.cursorSmoothCaretAnimation | Editor: Cursor Smooth Caret Animation | smooth caret, smooth cursor animation, caret animation
editor.smoothScrolling | Editor: Smooth Scrolling | smooth scrolling
editor.mouseWheelZoom | Editor: Mouse Wheel Zoom | mouse wheel zoom, zoom with ctrl scroll, ctrl scroll zoom
editor.scrollBeyondLastLine | Editor: Scroll Beyond Last Line | scroll beyond last line, scroll past the end
editor.bracketPairColorization.enabled | Editor › Bracket Pair Colorization: Enabled | bracket colors, rainbow brackets, bracket pair colorization, colored brackets, coloured brackets
editor.guides.bracketPairs | Editor › Guides: Bracket Pairs | bracket guides, bracket pair guides, lines between brackets
editor.guides.indentation | Editor › Guides: Indentation | indent guides, indentation guides, vertical indent lines
editor.autoClosingBrackets | Editor: Auto Closing Brackets | auto closing brackets, stop closing brackets, auto close brackets, automatic closing parenthesis
editor.autoClosingQuotes | Editor: Auto Closing Quotes | auto closing quotes, auto close quotes, automatic quotes
editor.linkedEditing | Editor: Linked Editing | linked editing, auto rename tag, rename closing tag, html tags together
editor.inlayHints.enabled | Editor › Inlay Hints: Enabled | inlay hints, parameter name hints, type hints in the code, grey parameter names, gray type annotations
editor.codeLens | Editor: Code Lens | code lens, codelens, references above functions
editor.hover.enabled | Editor › Hover: Enabled | hover, hover popup, tooltips on hover, hover tooltip
editor.hover.delay | Editor › Hover: Delay | hover delay, hover comes too fast, slower hover
editor.parameterHints.enabled | Editor › Parameter Hints: Enabled | parameter hints, signature help, function signature popup
editor.quickSuggestions | Editor: Quick Suggestions | quick suggestions, suggestions while typing, autocomplete while typing, intellisense while typing, stop autocomplete popup
editor.acceptSuggestionOnEnter | Editor: Accept Suggestion On Enter | accept suggestion on enter, enter accepts suggestion, enter should not complete
editor.tabCompletion | Editor: Tab Completion | tab completion, complete with tab
editor.snippetSuggestions | Editor: Snippet Suggestions | snippet suggestions, snippets first, snippets on top
editor.wordBasedSuggestions | Editor: Word Based Suggestions | word based suggestions, suggestions from words in the file
editor.inlineSuggest.enabled | Editor › Inline Suggest: Enabled | inline suggestions, ghost text, inline completions
editor.multiCursorModifier | Editor: Multi Cursor Modifier | multi cursor modifier, alt click for multi cursor, ctrl click multi cursor
editor.renderLineHighlight | Editor: Render Line Highlight | line highlight, highlight current line, current line highlight
editor.occurrencesHighlight | Editor: Occurrences Highlight | highlight occurrences, same word highlighted
editor.renderControlCharacters | Editor: Render Control Characters | control characters, show control characters
editor.unicodeHighlight.ambiguousCharacters | Editor › Unicode Highlight: Ambiguous Characters | ambiguous characters, unicode highlight, yellow box around characters
editor.stickyScroll.enabled | Editor › Sticky Scroll: Enabled | sticky scroll setting
editor.minimap.side | Editor › Minimap: Side | minimap on the left, minimap side
editor.dragAndDrop | Editor: Drag And Drop | drag and drop text, drag selected text
editor.folding | Editor: Folding | code folding, folding arrows, fold arrows in the gutter
editor.glyphMargin | Editor: Glyph Margin | glyph margin, gutter width, space left of line numbers
editor.accessibilitySupport | Editor: Accessibility Support | screen reader, accessibility support, screen reader mode
files.autoSave | Files: Auto Save | auto save, autosave, save automatically, automatisch speichern, guardado automático, enregistrement automatique
files.autoSaveDelay | Files: Auto Save Delay | auto save delay, autosave delay, auto save after a second
files.eol | Files: Eol | default line ending, default eol, always use lf, default line endings
files.encoding | Files: Encoding | default encoding, default file encoding
files.trimTrailingWhitespace | Files: Trim Trailing Whitespace | trim trailing whitespace, trim whitespace on save, remove trailing spaces on save, trailing whitespace
files.insertFinalNewline | Files: Insert Final Newline | final newline, newline at end of file, insert final newline
files.exclude | Files: Exclude | hide files in explorer, exclude files from the explorer, hide node_modules, hide folder in file tree
search.exclude | Search: Exclude | exclude from search, exclude folder from search, skip node_modules in search, ignore dist in search
files.watcherExclude | Files: Watcher Exclude | watcher exclude, file watcher, too many files watched, exclude from file watching
files.associations | Files: Associations | file associations, associate extension with language, open .env as ini, highlight file extension as language
files.hotExit | Files: Hot Exit | hot exit, keep unsaved files, remember unsaved files
explorer.confirmDelete | Explorer: Confirm Delete | confirm delete, ask before deleting, delete confirmation
explorer.confirmDragAndDrop | Explorer: Confirm Drag And Drop | confirm drag and drop, are you sure you want to move
explorer.compactFolders | Explorer: Compact Folders | compact folders, folders on one line, single child folders
explorer.sortOrder | Explorer: Sort Order | explorer sort order, sort files by type, sort files by date in explorer
explorer.autoReveal | Explorer: Auto Reveal | auto reveal, explorer follows the open file, select active file in explorer
explorer.fileNesting.enabled | Explorer › File Nesting: Enabled | file nesting, nest files, group generated files
workbench.colorTheme | Workbench: Color Theme | color theme setting, theme per project, different theme for this workspace
window.autoDetectColorScheme | Window: Auto Detect Color Scheme | follow system theme, match os theme, automatic dark mode, theme follows the system, switch theme with the system
workbench.colorCustomizations | Workbench: Color Customizations | customize colors, change color of the status bar, background color of editor, title bar color, colour customizations
editor.tokenColorCustomizations | Editor: Token Color Customizations | token colors, syntax colors, color of comments, italic comments, syntax highlighting colors
workbench.startupEditor | Workbench: Startup Editor | startup editor, welcome page, welcome page at startup, start without welcome
workbench.editor.enablePreview | Workbench › Editor: Enable Preview | preview tabs, tabs replaced when clicking, open every file in a new tab, preview mode tabs, preview editor
workbench.editor.wrapTabs | Workbench › Editor: Wrap Tabs | wrap tabs, tabs in several rows, multiple rows of tabs
workbench.editor.showTabs | Workbench › Editor: Show Tabs | hide tabs, tab bar, show tabs, no tabs
workbench.editor.limit.enabled | Workbench › Editor › Limit: Enabled | limit open tabs, limit number of editors, too many tabs
workbench.editor.tabSizing | Workbench › Editor: Tab Sizing | tab sizing, shrink tabs, smaller tabs
workbench.tree.indent | Workbench › Tree: Indent | tree indent, indentation of the file tree, explorer indent
workbench.list.openMode | Workbench › List: Open Mode | double click to open, open with double click, single click opens
window.zoomLevel | Window: Zoom Level | zoom level, default zoom level, scale of the window
window.restoreWindows | Window: Restore Windows | restore windows, reopen last folder on start, open the last project at startup, restore session
window.titleBarStyle | Window: Title Bar Style | title bar, native title bar, title bar style
window.menuBarVisibility | Window: Menu Bar Visibility | menu bar, hide menu bar, menu bar gone
window.openFilesInNewWindow | Window: Open Files In New Window | open files in new window, files open in another window
terminal.integrated.fontSize | Terminal › Integrated: Font Size | terminal font size, text size in the terminal, bigger terminal font
terminal.integrated.fontFamily | Terminal › Integrated: Font Family | terminal font, terminal font family, nerd font in terminal
terminal.integrated.scrollback | Terminal › Integrated: Scrollback | terminal scrollback, terminal history lines, scroll back further in terminal, more lines in the terminal
terminal.integrated.cursorStyle | Terminal › Integrated: Cursor Style | terminal cursor
terminal.integrated.copyOnSelection | Terminal › Integrated: Copy On Selection | copy on selection, copy on select in terminal
terminal.integrated.defaultLocation | Terminal › Integrated: Default Location | terminal as editor tab, terminal in editor area, terminal default location
debug.openDebug | Debug: Open Debug | open debug view automatically, debug view opens
debug.inlineValues | Debug: Inline Values | inline values, variable values while debugging, values next to the code
git.autofetch | Git: Autofetch | auto fetch, git autofetch, fetch automatically
git.confirmSync | Git: Confirm Sync | confirm sync, sync confirmation, ask before git sync
git.enableSmartCommit | Git: Enable Smart Commit | smart commit, commit all when nothing is staged, commit without staging
scm.diffDecorations | Scm: Diff Decorations | gutter change colors, change markers in the gutter, diff decorations, green bars in the gutter
diffEditor.renderSideBySide | Diff Editor: Render Side By Side | inline diff, side by side diff, diff view side by side, unified diff view
diffEditor.ignoreTrimWhitespace | Diff Editor: Ignore Trim Whitespace | ignore whitespace in diff, whitespace changes in diff
merge-conflict.autoNavigateNextConflict.enabled | Merge-conflict › Auto Navigate Next Conflict: Enabled | next conflict automatically
emmet.includeLanguages | Emmet: Include Languages | emmet in jsx, emmet in vue, emmet for react, emmet languages
extensions.autoUpdate | Extensions: Auto Update | auto update extensions, extension auto update, stop updating extensions
extensions.ignoreRecommendations | Extensions: Ignore Recommendations | extension recommendations, stop recommending extensions
update.mode | Update: Mode | automatic updates, update mode, stop vs code updates, disable updates of vs code
telemetry.telemetryLevel | Telemetry: Telemetry Level | telemetry, usage data, privacy settings, tracking of vs code
security.workspace.trust.enabled | Security › Workspace › Trust: Enabled | workspace trust prompt, trust dialog, do you trust the authors
accessibility.signals.lineHasError | Accessibility › Signals: Line Has Error | sound on error, error sound, accessibility sounds
breadcrumbs.enabled | Breadcrumbs: Enabled | breadcrumbs setting
problems.decorations.enabled | Problems › Decorations: Enabled | red file names, problem decorations, errors colored in explorer
http.proxy | Http: Proxy | proxy, proxy settings, http proxy, behind a corporate proxy
`
