// POSIX file access; std::filesystem where it says all we need.
// SPDX-License-Identifier: MIT
#include "support/real_file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace pincompile {
namespace {

namespace fs = std::filesystem;

Error disk_error(int code, std::string_view doing, std::string_view path,
                 std::string_view missing = "file") {
  const ErrorKind kind = code == ENOENT || code == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo;
  std::string reason = std::generic_category().message(code);
  if (code == ENOENT) reason = "no such " + std::string(missing);
  if (reason[0] >= 'A' && reason[0] <= 'Z') reason[0] = static_cast<char>(reason[0] + 32);
  return Error{kind,
               "cannot " + std::string(doing) + " " + std::string(path) + " (" + reason + ")"};
}

// What is missing is the folder, and nobody takes that for a file that is not there.
Error write_error(int code, std::string_view path) {
  Error error = disk_error(code, "write", path, "folder");
  error.kind = ErrorKind::kIo;
  return error;
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { (void)close_now(); }

  int get() const { return fd_; }
  bool close_now() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

bool write_whole(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

}  // namespace

RealFileSystem::RealFileSystem(std::string working_directory)
    : working_directory_(std::move(working_directory)) {}

std::string RealFileSystem::absolute(std::string_view path) const {
  if (!path.empty() && path.front() == '/') return std::string(path);
  return working_directory_ + "/" + std::string(path);
}

Result<std::string> RealFileSystem::read(std::string_view path) {
  const FileDescriptor file(::open(absolute(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return disk_error(errno, "open", path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return disk_error(errno, "read", path);
  if (S_ISDIR(status.st_mode)) return disk_error(EISDIR, "read", path);
  std::string content;
  std::size_t size = 0;
  content.resize(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1);
  for (;;) {
    const ssize_t n = ::read(file.get(), content.data() + size, content.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return disk_error(errno, "read", path);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
    if (size == content.size()) content.resize(2 * content.size() + 4096);
  }
  content.resize(size);
  return content;
}

Result<void> RealFileSystem::write_atomically(std::string_view path, std::string_view content) {
  std::error_code failure;
  std::string final_path = absolute(path);
  const fs::path followed = fs::weakly_canonical(final_path, failure);
  if (!failure && fs::is_symlink(final_path, failure)) final_path = followed.string();
  mode_t mode = 0666;
  struct stat old {};
  const bool replaces = ::stat(final_path.c_str(), &old) == 0;
  if (replaces) mode = old.st_mode & 07777;
  const std::string temporary = final_path + ".tmp" + std::to_string(::getpid());
  FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) return write_error(errno, path);
  if (replaces) (void)::fchmod(file.get(), mode);
  if (!write_whole(file.get(), content) || ::fsync(file.get()) != 0 || !file.close_now() ||
      ::rename(temporary.c_str(), final_path.c_str()) != 0) {
    const int code = errno;
    (void)::unlink(temporary.c_str());
    return write_error(code, path);
  }
  return {};
}

FileSystem::Kind RealFileSystem::exists(std::string_view path) {
  struct stat status {};
  if (::stat(absolute(path).c_str(), &status) != 0) return Kind::kNothing;
  return S_ISDIR(status.st_mode) ? Kind::kDirectory : Kind::kFile;
}

Result<std::vector<std::string>> RealFileSystem::list(std::string_view path) {
  std::error_code failure;
  std::vector<std::string> names;
  fs::directory_iterator entry(absolute(path), failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  if (failure) return disk_error(failure.value(), "list", path, "folder");
  std::ranges::sort(names);
  return names;
}

Result<void> RealFileSystem::remove(std::string_view path) {
  if (::unlink(absolute(path).c_str()) != 0) return disk_error(errno, "remove", path);
  return {};
}

Result<FileSystem::Details> RealFileSystem::details(std::string_view path) {
  struct stat status {};
  const std::string full = absolute(path);
  if (::lstat(full.c_str(), &status) != 0) return disk_error(errno, "look at", path);
  Details details{
      static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)), status.st_mtime, {}};
  if (S_ISLNK(status.st_mode)) {
    std::error_code failure;
    details.link_target = fs::read_symlink(full, failure).string();
    if (failure) return disk_error(failure.value(), "look at", path);
  }
  return details;
}

}  // namespace pincompile
