// A to-do list. Every element, event and focus change is made from
// Go through syscall/js; the page holds one empty div.
package main

import (
	"fmt"
	"syscall/js"
	"time"
)

// Task is one entry of the list, with the elements that show it.
type Task struct {
	id   int
	text string
	done bool
	row  js.Value
}

// App is the list and the elements around it.
type App struct {
	tasks  []*Task
	byID   map[int]*Task
	nextID int
	filter string // all, open or done
	ui     UI
}

func main() {
	app := &App{byID: map[int]*Task{}, filter: "all"}
	app.ui = buildUI()
	app.listen()
	app.insert("Write a function in Go")
	app.insert("Compile it to WebAssembly")
	app.insert("Call it from the page")
	app.toggle(app.tasks[0])
	app.refresh()
	select {}
}

// add puts what was typed at the end of the list.
func (a *App) add(text string) {
	if text == "" {
		a.ui.input.Call("focus")
		return
	}
	task := a.insert(text)
	if !a.shows(task) {
		a.show("all") // or the new task would not be seen
	}
	a.refresh()
	a.ui.input.Set("value", "")
	task.row.Call("scrollIntoView", map[string]interface{}{"block": "nearest"})
	fmt.Printf("added %q\n", text)
}

// addMany appends n tasks in one go.
func (a *App) addMany(n int) {
	start := time.Now()
	for i := 1; i <= n; i++ {
		a.insert(fmt.Sprintf("Task %d of %d", i, n))
	}
	a.refresh()
	fmt.Printf("added %d tasks in %d ms\n", n, time.Since(start).Milliseconds())
}

func (a *App) insert(text string) *Task {
	a.nextID++
	task := &Task{id: a.nextID, text: text}
	task.row = a.ui.newRow(task)
	a.tasks = append(a.tasks, task)
	a.byID[task.id] = task
	a.ui.list.Call("append", task.row)
	return task
}

func (a *App) toggle(task *Task) {
	task.done = !task.done
	showDone(task)
}

// remove deletes a task and moves the focus to the same control of
// its neighbour: the keyboard never loses its place.
func (a *App) remove(task *Task, control string) {
	next := a.neighbour(task, 1)
	if next == nil {
		next = a.neighbour(task, -1)
	}
	a.drop(func(t *Task) bool { return t == task })
	a.refresh()
	a.focus(next, control)
	fmt.Printf("deleted %q\n", task.text)
}

// clear deletes the tasks for which gone says so.
func (a *App) clear(gone func(*Task) bool) {
	before := len(a.tasks)
	a.drop(gone)
	a.refresh()
	a.ui.input.Call("focus")
	fmt.Printf("deleted %d tasks\n", before-len(a.tasks))
}

func (a *App) drop(gone func(*Task) bool) {
	kept := make([]*Task, 0, len(a.tasks))
	for _, task := range a.tasks {
		if gone(task) {
			task.row.Call("remove")
			delete(a.byID, task.id)
		} else {
			kept = append(kept, task)
		}
	}
	a.tasks = kept
}

// show picks the tasks to be seen. A style rule hides the others:
// one host call, however long the list is.
func (a *App) show(filter string) {
	a.filter = filter
	a.ui.list.Get("dataset").Set("filter", filter)
	a.refresh()
}

func (a *App) shows(task *Task) bool {
	return a.filter == "all" || task.done == (a.filter == "done")
}

// neighbour is the next task that can be seen in the direction of
// step, or nil.
func (a *App) neighbour(task *Task, step int) *Task {
	for i, t := range a.tasks {
		if t != task {
			continue
		}
		for i += step; i >= 0 && i < len(a.tasks); i += step {
			if a.shows(a.tasks[i]) {
				return a.tasks[i]
			}
		}
	}
	return nil
}

// focus moves the keyboard to the part of a task's row that
// selector names, or to the input where there is no task.
func (a *App) focus(task *Task, selector string) {
	if task == nil {
		a.ui.input.Call("focus")
		return
	}
	task.row.Call("querySelector", selector).Call("focus")
}

// refresh brings counts, filters and the empty state up to date.
func (a *App) refresh() {
	done := 0
	for _, task := range a.tasks {
		if task.done {
			done++
		}
	}
	a.ui.showCounts(a.filter, len(a.tasks)-done, done)
}
