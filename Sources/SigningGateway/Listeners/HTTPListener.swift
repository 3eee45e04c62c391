/// One address that the server listens on. The corresponding C type is `hs_listener_config`.
public struct HTTPListener: Sendable {
  /// Names the listener in requests, reloads and counters; unique in a server.
  public let name: String
  /// IPv4 or IPv6 literal.
  public let address: String
  /// 0 lets the system choose: see ``HTTPServer/boundPort(_:)``.
  public let port: UInt16
  /// Nil: plain HTTP, for health checks on the loopback interface.
  public let tls: TLSFiles?
  public let limits: HTTPLimits

  public init(name: String, address: String, port: UInt16, tls: TLSFiles?, limits: HTTPLimits = HTTPLimits()) {
    self.name = name
    self.address = address
    self.port = port
    self.tls = tls
    self.limits = limits
  }
}

/// Paths of the PEM files of a TLS listener. The corresponding C type is `hs_tls_files`.
public struct TLSFiles: Sendable, Equatable {
  /// The server's certificate, then its issuers.
  public let certificateChain: String
  public let privateKey: String
  /// The CAs that client certificates must chain to; nil with `crl`: none is asked for, as of browsers.
  public let clientCA: String?
  /// A current CRL of every CA in that chain. Absent at the start: error. Expired: every handshake fails.
  public let crl: String?

  public init(certificateChain: String, privateKey: String, clientCA: String, crl: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    self.clientCA = clientCA
    self.crl = crl
  }

  /// A listener that asks for no client certificate.
  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    clientCA = nil
    crl = nil
  }
}

/// Bounds of a listener; the times are absolute deadlines. The corresponding C type is `hs_limits`.
public struct HTTPLimits: Sendable {
  /// Bytes of request line and header; past it the answer is 431.
  public var headerBytes = 16 * 1024
  /// Bytes of the decoded body; past it the answer is 413.
  public var bodyBytes = 1024 * 1024
  /// Open connections; past it a new one is closed at once.
  public var connections = 256
  public var handshake: Duration = .seconds(5)
  public var header: Duration = .seconds(5)
  public var body: Duration = .seconds(10)
  /// For the handler; past it the client gets 503 and the handler's answer is dropped.
  public var answer: Duration = .seconds(30)
  /// Between two requests of a connection.
  public var idle: Duration = .seconds(60)

  public init() {}
}

/// What a listener has met since the start. The corresponding C type is `hs_counters`.
public struct HTTPCounters: Sendable, Equatable {
  public let accepted: UInt64
  public let refusedAtCap: UInt64
  /// Including refused client certificates.
  public let handshakeFailures: UInt64
  /// Refused before the handler: framing, size, expectation.
  public let badRequests: UInt64
  public let deadlinesMissed: UInt64
}

public enum HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
  case outOfMemory
  /// Address, file or limits that cannot be used; the reason is the system's, Asio's or OpenSSL's.
  case listener(name: String, reason: String)
  case start(reason: String)

  public var description: String {
    switch self {
    case .outOfMemory: "the HTTP server could not be created: out of memory"
    case .listener(let name, let reason): "listener \(name): \(reason)"
    case .start(let reason): "the HTTP server could not be started: \(reason)"
    }
  }
}
