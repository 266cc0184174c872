// Typed options from settings.
// SPDX-License-Identifier: MIT
#include "resolve_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cutoff.h"
#include "output/pin_line.h"
#include "output/pins_header.h"
#include "packaging/url.h"
#include "paths.h"
#include "pincompile/library_version.h"
#include "pincompile/name.h"

namespace pincompile::tool {
namespace {

PrereleaseMode prerelease_mode(std::string_view text) {
  if (text == "explicit") return PrereleaseMode::kExplicit;
  if (text == "allow") return PrereleaseMode::kAllow;
  if (text == "disallow") return PrereleaseMode::kDisallow;
  return PrereleaseMode::kIfNecessary;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

Error bad_pair(Opt option, const std::string& text) {
  return {ErrorKind::kInvalidArgument,
          fmt::format("{} needs {}, not \"{}\"", row_of(option).names.front(), row_of(option).value,
                      text)};
}

Result<void> read_prereleases(const Settings& settings, const FileOptions& lines,
                              ResolveOptions& options) {
  const Setting* pre = settings.last(Opt::kPre);
  const Setting* mode = settings.last(Opt::kPrerelease);
  if (mode != nullptr) options.prerelease = prerelease_mode(mode->occurrence.value);
  // --pre and --prerelease are one switch; the higher level has the last word.
  if (pre != nullptr && (mode == nullptr || pre->level <= mode->level))
    options.prerelease = PrereleaseMode::kAllow;
  if (lines.pre && (pre == nullptr || pre->level == Level::kHost) && mode == nullptr)
    options.prerelease = PrereleaseMode::kAllow;
  auto add = [&options](const std::vector<std::string>& names, PrereleaseMode chosen) {
    for (const std::string& list : names)
      for (const std::string& name : split_at_commas(list)) {
        if (name == ":all:") {
          options.prerelease = chosen;
        } else if (name != ":none:") {
          options.prerelease_by_project[normalize_name(name)] = chosen;
        }
      }
  };
  add(lines.all_releases, PrereleaseMode::kAllow);
  add(lines.only_final, PrereleaseMode::kDisallow);
  add(settings.list(Opt::kAllReleases), PrereleaseMode::kAllow);
  add(settings.list(Opt::kOnlyFinal), PrereleaseMode::kDisallow);
  for (const std::string& pair : settings.list(Opt::kPrereleasePackage)) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) return bad_pair(Opt::kPrereleasePackage, pair);
    const std::string value = pair.substr(equals + 1);
    if (auto fine = check_choice(row_of(Opt::kPrerelease), "--prerelease-package", value); !fine)
      return fine.error();
    options.prerelease_by_project[normalize_name(pair.substr(0, equals))] = prerelease_mode(value);
  }
  return {};
}

Result<void> read_cutoffs(const Settings& settings, std::chrono::sys_seconds now,
                          ResolveOptions& options) {
  if (settings.given(Opt::kUploadedPriorTo)) {
    auto cutoff = parse_cutoff(settings.value(Opt::kUploadedPriorTo), now);
    if (!cutoff) return cutoff.error();
    options.uploaded_prior_to = *cutoff;
  }
  for (const std::string& pair : settings.list(Opt::kUploadedPriorToPackage)) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      return bad_pair(Opt::kUploadedPriorToPackage, pair);
    const std::string name = normalize_name(pair.substr(0, equals));
    const std::string value = pair.substr(equals + 1);
    if (value == "none" || value == "false") {
      options.uploaded_prior_to_by_project[name] = std::nullopt;
      continue;
    }
    auto cutoff = parse_cutoff(value, now);
    if (!cutoff) return cutoff.error();
    options.uploaded_prior_to_by_project[name] = *cutoff;
  }
  return {};
}

Result<void> read_upgrades(const Settings& settings, ResolveOptions& options) {
  options.upgrade = settings.is_on(Opt::kUpgrade) || settings.is_on(Opt::kOnline);
  for (const std::string& text : settings.list(Opt::kUpgradePackage)) {
    auto requirement = Requirement::parse(text);
    if (!requirement) {
      Error error = requirement.error();
      error.message = fmt::format("--upgrade-package: {}", error.message);
      error.kind = ErrorKind::kInvalidArgument;
      return error;
    }
    if (!requirement->url.empty())
      return Error{ErrorKind::kInvalidArgument,
                   fmt::format("--upgrade-package: {} is given by a URL", requirement->name),
                   {},
                   {},
                   {fmt::format("change the line that has the URL; -P {} takes a version",
                                requirement->name)}};
    InputRequirement line;
    line.requirement = *requirement;
    line.text = text;
    line.origin = {"--upgrade-package", "--upgrade-package", 0, {}};
    options.upgrade_packages.push_back(std::move(line));
  }
  return {};
}

