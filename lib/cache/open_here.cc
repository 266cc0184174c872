// SPDX-License-Identifier: MIT
#include "cache/open_here.h"

#include <unistd.h>

#include <mutex>
#include <set>
#include <utility>

namespace pincompile {
namespace {

struct OpenFiles {
  std::mutex mutex;
  std::set<std::tuple<pid_t, dev_t, ino_t>> keys;
};

// Never destroyed: a store may live in a static object.
OpenFiles& open_files() {
  static OpenFiles* const files = new OpenFiles;
  return *files;
}

}  // namespace

OpenHere::Key OpenHere::key_of(const struct stat& file) {
  return {::getpid(), file.st_dev, file.st_ino};
}

std::optional<OpenHere> OpenHere::take(const struct stat& file) {
  const Key key = key_of(file);
  const std::scoped_lock lock(open_files().mutex);
  if (!open_files().keys.insert(key).second) return std::nullopt;
  return OpenHere(key);
}

bool OpenHere::holds(const struct stat& file) {
  const std::scoped_lock lock(open_files().mutex);
  return open_files().keys.contains(key_of(file));
}

OpenHere::~OpenHere() {
  if (!key_) return;
  const std::scoped_lock lock(open_files().mutex);
  open_files().keys.erase(*key_);
}

OpenHere::OpenHere(OpenHere&& other) noexcept : key_(std::exchange(other.key_, std::nullopt)) {}

OpenHere& OpenHere::operator=(OpenHere&& other) noexcept {
  std::swap(key_, other.key_);
  return *this;
}

}  // namespace pincompile
