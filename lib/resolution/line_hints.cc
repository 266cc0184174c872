// Hints for one line that can never be met.
// SPDX-License-Identifier: MIT
#include "resolution/line_hints.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/exclusion_text.h"
#include "resolution/other_pythons.h"
#include "resolution/suggestions.h"
#include "resolution/trial.h"
#include "support/edit_distance.h"

namespace pincompile {
namespace {

using ModuleName = std::pair<std::string_view, std::string_view>;
/// Modules that are asked for by their import name most often; sorted.
constexpr std::array kModules = std::to_array<ModuleName>({
    {"attr", "attrs"},
    {"bs4", "beautifulsoup4"},
    {"cairo", "pycairo"},
    {"crypto", "pycryptodome"},
    {"cv2", "opencv-python"},
    {"dateutil", "python-dateutil"},
    {"docx", "python-docx"},
    {"dotenv", "python-dotenv"},
    {"fitz", "pymupdf"},
    {"git", "gitpython"},
    {"github", "pygithub"},
    {"google-protobuf", "protobuf"},
    {"igraph", "python-igraph"},
    {"jose", "python-jose"},
    {"jwt", "pyjwt"},
    {"ldap", "python-ldap"},
    {"magic", "python-magic"},
    {"markdown-it", "markdown-it-py"},
    {"mpl-toolkits", "matplotlib"},
    {"mysqldb", "mysqlclient"},
    {"nacl", "pynacl"},
    {"openssl", "pyopenssl"},
    {"pil", "pillow"},
    {"pkg-resources", "setuptools"},
    {"pptx", "python-pptx"},
    {"serial", "pyserial"},
    {"skimage", "scikit-image"},
    {"sklearn", "scikit-learn"},
    {"slugify", "python-slugify"},
    {"usb", "pyusb"},
    {"websocket", "websocket-client"},
    {"wx", "wxpython"},
    {"yaml", "pyyaml"},
    {"zmq", "pyzmq"},
});

/// Names that are asked for, and so misspelled, most often.
constexpr std::array kPopular = std::to_array<std::string_view>(
    {"aiohttp",       "alembic",      "anthropic",       "apache-airflow", "beautifulsoup4",
     "black",         "boto3",        "botocore",        "celery",         "certifi",
     "click",         "coverage",     "cryptography",    "django",         "fastapi",
     "flask",         "gunicorn",     "httpx",           "jinja2",         "jupyter",
     "jupyterlab",    "keras",        "langchain",       "lxml",           "matplotlib",
     "mypy",          "networkx",     "notebook",        "numpy",          "openai",
     "opencv-python", "openpyxl",     "pandas",          "pillow",         "plotly",
     "poetry",        "polars",       "protobuf",        "psutil",         "psycopg2",
     "pyarrow",       "pydantic",     "pygments",        "pyjwt",          "pylint",
     "pymongo",       "pytest",       "python-dateutil", "pyyaml",         "redis",
     "requests",      "ruff",         "scikit-learn",    "scipy",          "seaborn",
     "selenium",      "setuptools",   "sphinx",          "sqlalchemy",     "starlette",
     "streamlit",     "sympy",        "tensorflow",      "torch",          "tornado",
     "tqdm",          "transformers", "typer",           "urllib3",        "uvicorn",
     "werkzeug",      "wheel"});

std::string_view project_of_module(std::string_view name) {
  const auto found = std::ranges::lower_bound(kModules, name, {}, &ModuleName::first);
  return found != kModules.end() && found->first == name ? found->second : std::string_view();
}

class LineHints {
 public:
  LineHints(Session& failed, const Diagnosis& diagnosis)
      : failed_(failed),
        diagnosis_(diagnosis),
        line_(failed.rules().lines()[diagnosis.line]),
        input_(line_input(failed.inputs(), line_)) {}

  Result<std::vector<std::string>> collect() {
    Result<void> done;
    if (diagnosis_.has_no_index) {
      hints_.emplace_back(kNoIndexHint);
    } else if (diagnosis_.is_unknown_name) {
      done = try_names();
    } else if (diagnosis_.code == ExclusionCode::kRequiresPython) {
      done = try_older_version_and_other_python();
    } else if (diagnosis_.code == ExclusionCode::kPlatform) {
      done = try_glibc();
    } else if (diagnosis_.code == ExclusionCode::kNeedsBuild) {
      hints_ = build_hints(true, failed_.request().options);
    }
    if (!done) return done.error();
    return std::move(hints_);
  }

