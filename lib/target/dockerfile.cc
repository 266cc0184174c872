// Stages, their base images, and what an image's name and tag say about Python and platform.
// SPDX-License-Identifier: MIT
#include "pincompile/dockerfile.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "target/dockerfile_lines.h"
#include "target/platform_tables.h"
#include "target/python_tables.h"

namespace pincompile {
namespace {

struct Stage {
  std::string name;      // lower case; empty if it has none
  std::string image;     // or an earlier stage
  std::string platform;  // of FROM --platform
  std::uint32_t line = 0;
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Docker's words for a platform: operating system, architecture, variant.
struct DockerPlatform {
  std::string os;
  std::string architecture;
  std::string variant;

  std::string name() const {
    return os + "/" + architecture + (variant.empty() ? "" : "/" + variant);
  }
};

DockerPlatform docker_platform(const Platform& platform) {
  if (platform.system == System::kWindows)
    return {"windows", platform.architecture == "x86" ? "386" : platform.architecture, ""};
  const std::string& architecture = platform.architecture;
  if (architecture == "x86_64") return {"linux", "amd64", ""};
  if (architecture == "aarch64" || architecture == "arm64") return {"linux", "arm64", ""};
  if (architecture == "armv7l") return {"linux", "arm", "v7"};
  if (architecture == "armv6l") return {"linux", "arm", "v6"};
  if (architecture == "i686") return {"linux", "386", ""};
  return {"linux", architecture, ""};
}

class StageReader {
 public:
  explicit StageReader(const DockerfileQuestion& question)
      : question_(question),
        lines_(read_dockerfile_lines(question.text)),
        variables_(lines_.escape) {}

  Result<std::vector<Stage>> run() {
    predefine();
    for (const auto& instruction : lines_.instructions) {
      if (instruction.keyword == "ARG" && stages_.empty()) {
        if (auto done = argument(instruction); !done) return done.error();
      } else if (instruction.keyword == "FROM") {
        if (auto done = from(instruction); !done) return done.error();
      }
    }
    if (stages_.empty()) {
      return Error{ErrorKind::kParse, "the Dockerfile has no FROM", {{question_.file, 0, 0, ""}}};
    }
    return std::move(stages_);
  }

 private:
  void predefine() {
    const auto platform = docker_platform(question_.host);
    for (const std::string prefix : {"BUILD", "TARGET"}) {
      variables_.set(prefix + "PLATFORM", platform.name());
      variables_.set(prefix + "OS", platform.os);
      variables_.set(prefix + "ARCH", platform.architecture);
      variables_.set(prefix + "VARIANT", platform.variant);
    }
    // As in Docker, these need no ARG to be given another value.
    for (const auto& [name, value] : question_.arguments)
      if (variables_.find(name) != nullptr) variables_.set(name, value);
  }

  Error located(Error error, const DockerfileInstruction& instruction) const {
    return std::move(error).at({question_.file, instruction.line, 0, ""});
  }

  // `ARG A B=1 C="x y"`; a value from the command line wins.
  Result<void> argument(const DockerfileInstruction& instruction) {
    for (const auto& word : dockerfile_words(instruction.arguments, lines_.escape)) {
      const std::size_t equals = word.find('=');
      std::string name = word.substr(0, equals);
      std::optional<std::string> value;
      if (equals != std::string::npos) {
        auto expanded = variables_.expand(std::string_view(word).substr(equals + 1));
        if (!expanded) return located(std::move(expanded).error(), instruction);
        value = *expanded;
      }
      for (const auto& [given, text] : question_.arguments) {
        if (given == name) value = text;
      }
      // `ARG TARGETARCH` only repeats what is known.
      if (!value && variables_.find(name) != nullptr) continue;
      variables_.set(std::move(name), std::move(value));
    }
    return {};
  }

