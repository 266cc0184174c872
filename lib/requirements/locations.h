// Paths and URLs as texts: joined, normalised, taken apart. Nothing here touches the disk.
// source  RFC 3986; pip's rules for what is a URL and what is a path (behaviour.md 3.3, 3.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pincompile {

/// Starts with a scheme that pip takes for a requirement's URL: http, https, file, ftp or a version
/// control one.
bool is_url(std::string_view text);
/// `git+https`, `svn+ssh`, ...: `git`, `svn`; empty for all other texts.
std::string_view version_control_of(std::string_view url);
/// http, https or file URL: what may stand behind -r and -c.
bool is_file_location_url(std::string_view text);

/// Contains a slash or starts with a dot.
bool looks_like_path(std::string_view text);
/// `.zip`, `.whl`, `.tar.gz`, ...: pip's archive suffixes.
bool has_archive_suffix(std::string_view path);

/// `.` and `..` taken out where possible, no double or final slash; empty becomes `.`.
std::string normalize_path(std::string_view path);
/// Everything before the last slash; empty without one, `/` for files of the root.
std::string_view directory_of(std::string_view path);
std::string_view file_name_of(std::string_view path);
/// `path` as seen from `directory`, normalised; absolute paths stay.
std::string join_path(std::string_view directory, std::string_view path);
/// A path that reads as one: `./` in front of a relative path that begins with a name.
std::string explicit_path(std::string_view path);
/// A relative reference resolved against a base URL.
std::string join_location(std::string_view base, std::string_view reference);

/// Path of a file URL, percent-decoded; nullopt if it is none or names another host.
std::optional<std::string> path_of_file_url(std::string_view url);
/// Last path component of a URL, percent-decoded, without query and fragment.
std::string file_name_of_url(std::string_view url);
/// Value of `#egg=` or `&egg=`; nullopt if there is none.
std::optional<std::string> egg_of_url(std::string_view url);

}  // namespace pincompile
