// Opening, reading and writing the store's LMDB file.
// source  http://www.lmdb.tech/doc/ (LMDB 0.9)
// SPDX-License-Identifier: MIT
#include "cache/store_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csetjmp>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "cache/open_here.h"
#include "cache/record_parts.h"

namespace pincompile {
namespace {

constexpr unsigned kMostReaders = 510;
// More than LMDB needs for so many readers: a hole in the lock file would be a bus error on a full
// disk.
constexpr off_t kLockFileBytes = 64 * (kMostReaders + 8) + 4096;
constexpr unsigned kEnvironmentFlags = MDB_NOSUBDIR | MDB_NOTLS | MDB_NOMETASYNC;

std::string path_in(const std::string& directory, std::string_view suffix) {
  return fmt::format("{}/store-{}{}", directory, kRecordSchema, suffix);
}

/// The library's words or the system's in the style of ours: `MDB_CORRUPTED: Located page was wrong
/// type` is `located page was wrong type`.
std::string reason_of(int code) {
  std::string text = mdb_strerror(code);
  if (text.starts_with("MDB_")) text.erase(0, std::min(text.find(": ") + 2, text.size()));
  const bool capital = !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
  if (capital) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

Error io_error(std::string_view what, const std::string& path, int code) {
  return Error{ErrorKind::kIo, fmt::format("cannot {} {} ({})", what, path, reason_of(code))};
}

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int number = -1) {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }
  int get() const { return number_; }
  bool valid() const { return number_ >= 0; }

 private:
  int number_;
};

// Every whole page that a file has at this moment, for as long as this lives.
class Mapping {
 public:
  explicit Mapping(MDB_env* env) {
    int file = -1;
    struct stat status = {};
    if (mdb_env_get_fd(env, &file) != 0 || ::fstat(file, &status) != 0) return;
    size_ = static_cast<std::size_t>(status.st_size) / TreePages::kPageSize * TreePages::kPageSize;
    if (size_ > 0) start_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
  }
  ~Mapping() {
    if (start_ != MAP_FAILED) ::munmap(start_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  /// Empty if it cannot be mapped.
  std::span<const std::byte> bytes() const {
    if (start_ == MAP_FAILED) return {};
    return {static_cast<const std::byte*>(start_), size_};
  }

 private:
  void* start_ = MAP_FAILED;
  std::size_t size_ = 0;
};

// The meta page of one transaction, which the second commit after it overwrites.
std::optional<TreePages::Meta> meta_of(std::span<const std::byte> file, std::uint64_t transaction) {
  if (file.size() < 2 * TreePages::kPageSize) return std::nullopt;
  for (std::size_t which = 0; which < 2; ++which) {
    const auto meta =
        TreePages::read_meta(file.subspan(which * TreePages::kPageSize, TreePages::kPageSize));
    if (meta && meta->transaction == transaction) return meta;
  }
  return std::nullopt;
}

// Held in common by everyone who has the store open, alone by whoever replaces its file.
void open_guard(Descriptor& guard, const std::string& directory) {
  const std::string path = path_in(directory, ".guard");
  guard.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!guard.valid()) guard.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!guard.valid()) return;
  while (::flock(guard.get(), LOCK_SH) != 0 && errno == EINTR) {
  }
}

// On failure the common lock may be lost for a moment, never the caller's right to go on reading.
bool take_guard_alone(const Descriptor& guard) {
  if (!guard.valid()) return false;
  if (::flock(guard.get(), LOCK_EX | LOCK_NB) == 0) return true;
  while (::flock(guard.get(), LOCK_SH) != 0 && errno == EINTR) {
  }
  return false;
}

bool unlink_files(const std::string& directory) {
  const bool data = ::unlink(path_in(directory, ".mdb").c_str()) == 0 || errno == ENOENT;
  const bool lock = ::unlink(path_in(directory, ".mdb-lock").c_str()) == 0 || errno == ENOENT;
  return data && lock;
}

// Whether LMDB can be let near the file: new, or with two sound meta pages. Another process may be
// writing one of them just now, so a bad look is repeated.
bool looks_sound(const std::string& path) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (attempt > 0) ::usleep(2000);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid()) return true;
    alignas(8) std::array<std::byte, 2 * TreePages::kPageSize> pages;
    const ssize_t count = ::pread(file.get(), pages.data(), pages.size(), 0);
    if (count == 0) return true;
    if (count == static_cast<ssize_t>(pages.size()) && TreePages::newest_meta(pages)) return true;
  }
  return false;
}

