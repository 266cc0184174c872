// The real program in a scratch folder: files, variables, standard input; what it printed and
// wrote.
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pincompile::testing {

struct ProgramAnswer {
  int status = -1;
  std::string out;
  std::string err;
};

class Program {
 public:
  Program();   ///< makes the scratch folder
  ~Program();  ///< removes it
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void write(const std::string& path, const std::string& text);
  std::optional<std::string> read(const std::string& path) const;
  bool exists(const std::string& path) const { return read(path).has_value(); }
  std::filesystem::path folder() const { return folder_; }

  /// A virtual environment of Python 3.12.4 is active, so that tests hold on every host; HOME and
  /// the cache are inside the scratch folder.
  ProgramAnswer run(std::vector<std::string> words);
  /// The same; `meanwhile` gets the running program's process id.
  ProgramAnswer run(std::vector<std::string> words, const std::function<void(int)>& meanwhile);

  std::map<std::string, std::string> variables;
  std::string standard_input;
  std::string directory = {};          ///< below the scratch folder
  std::string name = "pin-compile";    ///< argv[0]
  int standard_input_descriptor = -1;  ///< instead of the text
  int standard_output = -1;            ///< a descriptor instead of a file, if not -1
  std::vector<int> closed = {};        ///< standard streams that are closed

 private:
  std::filesystem::path folder_;
};

}  // namespace pincompile::testing
