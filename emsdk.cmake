# The superbuild: finds every tool that Goferry is built and tested with, or fetches it into a cache folder of our own. Nothing of the
# system is changed, except that the browsers are installed by the system's package manager where that is allowed.
# Sets GOFERRY_NODE, _GO, _EMSCRIPTEN, _EM_CONFIG, _BINARYEN, _DOCTEST, _JSON, _CLANG_FORMAT, _CHROMIUM, _FIREFOX, _WEBKIT, _NODE24, and writes
# build/toolchain.json for the tools and the tests.
include(cmake/cached-step.cmake)
include(cmake/json.cmake)
include(cmake/find-node.cmake)
include(cmake/find-emscripten.cmake)
include(cmake/find-go.cmake)
include(cmake/find-npm-packages.cmake)
include(cmake/find-publishing-tools.cmake)
include(cmake/find-chromium.cmake)
include(cmake/find-firefox.cmake)
include(cmake/find-webkit.cmake)
include(cmake/find-go-versions.cmake)
include(cmake/find-wasi-tools.cmake)
include(cmake/write-toolchain-json.cmake)
