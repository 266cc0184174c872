// Header lines of METADATA and PKG-INFO, cut as Python's email package (policy compat32) cuts them.
// That is what wrote these files and what every other tool reads them with.
// source  RFC 822 with the leniency of https://docs.python.org/3/library/email.parser.html
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace pincompile {

struct EmailHeader {
  std::string_view name;  ///< as written, case included
  std::string_view
      value;  ///< without blanks in front and line ends behind; continuation lines as they stand
};

/// Walks the headers of a text.
///
/// Line ends are LF, CR LF or CR. Headers end at the first line that is neither a header nor a
/// continuation; if that line is empty it belongs to nobody, else the body starts with it.
///
/// lifetime  views into the text.
class EmailHeaders {
 public:
  explicit EmailHeaders(std::string_view text) : rest_(text) {}

  /// False at the end of the headers.
  bool next(EmailHeader& header);
  /// What follows the headers, once next() has said so.
  std::string_view body() const { return rest_; }

 private:
  std::string_view rest_;
  bool at_first_line_ = true;
};

}  // namespace pincompile
