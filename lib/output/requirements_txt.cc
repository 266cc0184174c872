// The pinned requirements file, to the byte (behaviour.md 2.1, 2.5 to 2.9).
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "output/annotations.h"
#include "output/pin_line.h"
#include "output/pins_header.h"
#include "pincompile/fingerprint.h"
#include "pincompile/graph.h"
#include "pincompile/name.h"
#include "pincompile/writer.h"

namespace pincompile {
namespace {

constexpr std::string_view kUnsafeHeading =
    "# The following packages are considered to be unsafe in a requirements file:\n";
constexpr std::string_view kNotPinnedHeading =
    "# WARNING: these packages are not pinned; hash-checked installs may need --allow-unsafe:\n";
constexpr std::string_view kNotPinnedHeadingOfPipCompile =
    "# WARNING: The following packages were not pinned, but pip requires them to be\n"
    "# pinned when the requirements file includes hashes and the requirement is not\n"
    "# satisfied by a package already installed. Consider using the --allow-unsafe flag.\n";
constexpr std::string_view kNoHashWarning =
    "# WARNING: this line has no hash; pip rejects it in hash-checking mode.\n"
    "# Use an archive URL or an index release instead.\n";
constexpr std::string_view kNoHashWarningOfPipCompile =
    "# WARNING: pip install will require the following package to be hashed.\n"
    "# Consider using a hashable URL like "
    "https://github.com/jazzband/pip-tools/archive/SOMECOMMIT.zip\n";

/// Writes the pins below the header; keeps what every line needs at hand.
class Body {
 public:
  Body(const Resolution& resolution, const RequirementsTxtOptions& options)
      : resolution_(resolution), options_(options), graph_(resolution) {
    for (const std::string& name : options.unsafe_packages)
      unsafe_names_.push_back(normalize_name(name));
    if (options.strip_markers) {
      markers_.resize(resolution.pins.size());
    } else {
      markers_ = options.pip_compile ? last_line_markers(resolution) : pin_markers(resolution);
    }
    for (std::size_t i = 0; i < resolution.pins.size(); ++i) {
      if (provider(resolution.pins[i]) != nullptr) continue;
      (is_unsafe(resolution.pins[i]) ? unsafe_ : safe_).push_back(i);
    }
    std::vector<std::string> order;
    for (const Pin& pin : resolution.pins) order.push_back(pin_order(resolution, pin));
    for (std::vector<std::size_t>* list : {&safe_, &unsafe_})
      std::ranges::stable_sort(*list, {},
                               [&order](std::size_t i) -> const std::string& { return order[i]; });
    if (options.hashes) find_hashes();
  }

  std::string text() const {
    std::string text;
    for (std::size_t i : safe_) text += pin(i);
    text += unsafe_part();
    text += provided_part();
    return text;
  }

 private:
  bool is_unsafe(const Pin& pin) const {
    return std::ranges::find(unsafe_names_, pin.name) != unsafe_names_.end();
  }

  /// The annotation of the environment file that provides a package; nullptr for all others.
  const std::string* provider(const Pin& pin) const {
    const auto found =
        std::ranges::find(options_.provided, pin.name, &std::pair<std::string, std::string>::first);
    return found == options_.provided.end() ? nullptr : &found->second;
  }

  std::string provided_part() const {
    std::string text;
    for (const Pin& pin : resolution_.pins)
      if (const std::string* file = provider(pin))
        text += fmt::format("# provided by {}: {} {}\n", *file, pin.name, pin.version);
    return text.empty() ? text : '\n' + text;
  }

  void find_hashes() {
    hashes_.resize(resolution_.pins.size());
    bool any = false;
    for (const std::vector<std::size_t>* list : {&safe_, &unsafe_}) {
      if (list == &unsafe_ && !options_.allow_unsafe) continue;
      for (std::size_t i : *list) {
        const Pin& pin = resolution_.pins[i];
        const auto kept = options_.kept_hashes.find(pin.name);
        hashes_[i] = kept != options_.kept_hashes.end()
                         ? kept->second
                         : pin_hashes(resolution_, pin, options_.hash_scope);
        any = any || !hashes_[i].empty();
      }
    }
    // To pip-compile a file in which nothing has a hash is no hashed file.
    hashed_file_ = any || !options_.pip_compile;
  }

