# Chromium for the browser tests and the benchmark: the machine's, else it is installed with the system's package manager. The demo does
# without it (the gallery opens in any browser), so there it is only asked for where root makes it easy.
option(GOFERRY_TEST_TOOLS "also find what the tests and the benchmark need" OFF)
find_program(GOFERRY_CHROMIUM NAMES chromium chromium-browser google-chrome google-chrome-stable)
file(GLOB fonts "/usr/share/fonts/*")

if(NOT GOFERRY_CHROMIUM OR NOT fonts)
  set(packages chromium fonts-dejavu-core)  # without a font its pages and screenshots have no text
  list(JOIN packages " " names)
  execute_process(COMMAND "${CMAKE_SOURCE_DIR}/cmake/install-debian-packages.sh" "${GOFERRY_CACHE}/apt.lock" ${packages}
                  RESULT_VARIABLE failed)
  unset(GOFERRY_CHROMIUM CACHE)
  find_program(GOFERRY_CHROMIUM NAMES chromium chromium-browser google-chrome google-chrome-stable)
  if(NOT GOFERRY_CHROMIUM)
    set(text "Chromium is missing, and could not be installed from here. Type this, then the same command again:\n"
             "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n")
    if(GOFERRY_TEST_TOOLS)
      message(FATAL_ERROR ${text})
    endif()
    message(WARNING ${text} "The demo goes on: its gallery opens in any browser. The tests and the benchmark need Chromium.")
  endif()
endif()
if(GOFERRY_CHROMIUM)
  message(STATUS "Chromium: ${GOFERRY_CHROMIUM}")
else()
  set(GOFERRY_CHROMIUM "")
endif()
