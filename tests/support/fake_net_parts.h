// The real network parts over a network in memory.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "fake_transport.h"
#include "index/net_parts.h"

namespace pincompile::testing {

/// HTML and archives are read by the real parts; requests go to `transport`.
class FakeNetParts : public NetParts {
 public:
  explicit FakeNetParts(FakeTransport& transport)
      : transport_(transport), real_(pincompile_net_parts(kNetPartsVersion)) {}

  Result<std::unique_ptr<HttpTransport>> make_transport(const TransportOptions&) override {
    return std::unique_ptr<HttpTransport>(std::make_unique<Borrowed>(transport_));
  }
  Result<HtmlPage> read_html(std::string_view text) override { return real_->read_html(text); }
  Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                      std::size_t max_member_bytes) override {
    return real_->read_archive(bytes, choose, max_member_bytes);
  }
  Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) override {
    return real_->write_tar_gz(members);
  }

 private:
  class Borrowed : public HttpTransport {
   public:
    explicit Borrowed(FakeTransport& transport) : transport_(transport) {}
    std::uint64_t start(HttpRequest request) override {
      return transport_.start(std::move(request));
    }
    std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point deadline) override {
      return transport_.wait_any(deadline);
    }
    void cancel(std::uint64_t id) override { transport_.cancel(id); }
    void wake() override { transport_.wake(); }

   private:
    FakeTransport& transport_;
  };

  FakeTransport& transport_;
  std::unique_ptr<NetParts> real_;
};

}  // namespace pincompile::testing
