/** Between the store's thread and its client: a call, then its value or its error, in order. */
import type { Store } from './store.ts'

export type Methods = Store['methods']

export interface Call {
  readonly id: number
  readonly method: keyof Methods
  readonly args: readonly unknown[]
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } }
