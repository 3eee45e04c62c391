// An HTTP/1.1 server over TLS 1.3 or plain TCP, behind a C interface. It knows framing, limits, deadlines and client
// certificates; what a request means and who may make it is decided by the caller. Neither Boost nor C++ shows here.
//
// Every function may be called from any thread, except where it says otherwise. No exception leaves it.
#ifndef CHTTPSERVER_H
#define CHTTPSERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hs_server hs_server;
/// One request, and the obligation to answer it.
typedef struct hs_exchange hs_exchange;

/// Bytes owned by somebody else, not NUL-terminated.
typedef struct hs_slice {
  const char *data;
  size_t size;
} hs_slice;

typedef struct hs_field {
  hs_slice name;
  hs_slice value;
} hs_field;

/// PEM files of a TLS listener. Clients must show a certificate that chains to `client_ca`; `crl` holds a current CRL of
/// every CA in that chain: an absent or expired one fails the handshake. Where both are NULL no certificate is asked for.
typedef struct hs_tls_files {
  const char *certificate_chain;
  const char *private_key;
  const char *client_ca;
  const char *crl;
} hs_tls_files;

/// Bounds of one listener, none of them optional. The times are absolute deadlines in milliseconds: a peer that keeps
/// dripping bytes is cut as surely as a silent one.
typedef struct hs_limits {
  size_t header_bytes;     ///< request line and header; past it 431
  size_t body_bytes;       ///< body after chunked decoding; past it 413
  size_t connections;      ///< open at a time; past it a new one is closed at once
  uint32_t handshake_ms;   ///< TLS handshake
  uint32_t header_ms;      ///< from the first byte of a request (of a connection) to the end of its header
  uint32_t body_ms;        ///< from the end of the header to the end of the body
  uint32_t answer_ms;      ///< from the handler's call to `hs_respond` (past it 503), and again for sending the answer
  uint32_t idle_ms;        ///< between two requests of a connection
} hs_limits;

typedef struct hs_listener_config {
  const char *name;
  const char *address;      ///< IPv4 or IPv6 literal
  uint16_t port;            ///< 0 lets the system choose; see `hs_bound_port`
  const hs_tls_files *tls;  ///< NULL: plain HTTP
  hs_limits limits;
} hs_listener_config;

typedef struct hs_counters {
  uint64_t accepted;            ///< connections taken
  uint64_t refused_at_cap;      ///< connections closed because `connections` were open
  uint64_t handshake_failures;  ///< including refused client certificates
  uint64_t bad_requests;        ///< refused before the handler: framing, size, expectation
  uint64_t deadlines_missed;    ///< connections cut in handshake, header or body, and answers that came too late
} hs_counters;

/// Called on an I/O thread for each whole request: must not block. Owns `exchange` until it calls `hs_respond`.
typedef void (*hs_handler)(void *context, hs_exchange *exchange);

/// NULL when memory is out. `context` must outlive `hs_destroy`.
hs_server *hs_create(hs_handler handler, void *context);

/// Binds the address. On failure returns false and puts the reason into `error`, NUL-terminated.
/// Only before `hs_start`.
bool hs_add_listener(hs_server *server, const hs_listener_config *config, char *error, size_t error_size);

/// Starts accepting, with `threads` I/O threads; a connection stays on one of them. Once.
bool hs_start(hs_server *server, unsigned threads, char *error, size_t error_size);

/// The port that the listener is bound to; 0 when there is no listener of this name.
uint16_t hs_bound_port(const hs_server *server, const char *listener);

/// Reads the files again (all four paths may have changed) and uses them for every later handshake. Connections made
/// under the older files answer the request at hand with `Connection: close`; idle ones and half-made ones are closed.
/// On failure the older files stay in force until their CRL expires.
bool hs_listener_reload(hs_server *server, const char *listener, const hs_tls_files *files, char *error,
                        size_t error_size);

/// False when there is no listener of this name.
bool hs_listener_counters(const hs_server *server, const char *listener, hs_counters *counters);

/// Stops accepting, closes idle connections, lets running exchanges finish and returns when all connections are gone
/// (true) or after `deadline_ms`, when the remaining ones are cut (false). Not from the handler. The server cannot be
/// started again.
bool hs_drain(hs_server *server, uint32_t deadline_ms);

/// Cuts what is open, joins the I/O threads and frees the server: no callback runs after it. Not from the handler.
/// Exchanges that are still unanswered stay valid, and must still be given to `hs_respond`, which then only frees them.
void hs_destroy(hs_server *server);

/// What was asked; valid until `hs_respond`. The header is in the order of arrival, values without surrounding space.
hs_slice hs_exchange_listener(const hs_exchange *exchange);
hs_slice hs_exchange_method(const hs_exchange *exchange);
/// In origin form: path and query as sent, percent-encoding untouched.
hs_slice hs_exchange_target(const hs_exchange *exchange);
size_t hs_exchange_header_count(const hs_exchange *exchange);
/// Empty slices when `index` is not below the count.
hs_field hs_exchange_header(const hs_exchange *exchange, size_t index);
hs_slice hs_exchange_body(const hs_exchange *exchange);
/// The client's certificate in DER, verified at the handshake; empty on a plain listener.
hs_slice hs_exchange_peer_certificate(const hs_exchange *exchange);
/// Address and port of the client as text.
hs_slice hs_exchange_remote_address(const hs_exchange *exchange);

/// Answers and frees the exchange: exactly once, from any thread. Length, Date and Connection are added here; a
/// header of these names, or one that would break the framing, or a status outside 200...599, turns the answer into
/// a 500. Where the connection is gone by now, or the answer deadline has passed, the answer is dropped.
void hs_respond(hs_exchange *exchange, unsigned status, const hs_field *headers, size_t header_count, hs_slice body);

#ifdef __cplusplus
}
#endif
#endif
