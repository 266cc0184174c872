// Indexes, find-links, trusted hosts and formats, each where it is wanted.
// SPDX-License-Identifier: MIT
#include "emitted_options.h"

#include "formats.h"
#include "index_setup.h"
#include "packaging/url.h"
#include "paths.h"
#include "value_lists.h"

namespace pincompile::tool {
namespace {

/// One option block in the making: what every part of it looks at.
struct Emission {
  const Settings& settings;
  const FileOptions& lines;
  const Environment& environment;
  bool pip_compile;

  /// `option` is one of --emit-...; they are on unless switched off.
  bool wants(Opt option) const { return !settings.given(option) || settings.is_on(option); }
  /// What pip.conf and PIP_ variables say is written on demand alone, but by pip-compile.
  bool wants_host(Opt option) const {
    return pip_compile || (settings.given(option) && settings.is_on(option));
  }
};

bool host_index_is_used(const Settings& settings, const FileOptions& lines) {
  if (!settings.host_list(Opt::kExtraIndexUrl).empty()) return true;
  return !settings.host_list(Opt::kIndexUrl).empty() &&
         !settings.given(Opt::kIndexUrl, Level::kConfig) && !lines.index_url &&
         !is_pypi(settings.value(Opt::kIndexUrl));
}

void emit_indexes(const Emission& from, OptionBlock& block, Messages& messages) {
  const auto& [settings, lines, environment, pip_compile] = from;
  if (lines_alone_name_indexes(pip_compile, lines)) {
    block.index_url = *lines.index_url;
    block.extra_index_urls = lines.extra_index_urls;
    return;
  }
  const bool host = from.wants_host(Opt::kEmitIndexUrl);
  if (settings.given(Opt::kIndexUrl, Level::kConfig)) {
    block.index_url = settings.value(Opt::kIndexUrl);
  } else if (lines.index_url) {
    block.index_url = pip_compile ? *lines.index_url : lines.index_url_text;
  } else if (host) {
    block.index_url = settings.value(Opt::kIndexUrl);
  }
  // pip-compile names the environment's indexes first.
  if (pip_compile) block.extra_index_urls = settings.host_list(Opt::kExtraIndexUrl);
  add_new(block.extra_index_urls, settings.list(Opt::kExtraIndexUrl, Level::kConfig));
  add_new(block.extra_index_urls,
          pip_compile ? lines.extra_index_urls : lines.extra_index_url_texts);
  // pip asks all indexes alike, so the ones that are asked last are extra ones to it.
  add_new(block.extra_index_urls, lines.last_index_urls);
  if (host) add_new(block.extra_index_urls, settings.host_list(Opt::kExtraIndexUrl));
  // A check writes nothing.
  if (!host && host_index_is_used(settings, lines) && !settings.is_on(Opt::kCheck))
    messages.note(
        "an index of pip.conf or a PIP_ variable was used but not written; --emit-index-url "
        "writes it");
}

/// A --find-links line of a source as pip-compile shows it: the folder of its file in full, then
/// the text as written.
std::string full_place(const std::string& place, const std::string& text,
                       const Environment& environment) {
  if (!place.ends_with(text)) return absolute_place(place, environment);
  const std::string folder = place.substr(0, place.size() - text.size());
  return joined(absolute_place(folder, environment), text);
}

void emit_find_links(const Emission& from, const std::string& output, OptionBlock& block) {
  const Settings& settings = from.settings;
  const FileOptions& lines = from.lines;
  const Environment& environment = from.environment;
  const bool pip_compile = from.pip_compile;
  const std::string base =
      cleaned(joined(environment.working_directory, output == "-" ? "" : directory_of(output)));
  const auto place = [&](const std::string& text) {
    return is_url(text) ? text : relative_to(absolute_place(text, environment), base);
  };
  const auto place_of_line = [&](std::size_t i) {
    const std::string& link = lines.find_links[i];
    const std::string& text = i < lines.find_links_texts.size() ? lines.find_links_texts[i] : link;
    if (is_url(link)) return pip_compile ? link : text;
    return pip_compile ? full_place(link, text, environment) : place(link);
  };
  // pip-compile writes what the environment says first, and as it stands.
  if (pip_compile) block.find_links = settings.host_list(Opt::kFindLinks);
  for (const std::string& text : settings.list(Opt::kFindLinks, Level::kConfig))
    block.find_links.push_back(pip_compile ? text : place(text));
  for (std::size_t i = 0; i < lines.find_links.size(); ++i)
    block.find_links.push_back(place_of_line(i));
  if (!pip_compile && from.wants_host(Opt::kEmitFindLinks))
    for (const std::string& text : settings.host_list(Opt::kFindLinks))
      block.find_links.push_back(place(text));
}

void emit_trusted_hosts(const Emission& from, OptionBlock& block) {
  const Settings& settings = from.settings;
  if (from.pip_compile) block.trusted_hosts = settings.host_list(Opt::kTrustedHost);
  add_new(block.trusted_hosts, settings.list(Opt::kTrustedHost, Level::kConfig));
  add_new(block.trusted_hosts, from.lines.trusted_hosts);
  if (from.wants_host(Opt::kEmitTrustedHost))
    add_new(block.trusted_hosts, settings.host_list(Opt::kTrustedHost));
}

std::vector<std::string> names_of(const FormatPolicy& policy) {
  std::vector<std::string> names = policy.names;
  if (policy.all) names.push_back(":all:");
  return names;
}

}  // namespace

OptionBlock option_block(const Settings& settings, const FileOptions& lines,
                         const std::string& output, const Environment& environment,
                         bool pip_compile, Messages& messages) {
  OptionBlock block;
  block.pip_compile = pip_compile;
  if (!settings.is_on(Opt::kEmitOptions)) return block;
  const Emission from{settings, lines, environment, pip_compile};
  // To pip --no-index takes all indexes away.
  const bool no_index = pip_compile && (settings.is_on(Opt::kNoIndex) || lines.no_index);
  if (from.wants(Opt::kEmitIndexUrl) && !no_index) emit_indexes(from, block, messages);
  if (from.wants(Opt::kEmitFindLinks)) emit_find_links(from, output, block);
  if (from.wants(Opt::kEmitTrustedHost)) emit_trusted_hosts(from, block);
  const Formats formats = formats_of(settings, lines, pip_compile ? Level::kHost : Level::kConfig);
  block.no_binary = names_of(formats.no_binary);
  block.only_binary = names_of(formats.only_binary);
  return block;
}

}  // namespace pincompile::tool
