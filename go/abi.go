package ferry

// abi is the number of what this package and its host agree on: the messages and the host functions (js/src/ferry/ferry.ts).
const abi = 1
