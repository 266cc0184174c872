# The library itself: the objects of all layers and what only it has (the network parts linked in, the C API), as
# `pincompile`, static or, with BUILD_SHARED_LIBS, shared; with what `cmake --install` and find_package need of it.
include(CMakePackageConfigHelpers)

get_property(layers GLOBAL PROPERTY PINCOMPILE_LAYERS)
set(third_parties "")
add_library(pincompile ${PROJECT_SOURCE_DIR}/lib/api/linked_world.cc)
add_library(pincompile::pincompile ALIAS pincompile)
foreach(layer IN LISTS layers)
  target_sources(pincompile PRIVATE $<TARGET_OBJECTS:pincompile_${layer}>)
  get_target_property(used pincompile_${layer} PINCOMPILE_THIRD_PARTIES)
  list(APPEND third_parties ${used})
endforeach()
list(REMOVE_DUPLICATES third_parties)
list(REMOVE_ITEM third_parties Boost::headers tsl::ordered_map)  # headers alone: nothing to link

set_target_properties(pincompile PROPERTIES
  POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON CXX_EXTENSIONS OFF
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
target_compile_features(pincompile PUBLIC cxx_std_20)
target_compile_definitions(pincompile PRIVATE PINCOMPILE_BUILDING=1)
target_include_directories(pincompile PRIVATE ${PROJECT_SOURCE_DIR}/lib)
target_link_libraries(pincompile PRIVATE $<BUILD_INTERFACE:pincompile_compile_options> ${third_parties})
# Templates of other libraries' headers are weak symbols with their own visibility: only ours leave the shared library.
target_link_options(pincompile PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/lib/api/library.map)
set_target_properties(pincompile PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/lib/api/library.map)

file(GLOB public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/pincompile/*.h)
target_sources(pincompile PUBLIC FILE_SET HEADERS
  BASE_DIRS ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include
  FILES ${public_headers} ${PROJECT_BINARY_DIR}/include/pincompile/library_version.h)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/pincompile)
install(TARGETS pincompile EXPORT pincompile COMPONENT development FILE_SET HEADERS COMPONENT development
  LIBRARY COMPONENT library NAMELINK_COMPONENT development ARCHIVE COMPONENT development)
install(EXPORT pincompile NAMESPACE pincompile:: DESTINATION ${package_dir} FILE pincompileTargets.cmake COMPONENT development)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/pincompileConfig.cmake.in ${PROJECT_BINARY_DIR}/pincompileConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pincompileConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pincompileConfig.cmake ${PROJECT_BINARY_DIR}/pincompileConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

# Whoever links a static library needs its third parties too.
set(pc_third_parties "")
set(pc_system_libraries "")
if(NOT BUILD_SHARED_LIBS)
  set(pc_third_parties "Requires: fmt libarchive libcrypto libcurl libxml-2.0 lmdb simdjson tomlplusplus yaml-cpp")
  set(pc_system_libraries " -lstdc++ -lm -pthread")
endif()
file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_CURRENT_LIST_DIR}/pincompile.pc.in ${PROJECT_BINARY_DIR}/pincompile.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pincompile.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
