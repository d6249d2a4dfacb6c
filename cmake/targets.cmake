# What `all` builds beside the native unit tests: bridge-wasm → package → gallery, and the unit tests as wasm. Each always runs and is quick when nothing changed.
# `serve` and `bench` run in the foreground.
include(ExternalProject)

# Another Emscripten than last time: CMake cannot change the compiler of a build folder, so begin it anew.
set(wasm_dir "${CMAKE_BINARY_DIR}/wasm")
set(wasm_made_by "${GOFERRY_EMSCRIPTEN} ${GOFERRY_EMSCRIPTEN_VERSION}")
set(previous "${wasm_made_by}")
if(EXISTS "${CMAKE_BINARY_DIR}/wasm.made-by")
  file(READ "${CMAKE_BINARY_DIR}/wasm.made-by" previous)
endif()
if(NOT previous STREQUAL wasm_made_by)
  message(STATUS "The wasm build begins anew with this Emscripten")
  file(REMOVE_RECURSE "${wasm_dir}")
endif()
file(WRITE "${CMAKE_BINARY_DIR}/wasm.made-by" "${wasm_made_by}")

set(wasm_settings "-DCMAKE_TOOLCHAIN_FILE:FILEPATH=${CMAKE_SOURCE_DIR}/cmake/emscripten.cmake" -DCMAKE_BUILD_TYPE:STRING=Release)
foreach(name EMSCRIPTEN EM_CONFIG BINARYEN NODE DOCTEST JSON)
  list(APPEND wasm_settings "-DGOFERRY_${name}:STRING=${GOFERRY_${name}}")
endforeach()
# Only what is asked for: the demo does without the unit tests. Under make, the recipe's own $(MAKE) shares the job slots.
if(CMAKE_GENERATOR MATCHES Makefiles)
  set(build_wasm $(MAKE) -C "${wasm_dir}")
else()
  set(build_wasm "${CMAKE_COMMAND}" --build "${wasm_dir}" --target)
endif()
ExternalProject_Add(bridge-wasm
  SOURCE_DIR "${CMAKE_SOURCE_DIR}"
  BINARY_DIR "${wasm_dir}"
  PREFIX "${CMAKE_BINARY_DIR}/wasm-steps"
  CMAKE_CACHE_ARGS ${wasm_settings}
  BUILD_COMMAND ${build_wasm} bridge_wasm
  BUILD_ALWAYS ON
  INSTALL_COMMAND ""
  USES_TERMINAL_CONFIGURE ON
  USES_TERMINAL_BUILD ON)

if(EXISTS "${CMAKE_SOURCE_DIR}/tests/unit/CMakeLists.txt")
  add_custom_target(unit-tests-wasm ALL COMMAND ${build_wasm} all USES_TERMINAL VERBATIM)
  add_dependencies(unit-tests-wasm bridge-wasm)
endif()

# goferry_node_target(<name> DEPENDS <target>… COMMAND <script> <argument>…): runs a script of ours, once it exists.
function(goferry_node_target name)
  cmake_parse_arguments(PARSE_ARGV 1 target "ALL" "" "DEPENDS;COMMAND")
  list(GET target_COMMAND 0 script)
  set(command "${GOFERRY_NODE}" ${target_COMMAND})
  if(NOT EXISTS "${CMAKE_SOURCE_DIR}/${script}")
    set(command "${CMAKE_COMMAND}" -E echo "${name}: ${script} is missing" COMMAND "${CMAKE_COMMAND}" -E false)
  endif()
  set(all "")
  if(target_ALL)
    set(all ALL)
  endif()
  add_custom_target(${name} ${all} COMMAND ${command} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" USES_TERMINAL VERBATIM)
  add_dependencies(${name} ${target_DEPENDS})
endfunction()

goferry_node_target(package ALL DEPENDS bridge-wasm COMMAND tools/build-package.mjs "${wasm_dir}" js/dist)
goferry_node_target(gallery ALL DEPENDS package COMMAND tools/build-gallery.mjs)
goferry_node_target(serve DEPENDS gallery COMMAND tools/serve.mjs "${CMAKE_BINARY_DIR}/gallery")

add_custom_target(bench
  COMMAND "${GOFERRY_NODE}" --import tsx tests/bench/run.ts
  COMMAND "${GOFERRY_NODE}" --import tsx tests/bench/channels.ts
  COMMAND "${GOFERRY_NODE}" --import tsx tests/bench/files.ts
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" USES_TERMINAL VERBATIM)
add_dependencies(bench package)
