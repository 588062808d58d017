/** The panel's page: one script and one style sheet of ours, nothing inline, nothing from elsewhere. */

export interface PageParts {
  readonly script: string
  readonly style: string
  /** Where the web view may load from. */
  readonly source: string
  /** New for every page. */
  readonly nonce: string
  /** BCP 47. */
  readonly language: string
  /** Translations by English text. */
  readonly words: Readonly<Record<string, unknown>> | undefined
}

export function panelPage({ script, style, source, nonce, language, words }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="words" content="${words ? attribute(JSON.stringify(words)) : ''}">
<link rel="stylesheet" href="${attribute(style)}">
<title>Shortline</title>
</head>
<body>
<div id="root"></div>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
