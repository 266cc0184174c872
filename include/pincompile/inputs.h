// What the user wrote, as values with positions: requirements, constraints, overrides, file options,
// and the pins of an earlier output.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/file_system.h"
#include "pincompile/requirement.h"

namespace pincompile {

/// Where an input line stands.
struct Origin {
  std::string annotation;  ///< as `# via` names it: `-r requirements.in`, `shop (pyproject.toml)`
  std::string file;        ///< as messages name it; `-` for standard input
  std::uint32_t line = 0;  ///< first physical line, 1-based
  std::vector<Context> included_from = {};  ///< innermost first
  bool is_remote = false;  ///< the file is behind an http or https URL
  bool is_host_setting = false;  ///< this machine's own: no output names it, no fingerprint holds it

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// One requirement, constraint or override as the user wrote it.
struct InputRequirement {
  /// What stands for the project: its name, a URL, a path.
  enum class Kind : std::uint8_t { kIndex, kUrl, kPath };

  Kind kind = Kind::kIndex;  ///< see Kind
  bool editable = false;  ///< `-e`
  /// Name empty where a URL or path does not tell it. kUrl: `url` is expanded, for use. kPath: `url` is
  /// the path or file URL as given, expanded.
  Requirement requirement;
  /// If not empty, one of these must hold besides `requirement.specifiers` (Poetry's `||`).
  std::vector<SpecifierSet> any_of = {};
  std::string path = {};             ///< kPath: file or directory, as FileSystem takes it
  std::string text;                  ///< as written, `${VAR}` unexpanded, without options and comment
  std::vector<std::string> hashes = {};  ///< `sha256:HEX`, sorted
  Origin origin;  ///< where it stands

  friend bool operator==(const InputRequirement&, const InputRequirement&) = default;
};

/// Options that stand in requirements files (behaviour.md 3.4). URLs are expanded for use; `*_text`
/// members hold the same values as written.
struct FileOptions {
  std::optional<std::string> index_url = {};  ///< `--index-url`
  std::string index_url_text = {};  ///< the same as written
  std::vector<std::string> extra_index_urls = {};  ///< `--extra-index-url`
  std::vector<std::string> extra_index_url_texts = {};  ///< the same as written
  bool no_index = false;  ///< `--no-index`
  std::vector<std::string> find_links = {};  ///< `--find-links`
  std::vector<std::string> find_links_texts = {};  ///< the same as written
  std::vector<std::string> trusted_hosts = {};  ///< `--trusted-host`
  std::vector<std::string> no_binary = {};    ///< normalised names, or `:all:`
  std::vector<std::string> only_binary = {};  ///< the same
  bool prefer_binary = false;  ///< `--prefer-binary`
  bool pre = false;  ///< `--pre`
  std::vector<std::string> all_releases = {};  ///< normalised names, or `:all:`
  std::vector<std::string> only_final = {};  ///< the same
  std::optional<bool> require_hashes = {};  ///< `--require-hashes`
  std::vector<std::string> last_index_urls = {};  ///< asked after the index URL (Poetry's supplemental)
  /// Project name -> the only index asked for it (Poetry's `source =`).
  std::vector<std::pair<std::string, std::string>> package_indexes = {};
  /// Option lines in reading order, canonical and unexpanded: `--extra-index-url URL`. For fingerprints, so
  /// without those of remote files.
  std::vector<std::string> lines = {};

  friend bool operator==(const FileOptions&, const FileOptions&) = default;
};

/// What a project source says about the Pythons it runs on.
struct RequiresPython {
  std::vector<SpecifierSet> any_of = {};  ///< one of them must admit the target's full version
  std::string text = {};                  ///< as written
  Origin origin = {};  ///< where it stands

  /// Whether one of `any_of` holds for this version.
  PINCOMPILE_API bool admits(const Version& python) const;
  friend bool operator==(const RequiresPython&, const RequiresPython&) = default;
};

/// The metadata of a project in a local directory, as far as its files state it without running code.
struct LocalProject {
  std::string name = {};     ///< as spelled; empty if no file tells it
  std::string version = {};  ///< as spelled; empty if dynamic
  std::vector<std::string> requires_dist = {};  ///< as the files state them
  std::vector<std::string> provides_extra = {};  ///< as the files state them
  std::string requires_python = {};  ///< specifiers; empty = none
  /// Fields only a build tells (`dependencies`, ...); empty if the rest is complete.
  std::vector<std::string> dynamic = {};
  std::vector<std::string> files = {};  ///< what was looked at, as FileSystem takes it

