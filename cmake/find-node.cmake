# Node and npm of the machine, and python3, which Emscripten is written in.

function(goferry_require variable program minimum pattern why)
  find_program(${variable} ${program})
  if(NOT ${variable})
    message(FATAL_ERROR "${program} is missing: ${why}. Debian has it: apt-get install ${ARGV5}")
  endif()
  execute_process(COMMAND "${${variable}}" --version OUTPUT_VARIABLE out ERROR_VARIABLE out OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT out MATCHES "${pattern}" OR CMAKE_MATCH_1 VERSION_LESS minimum)
    message(FATAL_ERROR "${${variable}} is version ${out}; ${minimum} or newer is needed: ${why}")
  endif()
  message(STATUS "${program} ${CMAKE_MATCH_1}: ${${variable}}")
endfunction()

goferry_require(GOFERRY_NODE node 20 "v([0-9.]+)" "it runs the build's tools" nodejs)
goferry_require(GOFERRY_NPM npm 8 "([0-9.]+)" "it brings TypeScript and the test tools" npm)
goferry_require(GOFERRY_PYTHON python3 3.9 "Python ([0-9.]+)" "Emscripten is written in it" python3)
