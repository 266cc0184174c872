/* The C API of pincompile (C11; also for ctypes, cffi, Rust, Go).
 * SPDX-License-Identifier: MIT
 *
 * Rules
 *  1. Handles are opaque. What `_new` or an out parameter gave is freed by its own `_free`, which takes null.
 *  2. A fallible call returns a pincompile_status. Other than PINCOMPILE_OK, it leaves its out parameters
 *     null and, if the last parameter is not null, stores an error there that the caller frees.
 *  3. Text in is a pointer and a length in bytes (UTF-8; null with length 0 is empty) and is copied. Text out
 *     ends in NUL, is never freed by the caller and lives as long as the handle it was asked of, or until
 *     that handle is changed.
 *  4. A null handle: fallible calls return PINCOMPILE_INVALID_ARGUMENT, questions answer null or 0. So do
 *     questions with an index out of range, or about another kind of outcome. A freed handle must not be
 *     used, as memory that was given to free().
 *  5. Handles do not depend on each other after the call that took them: options and requests may be freed
 *     before, outcomes read after the resolver is gone. Only a fact source, and the `data` of callbacks, must
 *     outlive the resolver.
 *  6. A handle is used by one thread at a time; different handles at once. pincompile_resolver_cancel alone
 *     may be called on a busy resolver, from any thread.
 *  7. No exception, signal or exit leaves the library. Callbacks must return; they get the `data` given with
 *     them and may not use the resolver that calls them, but for pincompile_resolver_cancel.
 *  8. Symbols, and values of the enumerations in c_values.h, are only ever added.
 *  9. Not offered: hashes kept from an earlier file, detection of the machine's Python (name it, or write
 *     `3.12`). The C++ API has them.
 *
 * Example (compiled and run by a test):
 *   pincompile_options *options = pincompile_options_new();
 *   pincompile_request *request = pincompile_request_new();
 *   pincompile_resolver *resolver = NULL;
 *   pincompile_outcome *outcome = NULL;
 *   const char *pins = NULL;
 *   pincompile_request_add_text(request, PINCOMPILE_INPUT_REQUIREMENTS, "in.txt", 6, "flask\n", 6, NULL);
 *   pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL);
 *   if (pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK &&
 *       pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK &&
 *       pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, 0, &pins, NULL, NULL) == PINCOMPILE_OK)
 *     puts(pins);
 */
#ifndef PINCOMPILE_C_H
#define PINCOMPILE_C_H

#include <stddef.h>
#include <stdint.h>

#include "pincompile/c_values.h"
#include "pincompile/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off: a declaration a line reads as a table */

typedef struct pincompile_error pincompile_error;       /**< why a call failed */
typedef struct pincompile_options pincompile_options;   /**< where a resolver's facts come from */
typedef struct pincompile_request pincompile_request;   /**< one question */
typedef struct pincompile_resolver pincompile_resolver; /**< answers requests, one after the other */
typedef struct pincompile_outcome pincompile_outcome;   /**< one answer */
typedef struct pincompile_facts pincompile_facts;       /**< a fact source of the caller's */
typedef struct pincompile_fact pincompile_fact;         /**< what a callback answers with; gone after it */

typedef struct pincompile_http_request pincompile_http_request;   /**< what an HTTP callback is asked for; gone after it */
typedef struct pincompile_http_response pincompile_http_response; /**< what it answers with; gone after it */

/** The library's version, `0.1.0`. */
PINCOMPILE_API const char *pincompile_version(void);

/** A text of an error; null for a field that is a number. */
PINCOMPILE_API const char *pincompile_error_get_text(const pincompile_error *error, pincompile_error_field field, size_t i);
/** A number of an error; 0 for a field that is a text. */
PINCOMPILE_API uint64_t pincompile_error_get_number(const pincompile_error *error, pincompile_error_field field, size_t i);
/** Frees an error. */
PINCOMPILE_API void pincompile_error_free(pincompile_error *error);

