internal import Evidence

/// What a module says of itself (nCore's M_ModCertMsg of type StateCert), signed with the key of its warrant.
struct NShieldModuleState {
  let serial: String
  /// KML, with which the module signs what it says of keys.
  let key: NCoreKey
  /// Hash of KNSO, the security officer's key of the world.
  let officer: [UInt8]
  /// Hashes of the module keys.
  let moduleKeys: [[UInt8]]

  init(_ bytes: [UInt8]) throws(AttestationError) {
    self = try NCoreReader.read(bytes, "modstatemsg") { reader throws(AttestationError) in
      try reader.require(4, "certificate type")
      try reader.require(0, "flags")
      var serial: String?
      var key: NCoreKey?
      var officer: [UInt8]?
      var moduleKeys: [[UInt8]]?
      var seen: Set<UInt32> = []
      for _ in 0..<(try reader.count(ofAtLeast: 4)) {
        let type = try reader.word()
        guard seen.insert(type).inserted else { throw reader.malformed("attribute \(type) twice", "once") }
        switch type {
        case 2: serial = try reader.string()
        case 3, 13:
          _ = try reader.hash()
          let own = try NCoreKey(from: &reader)
          _ = try reader.word()
          if type == 3 { key = own }
        case 5:
          officer = try reader.hash()
          _ = try reader.word()
        case 6:
          moduleKeys = []
          for _ in 0..<(try reader.count(ofAtLeast: 28)) {
            moduleKeys?.append(try reader.hash())
            _ = (try reader.word(), try reader.word())
          }
        default: throw reader.malformed("attribute \(type)", "one that is known")
        }
      }
      guard let serial, let key, let officer, let moduleKeys else {
        throw reader.malformed("a state without serial, KML, KNSO or module keys", "all four")
      }
      return NShieldModuleState(serial: serial, key: key, officer: officer, moduleKeys: moduleKeys)
    }
  }

  private init(serial: String, key: NCoreKey, officer: [UInt8], moduleKeys: [[UInt8]]) {
    self.serial = serial
    self.key = key
    self.officer = officer
    self.moduleKeys = moduleKeys
  }
}

/// That a module generated a key (M_ModCertMsg of type KeyGen): the parameters, the access control list that the key was born
/// with, and the key's hash.
struct NShieldGeneration {
  let list: NShieldACL
  let keyHash: [UInt8]

  init(_ bytes: [UInt8], of key: NCoreKey) throws(AttestationError) {
    self = try NCoreReader.read(bytes, "kcmsg") { reader throws(AttestationError) in
      try reader.require(2, "certificate type")
      try reader.require(0, "flags")
      try NShieldGeneration.parameters(&reader, key)
      return NShieldGeneration(list: try NShieldACL(from: &reader), keyHash: try reader.hash())
    }
  }

  private init(list: NShieldACL, keyHash: [UInt8]) {
    self.list = list
    self.keyHash = keyHash
  }

  private static func parameters(_ reader: inout NCoreReader, _ key: NCoreKey) throws(AttestationError) {
    let type = try reader.word()
    switch (type, key) {
    case (2, .rsa):
      let flags = try reader.flags(7, "flags of RSA generation")
      _ = try reader.word()
      if flags & 1 != 0 { _ = try reader.number() }
      if flags & 2 != 0 { _ = try reader.word() }
    case (45, .ec(let curve, _, _)), (47, .ec(let curve, _, _)):
      guard NCoreKey.curves[try reader.word()] == curve else {
        throw reader.malformed("generation on another curve", curve.rawValue)
      }
    default: throw reader.malformed("generation of type \(type)", "one that makes the public key's kind")
    }
  }
}
