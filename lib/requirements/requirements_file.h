// Requirements files: pip's grammar, nested files, option lines (behaviour.md 3).
// source  https://pip.pypa.io/en/stable/reference/requirements-file-format/
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/inputs.h"
#include "requirements/logical_lines.h"

namespace pincompile {

enum class FileRole : std::uint8_t { kRequirements, kConstraints, kOverrides };

/// One requirement of a file, as read; nothing is refused yet that pip would only refuse later.
struct FileRequirement {
  InputRequirement input;
  FileRole role = FileRole::kRequirements;
  std::vector<std::pair<std::string, std::string>> config_settings = {};
};

/// What files say, nested ones inlined.
/// An index that an option line names, with its place.
struct IndexLine {
  std::string url;
  std::string written;  ///< before variables were replaced
  std::string file;
  std::uint32_t line = 0;
};

struct FileContent {
  std::vector<FileRequirement> requirements = {};
  std::vector<IndexLine> indexes = {};
  FileOptions options = {};
  std::vector<std::string> features = {};  ///< --use-feature
  std::vector<std::string> notes = {};
  std::vector<std::string> warnings = {};
  std::vector<std::string> files = {};
  std::vector<std::string> remote_files = {};  ///< see Inputs::remote_files
  std::vector<Error> errors = {};              ///< in reading order; reading goes on behind each
};

/// Where lines stand.
struct FilePlace {
  std::string file;        ///< as messages name it
  std::string location;    ///< path for FileSystem, or URL; nested files are relative to it
  std::string annotation;  ///< `-r FILE`
  FileRole role = FileRole::kRequirements;
  std::vector<Context> included_from = {};  ///< innermost first
  bool is_remote = false;                   ///< the file is behind an http or https URL
};

struct LineOptionText;
struct RequirementText;
using LineOptions = std::vector<LineOptionText>;

/// Reads files into one FileContent, one after the other: options of an earlier file hold for a
/// later one, as in one pip run.
class RequirementsFileReader {
 public:
  RequirementsFileReader(const InputReader& reader, FileContent& content)
      : reader_(reader), content_(content) {}

  /// `location` is a path, a URL, or `-`.
  void read(const std::string& location, FileRole role);
  void read_text(std::string_view text, const FilePlace& place);
  void read_line(const LogicalLine& line, const FilePlace& place);

 private:
  void read_at(const std::string& location, const FilePlace& place);
  void read_requirement(const RequirementText& text, bool is_editable, const LineOptions& options,
                        const FilePlace& place, std::uint32_t line);
  void apply_options(const LineOptions& options, const FilePlace& place, std::uint32_t line);
  void read_nested(const LineOptionText& option, const FilePlace& place, std::uint32_t line);
  void apply_beside(const LineOptionText& option, std::string_view beside, const FilePlace& place,
                    std::uint32_t line);
  Result<std::string> load(const std::string& location);
  std::string shown(const std::string& location) const;
  void report(Error error, const FilePlace& place, std::uint32_t line);

  const InputReader& reader_;
  FileContent& content_;
};

/// `-r FILE`, `-c FILE`, `--override FILE`.
std::string annotation_of(FileRole role, std::string_view file);
/// `file:line: ` in front of a note or a warning.
std::string at_line(std::string_view file, std::uint32_t line, std::string_view text);

}  // namespace pincompile
