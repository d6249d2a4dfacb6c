# Toolchain file around Emscripten's own. Takes GOFERRY_EMSCRIPTEN (the folder of em++.py) and GOFERRY_EM_CONFIG (its config file; empty for
# an Emscripten that finds its own).
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GOFERRY_EMSCRIPTEN GOFERRY_EM_CONFIG)
set(EMSCRIPTEN_ROOT_PATH "${GOFERRY_EMSCRIPTEN}")
if(GOFERRY_EM_CONFIG)
  set(ENV{EM_CONFIG} "${GOFERRY_EM_CONFIG}")  # for the configure step; the launchers serve the build step
  set(_launcher "${CMAKE_COMMAND}" -E env "EM_CONFIG=${GOFERRY_EM_CONFIG}")
  set(CMAKE_CXX_COMPILER_LAUNCHER ${_launcher} CACHE STRING "" FORCE)
  set(CMAKE_CXX_LINKER_LAUNCHER ${_launcher} CACHE STRING "" FORCE)
endif()
include("${GOFERRY_EMSCRIPTEN}/cmake/Modules/Platform/Emscripten.cmake")
