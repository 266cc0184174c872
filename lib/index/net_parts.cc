// SPDX-License-Identifier: MIT
#include "index/net_parts.h"

#include <mutex>

#include "index/curl_transport.h"

namespace pincompile {
namespace {

class CurlNetParts : public NetParts {
 public:
  explicit CurlNetParts(FormatPartsLoader load) : load_(std::move(load)) {}

  Result<std::unique_ptr<HttpTransport>> make_transport(const TransportOptions& options) override {
    return std::unique_ptr<HttpTransport>(std::make_unique<CurlTransport>(options));
  }
  Result<HtmlPage> read_html(std::string_view text) override {
    const Result<FormatParts*> parts = formats();
    return parts ? (*parts)->read_html(text) : parts.error();
  }
  Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                      std::size_t max_member_bytes) override {
    const Result<FormatParts*> parts = formats();
    return parts ? (*parts)->read_archive(bytes, choose, max_member_bytes) : parts.error();
  }
  Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) override {
    const Result<FormatParts*> parts = formats();
    return parts ? (*parts)->write_tar_gz(members) : parts.error();
  }

 private:
  Result<FormatParts*> formats() {
    std::lock_guard lock(mutex_);
    if (formats_ == nullptr) {
      Result<std::unique_ptr<FormatParts>> loaded = load_();
      if (!loaded) return loaded.error();
      formats_ = std::move(*loaded);
    }
    return formats_.get();
  }

  const FormatPartsLoader load_;
  std::mutex mutex_;
  std::unique_ptr<FormatParts> formats_;
};

}  // namespace

std::unique_ptr<NetParts> make_net_parts(FormatPartsLoader load) {
  return std::make_unique<CurlNetParts>(std::move(load));
}

}  // namespace pincompile
