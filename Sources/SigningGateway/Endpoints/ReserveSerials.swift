internal import Documents
internal import Evidence
internal import Records
internal import TokenPool

/// `POST /ca/v1/issuers/{issuer}/serials`: serial numbers of the CA token's generator, on record before they leave.
struct ReserveSerials: Endpoint {
  let gateway: Gateway

  static let most: Int64 = 100
  /// Seconds for which a reservation holds.
  static let lifetime: Int64 = 86400

  private struct Body {
    let count: Int
    let subjectKey: Digest?
  }

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    let issuer = try gateway.issuer(call)
    try await gateway.authorisation.require(requester, for: issuer, call)
    try await gateway.requireInventory(of: issuer)
    let body = try ReserveSerials.read(call.message.body)
    let (serials, expires) = try await ReserveSerials.reserve(
      body.count, of: issuer, for: requester, subjectKey: body.subjectKey, in: gateway)
    return .created(
      .object([
        "schema": .integer(1),
        "issuer": .string(issuer.name),
        "serials": .array(serials.map { .string($0.hex) }),
        "subjectKey": body.subjectKey.map { .string($0.hex) } ?? .null,
        "expires": .string(expires.description),
        "demo": .bool(gateway.facts.demo),
      ]))
  }

  /// Draws serial numbers, which are on record before this returns.
  static func reserve(
    _ count: Int, of issuer: Issuer, for requester: Requester, subjectKey: Digest?, in gateway: Gateway
  ) async throws(GatewayError) -> (serials: [SerialNumber], expires: Instant) {
    let serials = try await ReserveSerials.draw(count, of: issuer)
    let now = gateway.clock()
    let expires = now.adding(seconds: ReserveSerials.lifetime)
    do {
      try await gateway.journal.reserve(
        serials, issuer: issuer.name, requester: requester.id, subjectKey: subjectKey, at: now, expires: expires)
    } catch .conflict(let conflict) {
      // 126 random bits do not meet twice in a working generator.
      throw .incident("the token's random generator repeats itself: \(conflict)", decision: nil)
    } catch {
      throw GatewayError(error)
    }
    return (serials, expires)
  }

  private static func read(_ bytes: [UInt8]) throws(GatewayError) -> Body {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let count = try fields.optional("count", as: .integer(in: 1...most)) ?? 1
          return Body(count: Int(clamping: count), subjectKey: try fields.optional("subjectKey", as: .sha256))
        })
    } catch {
      throw .malformed(error)
    }
  }

  private static func draw(_ count: Int, of issuer: Issuer) async throws(GatewayError) -> [SerialNumber] {
    var serials: [SerialNumber] = []
    for _ in 0..<count {
      do {
        serials.append(try serial(random: try await issuer.token.random(count: octets)))
      } catch let error as TokenPoolError {
        throw .unavailable("token \(issuer.tokenName) gave no random bytes: \(error)", decision: nil)
      } catch {
        throw .incident("token \(issuer.tokenName) gave too few random bytes", decision: nil)
      }
    }
    return serials
  }

  static let octets = 16

  private struct TooFew: Error {}

  /// 126 random bits below the bits `01`: positive, and of one length (EN 319 411-1 GEN-6.3.3-02A asks for 64 bits).
  private static func serial(random: [UInt8]) throws -> SerialNumber {
    guard random.count == octets, let first = random.first,
      let serial = SerialNumber(magnitude: [first & 0x3F | 0x40] + random.dropFirst())
    else { throw TooFew() }
    return serial
  }
}
