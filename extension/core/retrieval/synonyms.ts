/** What people say, and what programmers call it in a name. One way only: people do not say `cb`. */
const table = `
add: append insert push
application: app
argument: arg
attribute: attr
authenticate: auth
authentication: auth
authorize: auth
build: create make
callback: cb on event
character: char ch
check: is has test
command: cmd
configuration: config conf cfg
context: ctx
convert: to transform
create: make new add
current: cur curr
database: db
delete: remove del
destination: dest dst target
determine: is has
directory: dir folder
display: show render
document: doc
element: elem el
environment: env
error: err exception
event: on emit
exception: error err
execute: exec run
fetch: get load
find: search lookup get
folder: dir directory
function: func fn
handle: on
handler: on
identifier: id ident
index: idx
information: info
initial: init
initialise: init
initialize: init
length: len size
make: create
maximum: max
message: msg
minimum: min
number: num count
object: obj
package: pkg
parameter: param arg
parse: read
pattern: regex re
position: pos
previous: prev
property: prop
reference: ref
remove: delete del
render: display draw
repository: repo
request: req
response: res resp
retrieve: get fetch
return: get
run: exec execute
save: write store
search: find
set: update
show: display
source: src
specification: spec
start: begin
stop: end cancel
string: str
temporary: tmp temp
transform: convert map
update: set refresh
utility: util
value: val
variable: var
whether: is has
write: save dump
`

const synonyms: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .trim()
    .split('\n')
    .map((line): [string, string[]] => {
      const [word, names] = line.split(': ')
      return [word!, names!.split(' ')]
    }),
)

/** The words and what they may be called, each once. */
export function withSynonyms(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => [word, ...(synonyms.get(word) ?? [])]))]
}