bool above_host(const Settings& settings, Opt option) {
  return settings.last(option, Level::kConfig) != nullptr;
}

/// Files of certificates that the user named for this run have to be there. pip-compile looks when
/// it first needs one.
Result<void> check_certificates(const Settings& settings, FileSystem& files) {
  if (settings.pip_compile) return {};
  for (Opt option : {Opt::kCert, Opt::kClientCert}) {
    const std::string path = settings.value(option);
    if (path.empty() || !above_host(settings, option)) continue;
    if (files.exists(path) == FileSystem::Kind::kNothing)
      return Error{ErrorKind::kNotFound, fmt::format("{}: cannot open {} (no such file)",
                                                     row_of(option).names.front(), path)};
  }
  return {};
}

/// An index is a URL or a folder on this disk.
Result<void> check_index(const std::string& index, FileSystem& files) {
  if (is_url(index) || files.exists(index) == FileSystem::Kind::kDirectory) return {};
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("index \"{}\" is neither a URL nor a folder", with_hidden_user(index)),
               {},
               {},
               {"write it with its scheme: https://HOST/simple/"}};
}

/// Absolute path of a local --find-links; URLs stay.
std::string absolute_place(const std::string& place, const Environment& environment) {
  return is_url(place) ? place : cleaned(joined(environment.working_directory, place));
}

/// A --find-links line of a source as pip-compile shows it: the folder of its file in full, then
/// the text as written.
std::string full_place(const std::string& place, const std::string& text,
                       const Environment& environment) {
  if (!place.ends_with(text)) return absolute_place(place, environment);
  const std::string folder = place.substr(0, place.size() - text.size());
  return joined(absolute_place(folder, environment), text);
}

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const std::string& item : more)
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

/// To pip an --index-url line of a source replaces all indexes named elsewhere (behaviour.md 1.4,
/// 2.11).
bool lines_alone_name_indexes(bool pip_compile, const FileOptions& lines) {
  return pip_compile && lines.index_url.has_value();
}

std::vector<std::string> host_values(const Settings& settings, Opt option) {
  std::vector<std::string> values;
  for (const Setting& setting : settings.all())
    if (setting.level == Level::kHost && setting.occurrence.row->id == option)
      values.push_back(setting.occurrence.value);
  return values;
}

Result<TransportOptions> transport_options(const Settings& settings,
                                           const Environment& environment) {
  TransportOptions transport;
  transport.proxy = settings.value(Opt::kProxy);
  if (transport.proxy.find(' ') != std::string::npos)
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("--proxy \"{}\" is no URL", with_hidden_user(transport.proxy)),
                 {},
                 {},
                 {"for example http://proxy.example.org:3128"}};
  transport.http_proxy =
      environment.variable("http_proxy").value_or(environment.variable("HTTP_PROXY").value_or(""));
  transport.https_proxy = environment.variable_of_either_case("HTTPS_PROXY").value_or("");
  transport.all_proxy = environment.variable_of_either_case("ALL_PROXY").value_or("");
  transport.no_proxy = environment.variable_of_either_case("NO_PROXY").value_or("");
  transport.ca_file = settings.value(Opt::kCert);
  for (const char* name : {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"})
    if (transport.ca_file.empty()) transport.ca_file = environment.variable(name).value_or("");
  transport.ca_directory = environment.variable("SSL_CERT_DIR").value_or("");
  transport.client_certificate = settings.value(Opt::kClientCert);
  auto timeout = number_of(settings, Opt::kTimeout);
  if (!timeout) return timeout.error();
  transport.timeout = std::chrono::seconds(*timeout);
  transport.user_agent = "pin-compile/" PINCOMPILE_VERSION;
  return transport;
}

}  // namespace

