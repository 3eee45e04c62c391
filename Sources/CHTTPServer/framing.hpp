// Strict reading of a request head (RFC 9112), ahead of Beast's parser: Beast unfolds folded lines, takes a missing
// Host and reads an unknown transfer coding as "no body". Pure functions over bytes.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hs {

/// Why a request is refused before the handler sees it; `status` 0 means that it is not.
struct Refusal {
  unsigned status = 0;
  const char *reason = "";
  explicit operator bool() const { return status != 0; }
};

/// Looks for the empty line that ends the head, once over each byte, and refuses bytes that no head may hold. One
/// empty line before the request line is skipped (RFC 9112, 2.2).
class HeadScanner {
public:
  /// `bytes` is all that has arrived, the bytes of the last call first.
  Refusal scan(std::string_view bytes);
  /// Where the request line starts.
  std::size_t begin() const { return begin_; }
  /// One past the final CRLF; 0 while more is needed.
  std::size_t end() const { return end_; }

private:
  Refusal finish_line(std::string_view bytes, std::size_t line_end);

  std::size_t position_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool request_line_seen_ = false;
};

struct Head {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> fields;
  bool expects_continue = false;
  /// The client asked for it, or speaks HTTP/1.0.
  bool close = false;
};

/// Parses what a scanner has found, from the request line to the empty line, both included.
Refusal read_head(std::string_view bytes, Head &head);

bool is_token(std::string_view text);
/// Visible ASCII, space and tab: what a field value may hold here. obs-text (RFC 9110, 5.5) is refused.
bool is_field_value(std::string_view text);
bool equals_ignoring_case(std::string_view left, std::string_view right);

}  // namespace hs
