# How every folder of the house is compiled: one place for flags, precision and dependencies.
#
# A file of a folder is either plain (no tensor in it; compiled once) or scalar (compiled twice, for float and for
# double: the same sources, in the inline namespaces anneal::f32 and anneal::f64 of core/scalar.h). So one program holds
# both precisions. A folder `core` becomes the targets anneal_core_plain, anneal_core_float and anneal_core_double, and
# anneal::core is the one of them that ANNEAL_SCALAR chooses.
include(GNUInstallDirs)

# These end with our folder: a project that adds ours as a part keeps its own.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)  # such a project links what our libraries link, so it has to know ZLIB::ZLIB

if((CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL Clang AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14))
  message(FATAL_ERROR "anneal needs GCC 12 or Clang 14, or newer; this is ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} "
    "(${CMAKE_CXX_COMPILER}). Another one: cmake --fresh -D CMAKE_CXX_COMPILER=clang++ ...")
endif()

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
  endif()
  find_program(ANNEAL_CCACHE ccache)
  if(ANNEAL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # The sloppiness is what ccache asks for before it stores objects made with a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${ANNEAL_CCACHE}")
  endif()
endif()

# Eigen's own version file refuses a request for 3.x when 5.x is installed, so ask without a version and check.
find_package(Eigen3 CONFIG REQUIRED)
if(Eigen3_VERSION VERSION_LESS 3.4)
  message(FATAL_ERROR "anneal needs Eigen 3.4 or newer, found ${Eigen3_VERSION}")
endif()

find_package(nlohmann_json CONFIG REQUIRED)

# What everything of ours is compiled with, and nothing of our users: warnings, and includes as "core/check.h".
add_library(anneal_flags INTERFACE)
target_include_directories(anneal_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(anneal_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # Let the compiler vectorise sqrt. Both are safe here: nothing reads errno or floating-point traps.
  -fno-math-errno -fno-trapping-math
  "$<$<BOOL:${ANNEAL_WCONVERSION}>:-Wconversion;-Wno-sign-conversion>"
  $<$<BOOL:${ANNEAL_WERROR}>:-Werror>
  $<$<BOOL:${ANNEAL_NATIVE}>:-march=native>
  # GCC 12 sees uninitialised values in its own AVX-512 headers, hundreds of times.
  $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>
  $<$<CONFIG:Release>:-O3>)
if(ANNEAL_SANITIZE)
  target_compile_options(anneal_flags INTERFACE
    -fsanitize=${ANNEAL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # GCC and Clang 14 tell a program differently that it is instrumented.
  target_compile_definitions(anneal_flags INTERFACE ANNEAL_SANITIZED)
  target_link_options(anneal_flags INTERFACE -fsanitize=${ANNEAL_SANITIZE})
endif()

# anneal_precompile(TARGET [FROM other] [headers...]): with ANNEAL_PCH, parses the standard headers that most of our files include,
# and `headers`, once instead of in each file: a second less for each. With FROM, what `other` (of the same flags) precompiled is
# used. A build without (the release preset, and whoever adds us to a project) shows that every file includes what it uses.
set(standard_headers <algorithm> <array> <cmath> <cstdint> <functional> <limits> <memory> <optional> <span> <sstream> <stdexcept>
  <string> <string_view> <utility> <vector>)
function(anneal_precompile target)
  if(NOT ANNEAL_PCH)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FROM" "")
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # or ccache stores nothing
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # or ccache finds nothing again
  endif()
  if(arg_FROM)
    target_precompile_headers(${target} REUSE_FROM ${arg_FROM})
  else()
    target_precompile_headers(${target} PRIVATE ${standard_headers} ${arg_UNPARSED_ARGUMENTS})
  endif()
endfunction()

if(ANNEAL_PCH)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "int main() {}\n")
  add_library(anneal_precompiled OBJECT "${PROJECT_BINARY_DIR}/precompiled.cpp")
  target_link_libraries(anneal_precompiled PRIVATE anneal_flags)
  anneal_precompile(anneal_precompiled)
endif()

# One static library from `sources`, in one precision ("plain", "float" or "double"), perhaps with compile options of its own.
function(anneal_target target precision sources)
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} INTERFACE
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:anneal_flags> $<BUILD_INTERFACE:Eigen3::Eigen>)
  if(precision STREQUAL double)
    target_compile_definitions(${target} PUBLIC ANNEAL_DOUBLE)
  endif()
  if(ARGN)
    target_compile_options(${target} PRIVATE ${ARGN})
    anneal_precompile(${target} <Eigen/Core>)
  else()
    anneal_precompile(${target} FROM anneal_precompiled)
  endif()
endfunction()

# anneal_library(NAME [PLAIN globs...] [DEPENDS folders...] [PRIVATE libraries...])
#
# All .cpp files below the current folder, but for folders with a CMakeLists.txt, which are libraries of their own; those
# matching PLAIN are compiled once, the others in both precisions.
# DEPENDS names other folders of the house, PRIVATE third-party libraries.
function(anneal_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PLAIN;DEPENDS;PRIVATE")
  file(GLOB_RECURSE scalar CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(TRANSFORM arg_PLAIN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  set(plain)
  if(arg_PLAIN)
    file(GLOB_RECURSE plain CONFIGURE_DEPENDS ${arg_PLAIN})
    list(REMOVE_ITEM scalar ${plain})
  endif()
  file(GLOB inner CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt")
  foreach(library IN LISTS inner)
    get_filename_component(folder "${library}" DIRECTORY)
    list(FILTER scalar EXCLUDE REGEX "^${folder}/")
    list(FILTER plain EXCLUDE REGEX "^${folder}/")
  endforeach()

  set(targets)
  if(plain)
    anneal_target(anneal_${name}_plain plain "${plain}")
    list(APPEND targets anneal_${name}_plain)
  endif()
  if(scalar)
    # Under a sanitizer optimising costs more time than it saves, but for the folders with the inner loops.
    set(flags)
    if(name MATCHES "^(core|optim)$")
      separate_arguments(flags UNIX_COMMAND "${ANNEAL_LOOP_FLAGS}")
    endif()
    foreach(precision float double)
      anneal_target(anneal_${name}_${precision} ${precision} "${scalar}" ${flags})
      if(plain)
        target_link_libraries(anneal_${name}_${precision} PUBLIC anneal_${name}_plain)
      endif()
      list(APPEND targets anneal_${name}_${precision})
    endforeach()
  endif()

  foreach(target IN LISTS targets)
    string(REPLACE anneal_${name}_ "" precision ${target})
    foreach(dependency IN LISTS arg_DEPENDS)
      if(TARGET anneal_${dependency}_${precision})
        target_link_libraries(${target} PUBLIC anneal_${dependency}_${precision})
      elseif(TARGET anneal_${dependency}_plain)
        target_link_libraries(${target} PUBLIC anneal_${dependency}_plain)
      endif()
    endforeach()
    target_link_libraries(${target} PRIVATE ${arg_PRIVATE})
    string(REPLACE anneal_ "" export_name ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${export_name})
    add_library(anneal::${export_name} ALIAS ${target})
  endforeach()

  add_library(anneal_${name} INTERFACE)
  set_target_properties(anneal_${name} PROPERTIES EXPORT_NAME ${name})
  if(scalar)
    target_link_libraries(anneal_${name} INTERFACE anneal_${name}_${ANNEAL_SCALAR})
  elseif(plain)
    target_link_libraries(anneal_${name} INTERFACE anneal_${name}_plain)
  endif()
  add_library(anneal::${name} ALIAS anneal_${name})
  set_property(GLOBAL APPEND PROPERTY ANNEAL_TARGETS ${targets} anneal_${name})
  set_property(GLOBAL APPEND PROPERTY ANNEAL_FOLDERS ${name})
endfunction()