  std::vector<std::string> via(std::size_t i) const {
    std::vector<std::string> sources = graph_.via(i);
    const Pin& pin = resolution_.pins[i];
    if (options_.pip_compile && is_its_own_source(resolution_, pin))
      sources.insert(std::ranges::lower_bound(sources, pin.name), pin.name);
    return sources;
  }

  std::string unsafe_part() const {
    if (unsafe_.empty()) return "";
    std::string text = "\n";
    if (options_.allow_unsafe) {
      text += kUnsafeHeading;
      for (std::size_t i : unsafe_) text += pin(i);
      return text;
    }
    text += !hashed_file_          ? kUnsafeHeading
            : options_.pip_compile ? kNotPinnedHeadingOfPipCompile
                                   : kNotPinnedHeading;
    for (std::size_t i : unsafe_) text += fmt::format("# {}\n", resolution_.pins[i].name);
    return text;
  }

  std::string pin(std::size_t i) const {
    const Pin& pin = resolution_.pins[i];
    std::string line = pin_text(resolution_, pin, options_.strip_extras,
                                options_.pip_compile ? options_.working_directory : "");
    if (!markers_[i].empty()) line += " ; " + markers_[i];
    std::string text;
    const bool hashed = hashed_file_ && !hashes_[i].empty();
    if (hashed_file_ && !hashed)
      text += options_.pip_compile ? kNoHashWarningOfPipCompile : kNoHashWarning;
    if (hashed)
      for (const std::string& hash : hashes_[i]) line += " \\\n    --hash=" + hash;
    if (!options_.annotate) return text + line + '\n';
    const std::vector<std::string> sources = via(i);
    if (options_.annotation_style == AnnotationStyle::kSplit)
      return text + line + '\n' + split_annotation(sources);
    if (hashed) return text + line + '\n' + own_line_annotation(sources);
    return text + line_annotation(line, sources) + '\n';
  }

  const Resolution& resolution_;
  const RequirementsTxtOptions& options_;
  ResolvedGraph graph_;
  std::vector<std::string> unsafe_names_;  ///< normalised
  std::vector<std::string> markers_;
  std::vector<std::size_t> safe_;
  std::vector<std::size_t> unsafe_;
  std::vector<std::vector<std::string>> hashes_;  ///< of each pin that is written
  bool hashed_file_ = false;                      ///< warnings about missing hashes make sense
};

std::string with_crlf(std::string_view text) {
  std::string converted;
  converted.reserve(text.size() + text.size() / 32);
  for (char c : text) {
    if (c == '\n') converted += '\r';
    converted += c;
  }
  return converted;
}

std::string header(const Resolution& resolution, const RequirementsTxtOptions& options,
                   std::string_view body) {
  PinsHeader header;
  if (options.pip_compile) header.program = "pip-compile";
  header.python = resolution.target.python.short_form();
  header.command = options.command;
  if (options.pip_compile) return pins_header(header);
  if (options.fingerprint && !options.inputs_digest.empty() && !options.options_digest.empty())
    header.fingerprint = Fingerprint{resolution.target.id(), options.inputs_digest,
                                     options.options_digest, pins_digest(body)}
                             .to_string();
  if (options.mark_best_known)
    for (const Pin& pin : resolution.pins)
      if (pin.status == ProofStatus::kBestKnown) header.best_known.push_back(pin.name);
  return pins_header(header);
}

}  // namespace

std::string requirements_txt(const Resolution& resolution, const RequirementsTxtOptions& options) {
  std::string body;
  for (const std::string& line : options.option_lines) body += line + '\n';
  const std::string pins = Body(resolution, options).text();
  if (!body.empty() && (!pins.empty() || options.pip_compile)) body += '\n';
  body += pins;
  std::string text = options.header ? header(resolution, options, body) + body : body;
  if (text.empty()) text = "\n";
  return options.newline == Newline::kCrlf ? with_crlf(text) : text;
}

}  // namespace pincompile
