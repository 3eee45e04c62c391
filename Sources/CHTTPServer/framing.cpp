#include "framing.hpp"

#include <algorithm>

namespace hs {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
char lowercase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Refusal bad(const char *reason) { return {400, reason}; }

// RFC 3986: unreserved, pct-encoded, sub-delims and the characters of `more`.
bool is_uri_text(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (!is_alphanumeric(text[i]) && !is_one_of(text[i], "-._~!$&'()*+,;=") && !is_one_of(text[i], more)) {
      return false;
    }
  }
  return true;
}

// RFC 9110, 7.2: uri-host [ ":" port ]. An empty host is refused: no request here is without an authority.
bool is_host(std::string_view text) {
  std::size_t host_end;
  if (!text.empty() && text.front() == '[') {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos || bracket < 3) return false;
    const auto literal = text.substr(1, bracket - 1);
    if (!std::all_of(literal.begin(), literal.end(), [](char c) { return is_hex(c) || c == ':' || c == '.'; }))
      return false;
    host_end = bracket + 1;
  } else {
    host_end = std::min(text.find(':'), text.size());
    if (host_end == 0 || !is_uri_text(text.substr(0, host_end), "")) return false;
  }
  if (host_end == text.size()) return true;
  const auto port = text.substr(host_end + 1);
  return text[host_end] == ':' && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_one_of(text.front(), " \t")) text.remove_prefix(1);
  while (!text.empty() && is_one_of(text.back(), " \t")) text.remove_suffix(1);
  return text;
}

bool lists(std::string_view value, std::string_view wanted) {
  while (true) {
    const auto comma = value.find(',');
    if (equals_ignoring_case(trimmed(value.substr(0, comma)), wanted)) return true;
    if (comma == std::string_view::npos) return false;
    value.remove_prefix(comma + 1);
  }
}

struct RequestLine {
  std::string_view method, target, version;
};

Refusal read_request_line(std::string_view line, RequestLine &parts) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return bad("the request line is not method, target and version");
  parts = {line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
  if (parts.version != "HTTP/1.1" && parts.version != "HTTP/1.0") return bad("the version is not HTTP/1.1 or HTTP/1.0");
  if (!is_token(parts.method)) return bad("the method is not a token");
  // Origin form only: no proxy (absolute form, CONNECT) and nothing about the server as a whole (`*`) is served here.
  if (parts.target.empty() || parts.target.front() != '/' || !is_uri_text(parts.target, "/?:@"))
    return bad("the target is not an absolute path with an optional query");
  return {};
}

Refusal read_field(std::string_view line, std::pair<std::string, std::string> &field) {
  if (is_one_of(line.front(), " \t")) return bad("a header line is folded");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return bad("a header name is not a token followed by a colon");
  field = {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))};
  return {};
}

/// The fields that frame the message, gathered from all lines: RFC 9112, 6.
struct Framing {
  int hosts = 0, lengths = 0, codings = 0, expectations = 0;
  std::string_view host, length, coding, expectation;
};

Refusal check_framing(const Framing &seen, bool http10) {
  if (seen.hosts > 1) return bad("Host is repeated");
  if (seen.hosts == 0 && !http10) return bad("Host is missing");
  if (seen.hosts == 1 && !is_host(seen.host)) return bad("Host is not a host with an optional port");
  if (seen.lengths > 1) return bad("Content-Length is repeated");
  if (seen.lengths == 1) {
    const auto &text = seen.length;
    if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), is_digit))
      return bad("Content-Length is not one decimal number");
  }
  if (seen.codings > 0) {
    if (http10) return bad("Transfer-Encoding in HTTP/1.0");
    if (seen.lengths > 0) return bad("Transfer-Encoding beside Content-Length");
    if (seen.codings > 1) return bad("Transfer-Encoding is repeated");
    if (!equals_ignoring_case(seen.coding, "chunked")) return bad("the transfer coding is not chunked");
  }
  if (seen.expectations > 1 || (seen.expectations == 1 && !equals_ignoring_case(seen.expectation, "100-continue")))
    return {417, "the expectation is not 100-continue"};
  return {};
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lowercase(a) == lowercase(b); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-.^_`|~");
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

Refusal HeadScanner::scan(std::string_view bytes) {
  for (; position_ < bytes.size() && end_ == 0; ++position_) {
    const char c = bytes[position_];
    const bool after_cr = position_ > line_begin_ && bytes[position_ - 1] == '\r';
    if (c == '\n') {
      if (!after_cr) return bad("a line ends without CR");
      if (auto refusal = finish_line(bytes, position_ - 1)) return refusal;
      line_begin_ = position_ + 1;
    } else if (after_cr) {
      return bad("CR is not followed by LF");
    } else if (c != '\r' && !is_field_value({&c, 1})) {
      return bad("the header holds a byte that is not visible ASCII, space or tab");
    }
  }
  return {};
}

Refusal HeadScanner::finish_line(std::string_view bytes, std::size_t line_end) {
  const bool empty = line_end == line_begin_;
  if (request_line_seen_) {
    if (empty) end_ = line_end + 2;
    return {};
  }
  if (empty) {
    if (line_begin_ != 0) return bad("more than one empty line before the request line");
    begin_ = line_end + 2;
    return {};
  }
  // Judged as soon as it is whole: HTTP/0.9 sends nothing after it and would otherwise wait for the deadline.
  request_line_seen_ = true;
  RequestLine parts;
  return read_request_line(bytes.substr(line_begin_, line_end - line_begin_), parts);
}

Refusal read_head(std::string_view bytes, Head &head) {
  const auto next_line = [&bytes] {
    const auto end = bytes.find("\r\n");
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 2));
    return line;
  };
  RequestLine start;
  if (auto refusal = read_request_line(next_line(), start)) return refusal;
  head.method = start.method;
  head.target = start.target;
  const bool http10 = start.version == "HTTP/1.0";
  head.close = http10;

  for (auto line = next_line(); !line.empty(); line = next_line()) {
    std::pair<std::string, std::string> field;
    if (auto refusal = read_field(line, field)) return refusal;
    head.fields.push_back(std::move(field));
  }

  Framing seen;
  for (const auto &[name, value] : head.fields) {
    if (equals_ignoring_case(name, "host")) ++seen.hosts, seen.host = value;
    if (equals_ignoring_case(name, "content-length")) ++seen.lengths, seen.length = value;
    if (equals_ignoring_case(name, "transfer-encoding")) ++seen.codings, seen.coding = value;
    if (equals_ignoring_case(name, "expect")) ++seen.expectations, seen.expectation = value;
    if (equals_ignoring_case(name, "connection") && lists(value, "close")) head.close = true;
  }
  head.expects_continue = seen.expectations == 1 && !http10;
  return check_framing(seen, http10);
}

}  // namespace hs
