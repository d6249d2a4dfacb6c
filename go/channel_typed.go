package ferry

import (
	"context"
	"encoding/json"
	"fmt"
	"unsafe"
)

// Number is what the numeric codecs' arrays hold.
type Number interface {
	float64 | float32 | int32 | uint32 | int16 | uint16 | int8 | uint8 | int64 | uint64
}

// SendText sends a string, on a channel of codec Text.
func (c *Channel) SendText(ctx context.Context, text string) error {
	return c.Send(ctx, unsafe.Slice(unsafe.StringData(text), len(text)))
}

// RecvText waits for a string, on a channel of codec Text.
func (c *Channel) RecvText(ctx context.Context) (string, error) {
	message, err := c.Recv(ctx)
	return string(message), err
}

// SendJSON sends a value as JSON, on a channel of codec JSON.
func (c *Channel) SendJSON(ctx context.Context, value any) error {
	message, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.Send(ctx, message)
}

// RecvJSON waits for a value, on a channel of codec JSON; it is read into what value points at.
func (c *Channel) RecvJSON(ctx context.Context, value any) error {
	message, err := c.Recv(ctx)
	if err != nil {
		return err
	}
	return json.Unmarshal(message, value)
}

// SendNumbers sends a slice of numbers: a typed array in the page. The channel's codec has to be the one of T.
func SendNumbers[T Number](ctx context.Context, c *Channel, numbers []T) error {
	var one T
	return c.Send(ctx, unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers)*int(unsafe.Sizeof(one))))
}

// RecvNumbers waits for a typed array. The channel's codec has to be the one of T.
func RecvNumbers[T Number](ctx context.Context, c *Channel) ([]T, error) {
	message, err := c.Recv(ctx)
	if err != nil {
		return nil, err
	}
	var one T
	size := int(unsafe.Sizeof(one))
	if len(message)%size != 0 {
		return nil, fmt.Errorf("ferry: a message of %d bytes is no whole number of %T", len(message), one)
	}
	numbers := make([]T, len(message)/size)
	copy(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), len(message)), message)
	return numbers, nil
}
