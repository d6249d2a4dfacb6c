# Compilers for WASI, for the programs in tests/conformance/languages: Debian's, as a private copy, and TinyGo, built from its sources. Tests that want
# them are skipped without them, and print why.
option(GOFERRY_CONFORMANCE_TOOLS "also find what the preset conformance needs" OFF)
set(GOFERRY_WASI_TOOLS "")
set(GOFERRY_WASI_TOOLS_ABSENT "")
set(GOFERRY_TINYGO "")
set(GOFERRY_TINYGO_ABSENT "")
if(NOT GOFERRY_CONFORMANCE_TOOLS)
  return()
endif()

goferry_cached_step(GOFERRY_WASI_TOOLS OPTIONAL NAME wasi-tools KEY "${GOFERRY_DEBIAN_SUITES}"
  KEY_FILES "${CMAKE_SOURCE_DIR}/cmake/private-wasi-tools.sh" "${CMAKE_SOURCE_DIR}/cmake/use-own-libraries.sh"
  DOING "Fetching Debian packages: clang, wasi-libc, rustc"
  COMMAND "${CMAKE_SOURCE_DIR}/cmake/private-wasi-tools.sh" "@DIR@" "${GOFERRY_DEBIAN_SUITES}")
if(GOFERRY_WASI_TOOLS)
  message(STATUS "Compilers for WASI: ${GOFERRY_WASI_TOOLS}")
else()
  set(GOFERRY_WASI_TOOLS_ABSENT "Debian's compilers for WASI could not be fetched (the configure step says why)")
  message(WARNING "${GOFERRY_WASI_TOOLS_ABSENT}\nThe tests of programs in C and Rust are skipped.")
endif()

# Each TinyGo knows Go's standard library up to one version of Go, this one up to 1.26. LLVM 19 is what Debian has of those it can be built with.
set(tinygo_version 0.41.1)
set(tinygo_suite trixie)
string(JSON tinygo_goroot ERROR_VARIABLE no_goroot GET "${GOFERRY_GO_VERSIONS}" 1.26 goroot)
if(no_goroot)
  string(JSON reason ERROR_VARIABLE no_reason GET "${GOFERRY_GO_VERSIONS_ABSENT}" 1.26)
  if(no_reason)
    set(reason "the preset did not look for it")
  endif()
  set(GOFERRY_TINYGO_ABSENT "TinyGo ${tinygo_version} wants Go 1.26: ${reason}")
else()
  goferry_cached_step(GOFERRY_TINYGO OPTIONAL NAME tinygo KEY "${tinygo_version} ${tinygo_suite} ${tinygo_goroot}"
    KEY_FILES "${CMAKE_SOURCE_DIR}/cmake/private-tinygo.sh" "${CMAKE_SOURCE_DIR}/cmake/use-own-libraries.sh"
    DOING "Building TinyGo ${tinygo_version} with LLVM of Debian ${tinygo_suite}"
    COMMAND "${CMAKE_SOURCE_DIR}/cmake/private-tinygo.sh" "@DIR@" "${tinygo_suite}" "${tinygo_goroot}" "${tinygo_version}")
  if(NOT GOFERRY_TINYGO)
    set(GOFERRY_TINYGO_ABSENT "TinyGo ${tinygo_version} could not be built (the configure step says why)")
  endif()
endif()
if(GOFERRY_TINYGO)
  message(STATUS "TinyGo ${tinygo_version}: ${GOFERRY_TINYGO}")
else()
  message(WARNING "${GOFERRY_TINYGO_ABSENT}\nThe tests of programs in TinyGo are skipped.")
endif()
