// The factory of the module libpincompile-net, and how it finds libpincompile-formats: beside it.
// Nearly no run needs that one, and its libraries are a quarter of what is to be loaded.
// SPDX-License-Identifier: MIT
#include <dlfcn.h>

#include <filesystem>

#include "index/net_parts.h"

namespace pincompile {
namespace {

constexpr const char* kModule = "libpincompile-formats.so";

Result<std::unique_ptr<FormatParts>> load_formats() {
  Dl_info here = {};
  dladdr(reinterpret_cast<const void*>(&pincompile_net_parts), &here);
  const auto path = std::filesystem::path(here.dli_fname ? here.dli_fname : "").parent_path();
  void* module = dlopen((path / kModule).c_str(), RTLD_NOW | RTLD_LOCAL);
  Error error{ErrorKind::kInternal,
              std::string("cannot load ") + kModule + ", which reads HTML and archives",
              {},
              {},
              {"it belongs beside the program; install pin-compile again"}};
  if (module == nullptr) {
    error.causes.emplace_back(dlerror());
    return error;
  }
  using Factory = FormatParts* (*)(unsigned);
  const auto factory = reinterpret_cast<Factory>(dlsym(module, "pincompile_format_parts"));
  FormatParts* parts = factory == nullptr ? nullptr : factory(kNetPartsVersion);
  if (parts != nullptr) return std::unique_ptr<FormatParts>(parts);
  error.causes.emplace_back("it belongs to another build");
  return error;
}

}  // namespace
}  // namespace pincompile

pincompile::NetParts* pincompile_net_parts(unsigned version) {
  return version == pincompile::kNetPartsVersion
             ? pincompile::make_net_parts(pincompile::load_formats).release()
             : nullptr;
}