Formats formats_of(const Settings& settings, const FileOptions& lines) {
  Formats formats;
  auto apply = [&formats](bool only_binary, const std::string& text) {
    FormatPolicy& own = only_binary ? formats.only_binary : formats.no_binary;
    FormatPolicy& other = only_binary ? formats.no_binary : formats.only_binary;
    for (const std::string& item : split_at_commas(text)) {
      if (item == ":all:") {
        own = {true, {}};
        other = {};
      } else if (item == ":none:") {
        own = {};
      } else {
        const std::string name = normalize_name(item);
        std::erase(other.names, name);
        if (std::ranges::find(own.names, name) == own.names.end()) own.names.push_back(name);
      }
    }
  };
  auto apply_level = [&](Level level) {
    for (const Setting& setting : settings.all()) {
      if (setting.level != level) continue;
      const Opt option = setting.occurrence.row->id;
      if (option == Opt::kOnlyBinary) apply(true, setting.occurrence.value);
      if (option == Opt::kNoBinary) apply(false, setting.occurrence.value);
      if (option == Opt::kNoBuild) apply(true, ":all:");
    }
  };
  apply_level(Level::kHost);
  // The lists of the sources have been merged as their lines were read: `:all:` first, then names.
  for (const bool all : {true, false}) {
    for (const std::string& name : lines.no_binary)
      if ((name == ":all:") == all) apply(false, name);
    for (const std::string& name : lines.only_binary)
      if ((name == ":all:") == all) apply(true, name);
  }
  for (Level level : {Level::kConfig, Level::kEnvironment, Level::kCommandLine}) apply_level(level);
  std::ranges::sort(formats.only_binary.names);
  std::ranges::sort(formats.no_binary.names);
  return formats;
}

Result<ResolveOptions> resolve_options(const Settings& settings, const FileOptions& lines,
                                       std::chrono::sys_seconds now) {
  ResolveOptions options;
  const std::string objective = settings.value(Opt::kObjective);
  if (objective == "newest") options.objective = Objective::kNewest;
  if (objective == "greedy") options.objective = Objective::kGreedy;
  const std::string resolution = settings.value(Opt::kResolution);
  if (resolution == "lowest") options.resolution = ResolutionMode::kLowest;
  if (resolution == "lowest-direct") options.resolution = ResolutionMode::kLowestDirect;
  if (auto read = read_prereleases(settings, lines, options); !read) return read.error();
  if (auto read = read_cutoffs(settings, now, options); !read) return read.error();
  if (auto read = read_upgrades(settings, options); !read) return read.error();
  const Formats formats = formats_of(settings, lines);
  options.only_binary = formats.only_binary;
  options.no_binary = formats.no_binary;
  options.prefer_binary = lines.prefer_binary || settings.is_on(Opt::kPreferBinary);
  options.strict_sdist_metadata = settings.value(Opt::kSdistMetadata) == "strict";
  options.builds_sdists = settings.is_on(Opt::kBuildSdists);
  options.respect_python_upper_bounds = settings.value(Opt::kPythonUpperBounds) != "ignore";
  options.ignore_requires_python = settings.is_on(Opt::kIgnoreRequiresPython);
  options.require_hashes =
      settings.is_on(Opt::kRequireHashes) || lines.require_hashes.value_or(false);
  auto conflicts = number_of(settings, Opt::kMaxConflicts);
  if (!conflicts) return conflicts.error();
  options.max_conflicts = *conflicts;
  auto fetches = number_of(settings, Opt::kMaxFetches);
  if (!fetches) return fetches.error();
  options.max_fetches = *fetches;
  if (settings.given(Opt::kMaxSeconds)) {
    auto seconds = number_of(settings, Opt::kMaxSeconds);
    if (!seconds) return seconds.error();
    options.max_time = std::chrono::seconds(*seconds);
  }
  return options;
}