/** Options that ask PyPI and keep nothing; null if there is no memory. */
PINCOMPILE_API pincompile_options *pincompile_options_new(void);
/** Sets, or adds to, an option whose values are texts. */
PINCOMPILE_API pincompile_status pincompile_options_set_text(pincompile_options *options, pincompile_option option, const char *text, size_t length, pincompile_error **error);
/** Sets an option whose values are numbers. */
PINCOMPILE_API pincompile_status pincompile_options_set_number(pincompile_options *options, pincompile_option option, uint64_t value, pincompile_error **error);
/** Answers one GET, on the resolving thread. The library follows redirects, tries again and checks digests itself. */
typedef void (*pincompile_http_callback)(void *data, const pincompile_http_request *request, pincompile_http_response *answer);
/** All HTTP of resolvers with these options goes through the callback, one request after the other. */
PINCOMPILE_API pincompile_status pincompile_options_set_http(pincompile_options *options, pincompile_http_callback answer, void *data, pincompile_error **error);
/** Inside a callback: the URL, or header `i`. Send all headers as they are; one may be a Range. */
PINCOMPILE_API const char *pincompile_http_request_get_text(const pincompile_http_request *request, pincompile_http_field field, size_t i);
/** Inside a callback: a number of the request. */
PINCOMPILE_API uint64_t pincompile_http_request_get_number(const pincompile_http_request *request, pincompile_http_field field);
/** Inside a callback: the decoded body; a header's name, then its value. */
PINCOMPILE_API pincompile_status pincompile_http_response_set_text(pincompile_http_response *answer, pincompile_http_field field, const char *text, size_t length, pincompile_error **error);
/** Inside a callback: the status, which every answer has. */
PINCOMPILE_API pincompile_status pincompile_http_response_set_number(pincompile_http_response *answer, pincompile_http_field field, uint64_t value, pincompile_error **error);
/** Inside a callback: no answer came; the message says why and is shown. */
PINCOMPILE_API pincompile_status pincompile_http_response_fail(pincompile_http_response *answer, const char *message, size_t length, pincompile_error **error);
/** Frees options. */
PINCOMPILE_API void pincompile_options_free(pincompile_options *options);

/** A request without inputs; null if there is no memory. */
PINCOMPILE_API pincompile_request *pincompile_request_new(void);
/** Adds an input as text. `name` is what messages and annotations call it; project files are known by it. */
PINCOMPILE_API pincompile_status pincompile_request_add_text(pincompile_request *request, pincompile_input input, const char *name, size_t name_length, const char *text, size_t length, pincompile_error **error);
/** Adds an input by path, read when it is resolved, below PINCOMPILE_OPTION_WORKING_DIRECTORY. */
PINCOMPILE_API pincompile_status pincompile_request_add_file(pincompile_request *request, pincompile_input input, const char *path, size_t length, pincompile_error **error);
/** Sets, or adds to, an option whose values are texts. Texts that cannot be read are refused here. */
PINCOMPILE_API pincompile_status pincompile_request_set_text(pincompile_request *request, pincompile_request_option option, const char *text, size_t length, pincompile_error **error);
/** Sets an option whose values are numbers. */
PINCOMPILE_API pincompile_status pincompile_request_set_number(pincompile_request *request, pincompile_request_option option, uint64_t value, pincompile_error **error);
/** Frees a request. */
PINCOMPILE_API void pincompile_request_free(pincompile_request *request);

/** Called while resolving, on the resolving thread, about every step; other than 0 ends the resolve. */
typedef int (*pincompile_progress)(void *data, uint64_t packages_known, uint64_t packages_wanted, uint64_t fetched, uint64_t conflicts);

/** A resolver on indexes and cache, or on a snapshot. */
PINCOMPILE_API pincompile_status pincompile_resolver_new(const pincompile_options *options, pincompile_resolver **resolver, pincompile_error **error);
/** A resolver on the caller's facts, which outlive it; `options` may be null, only its working directory is looked at. */
PINCOMPILE_API pincompile_status pincompile_resolver_new_on_facts(const pincompile_options *options, pincompile_facts *facts, pincompile_resolver **resolver, pincompile_error **error);
/** What is called meanwhile; null = nothing. */
PINCOMPILE_API void pincompile_resolver_set_progress(pincompile_resolver *resolver, pincompile_progress progress, void *data);
/** Resolves. "There is no solution" and "gave up" are outcomes, not errors. */
PINCOMPILE_API pincompile_status pincompile_resolver_resolve(pincompile_resolver *resolver, const pincompile_request *request, pincompile_outcome **outcome, pincompile_error **error);
/** How it stands with one version of a project that is not among the request's pins, and why, in words; an empty
 *  version means the newest. The text lives until the next call of this function on the resolver. */
