// Header, annotations, hashes, unsafe packages.
// SPDX-License-Identifier: MIT
#include "layout.h"

#include "value_lists.h"

namespace pincompile::tool {

RequirementsTxtOptions writer_options(const Settings& settings, bool pip_compile) {
  RequirementsTxtOptions options;
  options.pip_compile = pip_compile;
  options.header = settings.is_on(Opt::kHeader);
  options.fingerprint = settings.is_on(Opt::kFingerprint);
  options.mark_best_known = settings.value(Opt::kObjective) != "greedy";
  options.annotate = settings.is_on(Opt::kAnnotate);
  if (settings.value(Opt::kAnnotationStyle) == "line")
    options.annotation_style = AnnotationStyle::kLine;
  options.strip_extras = settings.is_on(Opt::kStripExtras);
  options.strip_markers = settings.is_on(Opt::kStripMarkers);
  options.allow_unsafe =
      settings.given(Opt::kAllowUnsafe) ? settings.is_on(Opt::kAllowUnsafe) : !pip_compile;
  if (settings.given(Opt::kUnsafePackage))
    options.unsafe_packages = settings.list(Opt::kUnsafePackage);
  if (settings.given(Opt::kNoEmitPackage)) {
    if (!settings.given(Opt::kUnsafePackage)) options.unsafe_packages.clear();
    add_new(options.unsafe_packages, settings.list(Opt::kNoEmitPackage));
    if (!settings.given(Opt::kAllowUnsafe)) options.allow_unsafe = false;
  }
  options.hashes = settings.is_on(Opt::kGenerateHashes);
  const std::string scope = settings.value(Opt::kHashScope);
  if (scope == "target") options.hash_scope = HashScope::kTarget;
  if (scope == "best") options.hash_scope = HashScope::kBest;
  return options;
}

}  // namespace pincompile::tool
