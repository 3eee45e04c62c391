/// The access control list of a key, as far as it says where the key can go (nCore's M_ACL). What is not known is not skipped:
/// a list that cannot be read whole says nothing.
struct NShieldACL: Sendable, Hashable {
  /// Bits of an operation permission.
  enum Permission {
    static let exportAsPlain: UInt32 = 0x4
    static let expandACL: UInt32 = 0x40
    static let useAsBlobKey: UInt32 = 0x400
  }

  struct Group: Sendable, Hashable {
    /// Hashes of the keys whose holders must certify the use of the group; none where anybody may use it.
    let certifiers: [[UInt8]]
    /// All operation permissions together.
    var permissions: UInt32 = 0
    var blobs: [Blob] = []
    /// An archive blob can be made: the recovery key's holders bring the key back.
    var isArchivable = false
  }

  /// A way in which the key may be kept outside the module.
  struct Blob: Sendable, Hashable {
    enum Protection: Int, Sendable, Hashable {
      case module, softcard, cardset
    }

    /// Hash of the module key that encrypts it; nil where the list does not say.
    let moduleKey: [UInt8]?
    let protection: Protection
    /// Any token will do, or none.
    let isLoose: Bool
  }

  let groups: [Group]

  init(from reader: inout NCoreReader) throws(AttestationError) {
    var groups: [Group] = []
    for _ in 0..<(try reader.count(ofAtLeast: 12)) { groups.append(try NShieldACL.group(&reader)) }
    self.groups = groups
  }

  private static func group(_ reader: inout NCoreReader) throws(AttestationError) -> Group {
    let flags = try reader.flags(0x6F, "flags of a permission group")
    for _ in 0..<(try reader.count(ofAtLeast: 8)) {
      switch try reader.word() {
      case 1, 6: _ = (try reader.hash(), try reader.word())
      case 3: _ = try reader.word()
      case let type: throw reader.malformed("use limit \(type)", "one that is known")
      }
    }
    var actions = Group(certifiers: [])
    for _ in 0..<(try reader.count(ofAtLeast: 8)) { try action(&reader, &actions) }
    var certifiers: [[UInt8]] = []
    if flags & 0x1 != 0 { certifiers.append(try reader.hash()) }
    if flags & 0x4 != 0 {
      certifiers.append(try reader.hash())
      _ = try reader.word()
    }
    if flags & 0x8 != 0 { _ = try reader.string() }
    if flags & 0x40 != 0 {
      certifiers.append(try reader.namedHash())
      _ = try reader.word()
    }
    return Group(
      certifiers: certifiers, permissions: actions.permissions, blobs: actions.blobs,
      isArchivable: actions.isArchivable)
  }

  private static func action(_ reader: inout NCoreReader, _ group: inout Group) throws(AttestationError) {
    switch try reader.word() {
    case 1: group.permissions |= try reader.flags(0xFFFF, "operation permissions")
    case 2: group.blobs.append(try blob(&reader))
    case 3:
      let flags = try reader.flags(0x3, "flags of an archive blob")
      _ = try reader.word()
      if flags & 0x1 != 0 { _ = try reader.hash() }
      if flags & 0x2 != 0 { try blobFile(&reader) }
      group.isArchivable = true
    case 5, 47:
      try reader.require(0, "flags of a derivation")
      _ = try reader.word()
      // The public half from the private one: nothing leaves.
      try reader.require(29, "derivation")
      try reader.require(0, "other keys of a derivation")
    case let type: throw reader.malformed("action \(type)", "one that is known")
    }
  }

  private static func blob(_ reader: inout NCoreReader) throws(AttestationError) -> Blob {
    let flags = try reader.flags(0x7F, "flags of a blob")
    let moduleKey = flags & 0x4 != 0 ? try reader.hash() : nil
    if flags & 0x8 != 0 { _ = try reader.hash() }
    var token: UInt32?
    if flags & 0x10 != 0 {
      token = try reader.word()
      _ = (try reader.word(), try reader.word(), try reader.word())
    }
    if flags & 0x40 != 0 { try blobFile(&reader) }
    let isByModule = flags & 0x1 != 0
    let isByToken = flags & 0x8 != 0
    let protection: Blob.Protection = isByModule ? .module : (token ?? 0) & 0x4 != 0 ? .softcard : .cardset
    return Blob(
      moduleKey: moduleKey, protection: protection,
      isLoose: flags & 0x20 != 0 || (!isByModule && !isByToken) || (isByToken && token == nil))
  }

  private static func blobFile(_ reader: inout NCoreReader) throws(AttestationError) {
    let flags = try reader.flags(0x3, "flags of a blob file")
    if flags & 0x1 != 0 { _ = try reader.word() }
    if flags & 0x2 != 0 { _ = try reader.hash() }
  }
}