  Result<void> from(const DockerfileInstruction& instruction) {
    auto words = dockerfile_words(instruction.arguments, lines_.escape);
    Stage stage;
    stage.line = instruction.line;
    while (!words.empty() && words.front().starts_with("--")) {
      constexpr std::string_view kPlatform = "--platform=";
      if (words.front().starts_with(kPlatform)) {
        auto platform = variables_.expand(std::string_view(words.front()).substr(kPlatform.size()));
        if (!platform) return located(std::move(platform).error(), instruction);
        stage.platform = *platform;
      }
      words.erase(words.begin());
    }
    const bool named = words.size() == 3 && lower(words[1]) == "as";
    if (words.size() != 1 && !named) {
      return located(Error{ErrorKind::kParse, "expected FROM IMAGE or FROM IMAGE AS NAME"},
                     instruction);
    }
    auto image = variables_.expand(words.front());
    if (!image) return located(std::move(image).error(), instruction);
    if (image->empty())
      return located(Error{ErrorKind::kInvalidArgument, "the name of the image is empty"},
                     instruction);
    stage.image = *image;
    if (named) stage.name = lower(words[2]);
    stages_.push_back(std::move(stage));
    return {};
  }

  const DockerfileQuestion& question_;
  DockerfileLines lines_;
  DockerfileVariables variables_;
  std::vector<Stage> stages_;
};

constexpr auto kNone = static_cast<std::size_t>(-1);

std::size_t find_stage(const std::vector<Stage>& stages, std::string_view name,
                       std::size_t before) {
  for (std::size_t i = before; i-- > 0;) {
    if (!stages[i].name.empty() && stages[i].name == lower(name)) return i;
  }
  return kNone;
}

Result<std::size_t> wanted_stage(const std::vector<Stage>& stages,
                                 const DockerfileQuestion& question) {
  if (question.stage.empty()) return stages.size() - 1;
  if (const auto named = find_stage(stages, question.stage, stages.size()); named != kNone)
    return named;
  std::size_t number = 0;
  const auto end = question.stage.data() + question.stage.size();
  const auto read = std::from_chars(question.stage.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number < stages.size()) return number;
  Error error{ErrorKind::kInvalidArgument,
              fmt::format("no stage {} in the Dockerfile", question.stage),
              {{question.file, 0, 0, ""}}};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    names.push_back(stages[i].name.empty() ? std::to_string(i) : stages[i].name);
  }
  error.hints.push_back(fmt::format("its stages: {}", fmt::join(names, ", ")));
  return error;
}

// `registry:5000/team/python:3.12-slim@sha256:...` -> python, 3.12-slim.
struct Image {
  std::string name;
  std::string tag;
  bool has_digest = false;
  std::vector<std::string> parts;  // of the tag, split at dashes
};

Image read_image(const std::string& text) {
  Image image;
  std::string rest = lower(text);
  if (const std::size_t at = rest.find('@'); at != std::string::npos) {
    image.has_digest = true;
    rest = rest.substr(0, at);
  }
  rest = rest.substr(rest.rfind('/') + 1);
  const std::size_t colon = rest.find(':');
  image.name = rest.substr(0, colon);
  if (colon != std::string::npos) image.tag = rest.substr(colon + 1);
  std::size_t begin = 0;
  while (begin <= image.tag.size()) {
    const std::size_t end = std::min(image.tag.find('-', begin), image.tag.size());
    image.parts.push_back(image.tag.substr(begin, end - begin));
    begin = end + 1;
  }
  return image;
}

// The first `X.Y[.Z]` of a text, with what may follow a number: `3.13.0rc2`, `3.13t`.
std::optional<PythonVersion> first_version(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == '.'))) continue;
    std::size_t end = i;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
    std::size_t longer = end;
    while (longer < text.size() && text[longer] != '-' && text[longer] != '_') ++longer;
    for (const std::size_t stop : {longer, end}) {
      if (auto version = PythonVersion::parse(text.substr(i, stop - i))) return *version;
    }
  }
  return std::nullopt;
}

