# Go: the machine's from 1.24 on, else a private copy from Debian's packages.
find_program(GOFERRY_GO_ON_PATH go)
set(GOFERRY_GO "")

# goferry_go_env(<result> <go> <GOTOOLCHAIN> <variable>): what `go env <variable>` says outside any module, or "" on failure. An empty GOFLAGS
# would let in the user's own flags, which an older Go may not know.
function(goferry_go_env result go toolchain variable)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env "GOTOOLCHAIN=${toolchain}" GOWORK=off GO111MODULE= GOFLAGS=-mod=readonly "${go}" env ${variable}
                  WORKING_DIRECTORY "${GOFERRY_CACHE}" OUTPUT_VARIABLE out ERROR_VARIABLE err RESULT_VARIABLE failed
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
  set(${result}_ERROR "${err}" PARENT_SCOPE)
  if(failed)
    set(out "")
  endif()
  set(${result} "${out}" PARENT_SCOPE)
endfunction()

if(GOFERRY_GO_ON_PATH)
  goferry_go_env(version "${GOFERRY_GO_ON_PATH}" local GOVERSION)
  if(version MATCHES "^go([0-9]+\\.[0-9]+)" AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL 1.24)
    set(GOFERRY_GO "${GOFERRY_GO_ON_PATH}")
  else()
    message(STATUS "${GOFERRY_GO_ON_PATH} (${version}) is not used: Go 1.24 or newer is needed")
  endif()
endif()
if(NOT GOFERRY_GO)
  goferry_cached_step(go_dir NAME debian-go KEY "${GOFERRY_DEBIAN_SUITES}"
    KEY_FILES "${CMAKE_SOURCE_DIR}/cmake/private-go.sh"
    DOING "Fetching Debian packages: Go"
    COMMAND "${CMAKE_SOURCE_DIR}/cmake/private-go.sh" "@DIR@" "${GOFERRY_DEBIAN_SUITES}")
  set(GOFERRY_GO "${go_dir}/root/usr/lib/go/bin/go")
  goferry_go_env(version "${GOFERRY_GO}" local GOVERSION)
endif()
set(GOFERRY_GO_VERSION "${version}")
goferry_go_env(GOFERRY_GOROOT "${GOFERRY_GO}" local GOROOT)
message(STATUS "Go ${GOFERRY_GO_VERSION}: ${GOFERRY_GO}")
