// Indexes in their order, find-links, credentials.
// SPDX-License-Identifier: MIT
#include "index_setup.h"

#include <fmt/format.h>

#include <algorithm>

#include "output/pins_header.h"
#include "packaging/url.h"
#include "paths.h"
#include "transport_setup.h"
#include "value_lists.h"

namespace pincompile::tool {
namespace {

/// An index is a URL or a folder on this disk.
Result<void> check_index(const std::string& index, FileSystem& files) {
  if (is_url(index) || files.exists(index) == FileSystem::Kind::kDirectory) return {};
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("index \"{}\" is neither a URL nor a folder", with_hidden_user(index)),
               {},
               {},
               {"write it with its scheme: https://HOST/simple/"}};
}

/// The one main index; a level above the lines of sources has the last word.
std::string main_index(const Settings& settings, const FileOptions& lines, Messages& messages) {
  const bool above = settings.given(Opt::kIndexUrl, Level::kConfig) &&
                     !lines_alone_name_indexes(settings.pip_compile, lines);
  if (!above && lines.index_url) return *lines.index_url;
  if (above && lines.index_url && *lines.index_url != settings.value(Opt::kIndexUrl))
    messages.note(
        "an --index-url line of a source is not used: the command line or configuration names "
        "another");
  return settings.given(Opt::kIndexUrl) ? settings.value(Opt::kIndexUrl) : std::string(kPypi);
}

/// Values of the options above the sources, of the sources' lines, and of the host, in this order.
std::vector<std::string> of_all_levels(const Settings& settings, Opt option,
                                       const std::vector<std::string>& lines) {
  std::vector<std::string> values = settings.list(option, Level::kConfig);
  add_new(values, lines);
  add_new(values, settings.host_list(option));
  return values;
}

std::vector<std::string> indexes_in_order(const Settings& settings, const FileOptions& lines,
                                          Messages& messages) {
  const std::string index = main_index(settings, lines, messages);
  if (settings.is_on(Opt::kNoIndex) || lines.no_index) return {};
  std::vector<std::string> indexes =
      lines_alone_name_indexes(settings.pip_compile, lines)
          ? lines.extra_index_urls
          : of_all_levels(settings, Opt::kExtraIndexUrl, lines.extra_index_urls);
  indexes.push_back(index);
  add_new(indexes, lines.last_index_urls);
  return indexes;
}

Result<unsigned> job_count(const Settings& settings, const Environment& environment) {
  if (!settings.given(Opt::kJobs)) return std::min(environment.cores, 8u);
  const Result<std::uint64_t> jobs = number_of(settings, Opt::kJobs);
  if (!jobs) return jobs.error();
  return static_cast<unsigned>(std::min<std::uint64_t>(*jobs, 64));
}

std::string netrc_text(const Environment& environment, FileSystem& files) {
  const std::string path = environment.variable("NETRC").value_or(
      environment.home().empty() ? std::string() : environment.home() + "/.netrc");
  return path.empty() ? std::string() : files.read(path).value_or("");
}

}  // namespace

bool lines_alone_name_indexes(bool pip_compile, const FileOptions& lines) {
  return pip_compile && lines.index_url.has_value();
}

std::string absolute_place(const std::string& place, const Environment& environment) {
  return is_url(place) ? place : cleaned(joined(environment.working_directory, place));
}

Result<IndexOptions> index_options(const Settings& settings, const FileOptions& lines,
                                   const Environment& environment, FileSystem& files,
                                   Messages& messages) {
  IndexOptions options;
  options.indexes = indexes_in_order(settings, lines, messages);
  if (!settings.given(Opt::kReplay)) {  // then nobody is asked
    for (const std::string& url : options.indexes)
      if (auto fine = check_index(url, files); !fine) return fine.error();
    if (auto fine = check_certificates(settings, files); !fine) return fine.error();
  }
  for (const std::string& place : of_all_levels(settings, Opt::kFindLinks, lines.find_links))
    options.find_links.push_back(absolute_place(place, environment));
  if (settings.value(Opt::kIndexStrategy) == "unsafe-best-match")
    options.strategy = IndexStrategy::kUnsafeBestMatch;
  options.package_index = settings.config.package_index;
  options.package_index.insert(options.package_index.end(), lines.package_indexes.begin(),
                               lines.package_indexes.end());
  options.absent_on_403 = settings.absent_on_403;
  options.trusted_hosts = of_all_levels(settings, Opt::kTrustedHost, lines.trusted_hosts);
  options.netrc = netrc_text(environment, files);
  const std::string keyring = settings.value(Opt::kKeyringProvider);
  options.keyring = keyring == "subprocess" || keyring == "import";
  auto transport = transport_options(settings, environment);
  if (!transport) return transport.error();
  options.transport = *std::move(transport);
  auto retries = number_of(settings, Opt::kRetries);
  if (!retries) return retries.error();
  options.retries = static_cast<unsigned>(*retries);
  auto jobs = job_count(settings, environment);
  if (!jobs) return jobs.error();
  options.jobs = *jobs;
  options.sdists.recorded = settings.value(Opt::kSdistMetadata) != "strict";
  options.sdists.build = settings.is_on(Opt::kBuildSdists);
  return options;
}

}  // namespace pincompile::tool