Error no_python(const Image& image, const std::string& text) {
  const bool digest_alone = image.tag.empty() && image.has_digest;
  Error error{
      ErrorKind::kInvalidArgument,
      digest_alone
          ? fmt::format("image {} is given by a digest alone, which names no Python version", text)
          : fmt::format("image {} does not tell its Python version", text)};
  error.hints.push_back("say which: --python-version 3.12");
  return error;
}

// Which Python an image holds, as far as its name says.
Result<PythonVersion> python_of(const Image& image, const std::string& text,
                                Implementation& implementation) {
  std::optional<PythonVersion> version;
  if (image.name == "python") {
    version = first_version(image.tag);
  } else if (image.name == "pypy") {
    implementation = Implementation::kPyPy;
    version = first_version(image.tag);
  } else {
    for (const auto& part : image.parts) {
      if (!version && part.starts_with("python")) version = first_version(part);
    }
  }
  if (!version) return no_python(image, text);
  if (!version->patch_given) {
    // An image is never X.Y.0 by accident: it is the newest there was.
    const auto* release = find_python_release(implementation, version->major, version->minor);
    if (release != nullptr) version->patch = release->newest_patch;
    version->patch_given = true;
  }
  return *version;
}

bool is_windows(const Image& image) {
  return std::ranges::any_of(image.parts,
                             [](const std::string& part) {
                               return part.starts_with("windowsservercore") ||
                                      part.starts_with("nanoserver");
                             }) ||
         image.name == "windowsservercore" || image.name == "nanoserver";
}

LibcVersion libc_of(const Image& image) {
  if (const auto known = libc_of_release(image.name, image.parts.front())) return *known;
  for (const auto& part : image.parts) {
    if (const auto known = libc_of_release(part)) return *known;
  }
  return image.name == "python" || image.name == "pypy" || image.name == "uv" ? kImageGlibc
                                                                              : kDefaultGlibc;
}

// Linux containers run on the host's architecture, whatever its system is.
std::string architecture_of(const Platform& host) {
  const auto known = linux_architecture(host.architecture);
  return known.empty() ? "x86_64" : std::string(known);
}

Result<Platform> platform_of(const Image& image, const std::string& from_platform,
                             const Platform& host) {
  if (is_windows(image)) return Platform{System::kWindows, "amd64", 0, 0};
  std::string architecture = architecture_of(host);
  if (!from_platform.empty()) {
    auto given = Platform::parse(from_platform);
    if (!given || given->system == System::kWindows) return given;
    architecture = given->architecture;
  }
  const LibcVersion libc = libc_of(image);
  return Platform{libc.system, architecture, libc.major, libc.minor};
}

}  // namespace

Result<DockerfileAnswer> read_dockerfile(const DockerfileQuestion& question) {
  auto stages = StageReader(question).run();
  if (!stages) return stages.error();
  auto wanted = wanted_stage(*stages, question);
  if (!wanted) return wanted.error();
  std::size_t current = *wanted;
  std::string platform_text = (*stages)[current].platform;
  for (;;) {
    const auto base = find_stage(*stages, (*stages)[current].image, current);
    if (base == kNone) break;
    current = base;
    if (platform_text.empty()) platform_text = (*stages)[current].platform;
  }
  const Stage& stage = (*stages)[current];
  const Context place{question.file, stage.line, 0, ""};
  if (stage.image == "scratch") {
    return Error{ErrorKind::kInvalidArgument,
                 "the base image is scratch, which holds no Python",
                 {place},
                 {},
                 {"name the stage that installs the requirements: --target-stage NAME"}};
  }
  const Image image = read_image(stage.image);
  auto platform = platform_of(image, platform_text, question.host);
  if (!platform) return std::move(platform).error().at(place);
  Implementation implementation = Implementation::kCPython;
  auto python = python_of(image, stage.image, implementation);
  if (!python) python = std::move(python).error().at(place);
  return DockerfileAnswer{stage.image, stage.line, implementation, std::move(python), *platform};
}

}  // namespace pincompile
