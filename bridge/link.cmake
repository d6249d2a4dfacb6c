# From the static library to the wasm modules that the package embeds, in ${CMAKE_BINARY_DIR}/out:
#   merged.wasm   the bridge with gomem inlined: its own memory and Go's (multi-memory)
#   compat.wasm   the bridge, and gomem.wasm beside it, for engines without multi-memory
#   link.wasm     the trampolines that Go's module is instantiated against
#   glue.js       Emscripten's glue, the same for both
# And the same for the channels, which only programs with package ferry load: channels.wasm (merged: own memory, Go's, the arena),
# channels-compat.wasm with arena.wasm beside it, ferry-link.wasm.
# And for files: files.wasm (merged: own memory and the program's; the filesystem and WASI), files-compat.wasm, wasi-link.wasm.
# manifest.wasm reads manifests of url mounts: nothing but its own memory, so there is one for both.
# The recipe and its pitfalls: CONTRIBUTING.md, "The wasm build".
find_program(NODE node REQUIRED)
foreach(tool wasm-opt wasm-merge wasm-metadce wasm-as)
  string(TOUPPER ${tool} var)
  string(REPLACE "-" "_" var ${var})
  find_program(${var} ${tool} REQUIRED HINTS ${GOFERRY_BINARYEN})
endforeach()

set(GEN ${CMAKE_BINARY_DIR}/gen)
set(TMP ${CMAKE_BINARY_DIR}/tmp)
set(OUT ${CMAKE_BINARY_DIR}/out)
file(MAKE_DIRECTORY ${GEN} ${TMP} ${OUT})
set(FEATURES --enable-multimemory --enable-threads --enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-sign-ext
  --enable-nontrapping-float-to-int --enable-multivalue --enable-reference-types --enable-call-indirect-overlong)
set(TABLES imports/imports.def host/js_host.def host/gomem.def host/xmem.def host/go_exports.def
  channel/arena.def channel/xarena.def imports/ferry.def imports/ferry_host.def imports/wasi_preview1.def imports/wasi_host.def host/files_host.def host/manifest_host.def)
list(TRANSFORM TABLES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)

add_custom_command(
  OUTPUT ${GEN}/library.js ${GEN}/imports.json ${GEN}/gomem.wasm ${GEN}/mem.wasm ${GEN}/link.wasm
    ${GEN}/arena.wasm ${GEN}/chanmem.wasm ${GEN}/ferry-link.wasm ${GEN}/ferry.json
    ${GEN}/wasi-link.wasm ${GEN}/wasi.json ${GEN}/wasi_exports.inc
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/generate.mjs ${CMAKE_CURRENT_SOURCE_DIR} ${GEN}
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/gomem.wat -o ${GEN}/gomem.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/mem.wat -o ${GEN}/mem.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/link.wat -o ${GEN}/link.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/arena.wat -o ${GEN}/arena.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/chanmem.wat -o ${GEN}/chanmem.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/ferry-link.wat -o ${GEN}/ferry-link.wasm
  COMMAND ${WASM_AS} ${FEATURES} ${GEN}/wasi-link.wat -o ${GEN}/wasi-link.wasm
  DEPENDS ${CMAKE_SOURCE_DIR}/tools/generate.mjs ${TABLES}
  COMMENT "Tables to WAT")
add_custom_target(tables DEPENDS ${GEN}/library.js)

