// dlopen of libpincompile-net.
// SPDX-License-Identifier: MIT
#include "net_module.h"

#include <dlfcn.h>
#include <fmt/format.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cstdlib>
#include <memory>
#include <vector>

#include "paths.h"

namespace pincompile::tool {
namespace {

// Pages come and go: a block above a limit is to go back to the system when it is freed, and the
// limit is not to grow with them, nor each thread to keep a heap of its own. A warm run never comes
// here.
void return_large_blocks() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 64 << 10);
  mallopt(M_TRIM_THRESHOLD, 64 << 10);
#endif
}

#ifdef PINCOMPILE_NET_LINKED
Result<NetParts*> open_module(const std::string&) { return pincompile_net_parts(kNetPartsVersion); }
#else
constexpr const char* kModule = "libpincompile-net.so";
constexpr const char* kFactory = "pincompile_net_parts";

// The system's libcurl brings GnuTLS along for protocols that are never asked for. Told not to, it
// does not prepare itself when it is loaded: 0.8 MiB, 0.7 ms. Programs that we run are not to hear
// of it.
void* load(const std::string& place) {
  constexpr const char* kLeaveGnuTls = "GNUTLS_NO_IMPLICIT_INIT";
  setenv(kLeaveGnuTls, "1", 1);
  void* module = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  unsetenv(kLeaveGnuTls);
  return module;
}

Result<NetParts*> open_module(const std::string& executable) {
  const std::string here = directory_of(executable);
  const std::vector<std::string> places = {
      joined(here, kModule),
      joined(here, std::string("../") + PINCOMPILE_LIBRARY_FOLDER + "/" + kModule)};
  std::string reason;
  for (const std::string& place : places) {
    void* module = load(place);
    if (module == nullptr) {
      if (reason.empty() || reason.find("No such file") != std::string::npos) reason = dlerror();
      continue;
    }
    using Factory = NetParts* (*)(unsigned);
    const auto factory = reinterpret_cast<Factory>(dlsym(module, kFactory));
    NetParts* parts = factory == nullptr ? nullptr : factory(kNetPartsVersion);
    if (parts != nullptr) return parts;
    reason = fmt::format("{} belongs to another build", place);
  }
  return Error{ErrorKind::kInternal,
               fmt::format("cannot load {}, which asks indexes", kModule),
               {},
               {reason},
               {"it belongs beside the program; install pin-compile again"}};
}
#endif

}  // namespace

NetPartsLoader net_module_loader(const std::string& executable) {
  // All copies of the loader share one module, which stays loaded to the end of the process.
  return [executable, loaded = std::make_shared<NetParts*>(nullptr)]() -> Result<NetParts*> {
    if (*loaded != nullptr) return *loaded;
    return_large_blocks();
    Result<NetParts*> parts = open_module(executable);
    if (parts) *loaded = *parts;
    return parts;
  };
}

}  // namespace pincompile::tool
