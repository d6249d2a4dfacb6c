# The development packages of package-lock.json, unpacked once into the cache; node_modules in the source folder is a link to them.
set(npm_files "")
foreach(file package.json package-lock.json .npmrc)
  list(APPEND npm_files "${CMAKE_SOURCE_DIR}/${file}")
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${npm_files})
goferry_cached_step(npm_dir NAME npm KEY "${CMAKE_HOST_SYSTEM_PROCESSOR}" KEY_FILES ${npm_files} "${CMAKE_SOURCE_DIR}/cmake/npm-packages.sh"
  DOING "Fetching npm packages"
  COMMAND "${CMAKE_SOURCE_DIR}/cmake/npm-packages.sh" "@DIR@" "${GOFERRY_NPM}" ${npm_files})

set(link "${CMAKE_SOURCE_DIR}/node_modules")
if(EXISTS "${link}" AND NOT IS_SYMLINK "${link}")
  message(WARNING "${link} is a folder of its own, not the link to ${npm_dir}/node_modules: its packages are used as they are. "
                  "Remove it to get those of package-lock.json.")
else()
  file(CREATE_LINK "${npm_dir}/node_modules" "${link}" SYMBOLIC)
endif()

# A Node with multi-memory, for the tests of the merged bridge; on other architectures they run on the machine's Node only.
file(GLOB GOFERRY_NODE24 "${link}/node-linux-*/bin/node")
message(STATUS "npm packages: ${npm_dir}/node_modules")