PINCOMPILE_API pincompile_status pincompile_resolver_why_not(pincompile_resolver *resolver, const pincompile_request *request, const char *project, size_t project_length, const char *version, size_t version_length, pincompile_verdict *verdict, const char **text, size_t *length, pincompile_error **error);
/** With PINCOMPILE_OPTION_RECORD: all facts that this resolver's answers rest on, and what the last request asked, as
 *  a snapshot for PINCOMPILE_OPTION_SNAPSHOT. The bytes live until the next call of this function on the resolver. */
PINCOMPILE_API pincompile_status pincompile_resolver_snapshot(pincompile_resolver *resolver, const char **bytes, size_t *length, pincompile_error **error);
/** Ends the resolve under way, or else the next one, with PINCOMPILE_CANCELLED. From any thread. */
PINCOMPILE_API void pincompile_resolver_cancel(pincompile_resolver *resolver);
/** Writes what was learned to the cache; without one, nothing happens. */
PINCOMPILE_API pincompile_status pincompile_resolver_keep(pincompile_resolver *resolver, pincompile_error **error);
/** Frees a resolver that is not resolving. */
PINCOMPILE_API void pincompile_resolver_free(pincompile_resolver *resolver);

/** Which kind an outcome is of. */
PINCOMPILE_API pincompile_outcome_kind pincompile_outcome_get_kind(const pincompile_outcome *outcome);
/** A text of an outcome; null for a number, an index out of range, another kind of outcome. */
PINCOMPILE_API const char *pincompile_outcome_get_text(const pincompile_outcome *outcome, pincompile_field field, size_t i, size_t j);
/** A number of an outcome; 0 where the text would be null. */
PINCOMPILE_API uint64_t pincompile_outcome_get_number(const pincompile_outcome *outcome, pincompile_field field, size_t i, size_t j);
/** Makes a text of an outcome; it lives until the next call of this function on the outcome. */
PINCOMPILE_API pincompile_status pincompile_outcome_write(pincompile_outcome *outcome, pincompile_format format, unsigned layout, const char **text, size_t *length, pincompile_error **error);
/** Frees an outcome. */
PINCOMPILE_API void pincompile_outcome_free(pincompile_outcome *outcome);

/** Asks for the files of a project (normalised name). Without a file there is no such project. */
typedef void (*pincompile_page_callback)(void *data, const char *project, pincompile_fact *answer);
/** Asks what one version of a project needs; `filename` is the file that would be installed. */
typedef void (*pincompile_metadata_callback)(void *data, const char *project, const char *version, const char *filename, pincompile_fact *answer);

/** A fact source that asks these two, each once per project and version; null if there is no memory. */
PINCOMPILE_API pincompile_facts *pincompile_facts_new(pincompile_page_callback page, pincompile_metadata_callback metadata, void *data);
/** Inside a callback: says a text. */
PINCOMPILE_API pincompile_status pincompile_fact_set_text(pincompile_fact *fact, pincompile_fact_field field, const char *text, size_t length, pincompile_error **error);
/** Inside a callback: says a number. */
PINCOMPILE_API pincompile_status pincompile_fact_set_number(pincompile_fact *fact, pincompile_fact_field field, uint64_t value, pincompile_error **error);
/** Inside a callback: it could not be found out; the resolve fails with this status if its answer depends on it. */
PINCOMPILE_API pincompile_status pincompile_fact_fail(pincompile_fact *fact, pincompile_status status, const char *message, size_t length, pincompile_error **error);
/** Frees a fact source no resolver uses any more. */
PINCOMPILE_API void pincompile_facts_free(pincompile_facts *facts);

/* clang-format on */

#ifdef __cplusplus
}
#endif

#endif
