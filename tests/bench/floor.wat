;; The floor of the benchmark: what any host could reach. Each export makes the JavaScript call of one row n times, with
;; values named by slot numbers and nothing of Go around it. floor.ts has the other side.
(module
  (import "js" "getNumber" (func $getNumber (param $object i32) (param $name i32) (result f64)))
  (import "js" "getRef" (func $getRef (param $object i32) (param $name i32) (result i32)))
  (import "js" "string" (func $string (param $value i32) (result i32)))
  (import "js" "set" (func $set (param $object i32) (param $name i32) (param $value f64)))
  (import "js" "setRef" (func $setRef (param $object i32) (param $name i32) (param $value i32)))
  (import "js" "index" (func $index (param $array i32) (param $i i32) (result f64)))
  (import "js" "setIndex" (func $setIndex (param $array i32) (param $i i32) (param $value f64)))
  (import "js" "length" (func $length (param $array i32) (result i32)))
  (import "js" "call2" (func $call2 (param $object i32) (param $name i32) (param $a f64) (param $b f64) (result f64)))
  (import "js" "invoke0" (func $invoke0 (param $function i32) (result f64)))
  (import "js" "invoke2" (func $invoke2 (param $function i32) (param $a f64) (param $b f64) (result f64)))
  (import "js" "new" (func $new (param $class i32) (result i32)))
  (import "js" "stringVal" (func $stringVal (param $at i32) (param $length i32) (result i32)))
  (import "js" "copyToWasm" (func $copyToWasm (param $value i32) (param $at i32) (param $length i32) (result i32)))
  (import "js" "copyToJs" (func $copyToJs (param $value i32) (param $at i32) (param $length i32) (result i32)))
  (import "js" "now" (func $now (result f64)))
  (import "js" "date" (func $date (result f64)))
  (import "js" "div" (func $div (param $i i32)))
  (import "js" "noop" (func $noop))
  ;; The text of stringVal at 0; room for strings and copies from 1024 on.
  (memory (export "memory") 2)
  (data (i32.const 0) "a short label")
  (global $float (mut f64) (f64.const 0))
  (global $int (mut i32) (i32.const 0))

  (func (export "get number") (param $n i32)
    (loop $again
      (global.set $float (call $getNumber (i32.const 0) (i32.const 0)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "get object") (param $n i32)
    (loop $again
      (global.set $int (call $getRef (i32.const 0) (i32.const 1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "get string") (param $n i32)
    (loop $again
      (global.set $int (call $getRef (i32.const 0) (i32.const 2)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export ".String()") (param $n i32)
    (loop $again
      (global.set $int (call $string (i32.const 2)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "set number") (param $n i32)
    (loop $again
      (call $set (i32.const 0) (i32.const 3) (f64.convert_i32_s (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "set string") (param $n i32)
    (loop $again
      (call $setRef (i32.const 0) (i32.const 4) (i32.const 2))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "index") (param $n i32)
    (loop $again
      (global.set $float (call $index (i32.const 1) (i32.and (local.get $n) (i32.const 7))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "setindex") (param $n i32)
    (loop $again
      (call $setIndex (i32.const 1) (i32.and (local.get $n) (i32.const 7)) (f64.convert_i32_s (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "length") (param $n i32)
    (loop $again
      (global.set $int (call $length (i32.const 1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "call 2") (param $n i32)
    (loop $again
      (global.set $float (call $call2 (i32.const 0) (i32.const 5) (f64.const 1) (f64.const 2)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "invoke 0") (param $n i32)
    (loop $again
      (global.set $float (call $invoke0 (i32.const 4)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "invoke 2") (param $n i32)
    (loop $again
      (global.set $float (call $invoke2 (i32.const 5) (f64.const 1) (f64.const 2)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "new") (param $n i32)
    (loop $again
      (global.set $int (call $new (i32.const 3)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "ValueOf(string)") (param $n i32)
    (loop $again
      (global.set $int (call $stringVal (i32.const 0) (i32.const 13)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "copy to Go 64 B") (param $n i32)
    (loop $again
      (global.set $int (call $copyToWasm (i32.const 6) (i32.const 1024) (i32.const 64)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "copy to JS 64 B") (param $n i32)
    (loop $again
      (global.set $int (call $copyToJs (i32.const 6) (i32.const 1024) (i32.const 64)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "copy to Go 64 KiB") (param $n i32)
    (loop $again
      (global.set $int (call $copyToWasm (i32.const 7) (i32.const 1024) (i32.const 65536)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "copy to JS 64 KiB") (param $n i32)
    (loop $again
      (global.set $int (call $copyToJs (i32.const 7) (i32.const 1024) (i32.const 65536)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "time.Now") (param $n i32)
    (loop $again
      (global.set $float (f64.add (call $now) (call $date)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "10,000 divs") (param $n i32)
    (local $left i32)
    (loop $again
      (local.set $left (i32.const 10000))
      (loop $next
        (call $div (local.get $left))
        (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (call $div (i32.const 0))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; A callback: JavaScript calls this once per operation, and it asks for its event as a Go program does.
  (func (export "callback") (param $value f64) (result f64)
    (call $noop)
    (f64.add (local.get $value) (f64.const 1)))
)
