// Requirements files and earlier outputs: any bytes are read or refused; what stands in a variable
// is shown nowhere. A zero byte begins the text of a second file, b.in.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "memory_file_system.h"
#include "pincompile/inputs.h"

namespace {

using pincompile::InputRequirement;

constexpr const char* kSecret = "zQ7xSecretZq";

void require(bool condition) {
  if (!condition) std::abort();
}
void require_hidden(const std::string& text) { require(text.find(kSecret) == std::string::npos); }

void check_shown(const InputRequirement& input) {
  require_hidden(input.text);
  require_hidden(input.origin.annotation);
  require_hidden(input.origin.file);
  (void)input.requirement.to_string();
}

void check(std::string_view bytes) {
  if (bytes.find(kSecret) != std::string_view::npos) return;
  const std::size_t zero = bytes.find('\0');
  pincompile::testing::MemoryFileSystem disk(std::map<std::string, std::string>{
      {"a.in", std::string(bytes.substr(0, zero))},
      {"b.in", zero == std::string_view::npos ? "" : std::string(bytes.substr(zero + 1))},
      {"p/pyproject.toml", "[project]\nname='p'\nversion='1'\ndependencies=['q']\n"}});
  pincompile::InputReader reader;
  reader.files = &disk;
  reader.variable = [](const std::string& name) -> std::optional<std::string> {
    if (name == "T") return kSecret;
    return std::nullopt;
  };
  const auto inputs = read_inputs(reader, {"a.in"}, {"b.in"});
  if (inputs) {
    for (const InputRequirement& input : inputs->requirements) check_shown(input);
    for (const InputRequirement& input : inputs->constraints) check_shown(input);
    for (const std::string& note : inputs->notes) require_hidden(note);
    for (const std::string& warning : inputs->warnings) require_hidden(warning);
    for (const std::string& line : inputs->options.lines) require_hidden(line);
  } else {
    require_hidden(inputs.error().to_string());
  }
  const auto pins = pincompile::parse_pins(bytes);
  if (pins && pins->fingerprint.empty())
    require(pins->header.size() + pins->body.size() <= bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