bool reserve_lock_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file.valid()) return false;
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return false;
  if (status.st_size >= kLockFileBytes && status.st_blocks * 512 >= kLockFileBytes) return true;
  if (::posix_fallocate(file.get(), 0, kLockFileBytes) == 0) return true;
  if (status.st_size == 0) ::unlink(path.c_str());
  return false;
}

}  // namespace

struct StoreFile::Environment {
  std::optional<OpenHere> open_here;  // until all below is closed
  std::string directory;
  std::uint64_t map_bytes = 0;
  MDB_env* env = nullptr;
  MDB_txn* reading = nullptr;
  std::optional<Mapping> map;  // of the snapshot; LMDB keeps its own mapping to itself
  Descriptor guard;
  // LMDB's assertions end here instead of in abort(): a damaged file is no reason to end the
  // program.
  std::jmp_buf trap;
  bool armed = false;

  ~Environment() {
    if (reading != nullptr) mdb_txn_abort(reading);
    if (env != nullptr) mdb_env_close(env);
  }
  static void on_assert(MDB_env* env, const char*) {
    auto* self = static_cast<Environment*>(mdb_env_get_userctx(env));
    if (self->armed) std::longjmp(self->trap, 1);
  }
  // No object with a destructor may live in `call`'s frame while LMDB runs.
  template <class Call>
  int guarded(const Call& call) {
    if (setjmp(trap) != 0) {
      armed = false;
      return MDB_CORRUPTED;
    }
    armed = true;
    const int code = call();
    armed = false;
    return code;
  }
  int open_environment(unsigned flags);
  int begin(unsigned flags, MDB_txn** transaction);
  void map_anew();
};

int StoreFile::Environment::open_environment(unsigned flags) {
  if (env != nullptr) mdb_env_close(env);
  env = nullptr;
  int code = mdb_env_create(&env);
  if (code != 0) return code;
  mdb_env_set_userctx(env, this);
  mdb_env_set_assert(env, on_assert);
  mdb_env_set_maxreaders(env, kMostReaders);
  mdb_env_set_mapsize(env, map_bytes);
  const std::string path = path_in(directory, ".mdb");
  return guarded([&] { return mdb_env_open(env, path.c_str(), kEnvironmentFlags | flags, 0644); });
}

int StoreFile::Environment::begin(unsigned flags, MDB_txn** transaction) {
  int code = guarded([&] { return mdb_txn_begin(env, nullptr, flags, transaction); });
  if (code == MDB_READERS_FULL) {
    int dead = 0;
    mdb_reader_check(env, &dead);
    code = guarded([&] { return mdb_txn_begin(env, nullptr, flags, transaction); });
  }
  if (code == MDB_MAP_RESIZED) {
    mdb_env_set_mapsize(env, 0);
    code = guarded([&] { return mdb_txn_begin(env, nullptr, flags, transaction); });
  }
  return code;
}

// Each tree page that a write looks at brings sixteen pages of the file into LMDB's mapping, and
// they would stay. Our reading transaction only holds its snapshot, it never reads through it.
void StoreFile::Environment::map_anew() {
  MDB_envinfo info = {};
  if (mdb_env_info(env, &info) == 0) mdb_env_set_mapsize(env, info.me_mapsize);
}

StoreFile::StoreFile(std::unique_ptr<Environment> environment)
    : environment_(std::move(environment)) {}
StoreFile::~StoreFile() = default;

