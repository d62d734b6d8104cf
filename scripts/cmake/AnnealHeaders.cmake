# The public headers, as a user sees them: <anneal/core/check.h> is a copy of core/check.h whose own includes of ours begin with
# anneal/ too. So a project that has a core/check.h of its own never gets ours by mistake, nor we theirs. The copies are what is
# installed, and what a project sees that adds this one with add_subdirectory or FetchContent.

# Internal headers, which only our own .cpp files (and the tests) include: they are not copied, and no public header may include
# one. All others are public.
set(internal_headers
  eigen_views.h elementwise.h simd.h product.h product_panel.h conv2d_direct.h conv2d_geometry.h max_pool2d_halving.h
  padded_images.h composed.h feedback_curve.h lengths.h resolver.h resolver_place.h sweep.h)

set(public_headers)
foreach(folder IN LISTS framework)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/${folder}/*.h")
  list(APPEND public_headers ${headers})
endforeach()
list(JOIN internal_headers "|" internal)
string(REPLACE "." "\\." internal "(${internal})")
list(FILTER public_headers EXCLUDE REGEX "/${internal}$")

list(JOIN framework "|" folders)
foreach(header IN LISTS public_headers)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${header}")
  file(READ "${PROJECT_SOURCE_DIR}/${header}" text)
  string(REGEX REPLACE "#include \"((${folders})/[^\"]+)\"" "#include <anneal/\\1>" text "${text}")
  if(text MATCHES "#include <anneal/[^>]*/${internal}>")
    message(FATAL_ERROR "${header} is public but includes ${CMAKE_MATCH_1}, which is internal: see AnnealHeaders.cmake")
  endif()
  set(copy "${PROJECT_BINARY_DIR}/include/anneal/${header}")
  set(before)
  if(EXISTS "${copy}")
    file(READ "${copy}" before)
  endif()
  if(NOT text STREQUAL before)  # an untouched copy keeps its time, and nothing is compiled again
    file(WRITE "${copy}" "${text}")
  endif()
endforeach()

file(GLOB_RECURSE copies RELATIVE "${PROJECT_BINARY_DIR}/include/anneal" "${PROJECT_BINARY_DIR}/include/anneal/*.h")
list(REMOVE_ITEM copies ${public_headers})
foreach(copy IN LISTS copies)  # of a header that is gone
  file(REMOVE "${PROJECT_BINARY_DIR}/include/anneal/${copy}")
endforeach()
