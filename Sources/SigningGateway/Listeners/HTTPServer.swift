internal import CHTTPServer

/// Serves HTTP/1.1 on named listeners and hands each whole request to one asynchronous handler. Its release cuts all
/// connections: hold it for as long as it shall serve, and drain it before.
///
/// Ownership: the C server gets an unmanaged +1 reference to a box with the handler; `deinit` destroys the server
/// first, after which no callback runs, and then releases the box. Each exchange is owned by the task that answers it.
public final class HTTPServer: Sendable {
  public typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

  // The C functions may be called from any thread, and the pointer itself never changes.
  private nonisolated(unsafe) let server: OpaquePointer
  private let handler: Unmanaged<HandlerBox>

  /// Binds every listener, without accepting yet. The corresponding C functions are `hs_create` and `hs_add_listener`.
  /// - Throws: `HTTPServerError.listener` when an address is taken or a TLS file cannot be used.
  public init(listeners: [HTTPListener], handler: @escaping Handler) throws(HTTPServerError) {
    let box = Unmanaged.passRetained(HandlerBox(handler))
    guard let server = hs_create(receiveExchange, box.toOpaque()) else {
      box.release()
      throw .outOfMemory
    }
    self.server = server
    self.handler = box
    for listener in listeners {
      try listener.withCConfiguration { [server] config throws(HTTPServerError) in
        try reporting({ HTTPServerError.listener(name: listener.name, reason: $0) }) {
          hs_add_listener(server, &config, $0, $1)
        }
      }
    }
  }

  deinit {
    hs_destroy(server)
    handler.release()
  }

  /// Starts accepting; once. The corresponding C function is `hs_start`.
  /// - Parameter threads: I/O threads; TLS and parsing happen there, the handler does not.
  public func start(threads: UInt32 = 2) throws(HTTPServerError) {
    try reporting(HTTPServerError.start(reason:)) { hs_start(server, threads, $0, $1) }
  }

  /// The port that the listener is bound to, nil when there is none of this name. The corresponding C function is
  /// `hs_bound_port`.
  public func boundPort(_ listener: String) -> UInt16? {
    let port = hs_bound_port(server, listener)
    return port == 0 ? nil : port
  }

  /// Takes new TLS files for all later handshakes. Connections made under the older ones answer the request at hand
  /// and are closed; idle ones are closed now. The corresponding C function is `hs_listener_reload`.
  /// - Throws: when a file cannot be used; the older ones then stay in force, until their CRL expires.
  public func reload(listener: String, files: TLSFiles) throws(HTTPServerError) {
    try files.withCFiles { files throws(HTTPServerError) in
      try reporting({ HTTPServerError.listener(name: listener, reason: $0) }) {
        hs_listener_reload(server, listener, &files, $0, $1)
      }
    }
  }

  /// Nil when there is no listener of this name. The corresponding C function is `hs_listener_counters`.
  public func counters(listener: String) -> HTTPCounters? {
    var now = hs_counters()
    guard hs_listener_counters(server, listener, &now) else { return nil }
    return HTTPCounters(
      accepted: now.accepted, refusedAtCap: now.refused_at_cap, handshakeFailures: now.handshake_failures,
      badRequests: now.bad_requests, deadlinesMissed: now.deadlines_missed)
  }

  /// Stops accepting, closes idle connections and waits for running exchanges. Blocks the calling thread: not for the
  /// handler, nor for the cooperative pool. The corresponding C function is `hs_drain`.
  /// - Returns: false when connections were still open at the deadline and had to be cut.
  public func drain(deadline: Duration) -> Bool {
    hs_drain(server, deadline.wholeMilliseconds)
  }
}

private final class HandlerBox: Sendable {
  let handler: HTTPServer.Handler

  init(_ handler: @escaping HTTPServer.Handler) {
    self.handler = handler
  }
}

/// Sound to send: the C side hands each exchange to one owner, allows any thread, and the task is that owner.
private struct Exchange: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Nil when the target cannot be decoded.
  func request() -> HTTPRequest? {
    guard let target = HTTPTarget(text(hs_exchange_target(pointer))) else { return nil }
    let certificate = bytes(hs_exchange_peer_certificate(pointer))
    return HTTPRequest(
      listener: text(hs_exchange_listener(pointer)),
      method: text(hs_exchange_method(pointer)),
      target: target,
      headers: (0..<hs_exchange_header_count(pointer)).map { index in
        let field = hs_exchange_header(pointer, index)
        return HTTPField(text(field.name), text(field.value))
      },
      body: bytes(hs_exchange_body(pointer)),
      peerCertificate: certificate.isEmpty ? nil : certificate,
      remoteAddress: text(hs_exchange_remote_address(pointer)))
  }

  /// Ends the ownership.
  func respond(_ response: HTTPResponse) {
    // One buffer holds all texts, so that one pointer is enough for any number of headers.
    var texts: [UInt8] = []
    for field in response.headers {
      texts += field.name.utf8
      texts += field.value.utf8
    }
    texts.withUnsafeBytes { texts in
      var rest = texts[...]
      func take(_ text: String) -> hs_slice {
        let part = rest.prefix(text.utf8.count)
        rest = rest.dropFirst(part.count)
        return slice(UnsafeRawBufferPointer(rebasing: part))
      }
      let fields = response.headers.map { hs_field(name: take($0.name), value: take($0.value)) }
      response.body.withUnsafeBytes { body in
        // A status that does not fit becomes 0, which the C side answers with 500.
        hs_respond(pointer, UInt32(exactly: response.status) ?? 0, fields, fields.count, slice(body))
      }
    }
  }
}

