# Compilers for WASI, for the programs in tests/conformance/languages: Debian's, as a private copy. Tests that want them are skipped without them,
# and print why.
option(GOFERRY_CONFORMANCE_TOOLS "also find what the preset conformance needs" OFF)
set(GOFERRY_WASI_TOOLS "")
set(GOFERRY_WASI_TOOLS_ABSENT "")
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