Result<IndexOptions> index_options(const Settings& settings, const FileOptions& lines,
                                   const Environment& environment, FileSystem& files,
                                   Messages& messages) {
  IndexOptions options;
  std::string index(kPypi);
  const bool by_lines_alone = lines_alone_name_indexes(settings.pip_compile, lines);
  if (above_host(settings, Opt::kIndexUrl) && !by_lines_alone) {
    index = settings.value(Opt::kIndexUrl);
    if (lines.index_url && *lines.index_url != index)
      messages.note(
          "an --index-url line of a source is not used: the command line or configuration names "
          "another");
  } else if (lines.index_url) {
    index = *lines.index_url;
  } else if (settings.given(Opt::kIndexUrl)) {
    index = settings.value(Opt::kIndexUrl);
  }
  std::vector<std::string> extras;
  if (!by_lines_alone) extras = settings.list(Opt::kExtraIndexUrl, Level::kConfig);
  add_new(extras, lines.extra_index_urls);
  if (!by_lines_alone) add_new(extras, host_values(settings, Opt::kExtraIndexUrl));
  if (!settings.is_on(Opt::kNoIndex) && !lines.no_index) {
    options.indexes = extras;
    options.indexes.push_back(index);
    add_new(options.indexes, lines.last_index_urls);
  }
  if (!settings.given(Opt::kReplay)) {  // then nobody is asked
    for (const std::string& url : options.indexes)
      if (auto fine = check_index(url, files); !fine) return fine.error();
    if (auto fine = check_certificates(settings, files); !fine) return fine.error();
  }
  for (const std::string& place : settings.list(Opt::kFindLinks, Level::kConfig))
    options.find_links.push_back(absolute_place(place, environment));
  for (const std::string& place : lines.find_links)
    options.find_links.push_back(absolute_place(place, environment));
  for (const std::string& place : host_values(settings, Opt::kFindLinks))
    options.find_links.push_back(absolute_place(place, environment));
  if (settings.value(Opt::kIndexStrategy) == "unsafe-best-match")
    options.strategy = IndexStrategy::kUnsafeBestMatch;
  options.package_index = settings.config.package_index;
  options.package_index.insert(options.package_index.end(), lines.package_indexes.begin(),
                               lines.package_indexes.end());
  options.absent_on_403 = settings.absent_on_403;
  options.trusted_hosts = settings.list(Opt::kTrustedHost, Level::kConfig);
  add_new(options.trusted_hosts, lines.trusted_hosts);
  add_new(options.trusted_hosts, host_values(settings, Opt::kTrustedHost));
  const std::string netrc = environment.variable("NETRC").value_or(
      environment.home().empty() ? std::string() : environment.home() + "/.netrc");
  if (!netrc.empty()) options.netrc = files.read(netrc).value_or("");
  const std::string keyring = settings.value(Opt::kKeyringProvider);
  options.keyring = keyring == "subprocess" || keyring == "import";
  auto transport = transport_options(settings, environment);
  if (!transport) return transport.error();
  options.transport = *std::move(transport);
  auto retries = number_of(settings, Opt::kRetries);
  if (!retries) return retries.error();
  options.retries = static_cast<unsigned>(*retries);
  if (settings.given(Opt::kJobs)) {
    auto jobs = number_of(settings, Opt::kJobs);
    if (!jobs) return jobs.error();
    options.jobs = static_cast<unsigned>(std::min<std::uint64_t>(*jobs, 64));
  } else {
    options.jobs = std::min(environment.cores, 8u);
  }
  options.sdists.recorded = settings.value(Opt::kSdistMetadata) != "strict";
  options.sdists.build = settings.is_on(Opt::kBuildSdists);
  return options;
}

