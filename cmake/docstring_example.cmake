# pincompile_docstring_example(HEADER RESULT MARK): the lines of code below the line with "Example" in a header's head,
# without their comment marks, as a file to be included: what a reader sees is what a test runs.
function(pincompile_docstring_example header result mark)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  file(READ ${header} text)
  string(REGEX MATCH "Example[^\n]*\n((${mark}   [^\n]*\n)+)" found "${text}")
  if(NOT found)
    message(FATAL_ERROR "${header} has no example")
  endif()
  string(REGEX REPLACE "(^|\n)${mark}   " "\\1" code "${CMAKE_MATCH_1}")
  file(CONFIGURE OUTPUT ${result} CONTENT "${code}" @ONLY)
endfunction()
