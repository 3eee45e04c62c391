// Listeners, I/O threads, reload and drain, and the C functions. Each function with C linkage turns what may be thrown
// (bad_alloc, system_error) into its failure value.
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "connection.hpp"

namespace hs {

void Listener::left(const Connection *connection) {
  std::lock_guard lock(mutex);
  open.erase(connection);
  if (open.empty()) emptied.notify_all();
}

std::vector<std::shared_ptr<Connection>> Listener::snapshot() {
  std::vector<std::shared_ptr<Connection>> alive;
  for (const auto &[key, weak] : open)
    if (auto connection = weak.lock()) alive.push_back(std::move(connection));
  return alive;
}

Core::~Core() {
  for (auto &listener : listeners) {
    listener->acceptor.reset();
    listener->pause.reset();
  }
  work.clear();
  contexts.clear();  // with the connections that wait in them, which still use their listeners
}

namespace {

void run(asio::io_context &context) {
  while (true) {
    try {
      context.run();
      return;
    } catch (...) {
      // A connection ran out of memory: with its handler gone it is closed. The others go on.
    }
  }
}

void take(Listener &listener, tcp::socket socket) {
  std::shared_ptr<Connection> connection;  // outlives the lock, which its destructor takes
  {
    std::lock_guard lock(listener.mutex);
    if (listener.draining) return;
    if (listener.open.size() >= listener.limits.connections) {
      ++listener.counters.refused_at_cap;
      return;
    }
    connection = make_connection(listener, std::move(socket));
    listener.open.emplace(connection.get(), connection);
  }
  ++listener.counters.accepted;
  connection->start();
}

void accept(Listener &listener) {
  auto &contexts = listener.core.contexts;
  auto &context = *contexts[listener.core.next_context++ % contexts.size()];
  listener.acceptor->async_accept(context, [&listener](error_code ec, tcp::socket socket) {
    if (!listener.acceptor->is_open()) return;
    if (!ec) {
      try {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        take(listener, std::move(socket));
      } catch (...) {
        // Out of memory: this connection is closed, accepting goes on.
      }
      return accept(listener);
    }
    // Most likely out of file descriptors, and at once again if asked at once.
    listener.pause->expires_after(std::chrono::milliseconds(100));
    listener.pause->async_wait([&listener](error_code) {
      if (listener.acceptor->is_open()) accept(listener);
    });
  });
}

void stop(Core &core) {
  for (auto &context : core.contexts) context->stop();
  for (auto &thread : core.threads) thread.join();
  core.threads.clear();
  for (auto &listener : core.listeners) {
    error_code ignored;
    listener->acceptor->close(ignored);
  }
}

Listener *find(const Core &core, const char *name) {
  for (auto &listener : core.listeners)
    if (name && listener->name == name) return listener.get();
  return nullptr;
}

void bind(Listener &listener, const hs_listener_config &config) {
  const tcp::endpoint endpoint(asio::ip::make_address(config.address ? config.address : ""), config.port);
  auto &acceptor = listener.acceptor.emplace(*listener.core.contexts.front());
  listener.pause.emplace(*listener.core.contexts.front());
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  listener.port = acceptor.local_endpoint().port();
}

/// Runs `work` and turns what it throws into text.
template <class Work>
bool reporting(char *error, std::size_t error_size, Work work) {
  const auto report = [&](const char *reason) {
    if (error && error_size > 0) std::snprintf(error, error_size, "%s", reason);
    return false;
  };
  try {
    work();
    return true;
  } catch (const std::exception &thrown) {
    return report(thrown.what());
  } catch (...) {
    return report("unknown failure");
  }
}

hs_slice slice(const std::string &text) { return {text.data(), text.size()}; }

}  // namespace
}  // namespace hs

using namespace hs;

struct hs_server {
  std::shared_ptr<Core> core;
};

hs_server *hs_create(hs_handler handler, void *context) {
  hs_server *server = nullptr;
  reporting(nullptr, 0, [&] {
    auto core = std::make_shared<Core>(handler, context);
    core->contexts.push_back(std::make_unique<asio::io_context>(1));
    server = new hs_server{std::move(core)};
  });
  return server;
}

bool hs_add_listener(hs_server *server, const hs_listener_config *config, char *error, size_t error_size) {
  return reporting(error, error_size, [&] {
    if (!config->name || find(*server->core, config->name)) throw std::runtime_error("a listener needs a name of its own");
    auto listener = std::make_unique<Listener>(*server->core, config->name, config->limits);
    if (config->tls) listener->tls = make_tls_context(*config->tls);
    bind(*listener, *config);
    server->core->listeners.push_back(std::move(listener));
  });
}

