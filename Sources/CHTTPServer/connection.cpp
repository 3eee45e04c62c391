// The protocol of one connection: handshake, head, body, handler, answer, and again. The only file that compiles Beast.
#include "connection.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>

namespace hs {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using PlainStream = beast::tcp_stream;
using TLSStream = asio::ssl::stream<beast::tcp_stream>;

// How long a closing connection waits for the peer's end: closing with unread bytes resets the connection, and the
// peer may lose the answer.
constexpr std::chrono::milliseconds linger_time{1000};
constexpr std::size_t read_size = 8192;

template <class Stream>
class HTTPConnection final : public Connection, public std::enable_shared_from_this<HTTPConnection<Stream>> {
public:
  template <class... Arguments>
  HTTPConnection(Listener &listener, std::string remote, Arguments &&...stream)
      : listener_(listener),
        limits_(listener.limits),
        stream_(std::forward<Arguments>(stream)...),
        answer_timer_(stream_.get_executor()),
        remote_(std::move(remote)),
        peer_(std::make_shared<const std::string>()),
        buffer_(listener.limits.header_bytes + read_size) {}

  ~HTTPConnection() override { listener_.left(this); }

  void start() override {
    post([](auto &self) {
      if (self.retiring_) return;
      if constexpr (is_tls) {
        self.handshake();
      } else {
        self.await_request(self.limits_.header_ms);
      }
    });
  }

  void retire() override {
    post([](auto &self) {
      self.retiring_ = true;
      if (self.phase_ == Phase::handshake || self.phase_ == Phase::idle) self.socket().close();
    });
  }

  void abort() override {
    post([](auto &self) {
      self.phase_ = Phase::closing;
      self.answer_timer_.cancel();
      self.socket().close();
    });
  }

  void answer(Answer answer) override {
    post([answer = std::move(answer)](auto &self) mutable {
      if (self.phase_ == Phase::handling) self.send(std::move(answer), false);
    });
  }

private:
  static constexpr bool is_tls = !std::is_same_v<Stream, PlainStream>;
  enum class Phase { handshake, idle, reading, handling, sending, closing };

  template <class Work>
  void post(Work work) {
    asio::post(stream_.get_executor(),
               [self = this->shared_from_this(), work = std::move(work)]() mutable { work(*self); });
  }

  beast::tcp_stream &socket() { return beast::get_lowest_layer(stream_); }
  void set_deadline(std::uint32_t ms) { socket().expires_after(std::chrono::milliseconds(ms)); }

  // Counts a cut by deadline; anything else is the peer's leaving, or idleness.
  void lost(const error_code &ec) {
    if (ec == beast::error::timeout && phase_ != Phase::idle) ++listener_.counters.deadlines_missed;
  }