# The executable is glue.js and glue.wasm; glue.wasm becomes compat and merged below.
add_executable(glue embind/exports.cpp embind/bindings.cpp embind/types.cpp)
add_dependencies(glue tables)
add_dependencies(bridge_core tables)
target_compile_definitions(bridge_core PUBLIC GOFERRY_LINKED=1)
target_compile_definitions(glue PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
target_compile_options(glue PRIVATE -O3 -Wall -Wextra -Wconversion -Werror -fno-exceptions -fno-rtti)
target_link_libraries(glue PRIVATE bridge_core)
target_link_options(glue PRIVATE -O2 --no-entry -fno-exceptions -fno-rtti
  -sMINIMAL_RUNTIME=1 -sENVIRONMENT=web -sWASM_ASYNC_COMPILATION=0 -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sMALLOC=emmalloc
  -sABORTING_MALLOC=0 -sSUPPORT_LONGJMP=0 -sINCOMING_MODULE_JS_API=[wasmBinary] -sSTRICT=1 -sSTRICT_JS=0 -sPOLYFILL=0 -sTEXTDECODER=2
  -sMIN_SAFARI_VERSION=150000 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=1024MB -sINITIAL_HEAP=65536 -sSTACK_SIZE=65536 -Wl,--stack-first
  -lembind.js -lemval.js --js-library ${GEN}/library.js -sEXPORTED_FUNCTIONS=__emscripten_stack_restore,_emscripten_stack_get_current)
set_target_properties(glue PROPERTIES LINK_DEPENDS ${GEN}/library.js)

set(OPT -O3 --converge ${FEATURES} --strip-producers --strip-debug --strip-target-features)
set(GLUE ${CMAKE_CURRENT_BINARY_DIR}/glue)
add_custom_command(
  OUTPUT ${OUT}/merged.wasm ${OUT}/compat.wasm ${OUT}/gomem.wasm ${OUT}/link.wasm ${OUT}/glue.js ${OUT}/imports.json
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs ${GLUE}.wasm ${TMP}/keep.json
  COMMAND ${WASM_MERGE} ${FEATURES} ${GLUE}.wasm bridge ${GEN}/mem.wasm mem -o ${TMP}/merged0.wasm
  COMMAND ${WASM_METADCE} ${FEATURES} ${TMP}/merged0.wasm --graph-file=${TMP}/keep.json -o ${TMP}/merged1.wasm >${TMP}/metadce.log
  COMMAND ${WASM_OPT} ${TMP}/merged1.wasm ${OPT} -o ${OUT}/merged.wasm
  COMMAND ${WASM_OPT} ${GLUE}.wasm ${OPT} -o ${OUT}/compat.wasm
  COMMAND ${WASM_OPT} ${GEN}/gomem.wasm ${OPT} -o ${OUT}/gomem.wasm
  COMMAND ${WASM_OPT} ${GEN}/link.wasm ${OPT} -o ${OUT}/link.wasm
  COMMAND ${CMAKE_COMMAND} -E copy ${GLUE}.js ${OUT}/glue.js
  COMMAND ${CMAKE_COMMAND} -E copy ${GEN}/imports.json ${OUT}/imports.json
  DEPENDS glue ${GEN}/mem.wasm ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs
  COMMENT "Bridge: merged and compat")

# A module without glue: it needs nothing of Emscripten's JavaScript. Its memory holds its stack and the state of 64 channels.
add_executable(channels embind/channels.cpp imports/ferry.cpp)
add_dependencies(channels tables)
target_include_directories(channels PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_definitions(channels PRIVATE GOFERRY_LINKED=1)
target_compile_options(channels PRIVATE -O3 -Wall -Wextra -Wconversion -Werror -fno-exceptions -fno-rtti)
target_link_options(channels PRIVATE -O2 --no-entry -fno-exceptions -fno-rtti -sSTANDALONE_WASM=0 -sMALLOC=none -sFILESYSTEM=0 -sSTRICT=1
  -sINITIAL_MEMORY=65536 -sSTACK_SIZE=16384 -Wl,--stack-first --js-library ${GEN}/library.js)
set_target_properties(channels PROPERTIES SUFFIX .wasm LINK_DEPENDS ${GEN}/library.js)
set(CHANNELS ${CMAKE_CURRENT_BINARY_DIR}/channels)
add_custom_command(
  OUTPUT ${OUT}/channels.wasm ${OUT}/channels-compat.wasm ${OUT}/arena.wasm ${OUT}/ferry-link.wasm ${OUT}/ferry.json
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs ${CHANNELS}.wasm ${TMP}/keep-channels.json
  COMMAND ${WASM_MERGE} ${FEATURES} ${CHANNELS}.wasm channels ${GEN}/chanmem.wasm mem -o ${TMP}/channels0.wasm
  COMMAND ${WASM_METADCE} ${FEATURES} ${TMP}/channels0.wasm --graph-file=${TMP}/keep-channels.json -o ${TMP}/channels1.wasm >${TMP}/metadce-channels.log
  COMMAND ${WASM_OPT} ${TMP}/channels1.wasm ${OPT} -o ${OUT}/channels.wasm
  COMMAND ${WASM_OPT} ${CHANNELS}.wasm ${OPT} -o ${OUT}/channels-compat.wasm
  COMMAND ${WASM_OPT} ${GEN}/arena.wasm ${OPT} -o ${OUT}/arena.wasm
  COMMAND ${WASM_OPT} ${GEN}/ferry-link.wasm ${OPT} -o ${OUT}/ferry-link.wasm
  COMMAND ${CMAKE_COMMAND} -E copy ${GEN}/ferry.json ${OUT}/ferry.json
  DEPENDS channels ${GEN}/chanmem.wasm ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs
  COMMENT "Channels: merged and compat")

# goferry_heap_module(<name> <optimisation> <source>…): likewise without glue, on bridge_core; embind/heap.cpp is its heap.
function(goferry_heap_module name optimisation)
  add_executable(${name} ${ARGN})
  add_dependencies(${name} tables)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${GEN})
  target_compile_definitions(${name} PRIVATE GOFERRY_LINKED=1)
  target_compile_options(${name} PRIVATE ${optimisation} -Wall -Wextra -Wconversion -Werror -fno-exceptions -fno-rtti)
  target_link_libraries(${name} PRIVATE bridge_core)
  target_link_options(${name} PRIVATE -O2 --no-entry -fno-exceptions -fno-rtti -sSTANDALONE_WASM=0 -sMALLOC=emmalloc -sABORTING_MALLOC=0 -sFILESYSTEM=0 -sSTRICT=1
    -sSUPPORT_LONGJMP=0 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4096MB -sINITIAL_HEAP=262144 -sSTACK_SIZE=65536 -Wl,--stack-first --js-library ${GEN}/library.js)
  set_target_properties(${name} PROPERTIES SUFFIX .wasm LINK_DEPENDS ${GEN}/library.js)
endfunction()

# Only WASI's functions reach the program's memory.
goferry_heap_module(files -O3 embind/files.cpp embind/heap.cpp embind/wasi.cpp)
set(FILES ${CMAKE_CURRENT_BINARY_DIR}/files)
add_custom_command(
  OUTPUT ${OUT}/files.wasm ${OUT}/files-compat.wasm ${OUT}/wasi-link.wasm ${OUT}/wasi.json
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs ${FILES}.wasm ${TMP}/keep-files.json
  COMMAND ${WASM_MERGE} ${FEATURES} ${FILES}.wasm bridge ${GEN}/mem.wasm mem -o ${TMP}/files0.wasm
  COMMAND ${WASM_METADCE} ${FEATURES} ${TMP}/files0.wasm --graph-file=${TMP}/keep-files.json -o ${TMP}/files1.wasm >${TMP}/metadce-files.log
  COMMAND ${WASM_OPT} ${TMP}/files1.wasm ${OPT} -o ${OUT}/files.wasm
  COMMAND ${WASM_OPT} ${FILES}.wasm ${OPT} -o ${OUT}/files-compat.wasm
  COMMAND ${WASM_OPT} ${GEN}/wasi-link.wasm ${OPT} -o ${OUT}/wasi-link.wasm
  COMMAND ${CMAKE_COMMAND} -E copy ${GEN}/wasi.json ${OUT}/wasi.json
  DEPENDS files ${GEN}/mem.wasm ${CMAKE_SOURCE_DIR}/tools/keep-exports.mjs
  COMMENT "Files: merged and compat")

# nlohmann/json, for programs with url mounts.
goferry_heap_module(manifest -Oz embind/manifest.cpp embind/heap.cpp)
add_custom_command(
  OUTPUT ${OUT}/manifest.wasm
  COMMAND ${WASM_OPT} ${CMAKE_CURRENT_BINARY_DIR}/manifest.wasm -Oz --converge ${FEATURES} --strip-producers --strip-debug --strip-target-features
    -o ${OUT}/manifest.wasm
  DEPENDS manifest
  COMMENT "Manifests")
add_custom_target(bridge_wasm ALL DEPENDS ${OUT}/merged.wasm ${OUT}/channels.wasm ${OUT}/files.wasm ${OUT}/manifest.wasm)
