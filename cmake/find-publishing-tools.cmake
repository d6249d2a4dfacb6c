# What checks the npm package and writes its reference (publint, attw, api-extractor, typedoc), unpacked once into the cache: for the tests only.
if(GOFERRY_TEST_TOOLS)
  set(files "${CMAKE_SOURCE_DIR}/tools/publishing/package.json" "${CMAKE_SOURCE_DIR}/tools/publishing/package-lock.json" "${CMAKE_SOURCE_DIR}/.npmrc")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  goferry_cached_step(publishing_dir NAME publishing KEY "" KEY_FILES ${files} "${CMAKE_SOURCE_DIR}/cmake/npm-packages.sh"
    DOING "Fetching the tools that check the package"
    COMMAND "${CMAKE_SOURCE_DIR}/cmake/npm-packages.sh" "@DIR@" "${GOFERRY_NPM}" ${files})
  set(GOFERRY_PUBLISHING "${publishing_dir}/node_modules")
  message(STATUS "Publishing tools: ${GOFERRY_PUBLISHING}")
endif()
