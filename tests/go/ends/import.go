//go:build js && wasm && go1.21

package main

// callImport is a function of the user's own, given by load's option `imports`: it throws.
//
//go:wasmimport ends throw
func callImport()
