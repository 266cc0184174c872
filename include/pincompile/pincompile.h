// The whole C++ API of pincompile. Start here (a test compiles and runs this).
// SPDX-License-Identifier: MIT
//
// Example, with `options` of a WorldOptions: a cache folder, a snapshot, or nothing.
//   const auto world = World::open(options);
//   TextFiles files;
//   files.put("requirements.in", "flask\n");
//   InputReader reader;
//   reader.files = &files;
//   ResolveRequest request;
//   request.inputs = *read_inputs(reader, {"requirements.in"});
//   request.target.python = *PythonVersion::parse("3.11");
//   IndexOptions indexes;
//   add_file_lines(request.inputs.options, request.options, indexes);
//   const auto outcome = (*(*world)->resolver_for(indexes))->resolve(request);
//   if (const auto* pins = std::get_if<Resolution>(&*outcome)) print(requirements_txt(*pins, {}));
#pragma once

#include "pincompile/clock.h"
#include "pincompile/dockerfile.h"
#include "pincompile/error.h"
#include "pincompile/explain.h"
#include "pincompile/fact_source.h"
#include "pincompile/file_lines.h"
#include "pincompile/file_system.h"
#include "pincompile/fingerprint.h"
#include "pincompile/graph.h"
#include "pincompile/host.h"
#include "pincompile/http_transport.h"
#include "pincompile/index_options.h"
#include "pincompile/inputs.h"
#include "pincompile/interpreter.h"
#include "pincompile/json_report.h"
#include "pincompile/library_version.h"
#include "pincompile/machine.h"
#include "pincompile/marker.h"
#include "pincompile/name.h"
#include "pincompile/observer.h"
#include "pincompile/outcome.h"
#include "pincompile/program_runner.h"
#include "pincompile/pylock_toml.h"
#include "pincompile/records.h"
#include "pincompile/request.h"
#include "pincompile/requirement.h"
#include "pincompile/resolver.h"
#include "pincompile/result.h"
#include "pincompile/snapshot.h"
#include "pincompile/specifier.h"
#include "pincompile/tag.h"
#include "pincompile/target.h"
#include "pincompile/text_files.h"
#include "pincompile/tool_config.h"
#include "pincompile/version.h"
#include "pincompile/world.h"
#include "pincompile/writer.h"
