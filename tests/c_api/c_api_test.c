/* The C API from C11: every call, every error path, null handles, and the order in which handles may be freed.
 * SPDX-License-Identifier: MIT
 *
 * usage: c_api_test SNAPSHOT SCRATCH_FOLDER      prints what failed; exit status 1 if anything did
 */
#include "pincompile/c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                \
  do {                                                                  \
    if (!(condition)) {                                                 \
      ++failures;                                                       \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);   \
    }                                                                   \
  } while (0)
#define CHECK_TEXT(actual, expected) check_text(__LINE__, #actual, actual, expected)

static void check_text(int line, const char *what, const char *actual, const char *expected) {
  if (actual != NULL && strcmp(actual, expected) == 0) return;
  ++failures;
  fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, line, what,
          actual == NULL ? "(null)" : actual, expected);
}

static void check_starts(int line, const char *actual, const char *start) {
  if (actual != NULL && strncmp(actual, start, strlen(start)) == 0) return;
  ++failures;
  fprintf(stderr, "%s:%d: \"%s\" does not start with \"%s\"\n", __FILE__, line,
          actual == NULL ? "(null)" : actual, start);
}

/* The fact source of these tests: a universe of a, b and c in memory. */
typedef struct universe {
  int asked;
  int fail_b;                    /* the page of b cannot be read */
  pincompile_resolver *to_cancel; /* cancelled when the page of a is asked for */
} universe;

static pincompile_status say(pincompile_fact *fact, pincompile_fact_field field, const char *text) {
  return pincompile_fact_set_text(fact, field, text, strlen(text), NULL);
}

static void page(void *data, const char *project, pincompile_fact *answer) {
  universe *all = data;
  ++all->asked;
  if (strcmp(project, "a") == 0) {
    if (all->to_cancel != NULL) pincompile_resolver_cancel(all->to_cancel);
    CHECK(pincompile_fact_set_number(answer, PINCOMPILE_FACT_FILE_SIZE, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
    CHECK(say(answer, PINCOMPILE_FACT_FILE_URL, "https://x/") == PINCOMPILE_INVALID_ARGUMENT);
    CHECK(say(answer, PINCOMPILE_FACT_REQUIREMENT, "b") == PINCOMPILE_INVALID_ARGUMENT);
    for (int minor = 0; minor < 3; ++minor) {
      char name[64];
      snprintf(name, sizeof name, "a-1.%d-py3-none-any.whl", minor);
      CHECK(say(answer, PINCOMPILE_FACT_FILE, name) == PINCOMPILE_OK);
      CHECK(say(answer, PINCOMPILE_FACT_FILE_URL, "https://files.example/a.whl") == PINCOMPILE_OK);
      CHECK(say(answer, PINCOMPILE_FACT_FILE_SHA256,
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef") == PINCOMPILE_OK);
      CHECK(pincompile_fact_set_number(answer, PINCOMPILE_FACT_FILE_SIZE, 1000, NULL) == PINCOMPILE_OK);
      CHECK(pincompile_fact_set_number(answer, PINCOMPILE_FACT_FILE_UPLOADED, 1700000000 + minor, NULL) == PINCOMPILE_OK);
      CHECK(pincompile_fact_set_number(answer, PINCOMPILE_FACT_FILE, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
      if (minor == 2) CHECK(say(answer, PINCOMPILE_FACT_FILE_REQUIRES_PYTHON, ">=3.13") == PINCOMPILE_OK);
    }
  } else if (strcmp(project, "b") == 0) {
    if (all->fail_b) {
      CHECK(pincompile_fact_fail(answer, PINCOMPILE_NETWORK, "b is away", 9, NULL) == PINCOMPILE_OK);
      return;
    }
    CHECK(say(answer, PINCOMPILE_FACT_FILE, "b-1.0-py3-none-any.whl") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_FILE, "b-2.0-py3-none-any.whl") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_FILE_YANKED, "broken") == PINCOMPILE_OK);
  } else if (strcmp(project, "c") == 0) {
    CHECK(say(answer, PINCOMPILE_FACT_FILE, "c-1.0-py3-none-any.whl") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_FILE, "c-2.0-py3-none-any.whl") == PINCOMPILE_OK);
  }
}

static void metadata(void *data, const char *project, const char *version, const char *filename,
                     pincompile_fact *answer) {
  universe *all = data;
  ++all->asked;
  CHECK(strstr(filename, ".whl") != NULL);
  CHECK(say(answer, PINCOMPILE_FACT_FILE, "x") == PINCOMPILE_INVALID_ARGUMENT);
  if (strcmp(project, "a") == 0) {
    CHECK(say(answer, PINCOMPILE_FACT_REQUIREMENT, "b>=1") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_REQUIREMENT, "c ; extra == 'x'") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_EXTRA, "x") == PINCOMPILE_OK);
    CHECK(say(answer, PINCOMPILE_FACT_REQUIRES_PYTHON, ">=3.8") == PINCOMPILE_OK);
  }
  if (strcmp(project, "c") == 0 && strcmp(version, "2.0") == 0)
    CHECK(say(answer, PINCOMPILE_FACT_UNUSABLE, "is a test") == PINCOMPILE_OK);
}

static pincompile_request *request_for(const char *text) {
  pincompile_request *request = pincompile_request_new();
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_REQUIREMENTS, "in.txt", 6, text, strlen(text), NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PLATFORM, "linux/amd64", 11, NULL) == PINCOMPILE_OK);
  return request;
}

