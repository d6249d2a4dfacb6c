package ferry_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/ferrytest"
)

func ExampleExport() {
	type Order struct {
		Item  string `json:"item"`
		Count int    `json:"count"`
	}
	ferry.Export("shop.price", func(order Order) (float64, error) {
		if order.Count < 1 {
			return 0, errors.New("order at least one")
		}
		return 2.5 * float64(order.Count), nil
	})

	// What a page does: await program.exports.shop.price({ item: "tea", count: 3 })
	price, err := ferrytest.Call[float64](context.Background(), "shop.price", Order{"tea", 3})
	fmt.Println(price, err)
	_, err = ferrytest.Call[float64](context.Background(), "shop.price", Order{"tea", 0})
	fmt.Println(err)
	// Output:
	// 7.5 <nil>
	// order at least one
}

func ExampleExport_function() {
	ferry.Export("search", func(texts []string, matches func(string) (bool, error)) ([]string, error) {
		var found []string
		for _, text := range texts {
			if ok, err := matches(text); err != nil {
				return nil, err
			} else if ok {
				found = append(found, text)
			}
		}
		return found, nil
	})

	// await program.exports.search(["a", "bb"], text => text.length > 1)
	long := func(text string) bool { return len(text) > 1 }
	found, _ := ferrytest.Call[[]string](context.Background(), "search", []string{"a", "bb"}, long)
	fmt.Println(found)
	// Output: [bb]
}

func ExampleProgress() {
	ferry.Export("hash", func(ctx context.Context, file []byte) (string, error) {
		const chunk = 1 << 16
		sum := sha256.New()
		for done := 0; done < len(file); done += chunk {
			if ferry.Canceled(ctx) {
				return "", ctx.Err()
			}
			sum.Write(file[done:min(done+chunk, len(file))])
			ferry.Progress(ctx, float64(min(done+chunk, len(file))), float64(len(file)))
		}
		return fmt.Sprintf("%x", sum.Sum(nil)), nil
	})

	// await program.exports.hash(bytes, (done, total) => show(done / total), controller.signal)
	shown := 0.0
	sum, _ := ferrytest.Call[string](context.Background(), "hash", make([]byte, 1<<18), func(done, total float64) { shown = done / total })
	fmt.Println(sum[:16], shown)
	// Output: 8a39d2abd3999ab7 1
}
