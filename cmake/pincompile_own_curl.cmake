# pincompile_own_curl: libcurl with HTTP alone, as an archive for the module libpincompile-net (PINCOMPILE_OWN_CURL).
# The system's libcurl brings thirty libraries for protocols that no index speaks: 3 MiB of every run that asks one.
# The source is the distribution's current source package with its security patches: apt fetches it into the build folder and
# checks it by the distribution's keys, from a list of sources of our own. The system's settings stay as they are. A folder that
# holds a source keeps it: remove own_curl from the build folder to have it fetched anew.
include(ExternalProject)

set(own_curl_folder ${PROJECT_BINARY_DIR}/own_curl)

# Sets `reason` to why there is no source, to nothing if there is one.
function(pincompile_fetch_curl reason)
  set(${reason} "" PARENT_SCOPE)
  if(EXISTS ${own_curl_folder}/source/lib/curl_setup.h)
    return()
  endif()
  file(REMOVE_RECURSE ${own_curl_folder})
  file(MAKE_DIRECTORY ${own_curl_folder}/apt/lists/partial ${own_curl_folder}/apt/cache/archives/partial)
  cmake_host_system_information(RESULT distribution QUERY DISTRIB_NAME)
  string(REGEX MATCH "^[A-Za-z]+" distribution "${distribution}")
  # `Debian`, but neither other vendors' archives nor `Debian Backports`.
  execute_process(COMMAND apt-get indextargets --format "$(ORIGIN)|deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)" "Created-By: Packages"
                  OUTPUT_VARIABLE targets ERROR_QUIET)
  string(REGEX MATCHALL "${distribution}[|][^\n]+" lines "${targets}")
  list(TRANSFORM lines REPLACE "^[^|]+[|]" "")
  if(NOT lines)
    set(${reason} "apt knows no archive of this distribution (apt-get update makes it known)" PARENT_SCOPE)
    return()
  endif()
  list(JOIN lines "\n" sources)
  file(WRITE ${own_curl_folder}/apt/sources.list "${sources}\n")
  set(options -qq -o Dir::Etc::SourceList=${own_curl_folder}/apt/sources.list -o Dir::Etc::SourceParts=-
              -o Dir::State::Lists=${own_curl_folder}/apt/lists -o Dir::Cache=${own_curl_folder}/apt/cache
              -o APT::Sandbox::User= -o APT::Get::List-Cleanup=0 -o Acquire::Languages=none -o Acquire::http::Timeout=20)
  foreach(words "update;--error-on=any" "source;--only-source;curl")
    execute_process(COMMAND apt-get ${options} ${words} WORKING_DIRECTORY ${own_curl_folder}
                    TIMEOUT 300 RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE error)
    list(GET words 0 step)
    if(NOT status EQUAL 0)
      break()
    endif()
  endforeach()
  file(GLOB found ${own_curl_folder}/curl-*/lib/curl_setup.h)
  file(GLOB description ${own_curl_folder}/curl_*.dsc)
  if(NOT status EQUAL 0 OR NOT found OR NOT description)
    string(REGEX MATCH "[^\n]+" error "${error}")
    set(${reason} "apt-get ${step} ended with ${status}: ${error}" PARENT_SCOPE)
    return()
  endif()
  cmake_path(GET description STEM LAST_ONLY version)
  file(WRITE ${own_curl_folder}/version "${version}\n")
  cmake_path(GET found PARENT_PATH folder)
  cmake_path(GET folder PARENT_PATH folder)
  file(RENAME ${folder} ${own_curl_folder}/source)
  file(REMOVE_RECURSE ${own_curl_folder}/apt)
endfunction()

# What libcurl stands on stays the system's and shared: TLS, HTTP/2, gzip, br and zstd get their updates without us.
set(libraries "")
set(reason "")
foreach(library ssl crypto nghttp2 brotlidec zstd z)
  find_library(PINCOMPILE_CURL_${library} lib${library}.so)
  mark_as_advanced(PINCOMPILE_CURL_${library})
  if(NOT PINCOMPILE_CURL_${library})
    set(reason "lib${library}.so is missing (cmake/debian-packages.txt lists its package)")
  endif()
  list(APPEND libraries ${PINCOMPILE_CURL_${library}})
endforeach()
if(NOT reason)
  pincompile_fetch_curl(reason)
endif()
if(reason)
  message(WARNING "PINCOMPILE_OWN_CURL: no source of libcurl: ${reason}. The program takes the system's libcurl instead: all works, and "
                  "runs that ask an index need 3 MiB and 14 M instructions more.")
  return()
endif()
file(STRINGS ${own_curl_folder}/version version)
message(STATUS "libcurl for the program: built from source package ${version}")

# Left out, beside all protocols but HTTP, is what our code never turns on, and IDN: libcurl takes such names from the locale,
# which the program does not set, so they are refused either way. Certificates are looked for where Debian's libcurl does.
set(off USE_LIBIDN2 CURL_USE_LIBPSL CURL_USE_LIBSSH2 BUILD_SHARED_LIBS BUILD_CURL_EXE BUILD_TESTING PICKY_COMPILER ENABLE_MANUAL)
set(on HTTP_ONLY CURL_USE_OPENSSL USE_NGHTTP2 CURL_BROTLI CURL_ZSTD CURL_ZLIB ENABLE_IPV6 ENABLE_THREADED_RESOLVER
       CURL_DISABLE_COOKIES CURL_DISABLE_HSTS CURL_DISABLE_ALTSVC CURL_DISABLE_NTLM CURL_DISABLE_DOH CURL_DISABLE_NETRC CURL_DISABLE_MIME
       CMAKE_POSITION_INDEPENDENT_CODE)
list(TRANSFORM off REPLACE "(.+)" "-D\\1=OFF")
list(TRANSFORM on REPLACE "(.+)" "-D\\1=ON")
set(archive ${own_curl_folder}/build/lib/libcurl.a)
ExternalProject_Add(pincompile_own_curl_build
  SOURCE_DIR ${own_curl_folder}/source
  BINARY_DIR ${own_curl_folder}/build
  STAMP_DIR ${own_curl_folder}/stamps
  TMP_DIR ${own_curl_folder}/tmp
  CMAKE_ARGS ${off} ${on} -DCMAKE_BUILD_TYPE=Release "-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG" -DCMAKE_C_VISIBILITY_PRESET=hidden
             -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} -DCMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER}
             -DCURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt -DCURL_CA_PATH=/etc/ssl/certs
  BUILD_BYPRODUCTS ${archive}
  INSTALL_COMMAND "" LOG_CONFIGURE ON LOG_BUILD ON LOG_OUTPUT_ON_FAILURE ON EXCLUDE_FROM_ALL ON)
add_library(pincompile_own_curl INTERFACE)
add_dependencies(pincompile_own_curl pincompile_own_curl_build)
target_link_libraries(pincompile_own_curl INTERFACE ${archive} ${libraries})
install(FILES ${own_curl_folder}/source/COPYING DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pin-compile RENAME copyright.curl
        COMPONENT program)
