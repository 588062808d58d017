/** What people say, and what programmers call it in a name. One way only: people do not say `cb`. */
const table = `
abort: cancel
add: append insert push
application: app
argument: arg
asynchronous: async
attribute: attr
authenticate: auth
authentication: auth
authorization: auth
authorize: auth
average: avg mean
build: create make
calculate: compute calc
callback: cb on event
cancel: abort
character: char ch
check: is has test
circular: cyclic cycle
close: end destroy
command: cmd
compare: diff equals
compute: calc
configuration: config conf cfg
connection: conn
context: ctx
convert: to transform
create: make new add
current: cur curr
cycle: cyclic circular
cyclic: circular cycle
database: db
delete: remove del
destination: dest dst target
determine: is has
directory: dir folder
display: show render
document: doc
duplicate: dedupe dup unique
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
identical: same equal dup dedupe
identifier: id ident
index: idx
information: info
initial: init
initialise: init
initialize: init
largest: max
length: len size
limit: max
make: create
maximum: max
message: msg
minimum: min
number: num count
object: obj
package: pkg
parameter: param arg
parse: read
password: passwd pwd
pattern: regex re
permission: allow access
position: pos
previous: prev
property: prop
random: rand
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
sequence: seq
set: update
show: display
smallest: min
source: src
specification: spec
standard: default
start: begin
statistic: stat
stop: end cancel
string: str
synchronous: sync
temporary: tmp temp
time: ts
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
