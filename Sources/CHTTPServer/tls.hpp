// TLS contexts: TLS 1.3 only, client certificates required, CRL checked, nothing resumed.
#pragma once
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "CHTTPServer.h"

namespace hs {

using TLSContext = boost::asio::ssl::context;

/// Throws `std::runtime_error` that names the file and what OpenSSL found wrong with it.
std::shared_ptr<TLSContext> make_tls_context(const hs_tls_files &files);

/// The verified client certificate in DER; empty without one.
std::string peer_certificate(SSL *connection);

}  // namespace hs