  void handshake() {
    set_deadline(limits_.handshake_ms);
    if constexpr (is_tls) {
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](error_code ec) {
        if (ec) {
          ++self->listener_.counters.handshake_failures;
          self->lost(ec);
          return self->linger();  // the alert says why, let it arrive
        }
        self->peer_ = std::make_shared<const std::string>(peer_certificate(self->stream_.native_handle()));
        self->await_request(self->limits_.header_ms);
      });
    }
  }

  void await_request(std::uint32_t wait_ms) {
    phase_ = Phase::idle;
    if (retiring_) return socket().close();
    scanner_ = HeadScanner();
    head_ = Head();
    set_deadline(wait_ms);
    if (buffer_.size() > 0) {
      begin_request();
      return read_head_bytes();
    }
    read_more([](auto &self) {
      self.begin_request();
      self.read_head_bytes();
    });
  }

  // Set once per request: Beast keeps the deadline over the reads that follow, so that dripping does not move it.
  void begin_request() {
    phase_ = Phase::reading;
    set_deadline(limits_.header_ms);
  }

  template <class Next>
  void read_more(Next next) {
    const auto room = std::min(read_size, buffer_.max_size() - buffer_.size());
    stream_.async_read_some(buffer_.prepare(room),
                            [self = this->shared_from_this(), next](error_code ec, std::size_t count) {
                              if (ec) return self->lost(ec);
                              self->buffer_.commit(count);
                              next(*self);
                            });
  }

  std::string_view arrived() const {
    return {static_cast<const char *>(buffer_.data().data()), buffer_.data().size()};
  }

  void read_head_bytes() {
    if (auto refusal = scanner_.scan(arrived())) return refuse(refusal);
    const auto seen = scanner_.end() > 0 ? scanner_.end() : arrived().size();
    if (seen > limits_.header_bytes) return refuse({431, "the header is too long"});
    if (scanner_.end() == 0) return read_more([](auto &self) { self.read_head_bytes(); });

    const auto head = arrived().substr(scanner_.begin(), scanner_.end() - scanner_.begin());
    if (auto refusal = read_head(head, head_)) return refuse(refusal);
    buffer_.consume(scanner_.begin());
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(limits_.header_bytes, UINT32_MAX)));
    parser_->body_limit(limits_.body_bytes);
    set_deadline(limits_.body_ms);
    if (head_.expects_continue && buffer_.size() == head.size()) return invite_body();
    read_body();
  }

  // Beast takes head and body from the buffer first and waits only for what is missing.
  void read_body() {
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](error_code ec, std::size_t) {
      if (ec) return self->body_failed(ec);
      self->hand_over();
    });
  }

  // The client waits for our word (RFC 9110, 10.1.1): a length past the limit is refused before a byte of it is sent.
  void invite_body() {
    http::async_read_header(stream_, buffer_, *parser_, [self = this->shared_from_this()](error_code ec, std::size_t) {
      if (ec) return self->body_failed(ec);
      static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
      asio::async_write(self->stream_, asio::buffer(text), [self](error_code ec, std::size_t) {
        if (ec) return self->lost(ec);
        self->read_body();
      });
    });
  }

  void body_failed(const error_code &ec) {
    if (ec == http::error::body_limit) return refuse({413, "the body is too long"});
    const bool peer_left = ec == http::error::partial_message || ec == http::error::end_of_stream;
    if (ec.category() == http::make_error_code(http::error::bad_chunk).category() && !peer_left)
      return refuse({400, "the body is not framed as the header says"});
    lost(ec);
  }

  void hand_over() {
    phase_ = Phase::handling;
    socket().expires_never();
    answer_timer_.expires_after(std::chrono::milliseconds(limits_.answer_ms));
    answer_timer_.async_wait([self = this->shared_from_this()](error_code ec) {
      if (ec || self->phase_ != Phase::handling) return;
      ++self->listener_.counters.deadlines_missed;
      self->send(problem(503, "the answer took too long"), true);
    });
    without_body_ = head_.method == "HEAD";
    close_ = head_.close;
    auto &core = listener_.core;
    auto exchange = std::make_unique<hs_exchange>(
        hs_exchange{core.shared_from_this(), this->shared_from_this(), &listener_.name, std::move(head_),
                    std::move(parser_->get().body()), peer_, remote_});
    parser_.reset();
    core.handler(core.handler_context, exchange.release());
  }

  static Answer problem(unsigned status, const char *reason) {
    // RFC 9457; the reasons are constants of ours and need no escaping.
    const auto number = std::to_string(status);
    const auto body = "{\"type\":\"about:blank\",\"status\":" + number + ",\"detail\":\"" + reason + "\"}";
    const hs_field type{{"Content-Type", 12}, {"application/problem+json", 24}};
    return make_answer(status, &type, 1, {body.data(), body.size()});
  }

  void refuse(Refusal refusal) {
    ++listener_.counters.bad_requests;
    send(problem(refusal.status, refusal.reason), true);
  }

  void send(Answer answer, bool close) {
    phase_ = Phase::sending;
    answer_timer_.cancel();
    close_ = close_ || close || retiring_;
    out_ = std::move(answer.head);
    out_ += close_ ? "Connection: close\r\n\r\n" : "\r\n";
    if (!without_body_) out_ += answer.body;
    without_body_ = false;
    set_deadline(limits_.answer_ms);
    asio::async_write(stream_, asio::buffer(out_), [self = this->shared_from_this()](error_code ec, std::size_t) {
      if (ec) return self->lost(ec);
      if (self->close_ || self->retiring_) return self->finish();
      self->await_request(self->limits_.idle_ms);
    });
  }

  void finish() {
    phase_ = Phase::closing;
    if constexpr (is_tls) {
      socket().expires_after(linger_time);
      stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->linger(); });
    } else {
      linger();
    }
  }

  // Half-close, then read and forget until the peer closes or the time is up.
  void linger() {
    phase_ = Phase::closing;
    error_code ignored;
    socket().socket().shutdown(tcp::socket::shutdown_send, ignored);
    socket().expires_after(linger_time);
    discard();
  }

  void discard() {
    buffer_.clear();
    socket().async_read_some(buffer_.prepare(read_size),
                             [self = this->shared_from_this()](error_code ec, std::size_t) {
                               if (!ec) self->discard();
                             });
  }

  Listener &listener_;
  const hs_limits &limits_;
  Stream stream_;
  asio::steady_timer answer_timer_;
  const std::string remote_;
  std::shared_ptr<const std::string> peer_;
  beast::flat_buffer buffer_;
  HeadScanner scanner_;
  Head head_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string out_;
  Phase phase_ = Phase::handshake;
  bool retiring_ = false;
  bool close_ = false;
  bool without_body_ = false;
};

std::string text_of(const tcp::socket &socket) {
  error_code ec;
  const auto remote = socket.remote_endpoint(ec);
  if (ec) return {};
  const auto address = remote.address().to_string();
  return (remote.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(remote.port());
}

}  // namespace

std::shared_ptr<Connection> make_connection(Listener &listener, tcp::socket socket) {
  auto remote = text_of(socket);
  // OpenSSL keeps the context alive as long as a connection uses it, whatever a reload does.
  if (listener.tls)
    return std::make_shared<HTTPConnection<TLSStream>>(listener, std::move(remote), PlainStream(std::move(socket)),
                                                       *listener.tls);
  return std::make_shared<HTTPConnection<PlainStream>>(listener, std::move(remote), std::move(socket));
}

}  // namespace hs
