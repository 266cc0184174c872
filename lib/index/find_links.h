// --find-links: directories, and pages whose links are files of many projects. Also how local files
// are named in URLs.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/page_record.h"
#include "pincompile/file_system.h"
#include "pincompile/result.h"

namespace pincompile {

/// Path of a local file or directory given as path or `file:` URL; nullopt for other URLs.
std::optional<std::string> local_path(std::string_view location);
/// `/a b` to `file:///a%20b`.
std::string file_url_of(std::string_view absolute_path);

/// Those of the directory's files (`names`) that belong to the project, with size and digest.
/// errors   kNotFound, kIo.
Result<PageContent> read_links_directory(FileSystem& files, const std::string& path,
                                         const std::vector<std::string>& names,
                                         const std::string& project);

/// The files of a page of many projects whose names start like the project's.
PageContent links_of_project(const PageContent& all, const std::string& project);

/// Size and digest of the local files that the page gives no digest of. What cannot be read stays
/// as it is: its metadata will not be found either.
PageContent with_digests(FileSystem& files, PageContent links);

}  // namespace pincompile
