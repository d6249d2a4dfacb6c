package ferry

import "strconv"

// abiMismatch says what to upgrade; empty where both sides agree.
func abiMismatch(host int) string {
	if host == abi {
		return ""
	}
	upgrade := "npm install goferry@latest"
	if host > abi {
		upgrade = "go get github.com/goferry/goferry/go@latest"
	}
	return "ferry: this program was built with package ferry of ABI " + strconv.Itoa(abi) + ", and runs under a goferry of ABI " + strconv.Itoa(host) +
		". Upgrade the older one: " + upgrade
}
