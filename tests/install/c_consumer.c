/* Plain C through pkg-config: pins of a snapshot on standard output.
 * SPDX-License-Identifier: MIT
 */
#include <pincompile/c.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
  char *bytes = malloc(8u << 20);
  FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
  size_t length = file == NULL ? 0 : fread(bytes, 1, 8u << 20, file);
  pincompile_options *options = pincompile_options_new();
  pincompile_request *request = pincompile_request_new();
  pincompile_resolver *resolver = NULL;
  pincompile_outcome *outcome = NULL;
  const char *pins = NULL;
  pincompile_options_set_text(options, PINCOMPILE_OPTION_SNAPSHOT, bytes, length, NULL);
  pincompile_request_add_text(request, PINCOMPILE_INPUT_REQUIREMENTS, "requirements.in", 15, "flask\n", 6, NULL);
  pincompile_request_set_text(request, PINCOMPILE_REQUEST_PYTHON, "3.11", 4, NULL);
  if (pincompile_resolver_new(options, &resolver, NULL) != PINCOMPILE_OK) return 1;
  if (pincompile_resolver_resolve(resolver, request, &outcome, NULL) != PINCOMPILE_OK) return 1;
  if (pincompile_outcome_write(outcome, PINCOMPILE_REQUIREMENTS_TXT, 0, &pins, NULL, NULL) != PINCOMPILE_OK) return 1;
  fputs(pins, stdout);
  pincompile_outcome_free(outcome);
  pincompile_resolver_free(resolver);
  pincompile_request_free(request);
  pincompile_options_free(options);
  fclose(file);
  free(bytes);
  return 0;
}
