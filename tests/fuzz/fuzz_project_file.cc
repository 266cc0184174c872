// Project files: any bytes as pyproject.toml, setup.cfg, environment.yml or configuration (the
// first byte chooses) are read or refused.
// SPDX-License-Identifier: MIT
#include <array>
#include <cstdlib>
#include <string>

#include "memory_file_system.h"
#include "pincompile/inputs.h"
#include "pincompile/tool_config.h"

namespace {

constexpr std::array<const char*, 4> kFiles{"pyproject.toml", "setup.cfg", "environment.yml",
                                            "pin-compile.toml"};

void check(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::string file = kFiles[static_cast<unsigned char>(bytes.front()) % kFiles.size()];
  pincompile::testing::MemoryFileSystem disk(std::map<std::string, std::string>{
      {file, std::string(bytes.substr(1))}, {"r.txt", "r>=1\n"}});
  if (file == "pin-compile.toml") {
    (void)find_tool_config(disk, {"r.txt"});
    return;
  }
  pincompile::InputReader reader;
  reader.files = &disk;
  reader.all_extras = file != "environment.yml";
  reader.all_groups = file == "pyproject.toml";
  const auto inputs = read_inputs(reader, {file});
  if (!inputs) {
    if (inputs.error().message.empty()) std::abort();
    (void)inputs.error().to_string();
  }
  (void)read_local_project(disk, ".");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
