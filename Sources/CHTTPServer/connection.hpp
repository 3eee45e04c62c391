// What server.cpp (accepting, draining) and connection.cpp (the protocol) know of each other.
#pragma once
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "CHTTPServer.h"
#include "framing.hpp"
#include "tls.hpp"

namespace hs {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// An answer as the handler gave it, checked; Connection and the body's presence are settled when it is sent.
struct Answer {
  std::string head;  ///< status line and fields, each with its CRLF, up to the Connection field
  std::string body;
};

Answer make_answer(unsigned status, const hs_field *fields, std::size_t count, hs_slice body);

/// A connection lives on one I/O thread, and all its state with it; these three may be called from any thread. It is
/// kept alive by its pending operation or its exchange, and leaves its listener when it is destroyed.
class Connection {
public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  /// Finish the request at hand, answer it with `Connection: close`, begin no other.
  virtual void retire() = 0;
  virtual void abort() = 0;
  /// Dropped unless the handler is being waited for.
  virtual void answer(Answer answer) = 0;
};

struct Counters {
  std::atomic<std::uint64_t> accepted{0}, refused_at_cap{0}, handshake_failures{0}, bad_requests{0},
      deadlines_missed{0};
};

struct Core;

struct Listener {
  Core &core;
  const std::string name;
  const hs_limits limits;
  std::uint16_t port = 0;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> pause;
  Counters counters;

  std::mutex mutex;  // guards what follows
  std::condition_variable emptied;
  std::shared_ptr<TLSContext> tls;  // null: plain
  std::map<const Connection *, std::weak_ptr<Connection>> open;
  bool draining = false;

  Listener(Core &core, std::string name, const hs_limits &limits) : core(core), name(std::move(name)), limits(limits) {}
  void left(const Connection *connection);
  /// Connections that are still alive; call with `mutex` held, use without it.
  std::vector<std::shared_ptr<Connection>> snapshot();
};

/// Everything that exchanges may outlive `hs_destroy` with. One context per thread, and each connection bound to one,
/// so that connections need no lock.
struct Core : std::enable_shared_from_this<Core> {
  hs_handler handler;
  void *handler_context;
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> work;
  std::vector<std::thread> threads;
  std::atomic<std::size_t> next_context{0};

  Core(hs_handler handler, void *context) : handler(handler), handler_context(context) {}
  ~Core();
};

/// Call with the listener's mutex held; the caller registers it in `open`.
std::shared_ptr<Connection> make_connection(Listener &listener, tcp::socket socket);

}  // namespace hs

/// The members are destroyed in reverse order: the connection before the core whose I/O context it uses.
struct hs_exchange {
  std::shared_ptr<hs::Core> core;
  std::shared_ptr<hs::Connection> connection;
  const std::string *listener;  // owned by core
  hs::Head head;
  std::string body;
  std::shared_ptr<const std::string> peer_certificate;
  std::string remote_address;
};
