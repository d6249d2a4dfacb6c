module github.com/goferry/goferry/go

go 1.24
