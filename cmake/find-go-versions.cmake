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

# goferry_wasm_exec(<result> <Go version>): the folder of wasm_exec.js for a Go that comes without it, or "". The file changed with Go 1.21;
# between these changes it is one and the same.
function(goferry_wasm_exec result version)
  if(version VERSION_LESS 1.21)
    set(package 1.19)
    set(suite bookworm)
  else()
    set(package 1.21)
    set(suite bookworm-backports)
  endif()
  goferry_cached_step(dir OPTIONAL NAME wasm-exec-${package} KEY 1
    KEY_FILES "${CMAKE_SOURCE_DIR}/cmake/private-wasm-exec.sh"
    DOING "Fetching Debian packages: wasm_exec.js of Go ${package}"
    COMMAND "${CMAKE_SOURCE_DIR}/cmake/private-wasm-exec.sh" "@DIR@" ${suite} ${package})
  set(${result} "${dir}" PARENT_SCOPE)
endfunction()

string(REGEX REPLACE "^go" "" version "${GOFERRY_GO_VERSION}")
if(EXISTS "${GOFERRY_GOROOT}/lib/wasm/wasm_exec.js")
  goferry_add_go_version("${version}" "${GOFERRY_GOROOT}" "${GOFERRY_GOROOT}/lib/wasm")
endif()
if(NOT GOFERRY_TEST_TOOLS)
  return()
endif()

# 1.17 is there to be refused (its own wasm_exec.js is not needed).
foreach(version 1.17.13 1.18.10 1.20.14 1.21.13 1.23.12 1.24.13 1.25.10 1.26.8 1.27.4)
  string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor "${version}")
  string(JSON own ERROR_VARIABLE no_own GET "${GOFERRY_GO_VERSIONS}" "${minor}")
  if(NOT no_own)
    continue()
  endif()
  message(STATUS "Go ${version} for the tests: Go itself fetches it where it is not there yet (70 MB)")
  # It goes to Go's module cache, under Go's own lock.
  goferry_go_env(goroot "${GOFERRY_GO}" "go${version}" GOROOT)
  set(wasm_exec "${goroot}/lib/wasm")
  if(goroot STREQUAL "")
    string(REGEX REPLACE ".*\n" "" goroot_ERROR "${goroot_ERROR}")
    set(reason "Go ${version} could not be downloaded: ${goroot_ERROR}")
  else()
    if(version VERSION_LESS 1.24)
      goferry_wasm_exec(wasm_exec "${version}")
    endif()
    if(EXISTS "${wasm_exec}/wasm_exec.js")
      goferry_add_go_version("${version}" "${goroot}" "${wasm_exec}")
      continue()
    endif()
    set(reason "there is no wasm_exec.js of Go ${version}")
  endif()
  message(STATUS "  not to be had: ${reason}")
  list(APPEND absent "${minor}" "${reason}")
endforeach()
goferry_json_object(GOFERRY_GO_VERSIONS_ABSENT ${absent})
