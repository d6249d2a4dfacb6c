# The cache folder, and steps that fill a part of it once: by one build at a time, and marked complete only at the end.

if(NOT "$ENV{GOFERRY_CACHE}" STREQUAL "")
  set(GOFERRY_CACHE "$ENV{GOFERRY_CACHE}")
elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(GOFERRY_CACHE "$ENV{XDG_CACHE_HOME}/goferry")
elseif(NOT "$ENV{HOME}" STREQUAL "")
  set(GOFERRY_CACHE "$ENV{HOME}/.cache/goferry")
else()
  message(FATAL_ERROR "Neither GOFERRY_CACHE, XDG_CACHE_HOME nor HOME is set: set GOFERRY_CACHE to a folder for the tools (1.5 GB)")
endif()
get_filename_component(GOFERRY_CACHE "${GOFERRY_CACHE}" ABSOLUTE)
file(MAKE_DIRECTORY "${GOFERRY_CACHE}")

# goferry_cached_step(<result> [OPTIONAL] NAME <name> KEY <text> DOING <text> COMMAND <command> [<argument>…])
#   <result>  receives the step's folder, <cache>/<name>-<hash of KEY and of the files in KEY_FILES>
#   OPTIONAL  where the step fails, <result> is empty, instead of an end to the configure step
#   COMMAND   fills that folder, which is empty; "@DIR@" in it stands for the folder's path, which never changes afterwards
# A folder without its .complete file is one whose step was stopped: it is made again (cached-step.sh).
function(goferry_cached_step result)
  cmake_parse_arguments(PARSE_ARGV 1 step "OPTIONAL" "NAME;KEY;DOING" "KEY_FILES;COMMAND")
  set(key "${step_KEY}")
  foreach(file IN LISTS step_KEY_FILES)
    file(SHA256 "${file}" hash)
    string(APPEND key " ${hash}")
  endforeach()
  string(SHA256 hash "${key}")
  string(SUBSTRING "${hash}" 0 12 hash)
  set(dir "${GOFERRY_CACHE}/${step_NAME}-${hash}")
  set(${result} "${dir}" PARENT_SCOPE)
  if(EXISTS "${dir}/.complete")
    return()
  endif()

  execute_process(COMMAND "${CMAKE_SOURCE_DIR}/cmake/cached-step.sh" "${dir}" "${step_DOING}" ${step_COMMAND} RESULT_VARIABLE failed)
  if(step_OPTIONAL AND NOT failed EQUAL 0)
    set(${result} "" PARENT_SCOPE)
  elseif(NOT failed EQUAL 0)
    message(FATAL_ERROR "${step_DOING} failed: see above. The same command again makes a new attempt.")
  endif()
endfunction()
