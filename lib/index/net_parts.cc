// The factory of the network parts: the one symbol of the loadable module.
// SPDX-License-Identifier: MIT
#include "index/net_parts.h"

#include "index/curl_transport.h"
#include "index/html_document.h"

namespace pincompile {
namespace {

class LinkedNetParts : public NetParts {
 public:
  Result<std::unique_ptr<HttpTransport>> make_transport(const TransportOptions& options) override {
    return std::unique_ptr<HttpTransport>(std::make_unique<CurlTransport>(options));
  }
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
}  // namespace pincompile

pincompile::NetParts* pincompile_net_parts(unsigned version) {
  return version == pincompile::kNetPartsVersion ? new pincompile::LinkedNetParts : nullptr;
}
