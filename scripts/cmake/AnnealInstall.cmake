# Install and export the framework (not the program's own apps/ libraries): find_package(anneal), then link anneal::core,
# anneal::storage, anneal::schedulers, anneal::dialects, anneal::optim, anneal::models, anneal::data, or the _float and
# _double forms of them.
include(CMakePackageConfigHelpers)

set(framework core schedulers optim models data)
set(targets)
foreach(folder IN LISTS framework ITEMS storage dialects)
  foreach(suffix "" _plain _float _double)
    if(TARGET anneal_${folder}${suffix})
      list(APPEND targets anneal_${folder}${suffix})
    endif()
  endforeach()
endforeach()
foreach(folder IN LISTS framework)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/anneal/${folder}"
    FILES_MATCHING PATTERN "*.h" PATTERN "eigen_views.h" EXCLUDE)
endforeach()
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