 private:
  /// A module's project, which is a fact, else the closest of the names of this run and of popular
  /// ones, if it exists.
  Result<void> try_names() {
    if (line_.project == "python") {
      hints_.emplace_back("--python-version chooses the Python; leave the line out");
      return {};
    }
    if (const auto project = project_of_module(line_.project); !project.empty()) {
      hints_.push_back(fmt::format("{} provides the module {}", project, input_.requirement.name));
      return {};
    }
    std::vector<std::string_view> known(kPopular.begin(), kPopular.end());
    Projects& projects = failed_.projects();
    for (std::size_t i = 0; i < projects.size(); ++i) {
      const Project& other = projects[ProjectId(i)];
      if (other.artifact != nullptr || projects.book().page(other.page).state == Known::kFound) {
        known.push_back(other.text);
      }
    }
    std::ranges::sort(known);
    const auto close = nearest(line_.project, known);
    if (!close) return {};
    // A name is right or wrong whatever is wrong with other lines.
    ResolveRequest request = failed_.request();
    InputRequirement* const input = input_in(request, failed_, diagnosis_.line);
    if (input == nullptr) return {};
    InputRequirement renamed = *input;
    renamed.requirement.name = std::string(*close);
    request.inputs.requirements = {renamed};
    const auto helps = is_solvable(failed_, request);
    if (!helps) return helps.error();
    if (*helps) hints_.push_back(fmt::format("did you mean {}?", *close));
    return {};
  }

  Result<void> try_older_version_and_other_python() {
    std::string hint;
    const std::string newest = newest_usable();
    const auto exact = SpecifierSet::parse("==" + newest);
    ResolveRequest request = failed_.request();
    InputRequirement* const input = input_in(request, failed_, diagnosis_.line);
    if (!newest.empty() && exact && input != nullptr) {
      input->requirement.specifiers = *exact;
      input->any_of.clear();
      const auto helps = is_solvable(failed_, request);
      if (!helps) return helps.error();
      if (*helps) {
        hint = fmt::format("{} {} is the newest for {}", line_.project, newest,
                           failed_.request().target.python.short_form());
      }
    }
    const auto python = working_python(failed_, diagnosis_.losses);
    if (!python) return python.error();
    if (*python)
      hint += (hint.empty() ? "" : "; or ") + ("--python-version " + option_text(**python));
    if (!hint.empty()) hints_.push_back(std::move(hint));
    return {};
  }

  std::string newest_usable() const {
    const Project& project =
        failed_.projects()[failed_.projects().named(line_.name, line_.project)];
    const PageView& page = failed_.projects().book().page(project.page).view;
    for (std::uint32_t i = page.version_count(); i-- > 0;) {
      if (project.admission.codes[i] == ExclusionCode::kNone && !page.is_prerelease(i)) {
        return std::string(page.version_text(i));
      }
    }
    return {};
  }

  Result<void> try_glibc() {
    ResolveRequest request = failed_.request();
    if (request.target.platform.system != System::kMusllinux) return {};
    const std::string architecture = request.target.platform.architecture;
    request.target.platform = Platform();
    request.target.platform.architecture = architecture;
    const auto helps = is_solvable(failed_, request);
    if (!helps) return helps.error();
    if (*helps) hints_.push_back("use a glibc image (not alpine), or another version");
    return {};
  }

  Session& failed_;
  const Diagnosis& diagnosis_;
  const Line& line_;
  const InputRequirement& input_;
  std::vector<std::string> hints_;
};

}  // namespace

Result<std::vector<std::string>> hints_for(Session& failed, const Diagnosis& diagnosis) {
  return LineHints(failed, diagnosis).collect();
}

std::vector<std::string> build_hints(bool is_choice, const ResolveOptions& options) {
  const std::string other = "pin a version that has a wheel";
  if (options.builds_sdists) return is_choice ? std::vector{other} : std::vector<std::string>();
  std::vector<std::string> hints = {is_choice ? "--build-sdists runs their build code; or " + other
                                              : "--build-sdists runs its build code"};
  if (options.strict_sdist_metadata) {
    hints.push_back(
        "or leave out --sdist-metadata strict: then what authors recorded in sdists is believed");
  }
  return hints;
}

}  // namespace pincompile
