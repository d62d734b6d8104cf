# Run by the build when a test program is linked: asks it for its suites and writes one ctest for each, named PREFIX.SUITE.
# A process for each suite, not for each test, saves four thousand starts; a failing suite shows its tests' messages.
#   cmake -D PROGRAM=... -D PREFIX=float. -D LABEL=quick -D OUTPUT=file.cmake -P discover_suites.cmake
execute_process(COMMAND "${PROGRAM}" --gtest_list_tests OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --gtest_list_tests failed: ${result}")
endif()
string(REGEX MATCHALL "(^|\n)[A-Za-z_][A-Za-z0-9_/]*\\." suites "${listing}")
set(script)
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "^\n|\\.$" "" suite "${suite}")
  string(APPEND script "add_test([=[${PREFIX}${suite}]=] [=[${PROGRAM}]=] [=[--gtest_filter=${suite}.*]=] --gtest_brief=1)\n"
    "set_tests_properties([=[${PREFIX}${suite}]=] PROPERTIES LABELS [=[${LABEL}]=])\n")
endforeach()
file(WRITE "${OUTPUT}" "${script}")
