// Result<T>: a value or an Error. Member names are those of std::expected, which neither of our
// compilers has yet, so that it can replace this class one day.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "pincompile/error.h"

namespace pincompile {

/// A value or an Error.
template <class T>
class [[nodiscard]] Result {
 public:
  /// Implicit, so that `return value;` and `return error;` both do.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}       // NOLINT: implicit
  /// Implicit, so that `return value;` and `return error;` both do.
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}   // NOLINT: implicit

  /// Whether it is a value.
  bool has_value() const { return state_.index() == 0; }
  /// The same.
  explicit operator bool() const { return has_value(); }

  /// The value; it is a precondition that there is one.
  T& value() & { return *std::get_if<0>(&state_); }
  /// The value; it is a precondition that there is one.
  const T& value() const& { return *std::get_if<0>(&state_); }
  /// The value; it is a precondition that there is one.
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  /// As value().
  T& operator*() & { return value(); }
  /// As value().
  const T& operator*() const& { return value(); }
  /// As value().
  T&& operator*() && { return std::move(*this).value(); }
  /// As value().
  T* operator->() { return std::get_if<0>(&state_); }
  /// As value().
  const T* operator->() const { return std::get_if<0>(&state_); }

  /// The error; it is a precondition that there is one.
  const Error& error() const& { return *std::get_if<1>(&state_); }
  /// The error; it is a precondition that there is one.
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

  /// The value, else `fallback`.
  T value_or(T fallback) const& { return has_value() ? value() : std::move(fallback); }

 private:
  std::variant<T, Error> state_;
};

/// Success or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  /// Implicit, so that `return error;` does.
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  /// Whether it succeeded.
  bool has_value() const { return !error_.has_value(); }
  /// The same.
  explicit operator bool() const { return has_value(); }
  /// The error; it is a precondition that there is one.
  const Error& error() const& { return *error_; }
  /// The error; it is a precondition that there is one.
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace pincompile
