# build/toolchain.json: what was found, for the tools and the tests (tests/support/toolchain.ts reads it).
set(found "")
foreach(pair
    node=NODE node24=NODE24 publishing=PUBLISHING chromium=CHROMIUM firefox=FIREFOX firefoxAbsent=FIREFOX_ABSENT
    webkit=WEBKIT webkitDriver=WEBKIT_DRIVER webkitAbsent=WEBKIT_ABSENT
    go=GO goVersion=GO_VERSION goroot=GOROOT
    emscripten=EMSCRIPTEN emscriptenVersion=EMSCRIPTEN_VERSION emConfig=EM_CONFIG
    binaryen=BINARYEN clangFormat=CLANG_FORMAT doctest=DOCTEST
    wasiTools=WASI_TOOLS wasiToolsAbsent=WASI_TOOLS_ABSENT tinygo=TINYGO tinygoAbsent=TINYGO_ABSENT)
  string(REGEX MATCH "^(.*)=(.*)$" _ "${pair}")
  if(GOFERRY_${CMAKE_MATCH_2})
    list(APPEND found "${CMAKE_MATCH_1}" "${GOFERRY_${CMAKE_MATCH_2}}")
  endif()
endforeach()
goferry_json_object(toolchain ${found})
string(JSON toolchain SET "${toolchain}" goVersions "${GOFERRY_GO_VERSIONS}")
string(JSON toolchain SET "${toolchain}" goVersionsAbsent "${GOFERRY_GO_VERSIONS_ABSENT}")
file(WRITE "${CMAKE_BINARY_DIR}/toolchain.json" "${toolchain}\n")
