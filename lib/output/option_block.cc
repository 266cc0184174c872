// Option lines in the order pip-compile writes them.
// SPDX-License-Identifier: MIT
#include "output/option_block.h"

#include <algorithm>

#include "output/pin_line.h"
#include "packaging/url.h"

namespace pincompile {
namespace {

class Lines {
 public:
  Lines(bool keep_users, std::vector<std::string>* redacted)
      : keep_users_(keep_users), redacted_(redacted) {}

  void add(const std::string& option, const std::string& value) {
    bool removed = false;
    const std::string line =
        option + ' ' + (keep_users_ ? value : without_literal_user(value, &removed));
    if (std::ranges::find(lines_, line) != lines_.end()) return;
    if (removed && redacted_ != nullptr) redacted_->push_back(line);
    lines_.push_back(line);
  }
  void add_all(const std::string& option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  bool keep_users_;
  std::vector<std::string>* redacted_;
  std::vector<std::string> lines_;
};

std::vector<std::string> sorted_names(std::vector<std::string> names) {
  std::erase(names, ":all:");
  std::ranges::sort(names);
  return names;
}

bool has_all(const std::vector<std::string>& names) {
  return std::ranges::find(names, ":all:") != names.end();
}

}  // namespace

std::vector<std::string> option_lines(const OptionBlock& block,
                                      std::vector<std::string>* redacted) {
  Lines lines(block.pip_compile, redacted);
  if (!block.index_url.empty() && !is_pypi(block.index_url))
    lines.add("--index-url", block.index_url);
  for (const std::string& url : block.extra_index_urls)
    if (url != block.index_url) lines.add("--extra-index-url", url);
  lines.add_all("--find-links", block.find_links);
  lines.add_all("--trusted-host", block.trusted_hosts);
  if (has_all(block.no_binary)) lines.add("--no-binary", ":all:");
  if (has_all(block.only_binary)) lines.add("--only-binary", ":all:");
  lines.add_all("--no-binary", sorted_names(block.no_binary));
  lines.add_all("--only-binary", sorted_names(block.only_binary));
  return lines.take();
}

}  // namespace pincompile
