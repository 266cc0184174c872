// A fact source made of the caller's two callbacks.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pincompile/c.h"
#include "pincompile/pincompile.h"

/// An answer in the making.
struct pincompile_fact {
  bool is_page = false;
  pincompile::PlainPage page = {};
  pincompile::PlainMetadata metadata = {};
  std::optional<std::string> unusable = {};
  std::optional<pincompile::Error> failure = {};
};

namespace pincompile::c_api {

/// Asks the callbacks when it is waited for, in the order of the questions.
class CallbackFacts : public FactSource {
 public:
  CallbackFacts(pincompile_page_callback page, pincompile_metadata_callback metadata, void* data)
      : page_(page), metadata_(metadata), data_(data) {}

  void request(std::vector<Want> wants) override;
  std::vector<Fact> wait() override;
  void cancel() override;

 private:
  Fact answer(const Want& want) const;
  Fact answer_page(const Want& want) const;
  Fact answer_metadata(const Want& want) const;

  pincompile_page_callback page_;
  pincompile_metadata_callback metadata_;
  void* data_;
  std::vector<Want> waiting_;
};

}  // namespace pincompile::c_api

struct pincompile_facts {
  pincompile::c_api::CallbackFacts source;
};
