import Foundation
import Glibc

/// A plain TCP client that sends exactly the bytes it is given.
final class RawConnection: Sendable {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A test that waits in vain shall fail, not hang; on a busy machine the handlers of 400 tests share two threads.
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // deinit closes: it runs for an initialiser that throws after the last property is set.
    if connected != 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// False when the server has closed the connection.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// No more bytes from us; the server may still answer.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What the server sends until it closes, or until `enough` is true of it.
  func receive(until enough: (String) -> Bool = { _ in false }) -> String {
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while !enough(String(decoding: received, as: UTF8.self)) {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0 && errno == EINTR { continue }  // a child of another test has ended
      guard count > 0 else { break }
      received += chunk.prefix(count)
    }
    return String(decoding: received, as: UTF8.self)
  }

  /// `receive`, on a thread of its own.
  func received(until enough: @escaping @Sendable (String) -> Bool = { _ in false }) async throws -> String {
    try await blocking { self.receive(until: enough) }
  }

  /// The status codes of the answers, in order.
  static func statuses(_ received: String) -> [String] {
    received.matches(of: #/HTTP/1\.1 (\d{3}) /#).map { String($0.1) }
  }
}