static pincompile_resolver *resolver_on(universe *all, pincompile_facts **facts) {
  pincompile_resolver *resolver = NULL;
  *facts = pincompile_facts_new(page, metadata, all);
  CHECK(pincompile_resolver_new_on_facts(NULL, *facts, &resolver, NULL) == PINCOMPILE_OK);
  return resolver;
}

static uint64_t number(const pincompile_outcome *outcome, pincompile_field field, size_t i, size_t j) {
  return pincompile_outcome_get_number(outcome, field, i, j);
}

static const char *text(const pincompile_outcome *outcome, pincompile_field field, size_t i, size_t j) {
  return pincompile_outcome_get_text(outcome, field, i, j);
}

static void pins_carry_their_reasons(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a[x]\n");
  pincompile_outcome *outcome = NULL;
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_CONSTRAINTS, "limits.txt", 10, "b<3\n", 4, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  /* The outcome stands on its own. */
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
  CHECK(pincompile_outcome_get_kind(outcome) == PINCOMPILE_OUTCOME_RESOLUTION);
  CHECK(number(outcome, PINCOMPILE_PIN_COUNT, 0, 0) == 3);
  CHECK(number(outcome, PINCOMPILE_PROVEN, 0, 0) == 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_NAME, 0, 0), "a");
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.1");
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_NEWEST, 0, 0), "1.2");
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_CHANGED_FROM, 0, 0), "");
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_INDEX, 0, 0), "");
  CHECK(number(outcome, PINCOMPILE_PIN_PROVEN, 0, 0) == 1);
  CHECK(number(outcome, PINCOMPILE_PIN_DIRECT, 0, 0) == 1);
  CHECK(number(outcome, PINCOMPILE_PIN_DIRECT, 1, 0) == 0);
  CHECK(number(outcome, PINCOMPILE_PIN_YANKED, 0, 0) == 0);
  CHECK(number(outcome, PINCOMPILE_EXTRA_COUNT, 0, 0) == 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_EXTRA, 0, 0), "x");
  CHECK(number(outcome, PINCOMPILE_REASON_COUNT, 0, 0) == 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_PIN, 0, 0), "");
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_TEXT, 0, 0), "a[x]");
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_FILE, 0, 0), "in.txt");
  CHECK(number(outcome, PINCOMPILE_REASON_LINE, 0, 0) == 1);
  CHECK(number(outcome, PINCOMPILE_REASON_COUNT, 1, 0) == 2); /* b: the constraint, and a */
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_FILE, 1, 0), "limits.txt");
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_PIN, 1, 1), "a");
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_FILE, 1, 1), "");
  CHECK(number(outcome, PINCOMPILE_REASON_LINE, 1, 1) == 0);
  CHECK(number(outcome, PINCOMPILE_HELD_BACK_COUNT, 0, 0) == 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_HELD_BACK_VERSION, 0, 0), "1.2");
  CHECK_TEXT(text(outcome, PINCOMPILE_HELD_BACK_CODE, 0, 0), "requires-python");
  CHECK(text(outcome, PINCOMPILE_HELD_BACK_TEXT, 0, 0) != NULL);
  CHECK_TEXT(text(outcome, PINCOMPILE_HELD_BACK_CODE, 2, 0), "bad-metadata");
  CHECK(number(outcome, PINCOMPILE_FILE_COUNT, 0, 0) == 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_FILE_NAME, 0, 0), "a-1.1-py3-none-any.whl");
  CHECK_TEXT(text(outcome, PINCOMPILE_FILE_URL, 0, 0), "https://files.example/a.whl");
  check_starts(__LINE__, text(outcome, PINCOMPILE_FILE_SHA256, 0, 0), "0123456789abcdef");
  CHECK(number(outcome, PINCOMPILE_FILE_SIZE, 0, 0) == 1000);
  CHECK(number(outcome, PINCOMPILE_WARNING_COUNT, 0, 0) == 0);
  CHECK(number(outcome, PINCOMPILE_FETCHES, 0, 0) > 0);
  CHECK(number(outcome, PINCOMPILE_DECISIONS, 0, 0) + number(outcome, PINCOMPILE_CONFLICTS, 0, 0) < 100);
  /* Out of range, a number asked for as a text, fields of other kinds. */
  CHECK(text(outcome, PINCOMPILE_PIN_NAME, 3, 0) == NULL);
  CHECK(number(outcome, PINCOMPILE_PIN_PROVEN, 3, 0) == 0);
  for (int field = 0; field < 60; ++field) {
    CHECK(number(outcome, (pincompile_field)field, 99, 99) < 100);
    if (field != PINCOMPILE_PIN_COUNT) CHECK(text(outcome, (pincompile_field)field, 99, 99) == NULL);
    (void)text(outcome, (pincompile_field)field, 0, 99);
  }
  CHECK(text(outcome, PINCOMPILE_MESSAGE, 0, 0) == NULL);
  CHECK(text(outcome, PINCOMPILE_WARNING, 0, 0) == NULL);
  pincompile_outcome_free(outcome);
}

