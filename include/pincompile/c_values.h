/* The enumerations of the C API (c.h). Values are only ever added.
 * SPDX-License-Identifier: MIT
 */
#ifndef PINCOMPILE_C_VALUES_H
#define PINCOMPILE_C_VALUES_H

#ifdef __cplusplus
extern "C" {
#endif

/* In C++ any int may stand in an enumeration only if that is its type. */
#ifdef __cplusplus
#define PINCOMPILE_ENUM(name) enum name : int
#else
#define PINCOMPILE_ENUM(name) enum name
#endif

/* clang-format off: a value a line reads as a table */

/** What came of a call; the same words as ErrorKind of the C++ API. */
typedef PINCOMPILE_ENUM(pincompile_status) {
  PINCOMPILE_OK = 0,
  PINCOMPILE_PARSE = 1,            /**< text that does not follow its grammar */
  PINCOMPILE_UNSUPPORTED = 2,      /**< valid, but outside what the library does */
  PINCOMPILE_INVALID_ARGUMENT = 3, /**< values that contradict each other, null handles */
  PINCOMPILE_NOT_FOUND = 4,        /**< a file that does not exist */
  PINCOMPILE_IO = 5,               /**< disk trouble */
  PINCOMPILE_NETWORK = 6,          /**< no usable answer from a server, or offline */
  PINCOMPILE_UNAUTHORIZED = 7,     /**< 401, 403 or refused credentials */
  PINCOMPILE_CORRUPT = 8,          /**< bytes that are not what their digest or format says */
  PINCOMPILE_CANCELLED = 9,        /**< by the progress callback or pincompile_resolver_cancel */
  PINCOMPILE_INTERNAL = 10,        /**< a defect of the library */
  PINCOMPILE_OUT_OF_MEMORY = 11    /**< no error object is made for it */
} pincompile_status;

/** Texts and numbers of an error; `i` counts places, causes or hints. */
typedef PINCOMPILE_ENUM(pincompile_error_field) {
  PINCOMPILE_ERROR_WHOLE = 0,       /**< text: place, message, causes and hints, as a person reads them */
  PINCOMPILE_ERROR_MESSAGE = 1,     /**< text: one sentence */
  PINCOMPILE_ERROR_PLACE_COUNT = 2, /**< number */
  PINCOMPILE_ERROR_FILE = 3,        /**< text: of place `i`, innermost first */
  PINCOMPILE_ERROR_LINE = 4,        /**< number: of place `i`, 1-based, 0 = whole file */
  PINCOMPILE_ERROR_COLUMN = 5,      /**< number: of place `i`, 1-based, 0 = unknown */
  PINCOMPILE_ERROR_CAUSE_COUNT = 6, /**< number */
  PINCOMPILE_ERROR_CAUSE = 7,       /**< text */
  PINCOMPILE_ERROR_HINT_COUNT = 8,  /**< number */
  PINCOMPILE_ERROR_HINT = 9         /**< text */
} pincompile_error_field;

/** Options of a resolver. A list grows with each call; other options keep the last value. */
typedef PINCOMPILE_ENUM(pincompile_option) {
  PINCOMPILE_OPTION_CACHE_DIRECTORY = 0,   /**< text: absolute; one resolver of a process at a time; none = keep nothing */
  PINCOMPILE_OPTION_SNAPSHOT = 1,          /**< text: the bytes of a snapshot, instead of indexes */
  PINCOMPILE_OPTION_WORKING_DIRECTORY = 2, /**< text: absolute; files are read below it; none = no file is read */
  PINCOMPILE_OPTION_INDEX = 3,             /**< list of URLs in order of search, the main one last; none = PyPI */
  PINCOMPILE_OPTION_FIND_LINKS = 4,        /**< list: absolute directories, URLs of pages */
  PINCOMPILE_OPTION_TRUSTED_HOST = 5,      /**< list: `HOST[:PORT]` */
  PINCOMPILE_OPTION_PROXY = 6,             /**< text: URL */
  PINCOMPILE_OPTION_CA_FILE = 7,           /**< text: path of a PEM bundle */
  PINCOMPILE_OPTION_NETRC = 8,             /**< text: the content of a netrc file */
  PINCOMPILE_OPTION_CACHE_BYTES = 9,       /**< number: most the cache may grow to */
  PINCOMPILE_OPTION_OFFLINE = 10,          /**< number: 1 = the cache only, whatever its age */
  PINCOMPILE_OPTION_REVALIDATE = 11,       /**< number: 1 = ask whether every cached page is still good */
  PINCOMPILE_OPTION_REFRESH = 12,          /**< number: 1 = ask for everything anew */
  PINCOMPILE_OPTION_JOBS = 13,             /**< number: worker threads, at most 64 */
  PINCOMPILE_OPTION_RETRIES = 14,          /**< number: tries of a request after the first */
  PINCOMPILE_OPTION_TIMEOUT_SECONDS = 15,  /**< number: to connect, and without a byte while reading */
  PINCOMPILE_OPTION_MERGE_INDEXES = 16,    /**< number: 1 = all indexes' pages of a name together (unsafe-best-match) */
  PINCOMPILE_OPTION_RECORD = 17            /**< number: 1 = remember the facts consulted, for pincompile_resolver_snapshot */
} pincompile_option;

/** Texts and numbers of an HTTP request (asked for) and its response (answered with). */
typedef PINCOMPILE_ENUM(pincompile_http_field) {
  PINCOMPILE_HTTP_URL = 0,          /**< request, text: without user part */
  PINCOMPILE_HTTP_HEADER_COUNT = 1, /**< request, number */
  PINCOMPILE_HTTP_HEADER_NAME = 2,  /**< both, text: of header `i`; in a response it begins a header */
  PINCOMPILE_HTTP_HEADER_VALUE = 3, /**< both, text: of header `i`; in a response of the last one begun */
  PINCOMPILE_HTTP_MAX_BYTES = 4,    /**< request, number: a longer body is refused */
  PINCOMPILE_HTTP_INSECURE = 5,     /**< request, number: 1 = a bad certificate is accepted (PINCOMPILE_OPTION_TRUSTED_HOST) */
  PINCOMPILE_HTTP_STATUS = 6,       /**< response, number: 200, 304, 404, ... */
  PINCOMPILE_HTTP_BODY = 7          /**< response, text: bytes, decoded */
} pincompile_http_field;

/** How it stands with a version that was asked after (pincompile_resolver_why_not). */
typedef PINCOMPILE_ENUM(pincompile_verdict) {
  PINCOMPILE_VERDICT_PINNED = 0,          /**< it is the pin */
  PINCOMPILE_VERDICT_NOT_NEEDED = 1,      /**< nothing requires the project */
  PINCOMPILE_VERDICT_NO_SUCH_VERSION = 2, /**< no index lists it */
  PINCOMPILE_VERDICT_UNAVAILABLE = 3,     /**< it cannot be used on the target, or not with these options */
  PINCOMPILE_VERDICT_FORBIDDEN = 4,       /**< lines of the inputs rule it out */
  PINCOMPILE_VERDICT_TRADE_OFF = 5,       /**< possible if other pins moved */
  PINCOMPILE_VERDICT_UNKNOWN = 6          /**< the budget was spent before that was known */
} pincompile_verdict;

/** What an input is for. */
typedef PINCOMPILE_ENUM(pincompile_input) {
  PINCOMPILE_INPUT_REQUIREMENTS = 0, /**< what is to be pinned: requirements.txt grammar, or a project file by its name */
  PINCOMPILE_INPUT_CONSTRAINTS = 1,  /**< limits versions, adds nothing */
  PINCOMPILE_INPUT_OVERRIDES = 2     /**< replaces all requirements on the names it lists */
} pincompile_input;

/** Options of a request; lists grow. Without Python and platform the request is refused or made for linux x86_64. */
typedef PINCOMPILE_ENUM(pincompile_request_option) {
  PINCOMPILE_REQUEST_PYTHON = 0,            /**< text: `3.12`, `3.12.4`, `3.13t` */
  PINCOMPILE_REQUEST_PLATFORM = 1,          /**< text: Docker name, wheel tag, target triple, `linux`, `macos`, `windows` */
  PINCOMPILE_REQUEST_EXISTING = 2,          /**< text: content of an earlier output, whose pins are kept where possible */
  PINCOMPILE_REQUEST_UPGRADE_PACKAGE = 3,   /**< list of requirements: their existing pins are ignored */
  PINCOMPILE_REQUEST_EXTRA = 4,             /**< list: extras of project files */
  PINCOMPILE_REQUEST_GROUP = 5,             /**< list: dependency groups */
  PINCOMPILE_REQUEST_ONLY_BINARY = 6,       /**< list: names or `:all:` */
  PINCOMPILE_REQUEST_NO_BINARY = 7,         /**< list: names or `:all:` */
  PINCOMPILE_REQUEST_OBJECTIVE = 8,         /**< number: 0 fresh, 1 newest, 2 greedy */
  PINCOMPILE_REQUEST_RESOLUTION = 9,        /**< number: 0 highest, 1 lowest, 2 lowest-direct */
  PINCOMPILE_REQUEST_PRERELEASE = 10,       /**< number: 0 if-necessary, 1 explicit, 2 allow, 3 disallow */
  PINCOMPILE_REQUEST_UPLOADED_PRIOR_TO = 11, /**< number: seconds since 1970 UTC */
  PINCOMPILE_REQUEST_PREFER_BINARY = 12,    /**< number: 1 = versions with a usable wheel before all others */
  PINCOMPILE_REQUEST_UPGRADE = 13,          /**< number: 1 = ignore all existing pins */
  PINCOMPILE_REQUEST_REQUIRE_HASHES = 14,   /**< number: 1 = as the line in a file */
  PINCOMPILE_REQUEST_MAX_CONFLICTS = 15,    /**< number: budget of the search */
  PINCOMPILE_REQUEST_MAX_FETCHES = 16,      /**< number: budget of facts asked for */
  PINCOMPILE_REQUEST_MAX_MILLISECONDS = 17, /**< number: makes the answer depend on the machine */
  PINCOMPILE_REQUEST_PYPY = 18              /**< number: 1 = PyPy instead of CPython */
} pincompile_request_option;

/** Kinds of outcome. */
typedef PINCOMPILE_ENUM(pincompile_outcome_kind) {
  PINCOMPILE_OUTCOME_NONE = 0, /**< the handle is null */
  PINCOMPILE_OUTCOME_RESOLUTION = 1, /**< pins */
  PINCOMPILE_OUTCOME_CONFLICT = 2,   /**< no set of versions exists */
  PINCOMPILE_OUTCOME_EXHAUSTED = 3   /**< the budget ran out before any was known */
} pincompile_outcome_kind;

/** Texts and numbers of an outcome. `i` and `j` count as the comment says, from 0; other fields take no notice. */
typedef PINCOMPILE_ENUM(pincompile_field) {
  PINCOMPILE_PIN_COUNT = 0,          /**< number; pins are sorted by name */
  PINCOMPILE_PIN_NAME = 1,           /**< text of pin i */
  PINCOMPILE_PIN_VERSION = 2,        /**< text of pin i */
  PINCOMPILE_PIN_NEWEST = 3,         /**< text of pin i: newest version there is; empty = unknown */
  PINCOMPILE_PIN_CHANGED_FROM = 4,   /**< text of pin i: version of the existing pin if it was another */
  PINCOMPILE_PIN_INDEX = 5,          /**< text of pin i: URL of the index */
  PINCOMPILE_PIN_PROVEN = 6,         /**< number of pin i: 1 = no better version is possible */
  PINCOMPILE_PIN_DIRECT = 7,         /**< number of pin i: 1 = an input asks for it */
  PINCOMPILE_PIN_YANKED = 8,         /**< number of pin i */
  PINCOMPILE_EXTRA_COUNT = 9,        /**< number of pin i */
  PINCOMPILE_EXTRA = 10,             /**< text: extra j of pin i */
  PINCOMPILE_REASON_COUNT = 11,      /**< number of pin i: who requires it; lines first, then pins by name */
  PINCOMPILE_REASON_PIN = 12,        /**< text: the pin behind reason j of pin i; empty = a line of the inputs */
  PINCOMPILE_REASON_TEXT = 13,       /**< text: the requirement of reason j of pin i, as written */
  PINCOMPILE_REASON_FILE = 14,       /**< text: where reason j of pin i stands, if it is a line; else empty */
  PINCOMPILE_REASON_LINE = 15,       /**< number: its line, 1-based; 0 = not a line */
  PINCOMPILE_HELD_BACK_COUNT = 16,   /**< number of pin i: newer versions, nearest first, three at most */
  PINCOMPILE_HELD_BACK_VERSION = 17, /**< text: newer version j of pin i */
  PINCOMPILE_HELD_BACK_CODE = 18,    /**< text: why it was not taken: `requires-python`, `conflict`, ... */
  PINCOMPILE_HELD_BACK_TEXT = 19,    /**< text: the same in words */
  PINCOMPILE_FILE_COUNT = 20,        /**< number of pin i */
  PINCOMPILE_FILE_NAME = 21,         /**< text: file j of pin i */
  PINCOMPILE_FILE_URL = 22,          /**< text */
  PINCOMPILE_FILE_SHA256 = 23,       /**< text: hex; empty = unknown */
  PINCOMPILE_FILE_SIZE = 24,         /**< number: bytes; 0 = unknown */
  PINCOMPILE_WARNING_COUNT = 25,     /**< number */
  PINCOMPILE_WARNING = 26,           /**< text: warning i */
  PINCOMPILE_PROVEN = 27,            /**< number: 1 = every pin is */
  PINCOMPILE_MESSAGE = 28,           /**< text: conflict and exhausted: all of it, as a person reads it */
  PINCOMPILE_HEADLINE = 29,          /**< text: conflict: its first sentence */
  PINCOMPILE_STEP_COUNT = 30,        /**< number: conflict: facts in the order of telling */
  PINCOMPILE_STEP_TEXT = 31,         /**< text: step i */
  PINCOMPILE_STEP_FILE = 32,         /**< text: where the line of step i stands; empty = not a line */
  PINCOMPILE_STEP_LINE = 33,         /**< number: 1-based; 0 = not a line */
  PINCOMPILE_CORE_COUNT = 34,        /**< number: conflict: lines that cannot be met together */
  PINCOMPILE_CORE_FILE = 35,         /**< text: core line i */
  PINCOMPILE_CORE_LINE = 36,         /**< number: core line i, 1-based */
  PINCOMPILE_MINIMAL = 37,           /**< number: 1 = without any core line there would be a solution */
  PINCOMPILE_SUGGESTION_COUNT = 38,  /**< number: conflict, exhausted: changes that were solved and do */
  PINCOMPILE_SUGGESTION_EDIT = 39,   /**< text: change i */
  PINCOMPILE_SUGGESTION_RESULT = 40, /**< text: what it leads to */
  PINCOMPILE_BUSY_COUNT = 41,        /**< number: exhausted: names most of the search went into */
  PINCOMPILE_BUSY_NAME = 42,         /**< text: name i */
  PINCOMPILE_BUSY_PERCENT = 43,      /**< number: its share of the conflicts */
  PINCOMPILE_CONFLICTS = 44,         /**< number: met in the search */
  PINCOMPILE_DECISIONS = 45,         /**< number */
  PINCOMPILE_FETCHES = 46            /**< number: facts the search asked for */
} pincompile_field;

/** Texts that can be made of a resolution. */
typedef PINCOMPILE_ENUM(pincompile_format) {
  PINCOMPILE_REQUIREMENTS_TXT = 0,
  PINCOMPILE_PYLOCK_TOML = 1,
  PINCOMPILE_JSON_REPORT = 2, /**< also of other outcomes; `stats` left out of account, equal runs give equal bytes */
  PINCOMPILE_EXPLANATION = 3  /**< why pins are not the newest */
} pincompile_format;

/** How PINCOMPILE_REQUIREMENTS_TXT is laid out; added up. */
typedef PINCOMPILE_ENUM(pincompile_layout) {
  PINCOMPILE_PLAIN = 0,
  PINCOMPILE_WITH_HASHES = 1,
  PINCOMPILE_WITHOUT_HEADER = 2,
  PINCOMPILE_WITHOUT_ANNOTATIONS = 4
} pincompile_layout;

/** What a fact is made of. */
typedef PINCOMPILE_ENUM(pincompile_fact_field) {
  PINCOMPILE_FACT_FILE = 0,                 /**< text, page: adds a wheel or sdist by its filename */
  PINCOMPILE_FACT_FILE_URL = 1,             /**< text, page: of the file added last, like all to UPLOADED */
  PINCOMPILE_FACT_FILE_SHA256 = 2,          /**< text, page: hex */
  PINCOMPILE_FACT_FILE_REQUIRES_PYTHON = 3, /**< text, page */
  PINCOMPILE_FACT_FILE_YANKED = 4,          /**< text, page: the reason, may be empty */
  PINCOMPILE_FACT_FILE_SIZE = 5,            /**< number, page: bytes */
  PINCOMPILE_FACT_FILE_UPLOADED = 6,        /**< number, page: seconds since 1970 UTC */
  PINCOMPILE_FACT_REQUIREMENT = 7,          /**< text, metadata: adds a Requires-Dist */
  PINCOMPILE_FACT_EXTRA = 8,                /**< text, metadata: adds a Provides-Extra */
  PINCOMPILE_FACT_REQUIRES_PYTHON = 9,      /**< text, metadata */
  PINCOMPILE_FACT_UNUSABLE = 10             /**< text, metadata: why this version cannot be used; others can */
} pincompile_fact_field;

/* clang-format on */

#ifdef __cplusplus
}
#endif

#endif
