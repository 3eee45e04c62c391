internal import Dispatch
internal import Evidence
internal import Foundation
internal import Glibc

/// One request to a server of this machine, on a thread of its own; the connection ends with the answer.
enum LocalHTTP {
  static func exchange(port: UInt16, method: String, path: String, body: [UInt8]) async throws -> [UInt8] {
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try answer(port, Array(head.utf8) + body) })
      }
    }
  }

  private static func answer(_ port: UInt16, _ request: [UInt8]) throws -> [UInt8] {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw ProcessFailure(description: "no socket") }
    defer { close(socket) }
    var limit = timeval(tv_sec: 90, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw ProcessFailure(description: "nobody listens on port \(port)") }
    var rest = request[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw ProcessFailure(description: "port \(port) takes no more") }
      rest = rest.dropFirst(count)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !isWhole(answer) {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { throw ProcessFailure(description: "port \(port) does not answer in time") }
      if count == 0 { break }
      answer += buffer.prefix(count)
    }
    guard let end = headEnd(answer) else { throw ProcessFailure(description: "port \(port) answers no HTTP") }
    return Array(answer.dropFirst(end))
  }

  /// chromedriver keeps connections open whatever it is asked: the stated length counts.
  private static func isWhole(_ answer: [UInt8]) -> Bool {
    guard let end = headEnd(answer) else { return false }
    let head = String(decoding: answer.prefix(end), as: UTF8.self).lowercased()
    guard let length = head.firstMatch(of: /content-length: *(\d+)/).flatMap({ Int($0.output.1) }) else { return false }
    return answer.count >= end + length
  }

  private static func headEnd(_ answer: [UInt8]) -> Int? {
    answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
  }

  /// As our own JSON; a real number becomes text.
  static func value(_ json: Any?) -> JSONValue {
    switch json {
    case let object as [String: Any]: return .object(object.mapValues { value($0) })
    case let array as [Any]: return .array(array.map { value($0) })
    case let text as String: return .string(text)
    case let number as NSNumber:
      if isTruth(number) { return .bool(number.boolValue) }
      return Int64(exactly: number.doubleValue).map(JSONValue.integer) ?? .string("\(number)")
    default: return .null
    }
  }

  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
