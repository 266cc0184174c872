// A transport of one's own: an index whose answers are made here, without a socket.
// SPDX-License-Identifier: MIT
#include <pincompile/pincompile.h>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>

using namespace pincompile;

namespace {

constexpr std::size_t kSpareBytes = 64;  // simdjson reads past the end (HttpResponse::body)

class CannedTransport : public HttpTransport {
 public:
  std::uint64_t start(HttpRequest request) override {
    started_.emplace(++last_, std::move(request));
    return last_;
  }
  std::optional<HttpFinished> wait_any(std::chrono::steady_clock::time_point) override {
    if (started_.empty()) return std::nullopt;
    auto first = started_.extract(started_.begin());
    return HttpFinished{first.key(), answer(first.mapped().url)};
  }
  void cancel(std::uint64_t id) override { started_.erase(id); }
  void wake() override {}

 private:
  static HttpResponse answer(const std::string& url) {
    static const std::map<std::string, std::string> pages = {
        {"https://index.example/simple/shop/",
         R"({"meta": {"api-version": "1.1"}, "name": "shop", "versions": ["1.0"], "files": [{
             "filename": "shop-1.0-py3-none-any.whl", "url": "https://files.example/shop-1.0-py3-none-any.whl",
             "hashes": {}, "size": 1, "core-metadata": true}]})"},
        {"https://files.example/shop-1.0-py3-none-any.whl.metadata",
         "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n\n"}};
    HttpResponse response;
    const auto page = pages.find(url);
    response.status = page == pages.end() ? 404 : 200;
    response.final_url = url;
    response.headers = {{"content-type", "application/vnd.pypi.simple.v1+json"}};
    if (page != pages.end()) {
      response.body.reserve(page->second.size() + kSpareBytes);
      response.body = page->second;
    }
    return response;
  }

  std::map<std::uint64_t, HttpRequest> started_;
  std::uint64_t last_ = 0;
};

}  // namespace

int main() {
  WorldPorts ports;
  ports.make_transport = [](const TransportOptions&) -> Result<std::unique_ptr<HttpTransport>> {
    return std::unique_ptr<HttpTransport>(std::make_unique<CannedTransport>());
  };
  const auto world = World::open({}, std::move(ports));
  TextFiles files;
  files.put("requirements.in", "shop\n");
  InputReader reader;
  reader.files = &files;
  ResolveRequest request;
  request.inputs = read_inputs(reader, {"requirements.in"}).value();
  request.target.python = PythonVersion::parse("3.12").value();
  IndexOptions indexes;
  indexes.indexes = {"https://index.example/simple"};
  const auto outcome = (*(*world)->resolver_for(indexes))->resolve(request);
  if (!outcome) return std::fputs(outcome.error().to_string().c_str(), stderr), 1;
  RequirementsTxtOptions layout;
  layout.header = false;
  const auto* resolution = std::get_if<Resolution>(&*outcome);
  if (resolution == nullptr) return 1;
  std::fputs(requirements_txt(*resolution, layout).c_str(), stdout);
  return 0;
}
