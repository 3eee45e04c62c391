public import DER

/// A statement in the layout of PKIX Evidence (draft-ietf-rats-pkix-key-attestation-07, section 5), read and written. What
/// its claims mean, and whether its signatures are anybody's, is not asked here.
public struct PKIXEvidenceStatement: Sendable, Hashable {
  public let tbs: PKIXEvidenceDescription
  /// None is well formed, and proves nothing.
  public let signatures: [PKIXEvidenceSignature]
  /// Whatever came in `intermediateCertificates`, each one DER value.
  public let certificates: [[UInt8]]

  /// More of each than any device has: the work of checking them must stay small.
  public static let mostSignatures = 8
  public static let mostCertificates = 32

  /// Reads exactly one statement. Throws for anything but DER and for another version than 1.
  public init(der: [UInt8]) throws(X509Error) {
    self = try PKIXEvidenceStatement.decoded(der)
  }

  /// Puts signatures beside the bytes that they were made over.
  public init(
    tbs: PKIXEvidenceDescription, signatures: [PKIXEvidenceSignature], certificates: [[UInt8]] = []
  ) {
    self.tbs = tbs
    self.signatures = signatures
    self.certificates = certificates
  }

  public static let pemLabel = "EVIDENCE"
}

/// What is signed: TbsEvidence.
public struct PKIXEvidenceDescription: Sendable, Hashable {
  public let elements: [PKIXEvidenceElement]
  /// Exactly what is signed, as it was read or written.
  public let derBytes: [UInt8]

  public static let mostElements = 1024

  /// Reads exactly one TbsEvidence.
  public init(der: [UInt8]) throws(X509Error) {
    self = try PKIXEvidenceDescription.decoded(der)
  }

  public init(_ elements: [PKIXEvidenceElement]) {
    self.elements = elements
    var writer = DERWriter()
    PKIXEvidenceDescription.write(elements, to: &writer)
    derBytes = writer.bytes
  }
}

/// One part of what is described: the device, a key, the request that was answered, or something that others defined.
public struct PKIXEvidenceElement: Sendable, Hashable {
  public let type: ObjectIdentifier
  public let claims: [PKIXEvidenceClaim]

  public static let mostClaims = 256

  public init(_ type: ObjectIdentifier, _ claims: [PKIXEvidenceClaim]) {
    self.type = type
    self.claims = claims
  }
}

/// A claim: a type, and one DER value of the kind that the type asks for.
public struct PKIXEvidenceClaim: Sendable, Hashable {
  public let type: ObjectIdentifier
  /// Nil where there is none, which only a request may have.
  public let value: [UInt8]?

  public init(_ type: ObjectIdentifier, _ value: [UInt8]?) {
    self.type = type
    self.value = value
  }
}

/// One signature over the description, with what names its key.
public struct PKIXEvidenceSignature: Sendable, Hashable {
  /// At least one of the three is there.
  public let keyID: [UInt8]?
  /// SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]?
  /// One DER value, not looked into.
  public let certificate: [UInt8]?
  public let algorithm: AlgorithmIdentifier
  public let signature: [UInt8]

  public init(
    keyID: [UInt8]? = nil, spki: [UInt8]? = nil, certificate: [UInt8]? = nil, algorithm: AlgorithmIdentifier,
    signature: [UInt8]
  ) {
    self.keyID = keyID
    self.spki = spki
    self.certificate = certificate
    self.algorithm = algorithm
    self.signature = signature
  }
}

