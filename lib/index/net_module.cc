// The factory of the module libpincompile-net, and how it finds libpincompile-formats: beside it.
// Nearly no run needs that one, and its libraries are a quarter of what is to be loaded.
// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <span>

#include "index/net_parts.h"

namespace pincompile {
namespace {

constexpr const char* kModule = "libpincompile-formats.so";

// The parts of an object that nothing writes to: what is still wanted of them comes back from the
// file.
int give_back_pages_of(dl_phdr_info* object, std::size_t, void*) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  for (const auto& part : std::span(object->dlpi_phdr, object->dlpi_phnum)) {
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr, inside = begin % page;
    madvise(reinterpret_cast<void*>(begin - inside), part.p_memsz + inside, MADV_DONTNEED);
  }
  return 0;
}

// Loading libcurl and its forty libraries reads their tables of names and relocations, and each
// look brings sixteen pages of a file in: 8 MiB, and 2 MiB more until OpenSSL is ready. Together
// with what the program's own start has read, nearly nothing of it is looked at again.
void give_back_loaded_pages() { dl_iterate_phdr(give_back_pages_of, nullptr); }

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
  if (parts != nullptr) {
    give_back_loaded_pages();
    return std::unique_ptr<FormatParts>(parts);
  }
  error.causes.emplace_back("it belongs to another build");
  return error;
}

}  // namespace
}  // namespace pincompile

pincompile::NetParts* pincompile_net_parts(unsigned version) {
  if (version != pincompile::kNetPartsVersion) return nullptr;
  pincompile::give_back_loaded_pages();
  return pincompile::make_net_parts(pincompile::load_formats, pincompile::give_back_loaded_pages)
      .release();
}