static void outcomes_are_written_as_texts(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n");
  pincompile_outcome *outcome = NULL;
  const char *made = NULL;
  size_t length = 0;
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT,
                                 PINCOMPILE_WITHOUT_HEADER | PINCOMPILE_WITHOUT_ANNOTATIONS, &made, &length, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(made, "a==1.1\nb==1.0\n");
  CHECK(length == 14);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, PINCOMPILE_WITHOUT_HEADER, &made, NULL, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(made, "a==1.1\n    # via -r in.txt\nb==1.0\n    # via a\n");
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, PINCOMPILE_WITH_HASHES, &made, NULL, NULL) == PINCOMPILE_OK);
  CHECK(made != NULL && strstr(made, "--hash=sha256:0123") != NULL);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_PYLOCK_TOML, PINCOMPILE_PLAIN, &made, NULL, NULL) == PINCOMPILE_OK);
  CHECK(made != NULL && strstr(made, "lock-version = \"1.0\"") != NULL);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_JSON_REPORT, PINCOMPILE_PLAIN, &made, NULL, NULL) == PINCOMPILE_OK);
  check_starts(__LINE__, made, "{");
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_EXPLANATION, PINCOMPILE_PLAIN, &made, NULL, NULL) == PINCOMPILE_OK);
  CHECK(made != NULL && strstr(made, "1.2") != NULL);
  CHECK(pincompile_outcome_write(outcome, (pincompile_format)99, 0, &made, &length, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(made == NULL && length == 0);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, 0, NULL, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static void a_conflict_is_told(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\nb<1\n");
  pincompile_outcome *outcome = NULL;
  const char *made = NULL;
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_outcome_get_kind(outcome) == PINCOMPILE_OUTCOME_CONFLICT);
  CHECK(number(outcome, PINCOMPILE_PIN_COUNT, 0, 0) == 0);
  CHECK(text(outcome, PINCOMPILE_HEADLINE, 0, 0) != NULL);
  check_starts(__LINE__, text(outcome, PINCOMPILE_MESSAGE, 0, 0), text(outcome, PINCOMPILE_HEADLINE, 0, 0));
  CHECK(number(outcome, PINCOMPILE_STEP_COUNT, 0, 0) > 0 || number(outcome, PINCOMPILE_CORE_COUNT, 0, 0) > 0);
  for (size_t i = 0; i < number(outcome, PINCOMPILE_STEP_COUNT, 0, 0); ++i) {
    CHECK(text(outcome, PINCOMPILE_STEP_TEXT, i, 0) != NULL);
    CHECK(text(outcome, PINCOMPILE_STEP_FILE, i, 0) != NULL);
    CHECK(number(outcome, PINCOMPILE_STEP_LINE, i, 0) <= 2);
  }
  CHECK(number(outcome, PINCOMPILE_CORE_COUNT, 0, 0) >= 1);
  CHECK_TEXT(text(outcome, PINCOMPILE_CORE_FILE, 0, 0), "in.txt");
  CHECK(number(outcome, PINCOMPILE_CORE_LINE, 0, 0) >= 1);
  CHECK(number(outcome, PINCOMPILE_MINIMAL, 0, 0) == 1);
  for (size_t i = 0; i < number(outcome, PINCOMPILE_SUGGESTION_COUNT, 0, 0); ++i) {
    CHECK(text(outcome, PINCOMPILE_SUGGESTION_EDIT, i, 0) != NULL);
    CHECK(text(outcome, PINCOMPILE_SUGGESTION_RESULT, i, 0) != NULL);
  }
  CHECK(text(outcome, PINCOMPILE_STEP_TEXT, 99, 0) == NULL);
  CHECK(text(outcome, PINCOMPILE_PIN_NAME, 0, 0) == NULL);
  CHECK(number(outcome, PINCOMPILE_CORE_LINE, 99, 0) == 0);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, 0, &made, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_outcome_write(outcome, PINCOMPILE_JSON_REPORT, 0, &made, NULL, NULL) == PINCOMPILE_OK);
  CHECK(made != NULL && strstr(made, "\"error\"") != NULL);
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static void a_spent_budget_is_told(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n");
  pincompile_outcome *outcome = NULL;
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_MAX_FETCHES, 1, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_outcome_get_kind(outcome) == PINCOMPILE_OUTCOME_EXHAUSTED);
  check_starts(__LINE__, text(outcome, PINCOMPILE_MESSAGE, 0, 0), "gave up");
  CHECK(text(outcome, PINCOMPILE_HEADLINE, 0, 0) == NULL);
  CHECK(number(outcome, PINCOMPILE_BUSY_COUNT, 0, 0) == 0);
  CHECK(text(outcome, PINCOMPILE_BUSY_NAME, 0, 0) == NULL);
  CHECK(number(outcome, PINCOMPILE_BUSY_PERCENT, 0, 0) == 0);
  CHECK(number(outcome, PINCOMPILE_SUGGESTION_COUNT, 0, 0) == 0);
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static pincompile_verdict verdict_on(pincompile_resolver *resolver, const char *lines, const char *project, const char *version) {
  pincompile_request *request = request_for(lines);
  pincompile_verdict verdict = PINCOMPILE_VERDICT_UNKNOWN;
  const char *words = NULL;
  size_t length = 0;
  CHECK(pincompile_resolver_why_not(resolver, request, project, strlen(project), version, strlen(version),
                                    &verdict, &words, &length, NULL) == PINCOMPILE_OK);
  CHECK(words != NULL && strlen(words) == length && strstr(words, project) != NULL);
  CHECK(pincompile_resolver_why_not(resolver, request, project, strlen(project), version, strlen(version),
                                    NULL, NULL, NULL, NULL) == PINCOMPILE_OK);
  pincompile_request_free(request);
  return verdict;
}

static void a_version_that_is_no_pin_is_explained(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n");
  pincompile_verdict verdict = PINCOMPILE_VERDICT_PINNED;
  pincompile_error *error = NULL;
  const char *words = "x";
  CHECK(verdict_on(resolver, "a\n", "a", "1.1") == PINCOMPILE_VERDICT_PINNED);
  CHECK(verdict_on(resolver, "a\n", "c", "1.0") == PINCOMPILE_VERDICT_NOT_NEEDED);
  CHECK(verdict_on(resolver, "a\n", "a", "7.0") == PINCOMPILE_VERDICT_NO_SUCH_VERSION);
  CHECK(verdict_on(resolver, "a\n", "a", "1.2") == PINCOMPILE_VERDICT_UNAVAILABLE);
  CHECK(verdict_on(resolver, "a<1.1\n", "a", "1.1") == PINCOMPILE_VERDICT_FORBIDDEN);
  CHECK(verdict_on(resolver, "a\n", "a", "1.0") == PINCOMPILE_VERDICT_TRADE_OFF);
  CHECK(verdict_on(resolver, "a\n", "a", "") == PINCOMPILE_VERDICT_UNAVAILABLE);
  CHECK(pincompile_resolver_why_not(NULL, request, "a", 1, "1", 1, &verdict, &words, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(words == NULL && verdict == PINCOMPILE_VERDICT_UNKNOWN);
  CHECK(pincompile_resolver_why_not(resolver, NULL, "a", 1, "1", 1, &verdict, &words, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_resolver_why_not(resolver, request, NULL, 1, "1", 1, &verdict, &words, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_resolver_why_not(resolver, request, "a", 1, NULL, 1, &verdict, &words, NULL, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  pincompile_resolver_cancel(resolver);
  CHECK(pincompile_resolver_why_not(resolver, request, "a", 1, "1.0", 3, &verdict, &words, NULL, &error) == PINCOMPILE_CANCELLED);
  pincompile_error_free(error);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static int stop_at_once(void *data, uint64_t known, uint64_t wanted, uint64_t fetched, uint64_t conflicts) {
  (void)known, (void)wanted, (void)fetched, (void)conflicts;
  ++*(int *)data;
  return 1;
}

static int go_on(void *data, uint64_t known, uint64_t wanted, uint64_t fetched, uint64_t conflicts) {
  (void)wanted, (void)fetched, (void)conflicts;
  if (known > 0) ++*(int *)data;
  return 0;
}

static void a_resolve_is_watched_and_cancelled(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n");
  pincompile_outcome *outcome = NULL;
  int calls = 0;
  pincompile_resolver_set_progress(resolver, stop_at_once, &calls);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_CANCELLED);
  CHECK(outcome == NULL && calls == 1);
  pincompile_resolver_set_progress(resolver, go_on, &calls);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK(calls > 1);
  pincompile_outcome_free(outcome);
  pincompile_resolver_set_progress(resolver, NULL, NULL);
  pincompile_resolver_cancel(resolver); /* the next one, as none is under way */
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_CANCELLED);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  pincompile_outcome_free(outcome);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);

  resolver = resolver_on(&all, &facts);
  all.to_cancel = resolver; /* from within a callback */
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_CANCELLED);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static void errors_say_what_and_where(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n==broken\n");
  pincompile_outcome *outcome = NULL;
  pincompile_error *error = NULL;
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, &error) == PINCOMPILE_PARSE);
  CHECK(outcome == NULL && error != NULL);
  CHECK(pincompile_error_get_text(error, PINCOMPILE_ERROR_MESSAGE, 0) != NULL);
  check_starts(__LINE__, pincompile_error_get_text(error, PINCOMPILE_ERROR_WHOLE, 0), "in.txt:2: ");
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_PLACE_COUNT, 0) >= 1);
  CHECK_TEXT(pincompile_error_get_text(error, PINCOMPILE_ERROR_FILE, 0), "in.txt");
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_LINE, 0) == 2);
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_COLUMN, 99) == 0);
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_LINE, 99) == 0);
  CHECK(pincompile_error_get_text(error, PINCOMPILE_ERROR_FILE, 99) == NULL);
  CHECK(pincompile_error_get_text(error, PINCOMPILE_ERROR_CAUSE, 99) == NULL);
  CHECK(pincompile_error_get_text(error, PINCOMPILE_ERROR_HINT, 99) == NULL);
  CHECK(pincompile_error_get_text(error, PINCOMPILE_ERROR_LINE, 0) == NULL);
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_MESSAGE, 0) == 0);
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_CAUSE_COUNT, 0) < 10);
  CHECK(pincompile_error_get_number(error, PINCOMPILE_ERROR_HINT_COUNT, 0) < 10);
  pincompile_error_free(error);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_PARSE);
  pincompile_request_free(request);

  request = request_for("a\n");
  all.fail_b = 1;
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, &error) == PINCOMPILE_NETWORK);
  CHECK(strstr(pincompile_error_get_text(error, PINCOMPILE_ERROR_WHOLE, 0), "b is away") != NULL);
  pincompile_error_free(error);
  pincompile_request_free(request);

  request = pincompile_request_new();
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_INVALID_ARGUMENT); /* no Python */
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_INVALID_ARGUMENT); /* no input */
  CHECK(pincompile_request_add_file(request, PINCOMPILE_INPUT_REQUIREMENTS, "none.txt", 8, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, &error) == PINCOMPILE_NOT_FOUND);
  pincompile_error_free(error);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static void options_of_a_request_are_checked(void) {
  pincompile_request *request = pincompile_request_new();
  pincompile_error *error = NULL;
  static const pincompile_request_option texts[] = {PINCOMPILE_REQUEST_EXTRA, PINCOMPILE_REQUEST_GROUP,
      PINCOMPILE_REQUEST_ONLY_BINARY, PINCOMPILE_REQUEST_NO_BINARY, PINCOMPILE_REQUEST_UPGRADE_PACKAGE};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i)
    CHECK(pincompile_request_set_text(request, texts[i], "some", 4, NULL) == PINCOMPILE_OK);
  for (int option = PINCOMPILE_REQUEST_OBJECTIVE; option <= PINCOMPILE_REQUEST_PYPY; ++option)
    CHECK(pincompile_request_set_number(request, (pincompile_request_option)option, 1, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_ONLY_BINARY, ":all:", 5, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_EXISTING, "a==1.0\n", 7, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_OBJECTIVE, 3, &error) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(error != NULL);
  pincompile_error_free(error);
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_RESOLUTION, 3, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_PRERELEASE, 4, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_PYTHON, 3, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYPY, "1", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "three", 5, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PLATFORM, "?", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_UPGRADE_PACKAGE, "=", 1, NULL) == PINCOMPILE_PARSE);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_EXISTING, "<<<<<<< HEAD\n", 13, NULL) == PINCOMPILE_PARSE);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_EXTRA, NULL, 3, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_EXTRA, NULL, 0, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_add_text(request, (pincompile_input)9, "x", 1, "", 0, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_OVERRIDES, NULL, 0, "", 0, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_OVERRIDES, "o", 1, NULL, 2, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_OVERRIDES, NULL, 2, "", 0, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_OVERRIDES, "o", 1, "a==1\n", 5, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_add_text(request, PINCOMPILE_INPUT_OVERRIDES, "o", 1, "a==1\n", 5, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_file(request, (pincompile_input)9, "x", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_request_add_file(request, PINCOMPILE_INPUT_OVERRIDES, NULL, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  pincompile_request_free(request);
}

static void existing_pins_are_kept(void) {
  universe all = {0};
  pincompile_facts *facts = NULL;
  pincompile_resolver *resolver = resolver_on(&all, &facts);
  pincompile_request *request = request_for("a\n");
  pincompile_outcome *outcome = NULL;
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_EXISTING, "a==1.0\n", 7, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.0");
  pincompile_outcome_free(outcome);
  CHECK(pincompile_request_set_number(request, PINCOMPILE_REQUEST_UPGRADE, 1, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.1");
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  pincompile_facts_free(facts);
}

static void null_handles_are_refused(void) {
  universe all = {0};
  pincompile_facts *facts = pincompile_facts_new(page, metadata, &all);
  pincompile_options *options = pincompile_options_new();
  pincompile_request *request = request_for("a\n");
  pincompile_resolver *resolver = NULL;
  pincompile_outcome *outcome = NULL;
  pincompile_error *error = NULL;
  const char *made = NULL;
  const pincompile_status refused = PINCOMPILE_INVALID_ARGUMENT;
  CHECK(pincompile_facts_new(NULL, metadata, &all) == NULL);
  CHECK(pincompile_facts_new(page, NULL, &all) == NULL);
  CHECK(pincompile_options_set_text(NULL, PINCOMPILE_OPTION_INDEX, "x", 1, &error) == refused);
  CHECK(error != NULL);
  pincompile_error_free(error);
  CHECK(pincompile_options_set_number(NULL, PINCOMPILE_OPTION_JOBS, 1, NULL) == refused);
  CHECK(pincompile_request_add_text(NULL, PINCOMPILE_INPUT_REQUIREMENTS, "x", 1, "a", 1, NULL) == refused);
  CHECK(pincompile_request_add_file(NULL, PINCOMPILE_INPUT_REQUIREMENTS, "x", 1, NULL) == refused);
  CHECK(pincompile_request_set_text(NULL, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL) == refused);
  CHECK(pincompile_request_set_number(NULL, PINCOMPILE_REQUEST_UPGRADE, 1, NULL) == refused);
  CHECK(pincompile_resolver_new(NULL, &resolver, NULL) == refused);
  CHECK(pincompile_resolver_new(options, NULL, NULL) == refused);
  CHECK(pincompile_resolver_new_on_facts(options, NULL, &resolver, NULL) == refused);
  CHECK(pincompile_resolver_new_on_facts(options, facts, NULL, NULL) == refused);
  CHECK(pincompile_resolver_new_on_facts(options, facts, &resolver, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(NULL, request, &outcome, NULL) == refused);
  CHECK(pincompile_resolver_resolve(resolver, NULL, &outcome, NULL) == refused);
  CHECK(pincompile_resolver_resolve(resolver, request, NULL, NULL) == refused);
  CHECK(pincompile_resolver_keep(NULL, NULL) == refused);
  CHECK(pincompile_resolver_keep(resolver, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_outcome_write(NULL, PINCOMPILE_JSON_REPORT, 0, &made, NULL, NULL) == refused);
  CHECK(pincompile_fact_set_text(NULL, PINCOMPILE_FACT_FILE, "x", 1, NULL) == refused);
  CHECK(pincompile_fact_set_number(NULL, PINCOMPILE_FACT_FILE_SIZE, 1, NULL) == refused);
  CHECK(pincompile_fact_fail(NULL, PINCOMPILE_NETWORK, "x", 1, NULL) == refused);
  CHECK(pincompile_outcome_get_kind(NULL) == PINCOMPILE_OUTCOME_NONE);
  CHECK(pincompile_outcome_get_text(NULL, PINCOMPILE_PIN_NAME, 0, 0) == NULL);
  CHECK(pincompile_outcome_get_number(NULL, PINCOMPILE_PIN_COUNT, 0, 0) == 0);
  CHECK(pincompile_error_get_text(NULL, PINCOMPILE_ERROR_MESSAGE, 0) == NULL);
  CHECK(pincompile_error_get_number(NULL, PINCOMPILE_ERROR_PLACE_COUNT, 0) == 0);
  pincompile_resolver_set_progress(NULL, go_on, NULL);
  pincompile_resolver_cancel(NULL);
  pincompile_error_free(NULL);
  pincompile_options_free(NULL);
  pincompile_request_free(NULL);
  pincompile_resolver_free(NULL);
  pincompile_outcome_free(NULL);
  pincompile_facts_free(NULL);
  pincompile_resolver_free(resolver);
  pincompile_request_free(request);
  pincompile_options_free(options);
  pincompile_facts_free(facts);
}

static char *content_of(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *content = malloc(8u << 20);
  *length = file == NULL ? 0 : fread(content, 1, 8u << 20, file);
  if (file != NULL) fclose(file);
  return content;
}

static void a_snapshot_is_resolved(const char *snapshot, const char *scratch) {
  size_t length = 0;
  char *bytes = content_of(snapshot, &length);
  char path[4096];
  pincompile_options *options = pincompile_options_new();
  pincompile_resolver *resolver = NULL;
  pincompile_outcome *outcome = NULL;
  pincompile_error *error = NULL;
  static const pincompile_option numbers[] = {PINCOMPILE_OPTION_CACHE_BYTES, PINCOMPILE_OPTION_REVALIDATE,
      PINCOMPILE_OPTION_REFRESH, PINCOMPILE_OPTION_JOBS, PINCOMPILE_OPTION_RETRIES,
      PINCOMPILE_OPTION_TIMEOUT_SECONDS, PINCOMPILE_OPTION_MERGE_INDEXES, PINCOMPILE_OPTION_OFFLINE};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; ++i)
    CHECK(pincompile_options_set_number(options, numbers[i], 1, NULL) == PINCOMPILE_OK);
  static const pincompile_option texts[] = {PINCOMPILE_OPTION_INDEX, PINCOMPILE_OPTION_FIND_LINKS,
      PINCOMPILE_OPTION_TRUSTED_HOST, PINCOMPILE_OPTION_PROXY, PINCOMPILE_OPTION_CA_FILE, PINCOMPILE_OPTION_NETRC};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i)
    CHECK(pincompile_options_set_text(options, texts[i], "x", 1, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_JOBS, "1", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_options_set_number(options, PINCOMPILE_OPTION_INDEX, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_SNAPSHOT, "no snapshot", 11, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_new(options, &resolver, &error) == PINCOMPILE_CORRUPT);
  CHECK(resolver == NULL && error != NULL);
  pincompile_error_free(error);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_SNAPSHOT, bytes, length, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_CACHE_DIRECTORY, "", 0, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_WORKING_DIRECTORY, scratch, strlen(scratch), NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  pincompile_options_free(options);
  free(bytes);

  snprintf(path, sizeof path, "%s/from-disk.in", scratch);
  FILE *input = fopen(path, "wb");
  fputs("flask\n", input);
  fclose(input);
  pincompile_request *request = pincompile_request_new();
  CHECK(pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_request_add_file(request, PINCOMPILE_INPUT_REQUIREMENTS, "from-disk.in", 12, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK(number(outcome, PINCOMPILE_PIN_COUNT, 0, 0) >= 6);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_NAME, 0, 0), "blinker");
  CHECK_TEXT(text(outcome, PINCOMPILE_REASON_PIN, 0, 0), "flask");
  CHECK(pincompile_resolver_keep(resolver, NULL) == PINCOMPILE_OK);
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);

  request = request_for("no-such-project-in-the-snapshot\n");
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_NETWORK);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
  remove(path);
}

/* An index on disk, made by CMake; then the same answer from the snapshot alone. */
static void what_was_consulted_is_recorded(const char *scratch) {
  char index[4096];
  const char *bytes = NULL;
  size_t length = 0;
  pincompile_outcome *outcome = NULL;
  pincompile_resolver *resolver = NULL;
  pincompile_options *options = pincompile_options_new();
  pincompile_request *request = request_for("recorded\n");
  snprintf(index, sizeof index, "file://%s/simple", scratch);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_INDEX, index, strlen(index), NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_snapshot(resolver, &bytes, &length, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  pincompile_resolver_free(resolver);
  CHECK(pincompile_options_set_number(options, PINCOMPILE_OPTION_RECORD, 1, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  pincompile_options_free(options);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.0");
  pincompile_outcome_free(outcome);
  CHECK(pincompile_resolver_snapshot(resolver, NULL, &length, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_resolver_snapshot(NULL, &bytes, &length, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_resolver_snapshot(resolver, &bytes, &length, NULL) == PINCOMPILE_OK);
  CHECK(bytes != NULL && length > 0);

  options = pincompile_options_new();
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_SNAPSHOT, bytes, length, NULL) == PINCOMPILE_OK);
  pincompile_resolver_free(resolver);
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  pincompile_options_free(options);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.0");
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  pincompile_resolver_free(resolver);
}

/* HTTP by the caller: an index behind a password that redirects its page. */
typedef struct server {
  int asked;
  int down;
} server;

static void set_header(pincompile_http_response *answer, const char *name, const char *value) {
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_HEADER_NAME, name, strlen(name), NULL) == PINCOMPILE_OK);
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_HEADER_VALUE, value, strlen(value), NULL) == PINCOMPILE_OK);
}

static void respond(pincompile_http_response *answer, uint64_t status, const char *body) {
  CHECK(pincompile_http_response_set_number(answer, PINCOMPILE_HTTP_STATUS, status, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_BODY, body, strlen(body), NULL) == PINCOMPILE_OK);
}

static void serve(void *data, const pincompile_http_request *request, pincompile_http_response *answer) {
  server *self = data;
  const char *url = pincompile_http_request_get_text(request, PINCOMPILE_HTTP_URL, 0);
  const size_t headers = (size_t)pincompile_http_request_get_number(request, PINCOMPILE_HTTP_HEADER_COUNT);
  int authorized = 0;
  ++self->asked;
  CHECK(strchr(url, '@') == NULL);
  CHECK(pincompile_http_request_get_number(request, PINCOMPILE_HTTP_MAX_BYTES) > 0);
  CHECK(pincompile_http_request_get_number(request, PINCOMPILE_HTTP_INSECURE) == 0);
  CHECK(pincompile_http_request_get_number(request, PINCOMPILE_HTTP_URL) == 0);
  CHECK(pincompile_http_request_get_number(NULL, PINCOMPILE_HTTP_HEADER_COUNT) == 0);
  CHECK(pincompile_http_request_get_text(request, PINCOMPILE_HTTP_HEADER_NAME, headers) == NULL);
  CHECK(pincompile_http_request_get_text(request, PINCOMPILE_HTTP_BODY, 0) == NULL);
  CHECK(pincompile_http_request_get_text(NULL, PINCOMPILE_HTTP_URL, 0) == NULL);
  for (size_t i = 0; i < headers; ++i) {
    if (strcmp(pincompile_http_request_get_text(request, PINCOMPILE_HTTP_HEADER_NAME, i), "Authorization") == 0)
      authorized = strcmp(pincompile_http_request_get_text(request, PINCOMPILE_HTTP_HEADER_VALUE, i), "Basic bWU6cHc=") == 0;
  }
  CHECK(pincompile_http_response_set_text(NULL, PINCOMPILE_HTTP_BODY, "x", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_BODY, NULL, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_STATUS, "200", 3, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_text(answer, PINCOMPILE_HTTP_HEADER_VALUE, "x", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_number(NULL, PINCOMPILE_HTTP_STATUS, 200, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_number(answer, PINCOMPILE_HTTP_STATUS, 7, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_set_number(answer, PINCOMPILE_HTTP_BODY, 7, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_fail(NULL, "x", 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_http_response_fail(answer, NULL, 1, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  if (self->down) {
    CHECK(pincompile_http_response_fail(answer, "the cable is out", 16, NULL) == PINCOMPILE_OK);
  } else if (strstr(url, "/silent/") != NULL) {
    return; /* no status */
  } else if (!authorized) {
    respond(answer, 401, "");
  } else if (strstr(url, "/simple/shop/") != NULL) {
    set_header(answer, "Location", "/page");
    respond(answer, 302, "");
  } else if (strstr(url, "/page") != NULL) {
    set_header(answer, "Content-Type", "application/vnd.pypi.simple.v1+json");
    respond(answer, 200, "{\"meta\": {\"api-version\": \"1.0\"}, \"name\": \"shop\", \"files\": [{\"filename\":"
            "\"shop-1.0-py3-none-any.whl\", \"url\": \"shop-1.0-py3-none-any.whl\", \"hashes\": {}, \"core-metadata\": true}]}");
  } else if (strstr(url, ".whl.metadata") != NULL) {
    respond(answer, 200, "Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n");
  } else {
    respond(answer, 404, "");
  }
}

static void http_may_be_the_callers(void) {
  static const char index[] = "https://me:pw@index.example/simple";
  server self = {0};
  pincompile_outcome *outcome = NULL;
  pincompile_resolver *resolver = NULL;
  pincompile_error *error = NULL;
  pincompile_request *request = request_for("shop\n");
  pincompile_options *options = pincompile_options_new();
  CHECK(pincompile_options_set_http(NULL, serve, &self, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_options_set_http(options, NULL, &self, NULL) == PINCOMPILE_INVALID_ARGUMENT);
  CHECK(pincompile_options_set_http(options, serve, &self, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_INDEX, index, strlen(index), NULL) == PINCOMPILE_OK);
  CHECK(pincompile_options_set_number(options, PINCOMPILE_OPTION_RETRIES, 0, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) == PINCOMPILE_OK);
  CHECK_TEXT(text(outcome, PINCOMPILE_PIN_VERSION, 0, 0), "1.0");
  CHECK(self.asked == 3);
  pincompile_outcome_free(outcome);
  pincompile_request_free(request);
  request = request_for("silent\n");
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, NULL) != PINCOMPILE_OK);
  pincompile_resolver_free(resolver);
  self.down = 1;
  CHECK(pincompile_resolver_new(options, &resolver, NULL) == PINCOMPILE_OK);
  CHECK(pincompile_resolver_resolve(resolver, request, &outcome, &error) == PINCOMPILE_NETWORK);
  CHECK(strstr(pincompile_error_get_text(error, PINCOMPILE_ERROR_WHOLE, 0), "the cable is out") != NULL);
  pincompile_error_free(error);
  pincompile_request_free(request);
  pincompile_options_free(options);
  pincompile_resolver_free(resolver);
}

static const char *example_snapshot;
static int example_printed;

/* The example asks PyPI; here its options get a snapshot, and its pins are looked at. */
static pincompile_options *options_with_snapshot(void) {
  size_t length = 0;
  char *bytes = content_of(example_snapshot, &length);
  pincompile_options *options = pincompile_options_new();
  CHECK(pincompile_options_set_text(options, PINCOMPILE_OPTION_SNAPSHOT, bytes, length, NULL) == PINCOMPILE_OK);
  free(bytes);
  return options;
}

static void look_at(const char *pins) {
  CHECK(strstr(pins, "\nflask==") != NULL);
  ++example_printed;
}

/* The example at the head of c.h, taken from it by CMake. */
static void the_example_runs(void) {
#define pincompile_options_new options_with_snapshot
#define puts look_at
#include "c_example.inc"
#undef pincompile_options_new
#undef puts
  CHECK(example_printed == 1);
  pincompile_outcome_free(outcome);
  pincompile_resolver_free(resolver);
  pincompile_request_free(request);
  pincompile_options_free(options);
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  CHECK(strchr(pincompile_version(), '.') != NULL);
  pins_carry_their_reasons();
  outcomes_are_written_as_texts();
  a_conflict_is_told();
  a_spent_budget_is_told();
  a_version_that_is_no_pin_is_explained();
  a_resolve_is_watched_and_cancelled();
  errors_say_what_and_where();
  options_of_a_request_are_checked();
  existing_pins_are_kept();
  null_handles_are_refused();
  a_snapshot_is_resolved(arguments[1], arguments[2]);
  what_was_consulted_is_recorded(arguments[2]);
  http_may_be_the_callers();
  example_snapshot = arguments[1];
  the_example_runs();
  return failures == 0 ? 0 : 1;
}
