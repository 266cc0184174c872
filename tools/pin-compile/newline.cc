// As --newline says; `preserve` looks at the output, then at the sources.
// SPDX-License-Identifier: MIT
#include "newline.h"

#include <algorithm>

#include "paths.h"

namespace pincompile::tool {

Newline newline_for(const Job& job, const std::optional<std::string>& old_text, FileSystem& files) {
  std::string wanted = job.settings.value(Opt::kNewline);
  std::ranges::transform(wanted, wanted.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (wanted == "crlf") return Newline::kCrlf;
  if (wanted != "preserve") return Newline::kLf;
  auto has_crlf = [](std::string_view text) { return text.find("\r\n") != std::string_view::npos; };
  if (old_text && (!job.pip_compile || old_text->find('\n') != std::string::npos))
    return has_crlf(*old_text) ? Newline::kCrlf : Newline::kLf;
  for (const std::string& source : job.sources) {
    if (source == "-" || is_url(source)) continue;
    const Result<std::string> text = files.read(source);
    if (!text || (job.pip_compile && text->find('\n') == std::string::npos)) continue;
    return has_crlf(*text) ? Newline::kCrlf : Newline::kLf;
  }
  return Newline::kLf;
}

}  // namespace pincompile::tool
