module goferry/examples/wasi

go 1.24
