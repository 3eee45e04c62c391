#include <algorithm>
#include <ctime>

#include "connection.hpp"

namespace hs {
namespace {

const char *reason_phrase(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";  // RFC 9112, 4: the phrase may be empty and is not to be relied on
  }
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[64] = "";
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

std::string_view view(hs_slice slice) { return slice.data ? std::string_view(slice.data, slice.size) : ""; }

bool is_ours(std::string_view name) {
  static constexpr std::string_view names[] = {"connection", "content-length", "transfer-encoding", "date"};
  return std::any_of(std::begin(names), std::end(names),
                     [name](std::string_view ours) { return equals_ignoring_case(name, ours); });
}

}  // namespace

Answer make_answer(unsigned status, const hs_field *fields, std::size_t count, hs_slice body) {
  const bool sound = status >= 200 && status <= 599 && std::all_of(fields, fields + count, [](const hs_field &field) {
    return is_token(view(field.name)) && is_field_value(view(field.value)) && !is_ours(view(field.name));
  });
  if (!sound) return make_answer(500, nullptr, 0, {});

  Answer answer;
  answer.head.reserve(256);
  answer.head = "HTTP/1.1 " + std::to_string(status) + " " + reason_phrase(status) + "\r\nDate: " + http_date() + "\r\n";
  std::for_each(fields, fields + count, [&answer](const hs_field &field) {
    answer.head.append(view(field.name)).append(": ").append(view(field.value)).append("\r\n");
  });
  if (status == 204 || status == 304) return answer;  // no body, and no length: RFC 9110, 8.6
  answer.body = view(body);
  answer.head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  return answer;
}

}  // namespace hs