Result<std::shared_ptr<StoreFile>> StoreFile::open(const std::string& directory,
                                                   std::uint64_t map_bytes) {
  // Of two threads that make a new file the second finds it open.
  static std::mutex opening;
  const std::scoped_lock lock(opening);
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);
  const std::string path = path_in(directory, ".mdb");
  auto environment = std::make_unique<Environment>();
  environment->directory = directory;
  open_guard(environment->guard, directory);
  if (!looks_sound(path)) {
    if (!take_guard_alone(environment->guard) || !unlink_files(directory)) {
      return Error{ErrorKind::kCorrupt, fmt::format("{} is damaged", path)};
    }
    ::flock(environment->guard.get(), LOCK_SH);
  }
  struct stat status = {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && OpenHere::holds(status))
    return Error{ErrorKind::kIo, fmt::format("this process has {} open already", path)};
  const std::uint64_t size = exists ? static_cast<std::uint64_t>(status.st_size) : 0;
  environment->map_bytes =
      std::max(map_bytes, 2 * size) / TreePages::kPageSize * TreePages::kPageSize;
  const std::string lock_path = path + "-lock";
  const bool writable = ::access(directory.c_str(), W_OK) == 0;
  if (writable && !reserve_lock_file(lock_path)) return io_error("reserve", lock_path, errno);
  auto file = std::shared_ptr<StoreFile>(new StoreFile(std::move(environment)));
  int code = writable ? file->environment_->open_environment(0) : EACCES;
  if (code == EACCES || code == EROFS || code == EPERM) {
    file->read_only_ = true;
    code = file->environment_->open_environment(MDB_RDONLY);
  }
  // Without the right to write a lock file nobody who could write is kept from reusing pages under
  // us; what they then hold fails its checksum.
  if (code == EACCES || code == EROFS || code == EPERM) {
    code = file->environment_->open_environment(MDB_RDONLY | MDB_NOLOCK);
  }
  if (code != 0) return io_error("open", path, code);
  int number = -1;
  if (mdb_env_get_fd(file->environment_->env, &number) == 0 && ::fstat(number, &status) == 0)
    file->environment_->open_here = OpenHere::take(status);
  if (auto taken = file->take_snapshot(); !taken) return taken.error();
  return file;
}

Result<void> StoreFile::take_snapshot() {
  Environment& environment = *environment_;
  for (int attempt = 0; attempt < 20; ++attempt) {
    if (environment.reading != nullptr) mdb_txn_abort(environment.reading);
    environment.reading = nullptr;
    const int code = environment.begin(MDB_RDONLY, &environment.reading);
    if (code != 0) return io_error("read", environment.directory, code);
    const auto bytes = environment.map.emplace(environment.env).bytes();
    if (bytes.size() < 2 * TreePages::kPageSize) break;
    if (const auto meta = meta_of(bytes, mdb_txn_id(environment.reading))) {
      pages_ = TreePages(bytes, *meta);
      return {};
    }
  }
  return Error{ErrorKind::kCorrupt,
               fmt::format("{} is damaged", path_in(environment.directory, ".mdb"))};
}

std::optional<std::span<const std::byte>> StoreFile::find(const StoreKey& key) {
  return pages_.find(std::as_bytes(std::span(&key, 1)));
}

std::optional<StoreFile::Place> StoreFile::place(const StoreKey& key) {
  const auto value = pages_.find_unread(std::as_bytes(std::span(&key, 1)));
  if (!value) return std::nullopt;
  const std::byte* start = environment_->map->bytes().data();
  return Place{static_cast<std::uint64_t>(value->data() - start), value->size()};
}

bool StoreFile::read_at(std::uint64_t begin, std::span<std::byte> into) const {
  int file = -1;
  if (mdb_env_get_fd(environment_->env, &file) != 0) return false;
  while (!into.empty()) {
    const ssize_t count = ::pread(file, into.data(), into.size(), static_cast<off_t>(begin));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(count));
    begin += static_cast<std::uint64_t>(count);
  }
  return true;
}

