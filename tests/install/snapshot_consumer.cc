// The example of README: pins of a snapshot, through the installed headers alone.
// SPDX-License-Identifier: MIT
#include <pincompile/pincompile.h>

#include <cstdio>
#include <fstream>
#include <iterator>

using namespace pincompile;

int main(int, char** arguments) {
  std::ifstream file(arguments[1], std::ios::binary);
  WorldOptions options;
  options.snapshot.assign(std::istreambuf_iterator<char>(file), {});
  const auto world = World::open(std::move(options));
  TextFiles files;
  files.put("requirements.in", "flask\n");
  InputReader reader;
  reader.files = &files;
  ResolveRequest request;
  request.inputs = read_inputs(reader, {"requirements.in"}).value();
  request.target.python = PythonVersion::parse("3.11").value();
  const auto outcome = (*(*world)->resolver_for({}))->resolve(request);
  if (!outcome) return std::fputs(outcome.error().to_string().c_str(), stderr), 1;
  const auto* resolution = std::get_if<Resolution>(&*outcome);
  if (resolution == nullptr) return 1;
  std::fputs(requirements_txt(*resolution, {}).c_str(), stdout);
  return 0;
}