  friend bool operator==(const LocalProject&, const LocalProject&) = default;
};

/// Everything that one output is compiled from.
struct Inputs {
  std::vector<InputRequirement> requirements = {};  ///< in reading order
  std::vector<InputRequirement> constraints = {};  ///< limit versions, add nothing
  std::vector<InputRequirement> overrides = {};  ///< replace all requirements on their names
  FileOptions options = {};  ///< of all files, merged
  /// What read_inputs found in the local directories that lines name, by InputRequirement::path. The
  /// resolver takes the metadata of such a line from here and asks nobody.
  std::map<std::string, LocalProject> local_projects = {};
  std::vector<RequiresPython> requires_python = {};  ///< of project sources; all must admit the target
  /// Packages an environment.yml gives: (normalised name, annotation of the file). They are constraints
  /// too; in an output they are named, not pinned (behaviour.md 5.6).
  std::vector<std::pair<std::string, std::string>> provided = {};
  std::string python_version = {};                   ///< `python=3.11` of an environment.yml, else empty
  std::vector<std::string> files = {};               ///< every file read, nested ones too, in reading order, then those of local projects
  /// Files behind URLs that the caller or a local file names, as annotations do, without user parts: all
  /// that a fingerprint holds of them.
  std::vector<std::string> remote_files = {};
  std::vector<std::string> notes = {};               ///< for the user, level note
  std::vector<std::string> warnings = {};  ///< for the user

  friend bool operator==(const Inputs&, const Inputs&) = default;
};

/// How inputs are read.
struct InputReader {
  FileSystem* files = nullptr;  ///< where inputs are read from; not null
  /// Value of an environment variable, for `${NAME}`; nullopt = unset.
  std::function<std::optional<std::string>(const std::string&)> variable = {};
  /// Text of a remote requirements file; unset = refused.
  std::function<Result<std::string>(const std::string& url)> fetch = {};
  std::string standard_input = {};  ///< text for the source `-`
  /// The working directory, absolute: `../here/x.in` is shown as `x.in`. Empty = unknown.
  std::string working_directory = {};
  bool names_as_given = false;  ///< annotations keep the `..` of a source's path, as pip-compile
  /// The locale's charset, for local files that are neither UTF-8 nor name their own; empty = none.
  std::string charset = {};
  std::vector<std::string> extras = {};  ///< --extra, of project sources
  bool all_extras = false;  ///< --all-extras
  std::vector<std::string> groups = {};  ///< --group, `NAME` or `FILE:NAME`
  bool all_groups = false;  ///< --all-groups
  std::map<std::string, std::string> conda_names = {};  ///< [tool.pin-compile.conda-names]
};

/// Reads sources, constraint files and override files in this order (behaviour.md 3 and 5).
///
/// errors   kParse and kInvalidArgument with file:line, kNotFound for files; up to ten broken lines
///          are listed in `causes`.
PINCOMPILE_API Result<Inputs> read_inputs(const InputReader& reader, const std::vector<std::string>& sources,
                                          const std::vector<std::string>& constraint_files = {},
                                          const std::vector<std::string>& override_files = {});

/// Reads `pyproject.toml`, else `setup.cfg`, of a directory.
///
/// errors   kNotFound: neither file, nor a setup.py; kParse: broken files.
PINCOMPILE_API Result<LocalProject> read_local_project(FileSystem& files, std::string_view directory);

/// One `name==version` of an earlier output.
struct ExistingPin {
  std::string name;     ///< normalised
  std::string version;  ///< as written
  std::vector<std::string> hashes = {};  ///< `sha256:HEX`
  Marker marker = {};                    ///< the pin counts only where it holds
  std::uint32_t line = 0;                ///< 1-based physical line where the pin starts

  friend bool operator==(const ExistingPin&, const ExistingPin&) = default;
};

/// An earlier output.
struct PinsFile {
  std::vector<ExistingPin> pins = {};  ///< in file order
  std::string fingerprint = {};        ///< text behind `# fingerprint: `, empty if there is none
  std::string command = {};            ///< recorded command line, empty if there is none
  std::string header = {};             ///< all bytes up to and with the bare `#` that ends the header
  std::string body = {};               ///< all bytes after the header
  std::uint32_t skipped = 0;           ///< requirement lines that are no exact pin

  friend bool operator==(const PinsFile&, const PinsFile&) = default;
};

/// Pins found in the text of an earlier output file, requirements.txt or pylock.toml (PEP 751).
///
/// file     what messages name it.
/// errors   kParse with the line for a broken line (merge markers), hint `-U`; the disk is not touched.
PINCOMPILE_API Result<PinsFile> parse_pins(std::string_view text, std::string_view file = {});

}  // namespace pincompile
