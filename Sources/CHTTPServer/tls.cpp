#include "tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <stdexcept>

namespace hs {
namespace {

void require(bool done, const char *what, const char *file) {
  if (done) return;
  char reason[256] = "no reason given";
  if (const auto code = ERR_get_error()) ERR_error_string_n(code, reason, sizeof reason);
  ERR_clear_error();
  throw std::runtime_error(std::string(what) + (file ? std::string(" ") + file : "") + ": " + reason);
}

void require_client_certificates(SSL_CTX *ctx, const hs_tls_files &files) {
  X509_STORE *store = SSL_CTX_get_cert_store(ctx);
  require(X509_STORE_load_file(store, files.client_ca) == 1, "client CA", files.client_ca);
  STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(files.client_ca);
  require(names != nullptr, "client CA", files.client_ca);
  SSL_CTX_set_client_CA_list(ctx, names);

  // X509_STORE_load_file would take certificates for CRLs; this one counts CRLs only. Every CA of the chain must have
  // a current one: OpenSSL fails the handshake otherwise.
  X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  require(lookup && X509_load_crl_file(lookup, files.crl, X509_FILETYPE_PEM) > 0, "CRL", files.crl);
  require(X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL) == 1, "CRL", files.crl);
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

}  // namespace

std::shared_ptr<TLSContext> make_tls_context(const hs_tls_files &files) {
  if (!files.certificate_chain || !files.private_key)
    throw std::runtime_error("a TLS listener needs certificate chain and private key");
  // One without the other would be half a check.
  if (!files.client_ca != !files.crl)
    throw std::runtime_error("a TLS listener that asks for client certificates needs client CA and CRL");
  ERR_clear_error();
  auto context = std::make_shared<TLSContext>(TLSContext::tls_server);
  SSL_CTX *ctx = context->native_handle();
  require(SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1, "TLS 1.3", nullptr);
  require(SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) == 1, "TLS 1.3", nullptr);

  // No resumption: a resumed session skips the certificate check, and a client revoked since would still get in.
  SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
  require(SSL_CTX_set_num_tickets(ctx, 0) == 1, "no session tickets", nullptr);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);

  require(SSL_CTX_use_certificate_chain_file(ctx, files.certificate_chain) == 1, "server certificate",
          files.certificate_chain);
  require(SSL_CTX_use_PrivateKey_file(ctx, files.private_key, SSL_FILETYPE_PEM) == 1, "server key", files.private_key);
  require(SSL_CTX_check_private_key(ctx) == 1, "the server key does not fit its certificate", files.private_key);

  if (files.client_ca) require_client_certificates(ctx, files);
  return context;
}

std::string peer_certificate(SSL *connection) {
  X509 *certificate = SSL_get0_peer_certificate(connection);
  unsigned char *der = nullptr;
  const int size = certificate ? i2d_X509(certificate, &der) : 0;
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char *>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace hs
