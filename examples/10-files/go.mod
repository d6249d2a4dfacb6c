module goferry/examples/files

go 1.24

require github.com/goferry/goferry/go v0.0.0

replace github.com/goferry/goferry/go => ../../go
