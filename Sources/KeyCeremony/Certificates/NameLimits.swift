internal import DER
internal import Documents
internal import Evidence
internal import Glibc
internal import X509

/// The names that a CA may issue for, and may not (RFC 5280, 4.2.1.10). What is said of one form says nothing of the others.
struct NameLimits: Sendable {
  /// One subtree, as a script writes it.
  enum Base: Sendable, Hashable {
    case domain(String)
    /// A mailbox, a host, or, with a dot before it, everything below a domain.
    case mail(String)
    case network(Network)
    case directory(DirectoryBase)
  }

  let permitted: [Base]
  let excluded: [Base]

  static let none = NameLimits(permitted: [], excluded: [])

  private init(permitted: [Base], excluded: [Base]) { (self.permitted, self.excluded) = (permitted, excluded) }

  static var shape: FieldShape<NameLimits> {
    .object { fields throws(DocumentError) in
      let limits = NameLimits(permitted: try bases("permitted", &fields), excluded: try bases("excluded", &fields))
      guard !limits.permitted.isEmpty || !limits.excluded.isEmpty else {
        throw fields.error("permitted-dns", "missing; name what is permitted or excluded: dns, ip, email, directory")
      }
      for (name, bases) in [("permitted", limits.permitted), ("excluded", limits.excluded)]
      where Set(bases).count != bases.count {
        throw fields.error(name, "names something twice")
      }
      if let both = limits.permitted.first(where: limits.excluded.contains) {
        throw fields.error("excluded", "\(both) is permitted and excluded: nothing would be left of it")
      }
      return limits
    }
  }

  private static func bases(_ kind: String, _ fields: inout Fields) throws(DocumentError) -> [Base] {
    let domains = try fields.optional("\(kind)-dns", as: .list(of: .domainName, count: 1...64)) ?? []
    let networks = try fields.optional("\(kind)-ip", as: .list(of: Network.shape, count: 1...64)) ?? []
    let mails = try fields.optional("\(kind)-email", as: .list(of: .mailBase, count: 1...64)) ?? []
    let names = try fields.optional("\(kind)-directory", as: .list(of: DirectoryBase.shape, count: 1...64)) ?? []
    return domains.map(Base.domain) + networks.map(Base.network) + mails.map(Base.mail) + names.map(Base.directory)
  }

  /// Nil where nothing is limited.
  var constraints: NameConstraints? {
    guard !permitted.isEmpty || !excluded.isEmpty else { return nil }
    return NameConstraints(
      permittedSubtrees: permitted.map(\.generalName), excludedSubtrees: excluded.map(\.generalName))
  }
}

extension NameLimits.Base: CustomStringConvertible {
  var generalName: GeneralName {
    switch self {
    case .domain(let domain): .dnsName(domain)
    case .mail(let mail): .rfc822Name(mail)
    case .network(let network): .ipAddress(network.address + network.mask)
    case .directory(let base): .directoryName(base.name)
    }
  }

  var description: String {
    switch self {
    case .domain(let domain): domain
    case .mail(let mail): "email \(mail)"
    case .network(let network): "IP \(network.text)"
    case .directory(let base): "directory \(base.name)"
    }
  }
}

/// A range of addresses as RFC 4632 writes it: an address and the number of bits that are fixed.
struct Network: Sendable, Hashable {
  /// 4 or 16 bytes; those beyond the mask are zero.
  let address: [UInt8]
  let mask: [UInt8]
  let text: String

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let bits = Int(parts[1]), "\(bits)" == parts[1],
      let address = Network.address(String(parts[0])), (0...address.count * 8).contains(bits)
    else { return nil }
    let mask = address.indices.map { index -> UInt8 in
      let fixed = max(0, min(8, bits - 8 * index))
      return UInt8(truncatingIfNeeded: 0xFF00 >> fixed)
    }
    // An address with bits beyond the mask is a slip, and verifiers differ on what it means.
    guard zip(address, mask).allSatisfy({ $0 & ~$1 == 0 }) else { return nil }
    (self.address, self.mask, self.text) = (address, mask, text)
  }

  static var shape: FieldShape<Network> {
    .text("a network such as 192.0.2.0/24 or 2001:db8::/32, with no bits set beyond its length") { Network($0) }
  }

  /// The corresponding C function is `inet_pton`.
  private static func address(_ text: String) -> [UInt8]? {
    for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: size)
      if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
  }
}

/// The beginning of a name: everything that goes on from it is in the subtree.
struct DirectoryBase: Sendable, Hashable {
  let name: Name

  /// From the top and without a gap: a base that begins below the country matches no name that we make.
  static var shape: FieldShape<DirectoryBase> {
    .object { fields throws(DocumentError) in
      var parts = [try fields.required("country", as: .country)].map { text in
        AttributeTypeAndValue(.countryName, CharacterString(.printable, text) ?? CharacterString(utf8: text))
      }
      if let text = try fields.optional("organization", as: .line) {
        parts.append(AttributeTypeAndValue(.organizationName, CharacterString(utf8: text)))
      }
      if let text = try fields.optional("organization-identifier", as: .line) {
        guard parts.count == 2 else { throw fields.error("organization", "missing before organization-identifier") }
        parts.append(AttributeTypeAndValue(.organizationIdentifier, CharacterString(utf8: text)))
      }
      return DirectoryBase(name: Name(parts))
    }
  }
}

extension FieldShape where Value == String {
  /// A domain as a base of name constraints (RFC 5280, 4.2.1.10).
  static var domainName: FieldShape {
    .text("a domain name such as example.com") { NameLimits.isDomain($0) ? $0 : nil }
  }

  /// A mailbox, a host, or everything below a domain.
  static var mailBase: FieldShape {
    .text("a mailbox, a host such as example.com, or .example.com for what is below it") { text in
      if text.hasPrefix(".") { return NameLimits.isDomain(text.dropFirst()) ? text : nil }
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return NameLimits.isDomain(text) ? text : nil }
      let local = parts[0].utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),:;<>[\\]".utf8.contains($0) }
      return local && (1...64).contains(parts[0].utf8.count) && NameLimits.isDomain(parts[1]) ? text : nil
    }
  }
}

extension NameLimits {
  fileprivate static func isDomain(_ text: some StringProtocol) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count)
          && label.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
              || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
          }
      }
  }
}