extension PKIXEvidenceStatement: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      PKIXEvidenceStatement(
        tbs: try reader.read(PKIXEvidenceDescription.self, "tbs"),
        signatures: try reader.field("signatures") { r throws(DERError) in
          try r.sequence(atLeast: 0, of: PKIXEvidenceSignature.self).bounded(Self.mostSignatures, r)
        },
        certificates: try reader.field("intermediateCertificates") { r throws(DERError) in
          guard r.next(is: Self.certificatesTag) else { return [] }
          return try Self.certificates(&r).bounded(Self.mostCertificates, r)
        })
    }
  }

  private static let certificatesTag = DERTag.context(0, constructed: true)

  /// The module tags them explicitly, and the authors' samples implicitly: both are read. A certificate ends in its signature,
  /// which no list of certificates does.
  private static func certificates(_ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
    var ahead = reader
    let isImplicit = try ahead.constructed(certificatesTag) { r throws(DERError) in
      var first = r
      while !r.isAtEnd { _ = try r.element() }
      return first.next(is: .sequence)
        ? try first.sequence { r throws(DERError) in
          var last: DERTag?
          while !r.isAtEnd { last = try r.element().tag }
          return last == .bitString
        } : false
    }
    func list(_ tag: DERTag, _ reader: inout DERReader) throws(DERError) -> [[UInt8]] {
      try reader.sequence(tag: tag, atLeast: 0) { r throws(DERError) in Array(try r.element().bytes) }
    }
    if isImplicit { return try list(certificatesTag, &reader) }
    return try reader.explicit(0) { r throws(DERError) in try list(.sequence, &r) }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.raw(tbs.derBytes)
      writer.sequence(of: signatures)
      if !certificates.isEmpty { writer.explicit(0) { $0.sequence(of: certificates) { $1.raw($0) } } }
    }
  }
}

extension PKIXEvidenceDescription: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    (elements, derBytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        guard try reader.field("version", { r throws(DERError) in try r.integer() }) == 1 else {
          throw start.error(.constraint, found: "another version", required: "1").inside("version")
        }
        return try reader.field("reportedElements") { r throws(DERError) in
          try r.sequence(atLeast: 1, of: PKIXEvidenceElement.self).bounded(Self.mostElements, r)
        }
      }
    }
  }

  public func write(to writer: inout DERWriter) { writer.raw(derBytes) }

  fileprivate static func write(_ elements: [PKIXEvidenceElement], to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.integer(1)
      writer.sequence(of: elements)
    }
  }
}

extension PKIXEvidenceElement: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      PKIXEvidenceElement(
        try reader.field("elementType") { r throws(DERError) in try r.objectIdentifier() },
        try reader.field("claims") { r throws(DERError) in
          try r.sequence(atLeast: 1, of: PKIXEvidenceClaim.self).bounded(Self.mostClaims, r)
        })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(type)
      writer.sequence(of: claims)
    }
  }
}

extension PKIXEvidenceClaim: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let type = try reader.objectIdentifier()
      return PKIXEvidenceClaim(
        type, reader.isAtEnd ? nil : try reader.field("\(type)") { r throws(DERError) in try r.any() })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(type)
      if let value { writer.raw(value) }
    }
  }
}

extension PKIXEvidenceSignature: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let (keyID, spki, certificate) = try reader.field("sid") { r throws(DERError) in try Self.signer(&r) }
      return PKIXEvidenceSignature(
        keyID: keyID, spki: spki, certificate: certificate,
        algorithm: try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm"),
        signature: try reader.field("signatureValue") { r throws(DERError) in try r.octetString() })
    }
  }

  private static func signer(
    _ reader: inout DERReader
  ) throws(DERError) -> (keyID: [UInt8]?, spki: [UInt8]?, certificate: [UInt8]?) {
    try reader.sequence { reader throws(DERError) in
      guard !reader.isAtEnd else {
        throw reader.error(.constraint, found: "nothing", required: "a key id, a key or a certificate")
      }
      return (
        try reader.optionalExplicit(0) { r throws(DERError) in try r.octetString() },
        try reader.optionalExplicit(1) { r throws(DERError) in try r.read(SubjectPublicKeyInfo.self).derBytes },
        try reader.optionalExplicit(2) { r throws(DERError) in Array(try r.element().bytes) }
      )
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.sequence { writer in
        if let keyID { writer.explicit(0) { $0.octetString(keyID) } }
        if let spki { writer.explicit(1) { $0.raw(spki) } }
        if let certificate { writer.explicit(2) { $0.raw(certificate) } }
      }
      writer.write(algorithm)
      writer.octetString(signature)
    }
  }
}

extension Array {
  /// The list itself; an error at the reader's place where it is longer.
  fileprivate func bounded(_ most: Int, _ reader: DERReader) throws(DERError) -> [Element] {
    guard count <= most else { throw reader.error(.tooLarge, found: "\(count) elements", required: "at most \(most)") }
    return self
  }
}
