// The only file that sees yaml-cpp; its exceptions end here.
// SPDX-License-Identifier: MIT
#include "requirements/environment_yml.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "pincompile/name.h"
#include "requirements/locations.h"
#include "requirements/text_decoding.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

std::uint32_t line_of(const YAML::Node& node) {
  return node.Mark().line < 0 ? 0 : static_cast<std::uint32_t>(node.Mark().line + 1);
}
std::uint32_t column_of(const YAML::Node& node) {
  return node.Mark().column < 0 ? 0 : static_cast<std::uint32_t>(node.Mark().column + 1);
}

// `- pywin32  # [win]`: 1-based number of the first such line, 0 if there is none.
std::uint32_t selector_line(std::string_view text) {
  std::uint32_t number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    const std::string_view shown = trim_space(line);
    const std::size_t hash = shown.find(" #");
    if (!shown.starts_with('-') || !shown.ends_with(']') || hash == std::string_view::npos)
      continue;
    if (trim_space(shown.substr(hash + 2)).starts_with('[')) return number;
  }
  return 0;
}

class EnvironmentReader {
 public:
  EnvironmentReader(const InputReader& reader, const std::string& path,
                    RequirementsFileReader& lines, FileContent& content, Inputs& inputs)
      : reader_(reader), path_(path), lines_(lines), content_(content), inputs_(inputs) {
    const std::string file = normalize_path(path);
    place_ = {path, path, file, FileRole::kRequirements, {}};
  }

  void read() {
    const Result<std::string> bytes =
        path_ == "-" ? Result<std::string>(reader_.standard_input) : reader_.files->read(path_);
    if (!bytes) return content_.errors.push_back(bytes.error());
    content_.files.push_back(path_);
    const Result<DecodedText> text = decode_text(*bytes, reader_.charset);
    if (!text) return report(text.error(), 0, 0);
    if (const std::uint32_t line = selector_line(text->text)) {
      Error error{ErrorKind::kUnsupported, "selectors such as # [linux] are not supported yet"};
      error.hints.emplace_back("keep one environment file per platform");
      return report(std::move(error), line, 0);
    }
    try {
      read_root(YAML::Load(text->text));
    } catch (const YAML::Exception& failure) {
      const bool is_placed = failure.mark.line >= 0;
      report({ErrorKind::kParse, "not YAML: " + failure.msg},
             is_placed ? static_cast<std::uint32_t>(failure.mark.line + 1) : 0,
             is_placed ? static_cast<std::uint32_t>(failure.mark.column + 1) : 0);
    }
  }

 private:
  void report(Error error, std::uint32_t line, std::uint32_t column) {
    content_.errors.push_back(std::move(error).at({path_, line, column, {}}));
  }
  void report(Error error, const YAML::Node& node) {
    report(std::move(error), line_of(node), column_of(node));
  }

  void read_root(const YAML::Node& root) {
    const YAML::Node dependencies =
        root.IsMap() ? root["dependencies"] : YAML::Node(YAML::NodeType::Undefined);
    if (!dependencies || !dependencies.IsSequence()) {
      Error error{ErrorKind::kParse, "there is no list of dependencies"};
      error.hints.emplace_back(
          "an environment file of conda holds dependencies: and a list below it");
      return report(std::move(error), dependencies ? line_of(dependencies) : 0, 0);
    }
    for (const YAML::Node& entry : dependencies) {
      if (entry.IsScalar()) {
        read_package(entry);
      } else if (entry.IsMap() && entry.size() == 1 && entry["pip"]) {
        read_pip_lines(entry["pip"]);
      } else {
        report({ErrorKind::kParse, "a dependency is neither a package nor a list below pip:"},
               entry);
      }
    }
  }

  void read_pip_lines(const YAML::Node& lines) {
    if (lines.IsNull()) return;
    if (!lines.IsSequence()) return report({ErrorKind::kParse, "pip: holds no list"}, lines);
    for (const YAML::Node& entry : lines) {
      if (!entry.IsScalar()) {
        report({ErrorKind::kParse, "pip: holds something that is no line of a requirements file"},
               entry);
        continue;
      }
      for (LogicalLine& line : logical_lines(entry.Scalar(), reader_.variable)) {
        line.number = line_of(entry);
        lines_.read_line(line, place_);
      }
    }
  }

  void read_package(const YAML::Node& entry) {
    const std::string& text = entry.Scalar();
    Result<CondaPackage> package = parse_conda_package(text);
    if (!package) return report(package.error(), entry);
    if (package->name == "python") return read_python(text, *package, entry);
    const std::string name = pypi_name(package->name, reader_.conda_names);
    if (name.empty()) return;
    FileRequirement constraint;
    constraint.role = FileRole::kConstraints;
    InputRequirement& input = constraint.input;
    input.text = text;
    input.requirement.name = name;
    input.origin = {place_.annotation, path_, line_of(entry), {}};
    if (package->any_of.size() == 1) {
      input.requirement.specifiers = package->any_of.front();
    } else {
      input.any_of = package->any_of;
    }
    content_.requirements.push_back(std::move(constraint));
    inputs_.provided.emplace_back(name, place_.annotation);
  }

  // `python=3.11` says which Python; a range says which ones would do.
  void read_python(const std::string& text, const CondaPackage& package, const YAML::Node& entry) {
    if (package.any_of.size() == 1 && package.any_of.front().specifiers().size() == 1) {
      const Specifier& only = package.any_of.front().specifiers().front();
      if (only.op() == Specifier::Operator::kEqual) {
        inputs_.python_version = only.version_text();
        return;
      }
    }
    if (package.any_of.empty()) return;
    std::string range = text.substr(std::min(text.find_first_of(" =<>!~["), text.size()));
    inputs_.requires_python.push_back({package.any_of,
                                       std::string(trim_space(range)),
                                       {place_.annotation, path_, line_of(entry), {}}});
  }

  const InputReader& reader_;
  std::string path_;
  RequirementsFileReader& lines_;
  FileContent& content_;
  Inputs& inputs_;
  FilePlace place_;
};

}  // namespace

void read_environment_yml(const InputReader& reader, const std::string& path,
                          RequirementsFileReader& lines, FileContent& content, Inputs& inputs) {
  EnvironmentReader(reader, path, lines, content, inputs).read();
}

}  // namespace pincompile
