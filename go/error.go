package ferry

import "github.com/goferry/goferry/go/internal/wire"

// Error is an error of JavaScript: what a promise was rejected with or a function threw, or why a call was aborted. Its fields Name, Message
// and Stack are those of the error; Name is empty where something else than an Error was thrown. Returned from an exported function, it
// reaches the page as the very same error.
type Error = wire.Error
