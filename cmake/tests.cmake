# The tests that ctest runs beside the native unit tests (tests/unit adds those itself). A test exists as soon as its file does.
#   unit-wasm          every build/wasm/tests/unit/*.cjs: the same unit tests as Emscripten built them (known only after the build)
#   layers, format, types
#   go, go.<module>    package ferry (go/), and the modules that use it, on this machine; vet.<module> for GOOS=js or wasip1
#   build.<file>       tests/<file>.test.mjs: the checks and scripts of the build themselves
#   js.<file>, js24.<file>   tests/js/<file>.test.ts on the machine's Node; on Node 24 too where it runs the bridge
#   browser.<file>     tests/browser/<file>.spec.ts in Chromium
#   firefox, webkit    those of tests/browser/any-browser.ts in that browser, one after another
#   bundler.<app>      the packed package in tests/bundlers/<app>
#   conformance.*      the preset `conformance`: tests/conformance, and what takes long of tests that are in the preset `test`
#   adapter.<name>     tests/adapters/<name>.test.ts, or the packed package in tests/adapters/<name>
set(node_flags --import tsx --test --test-reporter=spec)

# goferry_test(<name> TIMEOUT <seconds> [SERIAL <resource>] COMMAND …): in the source folder; exit code 77 is a skip, its reason printed.
function(goferry_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "TIMEOUT;SERIAL" "COMMAND")
  add_test(NAME ${name} COMMAND ${test_COMMAND} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT ${test_TIMEOUT} SKIP_RETURN_CODE 77)
  # The longest rows of tests that wait for each other are those of the browsers. They begin first, and all others fill the processors beside them.
  if(test_SERIAL)
    set_tests_properties(${name} PROPERTIES RESOURCE_LOCK ${test_SERIAL})
  endif()
  if(test_SERIAL MATCHES "browser")
    set_tests_properties(${name} PROPERTIES COST 1000)
  endif()
endfunction()

goferry_test(layers TIMEOUT 60 COMMAND "${GOFERRY_NODE}" tests/layers.mjs)
file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/*.test.mjs)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.test\\.mjs$" "" name "${name}")
  goferry_test(build.${name} TIMEOUT 60 COMMAND "${GOFERRY_NODE}" --test ${file})
endforeach()
goferry_test(types TIMEOUT 300 COMMAND "${GOFERRY_NODE}" node_modules/typescript/bin/tsc -p tsconfig.json)
goferry_test(vet TIMEOUT 300 COMMAND "${CMAKE_COMMAND}" -E env GOOS=js GOARCH=wasm GOFLAGS= GOWORK=off "${GOFERRY_GO}" vet ./examples/... ./tests/...)
# Package ferry, and the programs that are modules of their own since they use it.
set(go_env "${CMAKE_COMMAND}" -E env GOFLAGS= GOWORK=off)
goferry_test(go TIMEOUT 300 COMMAND ${go_env} "${GOFERRY_GO}" -C go test -timeout 60s ./...)
goferry_test(go.vet TIMEOUT 300 COMMAND ${go_env} "${GOFERRY_GO}" -C go vet ./...)
file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" go/go.mod tests/go/*/go.mod examples/*/go.mod)
foreach(file IN LISTS files)
  get_filename_component(folder "${file}" DIRECTORY)
  string(REPLACE "/" "-" name "${folder}")
  file(GLOB_RECURSE go_tests "${folder}/*_test.go")
  if(go_tests AND NOT name STREQUAL "go")
    goferry_test(go.${name} TIMEOUT 300 COMMAND ${go_env} "${GOFERRY_GO}" -C ${folder} test -timeout 60s ./...)
  endif()
  set(goos js)
  if(EXISTS "${CMAKE_SOURCE_DIR}/${folder}/main.go")
    file(STRINGS "${CMAKE_SOURCE_DIR}/${folder}/main.go" for_wasi REGEX "^//go:build wasip1$")
    if(for_wasi)
      set(goos wasip1)
    endif()
  endif()
  goferry_test(vet.${name} TIMEOUT 300 COMMAND ${go_env} GOOS=${goos} GOARCH=wasm "${GOFERRY_GO}" -C ${folder} vet ./...)
endforeach()
goferry_test(format TIMEOUT 300 COMMAND "${GOFERRY_NODE}" tests/format.mjs)
if(EXISTS "${CMAKE_SOURCE_DIR}/tests/unit/CMakeLists.txt")
  goferry_test(unit-wasm TIMEOUT 300 COMMAND "${GOFERRY_NODE}" tests/unit-wasm.mjs "${CMAKE_BINARY_DIR}/wasm/tests/unit")
endif()

file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/js/*.test.ts tests/sizes/*.test.ts tests/types/*.test.ts)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.test\\.ts$" "" name "${name}")
  # The two of a file build the same Go programs: never side by side, or each would build them all.
  goferry_test(js.${name} TIMEOUT 900 SERIAL js.${name} COMMAND "${GOFERRY_NODE}" ${node_flags} ${file})
  # Those that run the bridge do so on the Node that runs them (nodeHosts in tests/support/hosts.ts): the merged one needs the newer Node.
  file(STRINGS "${file}" runs_bridge REGEX "nodeHosts|js/dist/" LIMIT_COUNT 1)
  if(GOFERRY_NODE24 AND file MATCHES "^tests/js/" AND runs_bridge)
    goferry_test(js24.${name} TIMEOUT 900 SERIAL js.${name} COMMAND "${GOFERRY_NODE24}" ${node_flags} ${file})
  endif()
endforeach()

# One Chromium at a time, and beside it one of the others: half of their time they wait, and the tests may share two cores.
function(goferry_browser_test name browser)
  set(row browser)
  if(NOT browser STREQUAL "chromium")
    set(row other-browsers)
  endif()
  goferry_test(${name} TIMEOUT 900 SERIAL ${row} COMMAND
    "${CMAKE_COMMAND}" -E env GOFERRY_BROWSER=${browser} "GOFERRY_BROWSER_RESULTS=${CMAKE_BINARY_DIR}/browser/${name}"
    "${GOFERRY_NODE}" node_modules/@playwright/test/cli.js test --config tests/browser/playwright.config.ts ${ARGN})
endfunction()
file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/browser/*.spec.ts)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.spec\\.ts$" "" name "${name}")
  goferry_browser_test(browser.${name} chromium "/${name}.spec.ts")
endforeach()
foreach(browser firefox webkit)
  string(TOUPPER ${browser} variable)
  if(GOFERRY_${variable})
    goferry_browser_test(${browser} ${browser})
  else()
    goferry_test(${browser} TIMEOUT 60 COMMAND sh -c "echo '${GOFERRY_${variable}_ABSENT}'; exit 77")
  endif()
endforeach()

# The package in apps of other people's tools (tests/bundlers/<app>). All of them: the preset `bundlers`; two of them are in the preset `test` too.
set(bundlers_in_test vite8 webpack)
file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/tests/bundlers" tests/bundlers/*/package-lock.json)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" DIRECTORY)
  goferry_test(bundler.${name} TIMEOUT 900 COMMAND "${CMAKE_COMMAND}" -E env "GOFERRY_APP=${name}"
    "${GOFERRY_NODE}" ${node_flags} tests/bundlers/app.test.ts)
  set_tests_properties(bundler.${name} PROPERTIES LABELS bundlers)
  if(NOT name IN_LIST bundlers_in_test)
    set_property(TEST bundler.${name} APPEND PROPERTY LABELS apart)
  endif()
