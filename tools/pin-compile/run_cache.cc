// `cache dir|size|prune|clear`: upkeep of the cache.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cstdio>

#include "cache/store.h"
#include "cache_place.h"
#include "compile.h"
#include "run.h"

namespace pincompile::tool {
namespace {

/// `prune` drops what no run looked at for this long.
constexpr std::chrono::days kUnused{90};

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.1f} KiB", static_cast<double>(bytes) / 1024);
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024));
}

ExitStatus fail(Run& run, const Error& error) {
  run.messages.error(error);
  return status_of_resolve_error(error.kind);
}

ExitStatus report_size(Run& run, const Result<StoreSize>& size) {
  if (!size) return fail(run, size.error());
  return print(fmt::format("{} in {} entries of {} projects (file: {})\n", size_text(size->bytes),
                           size->entries, size->projects, size_text(size->file_bytes)));
}

}  // namespace

ExitStatus run_cache(Run& run, const std::vector<std::string>& words, const Settings& settings) {
  const std::string word = words.size() == 1 ? words.front() : "";
  const std::string directory = cache_directory(settings, run.environment);
  if (word != "dir" && word != "size" && word != "prune" && word != "clear") {
    run.messages.error(
        {ErrorKind::kInvalidArgument, "cache needs one of: dir, size, prune, clear"});
    return ExitStatus::kUsage;
  }
  if (directory.empty()) {
    run.messages.error({ErrorKind::kInvalidArgument,
                        "there is no cache folder",
                        {},
                        {},
                        {"name one with --cache-dir"}});
    return ExitStatus::kUsage;
  }
  if (word == "dir") return print(directory + "\n");
  if (run.files.exists(directory) == FileSystem::Kind::kNothing)
    return print("the cache is empty\n");
  if (word == "clear") {
    if (Result<void> cleared = Store::clear(directory); !cleared) return fail(run, cleared.error());
    return ExitStatus::kDone;
  }
  Result<std::uint64_t> most = parse_size(settings.value(Opt::kCacheSize));
  if (!most) return fail(run, most.error());
  const auto today = std::chrono::floor<std::chrono::days>(run.clock.now());
  Result<std::unique_ptr<Store>> store = Store::open({directory, *most, today});
  if (!store) return fail(run, store.error());
  return report_size(run, word == "size" ? (*store)->size() : (*store)->prune(today - kUnused));
}

}  // namespace pincompile::tool
