package main

import (
	"strconv"
	"strings"
	"syscall/js"
)

// listen sets one listener per kind of event on the list, not on
// each row: 1,000 tasks cost no further js.Func.
func (a *App) listen() {
	on(a.ui.form, "submit", func(event js.Value) {
		event.Call("preventDefault")
		a.add(strings.TrimSpace(a.ui.input.Get("value").String()))
	})
	on(a.ui.addMany, "click", func(js.Value) { a.addMany(1000) })
	on(a.ui.clearDone, "click", func(js.Value) {
		a.clear(func(t *Task) bool { return t.done })
	})
	on(a.ui.wipe, "click", func(js.Value) {
		a.clear(func(*Task) bool { return true })
	})
	on(a.ui.filters, "click", func(event js.Value) {
		if b := event.Get("target").Call("closest", "button"); !b.IsNull() {
			a.show(b.Get("dataset").Get("filter").String())
		}
	})
	on(a.ui.list, "change", a.onToggle)
	on(a.ui.list, "click", a.onClick)
	on(a.ui.list, "keydown", a.onKey)
}

func (a *App) onToggle(event js.Value) {
	task := a.taskOf(event)
	if task == nil || event.Get("target").Get("type").String() != "checkbox" {
		return
	}
	next := a.neighbour(task, 1)
	if next == nil {
		next = a.neighbour(task, -1)
	}
	a.toggle(task)
	a.refresh()
	if !a.shows(task) { // it has just left the filtered list
		a.focus(next, "[type=checkbox]")
	}
}

func (a *App) onClick(event js.Value) {
	task, target := a.taskOf(event), event.Get("target")
	switch {
	case task == nil:
	case target.Call("matches", ".delete").Bool():
		a.remove(task, ".delete")
	case target.Call("matches", ".edit").Bool():
		a.edit(task)
	}
}

// onKey moves through the list with the arrow keys, deletes with
// Delete and edits with F2.
func (a *App) onKey(event js.Value) {
	task, target := a.taskOf(event), event.Get("target")
	if task == nil || target.Call("matches", ".editor").Bool() {
		return
	}
	key := event.Get("key").String()
	switch key {
	case "ArrowDown", "ArrowUp":
		step := map[string]int{"ArrowDown": 1, "ArrowUp": -1}[key]
		if next := a.neighbour(task, step); next != nil {
			a.focus(next, sameControl(target))
		}
	case "Delete":
		a.remove(task, sameControl(target))
	case "F2":
		a.edit(task)
	default:
		return
	}
	event.Call("preventDefault")
}

// edit puts an input in the place of the text until Enter, Escape
// or a click elsewhere.
func (a *App) edit(task *Task) {
	row := task.row
	if task.row.Get("classList").Call("contains", "editing").Bool() {
		return
	}
	editor := element("input", attrs{
		"class": "editor", "type": "text", "aria-label": "Text of the task",
	})
	editor.Set("value", task.text)
	row.Get("classList").Call("add", "editing")
	row.Call("prepend", editor)
	editor.Call("select")

	var listeners [2]js.Func
	open := true
	finish := func(keep, refocus bool) {
		if !open { // removing the editor blurs it, and so comes here again
			return
		}
		open = false
		text := strings.TrimSpace(editor.Get("value").String())
		editor.Call("remove")
		row.Get("classList").Call("remove", "editing")
		for _, l := range listeners {
			l.Release()
		}
		if refocus {
			a.focus(task, ".edit")
		}
		if keep && text != "" {
			task.text = text
			showText(task)
		}
	}
	listeners[0] = on(editor, "keydown", func(event js.Value) {
		switch event.Get("key").String() {
		case "Enter":
			finish(true, true)
		case "Escape":
			finish(false, true)
		default:
			return
		}
		event.Call("preventDefault")
	})
	listeners[1] = on(editor, "blur", func(js.Value) { finish(true, false) })
}

// taskOf is the task in whose row an event happened, or nil.
func (a *App) taskOf(event js.Value) *Task {
	row := event.Get("target").Call("closest", "li")
	if row.IsNull() {
		return nil
	}
	id, _ := strconv.Atoi(row.Get("dataset").Get("id").String())
	return a.byID[id]
}

// sameControl is the selector of the control in another row that
// matches this one.
func sameControl(target js.Value) string {
	for _, selector := range []string{".edit", ".delete"} {
		if target.Call("matches", selector).Bool() {
			return selector
		}
	}
	return "[type=checkbox]"
}

// on listens to an event. The function lives as long as the page
// unless it is released.
func on(target js.Value, name string, handle func(event js.Value)) js.Func {
	f := js.FuncOf(func(this js.Value, args []js.Value) interface{} {
		handle(args[0])
		return nil
	})
	target.Call("addEventListener", name, f)
	return f
}
