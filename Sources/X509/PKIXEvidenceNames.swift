public import DER

/// The elements and claims of PKIX Evidence, each below an arc that is not assigned yet (draft -07, appendix of the module).
public enum PKIXEvidenceName: String, Sendable, Hashable, CaseIterable {
  // Elements
  case transaction, platform, key

  // Claims of the transaction
  case nonce, timestamp
  case attestationKey = "ak-spki"

  // Claims of the platform
  case vendor
  case manufacturerID = "oemid"
  case model = "hwmodel"
  case hardwareVersion = "hwversion"
  case hardwareSerial = "hwserial"
  case softwareName = "swname"
  case softwareVersion = "swversion"
  case debugStatus = "dbgstat"
  case uptime
  case bootCount = "bootcount"
  case fipsBoot = "fipsboot"
  case fipsVersion = "fipsver"
  case fipsLevel = "fipslevel"
  case fipsModule = "fipsmodule"

  // Claims of a key
  case identifier, spki, extractable, sensitive
  case neverExtractable = "never-extractable"
  case local, expiry, purpose

  // Purposes of a key
  case encrypt, decrypt, wrap, unwrap, sign
  case signRecover = "sign-recover"
  case verify
  case verifyRecover = "verify-recover"
  case derive
}

/// What kind of value a claim has.
public enum PKIXEvidenceValue: Sendable, Hashable {
  case octets([UInt8])
  case text(String)
  case integer(Int64)
  case boolean(Bool)
  /// Seconds since 1970-01-01T00:00:00Z; a fraction is left out.
  case time(Int64)
  case identifiers([ObjectIdentifier])

  public enum Kind: Sendable, Hashable {
    case octets, text, integer, boolean, time, identifiers
  }
}

extension PKIXEvidenceName {
  /// The arcs below the configured one.
  var arcs: [UInt64] {
    switch self {
    case .transaction: [0, 0]
    case .platform: [0, 1]
    case .key: [0, 2]
    default: element.map { [1, $0.arcs[1], place(in: $0.claims)] } ?? [2, place(in: Self.purposes)]
    }
  }

  /// The element that has this claim; nil for what is no claim.
  public var element: PKIXEvidenceName? {
    [PKIXEvidenceName.transaction, .platform, .key].first { $0.claims.contains(self) }
  }

  /// Claims of an element, numbered from 0.
  private var claims: [PKIXEvidenceName] {
    switch self {
    case .transaction: [.nonce, .timestamp, .attestationKey]
    case .platform:
      [
        .vendor, .manufacturerID, .model, .hardwareVersion, .hardwareSerial, .softwareName, .softwareVersion,
        .debugStatus, .uptime, .bootCount, .fipsBoot, .fipsVersion, .fipsLevel, .fipsModule,
      ]
    case .key: [.identifier, .spki, .extractable, .sensitive, .neverExtractable, .local, .expiry, .purpose]
    default: []
    }
  }

  private static let purposes: [PKIXEvidenceName] = [
    .encrypt, .decrypt, .wrap, .unwrap, .sign, .signRecover, .verify, .verifyRecover, .derive,
  ]

  private func place(in list: [PKIXEvidenceName]) -> UInt64 { UInt64(list.firstIndex(of: self) ?? 0) }

  /// Whether an element may have the claim more than once.
  public var mayRepeat: Bool { self == .attestationKey || self == .identifier }

  /// The kind of a claim's value.
  public var kind: PKIXEvidenceValue.Kind {
    switch self {
    case .nonce, .attestationKey, .manufacturerID, .model, .spki: .octets
    case .timestamp, .expiry: .time
    case .debugStatus, .uptime, .bootCount, .fipsLevel: .integer
    case .fipsBoot, .extractable, .sensitive, .neverExtractable, .local: .boolean
    case .purpose: .identifiers
    default: .text
    }
  }
}

/// The names of PKIX Evidence below one arc.
public struct PKIXEvidenceArc: Sendable, Hashable {
  public let arc: ObjectIdentifier
  private let identifiers: [PKIXEvidenceName: ObjectIdentifier]
  private let names: [ObjectIdentifier: PKIXEvidenceName]

