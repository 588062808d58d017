/** What a definition looks like in each grammar, as tree-sitter names its nodes. A new language is one row here. */

export type Grammar = 'typescript' | 'tsx' | 'javascript' | 'python' | 'go' | 'java' | 'rust'

export interface Syntax {
  readonly grammar: Grammar
  /** Definitions that are functions. */
  readonly functions: ReadonlySet<string>
  /** Definitions that hold others. */
  readonly classes: ReadonlySet<string>
  /** Definitions without code of their own. */
  readonly types: ReadonlySet<string>
  /** What gives a name to the function or class that is its value: field of the name, field of the value. */
  readonly bindings: ReadonlyMap<string, readonly [name: string, value: string]>
  /** Functions and classes without a name, which a binding may name. */
  readonly values: ReadonlySet<string>
  /** What only wraps a definition and belongs to it. */
  readonly wrappers: ReadonlySet<string>
  /** What stands before a definition and belongs to it: comments, decorators, attributes. */
  readonly leading: ReadonlySet<string>
  /** Declarations without a body, which belong to the definition of the same name that follows. */
  readonly overloads: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()
const set = (...names: string[]): ReadonlySet<string> => new Set(names)

const javascript: Syntax = {
  grammar: 'javascript',
  functions: set('function_declaration', 'generator_function_declaration', 'method_definition'),
  classes: set('class_declaration', 'abstract_class_declaration', 'internal_module', 'module'),
  types: set('interface_declaration', 'type_alias_declaration', 'enum_declaration'),
  bindings: new Map([
    ['variable_declarator', ['name', 'value']],
    ['pair', ['key', 'value']],
    ['assignment_expression', ['left', 'right']],
    ['public_field_definition', ['name', 'value']],
    ['field_definition', ['property', 'value']],
  ]),
  values: set('function_expression', 'generator_function', 'arrow_function', 'class'),
  wrappers: set('export_statement', 'lexical_declaration', 'variable_declaration', 'expression_statement'),
  leading: set('comment', 'decorator'),
  overloads: set('function_signature', 'method_signature'),
}

const python: Syntax = {
  grammar: 'python',
  functions: set('function_definition'),
  classes: set('class_definition'),
  types: none,
  bindings: new Map([['assignment', ['left', 'right']]]),
  values: set('lambda'),
  wrappers: set('decorated_definition', 'expression_statement'),
  leading: set('comment'),
  overloads: none,
}

const go: Syntax = {
  grammar: 'go',
  functions: set('function_declaration', 'method_declaration'),
  classes: none,
  types: set('type_spec'),
  bindings: new Map(),
  values: none,
  wrappers: set('type_declaration'),
  leading: set('comment'),
  overloads: none,
}

const java: Syntax = {
  grammar: 'java',
  functions: set('method_declaration', 'constructor_declaration', 'compact_constructor_declaration'),
  classes: set('class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration'),
  types: set('annotation_type_declaration'),
  bindings: new Map([['variable_declarator', ['name', 'value']]]),
  values: set('lambda_expression'),
  wrappers: set('field_declaration', 'local_variable_declaration'),
  leading: set('line_comment', 'block_comment'),
  overloads: none,
}

const rust: Syntax = {
  grammar: 'rust',
  functions: set('function_item'),
  classes: set('impl_item', 'trait_item', 'mod_item'),
  types: set('struct_item', 'enum_item', 'union_item', 'type_item', 'macro_definition'),
  bindings: new Map(),
  values: none,
  wrappers: none,
  leading: set('line_comment', 'block_comment', 'attribute_item', 'inner_attribute_item'),
  overloads: none,
}

const byExtension: ReadonlyMap<string, Syntax> = new Map<string, Syntax>([
  ...['js', 'jsx', 'mjs', 'cjs'].map((extension): [string, Syntax] => [extension, javascript]),
  ...['ts', 'mts', 'cts'].map((extension): [string, Syntax] => [extension, { ...javascript, grammar: 'typescript' }]),
  ['tsx', { ...javascript, grammar: 'tsx' }],
  ['py', python],
  ['pyi', python],
  ['go', go],
  ['java', java],
  ['rs', rust],
])

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** undefined: no grammar for it, windows of lines instead. */
export function syntaxOf(path: string): Syntax | undefined {
  return byExtension.get(extensionOf(path))
}
