internal import CCurl

/// A blocking HTTPS client for the command line: TLS 1.3, the server checked against one CA file, a client certificate.
///
/// Connections are kept and used again. Redirects are not followed, proxies of the environment not used: a request
/// goes where its URL says. For one thread at a time, and not for the cooperative pool.
public final class HTTPClient {
  /// Paths of PEM files.
  public struct Identity: Sendable {
    /// The client's certificate, then its issuers.
    public let certificateChain: String
    public let privateKey: String

    public init(certificateChain: String, privateKey: String) {
      self.certificateChain = certificateChain
      self.privateKey = privateKey
    }
  }

  private let handle: OpaqueHandle
  private let bodyLimit: Int

  /// - Parameters:
  ///   - serverCA: PEM file with the CAs that the server's certificate must chain to; the system's are not trusted.
  ///   - timeout: for a whole request, connecting included.
  ///   - bodyLimit: bytes of an answer's body, and of its header; longer ones are an error.
  public init(
    serverCA: String, identity: Identity?, timeout: Duration = .seconds(30), bodyLimit: Int = 16 * 1024 * 1024
  ) throws(HTTPClientError) {
    guard curlIsReady, let handle = curl_easy_init() else { throw .initialisation }
    self.handle = handle
    self.bodyLimit = bodyLimit
    let milliseconds = timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000
    let taken = [
      set(CURLOPT_PROTOCOLS_STR, "https"),
      set(CURLOPT_PROXY, ""),
      set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
      set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_3),
      set(CURLOPT_CAINFO, serverCA),
      set(CURLOPT_CAPATH, nil),  // or the system's CAs would be trusted beside ours
      set(CURLOPT_SSLCERT, identity?.certificateChain),
      set(CURLOPT_SSLKEY, identity?.privateKey),
      set(CURLOPT_NOSIGNAL, 1),
      set(CURLOPT_TIMEOUT_MS, Int(clamping: milliseconds)),
      sealgate_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody),
      sealgate_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeader),
    ]
    guard taken.allSatisfy({ $0 == CURLE_OK }) else { throw .initialisation }
  }

  deinit { curl_easy_cleanup(handle) }

  /// The corresponding C function is `curl_easy_perform`.
  public func get(_ url: String) throws(HTTPClientError) -> HTTPResponse {
    guard set(CURLOPT_HTTPGET, 1) == CURLE_OK else { throw .initialisation }
    return try perform(url, headers: [])
  }

  /// The corresponding C function is `curl_easy_perform`.
  public func post(_ url: String, json: [UInt8]) throws(HTTPClientError) -> HTTPResponse {
    // COPYPOSTFIELDS takes the size from POSTFIELDSIZE, which therefore comes first; the NUL gives an empty body an
    // address, without which curl would read standard input.
    let copied = (json + [0]).withUnsafeBytes { bytes in
      [
        set(CURLOPT_POST, 1),
        set(CURLOPT_POSTFIELDSIZE, json.count),
        sealgate_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)),
      ]
    }
    guard copied.allSatisfy({ $0 == CURLE_OK }) else { throw .initialisation }
    return try perform(url, headers: ["Content-Type: application/json", "Accept: application/json", "Expect:"])
  }

  private func perform(_ url: String, headers: [String]) throws(HTTPClientError) -> HTTPResponse {
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    for header in headers {
      guard let longer = curl_slist_append(list, header) else { throw .initialisation }
      list = longer
    }
    let answer = Answer(limit: bodyLimit)
    let context = Unmanaged.passUnretained(answer).toOpaque()
    let taken = [
      set(CURLOPT_URL, url),
      sealgate_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list),
      sealgate_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
      sealgate_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
    ]
    guard taken.allSatisfy({ $0 == CURLE_OK }) else { throw .initialisation }
    // curl writes its reason here while it performs, and answers the pointer no longer than that.
    let (code, detail) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { buffer in
      buffer.initialize(repeating: 0)
      _ = sealgate_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
      let code = withExtendedLifetime(answer) { curl_easy_perform(handle) }
      _ = sealgate_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil)
      let text = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
      return (code, String(decoding: text, as: UTF8.self))
    }
    if answer.isTooLong { throw .answerTooLong(url: url, limit: bodyLimit) }
    guard code == CURLE_OK else {
      let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
      throw .transfer(url: url, code: Int(code.rawValue), reason: reason)
    }
    var status = 0
    guard sealgate_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK else { throw .initialisation }
    return HTTPResponse(status: status, headers: answer.fields, body: answer.body)
  }

  private func set(_ option: CURLoption, _ value: Int) -> CURLcode {
    sealgate_curl_set_long(handle, option, value)
  }

  private func set(_ option: CURLoption, _ value: String?) -> CURLcode {
    sealgate_curl_set_string(handle, option, value)
  }
}

public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Out of memory, or a libcurl without an option that is needed here.
  case initialisation
  /// No answer; `code` is the CURLcode. A refused client certificate shows here too, with TLS 1.3 only at the first
  /// read.
  case transfer(url: String, code: Int, reason: String)
  case answerTooLong(url: String, limit: Int)

  public var description: String {
    switch self {
    case .initialisation:
      "libcurl could not be set up: out of memory, or older than 7.85"
    case .transfer(let url, let code, let reason):
      "\(url): \(reason) (curl \(code)); check the address, the CA file, and the client certificate against the CRL"
    case .answerTooLong(let url, let limit):
      "\(url): the answer is longer than \(limit) bytes"
    }
  }
}

private typealias OpaqueHandle = UnsafeMutableRawPointer

/// curl_global_init, once, before the first handle.
private let curlIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

/// Collects one answer; lent to the callbacks for the time of `curl_easy_perform`.
private final class Answer {
  private let limit: Int
  private var headerSize = 0
  private(set) var fields: [HTTPField] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLong = false

  init(limit: Int) { self.limit = limit }

  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    isTooLong = isTooLong || bytes.count > limit - body.count
    guard !isTooLong else { return false }
    body.append(contentsOf: bytes)
    return true
  }

  /// One line each; a status line begins the header of the next (final) answer, as after 100.
  func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerSize += min(bytes.count, limit)
    isTooLong = isTooLong || headerSize > limit
    guard !isTooLong else { return false }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") { fields = [] }
    guard let colon = line.firstIndex(of: ":") else { return true }
    let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
    let trailing = value.reversed().prefix { $0.isWhitespace }.count
    fields.append(HTTPField(String(line[..<colon]), String(value.dropLast(trailing))))
    return true
  }
}

private func receiveBody(
  bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size, count, context) { $0.takeBody($1) }
}

private func receiveHeader(
  bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size, count, context) { $0.takeHeader($1) }
}

/// Returns what curl wants: the number of bytes taken, or another one to end the transfer. `size` is always 1.
private func receive(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ take: (Answer, UnsafeRawBufferPointer) -> Bool
) -> Int {
  guard let context, size == 1 else { return 0 }
  guard let bytes, count > 0 else { return count }
  let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
  return take(answer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
}
