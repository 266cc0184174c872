// SPDX-License-Identifier: MIT
#include "index/format_parts.h"

#include "index/html_document.h"

namespace pincompile {
namespace {

class LinkedFormatParts : public FormatParts {
 public:
  Result<HtmlPage> read_html(std::string_view text) override { return read_html_document(text); }
  Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                      std::size_t max_member_bytes) override {
    return pincompile::read_archive(bytes, choose, max_member_bytes);
  }
  Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) override {
    return pincompile::write_tar_gz(members);
  }
};

}  // namespace

std::unique_ptr<FormatParts> make_format_parts() { return std::make_unique<LinkedFormatParts>(); }

}  // namespace pincompile
