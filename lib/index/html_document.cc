// SPDX-License-Identifier: MIT
#include "index/html_document.h"

#include <libxml/HTMLparser.h>

#include <climits>
#include <memory>

namespace pincompile {
namespace {

// SAX events, so that a page of megabytes needs no tree and deep nesting no stack.
struct Collector {
  HtmlPage page;
  bool in_anchor = false;
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string value_of(const xmlChar** attributes, std::string_view wanted) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (view(attributes[0]) == wanted) return std::string(view(attributes[1]));
  }
  return {};
}

void on_start(void* context, const xmlChar* name, const xmlChar** attributes) {
  Collector& collector = *static_cast<Collector*>(context);
  HtmlPage& page = collector.page;
  if (view(name) == "a") {
    HtmlAnchor anchor;
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
      if (view(attributes[0]) == "href") anchor.href = view(attributes[1]);
      anchor.attributes.emplace_back(view(attributes[0]), view(attributes[1]));
    }
    page.anchors.push_back(std::move(anchor));
    collector.in_anchor = true;
  } else if (view(name) == "base" && page.base_href.empty()) {
    page.base_href = value_of(attributes, "href");
  } else if (view(name) == "meta") {
    const std::string meta = value_of(attributes, "name");
    if (meta == "pypi:repository-version") page.api_version = value_of(attributes, "content");
    if (meta == "pypi:project-status") page.status = value_of(attributes, "content");
    if (meta == "pypi:project-status-reason") page.status_reason = value_of(attributes, "content");
  }
}

void on_end(void* context, const xmlChar* name) {
  if (view(name) == "a") static_cast<Collector*>(context)->in_anchor = false;
}

void on_text(void* context, const xmlChar* text, int length) {
  Collector& collector = *static_cast<Collector*>(context);
  if (!collector.in_anchor || collector.page.anchors.empty()) return;
  collector.page.anchors.back().text.append(reinterpret_cast<const char*>(text),
                                            static_cast<std::size_t>(length));
}

struct ContextCloser {
  void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
};

}  // namespace

Result<HtmlPage> read_html_document(std::string_view text) {
  if (text.size() > INT_MAX) return Error{ErrorKind::kCorrupt, "the page is too long"};
  Collector collector;
  htmlSAXHandler events{};
  events.startElement = on_start;
  events.endElement = on_end;
  events.characters = on_text;
  const std::unique_ptr<htmlParserCtxt, ContextCloser> context(
      htmlCreatePushParserCtxt(&events, &collector, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
  if (context == nullptr) return Error{ErrorKind::kInternal, "libxml2 gave no parser"};
  htmlCtxtUseOptions(context.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET);
  htmlParseChunk(context.get(), text.data(), static_cast<int>(text.size()), 0);
  htmlParseChunk(context.get(), nullptr, 0, 1);
  return std::move(collector.page);
}

}  // namespace pincompile
