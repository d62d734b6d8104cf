# Install and export the framework (not the program's own apps/ libraries): find_package(anneal), then link anneal::core,
# anneal::storage, anneal::schedulers, anneal::dialects, anneal::optim, anneal::models, anneal::data, or the _float and
# _double forms of them.
include(CMakePackageConfigHelpers)

set(targets)
set(archives)
foreach(folder IN LISTS framework_libraries)
  foreach(suffix "" _plain _float _double)
    if(TARGET anneal_${folder}${suffix})
      list(APPEND targets anneal_${folder}${suffix})
      if(suffix STREQUAL _plain OR suffix STREQUAL _${ANNEAL_SCALAR})
        list(PREPEND archives -lanneal_${folder}${suffix})  # a linker takes from an archive what those before it asked for
      endif()
    endif()
  endforeach()
endforeach()
install(DIRECTORY "${PROJECT_BINARY_DIR}/include/anneal" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS ${targets} EXPORT annealTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT annealTargets NAMESPACE anneal:: DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/anneal")
configure_package_config_file("${PROJECT_SOURCE_DIR}/scripts/cmake/annealConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/annealConfig.cmake" INSTALL_DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/anneal")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/annealConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/annealConfig.cmake" "${PROJECT_BINARY_DIR}/annealConfigVersion.cmake"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/anneal")
if(TARGET anneal)
  install(TARGETS anneal RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

# For builds without CMake: pkg-config --cflags --libs anneal, in the precision of ANNEAL_SCALAR.
list(JOIN archives " " archives)
set(precision_define)
if(ANNEAL_SCALAR STREQUAL double)
  set(precision_define " -DANNEAL_DOUBLE")
endif()
configure_file("${PROJECT_SOURCE_DIR}/scripts/cmake/anneal.pc.in" "${PROJECT_BINARY_DIR}/anneal.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/anneal.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
