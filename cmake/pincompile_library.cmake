# The library itself: the objects of all layers, and what only it has (the network parts linked in, the C API); with all
# that `cmake --install`, find_package and pkg-config need of it.
include(CMakePackageConfigHelpers)

# pincompile_library(NAME SHARED|STATIC COMPONENT [EXCLUDE_FROM_ALL]): installs as component COMPONENT, a shared library
# itself as component `library`; with EXCLUDE_FROM_ALL only where the component is asked for.
function(pincompile_library name type component)
  set(sources linked_world.cc c.cc c_facts.cc c_http.cc c_outcome.cc c_resolver.cc)
  list(TRANSFORM sources PREPEND ${PROJECT_SOURCE_DIR}/lib/api/)
  add_library(${name} ${type} ${sources})
  get_property(layers GLOBAL PROPERTY PINCOMPILE_LAYERS)
  set(third_parties "")
  foreach(layer IN LISTS layers)
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:pincompile_${layer}>)
    get_target_property(used pincompile_${layer} PINCOMPILE_THIRD_PARTIES)
    list(APPEND third_parties ${used})
  endforeach()
  list(REMOVE_DUPLICATES third_parties)
  list(REMOVE_ITEM third_parties Boost::headers tsl::ordered_map)  # headers alone: nothing to link
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_compile_definitions(${name} PRIVATE PINCOMPILE_BUILDING=1)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/lib)
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:pincompile_compile_options> ${third_parties})
  # Visibility is not enough: templates of third parties and of std would be exported with their own.
  set(map ${PROJECT_SOURCE_DIR}/lib/api/library.map)
  target_link_options(${name} PRIVATE -Wl,--version-script=${map})
  set_target_properties(${name} PROPERTIES
    OUTPUT_NAME pincompile EXPORT_NAME pincompile POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON LINK_DEPENDS ${map}
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

  file(GLOB public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/pincompile/*.h)
  target_sources(${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include
    FILES ${public_headers} ${PROJECT_BINARY_DIR}/include/pincompile/library_version.h)
  if(component STREQUAL development)
    set(library library)
  else()
    set(library ${component})
  endif()
  install(TARGETS ${name} EXPORT ${name}
    LIBRARY COMPONENT ${library} NAMELINK_COMPONENT ${component} ${ARGN}
    ARCHIVE COMPONENT ${component} ${ARGN}
    FILE_SET HEADERS COMPONENT ${component} ${ARGN})
  pincompile_install_package(${name} ${type} ${component} ${ARGN})
endfunction()

# The files by which CMake and pkg-config find NAME. Whoever links a static library needs its third parties too.
function(pincompile_install_package name type component)
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/${name})
  set(made ${PROJECT_BINARY_DIR}/package/${name})
  set(pc_third_parties "")
  set(pc_system_libraries "")
  if(type STREQUAL STATIC)
    set(pc_third_parties "Requires: fmt libarchive libcrypto libcurl libxml-2.0 lmdb simdjson yaml-cpp")
    set(pc_system_libraries " -lstdc++ -lm -pthread")
  endif()
  file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/pincompile.pc.in ${made}/pincompile.pc @ONLY)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/pincompileConfig.cmake.in ${made}/pincompileConfig.cmake
    INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file(${made}/pincompileConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${made}/pincompileConfig.cmake ${made}/pincompileConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT ${component} ${ARGN})
  install(EXPORT ${name} NAMESPACE pincompile:: FILE pincompileTargets.cmake
    DESTINATION ${package_dir} COMPONENT ${component} ${ARGN})
  install(FILES ${made}/pincompile.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component} ${ARGN})
endfunction()

set(type STATIC)
set(other_type SHARED)
if(BUILD_SHARED_LIBS)
  set(type SHARED)
  set(other_type STATIC)
endif()
pincompile_library(pincompile ${type} development)
add_library(pincompile::pincompile ALIAS pincompile)
if(PINCOMPILE_TESTS AND NOT PINCOMPILE_SANITIZE AND NOT PINCOMPILE_FUZZ)
  # The same objects the other way, for the tests: installed only when its component is asked for.
  pincompile_library(pincompile_other ${other_type} other EXCLUDE_FROM_ALL)
  set_target_properties(pincompile_other PROPERTIES ARCHIVE_OUTPUT_DIRECTORY other LIBRARY_OUTPUT_DIRECTORY other)
endif()
