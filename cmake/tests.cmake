# The tests that ctest runs beside the native unit tests (tests/unit adds those itself). A test exists as soon as its file does.
#   unit-wasm.<name>   build/wasm/tests/unit/<name>.cjs, as Emscripten built it
#   layers, format, types
#   js.<file>, js24.<file>   tests/js/<file>.test.ts on the machine's Node, and on one with multi-memory
#   browser.<file>     tests/browser/<file>.spec.ts in Chromium
# The unit tests as wasm are known only after the build: one ctest test runs them all.
set(node_tests "${GOFERRY_NODE}" --import tsx --test --test-reporter=spec)

# goferry_test(<name> TIMEOUT <seconds> [SERIAL <resource>] COMMAND …): in the source folder; exit code 77 is a skip, its reason printed.
function(goferry_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "TIMEOUT;SERIAL" "COMMAND")
  add_test(NAME ${name} COMMAND ${test_COMMAND} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT ${test_TIMEOUT} SKIP_RETURN_CODE 77)
  if(test_SERIAL)
    set_tests_properties(${name} PROPERTIES RESOURCE_LOCK ${test_SERIAL})
  endif()
endfunction()

goferry_test(layers TIMEOUT 60 COMMAND "${GOFERRY_NODE}" tests/layers.mjs)
goferry_test(layers-check TIMEOUT 60 COMMAND "${GOFERRY_NODE}" --test tests/layers.test.mjs)
goferry_test(types TIMEOUT 300 COMMAND "${GOFERRY_NODE}" node_modules/typescript/bin/tsc -p tsconfig.json)
goferry_test(format TIMEOUT 300 COMMAND "${GOFERRY_NODE}" tests/format.mjs)
if(EXISTS "${CMAKE_SOURCE_DIR}/tests/unit/CMakeLists.txt")
  goferry_test(unit-wasm TIMEOUT 300 COMMAND "${GOFERRY_NODE}" tests/unit-wasm.mjs "${CMAKE_BINARY_DIR}/wasm/tests/unit")
endif()

file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/js/*.test.ts tests/sizes/*.test.ts tests/conformance/*.test.ts)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.test\\.ts$" "" name "${name}")
  goferry_test(js.${name} TIMEOUT 600 COMMAND ${node_tests} ${file})
  if(GOFERRY_NODE24 AND file MATCHES "^tests/js/")
    list(TRANSFORM node_tests REPLACE "^${GOFERRY_NODE}$" "${GOFERRY_NODE24}" OUTPUT_VARIABLE node24_tests)
    goferry_test(js24.${name} TIMEOUT 600 COMMAND ${node24_tests} ${file})
  endif()
endforeach()

# One browser at a time: the tests share two cores.
file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/browser/*.spec.ts)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.spec\\.ts$" "" name "${name}")
  goferry_test(browser.${name} TIMEOUT 900 SERIAL browser COMMAND
    "${CMAKE_COMMAND}" -E env "GOFERRY_BROWSER_RESULTS=${CMAKE_BINARY_DIR}/browser/${name}"
    "${GOFERRY_NODE}" node_modules/@playwright/test/cli.js test --config tests/browser/playwright.config.ts "/${name}.spec.ts")
endforeach()

# Applies what the test `format` checks.
add_custom_target(format COMMAND "${GOFERRY_NODE}" tests/format.mjs --write WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)