endforeach()

# The packed package's adapters in apps (tests/adapters/<app>), labelled as those above.
file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" tests/adapters/*.test.ts)
list(FILTER files EXCLUDE REGEX "/app\\.test\\.ts$")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "\\.test\\.ts$" "" name "${name}")
  goferry_test(adapter.${name} TIMEOUT 300 COMMAND "${GOFERRY_NODE}" ${node_flags} ${file})
endforeach()
set(adapters_in_test react19 vue)
file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/tests/adapters" tests/adapters/*/package-lock.json)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" DIRECTORY)
  goferry_test(adapter.${name} TIMEOUT 900 SERIAL browser COMMAND "${CMAKE_COMMAND}" -E env "GOFERRY_APP=${name}"
    "${GOFERRY_NODE}" ${node_flags} tests/adapters/app.test.ts)
  set_tests_properties(adapter.${name} PROPERTIES LABELS bundlers)
  if(NOT name IN_LIST adapters_in_test)
    set_property(TEST adapter.${name} APPEND PROPERTY LABELS apart)
  endif()
endforeach()

# The preset `conformance`: Go's own tests of packages that use files, programs of other languages, long runs of the fuzzers and of what kills browsers.
# One writes results.md at a time (UPDATE=1).
function(goferry_conformance_test name)
  goferry_test(conformance.${name} TIMEOUT 1800 ${ARGN})
  set_tests_properties(conformance.${name} PROPERTIES LABELS "conformance;apart")
endfunction()
foreach(package os io/fs path/filepath io/ioutil archive/zip archive/tar compress/gzip)
  string(REPLACE "/" "-" name "${package}")
  foreach(os js wasip1)
    goferry_conformance_test(${name}.${os} SERIAL browser COMMAND "${CMAKE_COMMAND}" -E env "GOFERRY_PACKAGE=${package}" "GOFERRY_GOOS=${os}"
      "${GOFERRY_NODE}" ${node_flags} tests/conformance/go-packages.test.ts)
  endforeach()
endforeach()
goferry_conformance_test(languages SERIAL browser COMMAND "${GOFERRY_NODE}" ${node_flags} tests/conformance/languages.test.ts)
goferry_conformance_test(opfs SERIAL browser COMMAND "${CMAKE_COMMAND}" -E env GOFERRY_CONFORMANCE=1 "GOFERRY_BROWSER_RESULTS=${CMAKE_BINARY_DIR}/browser/conformance.opfs"
  "${GOFERRY_NODE}" node_modules/@playwright/test/cli.js test --config tests/browser/playwright.config.ts /opfs-killed.spec.ts)

# The reference of the API, from the doc comments.
add_custom_target(reference COMMAND "${GOFERRY_NODE}" tools/publishing/reference.mjs WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)

# Applies what the test `format` checks.
add_custom_target(format COMMAND "${GOFERRY_NODE}" tests/format.mjs --write WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" VERBATIM)