OptionBlock option_block(const Settings& settings, const FileOptions& lines,
                         const std::string& output, const Environment& environment,
                         bool pip_compile, Messages& messages) {
  OptionBlock block;
  block.pip_compile = pip_compile;
  if (!settings.is_on(Opt::kEmitOptions)) return block;
  auto wanted = [&](Opt option) { return !settings.given(option) || settings.is_on(option); };
  auto host_wanted = [&](Opt option) {
    return pip_compile || (settings.given(option) && settings.is_on(option));
  };

  // To pip --no-index takes all indexes away.
  const bool no_index = pip_compile && (settings.is_on(Opt::kNoIndex) || lines.no_index);
  const bool wants_index = wanted(Opt::kEmitIndexUrl) && !no_index;
  if (wants_index && lines_alone_name_indexes(pip_compile, lines)) {
    block.index_url = *lines.index_url;
    block.extra_index_urls = lines.extra_index_urls;
  } else if (wants_index) {
    const bool host = host_wanted(Opt::kEmitIndexUrl);
    if (above_host(settings, Opt::kIndexUrl)) {
      block.index_url = settings.value(Opt::kIndexUrl);
    } else if (lines.index_url) {
      block.index_url = pip_compile ? *lines.index_url : lines.index_url_text;
    } else if (host) {
      block.index_url = settings.value(Opt::kIndexUrl);
    }
    // pip-compile names the environment's indexes first.
    if (pip_compile) block.extra_index_urls = host_values(settings, Opt::kExtraIndexUrl);
    add_new(block.extra_index_urls, settings.list(Opt::kExtraIndexUrl, Level::kConfig));
    add_new(block.extra_index_urls,
            pip_compile ? lines.extra_index_urls : lines.extra_index_url_texts);
    if (host) add_new(block.extra_index_urls, host_values(settings, Opt::kExtraIndexUrl));
    const bool host_index =
        (!host_values(settings, Opt::kIndexUrl).empty() && !above_host(settings, Opt::kIndexUrl) &&
         !lines.index_url && !is_pypi(settings.value(Opt::kIndexUrl))) ||
        !host_values(settings, Opt::kExtraIndexUrl).empty();
    if (!host && host_index && !settings.is_on(Opt::kCheck))  // a check writes nothing
      messages.note(
          "an index of pip.conf or a PIP_ variable was used but not written; --emit-index-url "
          "writes it");
  }
  if (wanted(Opt::kEmitFindLinks)) {
    const std::string base =
        cleaned(joined(environment.working_directory, output == "-" ? "" : directory_of(output)));
    auto place = [&](const std::string& text) {
      if (is_url(text)) return text;
      return relative_to(cleaned(joined(environment.working_directory, text)), base);
    };
    // pip-compile writes what the environment says first, and as it stands.
    if (pip_compile) block.find_links = host_values(settings, Opt::kFindLinks);
    for (const std::string& text : settings.list(Opt::kFindLinks, Level::kConfig))
      block.find_links.push_back(pip_compile ? text : place(text));
    for (std::size_t i = 0; i < lines.find_links.size(); ++i) {
      const bool url = is_url(lines.find_links[i]);
      const std::string& text =
          i < lines.find_links_texts.size() ? lines.find_links_texts[i] : lines.find_links[i];
      block.find_links.push_back(url && !pip_compile ? text
                                 : pip_compile && !url
                                     ? full_place(lines.find_links[i], text, environment)
                                     : place(lines.find_links[i]));
    }
    if (!pip_compile && host_wanted(Opt::kEmitFindLinks))
      for (const std::string& text : host_values(settings, Opt::kFindLinks))
        block.find_links.push_back(place(text));
  }
  if (wanted(Opt::kEmitTrustedHost)) {
    if (pip_compile) block.trusted_hosts = host_values(settings, Opt::kTrustedHost);
    add_new(block.trusted_hosts, settings.list(Opt::kTrustedHost, Level::kConfig));
    add_new(block.trusted_hosts, lines.trusted_hosts);
    if (host_wanted(Opt::kEmitTrustedHost))
      add_new(block.trusted_hosts, host_values(settings, Opt::kTrustedHost));
  }
  const Formats formats = formats_of(settings, lines);
  block.no_binary = formats.no_binary.names;
  if (formats.no_binary.all) block.no_binary.push_back(":all:");
  block.only_binary = formats.only_binary.names;
  if (formats.only_binary.all) block.only_binary.push_back(":all:");
  return block;
}

RequirementsTxtOptions writer_options(const Settings& settings, bool pip_compile) {
  RequirementsTxtOptions options;
  options.pip_compile = pip_compile;
  options.header = settings.is_on(Opt::kHeader);
  options.fingerprint = settings.is_on(Opt::kFingerprint);
  options.mark_best_known = settings.value(Opt::kObjective) != "greedy";
  options.annotate = settings.is_on(Opt::kAnnotate);
  if (settings.value(Opt::kAnnotationStyle) == "line")
    options.annotation_style = AnnotationStyle::kLine;
  options.strip_extras = settings.is_on(Opt::kStripExtras);
  options.strip_markers = settings.is_on(Opt::kStripMarkers);
  options.allow_unsafe =
      settings.given(Opt::kAllowUnsafe) ? settings.is_on(Opt::kAllowUnsafe) : !pip_compile;
  if (settings.given(Opt::kUnsafePackage))
    options.unsafe_packages = settings.list(Opt::kUnsafePackage);
  if (settings.given(Opt::kNoEmitPackage)) {
    if (!settings.given(Opt::kUnsafePackage)) options.unsafe_packages.clear();
    add_new(options.unsafe_packages, settings.list(Opt::kNoEmitPackage));
    if (!settings.given(Opt::kAllowUnsafe)) options.allow_unsafe = false;
  }
  options.hashes = settings.is_on(Opt::kGenerateHashes);
  const std::string scope = settings.value(Opt::kHashScope);
  if (scope == "target") options.hash_scope = HashScope::kTarget;
  if (scope == "best") options.hash_scope = HashScope::kBest;
  return options;
}

}  // namespace pincompile::tool
