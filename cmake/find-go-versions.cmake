# The Go versions that the tests run with, beside the machine's: brought by Go itself (GOTOOLCHAIN) where it reaches a module proxy. One that
# cannot be had is noted with the reason, and the tests that need it print that reason when they skip.
# Sets GOFERRY_GO_VERSIONS to a JSON object {"1.20": {"go": …, "goroot": …, "wasmExec": …, "wasmExecNode": …}, …}, and
# GOFERRY_GO_VERSIONS_ABSENT to {"1.20": reason, …}.
set(GOFERRY_GO_VERSIONS "{}")
set(GOFERRY_GO_VERSIONS_ABSENT "{}")
set(absent "")

function(goferry_add_go_version version goroot wasm_exec)
  string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor "${version}")
  goferry_json_object(entry go "go${version}" goroot "${goroot}"
                      wasmExec "${wasm_exec}/wasm_exec.js" wasmExecNode "${wasm_exec}/wasm_exec_node.js")
  string(JSON all SET "${GOFERRY_GO_VERSIONS}" "${minor}" "${entry}")
  set(GOFERRY_GO_VERSIONS "${all}" PARENT_SCOPE)
endfunction()

string(REGEX REPLACE "^go" "" version "${GOFERRY_GO_VERSION}")
if(EXISTS "${GOFERRY_GOROOT}/lib/wasm/wasm_exec.js")
  goferry_add_go_version("${version}" "${GOFERRY_GOROOT}" "${GOFERRY_GOROOT}/lib/wasm")
endif()
if(NOT GOFERRY_TEST_TOOLS)
  return()
endif()

foreach(version 1.20.14 1.24.13 1.27.4)
  string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor "${version}")
  message(STATUS "Go ${version} for the tests: Go itself fetches it where it is not there yet (70 MB)")
  # It goes to Go's module cache, under Go's own lock.
  goferry_go_env(goroot "${GOFERRY_GO}" "go${version}" GOROOT)
  set(reason "")
  set(wasm_exec "${goroot}/lib/wasm")
  if(goroot STREQUAL "")
    string(REGEX REPLACE ".*\n" "" goroot_ERROR "${goroot_ERROR}")
    set(reason "Go ${version} could not be downloaded: ${goroot_ERROR}")
  elseif(version VERSION_LESS 1.21)
    goferry_cached_step(wasm_exec NAME wasm-exec-1.19 KEY 1
      KEY_FILES "${CMAKE_SOURCE_DIR}/cmake/private-wasm-exec.sh"
      DOING "Fetching Debian packages: wasm_exec.js of Go 1.18 to 1.20"
      COMMAND "${CMAKE_SOURCE_DIR}/cmake/private-wasm-exec.sh" "@DIR@")
  elseif(NOT EXISTS "${wasm_exec}/wasm_exec.js")
    set(reason "Go ${version} came without lib/wasm/wasm_exec.js")
  endif()

  string(JSON have ERROR_VARIABLE no_own GET "${GOFERRY_GO_VERSIONS}" "${minor}")
  if(NOT reason)
    goferry_add_go_version("${version}" "${goroot}" "${wasm_exec}")
  elseif(no_own)
    message(STATUS "  not to be had: ${reason}")
    list(APPEND absent "${minor}" "${reason}")
  endif()
endforeach()
goferry_json_object(GOFERRY_GO_VERSIONS_ABSENT ${absent})
