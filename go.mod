module goferry

go 1.20