/// The callback: runs on an I/O thread, so it only starts the task. Global, because a closure may be inferred to
/// belong to an actor and would then trap on this thread. Takes the box unretained: the server owns that reference.
private func receiveExchange(context: UnsafeMutableRawPointer?, pointer: OpaquePointer?) {
  guard let context, let pointer else { return }
  let handler = Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue().handler
  let exchange = Exchange(pointer: pointer)
  guard let request = exchange.request() else {
    exchange.respond(
      HTTPResponse(.malformed(field: "target", problem: "wants a path and a query of UTF-8 without control characters"))
    )
    return
  }
  Task { exchange.respond(await handler(request)) }
}

private func text(_ slice: hs_slice) -> String {
  String(decoding: UnsafeRawBufferPointer(start: slice.data, count: slice.size), as: UTF8.self)
}

private func bytes(_ slice: hs_slice) -> [UInt8] {
  [UInt8](UnsafeRawBufferPointer(start: slice.data, count: slice.size))
}

private func slice(_ bytes: UnsafeRawBufferPointer) -> hs_slice {
  hs_slice(data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), size: bytes.count)
}

/// Calls a C function that puts its reason for failing into a buffer.
private func reporting(
  _ failure: (String) -> HTTPServerError, _ call: (UnsafeMutablePointer<CChar>?, Int) -> Bool
) throws(HTTPServerError) {
  var reason = ""
  let done = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
    buffer.initialize(repeating: 0)
    guard !call(buffer.baseAddress, buffer.count) else { return true }
    let end = buffer.firstIndex(of: 0) ?? buffer.endIndex
    reason = String(decoding: UnsafeRawBufferPointer(buffer).prefix(end), as: UTF8.self)
    return false
  }
  if !done { throw failure(reason) }
}

extension HTTPListener {
  fileprivate func withCConfiguration(
    _ body: (inout hs_listener_config) throws(HTTPServerError) -> Void
  ) throws(HTTPServerError) {
    try withCStrings([name, address]) { texts throws(HTTPServerError) in
      var config = hs_listener_config()
      config.name = texts[0]
      config.address = texts[1]
      config.port = port
      config.limits = limits.cLimits
      guard let tls else { return try body(&config) }
      try tls.withCFiles { files throws(HTTPServerError) in
        // Not `&files`: that pointer would be good for one call only.
        let copy = UnsafeMutablePointer<hs_tls_files>.allocate(capacity: 1)
        defer { copy.deallocate() }
        copy.initialize(to: files)
        config.tls = UnsafePointer(copy)
        try body(&config)
      }
    }
  }
}

extension TLSFiles {
  fileprivate func withCFiles(
    _ body: (inout hs_tls_files) throws(HTTPServerError) -> Void
  ) throws(HTTPServerError) {
    let clients = [clientCA, crl].compactMap { $0 }
    try withCStrings([certificateChain, privateKey] + clients) { paths throws(HTTPServerError) in
      var files = hs_tls_files(
        certificate_chain: paths[0], private_key: paths[1], client_ca: clients.count == 2 ? paths[2] : nil,
        crl: clients.count == 2 ? paths[3] : nil)
      try body(&files)
    }
  }
}

extension HTTPLimits {
  fileprivate var cLimits: hs_limits {
    hs_limits(
      header_bytes: max(0, headerBytes), body_bytes: max(0, bodyBytes), connections: max(0, connections),
      handshake_ms: handshake.wholeMilliseconds, header_ms: header.wholeMilliseconds,
      body_ms: body.wholeMilliseconds, answer_ms: answer.wholeMilliseconds, idle_ms: idle.wholeMilliseconds)
  }
}

extension Duration {
  /// Rounded down; clamped to what C takes (0 ... 49 days).
  fileprivate var wholeMilliseconds: UInt32 {
    let (seconds, attoseconds) = components
    return UInt32(clamping: min(max(seconds, 0), 1 << 32) * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}

/// C copies of the texts, alive during `body`.
private func withCStrings(
  _ texts: [String], _ body: ([UnsafePointer<CChar>]) throws(HTTPServerError) -> Void
) throws(HTTPServerError) {
  let copies = texts.map { text in
    let size = text.utf8.count
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: size + 1)
    for (index, byte) in text.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
    copy[size] = 0
    return copy
  }
  defer { copies.forEach { $0.deallocate() } }
  try body(copies.map { UnsafePointer($0) })
}
