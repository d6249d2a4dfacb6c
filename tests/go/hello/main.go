// Program hello says so and ends. It is for every GOOS, and for Go versions and builds that the bridge refuses.
package main

func main() { println("hello") }
