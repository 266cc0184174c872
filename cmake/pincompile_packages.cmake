# CPack: Debian packages of the program, the shared library and its development files, and one tarball of everything.
# Preset `package` builds what they are meant to hold; `cpack --config build/package/CPackConfig.cmake`.
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGE_NAME pincompile)
set(CPACK_PACKAGE_VENDOR "pincompile")
set(CPACK_PACKAGE_CONTACT "pincompile maintainers <maintainers@pincompile.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION python)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)

set(soname ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME pin-compile)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libpincompile${soname})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libpincompile-dev)
if(BUILD_SHARED_LIBS)
  list(APPEND CPACK_COMPONENTS_ALL library)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libpincompile${soname} (= ${PROJECT_VERSION})")
  # Debian refreshes the loader's cache by a trigger; CPack writes only scripts that call ldconfig.
  file(WRITE ${PROJECT_BINARY_DIR}/package/triggers "activate-noawait ldconfig\n")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/package/triggers)
endif()
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "Pins Python dependencies: the program pin-compile
 Reads requirements files, pyproject.toml and the like, and writes an exact
 and complete set of versions, the freshest that fits together.")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Pins Python dependencies: shared library
 Resolves Python requirements to exact versions, for other programs.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Pins Python dependencies: development files
 Headers of the C++ and C interfaces, CMake package and pkg-config file.")

# What Debian wants of every package: its licence and a changelog.
set(changelog ${PROJECT_BINARY_DIR}/package/changelog)
file(CONFIGURE OUTPUT ${changelog} CONTENT
"pincompile (@PROJECT_VERSION@) unstable; urgency=medium

  * See the project's history.

 -- @CPACK_PACKAGE_CONTACT@  Tue, 24 Nov 2026 00:00:00 +0000
")
find_program(GZIP gzip)
if(GZIP)
  execute_process(COMMAND ${GZIP} -9nkf ${changelog})
  set(changelog ${changelog}.gz)
endif()
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(folder ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${folder} RENAME copyright COMPONENT ${component})
  install(FILES ${changelog} DESTINATION ${folder} COMPONENT ${component})
endforeach()
include(CPack)
