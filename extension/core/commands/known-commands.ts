/**
 * What VS Code does itself: command id | title as the palette shows it | how people ask for it, in phrases that hold the
 * words that matter; `words.ts` leaves out the others ("how do I", "turn on", "please").
 * The ids are checked against VS Code's own sources by `test/core/commands/known-commands.test.ts`.
 */
export const knownCommands = `
# View
editor.action.toggleWordWrap | View: Toggle Word Wrap | word wrap, wrap lines, line wrap, wrap long lines, soft wrap, zeilenumbruch
editor.action.toggleMinimap | View: Toggle Minimap | minimap, mini map, code preview on the right, overview on the right
workbench.action.toggleSidebarVisibility | View: Toggle Primary Side Bar Visibility | sidebar, side bar, left panel, file tree panel
workbench.action.toggleAuxiliaryBar | View: Toggle Secondary Side Bar Visibility | secondary sidebar, right sidebar, second side bar
workbench.action.togglePanel | View: Toggle Panel Visibility | bottom panel, panel at the bottom, toggle panel
workbench.action.toggleMaximizedPanel | View: Toggle Maximized Panel | maximize panel, maximise terminal panel, bigger panel
workbench.action.toggleActivityBarVisibility | View: Toggle Activity Bar Visibility | activity bar, icons on the left
workbench.action.toggleStatusbarVisibility | View: Toggle Status Bar Visibility | status bar, bar at the bottom
workbench.action.toggleZenMode | View: Toggle Zen Mode | zen mode, distraction free mode, focus mode
workbench.action.toggleFullScreen | View: Toggle Full Screen | full screen, fullscreen
workbench.action.toggleCenteredLayout | View: Toggle Centered Layout | centered layout, center the editor, centre the code
workbench.action.zoomIn | View: Zoom In | zoom in, make everything bigger, larger ui, ui too small
workbench.action.zoomOut | View: Zoom Out | zoom out, make everything smaller, smaller ui, ui too big
workbench.action.zoomReset | View: Reset Zoom | reset zoom, default zoom, normal zoom
editor.action.fontZoomIn | Increase Editor Font Size | bigger editor font, increase font size, larger text in the editor, larger font
editor.action.fontZoomOut | Decrease Editor Font Size | smaller editor font, decrease font size, smaller text in the editor, smaller font
editor.action.toggleRenderWhitespace | View: Toggle Render Whitespace | render whitespace, show whitespace, whitespace dots, show spaces and tabs, invisible characters
editor.action.toggleStickyScroll | View: Toggle Editor Sticky Scroll | sticky scroll, function header stays on top, pinned scope lines
breadcrumbs.toggle | View: Toggle Breadcrumbs | breadcrumbs, breadcrumb bar, path above the editor
workbench.action.splitEditor | View: Split Editor | split editor, split view, two files next to each other, split editor vertically, split screen, split window
workbench.action.splitEditorDown | View: Split Editor Down | split editor down, split editor below, split horizontally, editors above each other
workbench.action.joinAllGroups | View: Join All Editor Groups | join editor groups, unsplit editor, undo split, back to one editor
workbench.action.toggleEditorGroupLayout | View: Toggle Vertical/Horizontal Editor Layout | flip editor layout, switch split direction
workbench.action.moveEditorToNewWindow | View: Move Editor into New Window | move editor to new window, pop out editor, detach tab, tab in its own window
workbench.action.toggleSidebarPosition | View: Toggle Primary Side Bar Position | sidebar on the right, sidebar on the right side, move sidebar to the right, sidebar position, move side bar
workbench.action.positionPanelRight | View: Move Panel Right | panel on the right, terminal on the right, move panel right
workbench.action.positionPanelBottom | View: Move Panel To Bottom | panel at the bottom again, move panel to bottom, terminal at the bottom

# Settings, appearance, extensions
workbench.action.openSettings | Preferences: Open Settings (UI) | open settings, settings, preferences, einstellungen öffnen
workbench.action.openSettingsJson | Preferences: Open User Settings (JSON) | settings json, settings.json, edit settings.json, user settings file
workbench.action.openWorkspaceSettings | Preferences: Open Workspace Settings | workspace settings, settings for this project, project settings
workbench.action.openGlobalKeybindings | Preferences: Open Keyboard Shortcuts | keyboard shortcuts, key bindings, keybindings, change shortcuts, list of shortcuts, tastenkürzel
workbench.action.openGlobalKeybindingsFile | Preferences: Open Keyboard Shortcuts (JSON) | keybindings json, shortcuts file, keybindings.json
workbench.action.selectTheme | Preferences: Color Theme | color theme, colour theme, theme, dark mode, light mode, dark theme, light theme, other colors, thème sombre, tema oscuro, dunkles design
workbench.action.toggleLightDarkThemes | Preferences: Toggle between Light/Dark Themes | toggle light dark, switch between dark and light, toggle dark mode
workbench.action.selectIconTheme | Preferences: File Icon Theme | file icon theme, file icons, icon theme
workbench.action.openSnippets | Snippets: Configure Snippets | user snippets, configure snippets, create a snippet, own snippets, custom snippet
editor.action.insertSnippet | Snippets: Insert Snippet | insert snippet, use a snippet
workbench.view.extensions | View: Show Extensions | extensions, extension list, manage extensions, browse marketplace
workbench.extensions.action.installVSIX | Extensions: Install from VSIX... | install vsix, install extension from file, install from vsix
workbench.extensions.action.checkForUpdates | Extensions: Check for Extension Updates | update extensions, extension updates
workbench.extensions.action.disableAll | Extensions: Disable All Installed Extensions | disable all extensions, turn off every extension, deactivate extensions
workbench.profiles.actions.switchProfile | Profiles: Switch Profile... | switch profile, change profile, other profile
workbench.profiles.actions.createProfile | Profiles: New Profile... | new profile, create profile
workbench.userDataSync.actions.turnOn | Backup and Sync Settings... | settings sync, sync settings, sync settings between machines
workbench.action.showCommands | Show All Commands | command palette, all commands, run a command
workbench.action.configureLocale | Configure Display Language | display language, language of vs code, vs code in german, ui language, interface language
workbench.trust.manage | Workspaces: Manage Workspace Trust | workspace trust, trust this folder, restricted mode, leave restricted mode

# Files and windows
workbench.action.files.openFile | File: Open File... | open a file, open file from disk
workbench.action.files.openFolder | File: Open Folder... | open a folder, open project folder, open directory
workbench.action.addRootFolder | Workspaces: Add Folder to Workspace... | add folder to workspace, second folder in the workspace, multi root workspace
workbench.action.openRecent | File: Open Recent... | open recent, recent projects, recent folders, last project
workbench.action.newWindow | New Window | new window, second window, another window
workbench.action.reloadWindow | Developer: Reload Window | reload window, restart vs code, reload vs code, fenster neu laden
workbench.action.files.newUntitledFile | File: New Untitled Text File | new file, new untitled file, scratch file, empty file
workbench.action.files.save | File: Save | save file, save this
workbench.action.files.saveAs | File: Save As... | save as, save under another name
workbench.action.files.saveWithoutFormatting | File: Save without Formatting | save without formatting, save unformatted, skip formatter on save once
workbench.action.files.revert | File: Revert File | revert file, discard unsaved changes, reload file from disk
workbench.action.files.copyPathOfActiveFile | File: Copy Path of Active File | copy path, copy file path, full path of this file
workbench.files.action.showActiveFileInExplorer | File: Reveal Active File in Explorer View | reveal in explorer, show file in tree, where is this file in the explorer, reveal active file
workbench.files.action.compareWithClipboard | File: Compare Active File with Clipboard | compare with clipboard, diff with clipboard
workbench.files.action.compareFileWith | File: Compare Active File With... | compare two files, compare with another file, diff two files, compare files
workbench.action.reopenClosedEditor | View: Reopen Closed Editor | reopen closed tab, reopen closed editor, bring back closed tab, closed file by accident, restore tab
workbench.action.closeActiveEditor | View: Close Editor | close tab, close editor, close this file
workbench.action.closeAllEditors | View: Close All Editors | close all tabs, close all editors, close every file, close everything
workbench.action.closeOtherEditors | View: Close Other Editors in Group | close other tabs, close other editors, close all but this
workbench.action.closeUnmodifiedEditors | View: Close Saved Editors in Group | close saved editors, close unmodified tabs
workbench.action.pinEditor | View: Pin Editor | pin tab, pin editor, keep tab pinned
workbench.action.keepEditor | View: Keep Editor | keep preview tab open, italic tab, keep editor open
workbench.files.action.collapseExplorerFolders | Files Explorer: Collapse Folders in Explorer | collapse all folders, collapse explorer, collapse file tree

# Finding one's way
workbench.action.quickOpen | Go to File... | go to file, quick open, jump to file, find file by name, open file by name
workbench.action.gotoLine | Go to Line/Column... | go to line, jump to line, goto line number
workbench.action.gotoSymbol | Go to Symbol in Editor... | go to symbol, jump to function, symbol in file, list functions of this file
workbench.action.showAllSymbols | Go to Symbol in Workspace... | symbol in workspace, find symbol in project, search class by name
editor.action.revealDefinition | Go to Definition | go to definition, jump to definition, follow definition
editor.action.peekDefinition | Peek Definition | peek definition, definition inline, preview definition
editor.action.goToReferences | Go to References | go to references, find references, all references, find usages
editor.action.goToImplementation | Go to Implementations | go to implementation, jump to implementation
workbench.action.navigateBack | Go Back | go back, previous cursor position, navigate back, back to where i was
workbench.action.navigateForward | Go Forward | go forward, navigate forward
editor.action.jumpToBracket | Go to Bracket | jump to bracket, matching bracket, go to matching brace
editor.action.marker.nextInFiles | Go to Next Problem in Files | next problem, next error, jump to next error, next warning
workbench.action.findInFiles | Search: Find in Files | find in files, search in all files, search everywhere, global search, search the project for text, find text in workspace
workbench.action.replaceInFiles | Search: Replace in Files | replace in files, replace everywhere, replace in all files, global replace, search and replace in project
actions.find | Find | find in file, search in this file, find box
editor.action.startFindReplaceAction | Replace | replace in file, find and replace, search and replace in this file, search and replace
workbench.view.explorer | View: Show Explorer | explorer, file tree, file explorer, list of files
workbench.view.scm | View: Show Source Control | source control view, git view, git panel, source control
workbench.view.debug | View: Show Run and Debug | debug view, run and debug view, debug panel
outline.focus | Explorer: Focus on Outline View | outline, outline view, file structure
timeline.focus | Explorer: Focus on Timeline View | timeline, local history, file history, earlier versions of this file
workbench.actions.view.problems | View: Toggle Problems | problems panel, list of errors, all problems, problems view
workbench.action.output.toggleOutput | View: Toggle Output | output panel, output view, extension output, log output

# Editing with the editor
editor.action.formatDocument | Format Document | format document, format this file, format the file, autoformat, beautify file, datei formatieren
editor.action.formatDocument.multiple | Format Document With... | default formatter, choose formatter, format with another formatter, which formatter
editor.action.organizeImports | Organize Imports | organize imports, sort imports with the editor, organise imports
editor.action.trimTrailingWhitespace | Trim Trailing Whitespace | trim trailing whitespace now, remove trailing spaces in this file
editor.action.indentationToSpaces | Convert Indentation to Spaces | tabs to spaces, convert indentation to spaces, convert tabs
editor.action.indentationToTabs | Convert Indentation to Tabs | spaces to tabs, convert indentation to tabs
editor.action.reindentlines | Reindent Lines | reindent, fix indentation of file, reindent lines
workbench.action.editor.changeEOL | Change End of Line Sequence | line endings, crlf to lf, end of line sequence, change eol, windows line endings
workbench.action.editor.changeEncoding | Change File Encoding | file encoding, utf-8 encoding, reopen with encoding, change encoding, save with encoding
workbench.action.editor.changeLanguageMode | Change Language Mode | language mode, change syntax highlighting language, file type of this file, treat file as json, set language
editor.action.insertCursorBelow | Add Cursor Below | multi cursor, multiple cursors, add cursor below, cursor on several lines, mehrere cursor
editor.action.insertCursorAbove | Add Cursor Above | add cursor above
editor.action.selectHighlights | Select All Occurrences of Find Match | select all occurrences, select every occurrence, select all matches
editor.action.addSelectionToNextFindMatch | Add Selection to Next Find Match | select next occurrence, add next match to selection
editor.action.toggleColumnSelection | Toggle Column Selection Mode | column selection, block selection, column mode, rectangular selection
editor.action.smartSelect.expand | Expand Selection | expand selection, grow selection
editor.action.moveLinesUpAction | Move Line Up | move line up
editor.action.moveLinesDownAction | Move Line Down | move line down
editor.action.copyLinesDownAction | Copy Line Down | duplicate line, copy line down
editor.action.deleteLines | Delete Line | delete line, delete current line
editor.action.joinLines | Join Lines | join lines, merge lines into one
editor.action.sortLinesAscending | Sort Lines Ascending | sort lines, sort selected lines, sort lines ascending
editor.action.removeDuplicateLines | Delete Duplicate Lines | remove duplicate lines, delete duplicate lines
editor.action.transformToUppercase | Transform to Uppercase | uppercase selection, transform to uppercase, to upper case
editor.action.transformToLowercase | Transform to Lowercase | lowercase selection, transform to lowercase, to lower case
editor.action.commentLine | Toggle Line Comment | toggle comment shortcut, line comment shortcut, toggle line comment, comment shortcut
editor.action.rename | Rename Symbol | rename symbol, rename everywhere with the editor, rename symbol shortcut
editor.action.triggerSuggest | Trigger Suggest | trigger suggest, show suggestions, autocomplete list, trigger intellisense
editor.foldAll | Fold All | fold all, collapse all code, fold everything, collapse all functions, collapse everything, fold the whole file, collapse all blocks
editor.unfoldAll | Unfold All | unfold all, expand all code, unfold everything, expand everything, expand all blocks
editor.emmet.action.wrapWithAbbreviation | Emmet: Wrap with Abbreviation | emmet wrap, wrap with tag, wrap with abbreviation
editor.action.toggleTabFocusMode | Toggle Tab Key Moves Focus | tab key moves focus, tab key does not indent, tab does not insert a tab
undo | Undo | undo, undo last edit in the editor
redo | Redo | redo

# Terminal, tasks, debugging, source control
workbench.action.terminal.toggleTerminal | View: Toggle Terminal | integrated terminal, open terminal, show terminal, terminal panel, terminal öffnen, abrir terminal
workbench.action.terminal.new | Terminal: Create New Terminal | new terminal, another terminal, second terminal
workbench.action.terminal.split | Terminal: Split Terminal | split terminal, terminals side by side
workbench.action.terminal.kill | Terminal: Kill the Active Terminal Instance | kill terminal, close terminal
workbench.action.terminal.clear | Terminal: Clear | clear terminal, empty terminal view
workbench.action.terminal.selectDefaultShell | Terminal: Select Default Profile | default terminal, default shell, terminal profile, bash instead of powershell, default terminal profile, git bash as terminal
workbench.action.tasks.runTask | Tasks: Run Task | run task, run a task
workbench.action.tasks.build | Tasks: Run Build Task | build task, run build task
workbench.action.tasks.configureTaskRunner | Tasks: Configure Task | configure task, tasks.json, edit tasks json
workbench.action.debug.start | Debug: Start Debugging | start debugging, start the debugger, run with debugger, launch debugger
workbench.action.debug.configure | Debug: Open launch.json | launch.json, debug configuration, launch configuration, configure debugger
editor.debug.action.toggleBreakpoint | Debug: Toggle Breakpoint | breakpoint, set a breakpoint, toggle breakpoint
editor.debug.action.conditionalBreakpoint | Debug: Add Conditional Breakpoint... | conditional breakpoint, breakpoint with a condition
editor.debug.action.addLogPoint | Debug: Add Logpoint... | logpoint, log point, breakpoint that logs
workbench.debug.viewlet.action.removeAllBreakpoints | Debug: Remove All Breakpoints | remove all breakpoints, delete all breakpoints, clear breakpoints
git.openChange | Git: Open Changes | show diff of this file, open changes, git diff of file in editor
git.clone | Git: Clone | clone repository in vs code, git clone in vs code
git.checkout | Git: Checkout to... | switch branch in vs code, checkout branch in the editor
merge-conflict.accept.all-current | Merge Conflict: Accept All Current | accept all current, accept current changes for all conflicts
merge-conflict.accept.all-incoming | Merge Conflict: Accept All Incoming | accept all incoming, accept incoming changes for all conflicts
markdown.showPreviewToSide | Markdown: Open Preview to the Side | markdown preview, preview markdown, preview readme, render markdown

# VS Code itself
workbench.action.openWalkthrough | Help: Open Walkthrough... | walkthrough, getting started, welcome tour
workbench.action.showRuntimeExtensions | Developer: Show Running Extensions | running extensions, slow extensions, which extension is slow, extension activation times
workbench.action.toggleDevTools | Developer: Toggle Developer Tools | developer tools, dev tools of vs code, devtools
editor.action.inspectTMScopes | Developer: Inspect Editor Tokens and Scopes | inspect scopes, token scopes, inspect tokens, textmate scope
extension.bisect.start | Help: Start Extension Bisect | extension bisect, find the broken extension, which extension breaks
notifications.clearAll | Notifications: Clear All Notifications | clear notifications, dismiss all notifications
notifications.toggleDoNotDisturbMode | Notifications: Toggle Do Not Disturb Mode | do not disturb, mute notifications, silence notifications
workbench.action.showAboutDialog | Help: About | vs code version, about vs code, which version of vs code
`
