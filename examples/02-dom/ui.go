package main

import (
	"fmt"
	"syscall/js"
)

var document = js.Global().Get("document")

// UI holds the elements that the program comes back to.
type UI struct {
	form, input, counts, list, empty  js.Value
	filters, addMany, clearDone, wipe js.Value
	row                               js.Value // cloned for each task
}

var filterNames = []struct{ value, label string }{
	{"all", "All"}, {"open", "Open"}, {"done", "Done"},
}

// buildUI fills the page's empty div.
func buildUI() UI {
	ui := UI{
		input: element("input", attrs{
			"id": "new-task", "type": "text", "autocomplete": "off",
			"enterkeyhint": "done", "placeholder": "What is to be done?",
		}),
		filters: element("div", attrs{
			"class": "filters", "role": "group", "aria-label": "Show",
		}),
		list: element("ul", attrs{
			"class": "tasks", "aria-label": "Tasks", "data-filter": "all",
		}),
		counts:    element("p", attrs{"class": "counts", "role": "status"}),
		empty:     element("p", attrs{"class": "empty", "hidden": ""}),
		addMany:   button("Add 1,000 tasks", attrs{"class": "quiet"}),
		clearDone: button("Delete done", attrs{"class": "quiet"}),
		wipe:      button("Delete all", attrs{"class": "quiet"}),
	}
	ui.form = element("form", attrs{"class": "add"},
		element("label", attrs{
			"for": "new-task", "class": "visually-hidden",
		}, "New task"),
		ui.input,
		element("button", attrs{"type": "submit"}, "Add"))
	for _, f := range filterNames {
		ui.filters.Call("append", button(f.label, attrs{
			"data-filter": f.value, "aria-pressed": f.value == "all",
		}))
	}
	ui.row = element("li", nil,
		element("label", nil,
			element("input", attrs{"type": "checkbox"}),
			element("span", attrs{"class": "text"})),
		button("Edit", attrs{"class": "quiet edit"}),
		button("Delete", attrs{"class": "quiet delete"}))

	app := document.Call("getElementById", "app")
	app.Call("replaceChildren", ui.form,
		element("div", attrs{"class": "bar"}, ui.filters, ui.counts),
		ui.list, ui.empty,
		element("div", attrs{"class": "bar end"}, ui.addMany, ui.clearDone, ui.wipe))
	return ui
}

// newRow clones the row instead of building it: three host calls
// instead of twenty.
func (ui *UI) newRow(task *Task) js.Value {
	row := ui.row.Call("cloneNode", true)
	row.Get("dataset").Set("id", task.id)
	task.row = row
	showText(task)
	return row
}

func showText(task *Task) {
	part := func(selector string) js.Value {
		return task.row.Call("querySelector", selector)
	}
	part(".text").Set("textContent", task.text)
	part(".edit").Call("setAttribute", "aria-label", "Edit "+task.text)
	part(".delete").Call("setAttribute", "aria-label", "Delete "+task.text)
}

func showDone(task *Task) {
	task.row.Get("classList").Call("toggle", "done", task.done)
	task.row.Call("querySelector", "[type=checkbox]").Set("checked", task.done)
}

func (ui *UI) showCounts(filter string, open, done int) {
	ui.counts.Set("textContent", fmt.Sprintf("%d open, %d done", open, done))
	ui.clearDone.Set("disabled", done == 0)
	ui.wipe.Set("disabled", open+done == 0)

	text := ""
	switch {
	case open+done == 0:
		text = "Nothing to do. Add a task above."
	case filter == "open" && open == 0:
		text = "No open tasks: all done."
	case filter == "done" && done == 0:
		text = "No task is done yet."
	}
	ui.empty.Set("textContent", text)
	ui.empty.Set("hidden", text == "")

	buttons := ui.filters.Get("children")
	for i, f := range filterNames {
		buttons.Index(i).Call("setAttribute", "aria-pressed", f.value == filter)
	}
}

type attrs map[string]interface{}

// element makes an element; children are elements or strings.
func element(name string, attributes attrs, children ...interface{}) js.Value {
	e := document.Call("createElement", name)
	for key, value := range attributes {
		e.Call("setAttribute", key, value)
	}
	if len(children) > 0 {
		e.Call("append", children...)
	}
	return e
}

func button(label string, attributes attrs) js.Value {
	b := element("button", attributes, label)
	b.Set("type", "button")
	return b
}