bool hs_start(hs_server *server, unsigned threads, char *error, size_t error_size) {
  auto &core = *server->core;
  const bool started = reporting(error, error_size, [&] {
    while (core.contexts.size() < threads) core.contexts.push_back(std::make_unique<asio::io_context>(1));
    for (auto &listener : core.listeners) {
      listener->acceptor->listen();
      accept(*listener);
    }
    for (auto &context : core.contexts) {
      core.work.push_back(asio::make_work_guard(*context));
      core.threads.emplace_back([&context = *context] { run(context); });
    }
  });
  if (!started) stop(core);
  return started;
}

uint16_t hs_bound_port(const hs_server *server, const char *name) {
  const auto *listener = find(*server->core, name);
  return listener ? listener->port : 0;
}

bool hs_listener_reload(hs_server *server, const char *name, const hs_tls_files *files, char *error,
                        size_t error_size) {
  return reporting(error, error_size, [&] {
    auto *listener = find(*server->core, name);
    if (!listener || !listener->tls) throw std::runtime_error("there is no TLS listener of this name");
    auto context = make_tls_context(*files);
    std::vector<std::shared_ptr<Connection>> older;
    {
      std::lock_guard lock(listener->mutex);
      older = listener->snapshot();
      listener->tls = std::move(context);
    }
    for (auto &connection : older) connection->retire();
  });
}

bool hs_listener_counters(const hs_server *server, const char *name, hs_counters *counters) {
  const auto *listener = find(*server->core, name);
  if (!listener) return false;
  const auto &now = listener->counters;
  *counters = {now.accepted, now.refused_at_cap, now.handshake_failures, now.bad_requests, now.deadlines_missed};
  return true;
}

bool hs_drain(hs_server *server, uint32_t deadline_ms) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(deadline_ms);
  bool drained = true;
  const bool done = reporting(nullptr, 0, [&] {
    for (auto &listener : server->core->listeners) {
      asio::post(listener->acceptor->get_executor(), [&listener = *listener] {
        error_code ignored;
        listener.acceptor->close(ignored);
        listener.pause->cancel();
      });
      std::vector<std::shared_ptr<Connection>> open;
      {
        std::lock_guard lock(listener->mutex);
        listener->draining = true;
        open = listener->snapshot();
      }
      for (auto &connection : open) connection->retire();
    }
    for (auto &listener : server->core->listeners) {
      std::vector<std::shared_ptr<Connection>> late;
      std::unique_lock lock(listener->mutex);
      if (listener->emptied.wait_until(lock, deadline, [&] { return listener->open.empty(); })) continue;
      drained = false;
      late = listener->snapshot();
      lock.unlock();
      for (auto &connection : late) connection->abort();
    }
  });
  return done && drained;
}

void hs_destroy(hs_server *server) {
  if (!server) return;
  stop(*server->core);
  delete server;
}

hs_slice hs_exchange_listener(const hs_exchange *exchange) { return slice(*exchange->listener); }
hs_slice hs_exchange_method(const hs_exchange *exchange) { return slice(exchange->head.method); }
hs_slice hs_exchange_target(const hs_exchange *exchange) { return slice(exchange->head.target); }
size_t hs_exchange_header_count(const hs_exchange *exchange) { return exchange->head.fields.size(); }
hs_field hs_exchange_header(const hs_exchange *exchange, size_t index) {
  if (index >= exchange->head.fields.size()) return {};
  const auto &[name, value] = exchange->head.fields[index];
  return {slice(name), slice(value)};
}
hs_slice hs_exchange_body(const hs_exchange *exchange) { return slice(exchange->body); }
hs_slice hs_exchange_peer_certificate(const hs_exchange *exchange) { return slice(*exchange->peer_certificate); }
hs_slice hs_exchange_remote_address(const hs_exchange *exchange) { return slice(exchange->remote_address); }

void hs_respond(hs_exchange *exchange, unsigned status, const hs_field *headers, size_t header_count, hs_slice body) {
  std::unique_ptr<hs_exchange> answered(exchange);
  // Out of memory: the answer deadline speaks for us.
  reporting(nullptr, 0, [&] { answered->connection->answer(make_answer(status, headers, header_count, body)); });
}
