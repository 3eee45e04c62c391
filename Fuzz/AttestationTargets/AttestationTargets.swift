internal import Attestation
internal import Cryptography
internal import DER
internal import Evidence
public import FuzzSupport

/// The readers of key-origin evidence: one target for each format, by its name.
///
/// An input is the parts of one statement, one after another: the index of the part's name, its length in two octets,
/// big-endian, and its content. A last part may be shorter than it says.
public enum AttestationReaders {
  public static let all = Formats.names.map { target($0) }

  /// The input that stands for a statement of some parts; nil where a name is none of the format's.
  public static func input(_ format: String, _ parts: [(name: String, content: [UInt8])]) -> [UInt8]? {
    let names = Formats.partNames(of: format) ?? []
    var input: [UInt8] = []
    for (name, content) in parts {
      guard let index = names.firstIndex(of: name), let number = UInt8(exactly: index),
        let length = UInt16(exactly: content.count)
      else { return nil }
      input += [number, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    }
    return input
  }

  private static func target(_ format: String) -> FuzzTarget {
    let names = Formats.partNames(of: format) ?? []
    return FuzzTarget(format) { input throws(BrokenPromise) in
      let keys: [AttestedKey]
      let isReal: Bool
      do throws(AttestationError) {
        let statement = try Statement(format: format, parts: parts(input, names))
        // Some lengths meet the cryptography itself.
        isReal = input.count.isMultiple(of: 61)
        keys = try Formats.appraise(statement, under: isReal ? terms : assuming)
      } catch {
        _ = error.description
        return false
      }
      for key in keys {
        // Where no anchor is pinned, nothing is proven, whatever came in; and else nothing without an anchor.
        try promise(
          key.evidenceClass == .asserted || !isReal && key.signer?.anchor != nil && key.problems.isEmpty,
          "evidence without an anchor counts as \(key.evidenceClass.rawValue)")
        try promise(key.spkiSHA256 == Hash.digest(key.spki), "the digest is not that of the key")
        // Spelling takes longer than all the rest: some inputs of each shape are enough.
        if input.count.isMultiple(of: 47) {
          try promise(JSONValue(canonical: key.json.canonicalBytes()) != nil, "the claims have no canonical spelling")
        }
      }
      return true
    }
  }

  private static func parts(_ input: [UInt8], _ names: [String]) -> [String: [UInt8]] {
    var parts: [String: [UInt8]] = [:]
    var rest = input[...]
    while rest.count > 3, !names.isEmpty {
      let head = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let content = rest.prefix(Int(head[1]) << 8 | Int(head[2]))
      rest = rest.dropFirst(content.count)
      parts[names[Int(head[0]) % names.count]] = Array(content)
    }
    return parts
  }

  private static let terms = AppraisalTerms(
    anchors: AnchorStore([]), evidenceArc: .init("1.3.6.1.5.5.999"), legacy: Set(LegacyAlgorithm.allCases), nonce: [1],
    now: Instant(seconds: 1_795_176_000))

  /// With the shipped anchors, and signatures that are good where their last octets say so: then what comes after a good
  /// signature is read, too. Two bits of it say whether by a pinned key, by any other, by both or by none.
  private static let assuming: AppraisalTerms = {
    var assuming = terms
    // Some formats have none that is shipped.
    let more = Anchor(
      id: "operator:fuzz", formats: Set(Formats.names), role: .manufacturer, name: "CN=fuzz", spki: [0x30, 0x00],
      lastCertificateEnds: nil, origin: "fuzz", certificateSHA256: nil)
    assuming.anchors = AnchorStore.shipped.adding([more])
    let pinned = Set(assuming.anchors.anchors.map(\.spki))
    assuming.signatures = .unverified { signature, spki in
      switch (signature.last ?? 0) & 3 {
      case 0: false
      case 1: !pinned.contains(spki)
      case 2: pinned.contains(spki)
      default: true
      }
    }
    return assuming
  }()
}