  /// Nil where the arc is too long to have arcs below it.
  public init?(_ arc: ObjectIdentifier) {
    var identifiers: [PKIXEvidenceName: ObjectIdentifier] = [:]
    for name in PKIXEvidenceName.allCases {
      guard let identifier = arc.appending(name.arcs) else { return nil }
      identifiers[name] = identifier
    }
    self.arc = arc
    self.identifiers = identifiers
    names = Dictionary(identifiers.map { ($0.value, $0.key) }) { first, _ in first }
  }

  /// What stands below the arc under this identifier; nil for what the draft does not define.
  public subscript(identifier: ObjectIdentifier) -> PKIXEvidenceName? { names[identifier] }

  public func identifier(of name: PKIXEvidenceName) -> ObjectIdentifier { identifiers[name] ?? arc }
}

extension PKIXEvidenceArc {
  /// A claim of the draft with its value.
  public func claim(_ name: PKIXEvidenceName, _ value: PKIXEvidenceValue) -> PKIXEvidenceClaim {
    PKIXEvidenceClaim(identifier(of: name), value.derEncoded)
  }

  public func element(_ name: PKIXEvidenceName, _ claims: [PKIXEvidenceClaim]) -> PKIXEvidenceElement {
    PKIXEvidenceElement(identifier(of: name), claims)
  }
}

extension PKIXEvidenceValue {
  /// Reads one value of a kind; nil for any other.
  public init?(_ der: [UInt8], as kind: Kind) {
    let value: PKIXEvidenceValue? = try? DERReader.decode(der[...]) { r throws(DERError) in
      switch kind {
      case .octets: .octets(try r.octetString())
      case .text: .text(try r.characterString(.utf8).text)
      case .integer: .integer(try r.integer())
      case .boolean: .boolean(try r.boolean())
      case .time: .time(try Self.seconds(&r))
      case .identifiers: .identifiers(try r.sequence(atLeast: 0) { r throws(DERError) in try r.objectIdentifier() })
      }
    }
    guard let value else { return nil }
    self = value
  }

  public var derEncoded: [UInt8] {
    var writer = DERWriter()
    switch self {
    case .octets(let octets): writer.octetString(octets)
    case .text(let text): writer.characterString(CharacterString(utf8: text))
    case .integer(let value): writer.integer(value)
    case .boolean(let value): writer.boolean(value)
    case .time(let seconds):
      if let time = Time(secondsSinceEpoch: seconds, encoding: .generalizedTime) { writer.write(time) }
    case .identifiers(let list): writer.sequence(of: list) { $1.objectIdentifier($0) }
    }
    return writer.bytes
  }

  /// GeneralizedTime as X.690, 11.7 has it: in UTC, with a fraction that does not end in 0, or none.
  private static func seconds(_ reader: inout DERReader) throws(DERError) -> Int64 {
    let start = reader
    let content = try reader.primitive(.generalizedTime)
    let parts = content.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first else { throw Self.noTime(start) }
    guard let fraction = parts.dropFirst().first else { return try Self.seconds(Array(whole), start) }
    let digits = fraction.dropLast()
    guard parts.count == 2, fraction.last == UInt8(ascii: "Z"), let last = digits.last, last != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { throw Self.noTime(start) }
    return try Self.seconds(Array(whole) + [UInt8(ascii: "Z")], start)
  }

  private static func seconds(_ content: [UInt8], _ start: DERReader) throws(DERError) -> Int64 {
    var writer = DERWriter()
    writer.primitive(.generalizedTime, content)
    guard let time = try? DERReader.decode(Time.self, writer.bytes[...]) else { throw Self.noTime(start) }
    return time.secondsSinceEpoch
  }

  private static func noTime(_ reader: DERReader) -> DERError {
    reader.error(.badTime, found: "another form, or no such time", required: "YYYYMMDDhhmmss[.f]Z")
  }
}