std::uint64_t StoreFile::file_bytes() const {
  struct stat status = {};
  int file = -1;
  if (mdb_env_get_fd(environment_->env, &file) != 0 || ::fstat(file, &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

namespace {

// Checks what the change will touch, then makes it. 0 or LMDB's code.
int apply(MDB_txn* transaction, MDB_dbi main, TreePages& pages, const StoreChange& change) {
  StoreKey stored_key = change.key;
  const auto present = pages.find(std::as_bytes(std::span(&stored_key, 1)));
  if (pages.damaged()) return MDB_CORRUPTED;
  MDB_val key = {sizeof(stored_key), &stored_key};
  if (change.bytes.bytes.empty()) {
    if (!present) return 0;
    const int code = mdb_del(transaction, main, &key, nullptr);
    return code == MDB_NOTFOUND ? 0 : code;
  }
  const auto bytes = change.bytes.bytes;
  if (present && present->size() == bytes.size() &&
      std::memcmp(present->data(), bytes.data(), bytes.size()) == 0) {
    return 0;
  }
  MDB_val value = {bytes.size(), const_cast<std::byte*>(bytes.data())};
  return mdb_put(transaction, main, &key, &value, 0);
}

}  // namespace

Result<void> StoreFile::write(const std::vector<StoreChange>& changes, Flush flush) {
  Environment& environment = *environment_;
  if (read_only_)
    return Error{ErrorKind::kIo, fmt::format("{} is read-only", environment.directory)};
  mdb_env_set_flags(environment.env, MDB_NOSYNC, flush == Flush::kLater ? 1 : 0);
  int dead = 0;
  mdb_reader_check(environment.env, &dead);
  MDB_txn* transaction = nullptr;
  int code = environment.begin(0, &transaction);
  if (code != 0) return io_error("write", environment.directory, code);
  const Mapping map(environment.env);
  const auto meta = TreePages::newest_meta(map.bytes());
  const std::uint64_t number = mdb_txn_id(transaction);
  std::optional<TreePages> pages;
  if (meta && meta->transaction + 1 == number) pages.emplace(map.bytes(), *meta);
  // Removing joins neighbouring pages, which lie off the way to the key: then all of them are
  // checked.
  bool removes = false;
  for (const StoreChange& change : changes) removes = removes || change.bytes.bytes.empty();
  const bool sound = pages && pages->check_free_pages() &&
                     (!removes || pages->visit([](auto, auto) { return true; }));
  code = sound ? 0 : MDB_CORRUPTED;
  MDB_dbi main = 0;
  if (code == 0) code = mdb_dbi_open(transaction, nullptr, 0, &main);
  for (std::size_t i = 0; code == 0 && i < changes.size(); ++i) {
    code = environment.guarded([&] { return apply(transaction, main, *pages, changes[i]); });
  }
  if (code == 0) {
    code = environment.guarded([&] { return mdb_txn_commit(transaction); });
  } else {
    environment.guarded([&] {
      mdb_txn_abort(transaction);
      return 0;
    });
  }
  if (code == 0) {
    last_write_ = number;
    environment.map_anew();
    return {};
  }
  if (code == MDB_CORRUPTED || code == MDB_PAGE_NOTFOUND || code == MDB_PANIC) {
    return Error{ErrorKind::kCorrupt,
                 fmt::format("{} is damaged", path_in(environment.directory, ".mdb"))};
  }
  Error error = io_error("write", environment.directory, code);
  if (code == MDB_MAP_FULL) error.hints.push_back("the cache is full");
  return error;
}

std::vector<std::optional<StoreFile::Place>> StoreFile::written_places(
    const std::vector<StoreKey>& keys) const {
  std::vector<std::optional<Place>> places(keys.size());
  const Mapping map(environment_->env);
  const auto meta = meta_of(map.bytes(), last_write_);
  if (!meta) return places;
  TreePages pages(map.bytes(), *meta);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto value = pages.find_unread(std::as_bytes(std::span(&keys[i], 1)));
    if (!value) continue;
    places[i] =
        Place{static_cast<std::uint64_t>(value->data() - map.bytes().data()), value->size()};
  }
  return places;
}

bool StoreFile::discard() {
  if (read_only_ || !take_guard_alone(environment_->guard)) return false;
  const bool gone = unlink_files(environment_->directory);
  ::flock(environment_->guard.get(), LOCK_SH);
  read_only_ = true;
  return gone;
}

bool StoreFile::compact() {
  if (read_only_ || !take_guard_alone(environment_->guard)) return false;
  const std::string path = path_in(environment_->directory, ".mdb");
  const std::string copy = path + "-compact";
  ::unlink(copy.c_str());
  int code = environment_->guarded(
      [&] { return mdb_env_copy2(environment_->env, copy.c_str(), MDB_CP_COMPACT); });
  // The old lock table belongs to the old file.
  if (code == 0 && ::rename(copy.c_str(), path.c_str()) == 0) {
    ::unlink((path + "-lock").c_str());
    read_only_ = true;
  } else {
    ::unlink(copy.c_str());
    code = code == 0 ? errno : code;
  }
  ::flock(environment_->guard.get(), LOCK_SH);
  return code == 0;
}

Result<void> StoreFile::remove_all(const std::string& directory) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory, ignored)) return {};
  Descriptor guard;
  open_guard(guard, directory);
  if (!take_guard_alone(guard))
    return Error{ErrorKind::kIo, fmt::format("{} is in use or cannot be written", directory)};
  if (!unlink_files(directory)) return io_error("remove", path_in(directory, ".mdb"), errno);
  return {};
}

}  // namespace pincompile
